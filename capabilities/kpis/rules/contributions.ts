import type { Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'

/** A driver at the two ends of a change. */
export type Movement = { id: string; from: number; to: number }

/** A change shown to so many decimals, with each driver's part of it; the parts add up to the change exactly. */
export type Parts = { from: number; to: number; change: number; parts: Map<string, number> }

/** What the whole is worth, given its drivers; null where it has no value. */
export type Whole = (driver: (id: string) => number | null) => number | null

/** Beyond this a change is not split: nobody reads so many parts, and the work doubles with each. */
export const driversMax = 8

/** To how many decimals contributions are given: money to the fen, everything else to two. */
export const decimalsOf = (unit: Unit): number => (unit === 'fen' ? 0 : 2)

/**
 * Splits a change of the whole into its drivers' parts (H5.7), by the mean over all orders in which they might have moved
 * one after the other: for a product of two, each moves at the mean of the other's ends. So no order of telling matters, a
 * driver that stood still has no part, and what two did together is shared evenly. The parts are whole steps of the last
 * decimal shown and add up to the shown change exactly; the steps that rounding leaves go to the largest remainders.
 * Null where the whole has no value at either end or on the way between.
 */
export function contributions(whole: Whole, movements: readonly Movement[], decimals: number): Parts | null {
  // The order of ids, not that of telling, decides all ties.
  const moved = movements.filter((one) => one.from !== one.to).sort((a, b) => (a.id < b.id ? -1 : 1))
  if (moved.length > driversMax) return null
  const known = new Map(movements.map((one) => [one.id, one]))
  const bitOf = new Map(moved.map((one, index) => [one.id, 1 << index]))
  const worth: number[] = []
  for (let set = 0; set < 1 << moved.length; set++) {
    const value = whole((id) => {
      const movement = known.get(id)
      if (!movement) return null
      return (set & (bitOf.get(id) ?? 0)) === 0 ? movement.from : movement.to
    })
    if (value === null || !Number.isFinite(value)) return null
    worth.push(value)
  }
  const steps = (value: number) => Math.round(roundHalfAway(value, decimals) * 10 ** decimals)
  const start = steps(worth[0] as number)
  const end = steps(worth[worth.length - 1] as number)
  const exact = moved.map((_, index) => shareOf(index, moved.length, worth) * 10 ** decimals)
  const shares = wholeSteps(end - start, exact)
  const shown = (count: number) => roundHalfAway(count / 10 ** decimals, decimals)
  const parts = new Map(movements.map((one) => [one.id, 0]))
  moved.forEach((one, index) => {
    parts.set(one.id, shown(shares[index] ?? 0))
  })
  return { from: shown(start), to: shown(end), change: shown(end - start), parts }
}

/** The mean of what one driver adds over all orders of the drivers: the share that Shapley gives it. */
function shareOf(index: number, count: number, worth: readonly number[]): number {
  const own = 1 << index
  let share = 0
  for (let set = 0; set < worth.length; set++) {
    if (set & own) continue
    share += ((worth[set | own] as number) - (worth[set] as number)) * weightOf(bits(set), count)
  }
  return share
}

const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >> 1))
const factorial = (of: number): number => (of <= 1 ? 1 : of * factorial(of - 1))
const weightOf = (before: number, count: number): number =>
  (factorial(before) * factorial(count - before - 1)) / factorial(count)

/** Whole steps near the exact shares that sum to the total; what is left goes where rounding took the most. */
function wholeSteps(total: number, exact: readonly number[]): number[] {
  const steps = exact.map((share) => Math.round(share))
  const sharing = exact.map((_, index) => index).filter((index) => exact[index] !== 0)
  const takers = sharing.length > 0 ? sharing : exact.map((_, index) => index)
  let left = total - steps.reduce((sum, step) => sum + step, 0)
  const toward = Math.sign(left)
  const lost = (index: number) => ((exact[index] as number) - (steps[index] as number)) * toward
  const byLoss = [...takers].sort((a, b) => lost(b) - lost(a) || a - b)
  for (let at = 0; left !== 0 && byLoss.length > 0; at++) {
    const index = byLoss[at % byLoss.length] as number
    steps[index] = (steps[index] as number) + toward
    left -= toward
  }
  return steps
}

/**
 * The one driver's value with which the whole comes to a given value, the others being known; null where the whole does not
 * follow that driver in a straight line. It tells the target of "other cost" from those of the whole and of the rest.
 */
export function implied(
  whole: Whole,
  known: (id: string) => number | null,
  missing: string,
  wanted: number,
): number | null {
  const at = (value: number) => whole((id) => (id === missing ? value : known(id)))
  const [none, one, two] = [at(0), at(1), at(2)]
  if (none === null || one === null || two === null) return null
  const slope = one - none
  if (slope === 0 || Math.abs(two - none - 2 * slope) > 1e-9 * Math.max(1, Math.abs(two))) return null
  return (wanted - none) / slope
}
