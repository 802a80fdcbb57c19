import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { scorecardRoutes } from './http.ts'
import { loadCards } from './loadCards.ts'

const now = new Date('2024-05-10T02:00:00Z')
const all: Actor = {
  no: 1,
  kind: 'user',
  name: '总部陈芳',
  personNo: null,
  permissions: new Set(['scorecards.read', 'scorecards.design', 'scorecards.rate', 'pay.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const reader: Actor = { ...all, no: 2, permissions: new Set(['scorecards.read']), payScope: '{}' }

let database: Database
let drop: () => Promise<void>
let numbers: Map<string, number>
const no = (id: string) => numbers.get(id) ?? -1

function asked(actor: Actor, at = now) {
  const context: RequestContext = { actor, locale: 'zh', now: at, headers: {}, address: '', setHeader: () => undefined }
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
  version: '2024-05-01T00:00:00Z',
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

const item = (kpi: string, weight: number, target: number, more: object = {}) => ({
  kpi,
  weight,
  target,
  mode: 'proportional' as const,
  ...more,
})
const technician = {
  names: { zh: '技师计分卡', en: 'Technician scorecard' },
  position: 'technician',
  items: [
    item('ftr', 50, 95),
    item('technicianEfficiency', 30, 120),
    item('satisfactionScore', 10, 90),
    item('outputValue', 10, 3_000_000, { per: 'month' as const }),
  ],
}
const storeCard = (id: string, position: string) => ({
  id,
  version: 1,
  position,
  from: '2020-01-01',
  names: { zh: id, en: id },
  items: [item('ftr', 60, 90, { of: 'store' }), item('dailyIntake', 40, 2, { of: 'store' })],
  grades: [
    { grade: 'S', from: 95, factor: 1.5 },
    { grade: 'D', from: 0, factor: 0.5 },
  ],
  measuredWeightMin: 60,
  valuesShare: 0.2,
  qualityGate: false,
})

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 6 })
  await loadCards({ database }, now)
  const person = (id: string, node: string, position: string, from = '2023-01-01') => ({
    id,
    name: `员工${id}`,
    memberships: [{ node, position, from, to: null }],
    bonusBases: [{ baseFen: 300_000, from: '2023-01-01' }],
  })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: all, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
      ],
      people: [
        person('P1', 'S1', 'technician'),
        person('P2', 'S2', 'technician'),
        person('Q1', 'S1', 'quality_inspector'),
        person('Q2', 'S2', 'quality_inspector', '2024-04-16'),
      ],
    },
  )
  expect(imported.rejected).toEqual([])
  const found = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(found.rows.map((row) => [row.id, row.no]))
  const rows = [
    ...Array.from({ length: 20 }, (_, index) =>
      order(`A${index}`, 'P1', 'S1', `2024-04-${String(index + 1).padStart(2, '0')}`, index === 19 ? 'A3' : null),
    ),
    ...Array.from({ length: 10 }, (_, index) => order(`B${index}`, 'P2', 'S2', `2024-04-${index + 11}`)),
  ]
  await receiveFacts(
    { database, followFacts },
    { actor: all, now },
    { kind: 'work-orders', rows: rows.map((raw, index) => ({ row: index + 1, raw })), dryRun: false, via: 'test' },
  )
})

afterAll(async () => {
  await database.close()
  await drop()
})

