import { createRouterClient } from '@orpc/server'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { periodOf } from '#foundation/period'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { freezeScores, scoreKeeper } from './freezeScores.ts'
import { scorecardRoutes } from './http.ts'
import { loadCards } from './loadCards.ts'
import { scorePeople } from './scorePeople.ts'
import { itemsOf } from './shownScore.ts'

const now = new Date('2024-04-02T02:00:00Z')
const march = periodOf('month', '2024-03-01')
const all: Actor = {
  no: 1,
  kind: 'user',
  name: '人力',
  personNo: null,
  permissions: new Set(['scorecards.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}

let database: Database
let drop: () => Promise<void>
let numbers: Map<string, number>
const no = (id: string) => numbers.get(id) ?? -1
const only = (...ids: string[]): Actor => ({
  ...all,
  no: 2,
  scope: `{${ids.map((id) => `[${no(id)},${no(id)}]`).join(',')}}`,
  payScope: '{}',
})

function asked(actor: Actor) {
  const context: RequestContext = { actor, locale: 'zh', now, headers: {}, address: '', setHeader: () => undefined }
  return createRouterClient(scorecardRoutes({ database }), { context })
}
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )

const order = (id: string, technician: string, store: string, day: string, rework: string | null = null) => ({
  source: 'dms',
  externalId: id,
  version: '2024-04-01T00:00:00Z',
  store,
  openedAt: `${day}T01:00:00Z`,
  deliveredAt: `${day}T08:00:00Z`,
  leadTechnician: technician,
  labour: [{ technician, billedMinutes: 110, actualMinutes: 100 }],
  labourFen: 50_000,
  partsFen: 62_000,
  hasAppointment: false,
  hasAddOn: false,
  rework: rework && { originalOrder: rework },
})
const survey = (id: string, technician: string, store: string, day: string, score: number) => ({
  source: 'crm',
  externalId: id,
  version: '2024-04-01T00:00:00Z',
  store,
  answeredAt: `${day}T09:00:00Z`,
  technician,
  score,
})

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 6 })
  await loadCards({ database }, now)
  const technician = (id: string, memberships: unknown[]) => ({ id, name: `技师${id}`, memberships })
  const member = (node: string, from = '2023-01-01', to: string | null = null, position = 'technician') => ({
    node,
    position,
    from,
    to,
  })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: all, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'D1', kind: 'department', parent: 'S1', name: '机修' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
      ],
      people: [
        technician('P1', [member('D1')]),
        technician('P2', [member('S1', '2023-01-01', '2024-03-10'), member('S2', '2024-03-11')]),
        technician('P3', [member('S2', '2024-03-11')]),
        technician('M1', [member('S1', '2023-01-01', null, 'parts_clerk')]),
      ],
    },
  )
  expect(imported.rejected).toEqual([])
  const found = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(found.rows.map((row) => [row.id, row.no]))
  const orders = Array.from({ length: 25 }, (_, index) => {
    const day = `2024-03-${String(index + 1).padStart(2, '0')}`
    return order(`W${index}`, 'P1', 'S1', day, index === 24 ? 'W3' : null)
  })
  const receive = (kind: 'work-orders' | 'surveys', rows: unknown[]) =>
    receiveFacts(
      { database, followFacts },
      { actor: all, now },
      { kind, rows: rows.map((raw, index) => ({ row: index + 1, raw })), dryRun: false, via: 'test' },
    )
  await receive('work-orders', [
    ...orders,
    order('V1', 'P2', 'S1', '2024-03-05'),
    order('V2', 'P2', 'S2', '2024-03-20'),
  ])
  await receive('surveys', [survey('N1', 'P1', 'S1', '2024-03-20', 92), survey('N2', 'P2', 'S2', '2024-03-21', 45)])
})

afterAll(async () => {
  await database.close()
  await drop()
})

test('cards are loaded once', async () => {
  expect(await loadCards({ database }, now)).toBe(0)
})

test('the worked example: 99.33, S, factor 1.5, and every item says why', async () => {
  const score = await asked(all).score({ person: 'P1', period: '2024-03' })
  expect(score).toMatchObject({
    person: 'P1',
    name: '技师P1',
    period: '2024-03',
    position: 'technician',
    store: 'S1',
    from: '2024-03-01',
    to: '2024-03-31',
    card: { id: 'technician', version: 1 },
    measuredWeight: 100,
    kpiTotal: 99.33,
    valuesScore: null,
    total: 99.33,
    grade: 'S',
    factor: 1.5,
    frozen: false,
    others: [],
  })
  expect(score.items).toMatchObject([
    {
      kpi: 'ftr',
      weight: 40,
      target: 95,
      targetFrom: 'card',
      actual: 96,
      achievement: 101.05,
      score: 100,
      points: 40,
      onePointMore: null,
    },
    { kpi: 'technicianEfficiency', actual: 110, points: 30 },
    { kpi: 'satisfactionScore', actual: 92, points: 20 },
    { kpi: 'outputValue', target: 3_000_000, actual: 2_800_000, score: 93.33, points: 9.33 },
  ])
  expect(score.items.every((item) => item.because.length > 0)).toBe(true)
})

test('a target of their own wins over the card; of a part of the month its part', async () => {
  await database.asWorker((tx) =>
    sql`INSERT INTO targets.target (node_no, period, kpi, value, version, reason, actor_no, actor_name, set_at)
      VALUES (${no('P1')}, '2024-03', 'outputValue', 2800000, 1, '', 1, '', now()),
        (${no('P2')}, '2024-03', 'outputValue', 3100000, 1, '', 1, '', now())`.execute(tx),
  )
  const { items, total } = await asked(all).score({ person: 'P1', period: '2024-03' })
  expect(items[3]).toMatchObject({ target: 2_800_000, targetFrom: 'person', score: 100 })
  expect(total).toBe(100)
  const { items: later } = await asked(all).score({ person: 'P2', period: '2024-03' })
  expect(later[3]).toMatchObject({ target: 2_100_000, targetFrom: 'person' })
})

