import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FactKind, receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { explainChange } from './explainChange.ts'
import { readPyramid } from './readPyramid.ts'

const admin: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(['boards.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const now = new Date('2024-04-11T08:00:00+08:00')
let database: Database
let drop: () => Promise<void>
let next = 0
let targets: Record<string, number> = {}

async function send(kind: FactKind, ...raws: object[]) {
  const rows = raws.map((raw, index) => ({
    row: index + 1,
    raw: { source: 'test', externalId: `F${next++}`, version: '2024-04-01T00:00:00Z', store: 'S1', ...raw },
  }))
  const input = { kind, rows, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, { actor: admin, now }, input)).rejected).toEqual([])
}

const orders = (count: number, day: string, labourFen: number, partsFen: number) =>
  Array.from({ length: count }, () => ({
    openedAt: `${day}T09:00:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    leadTechnician: 'T1',
    labour: [],
    labourFen,
    partsFen,
    hasAppointment: false,
    hasAddOn: false,
  }))

const changeOf = (id: string, node: string, period: string, against?: string) =>
  database.asActor(admin, (tx) =>
    explainChange(
      tx,
      { id, node, period, ...(against && { against }) },
      { now, targetsFor: async () => new Map(Object.entries(targets)) },
    ),
  )
const partsOf = (change: Awaited<ReturnType<typeof changeOf>>) =>
  Object.fromEntries(change.drivers.map((driver) => [driver.id, driver.contribution]))

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  await importOrganisation(
    { database, followTree },
    { actor: admin, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
      ],
      people: [
        { id: 'T1', name: 'T1', memberships: [{ node: 'S1', position: 'technician', from: '2020-01-01', to: null }] },
      ],
    },
  )
  await send('work-orders', ...orders(2, '2024-02-05', 20_000, 10_000))
  await send('work-orders', ...orders(3, '2024-03-05', 30_000, 10_000), ...orders(4, '2024-03-20', 30_000, 10_000))
  await send('work-orders', ...orders(4, '2024-04-03', 30_000, 15_000))
  const accounts = (month: string, revenueFen: number, operatingCostFen: number, labourCostFen: number) => ({
    month,
    revenueFen,
    costFen: 0,
    netProfitFen: revenueFen - operatingCostFen,
    operatingCostFen,
    labourCostFen,
    rentFen: 1000,
    investmentFen: 0,
  })
  await send('finance', accounts('2024-02', 10_000, 8_000, 3_000), accounts('2024-03', 10_000, 7_500, 2_400))
  await rollUp({ database })
})
afterAll(async () => {
  await database.close()
  await drop()
})

it('output is jobs times ticket: from 2 at 300 yuan to 7 at 400, at the store and above', async () => {
  for (const node of ['S1', 'C1']) {
    const change = await changeOf('outputValue', node, '2024-03')
    expect(change).toMatchObject({ split: 'exact', against: '2024-02', from: 60_000, to: 280_000, change: 220_000 })
    expect(partsOf(change)).toEqual({ jobs: 175_000, averageTicket: 45_000 })
    expect(change.because.at(0)?.zh).toBe('产值：2024-02 600 元，2024-03 2,800 元，变化 +2,200 元。')
  }
})

it('a running month is compared with as many days of the other', async () => {
  const change = await changeOf('outputValue', 'S1', '2024-04')
  expect(change).toMatchObject({ days: 11, from: 120_000, to: 180_000 })
  expect(change.because.at(-1)?.en).toContain('first 11 days')
})

it('net margin goes back to revenue and cost, with efficiency beside it that no formula connects', async () => {
  const change = await changeOf('netMargin', 'S1', '2024-03')
  expect(change).toMatchObject({ split: 'exact', from: 20, to: 25, change: 5 })
  expect(partsOf(change)).toEqual({ revenue: 0, operatingCost: 5, other: 0 })
  expect(change.beside.map((one) => [one.id, one.contribution])).toEqual([['technicianProductivity', null]])
  expect(partsOf(await changeOf('costRatio', 'S1', '2024-03'))).toEqual({
    labourCostRatio: -6,
    rentRatio: 0,
    otherCostRatio: 1,
  })
})

it('against targets the parts add up, and targets that do not fit together are a part of their own', async () => {
  targets = { outputValue: 300_000, jobs: 6 }
  expect(partsOf(await changeOf('outputValue', 'S1', '2024-03', 'target'))).toEqual({
    jobs: 45_000,
    averageTicket: -65_000,
  })
  targets = { outputValue: 300_000, jobs: 6, averageTicket: 40_000 }
  const change = await changeOf('outputValue', 'S1', '2024-03', 'target')
  expect(change).toMatchObject({ split: 'exact', change: -20_000 })
  expect(partsOf(change)).toEqual({ jobs: 40_000, averageTicket: 0, targetGap: -60_000 })
  targets = {}
  expect(await changeOf('outputValue', 'S1', '2024-03', 'target')).toMatchObject({ split: 'no_target', change: null })
})

it('where there is no formula or no data it says so instead of splitting', async () => {
  expect(await changeOf('jobs', 'S1', '2024-03')).toMatchObject({ split: 'single', change: 5, drivers: [] })
  expect(await changeOf('outputValue', 'S1', '2023-03')).toMatchObject({ split: 'no_value', change: null })
  await expect(changeOf('outputValue', 'S1', '2024-03', 'tomorrow')).rejects.toMatchObject({
    code: 'kpis.against.unknown',
  })
})

it('the pyramid has the values of the drawing', async () => {
  const shown = await database.asActor(admin, (tx) => readPyramid(tx, { node: 'C1', period: '2024-03' }, now))
  expect(shown.top).toMatchObject([{ id: 'netMargin', tier: 'strategic', value: 25 }])
  expect(shown.branches.map((branch) => [branch.kpi[0]?.id, branch.drivers.map((one) => one.value)])).toEqual([
    ['outputValue', [7, 40_000]],
    ['costRatio', [24, 10]],
    ['technicianProductivity', [null, null, null]],
  ])
})
