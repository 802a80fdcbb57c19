import { createHash } from 'node:crypto'
import type { Actor, Locale } from '#foundation/actor'
import { unauthorised } from '#foundation/failure'
import type { Database } from '#platform/database'
import type { SignInLibrary } from '#platform/signIn'
import { type ActorRow, actorOfKey, actorOfUser, noteKeysUsed } from '../storage/actors.ts'

export type Authenticate = (request: {
  headers: Record<string, string | string[] | undefined>
  locale: Locale
  /** Given the cookies of a session that was renewed on the way, for the answer. */
  renewed?: (cookies: string[]) => void
}) => Promise<Actor | null>

/** API keys are random and long, so one round of SHA-256 is enough to keep them. */
export const keyHash = (key: string): Buffer => createHash('sha256').update(key).digest()

/** The API key of a request, or null; anything but a bearer scheme is refused. */
export function bearerKey(headers: Record<string, string | string[] | undefined>): string | null {
  const header = headers.authorization
  if (header === undefined) return null
  const key = /^Bearer\s+(\S{1,512})$/i.exec(String(header))?.[1]
  if (!key) throw unauthorised('access.key.unknown')
  return key
}

export type Gate = { authenticate: Authenticate; keyUsed: (keyId: string) => void; close: () => Promise<void> }

/** Finds out who asks: by API key or by session cookie. The last use of keys is noted in bundles, not at each request. */
export function gate({
  database,
  library,
  now,
}: {
  database: Database
  library: SignInLibrary
  now: () => Date
}): Gate {
  const used = new Set<string>()
  const flush = async () => {
    if (used.size === 0) return
    const ids = [...used]
    used.clear()
    await database.asWorker((tx) => noteKeysUsed(tx, ids, now()))
  }
  // A missed note of a key's last use is not worth a failed request; the next minute writes it.
  const timer = setInterval(() => flush().catch(() => undefined), 60_000)
  timer.unref()
  return {
    authenticate: async ({ headers, locale, renewed }) => {
      const key = bearerKey(headers)
      if (key) {
        const row = await actorOfKey(database, keyHash(key))
        if (!row) throw unauthorised('access.key.unknown')
        if (row.expiredAt) throw unauthorised('access.key.expired', { expiredAt: row.expiredAt.toISOString() })
        used.add(row.keyId)
        return actorFrom(row, locale)
      }
      const cookie = headers.cookie
      if (!cookie || !String(cookie).includes('baton.session_token')) return null
      const found = await library.api.getSession({
        headers: new Headers({ cookie: String(cookie) }),
        returnHeaders: true,
      })
      const session = found.response
      if (!session) return null
      const cookies = found.headers.getSetCookie()
      if (cookies.length > 0) renewed?.(cookies)
      const row = await actorOfUser(database, session.user.id)
      return row ? actorFrom(row, locale) : null
    },
    keyUsed: (keyId) => {
      used.add(keyId)
    },
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

function actorFrom(row: ActorRow, locale: Locale): Actor {
  return {
    no: row.no,
    kind: row.kind,
    name: row.name,
    personNo: row.personNo,
    scope: row.scope,
    payScope: row.payScope,
    permissions: new Set(row.permissions === '' ? [] : row.permissions.split(',')),
    locale,
  }
}
