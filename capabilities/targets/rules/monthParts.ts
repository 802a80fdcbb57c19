import { allocate } from '#foundation/money'
import { type Day, days, daysIn, type Period, parsePeriod } from '#foundation/period'
import { planWeeks } from '#foundation/planWeek'
import { sums } from './decomposition.ts'
import type { Pace } from './pace.ts'
import { newYearShares, type SeasonalProfile } from './seasonality.ts'
import { groupSums } from './spread.ts'

/** A plan week or a day with its target. */
export type Part = { text: string; from: Day; to: Day; value: number }

/**
 * The weight of each day of a month in a plan: one, and less in the quiet days around the lunar new year, by as much as
 * they take off the month (H6.3).
 */
export function planDayWeights(
  month: string,
  { profile, newYear }: { profile: SeasonalProfile; newYear: Day },
): number[] {
  const period = parsePeriod(month) as Period
  const year = Number(month.slice(0, 4))
  const index = Number(month.slice(5, 7)) - 1
  const around = profile.newYear
  const quietCount = around.daysBefore + around.daysAfter + 1
  const share = newYearShares(year, newYear, around)[index] ?? 0
  const dip = around.dip * share
  const quietHere = Math.round(share * quietCount)
  // A usual day is worth its share of the month without the dip; the dip is borne by the quiet days alone.
  const usual = (profile.months[index] ?? 0) / daysIn(period)
  const quiet = quietHere > 0 ? Math.max(0, usual - dip / quietHere) : usual
  return days(period).map((day) => Math.round((isQuiet(day, newYear, around) ? quiet / usual : 1) * 10_000) / 10_000)
}

function isQuiet(day: Day, newYear: Day, { daysBefore, daysAfter }: SeasonalProfile['newYear']): boolean {
  const apart = (Date.parse(day) - Date.parse(newYear)) / 86_400_000
  return apart >= -daysBefore && apart <= daysAfter
}

/** The days of a month's target: whole fen or pieces that sum to it, or the same figure on each day (H6.1). */
export function daysOfMonth(month: string, target: number, aggregation: Pace, weights: readonly number[]): Part[] {
  const list = days(parsePeriod(month) as Period)
  const values = sums(aggregation) ? allocate(target, weights) : list.map(() => target)
  return list.map((day, index) => ({ text: day, from: day, to: day, value: values[index] ?? 0 }))
}

/** The plan weeks of a month's target: the sums of their days, or the steps of a path to it. */
export function weeksOfMonth(month: string, dayParts: readonly Part[], steps: readonly number[] | null): Part[] {
  const weeks = planWeeks(month)
  const values =
    steps ??
    groupSums(
      dayParts.map(({ value }) => value),
      weeks.map(daysIn),
    )
  return weeks.map((week, index) => ({ ...week, value: values[index] ?? 0 }))
}
