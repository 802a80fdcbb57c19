import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addApiKey } from '#access'
import { kpis } from '#catalogue/kpis'
import { formulaAt } from '#kpis'
import { openLog } from '#platform/log'
import { openApp } from '../server/app.ts'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct, startRunning } from '../server/product.ts'
import { load } from './harness/load.ts'
import { report } from './harness/report.ts'
import { plantRollups, today } from './harness/rollups.ts'

/**
 * The network table over HTTP behind an API key, row level security on: BATON_BENCH_STORES stores (2,000) with fourteen months
 * of rollups made straight in the database, and targets for every store KPI.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2_000)
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const configuration = { ...process.env, BATON_DATA: folder, BATON_DEMO: '0', BATON_NOW: `${today}T12:00:00+08:00` }
const product = await openProduct(readConfiguration(configuration), openLog('warn'))
const running = await startRunning(product)
const app = await openApp(product, running, () => ({ ready: true, state: 'ready', progress: 1 }))
const all = kpis.filter((kpi) => formulaAt(kpi, 'store') !== null).map(({ id }) => id)
const some = all.filter((id) =>
  ['ftr', 'nps', 'averageTicket', 'technicianEfficiency', 'addOnRate', 'jobs'].includes(id),
)

try {
  await plantRollups(product.databaseUrl, { stores, regions: 50 })
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
