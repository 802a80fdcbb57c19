import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { loadCards } from '#scorecards'
import type { Settlement } from '../wire.ts'
import { exportSettlement } from './exportSettlement.ts'
import { approve, check, publish, reopen } from './moveSettlement.ts'
import { listSettlements, readLedger, settlementView } from './readSettlements.ts'
import { setFactor } from './setFactor.ts'
import { createSettlement, recalculate } from './settle.ts'

const inMarch = new Date('2024-03-20T02:00:00Z')
const inApril = new Date('2024-04-02T02:00:00Z')
const inMay = new Date('2024-05-02T02:00:00Z')
const yuan = (amount: number) => amount * 100

let database: Database
let drop: () => Promise<void>
let url: string
let numbers: Map<string, number>

const everything: Actor = {
  no: 1,
  kind: 'user',
  name: '人力 王敏',
  personNo: null,
  permissions: new Set(['pay.settle', 'pay.approve', 'pay.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const hr = (now: Date) => ({ actor: everything, now })
const no = (id: string) => numbers.get(id) ?? -1
const ranges = (...ids: string[]) => `{${ids.map((id) => `[${no(id)},${no(id)}]`).join(',')}}`

type Membership = { node: string; position?: string; from?: string; to?: string | null }
const person = (id: string, memberships: Membership[], bases: { baseFen: number; from: string }[] | null) => ({
  id,
  name: `员工${id}`,
  memberships: memberships.map((one) => ({ position: 'technician', from: '2023-01-01', to: null, ...one })),
  bonusBases: bases ?? [],
})
const base = (amount: number, from = '2023-01-01') => ({ baseFen: yuan(amount), from })

async function staff(...people: ReturnType<typeof person>[]) {
  const deps = { database, followTree }
  const imported = await importOrganisation(deps, hr(inMarch), { nodes: [], people })
  expect(imported.rejected).toEqual([])
  const found = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(found.rows.map((row) => [row.id, row.no]))
}

let facts = 0
async function receive(kind: 'work-orders' | 'surveys', rows: Record<string, unknown>[], now = inApril) {
  facts += 1
  const raw = rows.map((row, index) => ({
    row: index + 1,
    raw: { source: 'dms', externalId: `F${facts}-${index}`, version: '2024-04-01T00:00:00Z', store: 'S1', ...row },
  }))
  const input = { kind, rows: raw, dryRun: false, via: 'test' }
  const received = await receiveFacts({ database, followFacts }, hr(now), input)
  expect(received.rejected).toEqual([])
}

const order = (technician: string, day: string, more: Record<string, unknown> = {}) => ({
  openedAt: `${day}T01:00:00Z`,
  deliveredAt: `${day}T08:00:00Z`,
  leadTechnician: technician,
  labour: [{ technician, billedMinutes: 110, actualMinutes: 100 }],
  labourFen: 50_000,
  partsFen: 62_000,
  hasAppointment: false,
  hasAddOn: false,
  rework: null,
  ...more,
})
const at = (day: string) => `${day}T09:00:00Z`
const survey = (technician: string, day: string, score: number) => ({ answeredAt: at(day), technician, score })

/** FTR 96, efficiency 110, output 28,000 yuan, satisfaction 92: a total of 99.33. */
async function goodMonth(technician: string, month: string, store = 'S1') {
  const orders = Array.from({ length: 25 }, (_, index) => {
    const day = `${month}-${String(index + 1).padStart(2, '0')}`
    return order(technician, day, { store, externalId: `${technician}-${month}-${index}` })
  })
  const last = { ...orders[24], rework: { originalOrder: `${technician}-${month}-3` } }
  await receive('work-orders', [...orders.slice(0, 24), last] as Record<string, unknown>[])
  await receive('surveys', [{ ...survey(technician, `${month}-20`, 92), store }])
}

const draft = async (node: string, period: string, now: Date): Promise<Settlement> =>
  (await createSettlement({ database }, hr(now), { node, period })).settlement

async function approved(node: string, period: string, now: Date): Promise<Settlement> {
  const { id } = await draft(node, period, now)
  await check({ database }, hr(now), id)
  return approve({ database }, hr(now), id)
}

const ledgerOf = (actor: Actor, wanted: Parameters<typeof readLedger>[1] = {}) =>
  database.asActor(actor, (tx) => readLedger(tx, wanted))
const codeOf = (error: { code?: string }) => error.code
const refused = (promise: Promise<unknown>) => promise.then(() => 'went through', codeOf)

beforeEach(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  url = made.url
  database = openDatabase({ url: made.url, connections: 8 })
  await loadCards({ database }, inMarch)
  const nodes = [
    { id: 'C1', kind: 'company', parent: null, name: '华晨售后' },
    { id: 'R1', kind: 'region', parent: 'C1', name: '华北' },
    { id: 'S1', kind: 'store', parent: 'R1', name: '一店' },
    { id: 'D1', kind: 'department', parent: 'S1', name: '机修' },
    { id: 'S2', kind: 'store', parent: 'R1', name: '二店' },
  ]
  await importOrganisation({ database, followTree }, hr(inMarch), { nodes, people: [] })
})

afterEach(async () => {
  await database.close()
  await drop()
})

describe("a technician's month", () => {
  beforeEach(async () => {
    await staff(
      person('P1', [{ node: 'D1' }], [base(3_000)]),
      person('M1', [{ node: 'S1', position: 'parts_clerk' }], [base(8_000)]),
    )
    await goodMonth('P1', '2024-03')
  })

  test('is scored 99.33, S, factor 1.5, and pays 4,500 yuan on a base of 3,000', async () => {
    const settlement = await draft('S1', '2024-03', inApril)
    expect(settlement).toMatchObject({ state: 'draft', totalFen: yuan(4_500), open: 0, node: { name: '一店' } })
    expect(settlement.lines).toMatchObject([
      { line: 1, person: 'P1', store: 'S1', rule: 'monthlyBonus', baseFen: yuan(3_000), total: 99.33, grade: 'S' },
    ])
    expect(settlement.lines[0]).toMatchObject({ factor: 1.5, amountFen: yuan(4_500) })
    expect(settlement.lines[0]?.because.at(-1)?.zh).toBe('3,000 元 × 1.5 = 4,500 元')
    expect(settlement.unsettled).toEqual([{ person: 'M1', name: '员工M1', position: 'parts_clerk', why: 'no_card' }])
  })

  test('asked for again, the settlement is the same one', async () => {
    const first = await createSettlement({ database }, hr(inApril), { node: 'S1', period: '2024-03' })
    const again = await createSettlement({ database }, hr(inApril), { node: 'S1', period: '2024-03' })
    expect([first.created, again.created]).toEqual([true, false])
    expect(again.settlement).toEqual(first.settlement)
    const both = await Promise.all(
      ['C1', 'C1'].map((node) => createSettlement({ database }, hr(inApril), { node, period: '2024-03' })),
    )
    expect(both.map(({ created }) => created).sort()).toEqual([false, true])
  })

  test('approved twice or by two at once it is paid once, to the fen', async () => {
    const { id } = await draft('C1', '2024-03', inApril)
    await check({ database }, hr(inApril), id)
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => refused(approve({ database }, hr(inApril), id))))
    expect(outcomes.sort()).toEqual([...new Array(4).fill('settlement.step.not_allowed'), 'went through'])
    expect(await refused(approve({ database }, hr(inApril), id))).toBe('settlement.step.not_allowed')
    const { entries, totalFen } = await ledgerOf(everything)
    expect(entries).toMatchObject([
      { settlement: id, person: 'P1', rule: 'monthlyBonus', ruleVersion: 1, amountFen: yuan(4_500) },
    ])
    expect(totalFen).toBe(yuan(4_500))
    const actions = await database.asWorker((tx) =>
      sql<{ action: string }>`SELECT action FROM audit.entry WHERE subject = ${id} ORDER BY seq`.execute(tx),
    )
    expect(actions.rows.map((row) => row.action)).toEqual(
      ['create', 'check', 'approve'].map((step) => `incentives.settlement.${step}`),
    )
  })

  test('a store settled before its company is not paid by the company again', async () => {
    await staff(person('P2', [{ node: 'S2' }], [base(2_000)]))
    await goodMonth('P2', '2024-03', 'S2')
    await approved('S1', '2024-03', inApril)
    const company = await approved('C1', '2024-03', inApril)
    expect(company.lines).toMatchObject([{ person: 'P2', amountFen: yuan(3_000) }])
    expect(company.unsettled).toContainEqual(expect.objectContaining({ person: 'P1', why: 'already_settled' }))
    expect((await ledgerOf(everything, { settlement: company.id })).totalFen).toBe(company.totalFen)
    expect((await ledgerOf(everything)).totalFen).toBe(yuan(7_500))
  })

  test('a running month can be drafted, and is checked after its end from a new calculation', async () => {
    const { id, lines } = await draft('S1', '2024-03', inMarch)
    expect(lines).toMatchObject([{ from: '2024-03-01', to: '2024-03-20', baseFen: 193_548 }])
    expect(await refused(check({ database }, hr(inMarch), id))).toBe('incentives.period.running')
    expect(await refused(check({ database }, hr(inApril), id))).toBe('incentives.settlement.outdated')
    expect(await recalculate({ database }, hr(inApril), id)).toMatchObject({ totalFen: yuan(4_500) })
    expect(await check({ database }, hr(inApril), id)).toMatchObject({ state: 'checked' })
    expect(await refused(draft('S1', '2024-05', inApril))).toBe('incentives.period.future')
  })

  test('a checked one goes back to draft, an approved one does not; publication is reserved', async () => {
    const { id } = await draft('S1', '2024-03', inApril)
    expect(await refused(reopen({ database }, hr(inApril), id))).toBe('incentives.settlement.not_checked')
    expect(await refused(approve({ database }, hr(inApril), id))).toBe('settlement.step.not_allowed')
    await check({ database }, hr(inApril), id)
    expect(await refused(recalculate({ database }, hr(inApril), id))).toBe('incentives.settlement.not_draft')
    expect(await refused(publish({ database }, hr(inApril), id))).toBe('incentives.publication.reserved')
    expect(await reopen({ database }, hr(inApril), id)).toMatchObject({
      state: 'draft',
      steps: [{ state: 'draft' }, { state: 'checked' }, { state: 'draft' }],
    })
    await check({ database }, hr(inApril), id)
    await approve({ database }, hr(inApril), id)
    expect(await refused(reopen({ database }, hr(inApril), id))).toBe('incentives.settlement.not_checked')
  })

  test('is exported from its approval on, and the first export is a step', async () => {
    const { id } = await draft('S1', '2024-03', inApril)
    const who = { ...hr(inApril), locale: 'en' as const }
    expect(await refused(exportSettlement({ database }, who, id))).toBe('settlement.step.not_allowed')
    await check({ database }, hr(inApril), id)
    await approve({ database }, hr(inApril), id)
    const { file, fileName } = await exportSettlement({ database }, who, id)
    await exportSettlement({ database }, who, id)
    expect(fileName).toBe('settlement-2024-03-S1.xlsx')
    const { Workbook } = (await import('exceljs')).default
    const book = new Workbook()
    await book.xlsx.load(file as unknown as Parameters<typeof book.xlsx.load>[0])
    const rows = (book.worksheets[0]?.getSheetValues() ?? []).slice(1) as unknown[][]
    const names = ['P1', '员工P1', '一店', 'Technician', '2024-03', '2024-03-01', '2024-03-31']
    expect(rows[1]?.slice(1, 14)).toEqual([...names, 3_000, 99.33, 'S', 1.5, 4_500, 'Monthly performance bonus v1'])
    expect([rows[2]?.[1], rows[2]?.[12]]).toEqual(['Total', 4_500])
    const { state, steps } = await database.asActor(everything, (tx) => settlementView(tx, id))
    expect([state, steps.map((step) => step.state)]).toEqual(['exported', ['draft', 'checked', 'approved', 'exported']])
  })

  test('nothing in the ledger and of the steps can be changed, not even by the owner', async () => {
    await approved('S1', '2024-03', inApril)
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    for (const text of [
      'UPDATE incentives.ledger_entry SET amount_fen = 1',
      'DELETE FROM incentives.ledger_entry',
      'TRUNCATE incentives.ledger_entry',
      'DELETE FROM incentives.settlement_step',
    ]) {
      await expect(database.asActor(everything, (tx) => sql.raw(text).execute(tx))).rejects.toThrow(/permission denied/)
      await expect(database.asWorker((tx) => sql.raw(text).execute(tx))).rejects.toThrow(/permission denied/)
      await expect(owner.query(text)).rejects.toThrow(/append-only/)
    }
    await owner.end()
  })

  test('amounts are seen by the person, the line and HR', async () => {
    await staff(person('P2', [{ node: 'S2' }], [base(2_000)]))
    await goodMonth('P2', '2024-03', 'S2')
    const { id } = await approved('C1', '2024-03', inApril)
    const reader = (more: Partial<Actor>): Actor => ({ ...everything, no: 2, scope: '{}', payScope: '{}', ...more })
    const people = async (actor: Actor) => (await ledgerOf(actor)).entries.map((entry) => entry.person)
    const technician = reader({ personNo: no('P1'), scope: ranges('P1', 'S1') })
    const lead = reader({ scope: ranges('S1', 'D1', 'P1', 'M1') })
    const manager = reader({
      personNo: no('M1'),
      scope: ranges('S1', 'D1', 'P1', 'M1'),
      payScope: ranges('S1', 'D1', 'P1', 'M1'),
    })
    expect(await people(technician)).toEqual(['P1'])
    expect(await people(lead)).toEqual([])
    expect(await people(manager)).toEqual(['P1'])
    expect(await people(everything)).toEqual(['P1', 'P2'])
    for (const actor of [technician, lead, manager]) {
      expect(await database.asActor(actor, listSettlements)).toEqual([])
      expect(await refused(database.asActor(actor, (tx) => settlementView(tx, id)))).toBe(
        'incentives.settlement.unknown',
      )
      expect(
        await refused(createSettlement({ database }, { actor, now: inApril }, { node: 'C1', period: '2024-03' })),
      ).toBe('incentives.node.unknown')
    }
    expect(await refused(approve({ database }, { actor: manager, now: inApril }, id))).toBe(
      'incentives.settlement.unknown',
    )
    expect(await database.asActor(everything, listSettlements)).toMatchObject([
      { id, people: 2, open: 0, totalFen: yuan(7_500), state: 'approved' },
    ])
  })

  test('the people of one store can be settled by whoever may see the pay of that store alone', async () => {
    const ids = ['S1', 'D1', 'P1', 'M1']
    const actor: Actor = { ...everything, scope: ranges(...ids), payScope: ranges(...ids) }
    const who = { actor, now: inApril }
    const { settlement } = await createSettlement({ database }, who, { node: 'S1', period: '2024-03' })
    await check({ database }, who, settlement.id)
    expect(await approve({ database }, who, settlement.id)).toMatchObject({ state: 'approved', totalFen: yuan(4_500) })
  })
})

