import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshAllScopes } from '#access'
import { boardRequest, readBoardAs } from '#boards'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { kpiFacts, traceKpi } from '#kpis'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { putTargets } from '#targets'

const permissions = new Set(['org.write', 'facts.write', 'facts.read', 'boards.read', 'targets.write'])
const admin: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions,
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const now = new Date('2024-05-02T08:00:00+08:00')
const who = { actor: admin, now }

let database: Database
let drop: () => Promise<void>

/** Orders of a store in March 2024: so many, spread over the days, the last of them return visits for earlier ones. */
const ordersOf = (store: string, jobs: number, reworks: number) =>
  Array.from({ length: jobs }, (_, index) => {
    const day = `2024-03-${String((index % 31) + 1).padStart(2, '0')}`
    return {
      source: 'dms',
      externalId: `${store}-${index}`,
      version: `${day}T18:00:00+08:00`,
      store,
      openedAt: `${day}T08:30:00+08:00`,
      deliveredAt: `${day}T16:00:00+08:00`,
      advisor: `${store}A`,
      leadTechnician: `${store}T`,
      labour: [{ technician: `${store}T`, billedMinutes: 90, actualMinutes: 80 }],
      labourFen: 200_000,
      partsFen: 167_000,
      hasAppointment: index % 2 === 0,
      hasAddOn: false,
      rework: index >= jobs - reworks ? { originalOrder: `${store}-${index - (jobs - reworks)}` } : null,
    }
  })

const send = (kind: 'work-orders' | 'surveys', raws: unknown[]) =>
  receiveFacts({ database, followFacts }, who, {
    kind,
    rows: raws.map((raw, index) => ({ row: index + 1, raw })),
    dryRun: false,
    via: 'test',
  })

const board = (node: string, period: string, asOf?: string) =>
  readBoardAs(database, admin, boardRequest({ node, period, asOf, ranking: undefined }, now))
const line = async (node: string, period: string, kpi: string, asOf?: string) =>
  (await board(node, period, asOf)).kpis.find(({ id }) => id === kpi)

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  const stores = ['S1', 'S2', 'S3']
  const imported = await importOrganisation({ database, followTree: (tx, change) => followTree(tx, change) }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'R1', kind: 'region', parent: 'C1', name: '华北' },
      { id: 'R2', kind: 'region', parent: 'C1', name: '华东' },
      ...stores.map((id) => ({ id, kind: 'store', parent: id === 'S1' ? 'R2' : 'R1', name: `门店${id}` })),
    ],
    people: stores.flatMap((store) => [
      {
        id: `${store}T`,
        name: '技师',
        memberships: [{ node: store, position: 'technician', from: '2023-01-01', to: null }],
      },
      {
        id: `${store}A`,
        name: '顾问',
        memberships: [{ node: store, position: 'service_advisor', from: '2023-01-01', to: null }],
      },
    ]),
  })
  expect(imported).toMatchObject({ accepted: 12, rejected: [] })
  expect(await send('work-orders', ordersOf('S1', 450, 27))).toMatchObject({ accepted: 450, rejected: [] })
  await send('work-orders', ordersOf('S2', 100, 10))
  await send('work-orders', ordersOf('S3', 900, 18))
  await rollUp({ database })
}, 60_000)

afterAll(async () => {
  await database.close()
  await drop()
})

