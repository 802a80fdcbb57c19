import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo } from 'react'
import { forgetDays, sendMyDay } from '#dailyCards/ui'
import { apiError, callApi } from '#design/api'
import { ErrorNote } from '#design/errorNote'
import { useMessages } from '#design/locale'
import { type Session, SessionProvider, type SessionUser } from '#design/session'
import { keepUser, keptUser } from './keptUser.ts'
import { shell } from './messages.ts'
import styles from './shell.module.css'

export const sessionKey = ['session']

export async function currentUser({ signal }: { signal: AbortSignal }): Promise<SessionUser | null> {
  try {
    return (await callApi<{ user: SessionUser }>('/session', { signal })).user
  } catch (error) {
    if (apiError(error).kind === 'signedOut') return null
    throw error
  }
}

/** How long signing out waits for what is still to be sent. */
const sendingMilliseconds = 5000

/** Sends what was done on this device and forgets it; what could not be sent waits, unseen by others, for the same person. */
async function leaveNothing(person: string) {
  const late = new Promise<number>((resolve) => setTimeout(() => resolve(1), sendingMilliseconds))
  const left = await Promise.race([sendMyDay(person), late])
  return () => forgetDays(left === 0 ? { of: person } : { but: null })
}

/** Knows who is there before anything is shown (main.tsx has begun to ask); what comes after can rely on the answer. */
export function SessionGate({ children }: { children: ReactNode }) {
  const text = useMessages(shell)
  const queries = useQueryClient()
  const {
    data: user,
    error,
    refetch,
  } = useQuery({
    queryKey: sessionKey,
    queryFn: currentUser,
    staleTime: 5 * 60_000,
  })
  useEffect(() => {
    if (user === undefined) return
    const before = keptUser()
    if (before && before.person !== (user?.person ?? null)) void forgetDays({ but: user?.person ?? null })
    keepUser(user)
  }, [user])
  const session = useMemo<Session>(
    () => ({
      user: user ?? null,
      refresh: async () => {
        await queries.invalidateQueries({ queryKey: sessionKey })
      },
      signOut: async () => {
        const forget = user?.person ? await leaveNothing(user.person) : null
        await callApi('/session', { method: 'DELETE' })
        keepUser(null)
        await forget?.()
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
