import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The newest PostgreSQL from 15 on that is installed here, or null. */
export function findSystemPostgres() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  for (const bin of folders) {
    if (!existsSync(join(bin, 'initdb')) || !existsSync(join(bin, 'postgres'))) continue
    const said = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout ?? ''
    const version = said.match(/\d+(\.\d+)?/)?.[0]
    if (version && Number.parseInt(version, 10) >= 15) return { bin, version }
  }
  return null
}

/** A cluster for one run of the tests: not durable, loopback only, gone afterwards. */
export async function startTemporaryCluster({ bin }) {
  const user = unprivilegedUser()
  const folder = mkdtempSync(join(tmpdir(), 'baton-system-postgres-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    chmodSync(folder, 0o711)
    const password = randomBytes(16).toString('hex')
    const passwordFile = join(folder, 'password')
    writeFileSync(passwordFile, password, { mode: 0o600 })
    const data = join(folder, 'data')
    mkdirSync(data, { mode: 0o700 })
    if (user) for (const path of [passwordFile, data]) chownSync(path, user.uid, user.gid)
    const options = { ...user, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } }
    const words = ['-D', data, '-U', 'baton', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync']
    const made = spawnSync(join(bin, 'initdb'), [...words, '--encoding=UTF8', '--locale=C.UTF-8'], {
      ...options,
      encoding: 'utf8',
    })
    if (made.status !== 0) throw new Error(`initdb of ${bin} failed: ${made.error?.message ?? made.stderr}`)
    rmSync(passwordFile)
    const { port, stop } = await startOn(bin, data, join(folder, 'log'), options)
    const url = `postgres://baton:${password}@127.0.0.1:${port}/postgres`
    return { url, stop: () => stop().finally(removeFolder) }
  } catch (error) {
    removeFolder()
    throw error
  }
}

async function startOn(bin, data, logFile, options) {
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    max_connections: '200',
    jit: 'off',
    timezone: 'UTC',
  }
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(logFile, 'a')
  // In a group of its own: Ctrl-C goes to the tests first, and the cluster is stopped after them.
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...words], {
    ...options,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const ended = new Promise((done) => server.on('exit', done).on('error', done))
  const onExit = () => server.kill('SIGQUIT')
  process.on('exit', onExit)
  const stop = async () => {
    server.kill('SIGINT')
    await ended
    process.off('exit', onExit)
  }
  const end = Date.now() + 30_000
  while (!isReady(data)) {
    if (server.exitCode !== null || server.pid === undefined || Date.now() > end) {
      if (server.pid !== undefined && server.exitCode === null) await stop()
      throw new Error(`${bin}/postgres did not start: ${readFileSync(logFile, 'utf8')}`)
    }
    await new Promise((done) => setTimeout(done, 50))
  }
  return { port, stop }
}

/** The eighth line of PostgreSQL's pid file says when it takes connections. */
function isReady(data) {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout))
    if (uid) return { uid: uid | 0, gid: gid | 0 }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.')
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}
