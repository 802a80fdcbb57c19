import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import type { contract } from '../wire.ts'

export type Network = AnswerOf<typeof contract.network>
export type NetworkRow = Network['rows'][number]
export type NetworkCell = NetworkRow['cells'][number]
export type Movers = AnswerOf<typeof contract.movers>
export type Reds = AnswerOf<typeof contract.reds>
export type Gaps = AnswerOf<typeof contract.gaps>

/** What is asked of the table, as it stands in the address. */
export type Asked = {
  period?: string | undefined
  kind?: string | undefined
  kpis?: string | undefined
  sort?: string | undefined
  direction?: string | undefined
  under?: string | undefined
  light?: string | undefined
  of?: string | undefined
  text?: string | undefined
  limit?: number
}

const path = (node: string) => `/boards/${encodeURIComponent(node)}/network`
/** A table of many stores is read again this often, and when one comes back to it. */
const againMilliseconds = 120_000

export function useNetwork(node: string, asked: Asked, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['board', node, 'network', asked],
    queryFn: ({ signal, pageParam }) =>
      callApi<Network>(path(node), { search: { ...asked, after: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Network) => last.next,
    enabled,
    refetchInterval: againMilliseconds,
    placeholderData: (before, query) => (query?.queryKey[1] === node ? keepPreviousData(before) : undefined),
  })
}

/** All pages as one table. */
export function joined(pages: readonly Network[]): Network | undefined {
  const last = pages.at(-1)
  return last && { ...last, rows: pages.flatMap((page) => page.rows) }
}

const staleTime = 5 * 60_000

export function useMovers(node: string, kind: string, kpi: string | undefined) {
  return useQuery({
    queryKey: ['board', node, 'movers', kind, kpi],
    queryFn: ({ signal }) => callApi<Movers>(`${path(node)}/movers`, { search: { kind, kpi, limit: 10 }, signal }),
    enabled: kpi !== undefined,
    staleTime,
  })
}

export function useReds(node: string, kind: string, enabled: boolean) {
  return useQuery({
    queryKey: ['board', node, 'reds', kind],
    queryFn: ({ signal }) => callApi<Reds>(`${path(node)}/reds`, { search: { kind, limit: 50 }, signal }),
    enabled,
    staleTime,
  })
}

export function useGaps(node: string) {
  return useQuery({
    queryKey: ['board', node, 'gaps'],
    queryFn: ({ signal }) => callApi<Gaps>(`${path(node)}/gaps`, { search: { limit: 50 }, signal }),
    staleTime,
  })
}

type PathNode = AnswerOf<typeof contract.path>['nodes'][number]

/** From the top of what the reader sees down to the node. */
export function useNodesAbove(node: string): PathNode[] {
  const { data } = useQuery({
    queryKey: ['board', node, 'path'],
    queryFn: ({ signal }) => callApi<{ nodes: PathNode[] }>(`/boards/${encodeURIComponent(node)}/path`, { signal }),
    staleTime: 10 * 60_000,
  })
  return data?.nodes ?? []
}

/** Where a node is looked at: regions and companies as a network, all others as a board. */
export function placeOf({ id, kind }: { id: string; kind: string }): string {
  return `/${kind === 'company' || kind === 'region' ? 'network' : 'boards'}/${encodeURIComponent(id)}`
}
