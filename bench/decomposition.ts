import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { sql } from '#platform/database'
import { openLog } from '#platform/log'
import { applyPlan, saveDecomposition } from '#targets'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct } from '../server/product.ts'
import { systemActor } from '../server/systemActor.ts'

/**
 * A company's year taken down to every person: stores and people of BATON_BENCH_STORES and BATON_BENCH_PEOPLE, made straight
 * in the database. Says how long filling the tree and making targets of it take, and what memory they hold.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2000)
const people = Number(process.env.BATON_BENCH_PEOPLE ?? 10)
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)

try {
  await plant()
  const now = product.now()
  const year = now.getUTCFullYear()
  const actor = { ...systemActor(), permissions: new Set(['targets.write', 'targets.approve', 'boards.read']) }
  const before = process.memoryUsage().rss
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const started = performance.now()
  const saved = await saveDecomposition(
    product,
    { actor, now, locale: 'en' },
    {
      node: 'C1',
      kpi: 'outputValue',
      year,
      goal: 1_234_567_890_123,
      children: { method: 'history' },
      reason: 'bench',
      propose: true,
    },
  )
  const filled = performance.now()
  await product.database.asWorker((tx) =>
    sql`UPDATE targets.decomposition SET state = 'approved', approved_at = ${now}, approver_no = 1, approver_name = 'bench' WHERE no = ${saved.no}`.execute(
      tx,
    ),
  )
  const applied = performance.now()
  const { values } = await applyPlan(product, actor, { no: saved.no, today: now.toISOString().slice(0, 10) })
  const ended = performance.now()
  clearInterval(watching)
  const sums = await product.database.asWorker((tx) =>
    sql<{ kind: string; sum: number }>`SELECT n.kind, sum(l.year_value)::bigint AS sum FROM targets.decomposition_line l
      JOIN organisation.node n ON n.no = l.node_no WHERE l.decomposition_no = ${saved.no} GROUP BY n.kind ORDER BY n.kind`.execute(
      tx,
    ),
  )
  const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`
  console.log(`${stores} stores x ${people} people`)
  console.log(`months of every node: ${((filled - started) / 1000).toFixed(2)} s`)
  console.log(`${values} targets in force: ${((ended - applied) / 1000).toFixed(2)} s`)
  console.log(`memory ${mebibytes(before)} before, ${mebibytes(most)} at most`)
  for (const { kind, sum } of sums.rows) console.log(`${kind}: ${sum}`)
} finally {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

/** A company, a region for every fifty stores, and their people. */
async function plant(): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    await client.query(`
      INSERT INTO organisation.node (id, kind, name, time_zone, changed_at) VALUES ('C1', 'company', 'C1', 'Asia/Shanghai', now());
      INSERT INTO organisation.node (id, kind, name, changed_at)
        SELECT 'R' || r, 'region', 'R' || r, now() FROM generate_series(1, ${Math.ceil(stores / 50)}) r;
      INSERT INTO organisation.node (id, kind, name, changed_at) SELECT 'S' || s, 'store', 'S' || s, now() FROM generate_series(1, ${stores}) s;
      INSERT INTO organisation.node (id, kind, name, changed_at)
        SELECT 'P' || p, 'person', 'P' || p, now() FROM generate_series(1, ${stores * people}) p;
      INSERT INTO organisation.placement (node_no, parent_no, from_day)
        SELECT r.no, c.no, '2020-01-01' FROM organisation.node r, organisation.node c WHERE r.kind = 'region' AND c.kind = 'company';
      INSERT INTO organisation.placement (node_no, parent_no, from_day)
        SELECT s.no, r.no, '2020-01-01' FROM organisation.node s JOIN organisation.node r
        ON r.id = 'R' || ceil(substr(s.id, 2)::int / 50.0) WHERE s.kind = 'store';
      INSERT INTO organisation.membership (person_no, node_no, position, from_day, store_no)
        SELECT p.no, s.no, 'technician', '2020-01-01', s.no FROM organisation.node p JOIN organisation.node s
        ON s.id = 'S' || ceil(substr(p.id, 2)::int / ${people}.0) WHERE p.kind = 'person';
      ANALYZE organisation.node, organisation.placement, organisation.membership;`)
  } finally {
    await client.end()
  }
}