describe('from a work order to a light', () => {
  it('450 jobs with 27 return visits are fixed right the first time in 94.0 percent', async () => {
    expect(await line('S1', '2024-03', 'ftr')).toMatchObject({
      value: 94,
      numerator: 423,
      denominator: 450,
      light: 'grey',
      reason: 'no_target',
    })
    expect(await line('S1', '2024-03', 'reworkRate')).toMatchObject({ value: 6, numerator: 27 })
  })

  it('a region is its jobs without return visits over its jobs, 97.2, and not the mean of 90 and 98', async () => {
    expect((await line('S2', '2024-03', 'ftr'))?.value).toBe(90)
    expect((await line('S3', '2024-03', 'ftr'))?.value).toBe(98)
    expect((await line('R1', '2024-03', 'ftr'))?.value).toBeCloseTo(97.2, 10)
    expect((await line('C1', '2024-03', 'jobs'))?.value).toBe(1450)
  })

  it('is judged against its target, with the reason', async () => {
    const put = await putTargets({ database }, who, [
      { node: 'S1', kpi: 'ftr', period: '2024-03', value: 95, reason: '年度目标' },
      { node: 'S1', kpi: 'averageTicket', period: '2024-03', value: 350_000, reason: '年度目标' },
      { node: 'S1', kpi: 'jobs', period: '2024-03', value: 450, reason: '年度目标' },
      { node: 'S1', kpi: 'nothing', period: '2024-03', value: 1, reason: '年度目标' },
      { node: 'S1', kpi: 'jobs', period: '2024-13', value: 1, reason: '年度目标' },
      { node: 'S9', kpi: 'jobs', period: '2024-03', value: 1, reason: '年度目标' },
    ])
    expect(put).toMatchObject({
      accepted: 3,
      rejected: [
        { row: 4, field: 'kpi' },
        { row: 5, field: 'period' },
        { row: 6, field: 'node' },
      ],
    })
    expect(await line('S1', '2024-03', 'ftr')).toMatchObject({
      target: 95,
      due: 95,
      light: 'yellow',
      reason: 'below_target',
    })
    expect((await line('S1', '2024-03', 'ftr'))?.achievement).toBeCloseTo(98.947, 3)
    // 3,670 yuan against 3,500 is within the guard band.
    expect(await line('S1', '2024-03', 'averageTicket')).toMatchObject({ value: 367_000, light: 'green' })
  })

  it('is judged by the pace while the month runs', async () => {
    const running = await line('S1', '2024-03', 'jobs', '2024-03-15T20:00:00+08:00')
    expect(running?.due).toBeCloseTo((450 * 15) / 31, 9)
    expect(running?.value).toBe(225)
  })

  it('divides intake by operating days, of the month and of the part that has passed', async () => {
    expect((await line('S1', '2024-03', 'dailyIntake'))?.denominator).toBe(31)
    expect((await line('S1', '2024-03', 'dailyIntake', '2024-03-15T20:00:00+08:00'))?.denominator).toBe(15)
    expect((await line('R1', '2024-03', 'dailyIntake'))?.denominator).toBe(62)
  })

  it('shows every fact behind the number, and as many as the number says', async () => {
    const behind = (part: 'numerator' | 'denominator', node = 'S1', id = 'ftr', after?: string) =>
      database.asActor(admin, (tx) => kpiFacts(tx, { id, node, period: '2024-03', part, after, limit: 500 }, now))
    expect(await behind('numerator')).toMatchObject({ count: 423, next: null })
    expect((await behind('numerator')).items).toHaveLength(423)
    expect(await behind('denominator')).toMatchObject({ count: 450 })
    expect(await behind('numerator', 'S1', 'reworkRate')).toMatchObject({ count: 27 })
    expect(await behind('numerator', 'R1')).toMatchObject({ count: 972, next: '500' })
    expect(await behind('numerator', 'S1T')).toMatchObject({ count: 423 })
    expect(await behind('numerator', 'S1', 'averageTicket')).toMatchObject({ count: 450, sum: 450 * 367_000 })
    const trace = await database.asActor(admin, (tx) => traceKpi(tx, { id: 'ftr', node: 'S1', period: '2024-03' }, now))
    expect(trace.measures.map(({ id, value }) => [id, value])).toEqual(
      expect.arrayContaining([
        ['jobs', 450],
        ['reworks', 27],
      ]),
    )
  })

  it('shows people, whose return visits are charged to whoever led the original order', async () => {
    expect(await line('S1T', '2024-03', 'ftr')).toMatchObject({ value: 94, numerator: 423, denominator: 450 })
    expect(await line('S1T', '2024-03', 'technicianEfficiency')).toMatchObject({ value: 112.5 })
    expect((await line('S1T', '2024-03', 'outputValue'))?.value).toBe(450 * 367_000)
    expect(await line('S1A', '2024-03', 'averageTicket')).toMatchObject({ value: 367_000 })
    expect(await line('S1A', '2024-03', 'ftr')).toMatchObject({ value: null, light: 'grey' })
  })

  it('has no value and no colour without facts', async () => {
    for (const kpi of (await board('S1', '2024-02')).kpis) expect(kpi).toMatchObject({ value: null, light: 'grey' })
  })

  it('forgets what was taken back and follows what was corrected', async () => {
    const [first] = ordersOf('S2', 1, 0)
    await send('work-orders', [{ ...first, externalId: 'S2-99', version: '2024-04-02T00:00:00Z', rework: null }])
    expect(await line('S2', '2024-03', 'ftr')).toMatchObject({ numerator: 91 })
    await send('work-orders', [{ ...first, externalId: 'S2-0', version: '2024-04-02T00:00:00Z', deleted: true }])
    expect(await line('S2', '2024-03', 'ftr')).toMatchObject({ denominator: 99 })
    await send('work-orders', [{ ...first, externalId: 'S2-0', version: '2024-04-01T00:00:00Z' }])
    expect(await line('S2', '2024-03', 'ftr')).toMatchObject({ denominator: 99 })
  })
})

