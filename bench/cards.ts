import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { proposeCards } from '#dailyCards'
import { openLog } from '#platform/log'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct } from '../server/product.ts'
import { plantNetwork } from './harness/plant.ts'

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
  const client = await plantNetwork(product.databaseUrl, { stores, people }, '2026-03-24')
  await client.end()
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
