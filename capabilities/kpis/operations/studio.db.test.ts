import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boardRequest, exportedBoard, readBoardAs } from '#boards'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import {
  differences,
  followFacts,
  followTree,
  loadRegistry,
  measureRoutes,
  observableMeasures,
  readRegistry,
  rebuild,
  registeredMeasure,
  rollUp,
} from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { scorecardRoutes } from '#scorecards'
import { targetRoutes } from '#targets'
import { reservedNames } from '../rules/formula.ts'
import { kpiFacts, traceKpi } from './explainKpi.ts'
import { kpiRoutes } from './http.ts'
import { kpisUsing } from './library.ts'

const now = new Date('2024-05-02T08:00:00+08:00')
const admin: Actor = {
  no: 1,
  kind: 'user',
  name: '总部陈芳',
  personNo: null,
  permissions: new Set([
    'boards.read',
    'facts.read',
    'kpis.define',
    'targets.write',
    'scorecards.read',
    'scorecards.design',
    'pay.read',
  ]),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const reader: Actor = { ...admin, no: 2, permissions: new Set(['boards.read', 'facts.read']) }

let database: Database
let other: Database
let drops: (() => Promise<void>)[] = []

const context = (actor: Actor): RequestContext => ({
  ...{ actor, locale: 'zh', now, headers: {}, address: '', setHeader: () => undefined },
})
const measuresAs = (actor: Actor) =>
  createRouterClient(
    measureRoutes({ database, reserved: reservedNames, usedBy: kpisUsing, targetsFor: async () => new Map() }),
    {
      context: context(actor),
    },
  )
const kpisAs = (actor: Actor) =>
  createRouterClient(kpiRoutes({ database, targetsFor: async () => new Map() }), { context: context(actor) })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; data?: unknown; values?: { index?: number; place?: string } }) => error.code,
  )

type Made = { id: number; store: string; day: string; hour: number; fen: number; advisor: string }
const orders: Made[] = []
for (let id = 0; id < 120; id += 1) {
  const month = ['2024-02', '2024-03', '2024-04'][id % 3] as string
  orders.push({
    id,
    store: id % 5 === 0 ? 'S2' : 'S1',
    day: `${month}-${String(1 + ((id * 7) % 28)).padStart(2, '0')}`,
    hour: [9, 14, 20, 22][id % 4] as number,
    fen: 100_000 + ((id * 37_000) % 900_000),
    advisor: id % 5 === 0 ? 'A3' : id % 2 === 0 ? 'A1' : 'A2',
  })
}

const send = (some: readonly Made[]) =>
  receiveFacts(
    { database, followFacts },
    { actor: { ...admin, permissions: new Set() }, now },
    {
      kind: 'work-orders',
      dryRun: false,
      via: 'test',
      rows: some.map(({ id, store, day, hour, fen, advisor }, index) => ({
        row: index + 1,
        raw: {
          ...{ source: 'dms', externalId: `WO-${id}`, version: '2024-05-01T00:00:00Z', store, advisor },
          openedAt: `${day}T${String(hour).padStart(2, '0')}:00:00+08:00`,
          deliveredAt: `${day}T23:30:00+08:00`,
          leadTechnician: null,
          labour: [],
          labourFen: fen,
          partsFen: 0,
          hasAppointment: false,
          hasAddOn: false,
          rework: null,
        },
      })),
    },
  )

const shownOf = async (node: string, period: string, kpi: string) => {
  const board = await readBoardAs(database, admin, boardRequest({ node, period }, now))
  return board.kpis.find((one) => one.id === kpi)
}
const counted = (test: (order: Made) => boolean) => orders.filter(test).length

