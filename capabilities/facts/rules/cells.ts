import { registerSentences } from '#foundation/failure'
import { refuse } from '#foundation/reading'
import type { DateOrder } from './columnReading.ts'

/** What a cell of a file means. Each reading takes the text of a cell that isn't empty, and refuses it under the field's name. */

/** How systems write that there is nothing. */
const blank = /^(null|n\/a|#n\/a|nan|-{1,2}|—{1,2}|NA)$/i

/** Letters, digits and signs as on a western keyboard, no spaces around; null for an empty cell. `="0012"` is how Excel keeps zeros. */
export function cellText(cell: string | undefined): string | null {
  const text = (cell ?? '').toWellFormed().trim()
  const kept = text.startsWith('="') ? (/^="([^"]*)"$/.exec(text)?.[1] ?? text) : text
  return kept === '' || blank.test(kept) ? null : kept
}

const narrow = (text: string) =>
  /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text) ? text : text.normalize('NFKC').replace(/\s+/g, ' ').trim()

/** An id as text; one that a spreadsheet has turned into 1.2E+11 has lost its digits. */
export function idOf(text: string, field: string): string {
  if (/^\d(\.\d+)?E\+\d+$/i.test(text)) refuse(field, text, 'facts.cell.scientific')
  return text
}

const amount = /^([+-]?)(?:[¥￥]|RMB|CNY)? ?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))? ?(?:元|RMB|CNY)?$/i

const placesOf = { yuan: 2, fen: 0, wan: 6 } as const

/** An amount, exactly: "¥1,234.50" is 123450 fen. More decimals than make whole fen only when they are zeros. */
export function fenOf(text: string, field: string, unit: 'yuan' | 'fen' | 'wan' = 'yuan'): number {
  const match = amount.exec(narrow(text))
  if (!match) refuse(field, text, 'facts.cell.not_yuan')
  const [, before = '', behind = '', whole = '', decimals = ''] = match
  if (before !== '' && behind !== '') refuse(field, text, 'facts.cell.not_yuan')
  const places = placesOf[unit]
  if (/[1-9]/.test(decimals.slice(places))) refuse(field, text, 'facts.cell.part_of_fen')
  const fen = Number(whole.replaceAll(',', '') + decimals.slice(0, places).padEnd(places, '0'))
  if (!Number.isSafeInteger(fen)) refuse(field, text, 'facts.cell.not_yuan')
  return fen === 0 ? 0 : before === '-' || behind === '-' ? -fen : fen
}

/** Decimal hours as whole minutes, half a minute up: "1.5" is 90, "0.33" is 20. */
export function minutesOfHours(text: string, field: string): number {
  const clock = minutesOfClock(narrow(text))
  if (clock !== null) return clock
  const match = /^(\d{1,6})(?:\.(\d+))? ?(?:小时|工时|h|hrs?|hours?)?$/i.exec(narrow(text))
  if (!match) refuse(field, text, 'facts.cell.not_hours')
  const [, whole = '', fraction = ''] = match
  const decimals = fraction.slice(0, 6)
  const scale = 10 ** decimals.length
  return Math.floor((Number(whole + decimals) * 120 + scale) / (2 * scale))
}

export function minutesOfMinutes(text: string, field: string): number {
  const clock = minutesOfClock(narrow(text))
  if (clock !== null) return clock
  const match = /^(\d{1,9})(?:\.0+)? ?(?:分钟|分|min|mins|minutes?)?$/i.exec(narrow(text))
  if (!match) refuse(field, text, 'facts.cell.not_minutes')
  return Number(match[1])
}

/** A length of time as a clock writes it: "8:30" and "8:30:00" are 510 minutes in any column; seconds are rounded. */
function minutesOfClock(text: string): number | null {
  const match = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  return match && Number(match[1]) * 60 + Number(match[2]) + Math.round(Number(match[3] ?? 0) / 60)
}

/** A number with an optional unit behind it: "4.5", "4 星", "92分". */
export function numberOf(text: string, field: string): number {
  const match = /^(-?\d{1,15}(?:\.\d{1,15})?) ?[分星]?$/.exec(narrow(text))
  if (!match) refuse(field, text, 'row.field.not_number')
  return Number(match[1])
}

const yes = new Set([
  '是',
  'y',
  'yes',
  'true',
  't',
  '1',
  '有',
  '√',
  '✓',
  '✔',
  '对',
  '合格',
  '通过',
  'pass',
  'passed',
  'ok',
])
const no = new Set([
  '否',
  'n',
  'no',
  'false',
  'f',
  '0',
  '无',
  '没有',
  '×',
  '✗',
  '✘',
  '错',
  '不合格',
  '未通过',
  'fail',
  'failed',
  'ng',
])