describe('facts that come late', () => {
  beforeEach(async () => {
    await staff(person('P1', [{ node: 'D1' }], [base(3_000)]))
    await goodMonth('P1', '2024-03')
    await goodMonth('P1', '2024-04')
    await approved('S1', '2024-03', inApril)
  })
  const april = () => draft('S1', '2024-04', inMay)
  const adjustments = (settlement: Settlement) =>
    settlement.lines.filter((line) => line.rule === 'monthlyBonusAdjustment')

  test('without any, the next settlement adjusts nothing', async () => {
    expect(adjustments(await april())).toEqual([])
  })

  test('lower the pay of March with the settlement of April; the score of March stays as it was', async () => {
    await receive(
      'surveys',
      Array.from({ length: 9 }, () => survey('P1', '2024-03-28', 10)),
    )
    const settlement = await april()
    // Satisfaction 18.2 of 90: 40 + 30 + 4.04 + 9.33 = 83.38, grade B.
    expect(adjustments(settlement)).toMatchObject([
      { person: 'P1', period: '2024-03', amountFen: yuan(-1_500), baseFen: 0, factor: null },
    ])
    expect(settlement.totalFen).toBe(yuan(3_000))
    expect(settlement.open).toBe(0)
    await check({ database }, hr(inMay), settlement.id)
    await approve({ database }, hr(inMay), settlement.id)
    expect((await ledgerOf(everything, { settlement: settlement.id })).totalFen).toBe(yuan(3_000))
    expect(
      (await ledgerOf(everything, { person: 'P1', period: '2024-03' })).entries.map((entry) => entry.amountFen),
    ).toEqual([yuan(4_500), yuan(-1_500)])

    // Taken back again, the next month pays it out: adjustments know of each other.
    await receive(
      'surveys',
      Array.from({ length: 90 }, () => survey('P1', '2024-03-29', 100)),
    )
    const inJune = new Date('2024-06-02T02:00:00Z')
    const may = await draft('S1', '2024-05', inJune)
    expect(adjustments(may)).toMatchObject([{ period: '2024-03', amountFen: yuan(1_500) }])
  })

  test('raise it as well', async () => {
    await staff(person('P2', [{ node: 'S2' }], [base(2_000)]))
    await receive('work-orders', [order('P2', '2024-03-05', { store: 'S2' })])
    await receive('surveys', [{ ...survey('P2', '2024-03-06', 40), store: 'S2' }])
    await goodMonth('P2', '2024-04', 'S2')
    // 40 + 30 + 20 x 40 / 90 + 10 x 1,120 / 30,000 = 79.26, grade B.
    expect(await approved('S2', '2024-03', inApril)).toMatchObject({
      lines: [{ total: 79.26, grade: 'B', amountFen: yuan(2_000) }],
    })
    await receive(
      'surveys',
      Array.from({ length: 9 }, () => ({ ...survey('P2', '2024-03-07', 100), store: 'S2' })),
    )
    const company = await draft('C1', '2024-04', inMay)
    // 40 + 30 + 20 + 0.37 = 90.37, grade A.
    expect(adjustments(company)).toMatchObject([{ person: 'P2', store: 'S2', amountFen: yuan(400) }])
    await check({ database }, hr(inMay), company.id)
    const { id, totalFen } = await approve({ database }, hr(inMay), company.id)
    expect((await ledgerOf(everything, { settlement: id })).totalFen).toBe(totalFen)
  })

  test('are adjusted once, whoever settles', async () => {
    await receive(
      'surveys',
      Array.from({ length: 9 }, () => survey('P1', '2024-03-28', 10)),
    )
    const store = await april()
    const company = await draft('C1', '2024-04', inMay)
    expect(adjustments(store)).toHaveLength(1)
    expect(company.lines).toEqual([])
  })

  test('reach somebody who has left meanwhile', async () => {
    await staff(person('P1', [{ node: 'D1', to: '2024-03-31' }], [base(3_000)]))
    await receive(
      'surveys',
      Array.from({ length: 9 }, () => survey('P1', '2024-03-28', 10)),
    )
    expect((await april()).lines).toMatchObject([
      { person: 'P1', rule: 'monthlyBonusAdjustment', amountFen: yuan(-1_500) },
    ])
  })
})

