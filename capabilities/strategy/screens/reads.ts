import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import { useMay } from '#design/session'
import type { Light } from '#foundation/figure'
import { worstLight } from '../rules/objective.ts'
import type { contract } from '../wire.ts'

export type StrategyMap = AnswerOf<typeof contract.map>
export type Objective = StrategyMap['objectives'][number]
export type ObjectivePage = AnswerOf<typeof contract.objective>
export type Perspective = Objective['perspective']
type Saved = AnswerOf<typeof contract.add>
type Vocabulary = AnswerOf<typeof contract.vocabulary>

/** What an objective's form sends; an owner left out stays. */
export type Draft = Pick<Objective, 'period' | 'perspective' | 'names' | 'reasons' | 'kpis'> & { owner?: string | null }

/** A line of a board, as far as a map shows it. */
export type BoardLine = { id: string; value: number | null; target: number | null; light: Light; reason: string }
type Board = { period: string; kpis: BoardLine[] }

const objectivePath = (id: string) => `/strategy/objectives/${encodeURIComponent(id)}`

export function useMap(node: string, period: string | undefined) {
  return useQuery({
    queryKey: ['strategy', 'map', node, period ?? null],
    queryFn: ({ signal }) =>
      callApi<StrategyMap>(`/strategy/maps/${encodeURIComponent(node)}`, { search: { period }, signal }),
    placeholderData: (before, query) => (query?.queryKey[2] === node ? keepPreviousData(before) : undefined),
  })
}

export function useObjective(id: string, node: string | undefined) {
  return useQuery({
    queryKey: ['strategy', 'objective', id, node ?? null],
    queryFn: ({ signal }) => callApi<ObjectivePage>(objectivePath(id), { search: { node }, signal }),
  })
}

export type Lights = {
  period: string | undefined
  line: (kpi: string) => BoardLine | undefined
  of: (objective: Pick<Objective, 'kpis'>) => Light
}

const pollMilliseconds = 60_000

/** The live values and lights of a node's KPIs in the running month. */
export function useLights(node: string | undefined): Lights {
  const { data } = useQuery({
    queryKey: ['strategy', 'board', node],
    queryFn: ({ signal }) => callApi<Board>(`/boards/${encodeURIComponent(node ?? '')}`, { signal }),
    enabled: node !== undefined,
    refetchInterval: pollMilliseconds,
    select: ({ period, kpis }) => ({ period, lines: new Map(kpis.map((line) => [line.id, line])) }),
  })
  const line = (kpi: string) => data?.lines.get(kpi)
  return {
    period: data?.period,
    line,
    of: ({ kpis }) => worstLight(kpis.map(({ kpi }) => line(kpi)?.light ?? 'grey')),
  }
}

export function useYear(node: string | undefined, kpi: string, to: string | undefined) {
  return useQuery({
    queryKey: ['strategy', 'trend', node, kpi, to],
    queryFn: ({ signal }) =>
      callApi<{ points: { period: string; value: number | null; target: number | null }[] }>(
        `/boards/${encodeURIComponent(node ?? '')}/trend`,
        { search: { kpi, to, months: 12 }, signal },
      ),
    enabled: node !== undefined && to !== undefined,
    staleTime: 5 * 60_000,
  })
}

/** Everybody whom the reader may make an owner. */
export function usePeople(enabled: boolean) {
  const may = useMay()
  return useQuery({
    queryKey: ['strategy', 'people'],
    queryFn: ({ signal }) => callApi<{ people: { id: string; name: string }[] }>('/org/people', { signal }),
    enabled: enabled && may('org.read'),
    staleTime: 5 * 60_000,
    select: ({ people }) => people,
  })
}

export function useVocabulary() {
  return useQuery({
    queryKey: ['strategy', 'vocabulary'],
    queryFn: ({ signal }) => callApi<Vocabulary>('/strategy/vocabulary', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The changes of a map; each has the map and the objectives read again. */
export function useMapChange(node: string) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['strategy'] })
  const add = useMutation({
    mutationFn: (objective: Draft) =>
      callApi<Saved>(`/strategy/maps/${encodeURIComponent(node)}/objectives`, { method: 'POST', body: { objective } }),
    onSuccess,
  })
  const put = useMutation({
    mutationFn: ({ id, ...body }: { id: string; objective: Draft; note: string; basedOn: number }) =>
      callApi<Saved>(objectivePath(id), { method: 'PUT', body }),
    onSuccess,
  })
  const end = useMutation({
    mutationFn: ({ id, note }: { id: string; note: string }) =>
      callApi<Saved>(objectivePath(id), { method: 'DELETE', body: { note } }),
    onSuccess,
  })
  const order = useMutation({
    mutationFn: (body: { perspective: Perspective; objectives: string[] }) =>
      callApi<{ changed: number }>(`/strategy/maps/${encodeURIComponent(node)}/order`, { method: 'PUT', body }),
    onSettled: onSuccess,
  })
  const link = useMutation({
    mutationFn: (body: { cause: string; effect: string }) =>
      callApi<{ added: boolean }>('/strategy/links', { method: 'POST', body }),
    onSuccess,
  })
  const unlink = useMutation({
    mutationFn: ({ cause, effect }: { cause: string; effect: string }) =>
      callApi<{ removed: boolean }>(`/strategy/links/${cause}/${effect}`, { method: 'DELETE' }),
    onSuccess,
  })
  return { add, put, end, order, link, unlink }
}
