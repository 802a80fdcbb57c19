import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatonError, batonClient } from 'baton/client'
import excel from 'exceljs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

/** What other programs do with the product: read it from a BI tool, export, watch it, send facts. */
const key = 'ecosystem-key-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'baton-ecosystem-'))
let serving: Serving
let url: string
let drop: () => Promise<void>
const logins: string[] = []

async function asOwner<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(`${serving.address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
}

const order = (id: string, store: string) => ({
  source: 'dms',
  externalId: id,
  version: '2024-03-18T18:00:00+08:00',
  store,
  openedAt: '2024-03-18T08:30:00+08:00',
  deliveredAt: '2024-03-18T16:00:00+08:00',
  leadTechnician: `${store}T`,
  labour: [{ technician: `${store}T`, billedMinutes: 110, actualMinutes: 100 }],
  labourFen: 60_000,
  partsFen: 40_000,
  hasAppointment: true,
  hasAddOn: false,
  rework: null,
})

beforeAll(async () => {
  const database = await createTestDatabase()
  drop = database.drop
  url = database.url
  const env = {
    BATON_DATA: folder,
    DATABASE_URL: url,
    BATON_DEMO: '0',
    BATON_API_KEY: key,
    PORT: '0',
    BATON_NOW: '2024-04-10T12:00:00+08:00',
  }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
  const person = (id: string, store: string) => ({
    id,
    name: `=${id}`,
    memberships: [{ node: store, position: 'technician', from: '2023-01-01', to: null }],
  })
  const imported = await ask('POST', '/org/import', {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司', timeZone: 'Asia/Shanghai' },
      { id: 'R1', kind: 'region', parent: 'C1', name: '华北' },
      { id: 'S1', kind: 'store', parent: 'R1', name: '一店' },
      { id: 'S2', kind: 'store', parent: 'R1', name: '二店' },
    ],
    people: [person('S1T', 'S1'), person('S2T', 'S2')],
  })
  expect(await imported.json()).toMatchObject({ accepted: 6, rejected: [] })
  const sent = await ask('POST', '/facts/work-orders', [order('A', 'S1'), order('B', 'S2'), order('C', 'S2')])
  expect(await sent.json()).toMatchObject({ accepted: 3 })
  await ask('PUT', '/targets', [{ node: 'S1', kpi: 'ftr', period: '2024-03', value: 95, reason: '=计划' }])
}, 60_000)
afterAll(async () => {
  await serving.close()
  for (const login of logins) await asOwner(`DROP OWNED BY ${login}; DROP ROLE ${login}`)
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a BI tool with a login of its own', () => {
  const login = `bi_test_${Math.random().toString(36).slice(2, 8)}`
  let reader: pg.Client
  let keyId: string
  const read = async (text: string) => (await reader.query(text)).rows

  beforeAll(async () => {
    const made = await ask('POST', '/api-keys', { name: 'BI', grants: [{ role: 'store_manager', node: 'S1' }] })
    keyId = ((await made.json()) as { id: string }).id
    await asOwner(`CREATE ROLE ${login} LOGIN PASSWORD 'reading'`)
    logins.push(login)
    const place = new URL(url)
    place.username = login
    place.password = 'reading'
    reader = new pg.Client({ connectionString: place.href })
    await reader.connect()
  })
  afterAll(() => reader.end())

  it('sees nothing before it is given a reach', async () => {
    await expect(read('SELECT * FROM measures.long_day')).rejects.toThrow(/permission denied/)
    await asOwner(`GRANT baton_bi TO ${login}`)
    expect(await read('SELECT * FROM measures.long_day')).toEqual([])
    expect(await read('SELECT id FROM organisation.node')).toEqual([])
  })

  it('sees the rows of its own nodes, long', async () => {
    await asOwner('SELECT access.let_read($1, $2)', [login, keyId])
    expect(
      await read(`SELECT node_id, node_name, kind, parent_id, day::text, measure_id, unit, value FROM measures.long_day
        WHERE measure_id = 'outputFen' AND value > 0`),
    ).toEqual([
      {
        node_id: 'S1',
        node_name: '一店',
        kind: 'store',
        parent_id: null,
        day: '2024-03-18',
        measure_id: 'outputFen',
        unit: 'fen',
        value: 100_000,
      },
    ])
    expect(
      await read(`SELECT value FROM measures.long_month WHERE measure_id = 'jobs' AND month = '2024-03-01'`),
    ).toEqual([{ value: 1 }])
    expect(
      await read(`SELECT person_id, store_id, value FROM measures.long_person_day WHERE measure_id = 'billedMinutes'`),
    ).toEqual([{ person_id: 'S1T', store_id: 'S1', value: 110 }])
    expect(
      await read(`SELECT person_id, value FROM measures.long_person_month WHERE measure_id = 'billedMinutes'`),
    ).toEqual([{ person_id: 'S1T', value: 110 }])
    expect(
      await read(`SELECT node_id, day::text, hour, counted, value FROM measures.long_hour WHERE value > 0`),
    ).toEqual([{ node_id: 'S1', day: '2024-03-18', hour: 8, counted: 'intake', value: 1 }])
  })

  it('cannot widen its scope, take another role, write, or read anything else', async () => {
    await read(
      `SELECT set_config('baton.scope', '{(,)}', false), set_config('baton.permissions', 'boards.read', false)`,
    )
    await read(`SELECT platform.assume(1, 1, '{(,)}', '{(,)}', 'boards.read')`)
    expect(await read('SELECT DISTINCT node_id FROM measures.long_day')).toEqual([{ node_id: 'S1' }])
    expect(await read('SELECT id FROM organisation.node ORDER BY id')).toEqual([{ id: 'S1' }, { id: 'S1T' }])
    for (const text of [
      'SET ROLE baton_app',
      'SET ROLE baton_worker',
      'SET SESSION AUTHORIZATION postgres',
      `SELECT platform.let_read('${login}', '{(,)}', NULL)`,
      'SELECT platform.forget_readers(ARRAY[]::text[])',
      'SELECT * FROM platform.reader',
      `UPDATE platform.reader SET scope = '{(,)}'`,
      'SELECT * FROM access.api_key',
      `SELECT access.let_read('${login}', '${keyId}')`,
      `SELECT access.assume_key('x')`,
      'SELECT * FROM facts.work_order',
      'SELECT * FROM organisation.bonus_base',
      'SELECT works_on_holidays FROM organisation.node',
      'DELETE FROM measures.rollup_day',
      'SELECT * FROM measures.pending',
    ])
      await expect(read(text), text).rejects.toThrow(/permission denied|does not exist/)
  })

  it('follows its key: other grants, the end', async () => {
    await asOwner(`UPDATE access.api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [keyId])
    expect(await read('SELECT * FROM measures.long_day')).toEqual([])
    await asOwner('UPDATE access.api_key SET expires_at = NULL WHERE id = $1', [keyId])
    expect(await read('SELECT DISTINCT node_id FROM measures.long_day')).toEqual([{ node_id: 'S1' }])
    const wide = await ask('POST', '/api-keys', { name: 'BI wide', grants: [{ role: 'head_office', node: 'C1' }] })
    const { id } = (await wide.json()) as { id: string }
    await asOwner('SELECT access.let_read($1, $2)', [login, id])
    expect(
      await read(
        `SELECT node_id, parent_id, value FROM measures.long_day WHERE measure_id = 'jobs' AND value > 0 ORDER BY node_id`,
      ),
    ).toEqual([
      { node_id: 'C1', parent_id: null, value: 3 },
      { node_id: 'R1', parent_id: 'C1', value: 3 },
      { node_id: 'S1', parent_id: 'R1', value: 1 },
      { node_id: 'S2', parent_id: 'R1', value: 2 },
    ])
    await ask('DELETE', `/api-keys/${id}`)
    expect(await read('SELECT * FROM measures.long_day')).toEqual([])
    await asOwner('DELETE FROM access.bi_reader WHERE login = $1', [login])
    expect(await asOwner('SELECT login FROM platform.reader')).toEqual([])
  })

  it('is refused when the login may do more than read', async () => {
    await expect(asOwner(`SELECT access.let_read('nobody_at_all', $1)`, [keyId])).rejects.toThrow('There is no login')
    await expect(asOwner(`SELECT access.let_read(session_user::text, $1)`, [keyId])).rejects.toThrow('may do more')
  })
})

