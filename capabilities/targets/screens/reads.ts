import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import type { contract, Plan } from '../wire.ts'

export type YearTable = AnswerOf<typeof contract.year>
export type YearRow = YearTable['rows'][number]
export type PlanInput = (typeof Plan)['_output']
export type Preview = AnswerOf<typeof contract.preview>
export type Versions = AnswerOf<typeof contract.decompositions>
export type Version = Versions['decompositions'][number]
export type Rolling = AnswerOf<typeof contract.rolling>
type Moved = AnswerOf<typeof contract.save>
type Events = AnswerOf<typeof contract.events>
type Parts = AnswerOf<typeof contract.parts>

export function useYear(node: string, year: number | null) {
  return useQuery({
    queryKey: ['targets', 'year', node, year],
    queryFn: ({ signal }) => callApi<YearTable>('/targets/year', { search: { node, year: year ?? undefined }, signal }),
    enabled: year !== null,
  })
}

/** What the server makes of a plan; asked anew whenever the plan changes. */
export function usePreview(plan: PlanInput | null) {
  return useQuery({
    queryKey: ['targets', 'preview', plan],
    queryFn: ({ signal }) => callApi<Preview>('/targets/decompositions', { method: 'POST', body: plan, signal }),
    enabled: plan !== null,
    placeholderData: (before) => before,
    retry: false,
  })
}

/** Nothing moves until somebody lets it go on. */
const stands = ({ work }: Version) => work?.state === 'stopped' || work?.state === 'failed'
const workedOff = ({ decompositions }: Versions) =>
  decompositions.every((one) => stands(one) || (one.complete && (one.applied || one.state !== 'approved')))

export function useVersions(node: string, kpi: string, year: number) {
  return useQuery({
    queryKey: ['targets', 'plans', node, kpi, year],
    queryFn: ({ signal }) => callApi<Versions>('/targets/decompositions', { search: { node, kpi, year }, signal }),
    // While a large tree is worked on in the background.
    refetchInterval: ({ state }) => (state.data && !workedOff(state.data) ? 2000 : false),
  })
}

export function useRolling(no: number | null) {
  return useQuery({
    queryKey: ['targets', 'rolling', no],
    queryFn: ({ signal }) => callApi<Rolling>(`/targets/decompositions/${no}/rolling`, { signal }),
    enabled: no !== null,
  })
}

export function useEvents(node: string, year: number) {
  return useQuery({
    queryKey: ['targets', 'events', node, year],
    queryFn: ({ signal }) => callApi<Events>('/targets/events', { search: { node, year }, signal }),
  })
}

export function useParts(node: string, kpi: string, month: string | null) {
  return useQuery({
    queryKey: ['targets', 'parts', node, kpi, month],
    queryFn: ({ signal }) =>
      callApi<Parts>('/targets/parts', { search: { node, kpi, month: month ?? undefined }, signal }),
    enabled: month !== null,
  })
}

/** One change of plans or events; everything about targets is read anew afterwards. */
export function useChange<Input, Answer = Moved>(change: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries({ queryKey: ['targets'] }) })
}

export const savePlan = (body: PlanInput & { reason: string; propose: boolean; basedOn?: number | null }) =>
  callApi<Moved>('/targets/decompositions', { method: 'PUT', body })
export const movePlan = ({ no, to }: { no: number; to: 'propose' | 'approve' | 'cancel' | 'resume' }) =>
  callApi<Moved>(`/targets/decompositions/${no}/${to}`, { method: 'POST', body: {} })
export const addEvent = (body: {
  node: string
  year: number
  from: number
  to: number
  factor: number
  name: string
}) => callApi<{ no: number }>('/targets/events', { method: 'POST', body })
export const dropEvent = (no: number) => callApi<{ no: number }>(`/targets/events/${no}`, { method: 'DELETE' })