test('who moves to another store on the 16th has two lines, by days; either store pays its own', async () => {
  const moving = [
    { node: 'S1', to: '2024-03-15' },
    { node: 'S2', from: '2024-03-16' },
  ]
  await staff(person('P1', moving, [base(3_000)]))
  const days = ['2024-03-05', '2024-03-20']
  await receive(
    'work-orders',
    days.map((day, index) => order('P1', day, { store: index ? 'S2' : 'S1', labourFen: yuan(20_000) })),
  )
  await receive(
    'surveys',
    days.map((day, index) => ({ ...survey('P1', day, index ? 36 : 95), store: index ? 'S2' : 'S1' })),
  )
  const first = await approved('S1', '2024-03', inApril)
  // 3,000 x 15/31 x 1.5
  expect(first.lines).toMatchObject([
    { store: 'S1', from: '2024-03-01', to: '2024-03-15', total: 100, grade: 'S', amountFen: 217_742 },
  ])
  const company = await draft('C1', '2024-03', inApril)
  // 40 + 30 + 8 + 10 = 88, grade A: 3,000 x 16/31 x 1.2
  expect(company.lines).toMatchObject([
    { store: 'S2', from: '2024-03-16', to: '2024-03-31', total: 88, grade: 'A', amountFen: 185_806 },
  ])
  await check({ database }, hr(inApril), company.id)
  await approve({ database }, hr(inApril), company.id)
  expect((await ledgerOf(everything, { person: 'P1' })).totalFen).toBe(217_742 + 185_806)
  expect(await draft('C1', '2024-04', inMay)).toMatchObject({ lines: [{ rule: 'monthlyBonus', factor: null }] })
})

