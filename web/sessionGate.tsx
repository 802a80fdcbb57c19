import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { apiError, callApi } from '#design/api'
import { ErrorNote } from '#design/errorNote'
import { useMessages } from '#design/locale'
import { type Session, SessionProvider, type SessionUser } from '#design/session'
import { shell } from './messages.ts'
import styles from './shell.module.css'

export const sessionKey = ['session']

async function currentUser({ signal }: { signal: AbortSignal }): Promise<SessionUser | null> {
  try {
    return (await callApi<{ user: SessionUser }>('/session', { signal })).user
  } catch (error) {
    if (apiError(error).kind === 'signedOut') return null
    throw error
  }
}

/** Learns who is there before anything is shown; what comes after can rely on the answer. */
export function SessionGate({ children }: { children: ReactNode }) {
  const text = useMessages(shell)
  const queries = useQueryClient()
  const { data: user, error, refetch } = useQuery({ queryKey: sessionKey, queryFn: currentUser, staleTime: 5 * 60_000 })
  const session = useMemo<Session>(
    () => ({
      user: user ?? null,
      refresh: async () => {
        await queries.invalidateQueries({ queryKey: sessionKey })
      },
      signOut: async () => {
        await callApi('/session', { method: 'DELETE' })
        queries.clear()
        location.assign('/sign-in')
      },
    }),
    [user, queries],
  )
  if (user === undefined && error) {
    return (
      <main className={styles.alone}>
        <ErrorNote
          title={text.unreachable}
          reason={text.unreachableWhy}
          remedy={text.unreachableRemedy}
          code={apiError(error).code}
          onRetry={() => void refetch()}
        />
      </main>
    )
  }
  if (user === undefined) return <div className={styles.waiting} aria-busy="true" />
  return <SessionProvider value={session}>{children}</SessionProvider>
}
