import { useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import type { Words } from '#foundation/actor'
import { dayAt } from '#foundation/period'
import type { Score as ScoreSchema } from '../wire.ts'

export type Score = (typeof ScoreSchema)['_output']
export type ScoreItem = Score['items'][number]
export type TeamScore = Omit<Score, 'items' | 'because'>

export const todayQuery = (node: string) => ({
  queryKey: ['board', node, null, null],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<{ asOf: string }>(`/boards/${encodeURIComponent(node)}`, { signal }),
  staleTime: 5 * 60_000,
})

/** The business day that the server lives in, as the board of a node knows it: a demonstration's clock may stand elsewhere. */
export function useToday(node: string | null): string | null {
  const { data, error } = useQuery({ ...todayQuery(node ?? ''), enabled: node !== null })
  if (data) return dayAt(data.asOf, 'Asia/Shanghai')
  return error || node === null ? dayAt(new Date(), 'Asia/Shanghai') : null
}

/** `period` null is the month that runs. */
export const scoreQuery = (person: string, period: string | null) => ({
  queryKey: ['score', person, period],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<Score & { others: Score[] }>(`/scorecards/${encodeURIComponent(person)}`, {
      search: { period: period ?? undefined },
      signal,
    }),
})

export function useScore(person: string, period: string | null) {
  return useQuery(scoreQuery(person, period))
}

export function useTeam(node: string | null, period: string | null) {
  return useQuery({
    queryKey: ['scores', node, period],
    queryFn: ({ signal }) =>
      callApi<{ scores: TeamScore[] }>('/scorecards', {
        search: { node: node ?? undefined, period: period ?? undefined },
        signal,
      }),
    enabled: node !== null && period !== null,
  })
}

export type LedgerEntry = {
  no: number
  rule: string
  period: string
  amountFen: number
  because: Words[]
  postedAt: string
}

export function useLedger(person: string, period: string | null, enabled: boolean) {
  return useQuery({
    queryKey: ['ledger', person, period],
    queryFn: ({ signal }) =>
      callApi<{ entries: LedgerEntry[]; totalFen: number }>('/ledger', {
        search: { person, period: period ?? undefined },
        signal,
      }),
    enabled: enabled && period !== null,
  })
}

/** Names of stores, for those who may see the tree. */
export function useNodeNames(enabled: boolean): (id: string) => string {
  const { data } = useQuery({
    queryKey: ['org', 'nodes'],
    queryFn: ({ signal }) => callApi<{ nodes: { id: string; name: string }[] }>('/org/nodes', { signal }),
    enabled,
    staleTime: 10 * 60_000,
  })
  return (id) => data?.nodes.find((node) => node.id === id)?.name ?? id
}
