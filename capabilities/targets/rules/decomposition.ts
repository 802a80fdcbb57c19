import type { Direction, Unit } from '#foundation/figure'
import type { Pace } from './pace.ts'
import { type Milestone, type Path, type PathShape, path } from './path.ts'
import { groupSums, isFlat, type Spread, spread } from './spread.ts'

/** How the months of a year come about: by season, in equal parts, along a path, or typed in month by month. */
export type DecompositionMethod = 'season' | 'flat' | 'linear' | 's' | 'hand'

/** A year's target of one node and KPI, and how it is to be taken apart. Months count from 0 to 11. */
export type YearPlan = {
  aggregation: Pace
  unit: Unit
  direction: Direction
  method: DecompositionMethod
  goal: number
  /** Where a path begins: the figure before January. */
  start: number | null
  weights: readonly number[]
  /** Locked months keep this figure, typed by hand or proposed before. */
  locks: readonly (number | null)[]
  milestones?: readonly Milestone[]
  pauses?: readonly number[]
}

export type PlanProblem =
  | { code: 'locked_exceed' | 'locked_short' | 'hand_differs'; by: number }
  | { code: 'turns_back'; step: number; value: number; from: number; to: number }
  | { code: 'not_whole'; value: number }
  | { code: 'start_missing' | 'month_missing' }

export type PlanWarning = 'flat' | 'worse_than_start'

/** Twelve months and what follows from them, or why there are none. */
export type PlannedYear =
  | { ok: true; months: number[]; quarters: number[]; warnings: PlanWarning[]; alternative: number[] | null }
  | { ok: false; problem: PlanProblem }

const quarterSizes = [3, 3, 3, 3]

/** Whether a KPI's parts sum to the whole; any other takes a path to its goal. */
export const sums = (aggregation: Pace): boolean => aggregation === 'additive'

/** The twelve months of a year's target (H6.2, H6.3). A flat split comes with the warning and the split by season beside it. */
export function plannedYear(plan: YearPlan): PlannedYear {
  return sums(plan.aggregation) ? summedYear(plan) : pathYear(plan)
}

/** What quarters are, given the months: their sum, or where a path stands at their end. */
export function quartersOf(months: readonly number[], aggregation: Pace): number[] {
  return sums(aggregation) ? groupSums(months, quarterSizes) : [2, 5, 8, 11].map((month) => months[month] ?? 0)
}

function summedYear({ goal, method, weights, locks }: YearPlan): PlannedYear {
  const odd = [goal, ...locks].find((value) => value !== null && !(Number.isSafeInteger(value) && value >= 0))
  if (odd !== undefined && odd !== null) return { ok: false, problem: { code: 'not_whole', value: odd } }
  if (method === 'hand') {
    const typed = locks.filter((value): value is number => value !== null)
    if (typed.length < locks.length) return { ok: false, problem: { code: 'month_missing' } }
    const by = typed.reduce((left, right) => left + right, 0) - goal
    if (by !== 0) return { ok: false, problem: { code: 'hand_differs', by } }
    return planned(typed, spread(goal, weights))
  }
  const done = spread(goal, method === 'flat' ? weights.map(() => 1) : weights, locks)
  if (!done.ok) return { ok: false, problem: { code: done.problem, by: done.by } }
  return planned(done.parts, spread(goal, weights, locks), locks)
}

function planned(months: number[], bySeason: Spread, locks: readonly (number | null)[] = []): PlannedYear {
  // Where the season itself is level, equal months are no accident.
  const differs =
    bySeason.ok && bySeason.parts.some((part, index) => Math.abs(part - (months[index] ?? 0)) > part * 0.01)
  const flat = differs && isFlat(months, locks)
  return {
    ok: true,
    months,
    quarters: groupSums(months, quarterSizes),
    warnings: flat ? ['flat'] : [],
    alternative: flat && bySeason.ok ? bySeason.parts : null,
  }
}

function pathYear({
  goal,
  start,
  method,
  locks,
  milestones = [],
  pauses,
  unit,
  direction,
  aggregation,
}: YearPlan): PlannedYear {
  const worse = start !== null && (direction === 'higher' ? goal < start : goal > start)
  const warnings: PlanWarning[] = worse ? ['worse_than_start'] : []
  const ready = (months: number[]): PlannedYear => ({
    ok: true,
    months,
    quarters: quartersOf(months, aggregation),
    warnings,
    alternative: null,
  })
  if (method === 'hand') {
    const typed = locks.filter((value): value is number => value !== null)
    return typed.length < locks.length ? { ok: false, problem: { code: 'month_missing' } } : ready(typed)
  }
  if (start === null) return { ok: false, problem: { code: 'start_missing' } }
  const fixed = locks.flatMap((value, step): Milestone[] => (value === null ? [] : [{ step, value }]))
  const others = milestones.filter(({ step }) => (locks[step] ?? null) === null)
  const shape: PathShape = method === 's' ? 's' : 'linear'
  const way: Path = path({
    start,
    goal,
    steps: locks.length,
    shape,
    milestones: [...fixed, ...others],
    pauses: pauses ?? [],
    unit,
  })
  if (way.ok) return ready(way.values)
  const { step, value, from, to } = way
  return { ok: false, problem: { code: 'turns_back', step, value, from, to } }
}
