import { useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import type { Words } from '#foundation/actor'
import type { Light } from '#foundation/figure'

// Cards and plans lean on strategy, so their answers are read by path, as far as an objective's page shows them.
type Judged = {
  node: { id: string; name: string }
  period: string
  value: number | null
  target: number | null
  light: Light
}
export type Live = {
  of: 'person' | 'store'
  value: number | null
  numerator: number | null
  denominator: number | null
}
type WorkPlanState = 'open' | 'done' | 'not_done' | 'carried' | 'dropped'
export type WorkPlan = {
  node: string | null
  week: string
  title: string
  result: string
  owner: string
  state: WorkPlanState
}
export type WorkTask = {
  id: string
  person: { id: string; name: string }
  day: string
  title: Words
  done: boolean | null
  live: Live | null
  goalReached: boolean | null
}
export type WorkOfKpi = Judged & { kpi: string; plans: WorkPlan[]; tasks: WorkTask[]; tasksDone: number }
type Work = { node: { id: string; name: string }; day: string; kpis: WorkOfKpi[] }
export type TaskWalked = {
  task: WorkTask
  kpi: string | null
  objective: { id: string; names: Words } | null
  target: { store: Judged | null; person: Judged | null }
  plan: WorkPlan | null
  facts: { count: number | null } | null
  moved: {
    day: string
    task: Words
    done: boolean | null
    live: Live | null
    before: number | null
    after: number | null
  } | null
}

/** The page of a plan week; of the running one when none is named. */
export const weekOf = (node: string, week: string | null) =>
  `/plans/${encodeURIComponent(node)}/weeks${week === null ? '' : `/${week}`}`

/** Who does what for an objective at a node: the week's plans and the cards of a day, today when none is given. */
export function useWork(objective: string, node: string | undefined, day: string | undefined) {
  return useQuery({
    queryKey: ['strategy', 'work', objective, node, day ?? null],
    queryFn: ({ signal }) =>
      callApi<Work>(`/trace/objectives/${encodeURIComponent(objective)}`, { search: { node, day }, signal }),
    enabled: node !== undefined,
  })
}

/** From one of those tasks up to the objective, and what the last one like it moved. */
export function useTaskWalked(task: string) {
  return useQuery({
    queryKey: ['taskChain', task],
    queryFn: ({ signal }) => callApi<TaskWalked>(`/trace/tasks/${task}`, { signal }),
    staleTime: 60_000,
  })
}
