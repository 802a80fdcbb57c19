import type { Unit } from '#foundation/figure'
import { allocate } from '#foundation/money'
import { type Day, dayNumber, daysIn } from '#foundation/period'

type Days = { from: Day; to: Day }

/** How an additive target spreads over the days of its period; a ratio or a level holds on each day alike. */
export type Pace = 'additive' | 'ratio' | 'level'

/** One weight for each day of the period, in order: 1 for an operating day, 0 for a closed one, or the plan's own. */
function weightsOf(period: Days, dayWeights: readonly number[] | undefined): readonly number[] {
  const count = daysIn(period)
  if (dayWeights && dayWeights.length !== count)
    throw new RangeError(`${count} days need ${count} weights, not ${dayWeights.length}`)
  // A period in which no day has any weight is spread evenly: its target has to fall due somewhere.
  if (!dayWeights?.some((weight) => weight > 0)) return new Array<number>(count).fill(1)
  return dayWeights
}

const sum = (weights: readonly number[]) => weights.reduce((left, right) => left + right, 0)

/**
 * The share of a period, 0 to 1, that is due by a business day (H7.3). The day itself counts with `todayShare`, in full
 * unless told otherwise: a board that is read in the evening, or asked for a past day, expects that day's work; who
 * knows how far the opening hours have run passes that share. Before the period 0, after it 1.
 */
export function elapsedShare(period: Days, asOf: Day, dayWeights?: readonly number[], todayShare: number = 1): number {
  if (asOf < period.from) return 0
  if (asOf > period.to) return 1
  const weights = weightsOf(period, dayWeights)
  const today = dayNumber(asOf) - dayNumber(period.from)
  const share = (sum(weights.slice(0, today)) + (weights[today] ?? 0) * todayShare) / sum(weights)
  return Math.min(share, 1)
}

/** What is due by a business day: of an additive target its elapsed share, of any other the target itself (H7.3). */
export function dueValue(input: {
  target: number | null
  aggregation: Pace
  period: Days
  asOf: Day
  dayWeights?: readonly number[]
  todayShare?: number
  /** The elapsed share itself, for who has it already: many stores are compared without a list of days for each. */
  elapsed?: number
}): number | null {
  const { target, aggregation, period, asOf, dayWeights, todayShare } = input
  if (target === null) return null
  if (aggregation !== 'additive' || asOf > period.to) return target
  const share = input.elapsed ?? elapsedShare(period, asOf, dayWeights, todayShare)
  return share === 1 ? target : target * share
}

/**
 * The target of each day of a period that only has one as a whole. Money is split to the fen and sums to the whole
 * exactly (H6.2); other quantities keep their fractions. 450 over 30 operating days is 15 a day.
 */
export function dayTargets(
  target: number,
  aggregation: Pace,
  unit: Unit,
  period: Days,
  dayWeights?: readonly number[],
): number[] {
  const weights = weightsOf(period, dayWeights)
  if (aggregation !== 'additive') return weights.map(() => target)
  if (unit === 'fen' && Number.isSafeInteger(target)) return allocate(target, weights)
  const all = sum(weights)
  return weights.map((weight) => (target * weight) / all)
}

/** The target of a day or a plan week, derived from that of the period around it; null when it does not lie inside. */
export function derivedTarget(input: {
  target: number
  aggregation: Pace
  unit: Unit
  period: Days
  part: Days
  dayWeights?: readonly number[]
}): number | null {
  const { target, aggregation, unit, period, part, dayWeights } = input
  if (part.from < period.from || part.to > period.to) return null
  if (aggregation !== 'additive') return target
  if (unit !== 'fen') {
    const weights = weightsOf(period, dayWeights)
    return (target * sum(sliceOf(weights, period, part))) / sum(weights)
  }
  return sum(sliceOf(dayTargets(target, aggregation, unit, period, dayWeights), period, part))
}

function sliceOf(list: readonly number[], period: Days, part: Days): readonly number[] {
  const start = dayNumber(part.from) - dayNumber(period.from)
  return list.slice(start, start + daysIn(part))
}
