import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { proposeCards } from '#dailyCards'
import { rowWidth } from '#measures'
import { openLog } from '#platform/log'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct } from '../server/product.ts'

/**
 * The cards of one day for a whole network: stores and people of BATON_BENCH_STORES and BATON_BENCH_PEOPLE with a month of
 * work behind them, made straight in the database.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2000)
const people = Number(process.env.BATON_BENCH_PEOPLE ?? 10)
const day = '2026-03-25'
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)

try {
  await plant()
  const now = new Date('2026-03-24T18:00:00+08:00')
  const started = performance.now()
  const cpu = process.cpuUsage()
  const made = await proposeCards(product, { day, now })
  const seconds = (performance.now() - started) / 1000
  const used = process.cpuUsage(cpu)
  const again = performance.now()
  await proposeCards(product, { day, now })
  const load = loadavg().map((one) => one.toFixed(1))
  console.log(`${stores} stores x ${people} people, load average ${load.join(' ')}`)
  console.log(`${made} cards: ${seconds.toFixed(1)} s, of which ${(used.user / 1e6).toFixed(1)} s of this process`)
  console.log(`again, with nothing to do: ${((performance.now() - again) / 1000).toFixed(2)} s`)
} finally {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

/** A company, its stores, in each a manager, a lead, advisors and technicians, and what they did on each day of the month so far. */
async function plant(): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  const width = rowWidth('person')
  try {
    await client.query(`
      INSERT INTO organisation.node (id, kind, name, time_zone, changed_at) VALUES ('C1', 'company', 'C1', 'Asia/Shanghai', now());
      INSERT INTO organisation.node (id, kind, name, changed_at) SELECT 'S' || s, 'store', 'S' || s, now() FROM generate_series(1, ${stores}) s;
      INSERT INTO organisation.node (id, kind, name, changed_at)
        SELECT 'P' || p, 'person', 'P' || p, now() FROM generate_series(1, ${stores * people}) p;
      INSERT INTO organisation.placement (node_no, parent_no, from_day)
        SELECT s.no, c.no, '2020-01-01' FROM organisation.node s, organisation.node c WHERE s.kind = 'store' AND c.kind = 'company';
      INSERT INTO organisation.membership (person_no, node_no, position, from_day, store_no)
        SELECT p.no, s.no, CASE substr(p.id, 2)::int % ${people} WHEN 0 THEN 'store_manager' WHEN 1 THEN 'technician_lead'
          WHEN 2 THEN 'service_advisor' WHEN 3 THEN 'service_advisor' WHEN 4 THEN 'parts_supervisor' ELSE 'technician' END, '2020-01-01', s.no
        FROM organisation.node p JOIN organisation.node s ON s.id = 'S' || ceil(substr(p.id, 2)::int / ${people}.0) WHERE p.kind = 'person';
      INSERT INTO measures.person_day (person_no, day, store_no, measured, facts_up_to)
        SELECT m.person_no, d::date, m.store_no, (SELECT array_agg((3 + (m.person_no + p) % 7)::float8 ORDER BY p) FROM generate_series(1, ${width}) p), d
        FROM organisation.membership m, generate_series('2026-03-01'::date, '2026-03-24', '1 day') d;
      INSERT INTO measures.rollup_day (node_no, day, measured, facts_up_to)
        SELECT s.no, d::date, (SELECT array_agg((3 + (s.no + p) % 7)::float8 ORDER BY p) FROM generate_series(1, ${rowWidth('store')}) p), d
        FROM organisation.node s, generate_series('2026-03-01'::date, '2026-03-24', '1 day') d WHERE s.kind = 'store';
      INSERT INTO measures.rollup_month (node_no, month, measured, facts_up_to)
        SELECT s.no, d::date, (SELECT array_agg((80 + (s.no + p) % 70)::float8 ORDER BY p) FROM generate_series(1, ${rowWidth('store')}) p), d
        FROM organisation.node s, generate_series('2025-03-01'::date, '2026-03-01', '1 month') d WHERE s.kind = 'store';
      ANALYZE measures.rollup_day, measures.rollup_month, organisation.node, organisation.placement, organisation.membership, measures.person_day;`)
  } finally {
    await client.end()
  }
}
