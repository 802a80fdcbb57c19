import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '#measures'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

// A customer asks what is kept, and wants it gone (H4.5): nothing of them is left anywhere, and no figure moves.
const key = 'erasure-test-key-0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': 'en' }
const folder = mkdtempSync(join(tmpdir(), 'baton-erasure-'))
const customer = '欧阳待删 13987654321'
const misspelt = '欧阳待珊'
const plate = '沪A8W7X6'
const words = '师傅说话难听，我叫欧阳'
const personal = [customer, misspelt, plate, words, '13987654321']
const lines: string[] = []
let database: { url: string; drop(): Promise<void> }
let serving: Serving
let owner: pg.Client

const call = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
  const answer = await fetch(`${serving.address}/api/v1${path}`, {
    method,
    headers: { ...headers, ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}

const order = (id: string, store: string, day: string, more: object = {}) => ({
  source: 'dms',
  externalId: id,
  version: `${day}T18:00:00+08:00`,
  store,
  openedAt: `${day}T08:30:00+08:00`,
  deliveredAt: `${day}T16:00:00+08:00`,
  leadTechnician: 'P1',
  labour: [],
  labourFen: 10_000,
  partsFen: 0,
  hasAppointment: false,
  hasAddOn: false,
  rework: null,
  customer,
  vehicle: plate,
  ...more,
})

beforeAll(async () => {
  database = await createTestDatabase()
  const env = { BATON_DATA: folder, DATABASE_URL: database.url, BATON_DEMO: '0', BATON_API_KEY: key, PORT: '0' }
  const log = openLog('trace', { write: (line) => void lines.push(line) })
  serving = await serve(readConfiguration({ ...env, BATON_NOW: '2024-04-10T12:00:00+08:00' }), log)
  await serving.ready
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  await call('POST', '/org/import', {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
      { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
    ],
    people: [{ id: 'P1', name: '技师', memberships: [{ node: 'S1', position: 'technician', from: '2022-01-01' }] }],
  })
  // Said otherwise at first: what was said before is theirs as well.
  await call('POST', '/facts/work-orders', [
    order('A1', 'S1', '2022-03-05', { customer: misspelt, version: '2022-03-05T10:00:00+08:00' }),
  ])
  const sent = await call('POST', '/facts/work-orders', [
    order('A1', 'S1', '2022-03-05'),
    order('A2', 'S1', '2023-04-05'),
    order('A3', 'S2', '2023-05-05'),
    order('A4', 'S1', '2024-03-05'),
    order('B1', 'S1', '2022-04-05', { customer: '别的客户', vehicle: '沪B1' }),
    order('B2', 'S1', '2024-03-06', { customer: '别的客户', vehicle: '沪B1' }),
    // Theirs by mistake, and put right: what stands now is another's.
    order('B3', 'S1', '2024-03-07', { version: '2024-03-07T09:00:00+08:00' }),
    order('B3', 'S1', '2024-03-07', { customer: '第三位', vehicle: '沪C1' }),
  ])
  expect(sent.body).toMatchObject({ rejected: [] })
  const survey = { source: 'crm', version: '2024-03-20T10:00:00+08:00', store: 'S1' }
  await call('POST', '/facts/surveys', [
    { ...survey, externalId: 'Q1', answeredAt: '2024-03-08T10:00:00+08:00', order: 'A4', nps: 3, text: words },
    { ...survey, externalId: 'Q2', answeredAt: '2024-03-08T10:00:00+08:00', order: 'B2', nps: 9, text: '很好' },
  ])
  await call('POST', '/facts/appointments', [
    { ...survey, externalId: 'Y1', scheduledAt: '2024-03-05T08:00:00+08:00', customer },
  ])
  const form = new FormData()
  form.append('kind', 'work-orders')
  form.append('source', 'sheet')
  const head = '工单号,门店编码,进厂时间,客户,车牌号,工时费,材料费,是否预约,是否增项'
  const file = `${head}\nZ1,S9,2024-03-18 08:30,${customer},${plate},1,1,否,否\n`
  form.append('file', new Blob([file]), 'rejected.csv')
  const imported = await fetch(`${serving.address}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: headers.authorization },
    body: form,
  })
  expect(await imported.json()).toMatchObject({ rejectedRows: 1 })
}, 60_000)
afterAll(async () => {
  await owner?.end()
  await serving?.close()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Every row of every table of the product, as text. */
async function everything(): Promise<string> {
  const tables = await owner.query<{
    name: string
  }>(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
    texts.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return texts.join('\n')
}

async function figures(): Promise<unknown> {
  const read = openDatabase({ url: database.url, connections: 3 })
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await owner.query('SELECT count(*)::int AS left FROM measures.pending')
    if (rows[0].left === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(await differences({ database: read })).toBe(0)
  await read.close()
  const months = await owner.query('SELECT node_no, month, measured FROM measures.rollup_month ORDER BY 1, 2')
  const retained = await owner.query('SELECT * FROM measures.retention ORDER BY 1, 2')
  return [months.rows, retained.rows]
}

describe('a customer who asks', () => {
  it('is told what is kept', async () => {
    const told = await call('POST', '/customers/lookups', { customer })
    expect(told.status).toBe(200)
    const ids = told.body.facts.map(({ externalId }: { externalId: string }) => externalId)
    expect(ids.sort()).toEqual(['A1', 'A2', 'A3', 'A4', 'Q1', 'Y1'])
    expect(told.body.facts).toContainEqual(expect.objectContaining({ externalId: 'A4', vehicle: plate, store: 'S1' }))
    expect(await call('POST', '/customers/lookups', { customer: '没有这个人' })).toMatchObject({
      status: 404,
      body: { code: 'facts.customer.unknown' },
    })
  })

  it('is answered by those who may, and nobody else', async () => {
    for (const role of ['head_office', 'store_manager', 'hr', 'data_supplier']) {
      const made = await call('POST', '/api-keys', { name: role, grants: [{ role, node: 'C1' }] })
      const authorization = `Bearer ${made.body.key}`
      for (const path of ['/customers/lookups', '/customers/erasures'])
        expect((await call('POST', path, { customer }, { authorization })).status, `${role} ${path}`).toBe(403)
    }
  })

  it('is gone when erased, from every version, and no figure moves', async () => {
    const before = await figures()
    const full = await everything()
    for (const text of [customer, misspelt, plate, words]) expect(full).toContain(text)
    const erased = await call('POST', '/customers/erasures', { customer })
    expect(erased).toMatchObject({
      status: 200,
      body: { orders: 4, appointments: 1, surveys: 1, rejects: 1, pseudonym: expect.stringMatching(/^erased-/) },
    })
    expect(await figures()).toEqual(before)
    const left = (await everything()).split('\n').filter((row) => personal.some((text) => row.includes(text)))
    expect(left).toEqual([])
    // Others are as they were.
    expect(await everything()).toMatch(/别的客户/)
    const { rows } = await owner.query(`SELECT customer, vehicle FROM facts.work_order WHERE external_id = 'B3'`)
    expect(rows).toEqual([{ customer: '第三位', vehicle: '沪C1' }])
    const trail = await call('GET', '/audit?action=facts.customer_erased')
    expect(trail.body.entries).toEqual([
      expect.objectContaining({ subject: erased.body.pseudonym, details: expect.objectContaining({ orders: 4 }) }),
    ])
    expect(lines.filter((line) => personal.some((text) => line.includes(text)))).toEqual([])
    expect((await call('POST', '/customers/erasures', { customer })).status).toBe(404)
  })

  it('is nobody that an old delivery brings back, and past versions stay what they are for everybody else', async () => {
    const again = await call('POST', '/facts/work-orders', [order('A4', 'S1', '2024-03-05')])
    expect(again.body).toMatchObject({ accepted: 0, replaced: 0, ignored: 1 })
    for (const role of ['baton_app', 'baton_worker']) {
      await owner.query(`SET ROLE ${role}`)
      await expect(owner.query(`UPDATE facts.past_version SET content = '{}'`)).rejects.toThrow(/permission denied/)
      await owner.query('RESET ROLE')
    }
    await expect(owner.query(`UPDATE facts.past_version SET content = '{}'`)).rejects.toThrow(/append-only/)
  })
})
