import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { databaseAccount } from './embeddedPostgres/account.ts'
import { packagedBinaries, reachableBinaries } from './embeddedPostgres/binaries.ts'
import { acquireLock } from './embeddedPostgres/lock.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts'

const isRoot = process.getuid?.() === 0
const moduleUrl = new URL('./embeddedPostgres.ts', import.meta.url).href
const cleanups: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A folder that others may pass through, like a checkout in /opt. */
function openFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'baton-postgres-'))
  chmodSync(folder, mode)
  cleanups.push(() => {
    const pointer = join(folder, 'postgres.place')
    if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

async function start(folder: string, lines: string[] = []): Promise<EmbeddedPostgres> {
  const settings = { shared_buffers: '16MB' }
  const database = await startEmbeddedPostgres({ folder, settings, log: (line) => lines.push(line) })
  cleanups.push(() => database.stop())
  return database
}

/** Another process that starts the same folder; its output tells how far it came. */
function startInChild(
  folder: string,
  user: { uid?: number; gid?: number } = {},
): { child: ChildProcess; output(): string } {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(moduleUrl)})
    const log = (line) => console.log(line)
    const settings = { shared_buffers: '16MB' }
    const database = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, settings, log }).catch((error) => {
      console.log('REFUSED ' + error.message)
      process.exit(3)
    })
    console.log('READY ' + database.url)
    setInterval(() => {}, 1000)
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    ...user,
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  cleanups.push(() => void child.kill('SIGKILL'))
  return { child, output: () => output }
}

