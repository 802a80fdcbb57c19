import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allPermissions } from '#access'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'

/** What outside tools rely on, asked over HTTP as they ask it. */
const key = 'fixed-points-key-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'baton-fixed-'))
let serving: Serving
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await createTestDatabase()
  drop = database.drop
  const env = {
    BATON_DATA: folder,
    DATABASE_URL: database.url,
    BATON_DEMO: '0',
    BATON_API_KEY: key,
    PORT: '0',
    BATON_NOW: '2024-04-10T12:00:00+08:00',
  }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
}, 60_000)
afterAll(async () => {
  await serving.close()
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

/** An answer's body, looked into as an outside tool does: without our types. */
type Body = ReturnType<typeof JSON.parse>
type Answer = { status: number; body: Body; headers: Headers }
async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof body === 'string'
  const answer = await fetch(`${serving.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
  }
}
const get = (path: string, headers?: Record<string, string>) => ask('GET', path, undefined, headers)

const order = (id: string, over: object = {}) => ({
  source: 'dms',
  externalId: id,
  version: '2024-03-18T18:00:00+08:00',
  store: 'S1',
  openedAt: '2024-03-18T08:30:00+08:00',
  deliveredAt: '2024-03-18T16:00:00+08:00',
  advisor: 'A1',
  leadTechnician: 'P1',
  labour: [{ technician: 'P1', billedMinutes: 110, actualMinutes: 100 }],
  labourFen: 60_000,
  partsFen: 40_000,
  hasAppointment: true,
  hasAddOn: false,
  rework: null,
  ...over,
})

describe('P1 conventions', () => {
  it('tells that it lives and that it is ready', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { state: 'ready', progress: 1 } })
  })

  it('documents itself', async () => {
    const { body } = await get('/api/openapi.json')
    expect(body.openapi).toMatch(/^3\.1/)
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/org/import',
        '/facts/{kind}',
        '/boards/{node}',
        '/kpis',
        '/kpis/{id}/facts',
        '/targets',
        '/scorecards/{person}',
        '/settlements',
        '/ledger',
      ]),
    )
    expect((await get('/api/docs')).body).toContain('/facts/{kind}')
  })

  it("answers failures in one shape, in the reader's language", async () => {
    expect(await get('/api/v1/boards/NOWHERE')).toMatchObject({
      status: 404,
      body: { code: 'boards.node.unknown', values: { node: 'NOWHERE' } },
    })
    expect((await get('/api/v1/boards/NOWHERE')).body.message).toContain('找不到')
    expect((await get('/api/v1/boards/NOWHERE', { 'accept-language': 'en' })).body.message).toContain('There is no')
    expect((await get('/api/v1/boards/NOWHERE', { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await get('/api/v1/kpis', { authorization: 'Basic eDp5' })).status).toBe(401)
    expect((await fetch(`${serving.address}/api/v1/org/nodes`)).status).toBe(401)
    expect((await get('/api/v1/boards/NOWHERE?period=2024-13')).status).toBe(422)
    expect((await get('/api/v1/nothing')).status).toBe(404)
    expect(
      (await ask('POST', '/api/v1/facts/work-orders', '{bad', { 'content-type': 'application/json' })).status,
    ).toBe(400)
    expect((await ask('POST', '/api/v1/facts/work-orders', '<a/>', { 'content-type': 'application/xml' })).status).toBe(
      415,
    )
    expect((await ask('POST', '/api/v1/facts/work-orders', { nothing: true })).status).toBe(422)
    expect((await ask('POST', '/api/v1/facts/nothing', [])).status).toBe(404)
    expect((await ask('POST', '/api/v1/org/import', '{bad', { 'content-type': 'application/json' })).status).toBe(400)
    expect((await ask('PUT', '/api/v1/targets', { no: 'array' })).status).toBe(422)
    expect((await ask('POST', '/api/v1/settlements', { node: 'C1' })).status).toBe(422)
    expect((await ask('POST', '/api/v1/settlements', { node: 'C1', period: 'x' })).status).toBeGreaterThanOrEqual(404)
    expect(
      (
        await ask('POST', '/api/v1/facts/work-orders', `[${' '.repeat(33 * 1024 * 1024)}]`, {
          'content-type': 'application/json',
        })
      ).status,
    ).toBe(413)
  })

  it('names a permission at every route, and only known ones', async () => {
    const { productRouter } = await import('../server/router.ts')
    const router = productRouter({ product: { database: {} }, running: { gate: {}, roller: {} } } as never)
    const known = new Set<string>([...allPermissions, 'public', 'signed-in'])
    const wrong = Object.entries(router).flatMap(([capability, routes]) =>
      Object.entries(routes).flatMap(([name, route]) => {
        const permission = (route as { '~orpc': { meta: { permission?: string } } })['~orpc'].meta.permission ?? 'none'
        return known.has(permission) ? [] : [`${capability}.${name}: ${permission}`]
      }),
    )
    expect(wrong).toEqual([])
  })
})

describe('addresses', () => {
  it('leads each to one route: none stands in the way of another', async () => {
    const { body } = await get('/api/openapi.json')
    const seen = new Map<string, string>()
    const twice: string[] = []
    for (const [path, methods] of Object.entries<object>(body.paths))
      for (const method of Object.keys(methods)) {
        const shape = `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`
        const other = seen.get(shape)
        if (other) twice.push(`${method} ${other} and ${path}`)
        seen.set(shape, path)
      }
    expect(twice).toEqual([])
  })
})

describe('P2 to P6, in the order in which a user walks them', () => {
  it('imports the organization, partly', async () => {
    const imported = await ask('POST', '/api/v1/org/import', {
      nodes: [
        {
          id: 'S1',
          kind: 'store',
          parent: 'R1',
          name: '一店',
          openedOn: '2019-05-01',
          areaSquareMetres: 2400,
          bays: 12,
        },
        { id: 'C1', kind: 'company', parent: null, name: '公司', timeZone: 'Asia/Shanghai' },
        { id: 'R1', kind: 'region', parent: 'C1', name: '华北' },
        { id: 'D1', kind: 'department', parent: 'S1', name: '机修' },
        { id: 'S9', kind: 'store', parent: 'NOPE', name: '无' },
        { id: '坏', kind: 'store', parent: 'R1', name: '坏' },
      ],
      people: [
        {
          id: 'P1',
          name: '张三',
          memberships: [{ node: 'D1', position: 'technician', from: '2023-01-01', to: null }],
          bonusBases: [{ baseFen: 300_000, from: '2023-01-01' }],
        },
        {
          id: 'A1',
          name: '李四',
          memberships: [{ node: 'S1', position: 'service_advisor', from: '2023-01-01', to: null }],
        },
        { id: 'P8', name: '王五', memberships: [{ node: 'D1', position: 'astronaut', from: '2023-01-01', to: null }] },
      ],
    })
    expect(imported).toMatchObject({
      status: 200,
      body: {
        accepted: 6,
        replaced: 0,
        ignored: 0,
        rejected: [
          { row: 5, field: 'parent', value: 'NOPE' },
          { row: 6, field: 'id' },
          { row: 9, field: 'memberships.0.position', value: 'astronaut' },
        ],
      },
    })
    expect((await get('/api/v1/org/nodes')).body.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([
      'C1',
      'D1',
      'R1',
      'S1',
    ])
    expect((await get('/api/v1/org/people')).body.people).toHaveLength(2)
  })

  it('takes facts in, in every form, and counts what became of them', async () => {
    expect((await ask('POST', '/api/v1/facts/work-orders?dryRun=true', [order('1')])).body).toMatchObject({
      accepted: 1,
    })
    expect((await ask('POST', '/api/v1/facts/work-orders', [order('1'), order('2')])).body).toEqual({
      accepted: 2,
      replaced: 0,
      ignored: 0,
      rejected: [],
    })
    const mixed = await ask('POST', '/api/v1/facts/work-orders', {
      items: [
        order('1'),
        order('2', { version: '2024-03-19T00:00:00Z', partsFen: 50_000 }),
        order('3', { version: '2024-03-18T00:00:00Z' }),
        order('4', { labour: [{ technician: 'P9', billedMinutes: 1, actualMinutes: 1 }] }),
      ],
    })
    expect(mixed.body).toMatchObject({
      accepted: 1,
      replaced: 1,
      ignored: 1,
      rejected: [{ row: 4, field: 'labour.0.technician', value: 'P9' }],
    })
    const lines = `${JSON.stringify(order('5'))}\nnot json\n${JSON.stringify(order('6'))}\n`
    expect(
      (await ask('POST', '/api/v1/facts/work-orders', lines, { 'content-type': 'application/x-ndjson' })).body,
    ).toMatchObject({ accepted: 2, rejected: [{ row: 2 }] })
    const surveys = [
      {
        source: 'crm',
        externalId: 'SV1',
        version: '2024-03-20T00:00:00Z',
        store: 'S1',
        answeredAt: '2024-03-19T10:00:00+08:00',
        order: '1',
        nps: 10,
        score: 92,
      },
    ]
    expect((await ask('POST', '/api/v1/facts/surveys', surveys)).body).toMatchObject({ accepted: 1 })
  })

  it('shows the board at once, for region and company too, and what lies behind it', async () => {
    for (const node of ['S1', 'R1', 'C1', 'P1', 'D1']) {
      const { body } = await get(`/api/v1/boards/${node}?period=2024-03&ranking=ftr`)
      expect(body).toMatchObject({ node: { id: node }, period: '2024-03', from: '2024-03-01', to: '2024-03-31' })
      expect(body.kpis.find(({ id }: { id: string }) => id === 'ftr')).toMatchObject({
        value: 100,
        numerator: 5,
        denominator: 5,
        // Nobody has set a target; a technician has that of the card (H10.1).
        ...(node === 'P1' ? { light: 'green', target: 95 } : { light: 'grey', target: null }),
      })
    }
    expect((await get('/api/v1/boards/R1?period=2024-03&ranking=ftr')).body.ranking).toEqual([
      { node: 'S1', name: '一店', value: 100, light: 'grey', rank: 1 },
    ])
    expect((await get('/api/v1/kpis/ftr/facts?node=S1&period=2024-03&part=denominator')).body.count).toBe(5)
    expect((await get('/api/v1/kpis/nope/facts?node=S1&period=2024-03')).status).toBe(404)
    expect((await get('/api/v1/kpis')).body.kpis).toHaveLength(44)
  })

  it('sets targets, and a fact moves an open board by itself', async () => {
    const put = await ask('PUT', '/api/v1/targets', [
      { node: 'S1', kpi: 'ftr', period: '2024-03', value: 95, reason: '年度目标' },
      { node: 'S1', kpi: 'ftr', period: '2024-03-W9', value: 95, reason: '年度目标' },
    ])
    expect(put.body).toMatchObject({ accepted: 1, rejected: [{ row: 2, field: 'period' }] })
    const stop = new AbortController()
    const events = await fetch(`${serving.address}/api/v1/boards/S1/events?period=2024-03`, {
      headers: { authorization: `Bearer ${key}` },
      signal: stop.signal,
    })
    const reader = (events.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    const boards: Body[] = []
    let text = ''
    const until = async (count: number) => {
      while (boards.length < count) {
        text += decoder.decode((await reader.read()).value, { stream: true })
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const event = text.slice(0, end)
          text = text.slice(end + 2)
          if (event.includes('event: board'))
            boards.push({ id: /id: (.*)/.exec(event)?.[1], ...JSON.parse(/data: (.*)/.exec(event)?.[1] ?? '{}') })
        }
      }
    }
    await until(1)
    const started = performance.now()
    await ask('POST', '/api/v1/facts/work-orders', [order('7', { rework: { originalOrder: '1' } })])
    await until(2)
    expect(performance.now() - started).toBeLessThan(5000)
    expect(boards[1].kpis.find(({ id }: { id: string }) => id === 'ftr')).toMatchObject({
      numerator: 5,
      denominator: 6,
      light: 'red',
    })
    expect(boards[1].id).toBeTruthy()
    stop.abort()
  })

  it('scores and pays', async () => {
    const { body } = await get('/api/v1/scorecards/P1?period=2024-03')
    expect(body).toMatchObject({
      person: 'P1',
      position: 'technician',
      card: { id: 'technician', version: 1 },
      measuredWeight: 100,
      valuesScore: null,
    })
    expect(body.items.map(({ kpi, weight }: { kpi: string; weight: number }) => [kpi, weight])).toEqual([
      ['ftr', 40],
      ['technicianEfficiency', 30],
      ['satisfactionScore', 20],
      ['outputValue', 10],
    ])
    const first = await ask('POST', '/api/v1/settlements', { node: 'C1', period: '2024-03' })
    expect(first).toMatchObject({
      status: 201,
      body: { state: 'draft', lines: [{ person: 'P1', rule: 'monthlyBonus', baseFen: 300_000 }] },
    })
    const again = await ask('POST', '/api/v1/settlements', { node: 'C1', period: '2024-03' })
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } })
    const id = first.body.id
    expect((await ask('POST', `/api/v1/settlements/${id}/approvals`)).status).toBe(409)
    expect((await ask('POST', `/api/v1/settlements/${id}/checks`)).body.state).toBe('checked')
    expect((await ask('POST', `/api/v1/settlements/${id}/approvals`)).body.state).toBe('approved')
    const ledger = await get('/api/v1/ledger?person=P1&period=2024-03')
    expect(ledger.body.entries).toHaveLength(1)
    expect(ledger.body.totalFen).toBe(first.body.totalFen)
    const xlsx = await fetch(`${serving.address}/api/v1/settlements/${id}/export.xlsx`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect((await get(`/api/v1/settlements/${id}`)).body.state).toBe('exported')
    expect((await get('/api/v1/settlements/none')).status).toBe(404)
  })

  it('signs in with a cookie, and refuses another site', async () => {
    await ask('POST', '/api/v1/users', {
      username: '店长',
      name: '店长',
      password: '0123456789',
      grants: [{ role: 'store_manager', node: 'S1' }],
    })
    const signIn = (password: string) =>
      fetch(`${serving.address}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: '店长', password }),
      })
    expect((await signIn('wrong-password')).status).toBe(401)
    const answer = await signIn('0123456789')
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly/i)
    const as = (path: string, headers: object = {}, method = 'GET') =>
      fetch(`${serving.address}${path}`, { method, headers: { cookie, ...headers } })
    expect((await (await as('/api/v1/session')).json()).user).toMatchObject({
      name: '店长',
      roles: ['store_manager'],
      landing: '/boards/S1',
    })
    expect((await as('/api/v1/boards/S1?period=2024-03')).status).toBe(200)
    expect((await as('/api/v1/boards/C1?period=2024-03')).status).toBe(404)
    expect((await as('/api/v1/users')).status).toBe(403)
    expect((await as('/api/v1/session', { 'sec-fetch-site': 'cross-site' }, 'DELETE')).status).toBe(403)
    expect((await as('/api/v1/session', { 'sec-fetch-site': 'same-origin' }, 'DELETE')).status).toBe(200)
    expect((await as('/api/v1/session')).status).toBe(401)
  })

  it('slows the guessing of one name, and lets the others from the same address in', async () => {
    const attempt = async (username: string) =>
      (await ask('POST', '/api/v1/session', { username, password: 'wrong-password' }, { authorization: '' })).status
    const statuses: number[] = []
    for (let time = 0; time < 12; time += 1) statuses.push(await attempt('guessed'))
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true)
    expect(statuses.at(-1)).toBe(429)
    expect(await attempt('somebody else')).toBe(401)
  })
})
