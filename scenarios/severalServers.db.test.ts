import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '#measures'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { signIn } from './attack/network.ts'
import { type ReverseProxy, startProxy } from './running/proxy.ts'
import { type Server, startServer } from './running/server.ts'

// Two servers on one database behind a proxy that takes turns: whichever answers, it is one product.
const key = 'key-of-the-several-servers-0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const folder = mkdtempSync(join(tmpdir(), 'baton-several-'))
let made: { url: string; drop(): Promise<void> }
let database: Database
let one: Server
let other: Server
let proxy: ReverseProxy

beforeAll(async () => {
  made = await createTestDatabase()
  database = openDatabase({ url: made.url, connections: 3 })
  const env = { BATON_SECRET: 'the-same-on-every-server-0123456789abcdef', BATON_TRUST_PROXY: '1' }
  const start = (name: string) => startServer({ databaseUrl: made.url, key, folder: join(folder, name), env })
  ;[one, other] = await Promise.all([start('one'), start('other')])
  proxy = await startProxy(folder, [one.address, other.address])
  await send('/org/import', {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'R1', kind: 'region', parent: 'C1', name: '区' },
      { id: 'S1', kind: 'store', parent: 'R1', name: '一店' },
      { id: 'S2', kind: 'store', parent: 'R1', name: '二店' },
    ],
    people: [
      { id: 'P1', name: '一', memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }] },
      { id: 'A1', name: '二', memberships: [{ node: 'S1', position: 'service_advisor', from: '2023-01-01' }] },
    ],
  })
}, 90_000)
afterAll(async () => {
  await proxy?.close()
  await Promise.all([one?.kill(), other?.kill()])
  await database?.close()
  await made?.drop()
  rmSync(folder, { recursive: true, force: true })
})

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until<T>(read: () => Promise<T> | T, fits: (value: T) => boolean, tries = 600): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    const value = await read()
    if (fits(value) || tried === tries) return value
    await rest(50)
  }
}

async function send(path: string, body: unknown, address = proxy.address) {
  const answer = await fetch(`${address}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

const order = (id: string) => ({
  source: 'dms',
  externalId: id,
  version: '2024-03-18T18:00:00+08:00',
  store: id.length % 2 ? 'S1' : 'S2',
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

async function importLong(name: string, rows: number): Promise<string> {
  const head =
    '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修'
  const lines = Array.from(
    { length: rows },
    (_, at) => `${name}${at},S1,2024-03-19 08:30,2024-03-19 16:00,A1,P1,P1,1.5,1.2,600,400,是,否,否`,
  )
  const form = new FormData()
  form.append('kind', 'work-orders')
  form.append('source', 'sheet')
  form.append('file', new Blob([[head, ...lines].join('\n')]), `${name}.csv`)
  const answer = await fetch(`${proxy.address}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: headers.authorization },
    body: form,
  })
  expect(answer.status).toBe(202)
  return (await answer.json()).id
}

type Shown = { jobs: number | null }

/** Keeps what a board that is open at an address last showed. */
async function watch(address: string, node: string, stop: AbortSignal): Promise<Shown> {
  const shown: Shown = { jobs: null }
  const answer = await fetch(`${address}/api/v1/boards/${node}/events?period=2024-03`, { headers, signal: stop })
  const follow = async () => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const part of answer.body as ReadableStream<Uint8Array>) {
      text += decoder.decode(part, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /data: (.*)/.exec(event)?.[1]
        if (!data) continue
        const { kpis } = JSON.parse(data) as { kpis: { id: string; value: number | null }[] }
        shown.jobs = kpis.find(({ id }) => id === 'jobs')?.value ?? null
      }
    }
  }
  follow().catch(() => undefined)
  return shown
}

const orders = async (): Promise<{ facts: number; ids: Set<string> }> =>
  database.asWorker(async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`SELECT external_id AS id FROM facts.work_order WHERE NOT deleted`.execute(tx)
    return { facts: rows.length, ids: new Set(rows.map(({ id }) => id)) }
  })

