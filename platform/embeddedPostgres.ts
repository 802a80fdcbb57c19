import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Account, databaseAccount } from './embeddedPostgres/account.ts'
import { type Binaries, reachableBinaries } from './embeddedPostgres/binaries.ts'
import {
  admitOurs,
  assertSameMajorVersion,
  initialiseCluster,
  ROLE,
  readPassword,
  removeRemains,
  resetPassword,
} from './embeddedPostgres/cluster.ts'
import { acquireLock } from './embeddedPostgres/lock.ts'
import { rotateLog } from './embeddedPostgres/logFile.ts'
import { copiesFolder, existingPlace, makePlace, type Place, socketFolder } from './embeddedPostgres/place.ts'
import {
  answersAsOurs,
  ensureDatabase,
  type Postmaster,
  signalPostmaster,
  startPostmaster,
  stopPostmaster,
  survivingPostmaster,
  untilQuiet,
} from './embeddedPostgres/postmaster.ts'
import { isAlive, pause } from './embeddedPostgres/processes.ts'

export type EmbeddedPostgres = {
  /**
   * postgres://baton:<random password>@127.0.0.1:<port>/baton, as a rule with ?host=<folder of the socket>, which then counts;
   * the role is superuser and owns the database.
   */
  url: string
  /** True when a PostgreSQL that outlived a killed server was taken over instead of starting one. */
  adopted: boolean
  stop(): Promise<void>
}

/**
 * Serves a real PostgreSQL from a folder: makes it the first time, takes over the one of a killed server, refuses a
 * second server on the same folder. Why it does what it does stands in the architecture under storage.
 */
export async function startEmbeddedPostgres(options: {
  folder: string
  log?: (line: string) => void
  settings?: Record<string, string>
}): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {})
  mkdirSync(resolve(options.folder), { recursive: true })
  // The real path, so that a folder reached through a link is the same folder.
  const folder = realpathSync(options.folder)
  const known = existingPlace(folder)
  const account = databaseAccount(known?.data ?? null)
  const place = known ?? makePlace(folder, account, log)

  const releaseLock = await acquireLock(place.lock, folder)
  try {
    const binaries = reachableBinaries(account, copiesFolder(folder, account), log)
    await removeRemains(place.home)
    if (!existingPlace(folder)) {
      log(`Creating the database in ${place.data}`)
      await initialiseCluster(place, binaries, account)
    }
    assertSameMajorVersion(place, binaries)
    rotateLog(place.log)
    const running = await runningPostmaster(place, binaries, account, options.settings ?? {}, log)
    await ensureDatabase(running.port, running.password)
    return supervise(place, binaries, running, releaseLock)
  } catch (error) {
    releaseLock()
    throw error
  }
}

/** Where the database of a folder can be reached while a server runs on it; null when none does. */
export function runningEmbeddedPostgres(folder: string): string | null {
  const place = existsSync(folder) ? existingPlace(realpathSync(folder)) : null
  const running = place && survivingPostmaster(place)
  const password = place && readPassword(place)
  return running && password ? urlOf(place, running.port, password) : null
}

function urlOf(place: Place, port: number, password: string): string {
  const socket = socketFolder(place)
  // One of an earlier version may still run without it.
  const spoken = socket && existsSync(join(socket, `.s.PGSQL.${port}`))
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}${spoken ? `?host=${encodeURIComponent(socket)}` : ''}`
}

type Running = Postmaster & { password: string; adopted: boolean }

async function runningPostmaster(
  place: Place,
  binaries: Binaries,
  account: Account,
  wishes: Record<string, string>,
  log: (line: string) => void,
): Promise<Running> {
  const settings = serverSettings(place, wishes, binaries)
  const survivor = survivingPostmaster(place)
  const known = readPassword(place)
  if (survivor) {
    // It may still be replaying after a crash of its own; give it the time that a start gets.
    for (let attempt = 0; known && attempt < 20 && isAlive(survivor.identity); attempt++) {
      if (await answersAsOurs(survivor.port, known, place, settings.cluster_name ?? '')) {
        log(`Took over PostgreSQL (process ${survivor.identity.pid}), which outlived its server`)
        return { ...survivor, password: known, adopted: true }
      }
      await pause(250)
    }
    if (isAlive(survivor.identity)) {
      log(`Stopping PostgreSQL (process ${survivor.identity.pid}), which outlived its server and can't be taken over`)
    }
    await stopPostmaster(survivor.identity, place, binaries)
  }
  const password = known ?? (await resetPassword(place, binaries, account))
  admitOurs(place, account)
  const started = await startPostmaster({ place, binaries, account, password, settings })
  return { ...started, password, adopted: false }
}

function serverSettings(place: Place, wishes: Record<string, string>, binaries: Binaries): Record<string, string> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder(place) ?? '',
    password_encryption: 'scram-sha-256',
    shared_buffers: '256MB',
    max_connections: '100',
    fsync: 'on',
    wal_compression: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Containers give /dev/shm 64 MB as a rule, which a parallel query can fill and then fails.
    ...(smallSharedMemory() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...wishes,
  }
  // A survivor is taken over only when it runs what would be started now: its name says so.
  const mark = createHash('sha256')
    .update(JSON.stringify([binaries.version, settings]))
    .digest('hex')
    .slice(0, 12)
  return { ...settings, cluster_name: `baton-${mark}` }
}

function smallSharedMemory(): boolean {
  if (process.platform !== 'linux') return false
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks < 256 * 1024 * 1024
  } catch {
    return true
  }
}

/** From here on every way out of this process stops PostgreSQL, except kill -9, which the next start mends. */
function supervise(place: Place, binaries: Binaries, running: Running, releaseLock: () => void): EmbeddedPostgres {
  const { identity, port, password } = running
  const rotation = setInterval(() => rotateLog(place.log), 600_000)
  rotation.unref()

  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= stopOnce()
    return stopping
  }
  async function stopOnce(): Promise<void> {
    clearInterval(rotation)
    try {
      await untilQuiet(port, password)
      await stopPostmaster(identity, place, binaries)
    } finally {
      process.off('exit', onExit)
      for (const signal of endSignals) process.off(signal, onSignal)
      releaseLock()
    }
  }

  // No time for waiting in an exit handler: the signal is sent, PostgreSQL finishes by itself, and a start in between
  // waits for it as for any survivor.
  function onExit(): void {
    if (process.platform !== 'win32') signalPostmaster(identity.pid, 'SIGINT')
    releaseLock()
  }
  // A server has its own order of closing things and calls stop() in it; only without any does this one act.
  function onSignal(signal: NodeJS.Signals): void {
    if (process.listenerCount(signal) > 1) return
    void stop().finally(() => process.kill(process.pid, signal))
  }
  process.on('exit', onExit)
  for (const signal of endSignals) process.on(signal, onSignal)

  return { url: urlOf(place, port, password), adopted: running.adopted, stop }
}

const endSignals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
