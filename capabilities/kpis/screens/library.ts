import { useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import { useWords } from '#design/locale'
import type { Kpi as KpiSchema, Trace as TraceSchema } from '../wire.ts'

export type Kpi = (typeof KpiSchema)['_output']

export type Trace = (typeof TraceSchema)['_output']

export type KpiLibrary = {
  /** Those that hold today. */
  kpis: Kpi[]
  /** Of those that held once or will hold, too: an earlier board still shows them. */
  get: (id: string) => Kpi | undefined
  /** The name in the reader's language; the id while the library is still on its way. */
  nameOf: (id: string) => string
  loading: boolean
  error: unknown
  reload: () => void
}

const none: Kpi[] = []

/** The KPI library: asked for once, and then at hand on every screen. */
export function useKpis(): KpiLibrary {
  const words = useWords()
  const { data, error, isPending, refetch } = useQuery({ ...kpisQuery, select: byId })
  const get = (id: string) => data?.known.get(id)
  return {
    kpis: data?.kpis ?? none,
    get,
    nameOf: (id) => {
      const kpi = get(id)
      return kpi ? words(kpi.names) : id
    },
    loading: isPending,
    error,
    reload: () => void refetch(),
  }
}

export const kpisQuery = {
  queryKey: ['kpis'],
  queryFn: ({ signal }: { signal: AbortSignal }) => callApi<Answer>('/kpis', { signal }),
  staleTime: 30 * 60_000,
}

type Answer = { kpis: Kpi[]; others: Kpi[] }

const byId = ({ kpis, others }: Answer) => ({ kpis, known: new Map([...kpis, ...others].map((kpi) => [kpi.id, kpi])) })

/** A KPI's formula in words, as it holds for the node: "(总台次 − 返修台次) ÷ 总台次 × 100". */
export function useFormula(kpi: string, node: string, period: string): string | null {
  const words = useWords()
  const { data } = useQuery(traceQuery(kpi, node, period))
  return data?.because[0] ? words(data.because[0]) : null
}

export const traceQuery = (kpi: string, node: string, period: string) => ({
  queryKey: ['trace', kpi, node, period],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<Trace>(`/kpis/${encodeURIComponent(kpi)}/trace`, { search: { node, period }, signal }),
})

/** From the weakest figure that is usual in the industry to an excellent one, as a BulletBar draws it. */
export function benchmarkBand(kpi: Kpi | undefined): { industry: number; excellent: number } | null {
  if (!kpi?.industry || kpi.excellent === null) return null
  return { industry: kpi.direction === 'higher' ? kpi.industry.low : kpi.industry.high, excellent: kpi.excellent }
}