describe('several servers on one database, behind a proxy', () => {
  it('share sessions: signed in at one is signed in at all, and so is signed out', async () => {
    const password = 'several-servers-1'
    await send('/users', {
      username: 'lao',
      name: '老',
      password,
      person: null,
      grants: [{ role: 'head_office', node: 'C1' }],
    })
    const cookie = await signIn(proxy.address, 'lao', password)
    const session = async ({ address }: { address: string }) =>
      (await fetch(`${address}/api/v1/boards/C1?period=2024-03`, { headers: { cookie } })).status
    expect(await Promise.all([one, other, proxy].map(session))).toEqual([200, 200, 200])
    await fetch(`${proxy.address}/api/v1/session`, { method: 'DELETE', headers: { cookie } })
    expect(await Promise.all([one, other, proxy].map(session))).toEqual([401, 401, 401])
  })

  it('do a job once, whoever was asked for it', { timeout: 90_000 }, async () => {
    const rows = 2_500
    const before = (await orders()).facts
    const ids = await Promise.all(['J', 'K', 'L', 'M'].map((name) => importLong(name, rows)))
    for (const id of ids) {
      const read = () => fetch(`${proxy.address}/api/v1/imports/${id}`, { headers }).then((answer) => answer.json())
      const ended = await until(read, ({ state }) => state === 'done' || state === 'failed', 1_200)
      expect(ended).toMatchObject({ state: 'done', accepted: rows, replaced: 0, ignored: 0, rejected: 0 })
    }
    expect((await orders()).facts).toBe(before + ids.length * rows)
    const jobs = await database.asWorker((tx) =>
      sql<{ attempts: number; state: string }>`SELECT attempts, state FROM platform.job`.execute(tx),
    )
    expect(jobs.rows).toEqual(ids.map(() => ({ attempts: 1, state: 'done' })))
  })

  it('agree on every open board, and lose nothing that was acknowledged when one is killed', {
    timeout: 120_000,
  }, async () => {
    const stop = new AbortController()
    const watched = [
      await watch(one.address, 'C1', stop.signal),
      await watch(one.address, 'S1', stop.signal),
      await watch(other.address, 'C1', stop.signal),
    ]
    const acknowledged: string[] = []
    const statuses = new Map<number, number>()
    let sending = true
    const client = async (name: string) => {
      for (let number = 0; sending; number += 1) {
        const id = `${name}${number}`
        for (let taken = false; sending && !taken; ) {
          const answer = await fetch(`${proxy.address}/api/v1/facts/work-orders`, {
            method: 'POST',
            headers,
            body: JSON.stringify([order(id)]),
          }).catch(() => null)
          const status = answer?.status ?? 0
          await answer?.arrayBuffer().catch(() => undefined)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          taken = status === 200
          if (taken) acknowledged.push(id)
        }
      }
    }
    const clients = ['a', 'bb', 'c', 'dd', 'e', 'ff'].map((name) => client(`${name}-`))
    await until(
      () => acknowledged.length,
      (count) => count > 60,
    )
    const beforeKill = (await orders()).facts
    // What one server took in is on the boards that the other keeps open.
    for (const { jobs } of [watched[0], watched[2]] as Shown[]) expect(jobs).not.toBeNull()
    const running = await importLong('N', 6_000)
    await rest(300)
    await other.kill()
    const atKill = acknowledged.length
    await until(
      () => acknowledged.length,
      (count) => count > atKill + 60,
    )
    sending = false
    await Promise.all(clients)
    expect(beforeKill).toBeGreaterThan(0)
    // A proxy says 502 of the server that died, and 504 or nothing of what it was just answering: no 500 of ours.
    expect([...statuses.keys()].filter((status) => ![200, 0, 502, 503, 504].includes(status))).toEqual([])
    const read = () => fetch(`${one.address}/api/v1/imports/${running}`, { headers }).then((answer) => answer.json())
    expect(await until(read, ({ state }) => state === 'done' || state === 'failed', 1_200)).toMatchObject({
      state: 'done',
    })
    const { facts, ids } = await orders()
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
    expect(facts).toBe(ids.size)
    const [company] = watched
    expect(
      await until(
        () => company?.jobs,
        (jobs) => jobs === facts,
        1_200,
      ),
    ).toBe(facts)
    expect(await differences({ database })).toBe(0)
    stop.abort()
  })
})
