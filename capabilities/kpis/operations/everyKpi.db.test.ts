import { afterAll, beforeAll, expect, it } from 'vitest'
import { boardRequest, readBoardAs } from '#boards'
import { type FactKind, receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { kpiFacts, traceKpi } from './explainKpi.ts'

const admin: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(['boards.read', 'facts.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const now = new Date('2024-05-02T08:00:00+08:00')
let database: Database
let drop: () => Promise<void>
let next = 0

async function send(kind: FactKind, ...raws: object[]) {
  const rows = raws.map((raw, index) => ({
    row: index + 1,
    raw: { source: 'test', externalId: `F${next++}`, version: '2024-04-01T00:00:00Z', ...raw },
  }))
  const input = { kind, rows, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, { actor: admin, now }, input)).rejected).toEqual([])
}

const kpisOf = async (node: string, period: string) => {
  const board = await readBoardAs(database, admin, boardRequest({ node, period }, now))
  return Object.fromEntries(board.kpis.map((kpi) => [kpi.id, kpi.value]))
}

const monthsOf = (year: number) =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  const person = (id: string, position: string) => ({
    id,
    name: id,
    memberships: [{ node: 'S1', position, from: '2020-01-01', to: null }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: admin, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店', areaSquareMetres: 100 },
      ],
      people: [
        person('T1', 'technician'),
        person('A1', 'service_advisor'),
        person('M1', 'store_manager'),
        person('I1', 'quality_inspector'),
      ],
    },
  )
  const order = (id: string, day: string, customer: string) => ({
    externalId: id,
    store: 'S1',
    openedAt: `${day}T09:00:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    customer,
    advisor: 'A1',
    leadTechnician: 'T1',
    labour: [{ technician: 'T1', billedMinutes: 108, actualMinutes: 100 }],
    labourFen: 200_000,
    partsFen: 100_000,
    hasAppointment: true,
    hasAddOn: false,
    hasDoorToDoor: customer === 'K1',
  })
  await send(
    'work-orders',
    order('O1', '2022-06-01', 'K1'),
    order('O2', '2022-07-01', 'K2'),
    order('O3', '2023-12-04', 'K1'),
    order('O4', '2023-12-05', 'K3'),
  )
  const at = '2023-12-04T10:00:00+08:00'
  await send('complaints', { store: 'S1', openedAt: at, order: 'O3', proposedAt: '2023-12-05T09:00:00+08:00' })
  await send(
    'contacts',
    { store: 'S1', receivedAt: at, firstAnsweredAt: '2023-12-04T10:05:00+08:00', person: 'A1' },
    { store: 'S1', receivedAt: at },
  )
  await send(
    'surveys',
    { store: 'S1', order: 'O3', answeredAt: at, stars: 4 },
    { store: 'S1', answeredAt: at, stars: 3 },
  )
  await send(
    'attendance',
    { person: 'T1', day: '2023-12-04', attendedMinutes: 250 },
    { person: 'A1', day: '2023-12-04', attendedMinutes: 480 },
  )
  await send(
    'inspections',
    { order: 'O3', level: 'self', inspector: 'T1', at, passed: true },
    { order: 'O3', level: 'cross', inspector: 'I1', at, passed: true },
  )
  await send('part-requests', { store: 'S1', requestedAt: at, availableWhenRequested: true })
  await send('bay-usage', { store: 'S1', day: '2023-12-04', usedMinutes: 300, availableMinutes: 400 })
  await send('staff-changes', { person: 'A1', day: '2023-12-31', change: 'left' })
  await send('customers', { store: 'S1', createdAt: at, contact: true, preferences: true, serviceHistory: true })
  const accounts = (month: string, revenueFen: number) => ({
    store: 'S1',
    month,
    revenueFen,
    costFen: 40,
    netProfitFen: 10,
    operatingCostFen: 90,
    labourCostFen: 30,
    rentFen: 5,
    investmentFen: 480,
    partsRevenueFen: 50,
    partsCostFen: 30,
  })
  await send(
    'finance',
    ...monthsOf(2022).map((month) => accounts(month, 80)),
    ...monthsOf(2023).map((month) => accounts(month, 100)),
  )
  await send(
    'inventory',
    ...monthsOf(2023).map((month) => ({ store: 'S1', day: `${month}-01`, stockFen: 60, obsoleteFen: 3 })),
  )
  const counted = (measure: string, value: number) => ({ node: 'A1', measure, day: '2023-12-04', value })
  await send(
    'observations',
    counted('cardsDue', 4),
    counted('cardsClosed', 3),
    counted('strategicTasksDue', 3),
    counted('strategicTasksDone', 1.5),
    counted('problemsRaised', 5),
    counted('problemsSolvedSameDay', 1),
  )
  await rollUp({ database })
})
afterAll(async () => {
  await database.close()
  await drop()
})

it('every KPI of the library has its value from facts, at the store and above', async () => {
  const expected = {
    netMargin: 10,
    roi: 25,
    revenueGrowth: 25,
    costRatio: 90,
    labourCostRatio: 30,
    rentRatio: 5,
    partsGrossMargin: 40,
    ftr: 100,
    complaintRate: 50,
    inspectionCoverage: 50,
    technicianEfficiency: 108,
    technicianUtilisation: 80,
    technicianProductivity: 86.4,
    bayUtilisation: 75,
    partsFillRate: 100,
    tenMinuteResponseRate: 50,
    meanResponseTime: 5,
    csat: 50,
    retention: 50,
    averageTicket: 300_000,
    experienceScore: 3.5,
    customerDataCompleteness: 100,
    complaintsAnsweredIn24h: 100,
    repeatPurchaseRate: 0,
    customersServed: 2,
    doorToDoorCoverage: 50,
    outputPerEmployee: 25,
    outputPerSquareMetre: 12,
    inventoryTurnover: 8,
    obsoleteStockRate: 5,
    staffTurnover: 25,
    cardsClosedRate: 75,
    strategicTaskRate: 50,
    problemsSolvedSameDayRate: 20,
  }
  expect(await kpisOf('S1', '2023-12')).toMatchObject(expected)
  expect(await kpisOf('C1', '2023-12')).toMatchObject(expected)
  expect(await kpisOf('S1', '2023')).toMatchObject({ revenueGrowth: 25, roi: 25, outputPerEmployee: 25, netMargin: 10 })
})

it('people have the KPIs that they are credited with, and no others', async () => {
  const advisor = await kpisOf('A1', '2023-12')
  expect(advisor).toMatchObject({ complaintRate: 50, tenMinuteResponseRate: 100, meanResponseTime: 5, csat: 100 })
  expect(advisor).toMatchObject({ cardsClosedRate: 75, strategicTaskRate: 50, problemsSolvedSameDayRate: 20 })
  expect(await kpisOf('T1', '2023-12')).toMatchObject({ cardsClosedRate: null, problemsSolvedSameDayRate: null })
  expect(advisor).not.toHaveProperty('netMargin')
  expect(await kpisOf('T1', '2023-12')).toMatchObject({ inspectionCoverage: 50, technicianUtilisation: 80 })
})

it('a trailing window says where it comes from, over its own twelve months', async () => {
  await database.asActor(admin, async (tx) => {
    const trace = await traceKpi(tx, { id: 'roi', node: 'S1', period: '2023-12' }, now)
    expect(trace).toMatchObject({ value: 25, numerator: 120 })
    const behind = await kpiFacts(tx, { id: 'roi', node: 'S1', period: '2023-12' }, now)
    expect(behind).toMatchObject({ count: 12, sum: 120 })
    const complaints = await kpiFacts(tx, { id: 'complaintRate', node: 'C1', period: '2023-12' }, now)
    expect(complaints).toMatchObject({ count: 1, items: [{ kind: 'complaints', counts: 1 }] })
    const nothing = await traceKpi(tx, { id: 'obsoleteStockRate', node: 'S1', period: '2021-01' }, now)
    expect(nothing.value).toBeNull()
    expect(nothing.because.at(-1)?.zh).toContain('没有数据')
  })
})
