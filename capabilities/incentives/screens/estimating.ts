import { type AnswerOf, callApi } from '#design/api'
import type { contract } from '../wire.ts'

export type Estimate = AnswerOf<typeof contract.estimate>

/** The own estimate of the running month. */
export const estimateQuery = (person: string) => ({
  queryKey: ['payEstimate', person],
  queryFn: ({ signal }: { signal: AbortSignal }) => callApi<Estimate>('/pay/estimate', { search: { person }, signal }),
  staleTime: 60_000,
})
