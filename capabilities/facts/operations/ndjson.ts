import { readRow, refuse } from '#foundation/reading'
import type { RawRow } from './receiveFacts.ts'

/** Rows of a body of lines, numbered by line; blank lines count and are no rows, and a line that is no JSON is one reject. */
export function ndjsonRows(body: Buffer): RawRow[] {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const rows: RawRow[] = []
  let start = 0
  for (let row = 1; start < body.length; row += 1) {
    const next = body.indexOf(0x0a, start)
    const end = next === -1 ? body.length : next
    const line = body.subarray(start, end)
    start = end + 1
    const outcome = readRow(row, () => {
      let text: string
      try {
        text = decoder.decode(line).trim()
      } catch {
        refuse('', line.toString('latin1'), 'row.not_json')
      }
      if (text === '') return null
      try {
        return { raw: JSON.parse(text) as unknown }
      } catch {
        refuse('', text, 'row.not_json')
      }
    })
    if ('reject' in outcome) rows.push(outcome)
    else if (outcome.value) rows.push({ row, raw: outcome.value.raw })
  }
  return rows
}
