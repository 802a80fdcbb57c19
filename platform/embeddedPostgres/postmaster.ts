import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { type Account, asAccount, cleanEnvironment } from './account.ts'
import type { Binaries } from './binaries.ts'
import { ROLE } from './cluster.ts'
import { logSince, logSize } from './logFile.ts'
import type { Place } from './place.ts'
import { commandLine, isAlive, isGoneWithin, type ProcessIdentity, pause, processStartedAt } from './processes.ts'

/** A running PostgreSQL of ours. */
export type Postmaster = { identity: ProcessIdentity; port: number }

/** How long starting is tried: after a kill, PostgreSQL refuses for up to two seconds, while its old workers go. */
const startTimeMs = 5_000
/** Replaying the log of a crashed database may take longer; as long as it runs and says so, it is waited for. */
const recoveryTimeMs = 120_000

/** The postmaster that outlived its server, as PostgreSQL's own pid file tells; null when there is none. */
export function survivingPostmaster(place: Place): Postmaster | null {
  const file = join(place.data, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Math.abs(Number(lines[0]))
  const identity = { pid, startedAt: processStartedAt(pid) }
  const isPostgres = Number.isInteger(pid) && pid > 1 && isAlive(identity) && isPostgresOn(place, pid)
  if (isPostgres) return { identity, port: Number(lines[3]) }
  // PostgreSQL refuses to start as long as any process of its user has that number, were it a stranger.
  rmSync(file, { force: true })
  return null
}

function isPostgresOn(place: Place, pid: number): boolean {
  const command = commandLine(pid)
  return process.platform === 'win32' ? /postgres/i.test(command) : command.includes(place.data)
}

/** Whether it is ours: it answers with our password, serves our folder, and was started with the same settings. */
export async function answersAsOurs(port: number, password: string, place: Place, name: string): Promise<boolean> {
  const client = maintenanceClient(port, password)
  try {
    await client.connect()
    const { rows } = await client.query(
      "select current_setting('data_directory') as folder, current_setting('cluster_name') as name",
    )
    return rows[0].folder === place.data && rows[0].name === name
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Starts PostgreSQL and waits until it answers; tries again for about five seconds. */
export async function startPostmaster(options: {
  place: Place
  binaries: Binaries
  account: Account
  password: string
  settings: Record<string, string>
  port?: number
}): Promise<Postmaster> {
  const { place, password } = options
  const end = Date.now() + startTimeMs
  for (;;) {
    const port = options.port ?? (await freePort())
    const logStart = logSize(place.log)
    const spawned = launch(options, port)
    const outcome = await untilReady(spawned, port, password)
    if (outcome === 'ready') return { identity: identityOf(place, spawned), port }
    if (spawned.pid) await stopPostmaster({ pid: spawned.pid, startedAt: null }, place, options.binaries)
    if (Date.now() > end) {
      throw new Error(
        `PostgreSQL did not start in ${place.data}. It said (${place.log}):\n${spawned.problem() ?? ''}${logSince(place.log, logStart)}`,
      )
    }
    await pause(250)
  }
}

type Spawned = { pid: number | undefined; ended(): boolean; problem(): string | null }

function launch(
  options: { place: Place; binaries: Binaries; account: Account; settings: Record<string, string> },
  port: number,
): Spawned {
  const { place, binaries, account } = options
  const args = ['-D', place.data, '-p', String(port)]
  for (const [name, value] of Object.entries(options.settings)) args.push('-c', `${name}=${value}`)
  return process.platform === 'win32'
    ? launchOnWindows(place, binaries, args)
    : launchDirectly(place, binaries, account, args)
}

/**
 * In a process group of its own, since Ctrl-C in a terminal goes to the whole group and PostgreSQL has to outlast the
 * server's last requests. Its output goes to the file itself, not through us: it must be able to outlive us.
 */
function launchDirectly(place: Place, binaries: Binaries, account: Account, args: string[]): Spawned {
  const log = openSync(place.log, 'a', 0o600)
  const child = spawn(binaries.postgres, args, {
    ...asAccount(account),
    cwd: '/',
    env: cleanEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let ended = false
  let problem: string | null = null
  child.on('exit', () => {
    ended = true
  })
  child.on('error', (error) => {
    ended = true
    problem = `${error.message}\n`
  })
  child.unref()
  return { pid: child.pid, ended: () => ended, problem: () => problem }
}

/** Windows' postgres.exe refuses administrators; pg_ctl gives the rights away first. */
function launchOnWindows(place: Place, binaries: Binaries, args: string[]): Spawned {
  const words = args.slice(2).map((word) => `"${word.replaceAll('"', '\\"')}"`)
  const run = spawnSync(
    binaries.pgCtl,
    ['start', '-D', place.data, '-l', place.log, '-t', String(recoveryTimeMs / 1000), '-o', words.join(' ')],
    { env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'ignore'], windowsHide: true },
  )
  const failed = run.status !== 0
  return {
    pid: survivingPostmaster(place)?.identity.pid,
    ended: () => failed,
    problem: () => (failed ? `pg_ctl ended with ${run.status}\n` : null),
  }
}

function identityOf(place: Place, spawned: Spawned): ProcessIdentity {
  const pid = spawned.pid ?? survivingPostmaster(place)?.identity.pid
  if (!pid) throw new Error(`PostgreSQL answers, but ${place.data} has no postmaster.pid`)
  return { pid, startedAt: processStartedAt(pid) }
}

async function untilReady(spawned: Spawned, port: number, password: string): Promise<'ready' | 'ended'> {
  const end = Date.now() + recoveryTimeMs
  while (!spawned.ended() && Date.now() < end) {
    const client = maintenanceClient(port, password)
    try {
      await client.connect()
      return 'ready'
    } catch {
      await pause(25)
    } finally {
      await client.end().catch(() => {})
    }
  }
  return 'ended'
}

/** Makes the database on the first start; also when the first start was killed before it came so far. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = maintenanceClient(port, password)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [ROLE])
    if (!rowCount) await client.query(`create database ${ROLE} owner ${ROLE} template template0`)
  } finally {
    await client.end()
  }
}

/**
 * Waits a moment for connections that are just being closed: `pg` throws out of nowhere when the word that the server
 * goes down reaches a client that has said goodbye already.
 */
export async function untilQuiet(port: number, password: string): Promise<void> {
  const client = maintenanceClient(port, password)
  try {
    await client.connect()
    for (let attempt = 0; attempt < 20; attempt++) {
      const { rowCount } = await client.query(
        "select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      )
      if (!rowCount) return
      await pause(25)
    }
  } catch {
    // it is going down already
  } finally {
    await client.end().catch(() => {})
  }
}

function maintenanceClient(port: number, password: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ROLE,
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  })
  client.on('error', () => {}) // a postmaster that is just going must not take us along
  return client
}

/** Fast shutdown: open transactions are rolled back, everything is written. Harder only when that takes too long. */
export async function stopPostmaster(identity: ProcessIdentity, place: Place, binaries: Binaries): Promise<void> {
  if (!isAlive(identity)) return
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', place.data, '-m', 'fast', '-t', '30'], {
      env: cleanEnvironment(),
      stdio: 'ignore',
    })
    return
  }
  const steps = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const
  for (const [signal, timeMs] of steps) {
    signalPostmaster(identity.pid, signal)
    if (await isGoneWithin(identity, timeMs)) return
  }
  throw new Error(`PostgreSQL (process ${identity.pid}) in ${place.data} does not stop`)
}

export function signalPostmaster(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone already
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}