const largeNight = {
  names: { zh: '夜间大单', en: 'Large night orders' },
  of: 'delivered' as const,
  amount: 'count' as const,
  where: {
    all: [
      { field: 'openedHour', is: '>=' as const, value: 20 },
      { field: 'outputFen', is: '>' as const, value: 500_000 },
    ],
  },
  credit: 'advisor' as const,
}
const share = {
  names: { zh: '夜间大单占比', en: 'Share of large night orders' },
  explanation: { zh: '夜里到店、产值超过五千元的工单占多少。', en: 'Orders of the night beyond 5,000 yuan.' },
  category: 'business' as const,
  dimension: 'business' as const,
  tier: 'operational' as const,
  perspective: 'process' as const,
  formula: 'largeNightOrders / jobs * 100',
  unit: 'percent' as const,
  direction: 'higher' as const,
  industry: null,
  excellent: 30,
  accountable: 'store_manager',
  window: 'period' as const,
  tolerance: null,
  guardBand: null,
}
const isLargeNight = ({ hour, fen }: Made) => hour >= 20 && fen > 500_000

beforeAll(async () => {
  const [made, empty] = [await createTestDatabase(), await createTestDatabase()]
  drops = [made.drop, empty.drop]
  database = openDatabase({ url: made.url })
  other = openDatabase({ url: empty.url })
  await loadRegistry({ database })
  const person = (id: string, node: string) => ({
    ...{ id, name: id, memberships: [{ node, position: 'service_advisor', from: '2020-01-01', to: null }] },
  })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: admin, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
      ],
      people: [person('A1', 'S1'), person('A2', 'S1'), person('A3', 'S2')],
    },
  )
  expect(imported.rejected).toEqual([])
  expect((await send(orders)).rejected).toEqual([])
  await rollUp({ database })
}, 60_000)
afterAll(async () => {
  await database.close()
  await other.close()
  for (const drop of drops) await drop()
})

