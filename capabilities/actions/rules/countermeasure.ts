import { addDays, type Day, type Period, periodOf, previousPeriod } from '#foundation/period'

export const states = ['open', 'doing', 'done', 'verified', 'dropped'] as const
export type State = (typeof states)[number]

/** Short: this month; middle: within three; long: six to twelve (H9.5). The days are the most that a horizon spans. */
export const horizons = { short: 31, middle: 92, long: 366 } as const
export type Horizon = keyof typeof horizons

/** Who wants to change a state: the owner, somebody who plans for the node, or neither. */
export type Part = { owner: boolean; planner: boolean }

type Refusal = 'ended' | 'not_yours' | 'own_verification' | 'not_from_here'

const ways: Record<State, readonly State[]> = {
  open: ['doing', 'done', 'dropped'],
  doing: ['done', 'dropped'],
  done: ['verified', 'doing'],
  verified: [],
  dropped: [],
}

/** Why somebody may not bring a countermeasure from one state to another; null when they may. */
export function stepRefused(from: State, to: State, { owner, planner }: Part): Refusal | null {
  if (ways[from].length === 0) return 'ended'
  if (!owner && !planner) return 'not_yours'
  if (!ways[from].includes(to)) return 'not_from_here'
  if (to === 'verified' && (owner || !planner)) return 'own_verification'
  return null
}

export function overdue(state: State, due: Day, today: Day): boolean {
  return (state === 'open' || state === 'doing') && due < today
}

/** The horizon that a due day lies in, counted from the day of opening; null when it is further than any. */
export function horizonOf(opened: Day, due: Day): Horizon | null {
  for (const [horizon, days] of Object.entries(horizons)) if (due <= addDays(opened, days)) return horizon as Horizon
  return null
}

/** The plan weeks to compare: the last whole one before the opening, and the last whole one that began after the end of the work and is over. */
export function effectWeeks(opened: Day, done: Day | null, today: Day): { before: Period; after: Period | null } {
  const before = previousPeriod(periodOf('week', opened))
  if (done === null) return { before, after: null }
  const last = previousPeriod(periodOf('week', today))
  return { before, after: last.from > done ? last : null }
}

/** How a KPI moved and whether that was the wish: in its direction by at least as much as expected. */
export function effect(
  { before, after, expected }: { before: number | null; after: number | null; expected: number | null },
  direction: 'higher' | 'lower',
): { change: number; reached: boolean } | null {
  if (before === null || after === null) return null
  const change = after - before
  const better = direction === 'higher' ? change : -change
  return { change, reached: better > 0 && better >= Math.abs(expected ?? 0) }
}