describe('the figures for Prometheus', () => {
  const metricsText = async () => (await fetch(`${serving.address}/metrics`)).text()

  it('count requests by route, facts by kind, and what is open', async () => {
    await ask('GET', '/boards/S1?period=2024-03')
    await ask('GET', '/kpis/ftr/trace?node=S1&period=2024-03')
    await ask('GET', '/nothing/S1')
    const text = await metricsText()
    for (const line of [
      /^baton_http_request_duration_seconds_count\{route="\/api\/v1\/boards\/:node",method="GET",status="200"\} 1$/m,
      /^baton_http_request_duration_seconds_count\{route="\/api\/v1\/kpis\/\{id\}\/trace",method="GET",status="200"\} 1$/m,
      /^baton_http_request_duration_seconds_count\{route="\/api\/v1\/\*",method="GET",status="404"\} 1$/m,
      /^baton_facts_total\{kind="work-orders",outcome="accepted"\} 3$/m,
      /^baton_pending_rollups 0$/m,
      /^baton_live_boards 0$/m,
      /^baton_database_connections_open\{role="app"\} \d+$/m,
      /^process_cpu_seconds_total /m,
    ])
      expect(text).toMatch(line)
    expect(text).not.toMatch(/S1|一店|dms/)
  })

  it('are for this machine and for administrators of the whole installation', async () => {
    const passedOn = { 'x-forwarded-for': '203.0.113.9' }
    const asked = async (headers: Record<string, string>) =>
      (await fetch(`${serving.address}/metrics`, { headers: { ...passedOn, ...headers } })).status
    expect(await asked({})).toBe(401)
    expect(await asked({ authorization: `Bearer ${key}` })).toBe(200)
    const made = await ask('POST', '/api-keys', { name: 'one store', grants: [{ role: 'administrator', node: 'S1' }] })
    const { key: narrow } = (await made.json()) as { key: string }
    expect(await asked({ authorization: `Bearer ${narrow}` })).toBe(403)
  })
})

