import type { Unit } from '#foundation/figure'
import { type PathShape, path } from './path.ts'
import { spread } from './spread.ts'

type RollingInput = {
  /** The plan as approved, by month. */
  plan: readonly number[]
  /** What the closed months brought; null for a month that is still open. */
  actual: readonly (number | null)[]
  weights: readonly number[]
  /** Months that keep their figure whatever happened. */
  locked: readonly boolean[]
}

/** The open months as they would have to be now, beside the plan; `difference` is what the closed months are ahead (+) or missing (-). */
export type Rolling = { months: number[]; difference: number; closed: number; reachable: boolean }

/**
 * An additive year after some months have closed (H6.4): what is missing or ahead is spread over the open months by the
 * same weights. Closed months stand at what they brought. `reachable` is false where no free month is left to take it.
 */
export function rollingSum({ plan, actual, weights, locked }: RollingInput): Rolling {
  const whole = plan.reduce((left, right) => left + right, 0)
  const closed = actual.filter((value) => value !== null).length
  const difference = actual.reduce<number>(
    (ahead, value, index) => ahead + (value === null ? 0 : value - (plan[index] ?? 0)),
    0,
  )
  const locks = plan.map((value, index) => actual[index] ?? (locked[index] ? value : null))
  const done = spread(whole, weights, locks)
  if (done.ok) return { months: done.parts, difference, closed, reachable: true }
  // More came in than the year wanted: the open months owe nothing more. Or all is locked: the year falls short.
  return { months: locks.map((value) => value ?? 0), difference, closed, reachable: done.problem === 'locked_exceed' }
}

/** A path after some months have closed: from where it stands now to the same goal, through what is locked (H6.4). */
export function rollingPath(
  { plan, actual, locked }: Omit<RollingInput, 'weights'>,
  { shape, unit }: { shape: PathShape; unit: Unit },
): Rolling {
  const closed = actual.findLastIndex((value) => value !== null) + 1
  const standing = actual[closed - 1] ?? null
  const goal = plan[plan.length - 1]
  if (standing === null || goal === undefined || closed === plan.length)
    return { months: plan.map((value, index) => actual[index] ?? value), difference: 0, closed, reachable: true }
  const difference = standing - (plan[closed - 1] ?? standing)
  const open = plan.slice(closed)
  const better = goal >= (plan[0] ?? goal) ? standing >= goal : standing <= goal
  const milestones = open.flatMap((value, index) => (locked[closed + index] ? [{ step: index, value }] : []))
  const way = path({ start: standing, goal, steps: open.length, shape, milestones, unit })
  const free = path({ start: standing, goal, steps: open.length, shape, unit })
  // Past the goal already: holding it is what remains. A lock in the way gives way to the path, and stays in the plan.
  const rest = better ? open.map(() => goal) : way.ok ? way.values : free.ok ? free.values : open
  const done = plan.slice(0, closed).map((value, index) => actual[index] ?? value)
  return { months: [...done, ...rest], difference, closed, reachable: way.ok || better }
}
