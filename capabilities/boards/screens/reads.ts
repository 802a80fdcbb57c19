import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import { dayAt } from '#foundation/period'
import type { BoardKpi as BoardKpiSchema, Board as BoardSchema, TrendPoint as TrendPointSchema } from '../wire.ts'

export type Board = (typeof BoardSchema)['_output']
export type BoardKpi = (typeof BoardKpiSchema)['_output']
export type TrendPoint = (typeof TrendPointSchema)['_output']
export type Ranked = NonNullable<Board['ranking']>[number]

/** A board that nobody streams is asked for again this often; it is also how a line that died silently is noticed. */
const pollMilliseconds = 60_000

export const nodePath = (node: string) => `/boards/${encodeURIComponent(node)}`

/** `period` null is the month that runs, whichever it is when one asks. */
export const boardKey = (node: string, period: string | null, ranking: string | null = null) =>
  ['board', node, period, ranking] as const

export const boardQuery = (node: string, period: string | null, ranking: string | null = null) => ({
  queryKey: boardKey(node, period, ranking),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<Board>(nodePath(node), {
      search: { period: period ?? undefined, ranking: ranking ?? undefined },
      signal,
    }),
})

export function useBoard(
  node: string,
  period: string | null,
  { ranking = null, enabled = true, keep = true }: { ranking?: string | null; enabled?: boolean; keep?: boolean } = {},
) {
  return useQuery({
    ...boardQuery(node, period, ranking),
    enabled,
    refetchInterval: pollMilliseconds,
    // While another period is fetched the old one stands, dimmed; another node is another board. What is named by its
    // day, as today is, never shows another period's figures.
    placeholderData: (before, query) => (keep && query?.queryKey[1] === node ? keepPreviousData(before) : undefined),
  })
}

/** The business day that the server lives in. */
export const dayOf = (board: Board) => dayAt(board.asOf, 'Asia/Shanghai')

export function useChildren(node: string, period: string | null, enabled: boolean) {
  return useQuery({
    queryKey: ['board', node, period, 'children'],
    queryFn: ({ signal }) =>
      callApi<{ boards: Board[] }>(`${nodePath(node)}/children`, { search: { period: period ?? undefined }, signal }),
    enabled,
    placeholderData: (before, query) => (query?.queryKey[1] === node ? keepPreviousData(before) : undefined),
  })
}

export function useTrend(node: string, kpi: string, to: string | undefined) {
  return useQuery({
    queryKey: ['board', node, to, 'trend', kpi],
    queryFn: ({ signal }) =>
      callApi<{ points: TrendPoint[] }>(`${nodePath(node)}/trend`, { search: { kpi, to, months: 13 }, signal }),
    enabled: to !== undefined,
    staleTime: 60_000,
  })
}
