import { allocate } from '#foundation/money'
import { type Day, dayNumber, weekday } from '#foundation/period'
import { type Counted, countedDays, type DayHours, type DayKind, hoursOfDay } from './hourProfile.ts'

/** A day to come: what is expected and how far off it may be; without an expectation, why. */
export type ForecastDay = {
  day: Day
  kind: DayKind
  /** How many past days it rests on. */
  basis: number
  expected: { total: number; low: number; high: number; hours: number[] } | null
  missing: 'closed' | 'too_few_weeks' | 'not_recorded' | null
}

/** Fewer days of the kind than this are an accident and no pattern. */
export const basisMin = 3
/** Each week further back counts so much of the one after it. */
const fading = 0.8
/** Half of a trend is believed, and never more than a fifth of the level. */
const trendBelieved = 0.5
const trendMax = 0.2
/** Eight of ten days lie inside so many standard deviations. */
const reach = 1.28

/**
 * What the coming days bring (H5.10): the recent days of the same weekday, later ones counting more, lifted or lowered by a
 * damped trend. A make-up day is taken for a working day, a holiday for a holiday. Hours add up to the day's total.
 */
export function forecast(
  past: readonly DayHours[],
  coming: readonly { day: Day; closed: boolean }[],
  kindOf: (day: Day) => DayKind,
  what: Counted,
): ForecastDay[] {
  const counted = countedDays(past, what)
  const growth = weeklyGrowth(
    counted.filter((day) => kindOf(day.day) === 'plain'),
    what,
  )
  return coming.map(({ day, closed }): ForecastDay => {
    const kind = kindOf(day)
    const none = (missing: ForecastDay['missing'], basis = 0) => ({ day, kind, basis, expected: null, missing })
    if (closed) return none('closed')
    if (counted.length === 0) return none('not_recorded')
    const alike = counted.filter((one) => likeness(kindOf(one.day), weekday(one.day), kind, weekday(day)))
    if (alike.length < basisMin) return none('too_few_weeks', alike.length)
    return { day, kind, basis: alike.length, missing: null, expected: expectation(alike, day, what, growth) }
  })
}

function likeness(pastKind: DayKind, pastWeekday: number, kind: DayKind, ofWeekday: number): boolean {
  if (kind === 'holiday') return pastKind === 'holiday'
  if (kind === 'make-up') return pastKind === 'make-up' || (pastKind === 'plain' && pastWeekday <= 5)
  return pastKind === 'plain' && pastWeekday === ofWeekday
}

const countOf = (day: DayHours, what: Counted) => (day[what] ?? []).reduce((sum, one) => sum + one, 0)

function expectation(alike: readonly DayHours[], day: Day, what: Counted, growth: number) {
  const weights = alike.map((one) => fading ** ((dayNumber(day) - dayNumber(one.day)) / 7))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const meanOf = (value: (one: DayHours) => number) =>
    alike.reduce((sum, one, index) => sum + value(one) * (weights[index] as number), 0) / whole
  const level = meanOf((one) => countOf(one, what))
  const age = meanOf((one) => (dayNumber(day) - dayNumber(one.day)) / 7)
  const trend = Math.min(1 + trendMax, Math.max(1 - trendMax, 1 + trendBelieved * growth * age))
  const shape = Array.from({ length: hoursOfDay }, (_, hour) => meanOf((one) => one[what]?.[hour] ?? 0))
  const tenths = Math.round(level * trend * 10)
  // Even days that were all alike come and go as chance has it: the spread of a count is at least its square root.
  const spread = Math.sqrt(
    Math.max(
      meanOf((one) => (countOf(one, what) - level) ** 2),
      level,
    ),
  )
  const off = reach * spread * Math.sqrt(1 + 1 / alike.length)
  return {
    total: tenths / 10,
    low: Math.max(0, Math.floor(tenths / 10 - off)),
    high: Math.ceil(tenths / 10 + off),
    hours: (tenths === 0 ? shape.map(() => 0) : allocate(tenths, shape)).map((share) => share / 10),
  }
}

/**
 * The share of its level by which a day's count grows a week: the slope through the means of the weeks, each day measured by
 * its own weekday, so that a week without its Sunday is no busier one.
 */
function weeklyGrowth(days: readonly DayHours[], what: Counted): number {
  const last = days.at(-1)
  if (!last) return 0
  const usual = new Map<number, number[]>()
  for (const day of days) usual.set(weekday(day.day), [...(usual.get(weekday(day.day)) ?? []), countOf(day, what)])
  const weeks = new Map<number, number[]>()
  for (const day of days) {
    const own = mean(usual.get(weekday(day.day)) ?? [])
    if (own === 0) continue
    const week = -Math.floor((dayNumber(last.day) - dayNumber(day.day)) / 7)
    weeks.set(week, [...(weeks.get(week) ?? []), countOf(day, what) / own])
  }
  const points = [...weeks].map(([week, shares]) => ({ week, share: mean(shares) }))
  if (points.length < basisMin) return 0
  const middle = mean(points.map((point) => point.week))
  const level = mean(points.map((point) => point.share))
  const above = points.reduce((sum, point) => sum + (point.week - middle) * (point.share - level), 0)
  const below = points.reduce((sum, point) => sum + (point.week - middle) ** 2, 0)
  return level === 0 || below === 0 ? 0 : above / below / level
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length
