import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import { dayAt } from '#foundation/period'
import type { contract } from '../wire.ts'

export type Action = AnswerOf<typeof contract.list>['actions'][number]
export type ActionDetail = AnswerOf<typeof contract.read>
export type State = Action['state']

export type ActionDraft = Pick<
  Action,
  'title' | 'problem' | 'kpi' | 'expectedChange' | 'due' | 'resources' | 'acceptance' | 'fallback'
> & { owner: string; concerned: string[] }

const path = (id: string) => `/actions/${encodeURIComponent(id)}`

/** The countermeasures of a node and below, or of a person wherever they are. */
export function useActions(of: { node: string } | { person: string }) {
  return useQuery({
    queryKey: ['actions', 'list', of],
    queryFn: ({ signal }) => callApi<AnswerOf<typeof contract.list>>('/actions', { search: of, signal }),
    placeholderData: keepPreviousData,
    select: ({ actions }) => actions,
  })
}

export function useAction(id: string) {
  return useQuery({
    queryKey: ['actions', 'one', id],
    queryFn: ({ signal }) => callApi<ActionDetail>(path(id), { signal }),
  })
}

type Board = {
  node: { id: string; name: string }
  asOf: string
  kpis: { id: string; value: number | null; target: number | null; light: string }[]
}

/** The node's name, the server's day, and where the KPIs stand in the running month. */
export function useActionBoard(node: string) {
  return useQuery({
    queryKey: ['actionBoard', node],
    queryFn: ({ signal }) => callApi<Board>(`/boards/${encodeURIComponent(node)}`, { signal }),
    staleTime: 60_000,
    select: (board) => ({ ...board, today: dayAt(board.asOf, 'Asia/Shanghai') }),
  })
}

function useChange<Input, Answer>(send: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['actions'] }),
  })
}

/** Opens a countermeasure at a node, or changes the one with the id. */
export function useActionSaved(node: string) {
  return useChange(({ id, ...body }: ActionDraft & { id: string | null }) =>
    id === null
      ? callApi<Action>('/actions', { method: 'POST', body: { node, ...body } })
      : callApi<Action>(path(id), { method: 'PUT', body }),
  )
}

/** Brings a countermeasure into another state. */
export function useStep(id: string) {
  return useChange((body: { state: State; note: string }) =>
    callApi<Action>(`${path(id)}/steps`, { method: 'POST', body }),
  )
}
