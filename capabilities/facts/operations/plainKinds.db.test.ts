import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, sql } from '#platform/database'
import { openTestDatabase, testActor } from '#platform/testing'
import type { FactKind } from '../rules/plainKinds.ts'
import { receiveFacts, type Touched } from './receiveFacts.ts'

const now = new Date('2024-04-01T00:00:00Z')
let database: Database
let close: () => Promise<void>
const touched: Touched[] = []

beforeAll(async () => {
  const made = await openTestDatabase()
  database = made.database
  close = made.close
  const person = (id: string, node: string, position: string) => ({
    id,
    name: id,
    memberships: [{ node, position, from: '2023-01-01', to: null }],
  })
  const imported = await importOrganisation(
    { database, followTree },
    { actor: testActor, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
      ],
      people: [
        person('T1', 'S1', 'technician'),
        person('T2', 'S2', 'technician'),
        person('A1', 'S1', 'service_advisor'),
      ],
    },
  )
  expect(imported.rejected).toEqual([])
})
afterAll(() => close())

let next = 0
const head = (version = 1) => ({
  source: 'test',
  externalId: `F-${next++}`,
  version: `2024-03-31T00:00:${String(version).padStart(2, '0')}Z`,
})
const send = (kind: FactKind, ...raws: unknown[]) =>
  receiveFacts(
    {
      database,
      followFacts: async (_, one) => {
        touched.push(one)
      },
    },
    { actor: testActor, now },
    { kind, rows: raws.map((raw, index) => ({ row: index + 1, raw })), dryRun: false, via: 'test' },
  )
const rowOf = (table: string, externalId: string) =>
  database.asWorker(async (tx) => {
    const found = await sql<Record<string, unknown>>`
      SELECT f.*, n.id AS store FROM ${sql.raw(table)} f JOIN organisation.node n ON n.no = f.store_no WHERE external_id = ${externalId}`.execute(
      tx,
    )
    return found.rows[0]
  })
const taken = { accepted: 1, replaced: 0, ignored: 0, rejected: [] }

const orderOf = (externalId: string, more: object = {}) => ({
  source: 'dms',
  externalId,
  version: '2024-03-30T00:00:00Z',
  store: 'S1',
  openedAt: '2024-03-18T09:00:00+08:00',
  deliveredAt: '2024-03-18T16:00:00+08:00',
  advisor: 'A1',
  leadTechnician: 'T1',
  labour: [],
  labourFen: 100,
  partsFen: 0,
  hasAppointment: false,
  hasAddOn: false,
  ...more,
})

