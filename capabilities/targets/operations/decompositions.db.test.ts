import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seasonality } from '#catalogue/seasonality'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { lunarNewYear } from '#platform/calendar'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { seasonalWeights } from '../rules/seasonality.ts'
import { targetRoutes } from './http.ts'

const now = new Date('2024-05-10T02:00:00Z')
const head: Actor = {
  no: 1,
  kind: 'user',
  name: '总部陈芳',
  personNo: null,
  permissions: new Set(['boards.read', 'targets.write', 'targets.approve']),
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}
let database: Database
let drop: () => Promise<void>
let no: (id: string) => number

const only = (...ids: string[]) => `{${ids.map((id) => `[${no(id)},${no(id)}]`).join(',')}}`
const asked = (actor: Actor, at = now, locale: 'zh' | 'en' = 'zh') =>
  createRouterClient(targetRoutes({ database }), {
    context: { actor, locale, now: at, headers: {}, address: '', setHeader: () => undefined } satisfies RequestContext,
  })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )
const total = (values: readonly number[]) => values.reduce((left, right) => left + right, 0)
const ten = 1_000_000 // ten thousand yuan in fen

const order = (id: string, technician: string, store: string, day: string) => ({
  source: 'dms',
  externalId: id,
  version: '2024-05-01T00:00:00Z',
  store,
  openedAt: `${day}T01:00:00Z`,
  deliveredAt: `${day}T08:00:00Z`,
  leadTechnician: technician,
  labour: [{ technician, billedMinutes: 110, actualMinutes: 100 }],
  labourFen: 50_000,
  partsFen: 50_000,
  hasAppointment: false,
  hasAddOn: false,
  rework: null,
})

beforeAll(async () => {
  const made = await createTestDatabase()
  database = openDatabase({ url: made.url, connections: 6 })
  drop = made.drop
  const person = (id: string, node: string, position: string) => ({
    id,
    name: id,
    memberships: [{ node, position, from: '2023-01-01', to: null }],
    bonusBases: [],
  })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: head, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'R1', kind: 'region', parent: 'C1', name: '华东' },
        { id: 'S1', kind: 'store', parent: 'R1', name: '一店', bays: 6 },
        { id: 'S2', kind: 'store', parent: 'R1', name: '二店', bays: 4 },
        { id: 'D1', kind: 'department', parent: 'S1', name: '机修组' },
      ],
      people: [
        person('P1', 'D1', 'technician'),
        person('P2', 'D1', 'technician'),
        person('P3', 'S1', 'service_advisor'),
        person('P4', 'S2', 'technician'),
      ],
    },
  )
  expect(imported.rejected).toEqual([])
  const found = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  const numbers = new Map(found.rows.map((row) => [row.id, row.no]))
  no = (id) => numbers.get(id) ?? -1
  const rows = [
    ...['01', '02', '03', '04'].flatMap((month, at) => [
      order(`A${month}`, 'P1', 'S1', `2024-${month}-12`),
      order(`B${month}`, 'P2', 'S1', `2024-${month}-13`),
      ...(at < 2 ? [order(`C${month}`, 'P4', 'S2', `2024-${month}-14`)] : []),
    ]),
  ].map((raw, index) => ({ row: index + 1, raw }))
  const received = await receiveFacts(
    { database, followFacts },
    { actor: head, now },
    { kind: 'work-orders', rows, dryRun: false, via: 'test' },
  )
  expect(received.rejected).toEqual([])
  await rollUp({ database })
})
afterAll(async () => {
  await database?.close()
  await drop?.()
})

const year = { node: 'C1', kpi: 'outputValue', year: 2024, goal: 10_000 * ten }
const locks = [...[800, 750, 850, 820, 830, 850].map((value) => value * ten), ...new Array<null>(6).fill(null)]

test('the shipped profile and the calendar give the source’s months of 2024 (H6.3)', () => {
  expect(seasonalWeights({ year: 2024, profile: seasonality, newYearOf: lunarNewYear }).weights).toEqual([
    8, 7.5, 8.5, 8.2, 8.3, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5,
  ])
  expect([lunarNewYear(2024), lunarNewYear(2025)]).toEqual(['2024-02-10', '2025-01-29'])
})

