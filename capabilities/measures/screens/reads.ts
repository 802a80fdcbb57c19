import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import { dayAt } from '#foundation/period'
import type { contract } from '../wire.ts'

export type ListedMeasure = AnswerOf<typeof contract.measures>['measures'][number]
export type DefinedMeasure = AnswerOf<typeof contract.define>
export type FactStream = AnswerOf<typeof contract.streams>['streams'][number]
export type StreamField = FactStream['fields'][number]
export type Design = Pick<DefinedMeasure['versions'][number], 'names' | 'of' | 'amount' | 'where' | 'credit'>
export type MeasurePreview = AnswerOf<typeof contract.preview>

/** Every measure that a formula may name. */
export function useMeasures() {
  return useQuery({
    queryKey: ['measures'],
    queryFn: ({ signal }) => callApi<{ measures: ListedMeasure[] }>('/measures', { signal }),
    select: (answer) => answer.measures,
  })
}

/** The measures defined here; asked again while one of them is still computed back. */
export function useDefinedMeasures() {
  return useQuery({
    queryKey: ['measures', 'defined'],
    queryFn: ({ signal }) => callApi<{ measures: DefinedMeasure[] }>('/measures/defined', { signal }),
    select: (answer) => answer.measures,
    refetchInterval: (query) =>
      query.state.data?.measures.some((measure) => measure.progress.left > 0) ? 1_500 : false,
  })
}

export function useStreams() {
  return useQuery({
    queryKey: ['measures', 'streams'],
    queryFn: ({ signal }) => callApi<{ streams: FactStream[] }>('/measures/streams', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    select: (answer) => answer.streams,
  })
}

/** What a measure in the making comes to; the last answer stays while the next is on its way. */
export function useMeasurePreview(design: Design, node: string | null, period: string) {
  const body = { design: { ...design, names: { zh: '试算', en: 'Preview' } }, node, period }
  return useQuery({
    queryKey: ['measures', 'preview', body],
    queryFn: ({ signal }) => callApi<MeasurePreview>('/measures/preview', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    enabled: node !== null,
    retry: false,
  })
}

type Saving = Design & { reason: string; from?: string; basedOn?: number }

export function useMeasureChange(id: string, fresh: boolean) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['measures'] })
  const save = useMutation({
    mutationFn: ({ from, basedOn, ...body }: Saving) =>
      fresh
        ? callApi<DefinedMeasure>('/measures', { method: 'POST', body: { id, ...body } })
        : callApi<DefinedMeasure>(`/measures/${id}/versions`, { method: 'POST', body: { from, basedOn, ...body } }),
    onSuccess,
  })
  const retire = useMutation({
    mutationFn: (body: { from: string; reason: string }) =>
      callApi<DefinedMeasure>(`/measures/${id}/retirement`, { method: 'POST', body }),
    onSuccess,
  })
  return { save, retire }
}

/** The business day that the server lives in, as the board of a node knows it: a demonstration's clock may stand elsewhere. */
export function useToday(node: string | null): string | null {
  const { data, error } = useQuery({
    queryKey: ['board', node, null, null],
    queryFn: ({ signal }) => callApi<{ asOf: string }>(`/boards/${encodeURIComponent(node ?? '')}`, { signal }),
    enabled: node !== null,
    staleTime: 5 * 60_000,
  })
  if (data) return dayAt(data.asOf, 'Asia/Shanghai')
  return error || node === null ? dayAt(new Date(), 'Asia/Shanghai') : null
}
