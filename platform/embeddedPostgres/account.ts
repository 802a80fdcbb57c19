import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The user that PostgreSQL runs as; null is the user of this process. */
export type Account = { name: string; uid: number; gid: number } | null

/** PostgreSQL refuses to run as root. Data that is already there goes on under the user who owns it. */
export function databaseAccount(existingData: string | null): Account {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null
  if (existingData) {
    const { uid, gid } = statSync(existingData)
    if (uid !== 0) return { name: `user ${uid}`, uid, gid }
  }
  for (const name of ['postgres', 'nobody', 'daemon']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
      )
      if (uid) return { name, uid, gid: gid ?? uid }
    } catch {
      // no such user here; the next
    }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this system has none of the users postgres, nobody and daemon. Run Baton as an ordinary user, or set DATABASE_URL.',
  )
}

/** Options for child_process. On macOS `nobody` is -2, which arrives as a large number. */
export function asAccount(account: Account): { uid?: number; gid?: number } {
  return account ? { uid: account.uid | 0, gid: account.gid | 0 } : {}
}

/** Whether the account can enter and write the folder: asked by doing it, since modes alone don't tell (mounts, ACLs). */
export function canUseFolder(account: Account, folder: string): boolean {
  if (process.platform === 'win32') return true
  const script = 'cd "$1" && : > .reach-test && rm .reach-test'
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', folder], { cwd: '/', stdio: 'ignore', ...asAccount(account) }).status ===
    0
  )
}

/** Nothing of the caller's PG* or locale settings may reach PostgreSQL: a stray PGDATA or LC_ALL changes what it does. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  if (process.platform === 'win32') {
    return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/i.test(name)))
  }
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}
