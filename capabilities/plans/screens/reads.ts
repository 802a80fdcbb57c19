import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import type { Light } from '#foundation/figure'
import { dayAt } from '#foundation/period'
import type { contract } from '../wire.ts'

export type WeekPlan = AnswerOf<typeof contract.week>
export type WeekTask = WeekPlan['tasks'][number]
export type WeekFigure = WeekPlan['figures'][number]
export type MonthPlan = AnswerOf<typeof contract.month>
export type MonthAction = MonthPlan['actions'][number]
export type Resource = MonthPlan['resources'][number]
type Decided = AnswerOf<typeof contract.decideTask>

/** A line of a board, as far as a plan needs it. */
export type BoardLine = { id: string; value: number | null; target: number | null; light: Light }
type Board = { node: { id: string; kind: string; name: string }; period: string; asOf: string; kpis: BoardLine[] }

export type TaskDraft = { owner: string; title: string; result: string; kpi: string }
export type ActionDraft = { title: string; owner: string | null; due: string; kpi: string | null }
export type ResourceDraft = Pick<Resource, 'kind' | 'title' | 'quantity' | 'amountFen' | 'action'>

/** The address of one plan week: stays the same week whenever it is opened. */
export const weekPath = (node: string, week: string) => `/plans/${encodeURIComponent(node)}/weeks/${week}`

const of = (node: string) => `/plans/${encodeURIComponent(node)}`

/** The node's board: the server's day, and value, target and light of every KPI in the month. */
export function usePlanBoard(node: string, month?: string) {
  return useQuery({
    queryKey: ['planBoard', node, month ?? null],
    queryFn: ({ signal }) =>
      callApi<Board>(`/boards/${encodeURIComponent(node)}`, { search: { period: month }, signal }),
    staleTime: 60_000,
    select: (board) => ({
      ...board,
      today: dayAt(board.asOf, 'Asia/Shanghai'),
      lines: new Map(board.kpis.map((line) => [line.id, line])),
    }),
  })
}

export function useWeek(node: string, week: string | undefined) {
  return useQuery({
    queryKey: ['plans', node, 'week', week],
    queryFn: ({ signal }) => callApi<WeekPlan>(`${of(node)}/weeks/${encodeURIComponent(week ?? '')}`, { signal }),
    enabled: week !== undefined,
    placeholderData: (before, query) => (query?.queryKey[1] === node ? keepPreviousData(before) : undefined),
  })
}

export function useMonth(node: string, month: string | undefined) {
  return useQuery({
    queryKey: ['plans', node, 'month', month],
    queryFn: ({ signal }) => callApi<MonthPlan>(`${of(node)}/months/${encodeURIComponent(month ?? '')}`, { signal }),
    enabled: month !== undefined,
    placeholderData: (before, query) => (query?.queryKey[1] === node ? keepPreviousData(before) : undefined),
  })
}

/** One change of a plan; afterwards every plan on the screen is read again. */
function useChange<Input, Answer>(send: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['plans'] }),
  })
}

/** Adds a task, or changes the one with the id. */
export function useTaskSaved(node: string, week: string) {
  return useChange(({ id, ...body }: TaskDraft & { id: string | null }) =>
    id === null
      ? callApi<WeekTask>('/plans/tasks', { method: 'POST', body: { node, week, ...body } })
      : callApi<WeekTask>(`/plans/tasks/${id}`, { method: 'PUT', body }),
  )
}

/** Says how a task went; of what is unfinished, whether it goes on. */
export function useTaskOutcome() {
  const finish = useChange(({ id, ...body }: { id: string; done: boolean; outcome: string }) =>
    callApi<WeekTask>(`/plans/tasks/${id}/results`, { method: 'POST', body }),
  )
  const decide = useChange(({ id, ...body }: { id: string; decision: 'carry' | 'drop'; reason: string }) =>
    callApi<Decided>(`/plans/tasks/${id}/decisions`, { method: 'POST', body }),
  )
  return { finish, decide }
}

/** The two changes of a week as a whole: what KPIs should be in it, and its closing. */
export function useWeekChange(node: string, week: string) {
  const path = `${of(node)}/weeks/${week}`
  const expect = useChange((values: { kpi: string; value: number | null }[]) =>
    callApi<WeekPlan>(`${path}/expectations`, { method: 'PUT', body: { values } }),
  )
  const close = useChange((learned: string) =>
    callApi<WeekPlan>(`${path}/closings`, { method: 'POST', body: { learned } }),
  )
  return { expect, close }
}

/** Adds a key action, or changes the one with the id; `state` and `outcome` say how it ended. */
export function useActionSaved(node: string, month: string) {
  return useChange(
    ({ id, ...body }: ActionDraft & { id: string | null; state?: MonthAction['state']; outcome?: string }) =>
      id === null
        ? callApi<MonthAction>('/plans/actions', { method: 'POST', body: { node, month, ...body } })
        : callApi<MonthAction>(`/plans/actions/${id}`, { method: 'PUT', body }),
  )
}

export function useResourceChange(node: string, month: string) {
  const add = useChange((body: ResourceDraft) =>
    callApi<Resource>('/plans/resources', { method: 'POST', body: { node, month, ...body } }),
  )
  const remove = useChange((id: string) =>
    callApi<{ removed: boolean }>(`/plans/resources/${id}`, { method: 'DELETE' }),
  )
  return { add, remove }
}
