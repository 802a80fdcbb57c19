import type { Words } from './actor.ts'
import { registerSentences } from './failure.ts'

/** What a column of a file can mean. `required`: the file must have such a column. */
export type TableField = { id: string; names: Words; required: boolean; example: string }

/** A field with the headings by which it is known from the start. */
export type TableColumn = TableField & { headings: readonly string[] }

/** Which heading of the file means which field: `{ id: '门店编码' }`. */
export type ColumnMapping = Record<string, string>

/** What was settled for an earlier file of the same source, and the headings that it had. */
export type RememberedColumns = { mapping: ColumnMapping; headings: readonly string[] }

/** A heading without case, spaces, punctuation and full width. */
export const plainHeading = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]/gu, '')

/** Without what stands in brackets, such as a unit. */
export const unbracketed = (heading: string) =>
  plainHeading(heading.normalize('NFKC').replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, ''))

/** Which field each heading probably means; a heading is used once, and nothing is guessed from parts of words. */
export function suggestedColumns(headings: readonly string[], columns: readonly TableColumn[]): ColumnMapping {
  const mapping: ColumnMapping = {}
  const used = new Set<string>()
  for (const spelling of [plainHeading, unbracketed]) {
    const spelled = new Map([...headings].reverse().map((heading) => [spelling(heading), heading]))
    for (const { id, names, headings: known } of columns) {
      if (mapping[id] !== undefined) continue
      const candidates = [id, names.zh, names.en, ...known].map((name) => spelled.get(plainHeading(name)))
      const found = candidates.find((heading) => heading !== undefined && !used.has(heading))
      if (found === undefined) continue
      mapping[id] = found
      used.add(found)
    }
  }
  return mapping
}

/**
 * The mapping that a file starts with: the one remembered for its source, so far as the file still has its headings; the
 * rest is suggested from headings that are new, for the others were left out on purpose.
 */
export function startingColumns(
  headings: readonly string[],
  columns: readonly TableColumn[],
  remembered: RememberedColumns | null,
): ColumnMapping {
  if (!remembered) return suggestedColumns(headings, columns)
  const kept = Object.fromEntries(
    Object.entries(remembered.mapping).filter(([, heading]) => headings.includes(heading)),
  )
  const fresh = headings.filter((heading) => !remembered.headings.includes(heading))
  return { ...suggestedColumns(fresh, columns), ...kept }
}

export type ColumnsProblem = { code: string; values: Record<string, unknown> }

/** A field that does not exist, or a heading that the file lacks; null when there is neither. */
export function columnsProblem(
  mapping: ColumnMapping,
  headings: readonly string[],
  columns: readonly TableColumn[],
): ColumnsProblem | null {
  for (const [field, heading] of Object.entries(mapping)) {
    if (!columns.some(({ id }) => id === field)) return { code: 'columns.field_unknown', values: { field } }
    if (!headings.includes(heading)) return { code: 'columns.heading_unknown', values: { field, heading } }
  }
  return null
}

/** A required field that no column is matched to. */
export function lackingColumn(mapping: ColumnMapping, field: TableField): ColumnsProblem | null {
  return mapping[field.id] === undefined
    ? { code: 'columns.field_unmapped', values: { field: field.id, names: field.names } }
    : null
}

registerSentences({
  'columns.field_unknown': {
    zh: ({ field }) => `没有“${field}”这个字段，请重新匹配列。`,
    en: ({ field }) => `There is no field "${field}"; match the columns again.`,
  },
  'columns.heading_unknown': {
    zh: ({ heading }) => `文件里没有“${heading}”这一列，请重新匹配列。`,
    en: ({ heading }) => `The file has no column "${heading}"; match the columns again.`,
  },
  'columns.field_unmapped': {
    zh: ({ names }) => `还没有指明哪一列是“${(names as Words).zh}”，请选择后再导入。`,
    en: ({ names }) => `No column is matched to "${(names as Words).en}"; choose one, then import.`,
  },
})
