import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardRequest, readBoardAs } from '#boards'
import type { Actor } from '#foundation/actor'
import { type Period, parsePeriod } from '#foundation/period'
import { followFacts, followTree } from '#measures'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { loadCards, scorePeople } from '#scorecards'
import { loadDemonstration } from '../server/demonstration/load.ts'
import { wholeSize } from '../server/demonstration/outline.ts'

// The demonstration network's stories, read where its users read them: on the boards, through the whole chain.

const now = new Date('2026-11-21T15:30:00+08:00')
const admin: Actor = {
  no: 1,
  kind: 'user',
  name: 'admin',
  personNo: null,
  permissions: new Set(['boards.read']),
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}

/** The stores of the stories over all their months, and those between which somebody moves over the last one. */
let database: Database
let moving: Database
const ends: (() => Promise<void>)[] = []

async function loaded(only: string[], months: number): Promise<Database> {
  const made = await createTestDatabase()
  const opened = openDatabase({ url: made.url, connections: 4 })
  ends.push(opened.close, made.drop)
  await loadCards({ database: opened }, now)
  const size = { ...wholeSize, months, ordersPerDay: 4, only }
  await loadDemonstration({ database: opened, followFacts, followTree }, now, () => undefined, { size })
  return opened
}

beforeAll(async () => {
  database = await loaded(['BJ01', 'GZ01'], 15)
  moving = await loaded(['HZ01', 'SH01'], 1)
}, 120_000)

afterAll(async () => {
  for (const end of ends) await end()
})

async function figures(node: string, period: string): Promise<(kpi: string) => number> {
  const board = await readBoardAs(database, admin, boardRequest({ node, period }, now))
  return (kpi) => board.kpis.find((one) => one.id === kpi)?.value ?? Number.NaN
}

test('the store that pads its surveys: the NPS rises for half a year, and nothing that drives it does; then it falls', async () => {
  const [before, early, high, later, after] = await Promise.all(
    ['2025-Q4', '2026-Q1', '2026-07', '2026-Q3', '2026-10'].map((period) => figures('GZ01', period)),
  )
  expect(before?.('nps')).toBeLessThan(52)
  expect(high?.('nps')).toBeGreaterThan(60)
  expect(after?.('nps')).toBeLessThan(44)
  const change = (kpi: string) => (later?.(kpi) ?? Number.NaN) - (early?.(kpi) ?? Number.NaN)
  expect(change('tenMinuteResponseRate')).toBeLessThan(3)
  expect(change('complaintRate')).toBeGreaterThan(-1)
  expect(change('repeatPurchaseRate')).toBeLessThan(7)
  expect(change('ftr')).toBeLessThan(2)
})

test('what the padded answers said before is kept', async () => {
  const kept = await database.asWorker((tx) =>
    sql<{ deleted: string; raised: string }>`SELECT count(*) FILTER (WHERE s.deleted) AS deleted,
      count(*) FILTER (WHERE s.nps >= 9 AND (v.content->>'nps')::int < 9) AS raised
      FROM facts.past_version v JOIN facts.survey s USING (source, external_id) WHERE v.kind = 'surveys'`.execute(tx),
  )
  expect(Number(kept.rows[0]?.deleted)).toBeGreaterThan(5)
  expect(Number(kept.rows[0]?.raised)).toBeGreaterThan(5)
})

test('the store that chases output: a third more, then its quality collapses', async () => {
  const [before, boom, after] = await Promise.all(
    ['2025-Q4', '2026-05', '2026-10'].map((period) => figures('BJ01', period)),
  )
  expect((boom?.('outputValue') ?? 0) / ((before?.('outputValue') ?? 0) / 3)).toBeGreaterThan(1.25)
  expect(before?.('ftr')).toBeGreaterThan(89)
  expect(after?.('ftr')).toBeLessThan(81)
  expect((after?.('complaintRate') ?? 0) / (before?.('complaintRate') ?? 1)).toBeGreaterThan(2.5)
  expect(after?.('nps')).toBeLessThan(38)
})

test('who changed store on the 16th: facts before stay with the old store, and both cards weigh by their days (H11.7)', async () => {
  const jobs = await moving.asWorker((tx) =>
    sql<{ store: string; first: string; last: string }>`SELECT n.id AS store, min(w.opened_day)::text AS first,
      max(w.opened_day)::text AS last
      FROM facts.work_order w JOIN organisation.node n ON n.no = w.store_no JOIN organisation.node p ON p.no = w.lead_no
      WHERE p.id = 'HZ01-T4' AND w.opened_day BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY 1 ORDER BY 1`.execute(tx),
  )
  const [old, next] = jobs.rows
  expect([old?.store, next?.store]).toEqual(['HZ01', 'SH01'])
  expect((old?.last ?? '') <= '2026-10-15').toBe(true)
  expect((next?.first ?? '') >= '2026-10-16').toBe(true)

  const scored = await moving.asWorker(async (tx) => {
    const found = await sql<{ no: number }>`SELECT no FROM organisation.node WHERE id = 'HZ01-T4'`.execute(tx)
    const personNos = found.rows.map((row) => row.no)
    return scorePeople(tx, { personNos, period: parsePeriod('2026-10') as Period, asOf: '2026-10-31' })
  })
  expect(scored.scores).toHaveLength(2)
  const paid = await moving.asWorker((tx) =>
    sql<{
      fromDay: string
      toDay: string
      amount: number
    }>`SELECT e.from_day::text AS "fromDay", e.amount_fen AS amount
      FROM incentives.ledger_entry e JOIN organisation.node n ON n.no = e.person_no
      WHERE n.id = 'HZ01-T4' AND e.period = '2026-10' ORDER BY 1`.execute(tx),
  )
  // Half a month's base of 3,000 yuan each, times the grade that was earned in that store.
  expect(paid.rows.map((row) => row.fromDay)).toEqual(['2026-10-01', '2026-10-16'])
  for (const { amount } of paid.rows) {
    expect(Number(amount)).toBeGreaterThan(300_000 * 0.45 * 0.5)
    expect(Number(amount)).toBeLessThan(300_000 * 0.55 * 1.5)
  }
})