describe('cards as they are designed', () => {
  test('the cards as shipped are version 1, without an error, and anybody may read them', async () => {
    const { cards } = await asked(reader).cards()
    const shipped = cards.find(({ id }) => id === 'technician')
    expect(shipped?.current).toMatchObject({ version: 1, state: 'in_force', by: '', position: 'technician' })
    for (const { id, checked } of cards) expect([id, checked?.refused]).toEqual([id, false])
  })

  test('a card is checked without being saved', async () => {
    const {
      refused: no,
      findings,
      dimensions,
    } = await asked(all).checkCard({
      position: 'technician',
      items: [item('outputValue', 100, 3_000_000)],
    })
    expect(no).toBe(true)
    expect(findings.map(({ code }) => code)).toContain('balance.output.no_counterweight')
    expect(dimensions).toEqual([{ dimension: 'business', weight: 100 }])
    expect(await refused(asked(reader).checkCard({ position: 'technician', items: [] }))).toBe(
      '403 access.permission.missing',
    )
  })

  test('a card out of balance is refused with its findings', async () => {
    const bad = { ...technician, items: [item('satisfactionScore', 80, 95), item('outputValue', 20, 3_000_000)] }
    const put = asked(all).putCard({ id: 'technician', card: bad, from: '2024-06', reason: '只看满意度' })
    await expect(put).rejects.toMatchObject({
      status: 422,
      code: 'scorecards.card.refused',
      data: {
        findings: expect.arrayContaining([expect.objectContaining({ code: 'balance.opinion.no_counterweight' })]),
      },
      message: expect.stringContaining('不接难活'),
    })
  })

  test('a draft scores nobody and is seen by designers alone; saved, it becomes a version', async () => {
    const draft = { id: 'technician', card: technician, from: '2024-06', reason: '', draft: true }
    expect((await asked(all).putCard(draft)).version).toMatchObject({ version: 2, state: 'draft' })
    expect((await asked(all).putCard({ ...draft, card: { ...technician, items: [] } })).checked.refused).toBe(true)
    const draftOf = async (actor: Actor) =>
      (await asked(actor).cards()).cards.find(({ id }) => id === 'technician')?.draft?.version ?? null
    expect(await draftOf(all)).toBe(2)
    expect(await draftOf(reader)).toBeNull()
    expect(await asked(all).dropDraft({ id: 'technician' })).toEqual({ dropped: true })
    expect(await draftOf(all)).toBeNull()
  })

  test('a new version holds from its month on, with author and reason', async () => {
    const put = { id: 'technician', card: technician, from: '2024-06', reason: '质量再提一档' }
    expect(await refused(asked(reader).putCard(put))).toBe('403 access.permission.missing')
    expect(await refused(asked(all).putCard({ ...put, from: '2024-05' }))).toBe('422 scorecards.card.too_early')
    expect(await refused(asked(all).putCard({ ...put, reason: ' ' }))).toBe('422 scorecards.card.reason')
    expect(await refused(asked(all).putCard({ ...put, from: '六月' }))).toBe('422 scorecards.card.month')
    expect(await refused(asked(all).putCard({ ...put, basedOn: 0 }))).toBe('409 scorecards.card.changed')
    expect(await refused(asked(all).putCard({ ...put, id: 'other' }))).toBe('409 scorecards.card.position_taken')
    const moved = { ...put, card: { ...technician, position: 'technician_lead' } }
    expect(await refused(asked(all).putCard(moved))).toBe('409 scorecards.card.holder')
    const nobody = { ...put, id: 'x', card: { ...technician, position: 'astronaut' } }
    expect(await refused(asked(all).putCard(nobody))).toBe('422 scorecards.card.position_unknown')

    const { version, checked } = await asked(all).putCard({ ...put, basedOn: 1 })
    expect(version).toMatchObject({
      version: 2,
      from: '2024-06-01',
      state: 'planned',
      by: '总部陈芳',
      reason: '质量再提一档',
    })
    expect(checked.refused).toBe(false)
    const inMay = await asked(reader).card({ id: 'technician' })
    expect(inMay.versions.map((one) => [one.version, one.state])).toEqual([
      [2, 'planned'],
      [1, 'in_force'],
    ])
    const inJune = await asked(reader, new Date('2024-06-03T02:00:00Z')).card({ id: 'technician' })
    expect(inJune.versions.map((one) => [one.version, one.state])).toEqual([
      [2, 'in_force'],
      [1, 'past'],
    ])
    const scoreIn = (period: string) =>
      asked(all, new Date('2024-06-20T02:00:00Z')).score({ person: 'P1', period, asOf: '2024-06-20' })
    expect((await scoreIn('2024-05')).card.version).toBe(1)
    expect((await scoreIn('2024-06')).card.version).toBe(2)
    expect((await scoreIn('2024-06')).items[0]?.weight).toBe(50)
    expect(await refused(asked(all).card({ id: 'nobody' }))).toBe('404 scorecards.card.unknown')
  })

  test('a version in force can neither be changed nor taken away', async () => {
    const change = database.asWorker((tx) =>
      sql`UPDATE scorecards.card SET reason = 'x' WHERE id = 'technician' AND version = 2`.execute(tx),
    )
    await expect(change).rejects.toThrow('in force')
  })
})