describe('taking a year apart', () => {
  test('a preview sums to the fen and changes nothing', async () => {
    const preview = await asked(head).preview({ ...year, locks, children: { method: 'history' } })
    expect(total(preview.months.slice(6))).toBe(5_100 * ten)
    expect(preview).toMatchObject({ season: 'shipped', warnings: [], alternative: null })
    expect(preview.children?.map(({ node, year: whole }) => [node, whole])).toEqual([['R1', 10_000 * ten]])
    expect(preview.check?.sentence).toBe('下级合起来达到上级目标。')
    expect((await asked(head).decompositions({ node: 'C1', year: 2024 })).decompositions).toEqual([])
  })

  test('flat is called out with the season beside it, locked months that exceed the year are refused by how much', async () => {
    const flat = await asked(head, now, 'en').preview({ ...year, method: 'flat' })
    expect(flat.warnings).toEqual([{ code: 'flat', sentence: expect.stringContaining('flat split') }])
    expect(flat.alternative?.[1]).toBe(750 * ten)
    expect(await refused(asked(head).preview({ ...year, goal: 700 * ten, locks }))).toBe(
      '422 targets.plan.locked_exceed',
    )
    expect(await refused(asked(head).preview({ ...year, kpi: 'nothing' }))).toBe('422 targets.plan.kpi_unknown')
    expect(await refused(asked(head).preview({ ...year, node: 'X' }))).toBe('404 targets.plan.node_unknown')
  })

  test('by history four fifths of the region go to the first store, by technicians two thirds, by hand as said', async () => {
    const region = { ...year, node: 'R1', year: 2025, goal: 1_000 }
    const shares = async (children: object) =>
      (await asked(head).preview({ ...region, children: { method: 'history', ...children } })).children?.map(
        (child) => child.year,
      )
    expect(await shares({})).toEqual([800, 200])
    expect(await shares({ method: 'capacity' })).toEqual([667, 333])
    expect(await shares({ method: 'hand', hand: { S1: 700, S2: 300 } })).toEqual([700, 300])
    expect(await refused(asked(head).preview({ ...region, children: { method: 'hand', hand: { S1: 700 } } }))).toBe(
      '422 targets.plan.children_differ',
    )
  })

  test('proposed, approved, in force on every level to the fen, and never changed silently', async () => {
    const api = asked(head)
    expect(await refused(api.save({ ...year, reason: '' }))).toBe('422 targets.plan.reason')
    const draft = await api.save({ ...year, locks, children: { method: 'history' }, reason: '年度目标' })
    expect(draft).toMatchObject({ version: 1, state: 'draft', job: null })
    expect(await refused(api.approve({ no: draft.no }))).toBe('409 targets.plan.not_in_state')
    await api.propose({ no: draft.no })
    expect(await api.approve({ no: draft.no })).toMatchObject({ state: 'approved', job: null })
    expect(await refused(api.approve({ no: draft.no }))).toBe('409 targets.plan.not_in_state')

    const at = async (node: string, period: string) =>
      (await api.list({ node, kpi: 'outputValue', period })).targets[0]?.value ?? 0
    for (const period of [
      '2024',
      '2024-Q3',
      ...Array.from({ length: 12 }, (_, month) => `2024-${String(month + 1).padStart(2, '0')}`),
    ]) {
      const company = await at('C1', period)
      expect(await at('R1', period)).toBe(company)
      expect((await at('S1', period)) + (await at('S2', period))).toBe(company)
      expect((await at('D1', period)) + (await at('P3', period))).toBe(await at('S1', period))
      expect((await at('P1', period)) + (await at('P2', period))).toBe(await at('D1', period))
    }
    expect(await at('C1', '2024-Q1')).toBe(2_400 * ten)
    // January was over when this was approved: marked, with the reason.
    const table = await api.year({ node: 'C1', year: 2024 })
    expect(table.rows[0]).toMatchObject({
      kpi: 'outputValue',
      goal: 10_000 * ten,
      plan: { version: 1, state: 'approved' },
    })
    expect(table.rows[0]?.afterClose.slice(3, 6)).toEqual([true, false, false])
    expect(table.rows[0]?.locked.slice(5, 7)).toEqual([true, false])
    const again = await api.save({ ...year, locks, reason: '同样的', propose: true })
    await api.approve({ no: again.no })
    expect((await api.versions({ node: 'C1', kpi: 'outputValue', period: '2024' })).targets).toHaveLength(1)
    await expect(
      database.asWorker((tx) => sql`UPDATE targets.decomposition SET goal = 1 WHERE no = ${draft.no}`.execute(tx)),
    ).rejects.toThrow(/approved/)
  })

  test('rolling: what the closed months missed is spread over the rest, beside the plan (H6.4)', async () => {
    const [plan] = (await asked(head).decompositions({ node: 'C1', year: 2024, kpi: 'outputValue' })).decompositions
    const rolling = await asked(head).rolling({ no: plan?.no ?? 0 })
    expect(rolling.closed).toBe(4)
    expect(rolling.actual.slice(0, 5)).toEqual([300_000, 300_000, 200_000, 200_000, null])
    expect(total(rolling.proposal)).toBe(10_000 * ten)
    expect(rolling.plan[0]).toBe(800 * ten)
    const saved = await asked(head).save({
      ...year,
      method: 'hand',
      locks: rolling.proposal,
      basedOn: plan?.no,
      reason: '滚动',
      propose: true,
    })
    expect((await asked(head).decomposition({ no: saved.no })).basedOn).toBe(plan?.no)
  })
})

