import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FactKind, receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { addDays, days, weekday } from '#foundation/period'
import { importOrganisation, refreshHolidays } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { differences, followFacts, followTree, rebuild, rollUp } from '../measures.ts'
import { readHours } from './readHours.ts'

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
// A Monday; the eight weeks before it run from 15 January to 10 March 2024, with the new year's days among them.
const now = new Date('2024-03-11T08:00:00+08:00')
const from = '2024-01-15'
const to = '2024-03-10'
let database: Database
let drop: () => Promise<void>
let url: string
let targets: Record<string, number> = {}

async function send(kind: FactKind, raws: object[]) {
  const rows = raws.map((raw, index) => ({
    row: index + 1,
    raw: { source: 'test', version: '2024-03-10T00:00:00Z', ...raw },
  }))
  const input = { kind, rows, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, { actor: admin, now }, input)).rejected).toEqual([])
}

const read = (node: string, asked: { to?: string; weeks?: number } = {}) =>
  database.asActor(admin, (tx) =>
    readHours(tx, { node, ...asked }, { now, targetsFor: async () => new Map(Object.entries(targets)) }),
  )
const cell = async (node: string, on: number, hour: number) => {
  const { profile } = await read(node)
  return profile[on - 1]?.hours[hour]
}

const contact = (id: string, store: string, day: string, time: string, minutes: number | null) => {
  const receivedAt = new Date(`${day}T${time}:00+08:00`)
  const answered =
    minutes === null ? {} : { firstAnsweredAt: new Date(receivedAt.getTime() + minutes * 60_000).toISOString() }
  return { externalId: id, store, receivedAt: receivedAt.toISOString(), ...answered }
}

