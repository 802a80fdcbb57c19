import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveFacts } from '#facts'
import { type Database, sql } from '#platform/database'
import { openTestDatabase, testActor } from '#platform/testing'
import { followFacts, rebuild, rollUp } from './measures.ts'
import { importRegion } from './operations/region.fixture.ts'

const now = new Date('2024-04-01T00:00:00Z')
let database: Database
let close: () => Promise<void>
let url: string

beforeAll(async () => {
  const made = await openTestDatabase()
  database = made.database
  close = made.close
  url = made.url
  await importRegion(
    database,
    { actor: testActor, now },
    {
      since: '2023-01-01',
      people: [
        ['P1', 'S1', 'technician'],
        ['P2', 'S1', 'technician'],
        ['P3', 'S2', 'technician'],
        ['A1', 'S1', 'service_advisor'],
      ],
    },
  )
})
afterAll(() => close())

type Order = {
  id: number
  store: string
  day: number
  lead: string
  minutes: number
  fen: number
  original: number | null
  version: number
  deleted: boolean
}

function raw(order: Order) {
  const day = `2024-03-${String(order.day).padStart(2, '0')}`
  return {
    source: 'dms',
    externalId: `WO-${order.id}`,
    version: `2024-03-31T00:00:${String(order.version).padStart(2, '0')}Z`,
    store: order.store,
    deleted: order.deleted,
    openedAt: `${day}T09:00:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    advisor: 'A1',
    leadTechnician: order.lead,
    labour: [
      { technician: order.lead, billedMinutes: order.minutes, actualMinutes: 60 },
      { technician: 'P2', billedMinutes: 30, actualMinutes: 30 },
    ],
    labourFen: order.fen,
    partsFen: 0,
    hasAppointment: order.id % 2 === 0,
    hasAddOn: order.id % 3 === 0,
    rework: order.original === null ? null : { originalOrder: `WO-${order.original}` },
  }
}

const send = (orders: Order[]) =>
  receiveFacts(
    { database, followFacts },
    { actor: testActor, now },
    {
      kind: 'work-orders',
      rows: orders.map((order, index) => ({ row: index + 1, raw: raw(order) })),
      dryRun: false,
      via: 'test',
    },
  )

const everything = () =>
  database.asWorker(async (tx) => {
    const read = async (table: string, key: string) =>
      (await sql<object>`SELECT * FROM ${sql.raw(table)} ORDER BY ${sql.raw(key)}`.execute(tx)).rows
    return {
      days: await read('measures.rollup_day', 'node_no, day'),
      months: await read('measures.rollup_month', 'node_no, month'),
      personDays: await read('measures.person_day', 'person_no, day, store_no'),
      personMonths: await read('measures.person_month', 'person_no, month, store_no'),
    }
  })

/** Empties what the properties fill, with the rights of the database's owner. */
async function clean() {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'TRUNCATE facts.work_order, facts.survey, measures.rollup_day, measures.rollup_month, measures.person_day, measures.person_month, measures.pending',
  )
  await client.end()
}

const order = fc.record({
  id: fc.integer({ min: 1, max: 6 }),
  store: fc.constantFrom('S1', 'S2'),
  day: fc.integer({ min: 1, max: 3 }),
  lead: fc.constantFrom('P1', 'P2', 'P3'),
  minutes: fc.integer({ min: 0, max: 120 }),
  fen: fc.integer({ min: 0, max: 500_000 }),
  original: fc.option(fc.integer({ min: 1, max: 6 })),
  version: fc.integer({ min: 1, max: 30 }),
  deleted: fc.boolean(),
})

describe('rollups', () => {
  it('are what a rebuild from the facts gives, whatever came, in whatever order, corrected and deleted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(order, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (orders, cut) => {
          await clean()
          await send(orders.slice(0, cut))
          await send(orders.slice(cut))
          await rollUp({ database })
          const followed = await everything()
          await rebuild({ database })
          expect(await everything()).toEqual(followed)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('do not depend on the order in which facts arrive, nor on their coming twice', async () => {
    const distinct = fc.uniqueArray(order, {
      minLength: 1,
      maxLength: 8,
      selector: ({ id, version }) => `${id} ${version}`,
    })
    await fc.assert(
      fc.asyncProperty(distinct, async (orders) => {
        await clean()
        await send(orders)
        await rollUp({ database })
        const first = await everything()
        await clean()
        for (const one of [...orders].reverse()) await send([one])
        await send(orders)
        await rollUp({ database })
        expect(await everything()).toEqual(first)
      }),
      { numRuns: 15 },
    )
  })
})
