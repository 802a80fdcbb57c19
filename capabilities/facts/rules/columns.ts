import { registerSentences } from '#foundation/failure'
import type { Readings } from './columnReading.ts'
import { fileColumns as columns, type FileField, type FileKind } from './fileColumns.ts'
import { plainKinds } from './plainKinds.ts'

export type { FileField, FileKind }

/**
 * Which heading of the file means which field: `{ externalId: '工单号' }`. One heading may serve two fields. Where a file
 * lacks a column that says the same in every row, `=yes`, `=no` and `=0` stand for it.
 */
export type Mapping = Record<string, string>

export function fileFields(kind: FileKind): FileField[] {
  return columns[kind].map(({ headings, ...field }) => field)
}

/** What may stand for a column that the file lacks, in every row. */
export function constantsOf(field: Pick<FileField, 'type' | 'id'> | undefined): readonly string[] {
  if (field?.type === 'boolean' && field.id !== 'deleted') return ['=yes', '=no']
  return field?.type === 'fen' ? ['=0'] : []
}

/** Without case, spaces, punctuation and full width. */
const plain = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Without its brackets, unless they multiply: "工时费（元）" is 工时费, but "工时费（万元）" is something else. */
function withoutBrackets(heading: string): string {
  return plain(
    heading
      .normalize('NFKC')
      .replace(/\((?![^)]*[万千百])[^)]*\)|\[(?![^\]]*[万千百])[^\]]*\]|【(?![^】]*[万千百])[^】]*】/g, ''),
  )
}

const withoutAnyBrackets = (heading: string) =>
  plain(heading.normalize('NFKC').replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, ''))

/** Which field each heading probably means; a heading is used once, and nothing is guessed from parts of words. */
export function suggestedMapping(headings: readonly string[], kind: FileKind): Mapping {
  const mapping: Mapping = {}
  const used = new Set<string>()
  // Units of amounts are told by the heading where a file of this kind may choose them.
  const bare = kind === 'work-orders' || kind === 'surveys' ? withoutBrackets : withoutAnyBrackets
  for (const spelling of [plain, bare]) {
    const spelled = new Map([...headings].reverse().map((heading) => [spelling(heading), heading]))
    for (const { id, names, headings: known } of columns[kind]) {
      if (mapping[id] !== undefined) continue
      const candidates = [id, names.zh, names.en, ...known].map((name) => spelled.get(plain(name)))
      const found = candidates.find((heading) => heading !== undefined && !used.has(heading))
      if (found === undefined) continue
      mapping[id] = found
      used.add(found)
    }
  }
  // Minutes are exact; a file with both units needs one of them.
  for (const [minutes, hours] of units) if (mapping[minutes] !== undefined) delete mapping[hours]
  return mapping
}

const units = [
  ['billedMinutes', 'billedHours'],
  ['actualMinutes', 'actualHours'],
] as const

/** Whether facts of this kind find their store by a person, an order or a node where they name none. */
export const placedByOthers = (kind: FileKind) =>
  kind !== 'work-orders' && kind !== 'surveys' && plainKinds[kind].storeFrom !== 'store'

/** Whether days stand side by side as columns, so that a row is no single fact. */
export const isWide = (headings: readonly string[]) =>
  headings.filter((heading) => /^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?$/.test(heading)).length > 2

export type MappingProblem = { code: string; values: Record<string, unknown> }

