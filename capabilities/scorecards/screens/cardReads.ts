import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import { nextPeriod, parsePeriod, previousPeriod } from '#foundation/period'
import type { contract } from '../wire.ts'

export type CardSummary = AnswerOf<typeof contract.cards>['cards'][number]
export type CardVersion = AnswerOf<typeof contract.card>['versions'][number]
export type Checked = AnswerOf<typeof contract.checkCard>
export type BacktestMonth = AnswerOf<typeof contract.backtestCard>['months'][number]
export type ValuesRating = AnswerOf<typeof contract.rateValues>
type Saved = AnswerOf<typeof contract.putCard>

/** What a card is, apart from its number and when it holds. */
export type CardShape = Pick<
  CardVersion,
  'names' | 'holder' | 'position' | 'items' | 'grades' | 'measuredWeightMin' | 'valuesShare' | 'qualityGate'
>

export function useCards() {
  return useQuery({
    queryKey: ['cards'],
    queryFn: ({ signal }) => callApi<{ cards: CardSummary[] }>('/cards', { signal }),
  })
}

export function useCard(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['cards', id],
    queryFn: ({ signal }) => callApi<{ versions: CardVersion[] }>(`/cards/${encodeURIComponent(id)}`, { signal }),
    enabled,
  })
}

/** The balance of a card that is being typed; the last answer stays while the next is on its way. */
export function useCheck(card: CardShape) {
  const { names: _, ...body } = card
  return useQuery({
    queryKey: ['cards', 'check', body],
    queryFn: ({ signal }) => callApi<Checked>('/cards/checks', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

type Put = { card: CardShape; from: string; reason: string; draft?: boolean; basedOn?: number }

export function useCardChange(id: string) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['cards'] })
  const path = `/cards/${encodeURIComponent(id)}`
  const put = useMutation({
    mutationFn: (body: Put) => callApi<Saved>(path, { method: 'PUT', body }),
    onSuccess,
  })
  const drop = useMutation({
    mutationFn: () => callApi<{ dropped: boolean }>(`${path}/draft`, { method: 'DELETE' }),
    onSuccess,
  })
  return { put, drop }
}

export function useBacktest() {
  return useMutation({
    mutationFn: (body: { card: CardShape; node: string; months: string[] }) =>
      callApi<{ months: BacktestMonth[] }>('/cards/backtests', { method: 'POST', body }),
  })
}

export function useRatings(node: string | null, quarter: string, enabled: boolean) {
  return useQuery({
    queryKey: ['valuesRatings', node, quarter],
    queryFn: ({ signal }) =>
      callApi<{ ratings: ValuesRating[] }>('/values-ratings', { search: { node: node ?? undefined, quarter }, signal }),
    enabled: enabled && node !== null,
  })
}

export function useRate() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: {
      person: string
      quarter: string
      score: number
      comment: string
      seriousViolation: boolean
    }) => callApi<ValuesRating>('/values-ratings', { method: 'POST', body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['valuesRatings'] })
      await queries.invalidateQueries({ queryKey: ['scores'] })
      await queries.invalidateQueries({ queryKey: ['score'] })
    },
  })
}

/** The months before one, the latest last. */
export function monthsBefore(month: string, count: number): string[] {
  const found: string[] = []
  let period = parsePeriod(month)
  while (period && found.length < count) {
    period = previousPeriod(period)
    found.unshift(period.text)
  }
  return found
}

/** Months from one on. */
export function monthsFrom(month: string, count: number): string[] {
  const found: string[] = []
  let period = parsePeriod(month)
  while (period && found.length < count) {
    found.push(period.text)
    period = nextPeriod(period)
  }
  return found
}