describe('a backtest', () => {
  const tried = {
    card: {
      ...technician,
      items: [item('ftr', 40, 100), ...technician.items.slice(1)].map((one, index) =>
        index === 0 ? { ...one, weight: 50 } : one,
      ),
    },
    months: ['2024-04'],
  }

  test('what would have been, beside what was, and who moves', async () => {
    const { months } = await asked(all).backtestCard({ ...tried, node: 'C1' })
    const [april] = months
    expect(april).toMatchObject({ period: '2024-04', before: { people: 2 }, after: { people: 2 } })
    // P1 has 95 percent at 95 before; tried at 100, and efficiency 110 at 120.
    const p1 = april?.movers.find(({ person }) => person === 'P1')
    expect(p1?.up).toBe(false)
    expect(p1?.before.payoutFen).toBe(300_000 * (p1?.before.factor ?? 0))
    expect(april?.before.payoutFen).toBeGreaterThan(april?.after.payoutFen ?? 0)
    expect(april?.moving).toBe(april?.movers.length)
    const { total } = await asked(all).score({ person: 'P1', period: '2024-04' })
    expect(p1?.before.total).toBe(total)
  })

  test('amounts are for those who see pay', async () => {
    const designer = { ...all, permissions: new Set(['scorecards.read', 'scorecards.design']) }
    const { months } = await asked(designer).backtestCard({ ...tried, node: 'S1' })
    expect(months[0]).toMatchObject({
      before: { people: 1, payoutFen: null, payouts: null },
      after: { payoutFen: null },
    })
    expect(months[0]?.movers.every(({ before }) => before.payoutFen === null)).toBe(true)
  })

  test('what can not be tried says why', async () => {
    const of = (more: object) => refused(asked(all).backtestCard({ ...tried, node: 'C1', ...more }))
    expect(await of({ node: 'S9' })).toBe('404 scorecards.node.unknown')
    expect(await of({ months: ['2024-Q1'] })).toBe('422 scorecards.backtest.month')
    expect(await of({ months: ['2025-01'] })).toBe('422 scorecards.backtest.future')
    expect(await of({ card: { ...technician, items: [item('ftr', 40, 95)] } })).toBe('422 scorecards.card.refused')
  })
})

describe('figures of the store', () => {
  beforeAll(async () => {
    await database.asWorker(async (tx) => {
      for (const card of [storeCard('inspector', 'quality_inspector')])
        await sql`INSERT INTO scorecards.card (id, version, position, from_day, definition)
          VALUES (${card.id}, 1, ${card.position}, ${card.from}, ${JSON.stringify(card)}::jsonb)`.execute(tx)
    })
  })

  test('a card item may take the store’s figure over the days that the person was there', async () => {
    const q1 = await asked(all).score({ person: 'Q1', period: '2024-04' })
    expect(q1.items).toMatchObject([
      { kpi: 'ftr', of: 'store', actual: 95, target: 90, targetFrom: 'card', score: 100 },
      { kpi: 'dailyIntake', of: 'store' },
    ])
    expect(q1.items[1]?.actual).toBeCloseTo(20 / 30, 1)
    const q2 = await asked(all).score({ person: 'Q2', period: '2024-04' })
    expect(q2).toMatchObject({ from: '2024-04-16', store: 'S2' })
    expect(q2.items[1]?.actual).toBeCloseTo(5 / 15, 1)
  })

  test('the target of the store wins over the card’s, the person’s own over both', async () => {
    const set = (node: string, value: number) =>
      database.asWorker((tx) =>
        sql`INSERT INTO targets.target (node_no, period, kpi, value, version, reason, actor_no, actor_name, set_at)
          VALUES (${no(node)}, '2024-04', 'ftr', ${value}, 1, '', 1, '', now())`.execute(tx),
      )
    await set('S1', 97)
    expect((await asked(all).score({ person: 'Q1', period: '2024-04' })).items[0]).toMatchObject({
      target: 97,
      targetFrom: 'store',
    })
    await set('Q1', 96)
    expect((await asked(all).score({ person: 'Q1', period: '2024-04' })).items[0]).toMatchObject({
      target: 96,
      targetFrom: 'person',
    })
    expect((await asked(all).score({ person: 'P1', period: '2024-04' })).items[0]).toMatchObject({ target: 95 })
  })

  test('a store has the balanced card; without any answers its customers do not count', async () => {
    const s2 = await asked(all).score({ person: 'S2', period: '2024-04' })
    expect(s2).toMatchObject({ position: 'store', card: { id: 'service_centre', version: 1 }, measuredWeight: 75 })
    expect(s2.items).toMatchObject([
      { kpi: 'ftr', weight: 35, actual: 100, points: expect.closeTo(46.67, 2) },
      { kpi: 'technicianEfficiency', actual: expect.closeTo(110, 9) },
      { kpi: 'nps', actual: null, score: null },
      { kpi: 'outputValue', target: 157_500_000, actual: 1_120_000 },
    ])
    // (35 x 105.26 + 30 x 110 + 10 x 0.71) / 75
    expect(s2.bscAchievement).toBe(93.22)
    expect(s2.total).toBe(86.76)
    const quarter = await asked(all).score({ person: 'S2', period: '2024-Q2' })
    expect(quarter).toMatchObject({
      from: '2024-04-01',
      to: '2024-05-10',
      others: [],
      items: [{ actual: 100 }, {}, {}, {}],
    })
    // A month and 10 of 31 days.
    expect(quarter.items[3]?.target).toBe(208_306_452)
    const refusedOf = (person: string, period: string) => refused(asked(all).score({ person, period }))
    expect(await refusedOf('S2', '2024-04-01')).toBe('422 scorecards.period.not_month')
    expect(await refusedOf('P1', '2024-Q2')).toBe('422 scorecards.period.not_month')
    expect(await refusedOf('S2', '2024-06')).toBe('404 scorecards.person.unknown')
    expect(await refusedOf('C1', '2024-04')).toBe('404 scorecards.person.unknown')
  })
})

