import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '#measures'
import { openDatabase } from '#platform/database'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embeddedPostgres'
import { existingPlace } from '#platform/embeddedPostgres/place'
import { openLog } from '#platform/log'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

// The database hangs: every process of it is stopped, its connections stay open, and nobody answers. A database of this
// test's own, since the others share one.
const hangMilliseconds = 18_000
/** No request may last longer, whatever the database does. */
const boundMilliseconds = 22_000
const key = 'hang-test-key-0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const folder = mkdtempSync(join(tmpdir(), 'baton-hang-'))
const lines: string[] = []
let database: EmbeddedPostgres
let serving: Serving
let stopped: number[] = []

/** PostgreSQL and all its children. */
function databaseProcesses(): number[] {
  const place = existingPlace(realpathSync(folder))
  if (!place) throw new Error('there is no database')
  const main = Number(readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n')[0])
  return [main, ...everyProcess().flatMap(({ pid, parent }) => (parent === main ? [pid] : []))]
}

function everyProcess(): { pid: number; parent: number }[] {
  if (process.platform !== 'linux') {
    const said = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout
    return said.split('\n').map((line) => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
      return { pid, parent }
    })
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    try {
      const [, parent = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return [{ pid: Number(pid), parent: Number(parent) }]
    } catch {
      return [] // it ended meanwhile
    }
  })
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT') {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // one of its children ended meanwhile
    }
  }
}

beforeAll(async () => {
  chmodSync(folder, 0o711)
  const settings = { fsync: 'off', synchronous_commit: 'off' }
  database = await startEmbeddedPostgres({ folder, settings })
  const env = { BATON_DATA: folder, DATABASE_URL: database.url, BATON_DEMO: '0', BATON_API_KEY: key, PORT: '0' }
  serving = await serve(
    readConfiguration({ ...env, BATON_NOW: '2024-04-10T12:00:00+08:00' }),
    openLog('warn', { write: (line) => void lines.push(line) }),
  )
  await serving.ready
  const organisation = {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
    ],
    people: [{ id: 'P1', name: '一', memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }] }],
  }
  await fetch(`${serving.address}/api/v1/org/import`, { method: 'POST', headers, body: JSON.stringify(organisation) })
}, 90_000)
afterAll(async () => {
  signal(stopped, 'SIGCONT')
  await serving?.close()
  await database?.stop()
  const home = existingPlace(folder)?.home
  for (const path of [home, folder]) if (path) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
})

const order = (id: string) => ({
  source: 'dms',
  externalId: id,
  version: '2024-03-18T18:00:00+08:00',
  store: 'S1',
  openedAt: '2024-03-18T08:30:00+08:00',
  deliveredAt: '2024-03-18T16:00:00+08:00',
  leadTechnician: 'P1',
  labour: [],
  labourFen: 10_000,
  partsFen: 0,
  hasAppointment: false,
  hasAddOn: false,
  rework: null,
})

type Asked = { status: number; retryAfter: string | null; milliseconds: number }
const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function jobs(): Promise<number | null> {
  const answer = await fetch(`${serving.address}/api/v1/boards/C1?period=2024-03`, { headers })
  if (!answer.ok) return null
  const { kpis } = (await answer.json()) as { kpis: { id: string; value: number | null }[] }
  return kpis.find(({ id }) => id === 'jobs')?.value ?? null
}

describe('a database that hangs under load', () => {
  it('keeps nobody waiting, and costs nothing but the time', { timeout: 120_000 }, async () => {
    const asked: Asked[] = []
    const taken: string[] = []
    let asking = true
    const ask = async (path: string, init: RequestInit): Promise<number> => {
      const began = performance.now()
      const answer = await fetch(`${serving.address}${path}`, { ...init, headers })
      await answer.arrayBuffer()
      const retryAfter = answer.headers.get('retry-after')
      asked.push({ status: answer.status, retryAfter, milliseconds: performance.now() - began })
      if (answer.status !== 200) await rest(100)
      return answer.status
    }
    const writer = async (name: string) => {
      for (let number = 0; asking; number += 1) {
        const body = JSON.stringify([order(`${name}-${number}`)])
        while ((await ask('/api/v1/facts/work-orders', { method: 'POST', body })) !== 200) if (!asking) return
        taken.push(`${name}-${number}`)
      }
    }
    const reader = async (path: string) => {
      while (asking) await ask(path, {})
    }
    const clients = [
      ...Array.from({ length: 12 }, (_, at) => writer(`w${at}`)),
      ...[
        '/api/v1/boards/C1?period=2024-03',
        '/api/v1/org/nodes',
        '/api/v1/kpis/jobs/facts?node=S1&period=2024-03',
      ].map(reader),
    ]
    for (let tries = 0; taken.length < 50 && tries < 600; tries += 1) await rest(50)

    stopped = databaseProcesses()
    signal(stopped, 'SIGSTOP')
    await rest(500)
    const before = taken.length
    const away = await fetch(`${serving.address}/readyz`)
    expect(away.status).toBe(503)
    expect(await away.json()).toMatchObject({ state: 'database_away' })
    expect((await fetch(`${serving.address}/healthz`)).status).toBe(200)
    await rest(hangMilliseconds - 2_500)
    // By now nobody waits any more: who asks is refused at once.
    const began = performance.now()
    const refused = await fetch(`${serving.address}/api/v1/org/nodes`, { headers })
    expect(refused.status).toBe(503)
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(taken.length).toBe(before)
    signal(stopped, 'SIGCONT')
    stopped = []

    let ready = 0
    for (let tries = 0; ready !== 200 && tries < 200; tries += 1) {
      ready = (await fetch(`${serving.address}/readyz`)).status
      await rest(50)
    }
    expect(ready).toBe(200)
    for (let tries = 0; taken.length < before + 50 && tries < 600; tries += 1) await rest(50)
    asking = false
    await Promise.all(clients)

    expect(taken.length).toBeGreaterThanOrEqual(before + 50)
    const unfit = asked.filter(({ status, retryAfter }) => status !== 200 && !(status === 503 && retryAfter))
    expect(unfit.slice(0, 5)).toEqual([])
    expect(asked.some(({ status }) => status === 503)).toBe(true)
    expect(Math.max(...asked.map(({ milliseconds }) => milliseconds))).toBeLessThan(boundMilliseconds)
    for (let tries = 0; tries < 200 && (await jobs()) !== taken.length; tries += 1) await rest(50)
    expect(await jobs()).toBe(taken.length)
    const own = openDatabase({ url: database.url, connections: 3 })
    expect(await differences({ database: own })).toBe(0)
    await own.close()
    // It is tried less and less often, and the log is no flood.
    expect(lines.filter((line) => line.includes('rolling up failed')).length).toBeLessThan(15)
  })
})