async function until(condition: () => boolean, what: () => string, timeMs = 15_000): Promise<void> {
  const end = Date.now() + timeMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what()}`)
    await new Promise((done) => setTimeout(done, 10))
  }
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else child.on('exit', () => done())
  })
}

describe('a first start', () => {
  test('makes a database that counts Chinese characters, takes only the password, and keeps its data', async () => {
    const folder = openFolder()
    const first = await start(folder)
    expect(first.adopted).toBe(false)
    expect(await query(first.url, 'select current_database()')).toBe('baton')
    expect(await query(first.url, 'show server_encoding')).toBe('UTF8')
    expect(await query(first.url, "select length('中文')")).toBe(2)
    expect(await query(first.url, 'show timezone')).toBe('UTC')
    expect(await query(first.url, 'show listen_addresses')).toBe('127.0.0.1')
    expect(await query(first.url, 'show unix_socket_directories')).toBe(join(folder, 'postgres'))
    expect(await query(first.url, 'select inet_server_addr()')).toBe(null)
    expect(await query(first.url.replace(/\?.*/, ''), 'select inet_server_addr()')).toBe('127.0.0.1')
    await expect(query(first.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
    await query(first.url, "create table kept as select '指挥棒' as word")
    await first.stop()
    await expect(query(first.url, 'select 1')).rejects.toThrow()

    const second = await start(folder)
    expect(await query(second.url, 'select word from kept')).toBe('指挥棒')
    await second.stop()

    // A lost password file is no lost database.
    rmSync(join(folder, 'postgres.password'))
    const third = await start(folder)
    expect(await query(third.url, 'select word from kept')).toBe('指挥棒')
    expect(readdirSync(folder).filter((name) => name.includes('pwfile') || name.includes('.new'))).toEqual([])
  })

  test('killed while it makes the database leaves a folder that starts', async () => {
    const folder = openFolder()
    const { child, output } = startInChild(folder)
    await until(() => readdirSync(folder).some((name) => name.startsWith('postgres.new-')), output)
    await new Promise((done) => setTimeout(done, 150))
    child.kill('SIGKILL')
    await ended(child)
    expect(existsSync(join(folder, 'postgres'))).toBe(false)

    const database = await start(folder)
    expect(await query(database.url, 'select 1')).toBe(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres.new'))).toEqual([])
  })
})

describe('a folder that is served already', () => {
  test('is refused, and taken over when its server was killed', async () => {
    const folder = openFolder()
    const { child, output } = startInChild(folder)
    await until(() => output().includes('READY'), output)
    await expect(start(folder)).rejects.toThrow(`${folder} is already served by process ${child.pid}`)

    const url = output().match(/READY (\S+)/)?.[1] ?? ''
    await query(url, 'create table kept as select 1 as one')
    child.kill('SIGKILL')
    await ended(child)
    const lines: string[] = []
    const database = await start(folder, lines)
    expect(database.adopted).toBe(true)
    expect(database.url).toBe(url)
    expect(lines.join()).toContain('Took over')
    expect(await query(database.url, 'select one from kept')).toBe(1)
    await expect(start(folder)).rejects.toThrow(`already served by process ${process.pid}`)
    await database.stop()
    await expect(query(url, 'select 1')).rejects.toThrow()
  })

  test('stops PostgreSQL when its server gets SIGTERM or ends without stopping it', async () => {
    const folder = openFolder()
    const { child, output } = startInChild(folder)
    await until(() => output().includes('READY'), output)
    child.kill('SIGTERM')
    await ended(child)
    expect(child.signalCode).toBe('SIGTERM')
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
    expect(existsSync(join(folder, 'postgres.lock'))).toBe(false)
  })

  test('a lock of a process that is gone, or of a stranger with its number, does not block', async () => {
    const file = join(openFolder(), 'lock')
    for (const stale of [
      '',
      '{"pid":1,"startedAt":"another boot:5"}',
      '{"pid":999999999,"startedAt":null}',
      'rubbish',
    ]) {
      writeFileSync(file, stale)
      const release = await acquireLock(file, 'the folder')
      await expect(acquireLock(file, 'the folder')).rejects.toThrow('already served')
      release()
      expect(existsSync(file)).toBe(false)
    }
  })
})

describe.runIf(isRoot)('as root', () => {
  test('a folder closed to others works, with the data outside and a word about where', async () => {
    const closed = openFolder(0o700)
    const folder = join(closed, 'checkout', '.baton')
    const lines: string[] = []
    const first = await start(folder, lines)
    const home = readFileSync(join(folder, 'postgres.place'), 'utf8').trim()
    cleanups.push(() => rmSync(home, { recursive: true, force: true }))
    expect(lines.join('\n')).toContain(home)
    expect(home.startsWith(closed)).toBe(false)
    await query(first.url, 'create table kept as select 1 as one')
    await first.stop()

    const second = await start(folder)
    expect(await query(second.url, 'select one from kept')).toBe(1)
  })

  test('programs in a closed folder without their links are copied once, complete', () => {
    const packaged = packagedBinaries()
    const closed = openFolder(0o700)
    const native = join(closed, 'native')
    cpSync(packaged.native, native, {
      recursive: true,
      filter: (path) => !/\.so(\.\d+)?$/.test(path) || !isLinked(packaged.native, path),
    })
    const copies = join(openFolder(), 'programs')
    const lines: string[] = []
    const from = { native, version: packaged.version }
    const account = databaseAccount(null)
    const binaries = reachableBinaries(account, copies, (line) => lines.push(line), from)
    expect(binaries.postgres.startsWith(copies)).toBe(true)
    // Damaged later (a full disk, a cleaner of temporary files): made anew.
    rmSync(binaries.initdb)
    reachableBinaries(account, copies, (line) => lines.push(line), from)
    reachableBinaries(account, copies, (line) => lines.push(line), from)
    expect(existsSync(binaries.initdb)).toBe(true)
    expect(lines).toHaveLength(2)
  })

  // In a checkout closed to others an ordinary user can't even run Node.
  const ordinaryUserRunsNode =
    isRoot && spawnSync(process.execPath, ['--version'], { uid: 65534, gid: 65534, cwd: '/' }).status === 0

  test.runIf(ordinaryUserRunsNode)(
    'an ordinary user needs nothing of this, and root goes on with that user’s data',
    async () => {
      const parent = openFolder()
      const folder = join(parent, 'data')
      mkdirSync(folder)
      chownSync(folder, 65534, 65534)
      const { child, output } = startInChild(folder, { uid: 65534, gid: 65534 })
      await until(() => /READY|REFUSED/.test(output()) || child.exitCode !== null, output)
      expect(output()).toContain('READY')
      child.kill('SIGTERM')
      await ended(child)

      const database = await start(folder)
      expect(await query(database.url, 'select 1')).toBe(1)
    },
  )
})

function isLinked(native: string, path: string): boolean {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  return links.some(({ target }) => path.endsWith(target.replace('native', '')))
}
