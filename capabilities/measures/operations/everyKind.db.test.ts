import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measures } from '#catalogue/measures'
import { type FactKind, receiveFacts } from '#facts'
import { type Database, sql } from '#platform/database'
import { openTestDatabase, testActor } from '#platform/testing'
import { followFacts, measuresOf, rebuild, rollUp } from '../measures.ts'
import { importRegion } from './region.fixture.ts'
import { lasts, windowsIn, yearly } from './windows.ts'

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
      since: '2020-01-01',
      areas: { S1: 1000, S2: 500 },
      people: [
        ['T1', 'S1', 'technician'],
        ['T2', 'S2', 'technician'],
        ['A1', 'S1', 'service_advisor'],
      ],
    },
  )
})
afterAll(() => close())

async function clean() {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const tables = await client.query<{ name: string }>(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('facts', 'measures') AND tablename NOT IN ('past_version', 'measure', 'definition')",
  )
  await client.query(`TRUNCATE ${tables.rows.map((row) => row.name).join(', ')}`)
  await client.end()
}

type Sent = { kind: FactKind; raw: Record<string, unknown> }

async function send(facts: Sent[]) {
  for (const { kind, raw } of facts) {
    const input = { kind, rows: [{ row: 1, raw }], dryRun: false, via: 'test' }
    expect((await receiveFacts({ database, followFacts }, { actor: testActor, now }, input)).rejected).toEqual([])
  }
}

const everything = () =>
  database.asWorker(async (tx) => {
    const read = async (table: string, key: string) =>
      (await sql<object>`SELECT * FROM ${sql.raw(table)} ORDER BY ${sql.raw(key)}`.execute(tx)).rows
    return {
      days: await read('measures.rollup_day', 'node_no, day'),
      months: await read('measures.rollup_month', 'node_no, month'),
      personDays: await read('measures.person_day', 'person_no, day, store_no'),
      hours: await read('measures.hour_day', 'node_no, day'),
      customers: await read('measures.customer_month', 'store_no, month, customer'),
      retention: await read('measures.retention', 'node_no, month'),
    }
  })

const sums = (node: string, from: string, to: string, ...ids: string[]) =>
  database.asActor(testActor, async (tx) => {
    const found = await measuresOf(tx, node, from, to)
    return ids.map((id) => found?.lookup(id))
  })

const stores = fc.constantFrom('S1', 'S2')
const month = fc.constantFrom('2022-11', '2023-06', '2024-02', '2024-03')
const fact: fc.Arbitrary<Sent> = fc
  .record({
    kind: fc.constantFrom<FactKind>(
      'work-orders',
      'complaints',
      'contacts',
      'inspections',
      'inventory',
      'finance',
      'observations',
    ),
    id: fc.integer({ min: 1, max: 3 }),
    version: fc.integer({ min: 1, max: 20 }),
    deleted: fc.boolean(),
    store: stores,
    month,
    amount: fc.integer({ min: 1, max: 900 }),
    other: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ kind, id, version, deleted, store, month, amount, other }) => {
    const day = `${month}-15`
    const at = `${day}T10:00:00+08:00`
    const fields: Partial<Record<FactKind, object>> = {
      'work-orders': {
        openedAt: at,
        deliveredAt: at,
        customer: `K${other}`,
        leadTechnician: 'T1',
        advisor: 'A1',
        labour: [],
        labourFen: amount,
        partsFen: 0,
        hasAppointment: false,
        hasAddOn: false,
      },
      complaints: { openedAt: at, order: `F${other}`, proposedAt: at },
      contacts: {
        receivedAt: `${day}T${String(8 + other).padStart(2, '0')}:30:00+08:00`,
        firstAnsweredAt: `${day}T11:40:00+08:00`,
      },
      inspections: { order: `F${other}`, level: other === 1 ? 'cross' : 'self', inspector: 'T2', at, passed: true },
      inventory: { day, stockFen: amount, obsoleteFen: 1 },
      finance: { month, revenueFen: amount, costFen: 5, netProfitFen: -amount, investmentFen: 100 },
      observations: { node: other === 1 ? 'T1' : store, measure: 'billedMinutes', day, value: amount },
    }
    const head = {
      source: kind,
      externalId: `F${id}`,
      version: `2024-03-31T00:00:${String(version).padStart(2, '0')}Z`,
      store: kind === 'observations' && other === 1 ? 'S1' : store,
      deleted,
    }
    return { kind, raw: { ...head, ...fields[kind] } }
  })