describe('every kind of fact', () => {
  const examples: [FactKind, string, object, object][] = [
    ['complaints', 'facts.complaint', { store: 'S1', openedAt: '2024-03-18T23:00:00Z' }, { opened_day: '2024-03-19' }],
    ['attendance', 'facts.attendance', { person: 'T2', day: '2024-03-18', attendedMinutes: 480 }, { store: 'S2' }],
    [
      'contacts',
      'facts.contact',
      { store: 'S1', receivedAt: '2024-03-18T10:00:00+08:00', firstAnsweredAt: '2024-03-18T10:09:00+08:00' },
      { response_seconds: 540, in_time: true, received_day: '2024-03-18' },
    ],
    [
      'customers',
      'facts.customer',
      { store: 'S1', createdAt: '2024-03-18T10:00:00Z', contact: true, preferences: true, serviceHistory: true },
      { created_day: '2024-03-18', completed_day: '2024-03-18' },
    ],
    ['appointments', 'facts.appointment', { store: 'S1', scheduledAt: '2024-03-18T10:00:00Z' }, { arrived_at: null }],
    [
      'part-requests',
      'facts.part_request',
      { store: 'S1', requestedAt: '2024-03-18T10:00:00Z', availableWhenRequested: false },
      { available_when_requested: false, requested_day: '2024-03-18' },
    ],
    ['inventory', 'facts.inventory', { store: 'S1', day: '2024-03-18', stockFen: 900, obsoleteFen: 45 }, {}],
    ['bay-usage', 'facts.bay_usage', { store: 'S1', day: '2024-03-18', usedMinutes: 60, availableMinutes: 80 }, {}],
    [
      'finance',
      'facts.finance',
      { store: 'S1', month: '2024-03', revenueFen: 100, costFen: 60, netProfitFen: -5 },
      { month: '2024-03-01', rent_fen: null },
    ],
    ['staff-changes', 'facts.staff_change', { person: 'T1', day: '2024-03-18', change: 'left' }, { store: 'S1' }],
    [
      'observations',
      'facts.observation',
      { node: 'T1', measure: 'billedMinutes', day: '2024-03-18', value: 5 },
      { store: 'S1' },
    ],
    [
      'observations',
      'facts.observation',
      { node: 'S2', measure: 'jobs', day: '2024-03-18', value: 5 },
      { store: 'S2', person_no: null },
    ],
  ]
  it.each(examples)(
    '%s: comes in, again changes nothing, newer replaces, older is ignored, goes',
    async (kind, table, fields, kept) => {
      const fact = { ...head(5), ...fields }
      expect(await send(kind, fact)).toMatchObject(taken)
      expect(await rowOf(table, fact.externalId)).toMatchObject(kept)
      expect(await send(kind, fact)).toMatchObject({ accepted: 0, ignored: 1 })
      expect(await send(kind, { ...fact, version: '2024-03-31T00:00:09Z' })).toMatchObject({ replaced: 1 })
      expect(await send(kind, fact)).toMatchObject({ replaced: 0, ignored: 1 })
      const gone = { source: fact.source, externalId: fact.externalId, version: '2024-04-01T00:00:00Z', deleted: true }
      expect(await send(kind, gone)).toMatchObject({ replaced: 1, rejected: [] })
      expect(await rowOf(table, fact.externalId)).toMatchObject({ deleted: true })
    },
  )

  it('an inspection stands in the store of its order and makes it inspected once the cross-check is there too', async () => {
    await send('work-orders', orderOf('O1'))
    const check = (level: string, more: object = {}) => ({
      ...head(),
      order: 'O1',
      level,
      inspector: 'T1',
      at: '2024-03-18T15:00:00+08:00',
      passed: true,
      ...more,
    })
    const self = check('self')
    expect(await send('inspections', self)).toMatchObject({ ...taken, stores: ['S1'] })
    expect(await rowOf('facts.work_order', 'O1')).toMatchObject({ inspected: false })
    const cross = check('cross')
    await send('inspections', cross)
    expect(await rowOf('facts.work_order', 'O1')).toMatchObject({ inspected: true })
    await send('inspections', { ...cross, version: '2024-04-01T00:00:00Z', deleted: true })
    expect(await rowOf('facts.work_order', 'O1')).toMatchObject({ inspected: false })
    await send('inspections', { ...self, version: '2024-04-01T00:00:00Z', crossRequired: false })
    expect(await rowOf('facts.work_order', 'O1')).toMatchObject({ inspected: true })
    expect(await send('inspections', check('sample', { order: 'O9' }))).toMatchObject({
      rejected: [{ field: 'order', code: 'facts.order.unknown' }],
    })
  })

  it('a complaint counts for the advisor of its order, whichever of the two comes first', async () => {
    const complaint = { ...head(), store: 'S1', openedAt: '2024-03-20T10:00:00+08:00', order: 'O2' }
    await send('complaints', complaint)
    expect(await rowOf('facts.complaint', complaint.externalId)).toMatchObject({ credited_advisor_no: null })
    await send('work-orders', orderOf('O2'))
    expect(touched.at(-1)?.days).toContainEqual({ storeNo: expect.any(Number), day: '2024-03-20' })
    expect((await rowOf('facts.complaint', complaint.externalId))?.credited_advisor_no).toEqual(expect.any(Number))
  })

  it('a customer returns within a year, also when the earlier visit comes in later', async () => {
    await send('work-orders', orderOf('V2', { customer: 'K1' }))
    expect(await rowOf('facts.work_order', 'V2')).toMatchObject({ returning_customer: false })
    const earlier = { openedAt: '2023-09-01T09:00:00+08:00', deliveredAt: '2023-09-01T16:00:00+08:00' }
    await send('work-orders', orderOf('V1', { customer: 'K1', ...earlier }))
    expect(await rowOf('facts.work_order', 'V2')).toMatchObject({ returning_customer: true })
    await send('work-orders', orderOf('V1', { customer: 'K2', version: '2024-04-01T00:00:00Z', ...earlier }))
    expect(await rowOf('facts.work_order', 'V2')).toMatchObject({ returning_customer: false })
  })

  it('wrong rows name field and reason', async () => {
    const wrong: [FactKind, object, string, string][] = [
      ['attendance', { person: 'P9', day: '2024-03-18', attendedMinutes: 5 }, 'person', 'facts.person.unknown'],
      [
        'attendance',
        { person: 'T1', day: '2024-03-18', attendedMinutes: 1441 },
        'attendedMinutes',
        'row.field.out_of_range',
      ],
      ['observations', { node: 'C1', measure: 'jobs', day: '2024-03-18', value: 1 }, 'node', 'facts.node.not_observed'],
      [
        'observations',
        { node: 'S1', measure: 'luck', day: '2024-03-18', value: 1 },
        'measure',
        'facts.measure.unknown',
      ],
      [
        'observations',
        { node: 'T1', measure: 'jobs', day: '2024-03-18', value: 1 },
        'measure',
        'facts.measure.not_personal',
      ],
      [
        'finance',
        { store: 'S1', month: '2024-13', revenueFen: 1, costFen: 1, netProfitFen: 1 },
        'month',
        'row.field.not_day',
      ],
      [
        'inventory',
        { store: 'S1', day: '2024-03-18', stockFen: 1, obsoleteFen: 2 },
        'obsoleteFen',
        'facts.inventory.more_obsolete',
      ],
      [
        'contacts',
        { store: 'S1', receivedAt: '2024-03-18T10:00:00Z', firstAnsweredAt: '2024-03-18T09:00:00Z' },
        'firstAnsweredAt',
        'facts.field.before',
      ],
      ['complaints', { openedAt: '2024-03-18T10:00:00Z' }, 'store', 'row.field.missing'],
    ]
    for (const [kind, fields, field, code] of wrong)
      expect((await send(kind, { ...head(), ...fields })).rejected, code).toMatchObject([{ row: 1, field, code }])
  })

  it('a snapshot of stock reaches the month after it, a month’s accounts the same month of the next year', async () => {
    await send('finance', { ...head(), store: 'S1', month: '2023-05', revenueFen: 1, costFen: 1, netProfitFen: 0 })
    expect(touched.at(-1)?.days.map(({ day }) => day)).toEqual(['2023-05-01', '2024-05-01'])
    await send('inventory', { ...head(), store: 'S1', day: '2024-02-01', stockFen: 1, obsoleteFen: 1 })
    expect(
      touched
        .at(-1)
        ?.days.map(({ day }) => day)
        .at(-1),
    ).toBe('2024-03-02')
  })
})
