import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '#measures'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

// The database is cut off under load and comes back: nobody restarts anything, and nothing is half done.
const awayMilliseconds = 1_000 * Number(process.env.BATON_AWAY_SECONDS ?? 3)
const key = 'away-test-key-0123456789'
/** Just enough for a file to be read in the background, in several parts. */
const rowsLong = 6_000
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const folder = mkdtempSync(join(tmpdir(), 'baton-away-'))
let serving: Serving
let cable: Cable
let database: { url: string; drop(): Promise<void> }

type Cable = { url: string; cut(): Promise<void>; mend(): Promise<void> }

/** Stands between the product and its database, and can be pulled out. */
async function layCable(url: string): Promise<Cable> {
  const to = new URL(url)
  const open = new Set<Socket>()
  const plugged = (port: number) =>
    new Promise<Server>((resolve) => {
      const made = createServer((from) => {
        const onward = connect(Number(to.port || 5432), to.hostname)
        for (const [one, other] of [
          [from, onward],
          [onward, from],
        ] as const) {
          open.add(one)
          one.on('error', () => other.destroy())
          one.on('close', () => {
            open.delete(one)
            other.destroy()
          })
          one.pipe(other)
        }
      }).listen(port, '127.0.0.1', () => resolve(made))
    })
  let server = await plugged(0)
  const { port } = server.address() as { port: number }
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(port)
  through.searchParams.delete('host')
  return {
    url: through.href,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
    mend: async () => {
      server = await plugged(port)
    },
  }
}

beforeAll(async () => {
  database = await createTestDatabase()
  cable = await layCable(database.url)
  const env = { BATON_DATA: folder, DATABASE_URL: cable.url, BATON_DEMO: '0', BATON_API_KEY: key, PORT: '0' }
  serving = await serve(
    readConfiguration({ ...env, BATON_NOW: '2024-04-10T12:00:00+08:00' }),
    openLog(process.env.BATON_TEST_LOG ?? 'silent'),
  )
  await serving.ready
  const organisation = {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
    ],
    people: [
      { id: 'P1', name: '一', memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }] },
      { id: 'A1', name: '二', memberships: [{ node: 'S1', position: 'service_advisor', from: '2023-01-01' }] },
    ],
  }
  await fetch(`${serving.address}/api/v1/org/import`, { method: 'POST', headers, body: JSON.stringify(organisation) })
}, 60_000)
afterAll(async () => {
  await serving?.close()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
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

const jobsOn = (board: { kpis: { id: string; value: number | null }[] }) =>
  board.kpis.find(({ id }) => id === 'jobs')?.value ?? null
const board = async (node: string) =>
  jobsOn(
    await fetch(`${serving.address}/api/v1/boards/${node}?period=2024-03`, { headers }).then((read) => read.json()),
  )

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await read()
    if (fits(value) || tries === 600) return value
    await rest(50)
  }
}

/** Keeps what an open board last showed. */
async function watch(stop: AbortSignal) {
  const shown = { jobs: null as number | null, ended: false }
  const answer = await fetch(`${serving.address}/api/v1/boards/C1/events?period=2024-03`, { headers, signal: stop })
  const follow = async () => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const part of answer.body as ReadableStream<Uint8Array>) {
      text += decoder.decode(part, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /data: (.*)/.exec(event)?.[1]
        if (data) shown.jobs = jobsOn(JSON.parse(data))
      }
    }
  }
  follow()
    .catch(() => undefined)
    .finally(() => {
      shown.ended = true
    })
  return shown
}

async function importLong(rows: number): Promise<string> {
  const lines = Array.from(
    { length: rows },
    (_, at) => `L${at},S1,2024-03-19 08:30,2024-03-19 16:00,A1,P1,P1,1.5,1.2,600,400,是,否,否`,
  )
  const head =
    '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修'
  const form = new FormData()
  form.append('kind', 'work-orders')
  form.append('source', 'sheet')
  form.append('file', new Blob([[head, ...lines].join('\n')]), 'long.csv')
  const answer = await fetch(`${serving.address}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: headers.authorization },
    body: form,
  })
  const body = await answer.json()
  expect(answer.status, JSON.stringify(body)).toBe(202)
  return body.id
}

describe('a database that goes away and comes back', () => {
  it('costs nothing but the time', { timeout: 180_000 }, async () => {
    const stop = new AbortController()
    const shown = await watch(stop.signal)
    const acknowledged: string[] = []
    const refusals: { status: number; retryAfter: string | null; body: { code: string } }[] = []
    let sending = true
    const client = async (name: string) => {
      for (let number = 0; sending; number += 1) {
        const id = `${name}-${number}`
        // As a program does: the same again until it is taken.
        for (let taken = false; sending && !taken; ) {
          const answer = await fetch(`${serving.address}/api/v1/facts/work-orders`, {
            method: 'POST',
            headers,
            body: JSON.stringify([order(id)]),
          })
          const body = await answer.json()
          taken = answer.status === 200
          if (taken) acknowledged.push(id)
          else refusals.push({ status: answer.status, retryAfter: answer.headers.get('retry-after'), body })
          if (!taken) await rest(200)
        }
      }
    }
    const clients = ['a', 'b', 'c', 'd'].map(client)
    const imported = await importLong(rowsLong)
    await until(
      async () => acknowledged.length,
      (count) => count > 20,
    )

    await cable.cut()
    await rest(200)
    const before = acknowledged.length
    const away = await fetch(`${serving.address}/readyz`)
    expect(away.status).toBe(503)
    expect(await away.json()).toMatchObject({ state: 'database_away' })
    expect((await fetch(`${serving.address}/healthz`)).status).toBe(200)
    await rest(awayMilliseconds)
    expect(acknowledged.length).toBe(before)
    await cable.mend()

    await until(
      async () => (await fetch(`${serving.address}/readyz`)).status,
      (status) => status === 200,
    )
    await until(
      async () => acknowledged.length,
      (count) => count > before + 20,
    )
    sending = false
    await Promise.all(clients)
    expect(refusals.length).toBeGreaterThan(0)
    expect(
      refusals.filter(({ status, retryAfter, body }) => status !== 503 || !retryAfter || body.code !== 'request.later'),
    ).toEqual([])

    const state = async () =>
      (await fetch(`${serving.address}/api/v1/imports/${imported}`, { headers }).then((read) => read.json())).state
    expect(await until(state, (value) => value === 'done' || value === 'failed')).toBe('done')
    const reader = openDatabase({ url: database.url, connections: 3 })
    const total = acknowledged.length + rowsLong
    // What was asked twice is there once: a broken answer does not say whether the order was taken.
    expect(
      await until(
        () => board('C1'),
        (jobs) => jobs === total,
      ),
    ).toBe(total)
    expect(
      await until(
        async () => shown.jobs,
        (jobs) => jobs === total,
      ),
    ).toBe(total)
    expect(shown.ended).toBe(false)
    expect(await differences({ database: reader })).toBe(0)
    await reader.close()
    stop.abort()
  })
})
