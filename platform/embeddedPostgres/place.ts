import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Account, canUseFolder } from './account.ts'

/** Where things of one database lie. `home` is private to us; `data` belongs to PostgreSQL's user. */
export type Place = { requested: string; home: string; data: string; password: string; log: string; lock: string }

const POINTER = 'postgres.place'

function placeIn(requested: string, home: string): Place {
  return {
    requested,
    home,
    data: join(home, 'postgres'),
    password: join(home, 'postgres.password'),
    log: join(home, 'postgres.log'),
    lock: join(home, 'postgres.lock'),
  }
}

/** The place of an existing database for this folder, or null: it may lie elsewhere, see `makePlace`. */
export function existingPlace(requested: string): Place | null {
  const here = placeIn(requested, requested)
  if (existsSync(here.data)) return here
  const home = pointedHome(requested)
  return home && existsSync(join(home, 'postgres')) ? placeIn(requested, home) : null
}

/**
 * A place for a new database: the folder itself, or, when PostgreSQL's user can't reach it (a clone under /root, a mount
 * without owners), a folder outside of it, named by the folder. A small file in the folder says where; deleting
 * the folder therefore starts anew, and what lay outside is set aside, not deleted.
 */
export function makePlace(requested: string, account: Account, log: (line: string) => void): Place {
  if (account === null) return placeIn(requested, requested)
  if (canHoldData(requested, account)) return placeIn(requested, requested)

  const hash = createHash('sha256').update(realpathSync(requested)).digest('hex').slice(0, 16)
  const home = join(outsideParent(account), hash)
  if (existsSync(home) && pointedHome(requested) !== home) {
    const aside = `${home}.${new Date().toISOString().replaceAll(/[^0-9]/g, '')}`
    renameSync(home, aside)
    log(`The database of an earlier ${requested} is kept in ${aside}; delete it when nobody needs it`)
  }
  makeOpenFolder(home)
  writeFileSync(join(home, 'folder'), `${requested}\n`)
  writeFileSync(join(requested, POINTER), `${home}\n`)
  log(`${account.name} can't use ${requested}, so the database lies in ${home}`)
  return placeIn(requested, home)
}

/** Where copies of the programs go: outside as root, else in the folder. */
export function copiesFolder(requested: string, account: Account): string {
  return account ? join(outsideParent(account), 'programs') : join(requested, 'programs')
}

/**
 * The folder of the socket, which costs less than loopback for every statement: that of the data, closed to others. Null where
 * a socket's address would be too long (107 bytes on Linux, 103 on macOS) or is not spoken.
 */
export function socketFolder(place: Place): string | null {
  if (process.platform === 'win32') return null
  return Buffer.byteLength(join(place.data, '.s.PGSQL.65535')) <= 103 ? place.data : null
}

export function ownedBy(account: Account, path: string, mode: number): void {
  chmodSync(path, mode)
  if (account) chownSync(path, account.uid, account.gid)
}

function pointedHome(requested: string): string | null {
  try {
    const home = readFileSync(join(requested, POINTER), 'utf8').trim()
    const origin = readFileSync(join(home, 'folder'), 'utf8').trim()
    // A copied checkout brings the pointer of its original along: two folders must not mean one database.
    // A moved one (its origin is gone) keeps its data.
    return resolve(origin) === resolve(requested) || !existsSync(join(origin, POINTER)) ? home : null
  } catch {
    return null
  }
}

/** Tried by doing: some mounts take chown and chmod silently without effect. */
function canHoldData(home: string, account: NonNullable<Account>): boolean {
  const trial = join(home, `.reach-${process.pid}`)
  try {
    mkdirSync(trial, { mode: 0o700 })
    ownedBy(account, trial, 0o700)
    const { uid, mode } = statSync(trial)
    return uid === account.uid && (mode & 0o777) === 0o700 && canUseFolder(account, trial)
  } catch {
    return false
  } finally {
    rmSync(trial, { recursive: true, force: true })
  }
}

/** The umask of the caller (077 on hardened systems) must not close what PostgreSQL's user has to pass through. */
function makeOpenFolder(path: string): void {
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o755)
}

function outsideParent(account: NonNullable<Account>): string {
  for (const parent of [join('/var/lib', 'baton'), join(tmpdir(), 'baton')]) {
    try {
      if (!existsSync(parent)) makeOpenFolder(parent)
      const entry = lstatSync(parent)
      // In a shared temporary folder somebody else could have put a folder or a link of that name there first.
      if (!entry.isDirectory() || entry.uid !== 0 || entry.mode & 0o022) continue
      if (canHoldData(parent, account)) return parent
    } catch {
      // can't be made; the next
    }
  }
  throw new Error(
    `PostgreSQL runs as ${account.name}, who can reach neither the data folder nor ${dirname('/var/lib/baton')} nor ${tmpdir()}. Set BATON_DATA to a folder open to that user.`,
  )
}