describe('row level security', () => {
  it('shows a store manager the own store and nothing else', async () => {
    const manager = await database.asWorker(async (tx) => {
      const no = (
        await sql<{
          no: number
        }>`INSERT INTO access.actor (kind, name, created_at) VALUES ('key', 'S1', now()) RETURNING no`.execute(tx)
      ).rows[0]?.no as number
      await sql`INSERT INTO access.role_grant SELECT ${no}, 'store_manager', no, now() FROM organisation.node WHERE id = 'S1'`.execute(
        tx,
      )
      await refreshAllScopes(tx, now)
      const found = await sql<{ scope: string; payScope: string; permissions: string }>`
        SELECT scope::text, pay_scope::text AS "payScope", permissions FROM access.actor_scope WHERE actor_no = ${no}`.execute(
        tx,
      )
      const row = found.rows[0] as { scope: string; payScope: string; permissions: string }
      return {
        ...admin,
        no,
        scope: row.scope,
        payScope: row.payScope,
        permissions: new Set(row.permissions.split(',')),
      } satisfies Actor
    })
    const read = (node: string) => readBoardAs(database, manager, boardRequest({ node, period: '2024-03' }, now))
    expect((await read('S1')).kpis.find(({ id }) => id === 'jobs')?.value).toBe(450)
    expect((await read('S1T')).node.kind).toBe('person')
    for (const node of ['S2', 'R1', 'C1', 'S2T', 'nowhere'])
      await expect(read(node)).rejects.toMatchObject({ failure: 'notFound', code: 'boards.node.unknown' })
    const seen = await database.asActor(manager, (tx) =>
      sql<{ count: number }>`SELECT count(*) AS count FROM facts.work_order`.execute(tx),
    )
    expect(seen.rows[0]?.count).toBe(450)
    const sent = await receiveFacts(
      { database, followFacts },
      { actor: manager, now },
      { kind: 'work-orders', rows: [{ row: 1, raw: ordersOf('S2', 1, 0)[0] }], dryRun: false, via: 'test' },
    )
    expect(sent).toMatchObject({
      accepted: 0,
      rejected: [{ row: 1, field: 'store', value: 'S2', code: 'facts.store.unknown' }],
    })
    const stolen = await receiveFacts(
      { database, followFacts },
      { actor: manager, now },
      {
        kind: 'work-orders',
        rows: [{ row: 1, raw: { ...ordersOf('S2', 1, 0)[0], store: 'S1', version: '2025-01-01T00:00:00Z' } }],
        dryRun: false,
        via: 'test',
      },
    )
    expect(stolen).toMatchObject({
      replaced: 0,
      rejected: [{ row: 1, field: 'externalId', code: 'facts.fact.elsewhere' }],
    })
  })

  it('shows nothing to nobody', async () => {
    const nobody: Actor = { ...admin, scope: '{}', payScope: '{}', permissions: new Set() }
    for (const table of [
      'organisation.node',
      'organisation.membership',
      'organisation.bonus_base',
      'facts.work_order',
      'facts.survey',
      'facts.past_version',
      'measures.rollup_day',
      'measures.rollup_month',
      'measures.person_day',
      'measures.person_month',
      'targets.target',
      'scorecards.frozen_score',
      'incentives.settlement',
      'incentives.settlement_line',
      'incentives.ledger_entry',
      'audit.entry',
      'access.api_key',
    ]) {
      const seen = await database.asActor(nobody, (tx) => sql`SELECT FROM ${sql.raw(table)} LIMIT 1`.execute(tx))
      expect(seen.rows, table).toHaveLength(0)
    }
  })

  it('stands on every table, and every view runs as its reader', async () => {
    const open = await database.asWorker((tx) =>
      sql<{
        name: string
      }>`SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'platform') AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
        UNION ALL SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind = 'v' AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)`.execute(
        tx,
      ),
    )
    expect(open.rows).toEqual([])
    const roles = await database.asWorker((tx) =>
      sql<{
        name: string
      }>`SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'baton_%' AND (rolsuper OR rolbypassrls OR rolcanlogin)`.execute(
        tx,
      ),
    )
    expect(roles.rows).toEqual([])
  })
})
