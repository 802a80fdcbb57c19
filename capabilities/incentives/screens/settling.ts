import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import { nextPeriod, type Period, parsePeriod, previousPeriod } from '#foundation/period'
import type { contract, LedgerEntry, SettlementLine, Settlement as SettlementShape } from '../wire.ts'

export type Settlement = (typeof SettlementShape)['_output']
export type Line = (typeof SettlementLine)['_output']
export type State = Settlement['state']
export type Summary = AnswerOf<typeof contract.list>['settlements'][number]
export type Entry = (typeof LedgerEntry)['_output']
export type Ledger = AnswerOf<typeof contract.ledger>

const key = (id: string) => ['incentives', 'settlement', id]

export function useSettlements() {
  return useQuery({
    queryKey: ['incentives', 'settlements'],
    queryFn: ({ signal }) =>
      callApi<{ settlements: Summary[] }>('/settlements', { signal }).then((answer) => answer.settlements),
  })
}

export function useSettlement(id: string) {
  return useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => callApi<Settlement>(`/settlements/${encodeURIComponent(id)}`, { signal }),
  })
}

export function useLedger(search: { person?: string; settlement?: string }, enabled = true) {
  return useQuery({
    queryKey: ['incentives', 'ledger', search],
    queryFn: ({ signal }) => callApi<Ledger>('/ledger', { search, signal }),
    enabled,
  })
}

type Step = { path: string; method?: 'POST' | 'PUT'; body?: unknown }

/** One step of a settlement: the answer is the settlement as it now stands. */
export function useStep(id: string, onDone?: (settlement: Settlement, step: Step) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ path, method = 'POST', body }: Step) =>
      callApi<Settlement>(`/settlements/${encodeURIComponent(id)}/${path}`, { method, body }),
    onSuccess: async (settlement, step) => {
      queries.setQueryData(key(id), settlement)
      await queries.invalidateQueries({ queryKey: ['incentives', 'settlements'] })
      await queries.invalidateQueries({ queryKey: ['incentives', 'ledger'] })
      onDone?.(settlement, step)
    },
    // What was refused because the state had moved on is shown as it now stands.
    onError: () => queries.invalidateQueries({ queryKey: key(id) }),
  })
}

const shifted = (month: string, shift: (period: Period) => Period) => {
  const period = parsePeriod(month)
  return period ? shift(period).text : month
}
export const monthBefore = (month: string) => shifted(month, previousPeriod)
export const monthAfter = (month: string) => shifted(month, nextPeriod)
