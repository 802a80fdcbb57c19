import { type Span, segments } from '#foundation/dated'
import { mulDiv, roundHalfAway } from '#foundation/money'
import { type Day, daysIn } from '#foundation/period'
import { type Grade, grades } from './card.ts'

/** What a person came to with a card over days; `payoutFen` is null where it may not be seen. */
export type Outcome = {
  person: string
  name: string
  store: string
  from: Day
  total: number | null
  grade: Grade | null
  factor: number | null
  payoutFen: number | null
}

/** How figures lie: the smallest, quarters, the largest, and the mean; null for no figures. */
export type Spread = { min: number; quarter: number; median: number; threeQuarters: number; max: number; mean: number }

export type Distribution = {
  people: number
  grades: { grade: Grade | null; people: number }[]
  scores: Spread | null
  payouts: Spread | null
  payoutFen: number | null
}

type Result = Pick<Outcome, 'total' | 'grade' | 'factor' | 'payoutFen'>
export type Mover = Pick<Outcome, 'person' | 'name' | 'store' | 'from'> & { before: Result; after: Result; up: boolean }

/** A figure between the two beside it where the share does not fall on one. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)] ?? 0
  const high = sorted[Math.ceil(place)] ?? low
  return low + (high - low) * (place - Math.floor(place))
}

export function spread(figures: readonly number[], decimals: number): Spread | null {
  if (figures.length === 0) return null
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (share: number) => roundHalfAway(quantile(sorted, share), decimals)
  const mean = roundHalfAway(figures.reduce((sum, figure) => sum + figure, 0) / figures.length, decimals)
  return { min: at(0), quarter: at(0.25), median: at(0.5), threeQuarters: at(0.75), max: at(1), mean }
}

/** How a card's outcomes lie; payouts only where `seesPay`. */
export function distribution(outcomes: readonly Outcome[], seesPay: boolean): Distribution {
  const totals = outcomes.flatMap(({ total }) => (total === null ? [] : [total]))
  const payouts = outcomes.flatMap(({ payoutFen }) => (payoutFen === null ? [] : [payoutFen]))
  return {
    people: outcomes.length,
    grades: [...grades, null].map((grade) => ({
      grade,
      people: outcomes.filter((outcome) => outcome.grade === grade).length,
    })),
    scores: spread(totals, 2),
    payouts: seesPay ? spread(payouts, 0) : null,
    payoutFen: seesPay ? payouts.reduce((sum, fen) => sum + fen, 0) : null,
  }
}

const rank = (grade: Grade | null) => (grade === null ? grades.length : grades.indexOf(grade))

/** Who would have another grade, those whose score moves furthest first. Who has no outcome on one side does not move. */
export function movers(before: readonly Outcome[], after: readonly Outcome[]): Mover[] {
  const keyOf = ({ person, store, from }: Outcome) => JSON.stringify([person, store, from])
  const known = new Map(before.map((outcome) => [keyOf(outcome), outcome]))
  const way = ({ before, after }: Mover) => Math.abs((after.total ?? 0) - (before.total ?? 0))
  return after
    .flatMap((outcome): Mover[] => {
      const old = known.get(keyOf(outcome))
      if (!old || old.grade === outcome.grade) return []
      const { person, name, store, from } = outcome
      return [
        {
          person,
          name,
          store,
          from,
          before: result(old),
          after: result(outcome),
          up: rank(outcome.grade) < rank(old.grade),
        },
      ]
    })
    .sort((a, b) => way(b) - way(a) || (a.person < b.person ? -1 : 1))
}

const result = ({ total, grade, factor, payoutFen }: Outcome): Result => ({ total, grade, factor, payoutFen })

/**
 * What a factor pays over days: base x days / days of the period x factor, rounded once to the fen (H11.7). Null without
 * a factor or a base. A forecast: what is paid is worked out, and shared between stretches, by the settlement.
 */
export function payoutFen(
  period: { from: Day; to: Day },
  days: { from: Day; to: Day },
  bases: readonly (Span & { baseFen: number })[],
  factor: number | null,
): number | null {
  if (factor === null) return null
  const parts = segments(bases, days.from, days.to).flatMap(({ value, days: count }) =>
    value ? [value.baseFen * count] : [],
  )
  if (parts.length === 0) return null
  const weighed = parts.reduce((sum, part) => sum + part, 0)
  return mulDiv(weighed, factor, daysIn(period))
}
