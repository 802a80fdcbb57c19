import Fastify, { type FastifyInstance } from 'fastify'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#foundation/actor'
import { isFailure } from '#foundation/failure'
import { differences, followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { failureBody, failureStatus, localeOf } from '#platform/http'
import { type Jobs, startJobs } from '#platform/jobs'
import { createTestDatabase } from '#platform/testing'
import { factsPlainRoutes } from './httpPlain.ts'

const admin: Actor = {
  no: 1,
  kind: 'user',
  name: '测试员',
  personNo: null,
  permissions: new Set(['facts.write', 'org.write', 'access.manage']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
let actor: Actor | null = admin
let now = new Date('2024-04-01T08:00:00+08:00')
let database: Database
let app: FastifyInstance
let drop: () => Promise<void>
let jobs: Jobs

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 6 })
  const stores = ['S1', 'S2'].map((id) => ({ id, kind: 'store', parent: 'C1', name: id }))
  const person = (id: string, node: string, position: string) => ({
    id,
    name: id,
    memberships: [{ node, position, from: '2023-01-01', to: null }],
  })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: admin, now },
    {
      nodes: [{ id: 'C1', kind: 'company', parent: null, name: 'C1', timeZone: 'Asia/Shanghai' }, ...stores],
      people: [
        person('A1', 'S1', 'service_advisor'),
        person('P1', 'S1', 'technician'),
        person('P2', 'S1', 'technician'),
      ],
    },
  )
  expect(imported.rejected).toEqual([])
  app = Fastify({ bodyLimit: 1024 })
  app.setErrorHandler((error, request, reply) => {
    const locale = localeOf(request.headers['accept-language'])
    if (isFailure(error)) return reply.status(failureStatus(error)).send(failureBody(error, locale))
    const status = (error as { statusCode?: number }).statusCode ?? 500
    return reply.status(status).send({ code: (error as { code?: string }).code ?? String(error) })
  })
  const contextOf = async (request: { headers: Record<string, string | string[] | undefined> }) => ({
    actor,
    locale: localeOf(request.headers['accept-language'] as string | undefined),
    now,
    headers: request.headers,
    address: '',
    setHeader: () => undefined,
  })
  jobs = await startJobs({ databaseUrl: made.url, database, kinds: [], now: () => now, log: () => undefined })
  factsPlainRoutes(app, {
    database,
    followFacts,
    jobs,
    wrote: () => undefined,
    contextOf,
  })
  await app.ready()
})

afterAll(async () => {
  await app?.close()
  await jobs?.close()
  await database?.close()
  await drop?.()
})

beforeEach(() => {
  actor = admin
  now = new Date(now.getTime() + 60_000)
})

const order = (id: string, changes: Record<string, unknown> = {}) => ({
  source: 'dms',
  externalId: id,
  version: '2024-03-18T18:00:00+08:00',
  store: 'S1',
  openedAt: '2024-03-18T08:30:00+08:00',
  deliveredAt: '2024-03-18T16:00:00+08:00',
  advisor: 'A1',
  leadTechnician: 'P1',
  labour: [{ technician: 'P1', billedMinutes: 90, actualMinutes: 80 }],
  labourFen: 60_000,
  partsFen: 40_000,
  hasAppointment: true,
  hasAddOn: false,
  rework: null,
  ...changes,
})

async function send(
  payload: unknown,
  { kind = 'work-orders', query = '', headers = {} as Record<string, string> } = {},
) {
  const text = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload)
  const all = { 'content-type': 'application/json', ...headers }
  const url = `/api/v1/facts/${kind}${query}`
  const answer = await app.inject({ method: 'POST', url, headers: all, payload: text })
  return { status: answer.statusCode, body: answer.json() }
}

