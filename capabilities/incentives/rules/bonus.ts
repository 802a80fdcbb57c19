import { type Span, segments } from '#foundation/dated'
import { allocate, mulDiv, roundHalfAway } from '#foundation/money'
import { type Day, daysIn } from '#foundation/period'
import type { Step } from './steps.ts'

/** What a person's monthly bonus is a multiple of, while it holds. */
export type BonusBase = Span & { baseFen: number }

/** A factor that HR gave to a card that could not be graded (H10.3). */
export type FactorSet = { factor: number; reason: string; by: string }

/** A stretch of days with its score; `factor` is null when the card was not graded. */
export type BonusStretch = {
  from: Day
  to: Day
  factor: number | null
  grade?: string | null
  total?: number | null
  factorSet?: FactorSet | null
}

/** What a stretch earns: its prorated base, the factor and the amount; both null until there is a factor. */
export type BonusLine = {
  from: Day
  to: Day
  baseFen: number
  factor: number | null
  amountFen: number | null
  because: Step[]
}

/** Factors count to these decimals, which keeps base x days x factor a whole number. */
export const factorDecimals = 4
const factorScale = 10 ** factorDecimals
const wholeFactor = (factor: number) => roundHalfAway(factor * factorScale, 0)

/** What the base of a stretch is made of: each base that held, and for how many days. */
type BasePart = { baseFen: number; days: number; from: Day; to: Day }

function factorStep({ grade, total, factor, factorSet }: BonusStretch): Step {
  if (factor !== null) return { step: 'graded', total: total ?? null, grade: grade ?? null, factor }
  return factorSet
    ? { step: 'set', factor: factorSet.factor, by: factorSet.by, reason: factorSet.reason }
    : { step: 'open' }
}

function amountStep(
  { parts, weighed }: { parts: BasePart[]; weighed: number },
  of: number,
  factor: number,
  amountFen: number,
): Step {
  // Days and factor act on the bases before any rounding.
  const restFen = amountFen - mulDiv(weighed * wholeFactor(factor), 1, of * factorScale)
  return { step: 'amount', bases: parts.map(({ baseFen, days }) => [baseFen, days]), of, factor, amountFen, restFen }
}

/**
 * The monthly bonus of one person (H11.7), a line for each stretch in which a base was held: base x days / days of the
 * period x factor. What the person gets is rounded once, half away from zero to the fen, and shared by largest remainder:
 * cutting a month into stretches neither wins nor loses a fen. Stretches do not overlap and lie inside the period.
 */
export function monthlyBonus(
  period: { from: Day; to: Day },
  bases: readonly BonusBase[],
  stretches: readonly BonusStretch[],
): BonusLine[] {
  const daysOfPeriod = daysIn(period)
  const held = stretches.flatMap((stretch) => {
    const parts = segments(bases, stretch.from, stretch.to).flatMap(({ value, days, from, to }) =>
      value ? [{ baseFen: value.baseFen, days, from, to }] : [],
    )
    const weighed = parts.reduce((sum, { baseFen, days }) => sum + baseFen * days, 0)
    return parts.length
      ? [{ stretch, parts, weighed, factor: stretch.factor ?? stretch.factorSet?.factor ?? null }]
      : []
  })
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)

  const baseWeights = held.map(({ weighed }) => weighed)
  const baseFens = allocate(held.length ? mulDiv(sumOf(baseWeights), 1, daysOfPeriod) : 0, baseWeights)
  const payWeights = held.map(({ weighed, factor }) => (factor === null ? 0 : weighed * wholeFactor(factor)))
  const payFens = allocate(held.length ? mulDiv(sumOf(payWeights), 1, daysOfPeriod * factorScale) : 0, payWeights)

  return held.map((one, index) => {
    const { stretch, parts, factor } = one
    const amountFen = factor === null ? null : (payFens[index] ?? 0)
    const because = parts.map((part): Step => ({ step: 'base', of: daysOfPeriod, ...part }))
    because.push(factorStep(stretch))
    if (factor !== null && amountFen !== null) because.push(amountStep(one, daysOfPeriod, factor, amountFen))
    return { from: stretch.from, to: stretch.to, baseFen: baseFens[index] ?? 0, factor, amountFen, because }
  })
}