test('two stores are two scores, the longer first, each over its own days', async () => {
  const { others, ...score } = await asked(all).score({ person: 'P2', period: '2024-03' })
  expect(score).toMatchObject({
    store: 'S2',
    from: '2024-03-11',
    to: '2024-03-31',
    items: [{ actual: 100 }, {}, { actual: 45, score: 50 }, { actual: 112_000 }],
  })
  expect(others).toMatchObject([
    {
      store: 'S1',
      from: '2024-03-01',
      to: '2024-03-10',
      measuredWeight: 80,
      items: [{}, {}, { actual: null, score: null }, {}],
    },
  ])
})

test('without any facts there is no data, and no grade', async () => {
  const score = await asked(all).score({ person: 'P3', period: '2024-03' })
  expect(score).toMatchObject({ measuredWeight: 0, total: null, grade: null, factor: null })
  expect(score.items.map((item) => item.actual)).toEqual([null, null, null, null])
})

test('a running month is scored by the part that has begun', async () => {
  const { items, to } = await asked(all).score({ person: 'P1', period: '2024-03', asOf: '2024-03-10' })
  expect(to).toBe('2024-03-10')
  expect(items).toMatchObject([{ actual: 100 }, {}, { actual: null }, { actual: 1_120_000, target: 903_226 }])
})

test('a team: everybody under the node with a card, each for the days there', async () => {
  const peopleOf = async (node: string) =>
    (await asked(all).team({ node, period: '2024-03' })).scores.map(({ person, store }) => `${person} ${store}`)
  expect(await peopleOf('C1')).toEqual(['P1 S1', 'P2 S1', 'P2 S2', 'P3 S2'])
  expect(await peopleOf('S1')).toEqual(['P1 S1', 'P2 S1'])
  expect(await peopleOf('D1')).toEqual(['P1 S1'])
})

test('the number of queries does not grow with the people', async () => {
  const asked = vi.spyOn(pg.Client.prototype, 'query')
  const count = (personNos: number[]) =>
    database.asActor(all, async (tx) => {
      const before = asked.mock.calls.length
      await scorePeople(tx, { personNos, period: march, asOf: march.to })
      return asked.mock.calls.length - before
    })
  const forOne = await count([no('P1')])
  expect(forOne).toBeGreaterThan(5)
  expect(await count([no('P1'), no('P2'), no('P3')])).toBe(forOne)
  asked.mockRestore()
})

test('what is asked wrongly or lies outside the scope is refused by its code', async () => {
  const own = only('P1', 'S1')
  expect(await refused(asked(own).score({ person: 'P1', period: '2024-03' }))).toBe('went through')
  expect(await refused(asked(own).score({ person: 'P2', period: '2024-03' }))).toBe('404 scorecards.person.unknown')
  expect(await refused(asked(all).score({ person: 'D1', period: '2024-03' }))).toBe('404 scorecards.person.unknown')
  expect(await refused(asked(all).score({ person: 'M1', period: '2024-03' }))).toBe('404 scorecards.card.none')
  expect(await refused(asked(all).score({ person: 'P1', period: '2022-03' }))).toBe('404 scorecards.card.none')
  expect(await refused(asked(all).score({ person: 'P1', period: '2024-Q1' }))).toBe('422 scorecards.period.not_month')
  expect(await refused(asked(all).score({ person: 'P1', period: '2024-13' }))).toBe('422 scorecards.period.unknown')
  expect(await refused(asked(all).score({ person: 'P1', period: '2024-03', asOf: 'gestern' }))).toBe(
    '422 scorecards.as_of.unknown',
  )
  expect(await refused(asked(own).team({ node: 'S2', period: '2024-03' }))).toBe('404 scorecards.node.unknown')
  expect((await asked(own).team({ node: 'S1', period: '2024-03' })).scores.map(({ person }) => person)).toEqual(['P1'])
})

test('a frozen score stays as it was, unless it is to be computed again', async () => {
  const payroll: Actor = { ...all, permissions: new Set(['pay.settle']) }
  await database.asActor(payroll, async (tx) => {
    const { scores } = await scorePeople(tx, { personNos: [no('P2')], period: march, asOf: march.to })
    const kept = await scoreKeeper(tx)(scores.map(({ basis }) => basis))
    const frozen = scores.slice(0, 1).map(({ personNo, storeNo, score: { from, to, card }, basis }) => {
      return { personNo, storeNo, from, to, card, ...kept(basis) }
    })
    await freezeScores(tx, march.text, now, frozen)
  })
  await receiveFacts(
    { database, followFacts },
    { actor: all, now },
    { kind: 'surveys', rows: [{ row: 1, raw: survey('N9', 'P2', 'S1', '2024-03-06', 9) }], dryRun: false, via: 'test' },
  )
  const read = async (recompute: boolean) =>
    (
      await database.asActor(all, (tx) =>
        scorePeople(tx, { nodeNo: no('S1'), period: march, asOf: march.to, recompute }),
      )
    ).scores
      .filter(({ score }) => score.person === 'P2')
      .map(({ score, basis }) => [score.frozen, itemsOf(basis)[2]?.actual])
  expect(await read(false)).toEqual([[true, null]])
  expect(await read(true)).toEqual([[false, 9]])
})