describe('the KPI studio', () => {
  it('previews a measure straight from the facts', async () => {
    const found = await measuresAs(admin).preview({ design: largeNight, node: 'C1', period: '2024-03' })
    expect(found.count).toBe(counted((order) => order.day.startsWith('2024-03') && isLargeNight(order)))
    expect(found.value).toBe(found.count)
    expect(found.count).toBeGreaterThan(0)
    const sum = await measuresAs(admin).preview({
      design: { ...largeNight, amount: { sum: 'outputFen' } },
      node: 'S1',
      period: '2024-03',
    })
    expect(sum.unit).toBe('fen')
    expect(sum.value).toBe(
      orders
        .filter((order) => order.store === 'S1' && order.day.startsWith('2024-03') && isLargeNight(order))
        .reduce((total, order) => total + order.fen, 0),
    )
  })

  it('defines a measure and computes its history back, with progress', async () => {
    expect(await refused(measuresAs(reader).define({ id: 'largeNightOrders', ...largeNight }))).toBe(
      'access.permission.missing',
    )
    const made = await measuresAs(admin).define({ id: 'largeNightOrders', ...largeNight, reason: '看夜间生意' })
    expect(made.progress.marked).toBe(new Set(orders.map((order) => `${order.store} ${order.day}`)).size)
    expect(made.progress.left).toBe(made.progress.marked)
    await rollUp({ database })
    expect(await measuresAs(admin).progress({ id: 'largeNightOrders' })).toEqual({
      marked: made.progress.marked,
      left: 0,
    })
    expect(await refused(measuresAs(admin).define({ id: 'largeNightOrders', ...largeNight }))).toBe(
      'measures.definition.taken',
    )
    expect(await refused(measuresAs(admin).define({ id: 'months', ...largeNight }))).toBe('measures.definition.taken')
  })

  it('names the place of an error in a formula', async () => {
    const wrong = { ...share, formula: 'largeNightOrder / jobs * 100' }
    const failure = await kpisAs(admin)
      .preview({ design: wrong, node: 'S1', period: '2024-03' })
      .then(
        () => null,
        (error) => error,
      )
    expect(failure).toMatchObject({
      code: 'kpi.formula.unknown_measure',
      data: { index: 0, length: 15, nearest: 'largeNightOrders', place: 'formula' },
    })
    expect(await refused(kpisAs(admin).define({ id: 'bad', ...share, formula: 'jobs /' }))).toBe('kpi.formula.syntax')
  })

  it('defines a KPI over it, which stands on boards of every level like any other', async () => {
    const preview = await kpisAs(admin).preview({ design: share, node: 'S1', period: '2024-03' })
    await kpisAs(admin).define({ id: 'largeNightShare', ...share })
    for (const node of ['S1', 'S2', 'C1', 'A1'])
      for (const month of ['2024-02', '2024-03', '2024-04']) {
        const mine = (order: Made) =>
          order.day.startsWith(month) && (node === 'C1' || order.store === node || order.advisor === node)
        const found = await shownOf(node, month, 'largeNightShare')
        // A person's jobs are others than a store's, so the share is for stores and what stands above them.
        if (node === 'A1') expect(found).toBeUndefined()
        else {
          const [numerator, denominator] = [counted((order) => mine(order) && isLargeNight(order)), counted(mine)]
          expect(found).toMatchObject({ numerator, denominator, value: (100 * numerator) / denominator })
        }
      }
    expect(preview.value).toBe((await shownOf('S1', '2024-03', 'largeNightShare'))?.value)
    expect(preview.trend.at(-1)?.period).toBe('2024-03')
    await kpisAs(admin).define({ id: 'largeNightJobs', ...share, formula: 'largeNightOrders', unit: 'count' })
    const person = await shownOf('A1', '2024-03', 'largeNightJobs')
    expect(person?.value).toBe(
      counted((order) => order.advisor === 'A1' && order.day.startsWith('2024-03') && isLargeNight(order)),
    )
    expect(await refused(kpisAs(admin).define({ id: 'ftr', ...share }))).toBe('kpis.definition.taken')
    expect((await kpisAs(reader).kpis()).kpis.map((kpi) => kpi.id)).toContain('largeNightShare')
    const { sheet } = exportedBoard(
      await readBoardAs(database, admin, boardRequest({ node: 'S1', period: '2024-03' }, now)),
      'zh',
    )
    expect(JSON.stringify([...sheet.rows])).toContain('夜间大单占比')
  })

  it('says where a figure comes from, down to the facts, and the counts match', async () => {
    for (const node of ['S1', 'C1', 'A1']) {
      const question = { id: 'largeNightJobs', node, period: '2024-03' }
      const { trace, facts } = await database.asActor(admin, async (tx) => ({
        trace: await traceKpi(tx, question, now),
        facts: await kpiFacts(tx, { ...question, limit: 500 }, now),
      }))
      expect(facts.count).toBe((await shownOf(node, '2024-03', 'largeNightJobs'))?.numerator)
      expect(facts.items).toHaveLength(facts.count)
      expect(trace.because[0]?.zh).toContain('夜间大单')
      expect(trace.measures).toEqual([
        { id: 'largeNightOrders', names: largeNight.names, value: facts.count, unit: 'count' },
      ])
    }
  })

  it('can have targets and stand on a card', async () => {
    const answer = await createRouterClient(targetRoutes({ database }), { context: context(admin) }).put([
      { node: 'S1', kpi: 'largeNightShare', period: '2024-05', value: 20 },
    ])
    expect(answer).toMatchObject({ accepted: 1, rejected: [] })
    const checked = await createRouterClient(scorecardRoutes({ database }), { context: context(admin) }).checkCard({
      ...{
        holder: 'node',
        position: 'store',
        grades: undefined,
        measuredWeightMin: 60,
        valuesShare: 0,
        qualityGate: false,
      },
      items: [
        { kpi: 'ftr', weight: 60, target: 95, mode: 'proportional' },
        { kpi: 'largeNightShare', weight: 40, target: 20, mode: 'proportional' },
      ],
    })
    expect(JSON.stringify(checked.findings)).not.toContain('unknown')
  })

  it('changes a measure from a day on and leaves what was before', async () => {
    const where = { field: 'outputFen', is: '>' as const, value: 800_000 }
    await measuresAs(admin).change({
      id: 'largeNightOrders',
      ...largeNight,
      where,
      from: '2024-04-10',
      reason: '门槛提高',
    })
    await rollUp({ database })
    const is = (order: Made) => (order.day < '2024-04-10' ? isLargeNight(order) : order.fen > 800_000)
    for (const month of ['2024-02', '2024-03', '2024-04'])
      expect((await shownOf('C1', month, 'largeNightJobs'))?.value).toBe(
        counted((order) => order.day.startsWith(month) && is(order)),
      )
    const facts = await database.asActor(admin, (tx) =>
      kpiFacts(tx, { id: 'largeNightJobs', node: 'C1', period: '2024-04' }, now),
    )
    expect(facts.count).toBe(counted((order) => order.day.startsWith('2024-04') && is(order)))
  })

  it('gives the same numbers when every rollup is thrown away and rebuilt', async () => {
    expect(await differences({ database })).toBe(0)
    const months = ['2024-02', '2024-03', '2024-04']
    const shown = () =>
      Promise.all(
        ['S1', 'S2', 'C1', 'A1'].flatMap((node) => months.map((month) => shownOf(node, month, 'largeNightJobs'))),
      )
    const before = await shown()
    await rebuild({ database })
    expect(await shown()).toEqual(before)
    expect(await differences({ database })).toBe(0)
  })

  it('a KPI changes from a day on: a period has the version that holds on its last day', async () => {
    await kpisAs(admin).change({
      id: 'largeNightShare',
      ...share,
      formula: 'largeNightOrders / jobs * 1000',
      unit: 'count',
      from: '2024-04-01',
      reason: '改为千分比',
    })
    expect((await shownOf('S1', '2024-03', 'largeNightShare'))?.unit).toBe('percent')
    expect((await shownOf('S1', '2024-04', 'largeNightShare'))?.unit).toBe('count')
    expect((await shownOf('S1', '2024-Q1', 'largeNightShare'))?.unit).toBe('percent')
    expect((await shownOf('S1', '2024-Q2', 'largeNightShare'))?.unit).toBe('count')
    const early = kpisAs(admin).change({ id: 'largeNightShare', ...share, from: '2024-03-01', reason: '回头改' })
    expect(await refused(early)).toBe('kpis.definition.before')
  })

  it('a server that has not heard of a measure yet still computes it', async () => {
    const design = { ...largeNight, where: { field: 'openedHour', is: '=' as const, value: 9 }, credit: null }
    await measuresAs(admin).define({ id: 'earlyOrders', ...design })
    await kpisAs(admin).define({ id: 'earlyJobs', ...share, formula: 'earlyOrders', unit: 'count' })
    await rollUp({ database })
    const known = await shownOf('S1', '2024-03', 'earlyJobs')
    // As if this process had missed the message: what it knows is another database's, without any definition.
    await other.asWorker(readRegistry)
    expect(registeredMeasure('earlyOrders')).toBeUndefined()
    const late: Made = { id: 900, store: 'S1', day: '2024-03-30', hour: 9, fen: 1, advisor: 'A1' }
    orders.push(late)
    expect((await send([late])).rejected).toEqual([])
    expect((await shownOf('S1', '2024-03', 'earlyJobs'))?.value).toBe((known?.value ?? 0) + 1)
  })

  it('a row that an older server wrote is shorter: what it lacks is 0 until it is computed again', async () => {
    await database.asWorker((tx) => sql`UPDATE measures.rollup_month SET measured = measured[1:77]`.execute(tx))
    expect((await shownOf('S1', '2024-03', 'largeNightJobs'))?.value).toBe(0)
    expect((await shownOf('S1', '2024-03', 'jobs'))?.value).toBeGreaterThan(0)
    await rebuild({ database })
    expect((await shownOf('S1', '2024-03', 'largeNightJobs'))?.value).toBeGreaterThan(0)
  })

  it('the running month reads days, however many places they have', async () => {
    const design = { ...share, formula: 'earlyOrders', unit: 'count' as const }
    const at = { id: 901, store: 'S1', day: '2024-05-01', hour: 9, fen: 1, advisor: 'A1' }
    orders.push(at)
    await send([at])
    expect((await shownOf('S1', '2024-05', 'earlyJobs'))?.value).toBe(1)
    expect((await kpisAs(admin).preview({ design, node: 'S1', period: '2024-05' })).value).toBe(1)
  })

  const observe = (node: string, measure: string, day: string, value: number, observable = observableMeasures) =>
    receiveFacts(
      { database, followFacts, observableMeasures: observable },
      { actor: { ...admin, permissions: new Set() }, now },
      {
        kind: 'observations',
        dryRun: false,
        via: 'test',
        rows: [
          {
            row: 1,
            raw: {
              ...{ source: 'hand', externalId: `${node} ${measure} ${day}`, version: '2024-05-01T00:00:00Z' },
              ...{ node, measure, day, value },
            },
          },
        ],
      },
    )
  const codesOf = async (received: ReturnType<typeof observe>) => (await received).rejected.map(({ code }) => code)

  it('takes an observation of a measure defined here, of a store and of a person, heard of or not', async () => {
    const [march, day] = ['2024-03', '2024-03-19']
    const value = async (node: string, kpi = 'largeNightJobs') => (await shownOf(node, march, kpi))?.value ?? 0
    const before = { S1: await value('S1'), A1: await value('A1'), C1: await value('C1') }
    const question = { id: 'largeNightJobs', node: 'S1', period: march }
    const facts = () => database.asActor(admin, (tx) => kpiFacts(tx, { ...question, limit: 500 }, now))
    const counted = (await facts()).count
    // As if this process had missed the message.
    await other.asWorker(readRegistry)
    expect(await codesOf(observe('S1', 'largeNightOrders', day, 3))).toEqual([])
    expect(await codesOf(observe('A1', 'largeNightOrders', day, 2))).toEqual([])
    await rollUp({ database })
    expect([await value('S1'), await value('A1'), await value('C1')]).toEqual([
      before.S1 + 5,
      before.A1 + 2,
      before.C1 + 5,
    ])
    expect((await facts()).count).toBe(counted + 5)
    // Stores alone have what is credited to nobody.
    expect(await codesOf(observe('A1', 'earlyOrders', day, 1))).toEqual(['facts.measure.not_personal'])
    expect(await codesOf(observe('S1', 'earlyOrders', day, 1))).toEqual([])
    expect(await codesOf(observe('S1', 'noSuchMeasure', day, 1))).toEqual(['facts.measure.unknown'])
    await rollUp({ database })
    expect(await differences({ database })).toBe(0)
  })

  it('retires in order: KPIs before their measure; earlier periods keep what they showed', async () => {
    const from = '2024-05-01'
    const late = measuresAs(admin).retire({ id: 'largeNightOrders', from, reason: '不再看' })
    expect(await refused(late)).toBe('measures.definition.used')
    await kpisAs(admin).retire({ id: 'largeNightShare', from, reason: '不再看' })
    await kpisAs(admin).retire({ id: 'largeNightJobs', from, reason: '不再看' })
    expect(await codesOf(observe('S1', 'largeNightOrders', '2024-05-02', 4))).toEqual([])
    await measuresAs(admin).retire({ id: 'largeNightOrders', from, reason: '不再看' })
    expect(await codesOf(observe('S1', 'largeNightOrders', '2024-05-01', 4))).toEqual(['facts.measure.retired'])
    expect(await codesOf(observe('S1', 'largeNightOrders', '2024-04-30', 1))).toEqual([])
    await rollUp({ database })
    expect(await shownOf('S1', '2024-05', 'largeNightJobs')).toBeUndefined()
    const library = await kpisAs(reader).kpis()
    expect(library.kpis.map((kpi) => kpi.id)).not.toContain('largeNightJobs')
    expect(library.others.map((kpi) => kpi.id)).toContain('largeNightJobs')
    expect((await shownOf('S1', '2024-03', 'largeNightJobs'))?.value).toBeGreaterThan(0)
    expect(await refused(kpisAs(admin).define({ id: 'again', ...share }))).toBe('kpi.formula.unknown_measure')
    expect(await differences({ database })).toBe(0)
    const trail = await database.asWorker((tx) =>
      sql<{ action: string }>`SELECT action FROM audit.entry WHERE subject = 'largeNightOrders'`.execute(tx),
    )
    expect(trail.rows.map((row) => row.action)).toEqual(['measures.define', 'measures.define', 'measures.retire'])
  })
})
