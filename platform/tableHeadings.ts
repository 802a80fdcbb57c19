import { invalid, registerSentences } from '#foundation/failure'

/** A row of a table that isn't blank, with its place in the file, from 1. */
export type TableRecord = { line: number; cells: string[] }

/** How many records are looked at to find the headings; titles above them are few. */
export const openingRecords = 30

const comparedBelow = 10
const headingsMax = 1_000

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '')
const isNumber = (cell: string) => /^[-+]?[\d.,]+%?$/.test(cell.trim())
const isDated = (cell: string) => /^\d{1,4}[-/.年]\d{1,2}([-/.月]|$)/.test(cell.trim())
const words = (cells: readonly string[]) => filled(cells).filter((cell) => !isNumber(cell))
const onlyWords = (cells: readonly string[]) => filled(cells).every((cell) => !isNumber(cell) && !isDated(cell))

/** About as wide as what stands below it: a title, or "Store: S1 | Month: March", is narrower than the table. */
function spans(record: TableRecord, below: readonly TableRecord[]): boolean {
  const widths = below.map(({ cells }) => filled(cells).length).sort((a, b) => a - b)
  return filled(record.cells).length * 2 >= (widths[Math.floor(widths.length / 2)] ?? 0)
}

/**
 * Finds the headings among the first records: the first of at least two words that data follow and that is no title
 * above the table. Headings in two rows (a group above its parts) become one. `line` is the last line of the headings.
 */
export function headingsAmong(opening: readonly TableRecord[]): { line: number; headings: string[] } | null {
  const worded = opening.findIndex(({ cells }, at) => words(cells).length >= 2 && at < opening.length - 1)
  const spanning = opening.findIndex((record, at) => {
    const below = opening.slice(at + 1, at + 1 + comparedBelow)
    return below.length > 0 && words(record.cells).length >= 2 && spans(record, below)
  })
  const found = opening[spanning]
  const at = found && (spanning === worded || onlyWords(found.cells)) ? spanning : Math.max(worded, 0)
  const first = opening[at]
  if (!first) return null
  const second = opening[at + 1]
  if (second && at + 2 < opening.length && isSecondRow(first.cells, second.cells))
    return { line: second.line, headings: distinct(joined(first.cells, second.cells)) }
  return { line: first.line, headings: distinct(first.cells) }
}

/** The lower row of headings: only words, under every gap of the upper one, and itself empty where that one stands alone. */
function isSecondRow(upper: readonly string[], lower: readonly string[]): boolean {
  const width = Math.max(upper.length, lower.length)
  const empty = (cells: readonly string[], at: number) => (cells[at] ?? '').trim() === ''
  const places = Array.from({ length: width }, (_, at) => at)
  const gaps = places.filter((at) => empty(upper, at))
  return (
    gaps.length > 0 &&
    onlyWords(lower) &&
    gaps.every((at) => at > 0 && !empty(lower, at)) &&
    places.some((at) => !empty(upper, at) && empty(lower, at))
  )
}

function joined(upper: readonly string[], lower: readonly string[]): string[] {
  let group = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    group = (upper[at] ?? '').trim() || group
    const part = (lower[at] ?? '').trim()
    return part === '' ? group : `${group} ${part}`
  })
}

/** Every heading once: one without a name is `#3`, and a name that comes again is `name (2)`. */
function distinct(cells: readonly string[]): string[] {
  if (cells.length > headingsMax) throw invalid('file.too_many_columns', { found: cells.length, max: headingsMax })
  const seen = new Set<string>()
  return cells.map((cell, index) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `#${index + 1}`
    let heading = name
    for (let again = 2; seen.has(heading); again += 1) heading = `${name} (${again})`
    seen.add(heading)
    return heading
  })
}

/** A row as long as the headings at least; what is empty beyond them is left out. */
export function fitted(cells: string[], width: number): string[] {
  while (cells.length > width && cells.at(-1)?.trim() === '') cells.pop()
  while (cells.length < width) cells.push('')
  return cells
}

registerSentences({
  'file.too_many_columns': {
    zh: ({ found, max }) => `标题行有 ${found} 列，最多 ${max} 列；请检查分隔符，或删去多余的列。`,
    en: ({ found, max }) =>
      `The row of headings has ${found} columns, of at most ${max}; check the separator, or remove columns.`,
  },
})
