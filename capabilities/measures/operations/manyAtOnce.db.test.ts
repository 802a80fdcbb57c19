import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiveFacts } from '#facts'
import { importOrganisation } from '#organisation'
import { type Database, sql } from '#platform/database'
import { openTestDatabase, testActor } from '#platform/testing'
import { differences, followFacts, followTree, rollUp } from '../measures.ts'

const who = { actor: testActor, now: new Date('2024-04-01T00:00:00Z') }
const stores = ['S1', 'S2', 'S3', 'S4']
let database: Database
let close: () => Promise<void>

beforeAll(async () => {
  const made = await openTestDatabase()
  database = made.database
  close = made.close
  await importOrganisation({ database, followTree }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      ...stores.map((id) => ({ id, kind: 'store', parent: 'C1', name: id })),
    ],
    people: [],
  })
})
afterAll(() => close())

const order = (id: string, at: number, customer: string) => ({
  source: 'dms',
  externalId: id,
  version: '2024-03-31T00:00:00Z',
  store: stores[at % stores.length],
  openedAt: `2024-03-${String(1 + (at % 28)).padStart(2, '0')}T09:00:00+08:00`,
  deliveredAt: `2024-03-${String(1 + (at % 28)).padStart(2, '0')}T15:00:00+08:00`,
  customer,
  labour: [],
  labourFen: 100,
  partsFen: 0,
  hasAppointment: false,
  hasAddOn: false,
})

const send = (orders: object[]) =>
  receiveFacts({ database, followFacts }, who, {
    kind: 'work-orders',
    rows: orders.map((raw, at) => ({ row: at + 1, raw })),
    dryRun: false,
    via: 'test',
  })

it('orders that two send at once are accepted once, and right for both', async () => {
  const orders = Array.from({ length: 300 }, (_, at) => order(`A${at}`, at, `客户${at % 50}`))
  const both = await Promise.all([send(orders), send([...orders].reverse())])
  expect(both.reduce((sum, one) => sum + one.accepted, 0)).toBe(300)
  expect(both.reduce((sum, one) => sum + one.ignored, 0)).toBe(300)
  await rollUp({ database })
  expect(await differences({ database })).toBe(0)
})

it('a text is kept as it was sent, whatever signs it holds', async () => {
  const customers = ['a"b', 'c\\d', '{e,f}', 'NULL', 'null', ' g  h'.trim(), "i'j", '客\u3000户', '\\"', 'k\tl']
  await send(customers.map((customer, at) => order(`T${at}`, at, customer)))
  const kept = await database.asWorker((tx) =>
    sql<{
      customer: string
    }>`SELECT customer FROM facts.work_order WHERE external_id LIKE 'T%' ORDER BY external_id`.execute(tx),
  )
  expect(kept.rows.map((row) => row.customer)).toEqual(customers)
})

it('large batches over the same days and the roller get on with each other', async () => {
  const batch = (name: string) =>
    Array.from({ length: 5_200 }, (_, at) => order(`${name}${at}`, at * 7, `客户${at % 900}`))
  let sending = true
  const rolling = (async () => {
    while (sending) await rollUp({ database })
  })()
  for (const pair of [
    ['B', 'C'],
    ['D', 'E'],
  ])
    await Promise.all(pair.map((name) => send(batch(name))))
  sending = false
  await rolling
  while (!(await rollUp({ database }))) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await differences({ database })).toBe(0)
}, 120_000)

it('rolling up stops between two transactions when it is told to, and goes on from there', async () => {
  await send(Array.from({ length: 5_200 }, (_, at) => order(`F${at}`, at, `客户${at % 90}`)))
  const stopping = new AbortController()
  const lefts: number[] = []
  const progress = (left: number) => {
    lefts.push(left)
    stopping.abort()
  }
  expect(await rollUp({ database }, { progress, stop: stopping.signal })).toBe(false)
  expect(lefts).toHaveLength(1)
  expect(await differences({ database })).toBeGreaterThan(0)
  expect(await rollUp({ database })).toBe(true)
  expect(await differences({ database })).toBe(0)
})
