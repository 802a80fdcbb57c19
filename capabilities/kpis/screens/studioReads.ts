import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import type { contract } from '../wire.ts'

export type DefinedKpi = AnswerOf<typeof contract.define>
export type KpiVersion = DefinedKpi['versions'][number]
export type KpiPreview = AnswerOf<typeof contract.preview>

/** What a KPI is, apart from its number and when it holds. */
export type KpiShape = {
  [Field in
    | 'names'
    | 'explanation'
    | 'category'
    | 'dimension'
    | 'tier'
    | 'perspective'
    | 'formula'
    | 'unit'
    | 'direction'
    | 'industry'
    | 'excellent'
    | 'accountable'
    | 'window'
    | 'tolerance'
    | 'guardBand']: KpiVersion[Field]
} & {
  /** Absent: the same formula where persons have all its measures; null: persons have none. */
  personFormula?: string | null
}

export function useDefinedKpis(enabled = true) {
  return useQuery({
    queryKey: ['kpis', 'defined'],
    queryFn: ({ signal }) => callApi<{ kpis: DefinedKpi[] }>('/kpis/defined', { signal }),
    select: (answer) => answer.kpis,
    enabled,
  })
}

/** What a KPI in the making comes to; the last answer stays while the next is on its way. */
export function useKpiPreview(shape: KpiShape, node: string | null, period: string, enabled: boolean) {
  // Names change no figure, and may still be empty.
  const words = { zh: '试算', en: 'Preview' }
  const body = { design: { ...shape, names: words, explanation: words }, node, period }
  return useQuery({
    queryKey: ['kpis', 'preview', body],
    queryFn: ({ signal }) => callApi<KpiPreview>('/kpis/preview', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    enabled: enabled && node !== null,
    retry: false,
  })
}

type Saving = KpiShape & { reason: string; from?: string; basedOn?: number }

export function useKpiChange(id: string, fresh: boolean) {
  const queries = useQueryClient()
  // A definition shows on boards, cards and in the library.
  const onSuccess = () => queries.invalidateQueries()
  const save = useMutation({
    mutationFn: ({ basedOn, ...body }: Saving) =>
      fresh
        ? callApi<DefinedKpi>('/kpis', { method: 'POST', body: { id, ...body } })
        : callApi<DefinedKpi>(`/kpis/${id}/versions`, { method: 'POST', body: { ...body, basedOn } }),
    onSuccess,
  })
  const retire = useMutation({
    mutationFn: (body: { from: string; reason: string }) =>
      callApi<DefinedKpi>(`/kpis/${id}/retirement`, { method: 'POST', body }),
    onSuccess,
  })
  return { save, retire }
}
