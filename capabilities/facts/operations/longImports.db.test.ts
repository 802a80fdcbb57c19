import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#foundation/actor'
import { differences, followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { JobCancelled, type Jobs, startJobs } from '#platform/jobs'
import { spreadsheet } from '#platform/spreadsheet'
import { createTestDatabase } from '#platform/testing'
import { correctImport } from './correctImport.ts'
import { importFile } from './importFile.ts'
import { importJob } from './importJob.ts'

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
let now = new Date('2024-04-01T08:00:00+08:00')
let database: Database
let jobs: Jobs
let drop: () => Promise<void>

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 6 })
  const stores = ['S1', 'S2'].map((id) => ({ id, kind: 'store', parent: 'C1', name: id }))
  const person = (id: string, position: string) => ({
    id,
    name: id,
    memberships: [{ node: 'S1', position, from: '2023-01-01', to: null }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: admin, now },
    {
      nodes: [{ id: 'C1', kind: 'company', parent: null, name: 'C1', timeZone: 'Asia/Shanghai' }, ...stores],
      people: [person('A1', 'service_advisor'), person('P1', 'technician'), person('P2', 'technician')],
    },
  )
  const log = (line: string, error: Error) => expect.fail(`${line}: ${error.message}`)
  jobs = await startJobs({
    databaseUrl: made.url,
    database,
    kinds: [importJob({ database, followFacts })],
    now: () => now,
    log,
  })
})

afterAll(async () => {
  await jobs?.close()
  await database?.close()
  await drop?.()
})

const one = async <Row>(query: ReturnType<typeof sql<Row>>) => (await database.asWorker((tx) => query.execute(tx))).rows
const kept = (id: string) =>
  one(sql<Record<string, unknown>>`SELECT * FROM facts.work_order WHERE external_id = ${id}`).then(([row]) => row)

async function upload(file: string | Buffer, asked: Partial<Parameters<typeof importFile>[2]> = {}) {
  now = new Date(now.getTime() + 60_000)
  const input = {
    kind: 'work-orders',
    source: 'sheet',
    fileName: 'a.csv',
    mapping: null,
    store: null,
    dryRun: false,
  } as const
  const whole = { ...input, ...asked, file: Buffer.from(file) }
  const body = await importFile({ database, followFacts }, { actor: admin, now }, whole, jobs)
  return { body: { ...body, id: body.id as string } }
}

const head =
  '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,技师,计费工时,实际工时,工时费,材料费,是否预约,是否增项,是否返修,备注'
const line = (id: string, rest = '2024-03-18 08:30,2024-03-18 16:00,A1,P1,P1,1.5,1.2,600,"1,400.50",是,否,否,') =>
  `${id},S1,${rest}`
const file = (...lines: string[]) => `${[head, ...lines].join('\r\n')}\r\n`

type ImportKept = { state: string; accepted: number; parts_done: number }
async function ended(id: string): Promise<ImportKept> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const [row] = await one(sql<ImportKept>`SELECT * FROM facts.import WHERE id = ${id}`)
    if (row && !['waiting', 'running'].includes(row.state)) return row
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The import did not end in 50 seconds')
}

