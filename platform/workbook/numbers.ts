/** What a number of a workbook is, as text that says the same everywhere. */

/** A plain decimal without the last digits' noise; one that a workbook can't hold exactly keeps its exponent. */
export function decimalText(raw: string): string {
  const number = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(number)) return raw
  if (number === 0) return '0'
  if (Math.abs(number) >= 1e15) return raw.includes('E') || raw.includes('e') ? raw : number.toExponential()
  if (Number.isInteger(number)) return String(number)
  const [mantissa = '', exponent = '0'] = number.toPrecision(15).split('e')
  return trimmed(shifted(mantissa, Number(exponent)))
}

function shifted(mantissa: string, places: number): string {
  if (places >= 0) return mantissa
  const negative = mantissa.startsWith('-')
  const digits = mantissa.replace(/[-.]/g, '')
  return `${negative ? '-' : ''}0.${'0'.repeat(-places - 1)}${digits}`
}

const trimmed = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

const builtIn = new Map<number, 'date' | 'elapsed'>([
  ...[14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 47].map((id) => [id, 'date'] as const),
  ...[27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map((id) => [id, 'date'] as const),
  [46, 'elapsed'],
])

/** Whether a number format makes a number a moment, a length of time ([h]:mm), or neither. */
export function formatMeans(id: number, code: string | undefined): 'date' | 'elapsed' | null {
  if (code === undefined) return builtIn.get(id) ?? null
  const section = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/;[\s\S]*$/, '')
    .toLowerCase()
  if (/\[(h+|m+|s+)\]/.test(section)) return 'elapsed'
  const bare = section.replace(/\[[^\]]*\]/g, '').replace(/s\.0+/g, 's')
  if (/general|[#?0]/.test(bare)) return null
  return /[ymdhs]|上午/.test(bare) ? 'date' : null
}

const dayMs = 86_400_000
const pad = (number: number, width = 2) => String(number).padStart(width, '0')

/** '2024-03-18', '2024-03-18T09:30:00', or '09:30:00' for a time without a day; null for what is no day of a workbook. */
export function momentText(serial: number, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null
  if (serial < 1 && !(from1904 && serial === 0)) return serial === 0 ? '00:00:00' : lengthText(serial)
  // The calendar from 1900 counts a 29 February 1900, which there was not.
  const days = from1904 ? serial : serial < 60 ? serial + 1 : serial
  const seconds = Math.round((days % 1) * 86_400)
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const text = new Date(first + Math.floor(days) * dayMs + seconds * 1000).toISOString()
  return seconds % 86_400 === 0 ? text.slice(0, 10) : text.slice(0, 19)
}

/** Hours, minutes and seconds; hours may be more than 24. */
export function lengthText(serial: number): string {
  const seconds = Math.round(serial * 86_400)
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
}