describe('every table as a workbook', () => {
  async function sheet(path: string, headers: Record<string, string> = {}) {
    const answer = await ask('GET', path, undefined, headers)
    expect(answer.status, `${path} ${answer.status === 200 ? '' : await answer.clone().text()}`).toBe(200)
    expect(answer.headers.get('content-type')).toContain('spreadsheetml')
    const book = new excel.Workbook()
    await book.xlsx.load(await answer.arrayBuffer())
    const page = book.worksheets[0] as excel.Worksheet
    const rows: excel.CellValue[][] = []
    page.eachRow((row) => rows.push((row.values as excel.CellValue[]).slice(1)))
    return { rows, name: page.name, file: decodeURIComponent(answer.headers.get('content-disposition') ?? '') }
  }

  it('holds the rows of its JSON, in the language of the reader', async () => {
    const board = await sheet('/boards/S1/export.xlsx?period=2024-03')
    expect(board.name).toBe('一店 2024-03')
    expect(board.file).toContain('看板-S1-2024-03.xlsx')
    expect(board.rows[0]?.slice(0, 3)).toEqual(['指标', '编码', '实际'])
    expect(board.rows.find((row) => row[1] === 'ftr')?.slice(2, 5)).toEqual([100, '%', 95])
    expect(board.rows.find((row) => row[1] === 'outputValue')?.slice(2, 4)).toEqual([1_000, '元'])
    const english = await sheet('/boards/S1/export.xlsx?period=2024-03', { 'accept-language': 'en' })
    expect(english.rows[0]?.slice(0, 3)).toEqual(['KPI', 'Id', 'Actual'])
    const children = await sheet('/boards/R1/children/export.xlsx?period=2024-03', { 'accept-language': 'en' })
    expect(children.rows.slice(1).map((row) => row[0])).toEqual(expect.arrayContaining(['S1', 'S2']))
    expect((await sheet('/org/nodes/export.xlsx')).rows).toHaveLength(5)
    expect((await sheet('/targets/export.xlsx?node=S1')).rows[1]?.[4]).toBe(95)
    expect((await sheet('/targets/versions/export.xlsx?node=S1&kpi=ftr&period=2024-03')).rows).toHaveLength(2)
    expect((await sheet('/scorecards/export.xlsx?node=S1&period=2024-03')).rows[1]?.[0]).toBe('S1T')
    expect((await sheet('/audit/export.xlsx?limit=5')).rows.length).toBeGreaterThan(2)
    expect((await sheet('/ledger/export.xlsx?period=2024-03')).rows.at(-1)?.[0]).toBe('合计')
  })

  it('never holds a formula', async () => {
    const { rows } = await sheet('/org/people/export.xlsx')
    expect(rows.slice(1).map((row) => row[1])).toEqual(["'=S1T", "'=S2T"])
    expect((await sheet('/targets/export.xlsx?node=S1')).rows[1]?.[6]).toBe("'=计划")
  })

  it('asks for the permission of its JSON, and keeps its scope and checks', async () => {
    const made = await ask('POST', '/api-keys', { name: 'lead', grants: [{ role: 'team_lead', node: 'S1' }] })
    const { key: lead } = (await made.json()) as { key: string }
    const status = async (path: string, as = lead) =>
      (await ask('GET', path, undefined, { authorization: `Bearer ${as}` })).status
    const { rows } = await sheet('/org/people/export.xlsx', { authorization: `Bearer ${lead}` })
    expect(rows.slice(1).map((row) => row[0])).toEqual(['S1T'])
    expect(await status('/boards/S2/export.xlsx')).toBe(404)
    expect(await status('/audit/export.xlsx')).toBe(403)
    expect(await status('/imports/x/rejects.xlsx')).toBe(403)
    expect(await status('/imports/x/rejects.xlsx', key)).toBe(404)
    expect(await status('/boards/S1/export.xlsx?period=2024-13')).toBe(422)
    expect(await status('/scorecards/export.xlsx?node=S1')).toBe(422)
    expect((await fetch(`${serving.address}/api/v1/org/people/export.xlsx`)).status).toBe(401)
  })
})

