import { registerSentences } from './failure.ts'
import { type Day, isDay } from './period.ts'
import { refuse } from './reading.ts'

/** What a cell of a table means. Each reading takes the text of a cell that isn't empty, and refuses it under the field's name. */

/** Without blanks around; null for an empty cell. `="0012"` is how spreadsheets keep zeros. */
export function textOfCell(cell: string | undefined): string | null {
  const text = (cell ?? '').toWellFormed().trim()
  const kept = text.startsWith('="') ? (/^="([^"]*)"$/.exec(text)?.[1] ?? text) : text
  return kept === '' ? null : kept
}

const narrow = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim()

const dated = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:[T ].*)?$/

/** A day with the year first. What could be read in two ways (03/04/2024), or is a spreadsheet's day number, is refused. */
export function dayOfCell(text: string, field: string): Day {
  const cell = narrow(text)
  if (/^\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})\b/.test(cell)) refuse(field, text, 'cell.day_ambiguous')
  const match = dated.exec(cell)
  if (!match) refuse(field, text, 'cell.not_day')
  const [, year = '', , westMonth, westDay, eastMonth, eastDay, plainMonth, plainDay] = match
  const month = westMonth ?? eastMonth ?? plainMonth ?? ''
  const day = westDay ?? eastDay ?? plainDay ?? ''
  const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isDay(read)) refuse(field, text, 'cell.not_day')
  return read
}

const quantity =
  /^([+-]?)(?:[¥￥]|RMB|CNY)? ?(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,15}))? ?(万)? ?(%|元|分|个|台|㎡|m2|平方米|平米)?$/iu

/** A number and the unit that stands behind it: "1,200.5", "92.5%", "350万元". */
export function quantityOfCell(text: string, field: string): { value: number; percent: boolean; money: boolean } {
  const match = quantity.exec(narrow(text).replace(/％/g, '%'))
  if (!match) refuse(field, text, 'cell.not_number')
  const [, sign = '', whole = '', decimals = '', tenThousands, unit] = match
  // Moved as text: 12.34 times ten thousand is 123400 exactly.
  const places = tenThousands ? 4 : 0
  const digits = whole.replaceAll(',', '') + decimals.slice(0, places).padEnd(places, '0')
  const value = Number(`${digits}.${decimals.slice(places) || '0'}`)
  return { value: value === 0 ? 0 : sign === '-' ? -value : value, percent: unit === '%', money: unit === '元' }
}

/** A plain number, whatever unit of its own stands behind it. */
export function numberOfCell(text: string, field: string): number {
  return quantityOfCell(text, field).value
}

/** Yuan as whole fen; `factor` is what one of the column's unit is worth in yuan: 10,000 under a heading in 万元. */
export function fenOfCell(text: string, field: string, factor = 1): number {
  const { value, percent } = quantityOfCell(text, field)
  if (percent) refuse(field, text, 'cell.not_money')
  const written = /[元万]/.test(text) ? 1 : factor
  const fen = Math.round(value * written * 100)
  if (!Number.isSafeInteger(fen)) refuse(field, text, 'cell.not_money')
  if (Math.abs(value * written * 100 - fen) > 1e-4) refuse(field, text, 'cell.part_of_fen')
  return fen === 0 ? 0 : fen
}

registerSentences({
  'cell.not_day': {
    zh: ({ field, value }) => `“${field}”的日期“${value}”无效，请写成 2024-03-18。`,
    en: ({ field, value }) => `"${field}": "${value}" is no date; write 2024-03-18.`,
  },
  'cell.day_ambiguous': {
    zh: ({ field, value }) => `“${field}”的“${value}”分不清月和日，请把年写在前面：2024-03-18。`,
    en: ({ field, value }) =>
      `"${field}": in "${value}" month and day can't be told apart; write the year first, 2024-03-18.`,
  },
  'cell.not_number': {
    zh: ({ field, value }) => `“${field}”的“${value}”不是数字，请只写数字，例如 12 或 92.5。`,
    en: ({ field, value }) => `"${field}": "${value}" is no number; write 12 or 92.5.`,
  },
  'cell.not_money': {
    zh: ({ field, value }) => `“${field}”的“${value}”不是金额。请以元为单位书写，例如 3000 或 3,000.50。`,
    en: ({ field, value }) => `"${field}": "${value}" is no amount; write yuan, as 3000 or 3,000.50.`,
  },
  'cell.part_of_fen': {
    zh: ({ field, value }) => `“${field}”的金额“${value}”不到整分，最多两位小数。`,
    en: ({ field, value }) => `"${field}": ${value} is no whole number of fen; at most two decimals.`,
  },
})