beforeAll(async () => {
  const made = await createTestDatabase()
  url = made.url
  drop = made.drop
  database = openDatabase({ url })
  await refreshHolidays({ database })
  const agent = (id: string) => ({
    id,
    name: id,
    memberships: [{ node: 'S1', position: 'customer_service_agent', from: '2020-01-01', to: null }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: admin, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'R1', kind: 'region', parent: 'C1', name: '大区' },
        { id: 'S1', kind: 'store', parent: 'R1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'R1', name: '二店' },
      ],
      people: [agent('G1'), agent('G2')],
    },
  )
  const all = days({ from, to })
  // Ten calls at 10 on working days, of which half are answered in time; two in other hours; of the second store one at 14.
  await send(
    'contacts',
    all.flatMap((day) => {
      const busy = weekday(day) <= 5 ? 20 : 2
      return [
        ...Array.from({ length: busy }, (_, n) => contact(`A ${day} ${n}`, 'S1', day, '10:15', n % 2 === 0 ? 5 : 30)),
        ...['09:00', '15:59'].map((time) => contact(`A ${day} ${time}`, 'S1', day, time, 1)),
        contact(`B ${day}`, 'S2', day, '14:00', null),
      ]
    }),
  )
  const order = (id: string, day: string) => ({
    externalId: id,
    store: 'S1',
    openedAt: `${day}T08:30:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    labour: [],
    labourFen: 100,
    partsFen: 0,
    hasAppointment: false,
    hasAddOn: false,
  })
  await send(
    'work-orders',
    all.map((day) => order(`O ${day}`, day)),
  )
  await rollUp({ database })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const everything = () =>
  database.asWorker(
    async (tx) => (await sql<object>`SELECT * FROM measures.hour_day ORDER BY node_no, day`.execute(tx)).rows,
  )

describe('the hours of a node', () => {
  it('are those of its facts at the store, the region and the company', async () => {
    // The new year's days of February are no plain weekdays: one Wednesday of the eight is left out.
    expect(await cell('S1', 3, 10)).toMatchObject({ contacts: 20, tenMinuteRate: 50 })
    expect(await cell('S1', 3, 8)).toMatchObject({ contacts: 0, intake: 1, tenMinuteRate: null })
    expect(await cell('S2', 3, 14)).toMatchObject({ contacts: 1, tenMinuteRate: 0, intake: null })
    for (const node of ['R1', 'C1']) {
      expect(await cell(node, 3, 10)).toMatchObject({ contacts: 20, tenMinuteRate: 50 })
      expect(await cell(node, 3, 14)).toMatchObject({ contacts: 1 })
      expect(await cell(node, 3, 15)).toMatchObject({ contacts: 1, tenMinuteRate: 100 })
    }
    const { profile, peaks } = await read('C1')
    expect(profile[2]).toMatchObject({ days: 7, contactsOfDay: 23, intakeOfDay: 1 })
    expect(peaks.map((peak) => peak.hour)).toEqual([10])
  })

  it('give the coming week, and what it takes to answer in time', async () => {
    const { forecast, staffing } = await read('S1')
    expect(forecast.contacts.map((day) => [day.weekday, day.expected?.total])).toEqual([
      [1, 22],
      [2, 22],
      [3, 22],
      [4, 22],
      [5, 22],
      [6, 4],
      [7, 4],
    ])
    expect(forecast.intake[0]).toMatchObject({ expected: { total: 1 } })
    // Two in post, four needed for 20 calls of 8 minutes in an hour.
    expect(staffing.state).toBe('advised')
    expect(staffing.advices).toMatchObject([
      { hours: [10], weekdays: [1, 2, 3, 4, 5], extra: 2, needed: 4, text: { zh: '周一至周五 10–11 点加 2 人' } },
    ])
    targets = { tenMinuteResponseRate: 95 }
    expect((await read('S1')).staffing.advices).toMatchObject([{ extra: 3, needed: 5 }])
    targets = {}
    expect((await read('R1')).staffing.state).toBe('not_a_store')
    expect((await read('S2')).staffing.state).toBe('nobody_known')
  })

  it('count those present by their attendance, where it is sent', async () => {
    const worked = ['G1', 'G2'].flatMap((person) =>
      days({ from: '2024-03-04', to }).map((day) => ({
        externalId: `${person} ${day}`,
        person,
        day,
        attendedMinutes: 300,
      })),
    )
    await send('attendance', worked)
    expect((await read('S1')).staffing.advices[0]).toMatchObject({ present: 1, extra: 3 })
  })

  it('say so where there are too few weeks, and where there is nothing', async () => {
    expect((await read('S1', { weeks: 2 })).staffing.state).toBe('too_few_weeks')
    expect((await read('S1', { to: '2022-03-10' })).staffing.state).toBe('no_contacts')
    await expect(read('G1')).rejects.toMatchObject({ code: 'measures.hours.not_for_people' })
    await expect(read('S9')).rejects.toMatchObject({ code: 'measures.node.unknown' })
    await expect(read('S1', { to: 'today' })).rejects.toMatchObject({ code: 'measures.hours.day_wanted' })
  })
})

describe('rollups by the hour', () => {
  const at = async (node: string, day: string) =>
    database.asWorker(async (tx) => {
      const found = await sql<{ contacts: number[]; in_time: number[] }>`
        SELECT h.contacts, h.in_time FROM measures.hour_day h JOIN organisation.node n ON n.no = h.node_no
        WHERE n.id = ${node} AND h.day = ${day}::date`.execute(tx)
      return found.rows[0]
    })

  it('move with a late correction, and go when the last fact does', async () => {
    const day = '2024-03-06'
    const moved = { ...contact(`B ${day}`, 'S2', day, '16:40', 3), version: '2024-03-10T01:00:00Z' }
    await send('contacts', [moved])
    await rollUp({ database })
    for (const node of ['S2', 'R1', 'C1']) {
      const now = await at(node, day)
      expect([now?.contacts[14], now?.contacts[16], now?.in_time[16]]).toEqual([0, 1, 1])
    }
    const other = addDays(day, 30)
    await send('contacts', [contact('late', 'S2', other, '11:00', 1)])
    await rollUp({ database })
    expect((await at('C1', other))?.contacts[11]).toBe(1)
    await send('contacts', [
      { ...contact('late', 'S2', other, '11:00', 1), version: '2024-03-10T02:00:00Z', deleted: true },
    ])
    await rollUp({ database })
    expect([await at('S2', other), await at('C1', other)]).toEqual([undefined, undefined])
  })

  it('are what a rebuild gives, and a row that somebody changed is found', async () => {
    const followed = await everything()
    await rebuild({ database })
    expect(await everything()).toEqual(followed)
    expect(await differences({ database })).toBe(0)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(
      "UPDATE measures.hour_day SET intake[9] = 7 WHERE day = '2024-03-06' AND node_no = (SELECT no FROM organisation.node WHERE id = 'S1')",
    )
    await client.end()
    expect(await differences({ database })).toBeGreaterThan(0)
  })
})
