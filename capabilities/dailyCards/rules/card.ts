import type { Words } from '#foundation/actor'

export const taskKinds = ['strategic', 'routine', 'learning'] as const
export type TaskKind = (typeof taskKinds)[number]

/** More than three priorities are none (H8.4). */
export const strategicMax = 3

/** Where a task comes from: the week's plan, a countermeasure, a red KPI, the position's standards, the person or the lead. */
export type SourceKind = 'week' | 'action' | 'red' | 'behaviour' | 'own' | 'lead' | 'routine' | 'learning'

/** `share`: the KPI's figure of the day against the goal; `count`: its numerator against the goal. */
export type ProgressKind = 'share' | 'count'

export type CardTask = {
  kind: TaskKind
  title: Words
  kpi: string | null
  goal: Words | null
  goalValue: number | null
  progress: ProgressKind | null
  steps: readonly Words[]
  expected: Words | null
  because: readonly Words[]
  source: { kind: SourceKind; id: string }
  script: string | null
  minutes: number | null
}

export type TaskProblem = 'fourth' | 'without_kpi' | 'without_title'

/** Why a task can't stand on a card beside those that are there; null when it can. */
export function taskProblem(
  task: { kind: TaskKind; title: string; kpi: string | null },
  others: readonly { kind: TaskKind }[],
): TaskProblem | null {
  if (task.title.trim() === '') return 'without_title'
  if (task.kind !== 'strategic') return null
  if (task.kpi === null) return 'without_kpi'
  return others.filter(({ kind }) => kind === 'strategic').length >= strategicMax ? 'fourth' : null
}

export type Live = { value: number | null; numerator: number | null; denominator: number | null }

/** How far the day's goal is reached by what the facts say; null when they say nothing. */
export function goalReached(
  task: { progress: ProgressKind | null; goalValue: number | null },
  live: Live | null,
  direction: 'higher' | 'lower',
): boolean | null {
  if (task.progress === null || task.goalValue === null || live === null) return null
  const figure = task.progress === 'count' ? live.numerator : live.value
  if (figure === null) return null
  return direction === 'higher' ? figure >= task.goalValue : figure <= task.goalValue
}