describe('values ratings', () => {
  const rate = (more: object = {}, actor = all) =>
    asked(actor).rateValues({ person: 'P1', quarter: '2024-Q1', score: 80, comment: '主动帮同事', ...more })
  const score = (period = '2024-04') => asked(all).score({ person: 'P1', period })

  test('a rating counts from the month after its quarter on', async () => {
    const { kpiTotal } = await score()
    expect(await rate()).toMatchObject({ person: 'P1', quarter: '2024-Q1', version: 1, score: 80, by: '总部陈芳' })
    const rated = await score()
    expect(rated).toMatchObject({ kpiTotal, valuesScore: 80 })
    expect(rated.total).toBeCloseTo(0.8 * (kpiTotal ?? 0) + 16, 1)
    await rate({ quarter: '2024-Q2', score: 10 })
    expect((await score()).valuesScore).toBe(80)
    await rate({ score: 90 })
    expect((await score()).valuesScore).toBe(90)
    const { ratings } = await asked(reader).valuesRatings({ node: 'S1', quarter: '2024-Q1' })
    expect(ratings).toMatchObject([{ person: 'P1', name: '员工P1', version: 2, score: 90 }])
  })

  test('a serious violation is a veto', async () => {
    await rate({ seriousViolation: true })
    expect(await score()).toMatchObject({ grade: 'D', factor: 0 })
    await rate({ score: 90 })
    expect((await score()).factor).toBeGreaterThan(0)
  })

  test('what may not be rated is refused', async () => {
    expect(await refused(rate({}, reader))).toBe('403 access.permission.missing')
    expect(await refused(rate({}, { ...all, personNo: no('P1') }))).toBe('403 scorecards.rating.own')
    expect(await refused(rate({ quarter: '2024-04' }))).toBe('422 scorecards.rating.quarter')
    expect(await refused(rate({ quarter: '2024-Q3' }))).toBe('422 scorecards.rating.future')
    expect(await refused(rate({ score: 101 }))).toBe('422 request.field.invalid')
    expect(await refused(rate({ person: 'S1' }))).toBe('404 scorecards.person.unknown')
    expect(await refused(rate({ seriousViolation: true, comment: '' }))).toBe('422 scorecards.rating.violation_reason')
    const elsewhere = { ...all, scope: `{[${no('S2')},${no('S2')}],[${no('P2')},${no('P2')}]}` }
    expect(await refused(rate({}, elsewhere))).toBe('404 scorecards.person.unknown')
    expect(await refused(rate({ person: 'P2' }, elsewhere))).toBe('went through')
    const seen = await asked(elsewhere).valuesRatings({ node: 'S2', quarter: '2024-Q1' })
    expect(seen.ratings.map(({ person }) => person)).toEqual(['P2'])
  })
})