describe('rollups of every kind', () => {
  it('are what a rebuild gives, whatever came, corrected and deleted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fact, { minLength: 1, maxLength: 10 }), async (facts) => {
        await clean()
        await send(facts)
        await rollUp({ database })
        const followed = await everything()
        await rebuild({ database })
        expect(await everything()).toEqual(followed)
      }),
      { numRuns: 20 },
    )
  })

  it('do not depend on the order in which facts arrive', async () => {
    const distinct = fc.uniqueArray(fact, {
      minLength: 1,
      maxLength: 8,
      selector: ({ raw }) => `${raw.source} ${raw.externalId} ${raw.version}`,
    })
    await fc.assert(
      fc.asyncProperty(distinct, async (facts) => {
        await clean()
        await send(facts)
        await rollUp({ database })
        const first = await everything()
        await clean()
        await send([...facts].reverse())
        await send(facts)
        await rollUp({ database })
        expect(await everything()).toEqual(first)
      }),
      { numRuns: 12 },
    )
  })
})

const order = (id: number, store: string, customer: string, day: string): Sent => ({
  kind: 'work-orders',
  raw: {
    source: 'dms',
    externalId: `W${id}`,
    version: '2024-03-31T00:00:00Z',
    store,
    openedAt: `${day}T09:00:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    customer,
    labour: [],
    labourFen: 100,
    partsFen: 0,
    hasAppointment: false,
    hasAddOn: false,
  },
})

describe('distinct customers', () => {
  it('are counted for each node: who visited two stores is one customer of the region', async () => {
    await clean()
    await send([
      order(1, 'S1', 'K1', '2022-10-05'),
      order(2, 'S2', 'K1', '2022-12-05'),
      order(3, 'S1', 'K2', '2023-01-05'),
      order(4, 'S2', 'K1', '2024-01-05'),
      order(5, 'S2', 'K3', '2024-03-05'),
    ])
    await rollUp({ database })
    const retained = (node: string) =>
      sums(node, '2024-03-01', '2024-03-31', 'customersBefore', 'customersRetained', 'activeCustomers')
    // Months 13 to 24 before the end of March 2024 are April 2022 to March 2023.
    expect(await retained('S1')).toEqual([2, 0, 0])
    expect(await retained('S2')).toEqual([1, 1, 2])
    expect(await retained('R1')).toEqual([2, 1, 2])
    expect(await retained('C1')).toEqual([2, 1, 2])
  })
})

describe('levels', () => {
  it('of stock hold until the next snapshot, and are averaged over the days on which they are known', async () => {
    await clean()
    const stock = (store: string, day: string, stockFen: number): Sent => ({
      kind: 'inventory',
      raw: {
        source: 'wms',
        externalId: `${store} ${day}`,
        version: '2024-03-31T00:00:00Z',
        store,
        day,
        stockFen,
        obsoleteFen: 0,
      },
    })
    await send([stock('S1', '2024-03-01', 100), stock('S1', '2024-03-11', 400), stock('S2', '2024-03-01', 50)])
    await rollUp({ database })
    const [fenDays, days] = await sums('R1', '2024-03-01', '2024-03-20', 'stockFenDays', 'stockDays')
    expect([fenDays, days]).toEqual([10 * 100 + 10 * 400 + 20 * 50, 20])
  })

  it('of customers’ records hold what has come up to the end', async () => {
    await clean()
    const customer = (id: number, day: string, complete: boolean): Sent => ({
      kind: 'customers',
      raw: {
        source: 'crm',
        externalId: `K${id}`,
        version: '2024-03-31T00:00:00Z',
        store: 'S1',
        createdAt: `${day}T10:00:00+08:00`,
        contact: true,
        preferences: complete,
        serviceHistory: true,
      },
    })
    await send([customer(1, '2020-05-01', true), customer(2, '2024-03-10', false), customer(3, '2024-03-20', true)])
    await rollUp({ database })
    const records = (to: string) => sums('C1', '2024-03-01', to, 'customerRecords', 'completeRecords')
    expect(await records('2024-03-15')).toEqual([2, 1])
    expect(await records('2024-03-31')).toEqual([3, 2])
  })
})

describe('the windows that are written out in SQL', () => {
  it('hold the measures that they are read as', async () => {
    await clean()
    const row = `{${Array.from({ length: Math.max(...measures.map(({ position }) => position)) + 1 }, (_, place) => place).join()}}`
    const windows = await database.asWorker(async (tx) => {
      await sql`INSERT INTO measures.rollup_month SELECT no, '2024-03-01', ${row}::float8[], now() FROM organisation.node WHERE id = 'S1'`.execute(
        tx,
      )
      const found = await sql<{ windows: number[] }>`
        SELECT measures.windows(no, '2024-03-31') AS windows FROM organisation.node WHERE id = 'S1'`.execute(tx)
      return windowsIn(found.rows[0]?.windows ?? null)
    })
    for (const { id, position } of measures) {
      if (yearly.some((one) => one === id)) expect([id, windows.year(id)]).toEqual([id, position])
      if (lasts.has(id) && position < 71) expect([id, windows.last(id)]).toEqual([id, position])
    }
    expect(measures.length).toBeLessThanOrEqual(128)
  })
})