async function upload(
  file: string | Buffer | null,
  fields: Record<string, string> = {},
  { path = '', language = 'zh-CN' } = {},
) {
  const edge = 'edge-of-the-form'
  const all = { kind: 'work-orders', source: 'sheet', ...fields }
  const texts = Object.entries(all).map(
    ([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="orders.csv"\r\ncontent-type: text/csv\r\n\r\n`
  const payload = Buffer.concat([
    ...(file === null ? [] : [Buffer.from(head), Buffer.from(file), Buffer.from('\r\n')]),
    Buffer.from(`${texts.join('')}--${edge}--\r\n`),
  ])
  const headers = { 'content-type': `multipart/form-data; boundary=${edge}`, 'accept-language': language }
  const answer = await app.inject({ method: 'POST', url: `/api/v1/imports${path}`, headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}

const one = async <Row>(query: ReturnType<typeof sql<Row>>) => (await database.asWorker((tx) => query.execute(tx))).rows
type Kept = { version: Date; labour_fen: number; labour_billed_minutes: number[]; charged_no: number | null }
const kept = (id: string) =>
  one(sql<Kept>`SELECT * FROM facts.work_order WHERE external_id = ${id}`).then(([row]) => row)
const pastVersions = (id: string) =>
  one(sql<{ because: string }>`SELECT because FROM facts.past_version WHERE external_id = ${id} ORDER BY version`).then(
    (rows) => rows.map((row) => row.because),
  )
const tables = async () =>
  JSON.stringify(
    await one(sql`SELECT (SELECT json_agg(w ORDER BY source, external_id) FROM facts.work_order w) AS orders, (SELECT json_agg(p) FROM facts.past_version p) AS past,
      (SELECT count(*) FROM facts.import) AS imports, (SELECT count(*) FROM facts.reject) AS rejects, (SELECT json_agg(m) FROM facts.column_mapping m) AS mappings,
      (SELECT json_agg(d ORDER BY node_no, day) FROM measures.rollup_day d) AS days`),
  )

describe('facts by HTTP', () => {
  it('go in side by side with rejects that name row, field, value and reason', async () => {
    const items = [
      order('H1'),
      order('H2', { labour: [{ technician: 'P9', billedMinutes: 1, actualMinutes: 1 }] }),
      7,
      order('H3', { store: 'S9' }),
    ]
    const { status, body } = await send(items)
    expect(status).toBe(200)
    expect(body).toEqual({
      accepted: 1,
      replaced: 0,
      ignored: 0,
      rejected: [
        {
          row: 2,
          field: 'labour.0.technician',
          value: 'P9',
          reason: '找不到人员“P9”，请核对工号或先导入人员。',
          code: 'facts.person.unknown',
        },
        { row: 3, field: '', value: '7', reason: '这一行不是一条完整的记录。', code: 'row.not_object' },
        {
          row: 4,
          field: 'store',
          value: 'S9',
          reason: '找不到门店“S9”，请核对编码或先导入组织。',
          code: 'facts.store.unknown',
        },
      ],
    })
    const english = await send({ items: [order('H3', { store: 'S9' })] }, { headers: { 'accept-language': 'en-GB' } })
    expect(english.body.rejected).toMatchObject([
      { row: 1, reason: 'There is no store "S9"; check the code or import the organization first.' },
    ])
  })

  it('come by lines too: a line that is no JSON is one reject, blank lines count', async () => {
    const lines = [
      JSON.stringify(order('N1')),
      '',
      '{"broken',
      JSON.stringify(order('N2', { labourFen: 1.5 })),
      JSON.stringify(order('N3')),
    ]
    const ndjson = { headers: { 'content-type': 'application/x-ndjson' } }
    const { body } = await send(`${lines.join('\r\n')}\n\n`, ndjson)
    expect(body).toMatchObject({
      accepted: 2,
      rejected: [
        { row: 3, field: '', value: '{"broken', code: 'row.not_json' },
        { row: 4, field: 'labourFen', value: '1.5' },
      ],
    })
    const damaged = await send(Buffer.from([0x22, 0xff, 0x22, 0x0a]), ndjson)
    expect(damaged.body).toMatchObject({ rejected: [{ row: 1, code: 'row.not_json' }] })
  })

  it('change nothing the second time, replace when newer, and stay when older comes late', async () => {
    expect((await send([order('V1')])).body).toMatchObject({ accepted: 1 })
    const before = await tables()
    expect((await send([order('V1')])).body).toMatchObject({ accepted: 0, replaced: 0, ignored: 1 })
    expect(await tables()).toBe(before)
    expect((await send([order('V1', { version: '2024-03-20T00:00:00Z', labourFen: 1 })])).body).toMatchObject({
      replaced: 1,
    })
    expect((await send([order('V1', { version: '2024-03-19T00:00:00Z', labourFen: 2 })])).body).toMatchObject({
      ignored: 1,
    })
    expect(await kept('V1')).toMatchObject({ labour_fen: 1 })
    expect(await pastVersions('V1')).toEqual(['superseded', 'late'])
  })

  it('stand several times in one request, and the greatest version wins', async () => {
    const versions = [
      order('D1', { version: '2024-03-19T00:00:00Z', labourFen: 2 }),
      order('D1', { labourFen: 1 }),
      order('D1', { version: '2024-03-20T00:00:00Z', labourFen: 3 }),
    ]
    expect((await send(versions)).body).toMatchObject({ accepted: 1, replaced: 1, ignored: 1, rejected: [] })
    expect(await kept('D1')).toMatchObject({ labour_fen: 3 })
  })

  it('are taken back by a deletion', async () => {
    await send([order('X1')])
    const taken = { source: 'dms', externalId: 'X1', version: '2024-03-25T00:00:00Z', store: 'S1', deleted: true }
    expect((await send([taken])).body).toMatchObject({ replaced: 1 })
    expect(await kept('X1')).toMatchObject({ deleted: true, labour_fen: null })
    expect((await send([taken])).body).toMatchObject({ ignored: 1 })
  })

  it('that no longer name an original order charge nobody any more', async () => {
    await send([order('R0'), order('R1', { rework: { originalOrder: 'R0' } })])
    expect((await kept('R1'))?.charged_no).not.toBeNull()
    await send([order('R1', { version: '2024-03-20T00:00:00Z', rework: { originalOrder: null } })])
    expect((await kept('R1'))?.charged_no).toBeNull()
  })

  it('are tried without effect', async () => {
    const before = await tables()
    const { body } = await send([order('T1'), order('T2', { store: 'S9' }), order('V1')], { query: '?dryRun=true' })
    expect(body).toMatchObject({ accepted: 1, ignored: 1, rejected: [{ row: 2 }] })
    expect(await tables()).toBe(before)
  })

  it('are refused as a whole when they cannot be read', async () => {
    expect(await send([], { kind: 'nonsense' })).toMatchObject({ status: 404, body: { code: 'facts.kind.unknown' } })
    expect((await send('{"items": [')).status).toBe(400)
    expect(await send({ rows: [] })).toMatchObject({ status: 422, body: { code: 'facts.request.not_list' } })
    expect(await send('null')).toMatchObject({ status: 422 })
    expect((await send('a,b', { headers: { 'content-type': 'text/csv' } })).status).toBe(415)
    expect((await send('a,b', { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await send([], { query: '?dryRun=maybe' })).body).toMatchObject({ code: 'facts.request.not_flag' })
    expect((await send(`["${'x'.repeat(33 * 1024 * 1024)}"]`)).status).toBe(413)
    expect((await send('[]')).body).toEqual({ accepted: 0, replaced: 0, ignored: 0, rejected: [] })
  })

  it('are taken from those who may write them, and only inside their scope', async () => {
    actor = null
    expect((await send('{"items": [')).status).toBe(401)
    actor = { ...admin, permissions: new Set() }
    expect((await send([order('P1')])).status).toBe(403)
    const [store] = await one(sql<{ no: number }>`SELECT no FROM organisation.node WHERE id = 'S2'`)
    actor = { ...admin, scope: `{[${store?.no},${(store?.no ?? 0) + 1})}` }
    expect((await send([order('P1')])).body).toMatchObject({
      accepted: 0,
      rejected: [{ row: 1, field: 'store', code: 'facts.store.unknown' }],
    })
  })
})

const head =
  '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修,备注'
const line = (id: string, rest = '2024-03-18 08:30,2024-03-18 16:00,A1,P1,P1,1.5,1.2,600,"1,400.50",是,否,否,') =>
  `${id},S1,${rest}`
const file = (...lines: string[]) => `${[head, ...lines].join('\r\n')}\r\n`

describe('facts by file', () => {
  it('are previewed with what the headings mean', async () => {
    const { status, body } = await upload(iconv.encode(file(line('F1')), 'gb18030'), {}, { path: '/previews' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kind: 'work-orders',
      encoding: 'gb18030',
      rows: 1,
      remembered: false,
      mapping: { externalId: '工单号', partsYuan: '材料费', billedHours: '计费工时' },
    })
    expect(body.headings).toHaveLength(15)
    expect(body.sample[0].slice(0, 2)).toEqual(['F1', 'S1'])
    expect(body.fields.find((field: { id: string }) => field.id === 'openedAt')).toMatchObject({
      required: true,
      names: { zh: '进厂时间' },
    })
  })

  it('go in the same in UTF-8 and GB18030, and the same file twice changes nothing', async () => {
    const text = file(
      line('F1'),
      line('F2'),
      '',
      line('F1', '2024-03-18 08:30,2024-03-18 16:00,A1,P1,P2,0.5,0.5,600,"1,400.50",是,否,否,'),
    )
    const first = await upload(text)
    expect(first).toMatchObject({
      status: 200,
      body: {
        accepted: 2,
        replaced: 0,
        ignored: 0,
        rejected: [],
        rejectedRows: 0,
        dryRun: false,
        stores: ['S1'],
        months: ['2024-03'],
      },
    })
    expect(await kept('F1')).toMatchObject({ labour_fen: 60_000, labour_billed_minutes: [90, 30] })
    const version = (await kept('F1'))?.version
    now = new Date(now.getTime() + 3_600_000)
    for (const again of [text, iconv.encode(text, 'gb18030')])
      expect((await upload(again)).body).toMatchObject({ accepted: 0, replaced: 0, ignored: 2, rejected: [] })
    expect((await kept('F1'))?.version).toEqual(version)
    expect(await pastVersions('F1')).toEqual([])
  })

  it('replace what a corrected file says otherwise, and nothing else', async () => {
    const { body } = await upload(file(line('F1'), line('F2')))
    expect(body).toMatchObject({ accepted: 0, replaced: 1, ignored: 1 })
    expect(await kept('F1')).toMatchObject({ labour_billed_minutes: [90] })
    expect(await pastVersions('F1')).toEqual(['superseded'])
  })

  it('heed a version where the file has one', async () => {
    const headed = (version: string, yuan: string) =>
      `${head},更新时间\n${line('W1').replace(',600,', `,${yuan},`)},${version}\n`
    expect((await upload(headed('2024-03-20 10:00', '600'))).body).toMatchObject({ accepted: 1 })
    expect((await upload(headed('2024-03-19 10:00', '500'))).body).toMatchObject({ ignored: 1 })
    expect((await upload(headed('2024-03-21 10:00', '700'))).body).toMatchObject({ replaced: 1 })
    expect(await kept('W1')).toMatchObject({ labour_fen: 70_000 })
  })

  it('leave rejects behind that can be corrected and sent again', async () => {
    const text = file(
      line('G1'),
      '',
      line('G2', '03/04/2024,,A1,P1,P1,1.5,1.2,600,400,是,否,否,=cmd()'),
      line('G3', '2024-03-18,,A1,P9,P1,1.5,1.2,600,400,是,否,否,'),
      line('G4', '2024-03-18,,A1,P1,P1,1.5,1.2,0.06万,400,是,否,否,-3'),
      `${line('G5')},x,y`,
    )
    const { body } = await upload(text, {}, { language: 'en' })
    expect(body).toMatchObject({ accepted: 1, rejectedRows: 4 })
    expect(body.rejected).toEqual([
      {
        row: 3,
        field: '进厂时间',
        value: '03/04/2024',
        code: 'facts.cell.date_ambiguous',
        reason: `"进厂时间": in "03/04/2024" month and day can't be told apart; choose their order where columns are matched, or write 2024-03-18.`,
      },
      {
        row: 4,
        field: '主修技师',
        value: 'P9',
        code: 'facts.person.unknown',
        reason: 'There is no person "P9"; check the code or import the people first.',
      },
      expect.objectContaining({ row: 5, field: '工时费', value: '0.06万', code: 'facts.cell.not_yuan' }),
      expect.objectContaining({ row: 6, code: 'facts.file.too_many_cells' }),
    ])
    const download = await app.inject({ url: `/api/v1/imports/${body.id}/rejects.csv` })
    expect(download.headers['content-type']).toBe('text/csv; charset=utf-8')
    const lines = download.body.split('\r\n')
    expect(lines[0]).toBe(`\ufeff拒收原因,${head}`)
    expect(lines[1]).toMatch(/^“进厂时间”的“03\/04\/2024”分不清月和日.*,G2,S1,03\/04\/2024,.*,否,'=cmd\(\)$/)
    expect(lines[3]).toMatch(/,-3$/)
    expect(lines[4]).toMatch(/,x,y$/)

    const corrected = download.body
      .replaceAll('03/04/2024', '2024-04-03')
      .replace(',P9,', ',P1,')
      .replaceAll('0.06万', '600')
    const again = await upload(corrected)
    expect(again.body).toMatchObject({ accepted: 3, rejectedRows: 1 })
    const left = await app.inject({
      url: `/api/v1/imports/${again.body.id}/rejects.csv`,
      headers: { 'accept-language': 'en' },
    })
    expect(left.body.split('\r\n')[0]).toBe(`\ufeffReason rejected,${head}`)
  })

  it('are tried without effect', async () => {
    const before = await tables()
    const { body } = await upload(file(line('Y1'), line('F2'), line('Y2', 'x,,,,,,,1,1,是,否,,')), { dryRun: 'true' })
    expect(body).toMatchObject({ id: null, dryRun: true, accepted: 1, ignored: 1, rejectedRows: 1 })
    expect(await tables()).toBe(before)
  })

  it('have their columns matched once, and one store chosen for all rows', async () => {
    const text = '单据,日期,甲,乙,丙,丁\nM1,2024-03-05,1,2,Y,N\n'
    const mapping = {
      externalId: '单据',
      openedAt: '日期',
      labourYuan: '甲',
      partsYuan: '乙',
      hasAppointment: '丙',
      hasAddOn: '丁',
      store: '',
    }
    expect(await upload(text, { source: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'facts.file.field_unmapped' },
    })
    expect(await upload(text, { source: 'other', mapping: JSON.stringify(mapping) })).toMatchObject({
      status: 422,
      body: { code: 'facts.file.store_missing' },
    })
    expect(await upload(text, { source: 'other', mapping: JSON.stringify(mapping), store: 'S9' })).toMatchObject({
      status: 404,
    })
    expect(await upload(text, { source: 'other', mapping: '[1]', store: 'S2' })).toMatchObject({
      status: 422,
      body: { code: 'facts.file.mapping_unreadable' },
    })
    expect(await upload(text, { source: 'other', mapping: JSON.stringify(mapping), store: 'S2' })).toMatchObject({
      status: 200,
      body: { accepted: 1, stores: ['S2'] },
    })
    expect((await upload(text, { source: 'other' }, { path: '/previews' })).body).toMatchObject({
      remembered: true,
      mapping: { externalId: '单据', hasAddOn: '丁' },
    })
    expect(await upload(text, { source: 'other', store: 'S2' })).toMatchObject({ body: { ignored: 1 } })
  })

  it('tell surveys too', async () => {
    const text =
      '评价编号,门店编码,评价时间,工单号,推荐分,星级,评价内容\nSV1,S1,2024/3/19 9:00,F1,9,5,"好,很好"\nSV2,S1,2024-03-19,,11,,\nSV3,S1,2024-03-19,,,,\n'
    const { body } = await upload(text, { kind: 'surveys' })
    expect(body).toMatchObject({
      accepted: 1,
      rejected: [
        { row: 2, field: '推荐分', value: '11', code: 'row.field.out_of_range' },
        { row: 3, field: '推荐分', value: null, code: 'facts.survey.empty' },
      ],
    })
    expect((await upload(text, { kind: 'surveys' })).body).toMatchObject({ ignored: 1 })
  })

  it('are refused as a whole when they are no such files', async () => {
    const refused = async (status: number, code: string, ...given: Parameters<typeof upload>) =>
      expect(await upload(...given)).toMatchObject({ status, body: { code } })
    const text = file(line('Z1'))
    await refused(422, 'file.workbook_broken', 'PK\u0003\u0004')
    await refused(422, 'facts.file.missing', null)
    await refused(422, 'row.field.missing', text, { source: ' ' })
    await refused(422, 'facts.kind.unknown', text, { kind: 'x' })
    await refused(413, 'request.too_large', Buffer.alloc(65 * 1024 * 1024, 'a'))
    await refused(404, 'facts.store.unknown', text, { store: '\u0000' })
    await refused(422, 'row.field.unprintable', text, { source: 'a\u0000' }, { path: '/previews' })
    const json = await app.inject({ method: 'POST', url: '/api/v1/imports', payload: {} })
    expect(json.statusCode).toBe(415)
    expect((await app.inject({ method: 'POST', url: '/api/v1/imports' })).statusCode).toBe(415)
    const broken = await app.inject({
      method: 'POST',
      url: '/api/v1/imports',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x\r\ncontent-disp',
    })
    expect(broken.statusCode).toBe(400)
    for (const id of ['none', '%00', '..%2f'])
      expect((await app.inject({ url: `/api/v1/imports/${id}/rejects.csv` })).statusCode).toBe(404)
    const cut = await upload(file(`${line('Z1')},${'x'.repeat(199)}😀`))
    expect(cut).toMatchObject({ status: 200, body: { rejectedRows: 1 } })
  })

  it('leave rollups that equal a rebuild', async () => {
    await rollUp({ database })
    expect(await differences({ database })).toBe(0)
  })
})
