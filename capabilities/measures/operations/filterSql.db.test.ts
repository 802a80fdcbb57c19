import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveFacts } from '#facts'
import { weekday } from '#foundation/period'
import { importOrganisation } from '#organisation'
import type { Database } from '#platform/database'
import { openTestDatabase, testActor } from '#platform/testing'
import { type Filter, meets } from '../rules/filter.ts'
import { previewMeasure } from './previewMeasure.ts'
import { followFacts, followTree } from './roller.ts'

const now = new Date('2024-05-02T08:00:00+08:00')
let database: Database
let close: () => Promise<void>

type Made = { id: number; day: string; hour: number; fen: number }
const orders = Array.from(
  { length: 60 },
  (_, id): Made => ({
    id,
    day: `2024-03-${String(1 + ((id * 7) % 28)).padStart(2, '0')}`,
    hour: [9, 14, 20, 22][id % 4] as number,
    fen: 100_000 + ((id * 37_000) % 900_000),
  }),
)

beforeAll(async () => {
  const made = await openTestDatabase()
  database = made.database
  close = made.close
  const who = { actor: testActor, now }
  const nodes = [
    { id: 'C1', kind: 'company', parent: null, name: '公司' },
    { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
  ]
  await importOrganisation({ database, followTree }, who, { nodes, people: [] })
  const rows = orders.map(({ id, day, hour, fen }, index) => ({
    row: index + 1,
    raw: {
      ...{ source: 'dms', externalId: `WO-${id}`, version: '2024-05-01T00:00:00Z', store: 'S1', labour: [] },
      ...{ labourFen: fen, partsFen: 0, hasAppointment: false, hasAddOn: false, rework: null },
      openedAt: `${day}T${String(hour).padStart(2, '0')}:00:00+08:00`,
      deliveredAt: `${day}T23:30:00+08:00`,
    },
  }))
  const sent = await receiveFacts({ database, followFacts }, who, {
    kind: 'work-orders',
    rows,
    dryRun: false,
    via: 'test',
  })
  expect(sent.rejected).toEqual([])
}, 60_000)
afterAll(() => close())

const names = { zh: '试算', en: 'Preview' }
const preview = (where: Filter) =>
  database.asActor(testActor, (tx) =>
    previewMeasure(tx, {
      design: { names, of: 'delivered', amount: 'count', where, credit: null },
      node: 'C1',
      period: '2024-03',
    }),
  )

describe('filters in SQL', () => {
  it('asks of facts in SQL exactly what the rule says, whatever the filter', async () => {
    const field = fc.constantFrom('openedHour', 'outputFen', 'weekday', 'minutesInShop')
    const number = fc.oneof(fc.constantFrom(9, 14, 20, 22, 3), fc.integer({ min: 100_000, max: 1_000_000 }))
    const text = fc
      .oneof(fc.constant('dms'), fc.string({ unit: 'binary', maxLength: 12 }))
      .filter((one) => one.isWellFormed() && !one.includes('\0'))
    const condition: fc.Arbitrary<Filter> = fc.oneof(
      fc.record({ field, is: fc.constantFrom('=', '<>', '<', '<=', '>', '>='), value: number }),
      fc.record({ field, is: fc.constant('in'), value: fc.array(number, { minLength: 1, maxLength: 4 }) }),
      fc.record({ field: fc.constant('source'), is: fc.constantFrom('=', '<>'), value: text }),
      fc.record({
        field: fc.constant('source'),
        is: fc.constant('in'),
        value: fc.array(text, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ field: fc.constantFrom('late', 'hasDoorToDoor', 'source'), is: fc.constant('empty') }),
      fc.record({ field: fc.constantFrom('late', 'hasAddOn'), is: fc.constant('='), value: fc.boolean() }),
    ) as fc.Arbitrary<Filter>
    const parts = (of: fc.Arbitrary<Filter>) => fc.array(of, { minLength: 1, maxLength: 3 })
    const group: fc.Arbitrary<Filter> = fc.oneof(
      condition,
      parts(condition).map((all) => ({ all })),
      parts(condition).map((any) => ({ any })),
      condition.map((not) => ({ not })),
      parts(condition).map((any) => ({ not: { any } })),
    )
    const asked = ({ day, hour, fen }: Made) => ({
      ...{ openedHour: hour, outputFen: fen, weekday: weekday(day), minutesInShop: (23 - hour) * 60 + 30 },
      ...{ source: 'dms', late: null, hasDoorToDoor: null, hasAddOn: false },
    })
    await fc.assert(
      fc.asyncProperty(group, async (where) => {
        const found = await preview(where)
        expect(found.count).toBe(orders.filter((order) => meets(asked(order), where)).length)
      }),
      { numRuns: 40 },
    )
  })

  it('nothing that a user writes reaches SQL: naughty strings are only compared', async () => {
    const naughty = [
      "'; DROP TABLE facts.work_order; --",
      '$1',
      '%',
      '\\',
      "o'clock",
      '"',
      '{a,b}',
      'NULL',
      '你好',
      '',
      '\u2028',
      '#{x}',
      '::int',
    ]
    for (const value of naughty) {
      const where = {
        any: [
          { field: 'source', is: '=' as const, value },
          { field: 'source', is: 'in' as const, value: [value, 'x'] },
        ],
      }
      const found = await preview(where)
      expect(found.count).toBe(0)
    }
    const none = { field: 'source', is: '<>' as const, value: "dms' OR '1'='1" }
    const all = await preview(none)
    expect(all.count).toBe(orders.length)
  })
})
