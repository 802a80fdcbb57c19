import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { apiError } from '#design/api'

const retriesMax = 2

/** Keeps answers; asks again only where asking again can help. `onSignedOut` hears of every 401. */
export function queryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (apiError(error).kind === 'signedOut') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => {
          const { kind } = apiError(error)
          return (kind === 'broken' || kind === 'offline') && failures < retriesMax
        },
      },
      mutations: { retry: false },
    },
  })
}
