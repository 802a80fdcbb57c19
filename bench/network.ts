import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { addApiKey } from '#access'
import { kpis } from '#catalogue/kpis'
import { formulaAt } from '#kpis'
import { openLog } from '#platform/log'
import { openApp } from '../server/app.ts'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct, startRunning } from '../server/product.ts'
import { load } from './harness/load.ts'
import { report } from './harness/report.ts'

/**
 * The network table over HTTP behind an API key, row level security on: BATON_BENCH_STORES stores (2,000) with fourteen months
 * of rollups made up in the database, and targets for every store KPI.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2_000)
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const configuration = { ...process.env, BATON_DATA: folder, BATON_DEMO: '0', BATON_NOW: '2024-04-21T12:00:00+08:00' }
const product = await openProduct(readConfiguration(configuration), openLog('warn'))
const running = await startRunning(product)
const app = await openApp(product, running, () => ({ ready: true, state: 'ready', progress: 1 }))
const all = kpis.filter((kpi) => formulaAt(kpi, 'store') !== null).map(({ id }) => id)
const some = all.filter((id) =>
  ['ftr', 'nps', 'averageTicket', 'technicianEfficiency', 'addOnRate', 'jobs'].includes(id),
)

try {
  await fill()
  const { key } = await addApiKey(
    product,
    { actor: null, now: product.now() },
    { name: 'bench', grants: [{ role: 'administrator', node: null }] },
  )
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { authorization: `Bearer ${key}` }
  const rows = []
  for (const [what, path] of [
    ['six KPIs, a closed month', `/boards/C/network?period=2024-03&kpis=${some}`],
    ['six KPIs, the running month', `/boards/C/network?kpis=${some}&sort=ftr`],
    [`all ${all.length} KPIs, a closed month`, `/boards/C/network?period=2024-03&kpis=${all}`],
    [`all ${all.length} KPIs, the running month`, `/boards/C/network?kpis=${all}`],
    ['six KPIs, one region', `/boards/R0/network?kpis=${some}`],
    ['movers', '/boards/C/network/movers?kpi=ftr'],
    ['lasting reds, all KPIs', '/boards/C/network/reds'],
    ['missing data', '/boards/C/network/gaps'],
    ['ranking on the company board', '/boards/C?ranking=ftr'],
  ] as const) {
    const urls = [`${address}/api/v1${path}`]
    await load({ urls, headers, clients: 1, seconds: 1 })
    rows.push({ what, ...(await load({ urls, headers, clients: 1, seconds: 5 })) })
  }
  report('network', { stores, kpis: all.length }, rows)
} finally {
  await app.close()
  await running.close()
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

/** Stores under fifty regions, and what the roller would have written for them: rows only, no facts. */
async function fill() {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  const run = (text: string, values: unknown[] = []) => client.query(text, values)
  await run(
    `INSERT INTO organisation.node (id, kind, name, time_zone, changed_at)
    SELECT 'C', 'company', 'C', 'Asia/Shanghai', now() UNION ALL
    SELECT 'R' || r, 'region', 'R' || r, NULL, now() FROM generate_series(0, 49) AS r UNION ALL
    SELECT 'S' || s, 'store', 'S' || s, NULL, now() FROM generate_series(1, $1::int) AS s`,
    [stores],
  )
  await run(`INSERT INTO organisation.placement (node_no, parent_no, from_day)
    SELECT n.no, up.no, '2020-01-01' FROM organisation.node n
    JOIN organisation.node up ON up.id = CASE WHEN n.kind = 'region' THEN 'C' ELSE 'R' || (substr(n.id, 2)::int % 50) END
    WHERE n.kind IN ('region', 'store')`)
  const made = `(SELECT array_agg(round(random() * 100)::float8) FROM generate_series(1, 80) WHERE n.no IS NOT NULL)`
  await run(`INSERT INTO measures.rollup_month (node_no, month, measured, facts_up_to)
    SELECT n.no, m::date, ${made}, now() FROM organisation.node n
    CROSS JOIN generate_series('2023-03-01'::date, '2024-04-01', interval '1 month') AS m WHERE n.kind = 'store'`)
  await run(`INSERT INTO measures.rollup_day (node_no, day, measured, facts_up_to)
    SELECT n.no, d::date, ${made}, now() FROM organisation.node n
    CROSS JOIN generate_series('2024-04-01'::date, '2024-04-30', interval '1 day') AS d WHERE n.kind = 'store'`)
  await run(
    `INSERT INTO targets.target (node_no, period, kpi, value, version, reason, actor_no, actor_name, set_at)
    SELECT n.no, p, k, 50, 1, '', 1, 'bench', now() FROM organisation.node n
    CROSS JOIN unnest(ARRAY['2024-02', '2024-03', '2024-04']) AS p CROSS JOIN unnest($1::text[]) AS k WHERE n.kind = 'store'`,
    [all],
  )
  await run('ANALYZE')
  await client.end()
}
