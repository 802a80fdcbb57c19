import type { Words } from '#foundation/actor'
import { invalid, registerSentences } from '#foundation/failure'
import { addDays, type Day } from '#foundation/period'
import { type DefinedCredit, type DefinedStream, type FieldType, vocabulary } from './fields.ts'
import { checkFilter, type Filter } from './filter.ts'

/** A measure as a user defines it (H5.6): a kind of fact, what has to hold, and what is added up. */
export type MeasureDesign = {
  names: Words
  of: DefinedStream
  amount: 'count' | { sum: string }
  where: Filter | null
  /** Whom it counts for besides the store; null: nobody. */
  credit: DefinedCredit | null
}

/** Holds from a day until a later version does; a retired one counts nothing from its day on. */
export type MeasureVersion = MeasureDesign & { version: number; from: Day; retired: boolean }

/** A stretch of days with what counts in it. */
export type DefinedPart = Pick<MeasureDesign, 'amount' | 'where'> & { from: Day; to: Day | null }

/** What fills a defined measure: one part for each stretch of days, none of which overlap. */
export type DefinedSource = { of: DefinedStream; credit: DefinedCredit | null; parts: readonly DefinedPart[] }

export type MeasureUnit = 'count' | 'fen' | 'minutes' | 'seconds' | 'points'

const labourSums: readonly string[] = ['billedMinutes', 'actualMinutes', 'outputFen']

/** Refuses a design that its kind of fact does not bear, with the place and the reason. */
export function checkDesign(design: MeasureDesign): void {
  const { of, amount, where, credit } = design
  const known = vocabulary(of)
  if (!known) throw invalid('measures.definition.kind', { place: 'of', of })
  if (amount !== 'count' && !known.fields.some((field) => field.summable && field.id === amount.sum)) {
    const sums = known.fields.filter((field) => field.summable).map((field) => field.id)
    throw invalid('measures.definition.amount', {
      place: 'amount.sum',
      field: amount.sum,
      known: sums.join(', ') || '—',
    })
  }
  if (credit !== null && !known.credits.includes(credit))
    throw invalid('measures.definition.credit', { place: 'credit', credit, known: known.credits.join(', ') || '—' })
  if (credit === 'labour' && (amount === 'count' || !labourSums.includes(amount.sum)))
    throw invalid('measures.definition.labour', { place: 'credit', known: labourSums.join(', ') })
  if (where) checkFilter(where, known.fields)
}

/** The unit in which a measure adds up. */
export function unitOf({ of, amount }: Pick<MeasureDesign, 'of' | 'amount'>): MeasureUnit {
  if (amount === 'count') return 'count'
  const type: FieldType = vocabulary(of)?.fields.find((field) => field.id === amount.sum)?.type ?? 'number'
  return type === 'fen' || type === 'minutes' || type === 'seconds' || type === 'points' ? type : 'count'
}

/** The versions of one measure as stretches of days; they come in the order of their numbers, and no later one begins earlier. */
export function definedSource(versions: readonly MeasureVersion[]): DefinedSource | null {
  const newest = versions.at(-1)
  if (!newest) return null
  const parts: DefinedPart[] = []
  versions.forEach(({ from, amount, where, retired }, index) => {
    const next = versions[index + 1]
    const to = next ? addDays(next.from, -1) : null
    if (!retired && (to === null || to >= from)) parts.push({ from, to, amount, where })
  })
  return { of: newest.of, credit: newest.credit, parts }
}

/** Refuses a version that would make another measure of it, or that begins before the one that it follows. */
export function checkSuccession(before: MeasureVersion, next: MeasureDesign & { from: Day }): void {
  if (next.of !== before.of || next.credit !== before.credit || unitOf(next) !== unitOf(before))
    throw invalid('measures.definition.another', { place: 'of' })
  if (next.from < before.from)
    throw invalid('measures.definition.before', { place: 'from', from: next.from, earliest: before.from })
}

registerSentences({
  'measures.definition.kind': {
    zh: ({ of }) => `没有“${of}”这类业务记录。`,
    en: ({ of }) => `There is no kind of fact "${of}".`,
  },
  'measures.definition.amount': {
    zh: ({ field, known }) => `字段“${field}”不能求和，可以求和的是 ${known}。`,
    en: ({ field, known }) => `"${field}" can't be added up; these can: ${known}.`,
  },
  'measures.definition.credit': {
    zh: ({ credit, known }) => `这类记录不能按“${credit}”归人，可用的是 ${known}。`,
    en: ({ credit, known }) => `These facts can't be credited by "${credit}"; there are: ${known}.`,
  },
  'measures.definition.labour': {
    zh: ({ known }) => `按工时归人只适用于求和 ${known}。`,
    en: ({ known }) => `Only sums of ${known} can be credited by the labour booked.`,
  },
  'measures.definition.another': {
    zh: () => '新版本要保持同一类记录、同一单位和同一归属；要换就另建一个度量。',
    en: () => 'A new version keeps the kind of fact, the unit and the credit; otherwise define another measure.',
  },
  'measures.definition.before': {
    zh: ({ from, earliest }) => `新版本从 ${from} 起，早于上一版的 ${earliest}，请改为 ${earliest} 或以后。`,
    en: ({ from, earliest }) =>
      `The version would begin on ${from}, before the last one (${earliest}); choose ${earliest} or later.`,
  },
})
