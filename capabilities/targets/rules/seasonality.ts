import { allocate, roundHalfAway } from '#foundation/money'
import { addDays, type Day, monthOf } from '#foundation/period'

/** Twelve figures, January to December. */
export type Year<T = number> = readonly T[]

/** The shape of a year: percent of it by month, without the lunar new year, and what the new year takes away. */
export type SeasonalProfile = {
  months: Year
  /** Days around the new year that are quieter, and the percent of a year that they take off the months they fall into. */
  newYear: { daysBefore: number; daysAfter: number; dip: number }
}

/** A marketing event: these months, both included (1 to 12), bring so many times what they would. */
export type MarketingEvent = { from: number; to: number; factor: number }

/** What a node did in a month, for its own seasonality. */
export type MonthValue = { month: string; value: number }

export type Seasonality = {
  /** Percent of the year by month, sum 100. */
  weights: Year
  source: 'history' | 'shipped'
  /** Months of history that were used. */
  historyMonths: number
}

type SeasonInput = {
  year: number
  profile: SeasonalProfile
  /** The first day of the lunar year in each year concerned: the planned one, and those of the history. */
  newYearOf: (year: number) => Day
  history?: readonly MonthValue[]
  events?: readonly MarketingEvent[]
  /** Growing capability: the share of an average month's pace at the beginning and at the end of the year (0.9, 1.1). */
  buildUp?: { from: number; to: number } | null
}

const monthsOfYear = 12
const yearsOfHistoryMax = 3
const parts = 1_000_000

/** How the quiet days around the lunar new year share out over the months of a year; sum 1. */
export function newYearShares(year: number, newYear: Day, around: SeasonalProfile['newYear']): Year {
  const count = around.daysBefore + around.daysAfter + 1
  const quiet = new Map<number, number>()
  for (let offset = -around.daysBefore; offset <= around.daysAfter; offset++) {
    const month = monthOf(addDays(newYear, offset))
    // The quiet days never reach back into December: the new year lies between 21 January and 20 February.
    const index = Number(month.slice(5)) - 1
    if (month.startsWith(String(year))) quiet.set(index, (quiet.get(index) ?? 0) + 1)
  }
  return Array.from({ length: monthsOfYear }, (_, index) => (quiet.get(index) ?? 0) / count)
}

/**
 * The weights of a year's months in percent, sum 100 (H6.3): from the node's own history where it has twelve months, from
 * the shipped profile otherwise; then the lunar new year of this very year, marketing events and the build-up of capability.
 */
export function seasonalWeights(input: SeasonInput): Seasonality {
  const { year, profile, newYearOf, events = [], buildUp = null } = input
  const own = ownMonths(input.history ?? [], profile, newYearOf)
  const dips = newYearShares(year, newYearOf(year), profile.newYear)
  const base = own?.months ?? profile.months
  const raw = base.map((share, index) => {
    const dipped = Math.max(0, share - profile.newYear.dip * (dips[index] ?? 0))
    const event = events
      .filter(({ from, to }) => index + 1 >= from && index + 1 <= to)
      .reduce((factor, one) => factor * one.factor, 1)
    const built = buildUp ? buildUp.from + ((buildUp.to - buildUp.from) * index) / (monthsOfYear - 1) : 1
    return dipped * event * built
  })
  return { weights: inPercent(raw), source: own ? 'history' : 'shipped', historyMonths: own?.count ?? 0 }
}

/** The months of the own history without the new year's dip; null with fewer than twelve months in a row. */
function ownMonths(
  history: readonly MonthValue[],
  profile: SeasonalProfile,
  newYearOf: (year: number) => Day,
): { months: Year; count: number } | null {
  const run = lastRun(history)
  const years = Math.min(yearsOfHistoryMax, Math.floor(run.length / monthsOfYear))
  let sums = new Array<number>(monthsOfYear).fill(0)
  let counted = 0
  for (let back = 0; back < years; back++) {
    // Windows of twelve months, the latest last; each counts alike, so that growth from year to year is no season.
    const end = run.length - back * monthsOfYear
    const window = run.slice(end - monthsOfYear, end)
    const whole = window.reduce((sum, { value }) => sum + value, 0)
    if (whole <= 0) continue
    counted += 1
    const shares = new Map(
      window.map(({ month, value }) => {
        const year = Number(month.slice(0, 4))
        const index = Number(month.slice(5, 7)) - 1
        const dip = newYearShares(year, newYearOf(year), profile.newYear)[index] ?? 0
        return [index, (value * 100) / whole + profile.newYear.dip * dip]
      }),
    )
    sums = sums.map((sum, index) => sum + (shares.get(index) ?? 0))
  }
  return counted === 0 ? null : { months: sums.map((sum) => sum / counted), count: counted * monthsOfYear }
}

/** The last months of a history that follow each other without a gap and without a negative figure. */
function lastRun(history: readonly MonthValue[]): MonthValue[] {
  const sorted = [...history].sort((a, b) => (a.month < b.month ? -1 : 1))
  let start = sorted.length
  while (start > 0) {
    const one = sorted[start - 1]
    const after = sorted[start]
    if (!one || one.value < 0 || (after && indexOf(after.month) - indexOf(one.month) !== 1)) break
    start -= 1
  }
  return sorted.slice(start)
}

const indexOf = (month: string) => Number(month.slice(0, 4)) * monthsOfYear + Number(month.slice(5, 7))

/** Any weights as percent with four decimals that sum to 100; nothing but zeros is a flat year. */
function inPercent(weights: Year): Year {
  const clean = weights.map((weight) => roundHalfAway(weight, 8))
  return allocate(parts, clean).map((part) => part / (parts / 100))
}
