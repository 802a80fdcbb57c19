import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '#measures'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'
import { onSmallDisk, type SmallDisk } from './running/smallDisk.ts'

// The disk of the database fills up while a long file goes in and others write, and is made larger.
const key = 'disk-test-key-0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': 'en' }
const folder = mkdtempSync(join(tmpdir(), 'baton-disk-'))
/** Several parts, of which some find room. */
const rowsLong = 14_000
let database: { url: string; drop(): Promise<void> }
let disk: SmallDisk
let serving: Serving

beforeAll(async () => {
  database = await createTestDatabase()
  disk = await onSmallDisk(database.url, 1_600)
  const env = { BATON_DATA: folder, DATABASE_URL: database.url, BATON_DEMO: '0', BATON_API_KEY: key, PORT: '0' }
  serving = await serve(readConfiguration({ ...env, BATON_NOW: '2024-04-10T12:00:00+08:00' }), openLog('silent'))
  await serving.ready
  const organisation = {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
    ],
    people: ['P1', 'A1'].map((id) => ({
      id,
      name: id,
      memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }],
    })),
  }
  await fetch(`${serving.address}/api/v1/org/import`, { method: 'POST', headers, body: JSON.stringify(organisation) })
}, 60_000)
afterAll(async () => {
  await serving?.close()
  await disk?.remove()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await read()
    if (fits(value) || tries === 800) return value
    await rest(50)
  }
}

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

async function importLong(): Promise<string> {
  const head =
    '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修'
  const lines = Array.from(
    { length: rowsLong },
    (_, at) => `L${at},S1,2024-03-19 08:30,2024-03-19 16:00,A1,P1,P1,1.5,1.2,600,400,是,否,否`,
  )
  const form = new FormData()
  form.append('kind', 'work-orders')
  form.append('source', 'sheet')
  form.append('file', new Blob([[head, ...lines].join('\n')]), 'long.csv')
  const answer = await fetch(`${serving.address}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: headers.authorization },
    body: form,
  })
  expect(answer.status).toBe(202)
  return (await answer.json()).id
}

const get = (path: string) => fetch(`${serving.address}/api/v1${path}`, { headers }).then((answer) => answer.json())
const jobs = async (): Promise<number> =>
  (await get('/boards/C1?period=2024-03')).kpis.find(({ id }: { id: string }) => id === 'jobs').value

describe('a disk that is full', () => {
  it('keeps what was acknowledged, says what is wrong, and goes on when there is room', {
    timeout: 120_000,
  }, async () => {
    const acknowledged: string[] = []
    const send = async (id: string) => {
      const body = JSON.stringify([order(id)])
      const answer = await fetch(`${serving.address}/api/v1/facts/work-orders`, { method: 'POST', headers, body })
      if (answer.status === 200) acknowledged.push(id)
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() }
    }
    await send('first')
    const id = await importLong()
    type Read = { state: string; failure: string | null; done: number; accepted: number }
    const imported = (): Promise<Read> => get(`/imports/${id}`)
    let sent = 0
    const halted = await until(
      async () => {
        await send(`beside-${sent++}`)
        return imported()
      },
      ({ state, failure }) => state === 'done' || state === 'failed' || (state === 'waiting' && failure !== null),
    )
    expect(halted).toMatchObject({ state: 'waiting', failure: expect.stringMatching(/disk of the database is full/) })
    // The parts that found room are in, and stay.
    expect(halted.accepted).toBeGreaterThan(0)
    expect(halted.accepted).toBeLessThan(rowsLong)
    const refused = await until(
      () => send(`full-${sent++}`),
      ({ status }) => status !== 200,
    )
    expect(refused).toMatchObject({ status: 503, retryAfter: expect.any(String), body: { code: 'request.no_room' } })
    // Who only looks is not kept from it.
    expect((await fetch(`${serving.address}/readyz`)).status).toBe(200)
    const { accepted } = await imported()
    expect(await until(jobs, (value) => value === acknowledged.length + accepted)).toBe(acknowledged.length + accepted)

    await disk.enlarge()
    expect(await until(imported, ({ state }) => state === 'done' || state === 'failed')).toMatchObject({
      state: 'done',
      failure: null,
      accepted: rowsLong,
    })
    expect((await send('afterwards')).status).toBe(200)
    const total = acknowledged.length + rowsLong
    expect(await until(jobs, (value) => value === total)).toBe(total)
    const reader = openDatabase({ url: database.url, connections: 3 })
    expect(await differences({ database: reader })).toBe(0)
    await reader.close()
  })
})
