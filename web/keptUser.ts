import type { SessionUser } from '#design/session'

const key = 'baton.user'

/** Who was signed in here last: name, permissions and landing, nothing that could be used to sign in. */
export function keptUser(): SessionUser | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as SessionUser | null
  } catch {
    return null // a web view may refuse storage
  }
}

export function keepUser(user: SessionUser | null): void {
  try {
    if (user) localStorage.setItem(key, JSON.stringify(user))
    else localStorage.removeItem(key)
  } catch {
    // then the next visit waits for the server
  }
}