/** What keeps a file from being read with this mapping at all; null when nothing does. */
export function mappingProblem(
  mapping: Mapping,
  headings: readonly string[],
  kind: FileKind,
  storeChosen: boolean,
  readings: Readings = {},
): MappingProblem | null {
  const known = new Map(columns[kind].map((one) => [one.id, one]))
  for (const [field, heading] of Object.entries(mapping)) {
    if (!known.has(field)) return { code: 'facts.file.field_unknown', values: { field } }
    if (constantsOf(known.get(field)).includes(heading)) continue
    if (!headings.includes(heading)) return { code: 'facts.file.heading_unknown', values: { field, heading } }
  }
  const reading = Object.keys(readings).find((field) => !known.has(field))
  if (reading !== undefined) return { code: 'facts.file.field_unknown', values: { field: reading } }
  const lacks = (id: string) => mapping[id] === undefined
  const named = (id: string) => ({
    code: 'facts.file.field_unmapped',
    values: { field: id, names: known.get(id)?.names ?? { zh: id, en: id } },
  })
  const missing = columns[kind].filter(({ id, required }) => required && lacks(id))
  if (missing.length > 0) {
    const inWords = (locale: 'zh' | 'en', mark: string) => missing.map(({ names }) => names[locale]).join(mark)
    if (isWide(headings)) return { code: 'facts.file.wide', values: {} }
    return {
      code: 'facts.file.field_unmapped',
      values: { field: missing[0]?.id, names: { zh: inWords('zh', '”“'), en: inWords('en', '", "') } },
    }
  }
  if (lacks('store') && !storeChosen && !placedByOthers(kind)) return { code: 'facts.file.store_missing', values: {} }
  if (kind === 'surveys')
    return ['nps', 'stars', 'score', 'text'].every(lacks) ? { code: 'facts.file.answers_unmapped', values: {} } : null
  if (kind !== 'work-orders') return null
  for (const [minutes, hours] of units)
    if (!lacks(minutes) && !lacks(hours))
      return { code: 'facts.file.unit_twice', values: { field: minutes, other: hours } }
  const billed = !lacks('billedMinutes') || !lacks('billedHours')
  const actual = !lacks('actualMinutes') || !lacks('actualHours')
  if (billed && !actual) return named('actualHours')
  if (actual && !billed) return named('billedHours')
  if (billed && lacks('technician') && lacks('leadTechnician')) return named('technician')
  if (!billed && !lacks('technician')) return named('billedHours')
  return null
}

/** What was settled for an earlier file of the same source, and the headings that it had. */
export type RememberedMapping = { mapping: Mapping; headings: readonly string[]; readings?: Readings }

/**
 * The mapping that a file starts with: the one remembered for its source, so far as the file still has its headings. The
 * rest is suggested, but only from headings that are new, for the others were left out on purpose; unless without them
 * the file can't be read.
 */
export function startingMapping(
  headings: readonly string[],
  kind: FileKind,
  remembered: RememberedMapping | null,
): Mapping {
  if (!remembered) return suggestedMapping(headings, kind)
  const kept = Object.fromEntries(
    Object.entries(remembered.mapping).filter(([, heading]) => headings.includes(heading) || heading.startsWith('=')),
  )
  const fresh = headings.filter((heading) => !remembered.headings.includes(heading))
  const mapping = completed(kept, suggestedMapping(fresh, kind))
  return mappingProblem(mapping, headings, kind, true) ? completed(kept, suggestedMapping(headings, kind)) : mapping
}

function completed(kept: Mapping, suggested: Mapping): Mapping {
  const settled = (id: string) =>
    units.some((pair) => pair.some((one) => one === id) && pair.some((one) => kept[one] !== undefined))
  return { ...Object.fromEntries(Object.entries(suggested).filter(([id]) => !settled(id))), ...kept }
}

type Named = { zh?: string; en?: string }

registerSentences({
  'facts.file.field_unknown': {
    zh: ({ field }) => `没有“${field}”这个字段，请重新匹配列。`,
    en: ({ field }) => `There is no field "${field}"; match the columns again.`,
  },
  'facts.file.heading_unknown': {
    zh: ({ heading }) => `文件里没有“${heading}”这一列，请重新匹配列。`,
    en: ({ heading }) => `The file has no column "${heading}"; match the columns again.`,
  },
  'facts.file.field_unmapped': {
    zh: ({ names }) => `文件里没有认出这些列：“${(names as Named).zh}”。请指明是哪一列，或核对所选的内容是否正确。`,
    en: ({ names }) =>
      `No column is matched to "${(names as Named).en}"; choose it, or check that the file holds what you chose.`,
  },
  'facts.file.wide': {
    zh: () => '这个文件每一天是一列。请改成每人每天一行，包含工号、日期和时长，再上传。',
    en: () =>
      'This file has a column for every day. Turn it into a row for each person and day, with person, day and time, and upload that.',
  },
  'facts.file.store_missing': {
    zh: () => '请指明门店：选择门店编码所在的列，或为整个文件选择一家门店。',
    en: () => 'Name the store: match the column that holds its code, or choose one store for the whole file.',
  },
  'facts.file.answers_unmapped': {
    zh: () => '推荐分、星级、满意度得分、评价内容中至少要匹配一列。',
    en: () => 'Match at least one of recommendation, stars, satisfaction score and comment.',
  },
  'facts.file.unit_twice': {
    zh: () => '同一工时既匹配了小时又匹配了分钟，请只保留一个。',
    en: () => 'The same time is matched both in hours and in minutes; keep one.',
  },
})
