import { createContext, useContext } from 'react'

export type SessionUser = {
  name: string
  roles: string[]
  permissions: string[]
  homeNode: string | null
  person: string | null
  landing: string
}

export type Session = { user: SessionUser | null; signOut: () => Promise<void>; refresh: () => Promise<void> }

const SessionContext = createContext<Session | null>(null)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const value = useContext(SessionContext)
  if (!value) throw new Error('useSession needs a SessionProvider')
  return value
}

/** Whether the reader may do something: for showing and hiding only, the server decides. */
export function useMay(): (permission: string | undefined) => boolean {
  const { user } = useSession()
  return (permission) => permission === undefined || (user?.permissions.includes(permission) ?? false)
}
