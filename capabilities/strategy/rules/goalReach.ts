import { type Day, dayNumber } from '#foundation/period'
import type { GoalKpi } from './goal.ts'

// What a month can bring: a third of what is still missing to the best that there can be, or a tenth of what there is
// where nothing bounds it. Who has a history is measured by twice its own pace, but never held under the lower bound.
const gapShare = { most: 1 / 3, least: 0.1 }
const growth = { most: 0.1, least: 0.03 }
const historyMonths = 3
const monthDays = 30.4375
/** A goal for today or this week may bring what a quarter of a month does. */
const monthsLeast = 0.25
/** Who takes a year may go beyond what is excellent today. */
const longMonths = 11

export const better = ({ direction }: GoalKpi) => (direction === 'higher' ? 1 : -1)

export function monthsUntil(by: Day, today: Day): number {
  return Math.max(monthsLeast, (dayNumber(by) - dayNumber(today)) / monthDays)
}

/** The best value that there can be; null where nothing bounds it. */
function best(kpi: GoalKpi, from: number): number | null {
  if (kpi.direction === 'lower') return Math.min(0, from)
  const top = { percent: 100, points: 100, score100: 100, score5: 5 }[kpi.unit as string] ?? null
  return top !== null && from < top ? top : null
}

/** What a month has usually brought: the mean of the way, or half of the best month; null without enough months. */
function usualPace(kpi: GoalKpi, past: readonly (number | null)[]): number | null {
  const known = past.filter((value): value is number => value !== null && Number.isFinite(value))
  if (known.length < historyMonths) return null
  const steps = known.slice(1).map((value, index) => better(kpi) * (value - (known[index] as number)))
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
  return Math.max(0, mean, Math.max(...steps) / 2)
}

const within = (value: number, { least, most }: { least: number; most: number }) =>
  Math.min(most, Math.max(least, value))

/** How much better a KPI can become from a start until a day, as an amount. */
export function reach(kpi: GoalKpi, from: number, months: number, past: readonly (number | null)[] = []): number {
  const pace = usualPace(kpi, past)
  const top = best(kpi, from)
  if (top !== null) {
    const gap = Math.abs(top - from)
    if (gap === 0) return 0
    const share = pace === null ? gapShare.most : within((2 * pace) / gap, gapShare)
    return gap * (1 - (1 - share) ** months)
  }
  const size = Math.abs(from)
  if (size === 0) return Number.POSITIVE_INFINITY
  const rate = pace === null ? growth.most : within((2 * pace) / size, growth)
  return size * ((1 + rate) ** Math.min(months, 120) - 1)
}

export type Achievable = 'within' | 'holds' | 'backwards' | 'beyond_benchmark' | 'too_fast'

/** How far beyond the excellent benchmark a goal may lie within a year: half the way from usual to excellent. */
export function ceiling(kpi: GoalKpi, months: number): number | null {
  if (kpi.excellent === null || !kpi.industry || months >= longMonths) return null
  const usual = kpi.direction === 'higher' ? kpi.industry.low : kpi.industry.high
  return kpi.excellent + (better(kpi) * Math.abs(kpi.excellent - usual)) / 2
}

/** Can this be done, by pace and benchmark (H16.2)? */
export function achievable(
  kpi: GoalKpi,
  { from, to, months }: { from: number; to: number; months: number },
  past: readonly (number | null)[] = [],
): Achievable {
  const sign = better(kpi)
  const gain = sign * (to - from)
  if (gain < 0) return 'backwards'
  if (gain === 0) return 'holds'
  const top = ceiling(kpi, months)
  if (top !== null && sign * (to - top) > 0 && sign * (top - from) > 0) return 'beyond_benchmark'
  // What arithmetic with fractions adds must not decide.
  return gain > reach(kpi, from, months, past) * (1 + 1e-9) ? 'too_fast' : 'within'
}
