import { segments } from '#foundation/dated'
import { allocate } from '#foundation/money'
import { type Day, days, daysIn } from '#foundation/period'
import { type BonusBase, type BonusLine, type BonusStretch, monthlyBonus } from './bonus.ts'
import type { Step } from './steps.ts'

/** What a running month has brought so far, if it were settled with the score as it stands; and all of it, if that stays. */
export type Estimate = {
  todayFen: number
  weekFen: number
  monthFen: number
  wholeMonthFen: number
  because: Step[]
}

/** `not_graded`: a stretch of days whose card is measured too thinly has no factor (H10.3). */
export type NoEstimate = { why: 'no_base' | 'not_graded'; because: Step[] }

type Asked = {
  period: { from: Day; to: Day }
  /** The plan week that today lies in. */
  week: { from: Day; to: Day }
  today: Day
  bases: readonly BonusBase[]
  /** Scored up to today, in the order of their days. */
  stretches: readonly BonusStretch[]
}

/**
 * An estimate of the monthly bonus (H11.7) of a month that still runs. What a stretch earned is spread over its days by
 * the base of each, so that today, this week and this month are parts of one amount. Nothing of it is promised: a score
 * moves until the month is over.
 */
export function estimate({ period, week, today, bases, stretches }: Asked): Estimate | NoEstimate {
  const soFar = monthlyBonus(period, bases, stretches)
  const because = soFar.flatMap((line) => line.because)
  if (soFar.length === 0) return { why: 'no_base', because: [] }
  if (soFar.some(({ amountFen }) => amountFen === null)) return { why: 'not_graded', because }
  const daily = soFar.flatMap((line) => byDay(line, bases))
  const within = (from: Day) =>
    daily.filter(({ day }) => day >= from && day <= today).reduce((sum, { amountFen }) => sum + amountFen, 0)
  const monthFen = within(period.from)
  const kept = stretches.map((stretch, index) =>
    index === stretches.length - 1 && stretch.to === today ? { ...stretch, to: period.to } : stretch,
  )
  const wholeMonthFen = monthlyBonus(period, bases, kept).reduce((sum, line) => sum + (line.amountFen ?? 0), 0)
  because.push({ step: 'estimated', today, to: period.to, wholeMonthFen })
  return { todayFen: within(today), weekFen: within(week.from), monthFen, wholeMonthFen, because }
}

/** A line's amount by day, exact to the fen: a day without a base earns nothing. */
function byDay({ from, to, amountFen }: BonusLine, bases: readonly BonusBase[]): { day: Day; amountFen: number }[] {
  const weights = segments(bases, from, to).flatMap((part) =>
    Array.from({ length: daysIn(part) }, () => part.value?.baseFen ?? 0),
  )
  const fens = allocate(amountFen ?? 0, weights)
  return days({ from, to }).map((day, index) => ({ day, amountFen: fens[index] ?? 0 }))
}