describe('who may', () => {
  test('a region manager proposes for the region and approves below it; a store manager approves nothing', async () => {
    const region: Actor = { ...head, no: 2, name: '大区', scope: only('R1', 'S1', 'S2', 'D1', 'P1', 'P2', 'P3', 'P4') }
    const own = await asked(region).save({ ...year, node: 'R1', goal: 2400, reason: '大区目标', propose: true })
    expect(await refused(asked(region).approve({ no: own.no }))).toBe('403 targets.plan.own_node')
    const manager: Actor = {
      ...head,
      no: 3,
      name: '店长',
      permissions: new Set(['boards.read', 'targets.write']),
      scope: only('S1', 'D1', 'P1', 'P2', 'P3'),
    }
    const store = await asked(manager).save({
      ...year,
      node: 'S1',
      goal: 1200,
      children: { method: 'capacity' },
      reason: '门店目标',
      propose: true,
    })
    expect(await refused(asked(manager).approve({ no: store.no }))).toBe('403 access.permission.missing')
    expect(await asked(region).approve({ no: store.no })).toMatchObject({ state: 'approved' })
    expect((await asked(region).decompositions({ node: 'S1', year: 2024, kpi: 'outputValue' })).mayApprove).toBe(true)
    expect((await asked(region).decompositions({ node: 'R1', year: 2024 })).mayApprove).toBe(false)
  })
  test('outside the scope nothing exists', async () => {
    const other: Actor = { ...head, no: 4, scope: only('S2', 'P4') }
    const [plan] = (await asked(head).decompositions({ node: 'S1', year: 2024 })).decompositions
    expect(await refused(asked(other).decomposition({ no: plan?.no ?? 0 }))).toBe('404 targets.plan.unknown')
    expect(await refused(asked(other).approve({ no: plan?.no ?? 0 }))).toBe('404 targets.plan.unknown')
    expect(await refused(asked(other).year({ node: 'S1', year: 2024 }))).toBe('404 targets.plan.node_unknown')
    expect(await refused(asked(other).save({ ...year, node: 'S1', reason: '越权' }))).toBe(
      '404 targets.plan.node_unknown',
    )
  })
})

describe('ratios, parts, events', () => {
  test('FTR: a path for the company, children at the same pace, the gap said where it is not reached', async () => {
    const ftr = {
      node: 'R1',
      kpi: 'ftr',
      year: 2024,
      goal: 95,
      start: 88,
      children: { method: 'hand' as const, hand: { S1: 92, S2: 95 } },
    }
    const preview = await asked(head, now, 'en').preview(ftr)
    expect(preview.months[11]).toBe(95)
    expect(preview.months).toEqual([...preview.months].sort((a, b) => a - b))
    expect(preview.check?.missing).toBeGreaterThan(0)
    expect(preview.check?.sentence).toMatch(/the parent wants 95%: .* missing/)
    const saved = await asked(head).save({ ...ftr, reason: '首次修复率', propose: true })
    await asked(head).approve({ no: saved.no })
    const gap = await asked(head).reconciliation({ node: 'R1', kpi: 'ftr', period: '2024' })
    expect(gap).toMatchObject({ target: 95, without: [] })
    expect(gap.missing).toBeGreaterThan(0)
    expect(gap.raises.length).toBeGreaterThan(0)
  })
  test('weeks of a ratio lead from one month to the next; days of money sum to the month', async () => {
    const put = await asked(head).put([
      { node: 'S1', kpi: 'tenMinuteResponseRate', period: '2024-03', value: 78, reason: '起点' },
      { node: 'S1', kpi: 'tenMinuteResponseRate', period: '2024-04', value: 85, reason: '四月' },
      { node: 'S1', kpi: 'outputValue', period: '2024-06', value: 1_000_001 },
    ])
    expect(put.rejected).toEqual([])
    const rate = await asked(head).parts({ node: 'S1', kpi: 'tenMinuteResponseRate', month: '2024-04' })
    expect(rate.weeks.map(({ from, to, value }) => [Number(from.slice(8)), Number(to.slice(8)), value])).toEqual([
      [1, 7, 80],
      [8, 14, 82],
      [15, 21, 84],
      [22, 30, 85],
    ])
    const money = await asked(head).parts({ node: 'S1', kpi: 'outputValue', month: '2024-06' })
    expect(total(money.days.map(({ value }) => value))).toBe(1_000_001)
    expect(total(money.weeks.map(({ value }) => value))).toBe(1_000_001)
    expect(await refused(asked(head).parts({ node: 'S1', kpi: 'ftr', month: '2024' }))).toBe(
      '422 targets.plan.month_wanted',
    )
  })
  test('an event lifts its months until it is taken away', async () => {
    const api = asked(head)
    const { no: event } = await api.addEvent({ node: 'S2', year: 2025, from: 5, to: 6, factor: 1.5, name: '店庆' })
    const plan = { ...year, node: 'S2', year: 2025, goal: 1200 * ten }
    const lifted = (await api.preview(plan)).months[4] ?? 0
    expect((await api.events({ node: 'S2', year: 2025 })).events).toMatchObject([
      { name: '店庆', factor: 1.5, by: '总部陈芳' },
    ])
    await api.dropEvent({ no: event })
    expect(lifted).toBeGreaterThan(((await api.preview(plan)).months[4] ?? 0) * 1.3)
    expect(await refused(api.dropEvent({ no: event }))).toBe('404 targets.plan.event_unknown')
    expect(await refused(api.addEvent({ node: 'S2', year: 2025, from: 6, to: 5, factor: 1.5, name: '反' }))).toBe(
      '422 targets.plan.event_range',
    )
  })
})
