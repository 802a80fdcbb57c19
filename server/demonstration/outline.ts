import { monthOf, nextPeriod, type Period, parsePeriod, previousPeriod } from '#foundation/period'

/** How much of the network is wanted: the whole of it, a part for tests, or many more stores. */
export type Size = {
  stores: number
  months: number
  /** Cars a day of a usual store; what is told of keeps its proportions. */
  ordersPerDay: number
  /** Only these of the stores. */
  only?: readonly string[]
}
export const wholeSize: Size = { stores: 12, months: 15, ordersPerDay: 11 }

/** The month that the figures begin with, and how much there is: everything else follows from these and the seed. */
export type Outline = Size & { firstMonth: string; seed: string }

export const usualSeed = 'baton'

/** The month that lies `count` months after this one; before it, when negative. */
export function monthAfter(month: string, count: number): string {
  let period = parsePeriod(month) as Period
  for (let step = 0; step < Math.abs(count); step++) period = count > 0 ? nextPeriod(period) : previousPeriod(period)
  return monthOf(period.from)
}
