import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refreshAllScopes } from '#access'
import { followFacts, followTree } from '#measures'
import { type Database, openDatabase } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { loadCards } from '#scorecards'
import { loadDemonstration } from './load.ts'

const size = { stores: 3, months: 2, ordersPerDay: 3 }
// Each test loads a network, more than once.
vi.setConfig({ testTimeout: 90_000 })

const first = new Date('2026-03-10T15:40:00+08:00')

let server: { url: string; drop(): Promise<void> }
let database: Database
let client: pg.Client
let deps: Parameters<typeof loadDemonstration>[0]

beforeAll(async () => {
  server = await createTestDatabase()
  database = openDatabase({ url: server.url, connections: 6 })
  await loadCards({ database }, first)
  client = new pg.Client({ connectionString: server.url })
  await client.connect()
  deps = {
    database,
    followFacts,
    followTree: async (tx, change) => {
      await refreshAllScopes(tx, first)
      await followTree(tx, change)
    },
  }
})

afterAll(async () => {
  await client.end()
  await database.close()
  await server.drop()
})

const rows = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows
const count = async (table: string) => Number((await rows(`SELECT count(*) FROM ${table}`))[0]?.[0])
const oldOrders = `facts.past_version WHERE kind = 'work-orders'`
const tables = [
  oldOrders,
  'organisation.node',
  'organisation.membership',
  'facts.work_order',
  'facts.survey',
  'facts.inspection',
  'facts.attendance',
  'facts.finance',
  'facts.past_version',
  'strategy.objective',
  'strategy.link',
  'targets.target',
  'targets.target_version',
  'access.actor',
  'incentives.settlement',
  'incentives.ledger_entry',
  'plans.month_action',
  'plans.week_task',
  'plans.week_closing',
  'actions.countermeasure',
  'actions.step',
  '"dailyCards".card',
  '"dailyCards".learning',
]
const setAfterTheirMonth = () => count('targets.target WHERE after_close')
const counts = async () => {
  const found: Record<string, number> = {}
  for (const table of tables) found[table] = await count(table)
  return found
}

test('an interrupted start is completed by the next, and a third doubles nothing', async () => {
  const stop = new Error('interrupted')
  await expect(
    loadDemonstration(
      deps,
      first,
      (done) => {
        if (done === 4) throw stop
      },
      { size },
    ),
  ).rejects.toThrow(stop)

  const progress: string[] = []
  await loadDemonstration(deps, first, (done, total) => progress.push(`${done}/${total}`), { size })
  expect(progress.at(0)).toBe('0/13')
  expect(progress.at(-1)).toBe('13/13')
  const loaded = await counts()
  expect(loaded['facts.work_order']).toBeGreaterThan(600)
  expect(loaded['facts.past_version']).toBe(0)
  expect(loaded['access.actor']).toBe(10)
  expect(await setAfterTheirMonth()).toBe(0)

  await loadDemonstration(deps, first, () => undefined, { size })
  expect(await counts()).toEqual(loaded)
})

test('what the boards sum up is what was loaded, up to the company', async () => {
  const delivered = await count(`facts.work_order WHERE delivered_day BETWEEN '2026-01-01' AND '2026-01-31'`)
  const jobs = await rows(`SELECT measured[25] FROM measures.rollup_month r JOIN organisation.node n ON n.no = r.node_no
    WHERE n.id = 'DEMO' AND month = '2026-01-01'`)
  expect(jobs).toEqual([[delivered]])
  expect(await count('measures.pending')).toBe(0)
})

test('the last whole months are paid, with both stores of who moved in between', async () => {
  expect(await rows(`SELECT period, state FROM incentives.settlement ORDER BY 1`)).toEqual([
    ['2026-01', 'approved'],
    ['2026-02', 'approved'],
  ])
  const paid = await rows(`SELECT e.from_day::text, e.amount_fen > 0 FROM incentives.ledger_entry e
    JOIN organisation.node n ON n.no = e.person_no WHERE n.id = 'HZ01-T4' AND e.period = '2026-02' ORDER BY 1`)
  expect(paid).toEqual([
    ['2026-02-01', true],
    ['2026-02-16', true],
  ])
})

test('minutes later nothing but what happened since is sent', async () => {
  const before = await counts()
  await loadDemonstration(deps, new Date('2026-03-10T16:20:00+08:00'), () => undefined, { size })
  const after = await counts()
  const [sent] =
    await rows(`SELECT sum((details->>'accepted')::int), sum((details->>'replaced')::int), sum((details->>'ignored')::int)
    FROM audit.entry WHERE action = 'facts.receive' AND subject = 'work-orders' AND at > '2026-03-10T16:00:00+08:00'`)
  const added = (table: string) => (after[table] ?? 0) - (before[table] ?? 0)
  expect(added(oldOrders)).toBeGreaterThan(0)
  expect(sent?.map(Number)).toEqual([added('facts.work_order'), added(oldOrders), 0])
})

test('days later the missing facts are added, open orders are delivered, and what users changed stays', async () => {
  await client.query(`UPDATE organisation.node SET name = '改过的名字' WHERE id = 'SH01'`)
  await client.query(`UPDATE targets.target SET value = 96 WHERE kpi = 'ftr' AND period = '2026-03'`)
  const open = await count(`facts.work_order WHERE delivered_day IS NULL`)
  expect(open).toBeGreaterThan(0)
  const before = await counts()
  await loadDemonstration(deps, new Date('2026-04-02T11:20:00+08:00'), () => undefined, { size })
  const after = await counts()
  expect((after[oldOrders] ?? 0) - (before[oldOrders] ?? 0)).toBe(open)
  expect(await rows(`SELECT to_char(max(opened_day), 'YYYY-MM-DD') FROM facts.work_order`)).toEqual([['2026-04-02']])
  expect(await count(`facts.work_order WHERE delivered_day IS NULL AND opened_day < '2026-03-30'`)).toBe(0)
  expect(after['incentives.settlement']).toBe(before['incentives.settlement'])
  expect(await rows(`SELECT name FROM organisation.node WHERE id = 'SH01'`)).toEqual([['改过的名字']])
  expect(await rows(`SELECT DISTINCT value FROM targets.target WHERE kpi = 'ftr' AND period = '2026-03'`)).toEqual([
    [96],
  ])
  expect(await rows(`SELECT max(period) FROM targets.target`)).toEqual([['2026-05']])
})
