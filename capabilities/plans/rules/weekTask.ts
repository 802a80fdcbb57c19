/** How far a task is: `carried` went on in the next week, `dropped` was given up with a reason. */
export const taskStates = ['open', 'done', 'not_done', 'carried', 'dropped'] as const
export type TaskState = (typeof taskStates)[number]

/** More than three priorities are none (H8.2). */
export const tasksMax = 3

/** The first free of a person's three places in a week, or null when all are taken. */
export function freePlace(taken: readonly number[]): number | null {
  for (let place = 1; place <= tasksMax; place += 1) if (!taken.includes(place)) return place
  return null
}

/** Whether a week may be closed as far as this task goes: done, or what is left of it was decided about. */
export function decided(state: TaskState): boolean {
  return state !== 'open' && state !== 'not_done'
}

export type Figure = { kpi: string; expected: number | null; actual: number | null }

/** How a KPI came out in a week: null while either is missing. */
export function outcome(figure: Figure, direction: 'higher' | 'lower'): 'met' | 'missed' | null {
  const { expected, actual } = figure
  if (expected === null || actual === null) return null
  return (direction === 'higher' ? actual >= expected : actual <= expected) ? 'met' : 'missed'
}

/**
 * What a KPI should be week by week, from a start to the month's goal in equal steps; the last week stands at the goal.
 * 78 to 85 over four weeks: 79.75, 81.5, 83.25, 85. A proposal: the weeks of the source, 80, 82, 84, 85, are set by hand.
 */
export function steps(start: number, goal: number, weeks: number): number[] {
  return Array.from({ length: weeks }, (_, index) =>
    index === weeks - 1 ? goal : start + ((goal - start) * (index + 1)) / weeks,
  )
}