describe('files', () => {
  it('are read in parts when they are long, rows of one order from anywhere in them', async () => {
    const ids = Array.from({ length: 12_000 }, (_, index) => `L${index}`)
    const text = file(
      ...ids.map((id) => line(id)),
      line('L0', '2024-03-18 08:30,2024-03-18 16:00,A1,P1,P2,0.5,0.5,600,"1,400.50",是,否,否,'),
    )
    const asked = await upload(text)
    expect(asked).toMatchObject({ body: { state: 'waiting', accepted: 0, done: 0, total: 12_001 } })
    expect(await ended(asked.body.id)).toMatchObject({
      state: 'done',
      accepted: 12_000,
      rejected: 0,
      done_rows: 12_001,
      stores: ['S1'],
      months: ['2024-03'],
    })
    expect(await kept('L0')).toMatchObject({ labour_billed_minutes: [90, 30] })
    expect(await one(sql`SELECT FROM facts.import_file`)).toEqual([])
    const again = await upload(text)
    expect(await ended(again.body.id)).toMatchObject({ state: 'done', ignored: 12_000 })
    await rollUp({ database })
  }, 120_000)

  it('can be stopped and go on, and a server that dies in between costs nothing', async () => {
    const ids = Array.from({ length: 9_000 }, (_, index) => `B${index}`)
    const text = file(...ids.map((id, at) => (at % 1000 === 7 ? line(id).replace(',A1,', ',A9,') : line(id))))
    await jobs.close()
    // A server that dies behind a part: what it had done stays, and its job is still in the queue.
    let parts = 0
    const dying = importJob({
      database,
      followFacts: async (tx, touched) => {
        await followFacts(tx, touched)
        parts += 1
        if (parts === 3) throw new Error('the server died')
      },
    })
    const asked = await upload(text)
    expect(asked.body.state).toBe('waiting')
    const { id } = asked.body
    const [job] = await one(
      sql<{
        input: { id: string }
      }>`SELECT input FROM platform.job WHERE kind = 'facts.import' ORDER BY asked_at DESC LIMIT 1`,
    )
    const input = job?.input as { id: string }
    const run = { id: 'x', input, actor: admin, progress: async () => undefined, now: () => now }
    await expect(dying.run(run)).rejects.toThrow('the server died')
    expect(await ended(id)).toMatchObject({ state: 'failed', parts_done: 2, done_rows: 4_000 })
    // Another goes on, and is asked to stop after one part.
    const stopping = importJob({ database, followFacts })
    let steps = 0
    const progress = async () => {
      steps += 1
      if (steps > 2) throw new JobCancelled()
    }
    await expect(stopping.run({ ...run, progress })).rejects.toThrow(JobCancelled)
    expect(await ended(id)).toMatchObject({ state: 'cancelled', parts_done: 3, done_rows: 6_000, rejected: 6 })
    expect(await one(sql`SELECT FROM facts.import_file WHERE import_id = ${id}`)).toHaveLength(1)
    await importJob({ database, followFacts }).run(run)
    expect(await ended(id)).toMatchObject({
      state: 'done',
      accepted: 8_991,
      replaced: 0,
      ignored: 0,
      rejected: 9,
      done_rows: 9_000,
    })
    expect(await one(sql`SELECT FROM facts.reject WHERE import_id = ${id}`)).toHaveLength(9)
    expect(await one(sql`SELECT FROM facts.import_file WHERE import_id = ${id}`)).toEqual([])
    const [past] = await one(
      sql<{ times: number }>`SELECT count(*)::int AS times FROM facts.past_version WHERE external_id LIKE 'B%'`,
    )
    expect(past?.times).toBe(0)
    await rollUp({ database })
    // What was refused is corrected and sent again, by itself.
    const rejects = await one(sql<{ row: number }>`SELECT row FROM facts.reject WHERE import_id = ${id} ORDER BY row`)
    const cells = rejects.slice(0, 5).map(({ row }) => ({ row, field: '服务顾问', text: 'A1' }))
    const again = await correctImport({ database, followFacts }, { actor: admin, now }, { id, cells })
    expect(await ended(again)).toMatchObject({ state: 'done', accepted: 5, rejected: 4 })
  }, 120_000)

  it('come from workbooks as well, of every kind, with codes, units and dates as they are told', async () => {
    const columns = (...headings: string[]) => headings.map((heading) => ({ heading, width: 10 }))
    const finance = await spreadsheet({
      sheet: '财务',
      columns: columns('门店', '会计期间', '营业收入（万元）', '营业成本（万元）', '净利润（元）'),
      rows: [['苏州店', '2024年3月', 86.5, 52.25, 92_000.5]],
    })
    const readings = { store: { values: { 苏州店: 'S1' } } }
    expect(await upload(finance, { kind: 'finance', source: 'books', readings })).toMatchObject({
      body: { accepted: 1, rejected: [] },
    })
    expect(await one(sql`SELECT revenue_fen, cost_fen, net_profit_fen, external_id FROM facts.finance`)).toEqual([
      { revenue_fen: 86_500_000, cost_fen: 52_250_000, net_profit_fen: 9_200_050, external_id: 'S1 2024-03' },
    ])
    // What was told is remembered, and the same file again changes nothing.
    expect(await upload(finance, { kind: 'finance', source: 'books' })).toMatchObject({ body: { ignored: 1 } })

    const attendance = await spreadsheet({
      sheet: '考勤',
      columns: columns('工号', '日期', '出勤小时'),
      rows: [
        ['P1', '18/03/2024', 7.5],
        ['P1', '05/03/2024', '8:30'],
        ['P9', '06/03/2024', 8],
      ],
    })
    expect(await upload(attendance, { kind: 'attendance', source: 'clock' })).toMatchObject({
      body: { accepted: 2, rejected: [{ row: 3, field: '工号', value: 'P9' }], stores: ['S1'] },
    })
    expect(await one(sql`SELECT day, attended_minutes FROM facts.attendance ORDER BY day`)).toEqual([
      { day: '2024-03-05', attended_minutes: 510 },
      { day: '2024-03-18', attended_minutes: 450 },
    ])
    const wide = '工号,2024-03-01,2024-03-02,2024-03-03\nP1,8,8,8\n'
    await expect(upload(wide, { kind: 'attendance' })).rejects.toMatchObject({ code: 'facts.file.wide' })
    const plain = '单号,进厂日期,工时费\nK1,03/18/2024,12\n'
    const mapping = {
      externalId: '单号',
      openedAt: '进厂日期',
      labourYuan: '工时费',
      partsYuan: '=0',
      hasAppointment: '=no',
      hasAddOn: '=yes',
    }
    expect(await upload(plain, { source: 'short', store: 'S2', mapping })).toMatchObject({
      body: { accepted: 1 },
    })
    expect(await kept('K1')).toMatchObject({
      opened_day: '2024-03-18',
      parts_fen: 0,
      has_appointment: false,
      has_add_on: true,
    })
    await rollUp({ database })
  })

  it('leave rollups that equal a rebuild', async () => {
    expect(await differences({ database })).toBe(0)
  })
})
