import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { loadCards } from '#scorecards'
import { readEstimate } from './readEstimate.ts'
import { createSettlement } from './settle.ts'

const now = new Date('2024-03-20T02:00:00Z')
const yuan = (amount: number) => amount * 100
let database: Database
let drop: () => Promise<void>
let numbers: Map<string, number>

const everything: Actor = {
  no: 1,
  kind: 'user',
  name: '人力 王敏',
  personNo: null,
  permissions: new Set(['pay.settle']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const no = (id: string) => numbers.get(id) ?? -1
const ranges = (...ids: string[]) => `{${ids.map((id) => `[${no(id)},${no(id)}]`).join(',')}}`
const reader = (more: Partial<Actor>): Actor => ({ ...everything, no: 2, scope: '{}', payScope: '{}', ...more })
const own = (id: string) => reader({ personNo: no(id), scope: ranges(id, 'S1') })
const estimated = (actor: Actor, person?: string, at = now) =>
  readEstimate({ database }, { actor, now: at }, person === undefined ? {} : { person })
const refused = (promise: Promise<unknown>) => promise.then(() => 'went through').catch(({ code }) => code)

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url, connections: 8 })
  await loadCards({ database }, now)
  const person = (id: string, position: string, baseFen: number | null, from = '2023-01-01') => ({
    id,
    name: `员工${id}`,
    memberships: [{ node: 'S1', position, from, to: null }],
    bonusBases: baseFen === null ? [] : [{ baseFen, from: '2023-01-01' }],
  })
  const who = { actor: everything, now }
  const imported = await importOrganisation({ database, followTree }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '华晨售后' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
    ],
    people: [
      person('P1', 'technician', yuan(3_100)),
      person('P2', 'technician', null),
      person('P3', 'technician', yuan(3_100)),
      person('M1', 'parts_clerk', yuan(3_100)),
      person('N1', 'technician', yuan(3_100), '2024-04-01'),
    ],
  })
  expect(imported.rejected).toEqual([])
  const found = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(found.rows.map((row) => [row.id, row.no]))
  const common = { source: 'dms', version: '2024-03-20T00:00:00Z', store: 'S1' }
  const orders = ['P1', 'P2'].flatMap((technician) =>
    Array.from({ length: 20 }, (_, index) => ({
      ...common,
      externalId: `${technician}-${index}`,
      openedAt: `2024-03-${String((index % 19) + 1).padStart(2, '0')}T01:00:00Z`,
      deliveredAt: `2024-03-${String((index % 19) + 1).padStart(2, '0')}T08:00:00Z`,
      leadTechnician: technician,
      labour: [{ technician, billedMinutes: 110, actualMinutes: 100 }],
      labourFen: 50_000,
      partsFen: 62_000,
      hasAppointment: false,
      hasAddOn: false,
      rework: null,
    })),
  )
  const surveys = ['P1', 'P2'].map((technician) => ({
    ...common,
    externalId: `survey-${technician}`,
    answeredAt: '2024-03-18T09:00:00Z',
    technician,
    score: 92,
  }))
  for (const [kind, rows] of [
    ['work-orders', orders],
    ['surveys', surveys],
  ] as const) {
    const input = { kind, rows: rows.map((raw, index) => ({ row: index + 1, raw })), dryRun: false, via: 'test' }
    expect((await receiveFacts({ database, followFacts }, who, input)).rejected).toEqual([])
  }
})
afterAll(async () => {
  await database?.close()
  await drop?.()
})

test('the running month by the score as it stands, with its trace: what a settlement of these days comes to', async () => {
  const found = await estimated(own('P1'))
  expect(found).toMatchObject({ person: 'P1', period: '2024-03', day: '2024-03-20', why: null, rule: { version: 1 } })
  const factor = found.score?.factor ?? 0
  expect(factor).toBeGreaterThan(0)
  expect(found.todayFen).toBe(yuan(100) * factor)
  // 18 to 24 March is the week.
  expect(found.weekFen).toBe(yuan(300) * factor)
  expect(found.monthFen).toBe(yuan(2_000) * factor)
  expect(found.wholeMonthFen).toBe(yuan(3_100) * factor)
  expect(found.because.at(0)?.zh).toContain('3,100 元 × 20/31 = 2,000 元')
  expect(found.because.at(-1)?.zh).toMatch(/^预估：/)
  const { settlement } = await createSettlement(
    { database },
    { actor: everything, now },
    { node: 'S1', period: '2024-03' },
  )
  expect(settlement.lines.find(({ person }) => person === 'P1')?.amountFen).toBe(found.monthFen)
})

test('where there is no figure it says why', async () => {
  const why = async (id: string, at = now) => {
    const { why, todayFen, weekFen, monthFen, wholeMonthFen } = await estimated(own(id), undefined, at)
    expect([todayFen, weekFen, monthFen, wholeMonthFen]).toEqual([null, null, null, null])
    return why
  }
  expect(await why('P2')).toBe('no_base')
  expect(await why('P3')).toBe('not_graded')
  expect(await why('M1')).toBe('no_card')
  expect(await why('N1')).toBe('no_work')
  expect(await why('P1', new Date('2019-12-20T02:00:00Z'))).toBe('no_rule')
})

test("the day is that of the person's company", async () => {
  const lateEvening = new Date('2024-03-20T17:00:00Z')
  expect((await estimated(own('P1'), undefined, lateEvening)).day).toBe('2024-03-21')
})

test('it is seen by the person and by whoever may see their pay', async () => {
  const lead = reader({ personNo: no('P2'), scope: ranges('S1', 'P1', 'P2') })
  const manager = reader({ scope: ranges('S1', 'P1', 'P2'), payScope: ranges('S1', 'P1') })
  expect(await refused(estimated(lead, 'P1'))).toBe('incentives.person.unknown')
  expect(await refused(estimated(manager, 'P2'))).toBe('incentives.person.unknown')
  expect(await refused(estimated(manager, 'S1'))).toBe('incentives.person.unknown')
  expect(await refused(estimated(manager))).toBe('incentives.person.none')
  expect((await estimated(manager, 'P1')).monthFen).toBe((await estimated(own('P1'))).monthFen)
  expect((await estimated(everything, 'P1')).monthFen).toBeGreaterThan(0)
})