export function booleanOf(text: string, field: string): boolean {
  const word = narrow(text).toLowerCase()
  if (yes.has(word)) return true
  if (no.has(word)) return false
  refuse(field, text, 'facts.cell.not_boolean')
}

/** Whether a word is understood as yes or no. */
export const isBoolean = (text: string) => yes.has(narrow(text).toLowerCase()) || no.has(narrow(text).toLowerCase())

const choiceWords = new Map([
  ...['自检', '自查', 'self', 'self-check'].map((word) => [word, 'self'] as const),
  ...['互检', '互查', 'cross', 'cross-check'].map((word) => [word, 'cross'] as const),
  ...['抽检', '抽查', '抽样', 'sample', 'spot check'].map((word) => [word, 'sample'] as const),
  ...['入职', '新入职', '加入', '转入', 'joined', 'join', 'hired', 'hire'].map((word) => [word, 'joined'] as const),
  ...['离职', '离开', '转出', 'left', 'leave', 'resigned', 'terminated'].map((word) => [word, 'left'] as const),
])

/** The value that a word stands for, in either language; the word itself when it is none of them. */
export const choiceOf = (text: string) => choiceWords.get(narrow(text).toLowerCase()) ?? text

export type CellInstant = {
  at: Date /** The local date and time, as the cell had them. */
  date: string
  timed: boolean
}

const dated = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?:[T ]? ?(.+))?$/
const timed = /^(\d{1,2})(?:[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.(\d{1,9}))?秒?|分)?)(?: ?(Z|[+-]\d{2}:?\d{2}))?$/i

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The date with its year first, where another way of writing leaves no doubt. */
function yearFirst(cell: string, order: DateOrder | undefined): string {
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(cell)
  if (compact) return `${compact[1]}-${compact[2]}-${compact[3]}`
  const last = order && /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)(.*)$/.exec(cell)
  if (last) {
    const [, first, , second, year, rest] = last
    return order === 'dmy' ? `${year}-${second}-${first}${rest}` : `${year}-${first}-${second}${rest}`
  }
  const named = /^(?:(\d{1,2})[- ]([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2}))(?:[- ]|, ?)(\d{4})(?!\d)(.*)$/i.exec(
    cell,
  )
  if (!named) return cell
  const [, dayBefore, monthBehind, monthBefore, dayBehind, year, rest] = named
  const month = months.indexOf((monthBehind ?? monthBefore ?? '').toLowerCase()) + 1
  return month === 0 ? cell : `${year}-${month}-${dayBefore ?? dayBehind}${rest}`
}

/** "9:05 PM" and "下午 9:05" as 21:05. */
function onDayClock(time: string): string {
  const match = /^(上午|下午)? ?(\d{1,2})((?::\d{2}){0,2})(?: ?([ap])\.?m\.?)?$/i.exec(time)
  const half = match?.[1] ?? match?.[4]
  if (!match || !half) return time
  const hour = Number(match[2])
  if (hour < 1 || hour > 12) return time
  const late = half === '下午' || half.toLowerCase() === 'p'
  return `${(hour % 12) + (late ? 12 : 0)}${match[3] || ':00'}`
}

/**
 * An instant: the year first, with an optional time, in the zone unless it says its own offset. What could be read in two
 * ways (03/04/2024) is refused unless the column's order is settled, and so is a spreadsheet's day number, for a guess
 * would put facts into the wrong month.
 */
export function instantOf(text: string, field: string, zone: string, order?: DateOrder): CellInstant {
  const cell = yearFirst(narrow(text), order)
  if (/^\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})\b/.test(cell)) refuse(field, text, 'facts.cell.date_ambiguous')
  if (/^\d{4,5}([.,]\d+)?$/.test(cell)) refuse(field, text, 'facts.cell.date_serial')
  const match = dated.exec(cell)
  if (!match) refuse(field, text, 'facts.cell.not_instant')
  const [, year = '', , westMonth, westDay, eastMonth, eastDay, rest] = match
  const month = westMonth ?? eastMonth ?? ''
  const day = westDay ?? eastDay ?? ''
  const time = rest === undefined ? null : timed.exec(onDayClock(rest))
  if (rest !== undefined && !time) refuse(field, text, 'facts.cell.not_instant')
  const [, hour = '0', minute = '0', second = '0', fraction = '', offset] = time ?? []
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const local = Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0')))
  const date = new Date(local).toISOString().slice(0, 10)
  if (date !== `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` || h > 23 || mi > 59 || s > 59)
    refuse(field, text, 'facts.cell.not_instant')
  if (y < 1900 || y > 2199) refuse(field, text, 'facts.cell.not_instant')
  const at = offset === undefined ? atHome(local, zone) : local - minutesOfOffset(offset) * 60_000
  return { at: new Date(at), date, timed: time !== null }
}