describe('the typed client', () => {
  const client = (over: object = {}) => batonClient({ url: serving.address, key, pauseMilliseconds: 10, ...over })

  it('calls every kind of route: path, query, body, list, detailed answers', async () => {
    const baton = client()
    expect((await baton.kpis.kpis()).kpis.length).toBeGreaterThan(5)
    const board = await baton.boards.board({ node: 'S1', period: '2024-03' })
    expect(board.kpis.find((kpi) => kpi.id === 'ftr')?.value).toBe(100)
    expect((await baton.organisation.nodes({ kind: 'store' })).nodes).toHaveLength(2)
    const again = { node: 'S1', kpi: 'ftr', period: '2024-03', value: 96, reason: 'client' }
    expect(await baton.targets.put([again])).toMatchObject({ replaced: 1 })
    const made = await baton.incentives.create({ node: 'C1', period: '2024-03' })
    expect(made).toMatchObject({ status: 201, body: { state: 'draft' } })
    const trial = { kind: 'work-orders' as const, dryRun: 'true' as const, items: [order('dry', 'S1')] }
    expect(await baton.facts.receive(trial)).toMatchObject({ accepted: 1 })
    expect(await baton.facts.receive(trial)).toMatchObject({ accepted: 1 })
    expect((await baton.download('/org/people/export.xlsx')).subarray(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]))
  })

  it('throws what the server refuses, in the chosen language', async () => {
    const refused = await client({ locale: 'en' })
      .boards.board({ node: 'NOWHERE' })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(BatonError)
    expect(refused).toMatchObject({ status: 404, code: 'boards.node.unknown', values: { node: 'NOWHERE' } })
    expect((refused as Error).message).toContain('There is no')
    await expect(client({ key: 'wrong' }).kpis.kpis()).rejects.toMatchObject({ status: 401 })
  })

  it('sends facts in parts, counts rejected rows over all of them, and tries again while the server is busy', async () => {
    const facts = [order('P1', 'S1'), { ...order('P2', 'S1'), store: 'NONE' }, order('P3', 'S1'), order('P4', 'NONE')]
    const parts: number[] = []
    const real = globalThis.fetch
    let refusals = 2
    globalThis.fetch = async (...asked) => {
      refusals -= 1
      if (refusals >= 0) return new Response('busy', { status: refusals === 1 ? 429 : 503 })
      return real(...asked)
    }
    try {
      const sent = await client().sendFacts('work-orders', facts, {
        partRows: 3,
        progress: ({ accepted }) => parts.push(accepted),
      })
      expect(sent).toMatchObject({ accepted: 2, replaced: 0, ignored: 0 })
      expect(sent.rejected.map(({ row }) => row)).toEqual([2, 4])
      expect(parts).toEqual([2, 2])
    } finally {
      globalThis.fetch = real
    }
  })

  it('watches a board', async () => {
    const stop = new AbortController()
    const jobs: (number | null | undefined)[] = []
    for await (const board of client().boardEvents({ node: 'S2', period: '2024-03' }, stop.signal)) {
      jobs.push(board.kpis.find((kpi) => kpi.id === 'ftr')?.denominator)
      if (jobs.length === 1) await client().sendFacts('work-orders', [order('live', 'S2')])
      else stop.abort()
    }
    expect(jobs).toEqual([2, 3])
    await expect(client().boardEvents({ node: 'NOWHERE' }).next()).rejects.toMatchObject({ status: 404 })
  })
})