test('a base that rises on the 16th counts by days; without a base there is no line', async () => {
  await staff(
    person('P1', [{ node: 'S1' }], [base(3_000), base(3_100, '2024-03-16')]),
    person('P2', [{ node: 'S1' }], []),
  )
  await goodMonth('P1', '2024-03')
  const settlement = await draft('S1', '2024-03', inApril)
  expect(settlement.lines).toMatchObject([{ person: 'P1', baseFen: 305_161, amountFen: 457_742 }])
  expect(settlement.unsettled).toEqual([{ person: 'P2', name: '员工P2', position: 'technician', why: 'no_base' }])
})

test('who left during the month is paid for the days', async () => {
  await staff(person('P1', [{ node: 'D1', to: '2024-03-10' }], [base(3_100)]))
  await receive('work-orders', [order('P1', '2024-03-05', { labourFen: yuan(20_000) })])
  await receive('surveys', [survey('P1', '2024-03-05', 95)])
  expect((await draft('C1', '2024-03', inApril)).lines).toMatchObject([
    { from: '2024-03-01', to: '2024-03-10', baseFen: yuan(1_000), amountFen: yuan(1_500) },
  ])
})

test('a card measured under 60 percent needs a factor from HR, with a reason, no higher than the best grade', async () => {
  await staff(person('P1', [{ node: 'S1' }], [base(3_000)]))
  await receive('surveys', [survey('P1', '2024-03-05', 95)])
  const { id, lines, open } = await draft('S1', '2024-03', inApril)
  expect([lines[0]?.factor, lines[0]?.amountFen, open]).toEqual([null, null, 1])
  expect(await refused(check({ database }, hr(inApril), id))).toBe('settlement.factor.missing')
  const give = (factor: number, line = 1) =>
    setFactor({ database }, hr(inApril), { id, line, factor, reason: '外出培训半月' })
  expect(await refused(give(2))).toBe('settlement.factor.range')
  expect(await refused(give(1, 7))).toBe('incentives.line.unknown')
  expect(await give(0.8)).toMatchObject({
    totalFen: yuan(2_400),
    open: 0,
    lines: [
      { factor: 0.8, amountFen: yuan(2_400), grade: null, factorSetBy: { by: '人力 王敏', reason: '外出培训半月' } },
    ],
  })
  expect(await recalculate({ database }, hr(inApril), id)).toMatchObject({
    totalFen: yuan(2_400),
    lines: [{ factor: 0.8 }],
  })
  await check({ database }, hr(inApril), id)
  expect(await refused(give(1))).toBe('settlement.factor.not_draft')
  await approve({ database }, hr(inApril), id)
  expect((await ledgerOf(everything)).totalFen).toBe(yuan(2_400))
  // Nothing has changed: the factor that HR set stands when March is looked at again.
  expect((await draft('S1', '2024-04', inMay)).lines.map((line) => line.rule)).toEqual(['monthlyBonus'])
})

test('what can not be settled is refused with its reason', async () => {
  await staff(person('P1', [{ node: 'S1' }], [base(3_000)]))
  expect(await refused(draft('S9', '2024-03', inApril))).toBe('incentives.node.unknown')
  expect(await refused(draft('P1', '2024-03', inApril))).toBe('incentives.node.kind')
  expect(await refused(draft('S1', '2024-Q1', inApril))).toBe('incentives.period.not_month')
  expect(await refused(draft('S1', 'March', inApril))).toBe('incentives.period.unknown')
  expect(await refused(check({ database }, hr(inApril), 'SET-1'))).toBe('incentives.settlement.unknown')
})