/** A month: "2024-03", "2024/3", "2024年3月", "202403", or any day of it. */
export function monthOf(text: string, field: string, order?: DateOrder): string {
  const match = /^(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月|(\d{2}))$/.exec(narrow(text))
  const month = Number(match?.[2] ?? match?.[3] ?? match?.[4])
  if (match && month >= 1 && month <= 12) return `${match[1]}-${String(month).padStart(2, '0')}`
  if (match) refuse(field, text, 'facts.field.not_month')
  return instantOf(text, field, 'UTC', order).date.slice(0, 7)
}

function minutesOfOffset(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return offset.startsWith('-') ? -minutes : minutes
}

/** The instant whose local time in the zone is this; where clocks are changed, one of the two that it could be. */
function atHome(local: number, zone: string): number {
  const guess = local - offsetAt(local, zone)
  return local - offsetAt(guess, zone)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
const hourMs = 3_600_000
const offsetsKept = 20_000

/** How far the zone is ahead of UTC; looked up once for each hour, for a file names the same hours again and again. */
function offsetAt(instant: number, zone: string): number {
  const hour = Math.floor(instant / hourMs) * hourMs
  const key = `${zone} ${hour}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const parts = new Map(format.formatToParts(hour).map((part) => [part.type, Number(part.value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const offset =
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - hour
  if (offsets.size >= offsetsKept) offsets.clear()
  offsets.set(key, offset)
  return offset
}

registerSentences({
  'facts.cell.scientific': {
    zh: ({ field, value }) =>
      `“${field}”的“${value}”已被表格软件改成科学计数，原来的数字丢失了。请把该列设为文本后重新导出。`,
    en: ({ field, value }) =>
      `"${field}": a spreadsheet has turned the id into ${value} and lost its digits; export it again as text.`,
  },
  'facts.cell.not_yuan': {
    zh: ({ field, value }) => `“${field}”的“${value}”不是金额。请只写数字，如 1234.50 或 ¥1,234.50；单位在对列时选。`,
    en: ({ field, value }) =>
      `"${field}": "${value}" is no amount; write the number, as 1234.50 or ¥1,234.50; its unit is chosen where columns are matched.`,
  },
  'facts.cell.part_of_fen': {
    zh: ({ field, value }) => `“${field}”的金额“${value}”不到整分，最多两位小数。`,
    en: ({ field, value }) => `"${field}": ${value} is no whole number of fen; at most two decimals.`,
  },
  'facts.cell.not_hours': {
    zh: ({ field, value }) => `“${field}”的“${value}”不是小时数，请写成 1.5。`,
    en: ({ field, value }) => `"${field}": "${value}" is no number of hours; write 1.5.`,
  },
  'facts.cell.not_minutes': {
    zh: ({ field, value }) => `“${field}”的“${value}”不是整分钟数，请写成 90。`,
    en: ({ field, value }) => `"${field}": "${value}" is no whole number of minutes; write 90.`,
  },
  'facts.cell.not_boolean': {
    zh: ({ field, value }) => `“${field}”应为是或否，现在是“${value}”。`,
    en: ({ field, value }) => `"${field}" must be yes or no (是, 否), not "${value}".`,
  },
  'facts.cell.date_ambiguous': {
    zh: ({ field, value }) => `“${field}”的“${value}”分不清月和日，请在对列时选明先月还是先日，或写成 2024-03-18。`,
    en: ({ field, value }) =>
      `"${field}": in "${value}" month and day can't be told apart; choose their order where columns are matched, or write 2024-03-18.`,
  },
  'facts.cell.date_serial': {
    zh: ({ field, value }) =>
      `“${field}”的“${value}”是表格软件的日期序号。请把该列设为日期格式 2024-03-18 后重新导出。`,
    en: ({ field, value }) =>
      `"${field}": ${value} is a spreadsheet's day number; format the column as a date, 2024-03-18, and export it again.`,
  },
  'facts.cell.not_instant': {
    zh: ({ field, value }) => `“${field}”的“${value}”不是有效的时间，请写成 2024-03-18 10:32。`,
    en: ({ field, value }) => `"${field}": "${value}" is no valid time; write 2024-03-18 10:32.`,
  },
})
