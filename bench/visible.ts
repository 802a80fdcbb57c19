import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { addApiKey } from '#access'
import { receiveFacts } from '#facts'
import { rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { openLog } from '#platform/log'
import { openApp } from '../server/app.ts'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct, startRunning } from '../server/product.ts'
import { systemActor } from '../server/systemActor.ts'
import { orders } from './harness/orders.ts'
import { report } from './harness/report.ts'

/**
 * From sending work orders to their being on their store's board: one order to a store that has three months of them, and the
 * first thousand of a store, over HTTP behind an API key; when the answer is there the board is read and must have them.
 * Beside it one durable insert of one row on a connection of its own. BATON_BENCH_TIMES (60) says how often,
 * BATON_BENCH_STORES (100) how many stores there are beside those that send a thousand; each has 1,500 orders in 90 days.
 */
const times = Number(process.env.BATON_BENCH_TIMES ?? 60)
const stores = Math.max(times, Number(process.env.BATON_BENCH_STORES ?? 100))
const perStore = 1_500
const many = 1_000
const made = orders({ count: (stores + times) * perStore, stores: stores + times, days: 90 })
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)
const who = { actor: systemActor(), now: product.now() }
await importOrganisation(product, who, made.organisation)
await fill()
const running = await startRunning(product)
const app = await openApp(product, running, () => ({ ready: true, state: 'ready', progress: 1 }))
const plain = new pg.Client({ connectionString: product.databaseUrl })
await plain.connect()

try {
  const { key } = await addApiKey(
    product,
    { actor: null, now: product.now() },
    { name: 'bench', grants: [{ role: 'administrator', node: null }] },
  )
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }
  await plain.query('CREATE SCHEMA bench; CREATE TABLE bench.line (no int PRIMARY KEY, line text NOT NULL)')
  /** Sends orders of one store, of which `before` are there. */
  const send = async (store: number, first: number, count: number, before: number) => {
    const numbers = Array.from({ length: count }, (_, at) => store * perStore + first + at)
    const body = new Uint8Array(made.lines(numbers))
    const started = performance.now()
    const sent = await fetch(`${address}/api/v1/facts/work-orders`, { method: 'POST', headers, body })
    const answer = (await sent.json()) as { accepted: number }
    const acknowledged = performance.now()
    const board = await (await fetch(`${address}/api/v1/boards/S${store}?period=2024`, { headers })).json()
    const seen = performance.now()
    if (answer.accepted !== count || jobsOn(board) !== before + count)
      throw new Error(`${jobsOn(board)} of ${before + count} orders are on the board`)
    return { acknowledged: acknowledged - started, seen: seen - started }
  }
  let line = 0
  const insert = async () => {
    const started = performance.now()
    await plain.query('INSERT INTO bench.line VALUES ($1, $2)', [line++, 'x'.repeat(480)])
    return performance.now() - started
  }
  const inserted: number[] = []
  const one: { acknowledged: number; seen: number }[] = []
  const thousand: typeof one = []
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  // In turn, so that whatever else the machine does falls on all alike.
  for (let at = 0; at < times; at += 1) {
    inserted.push(await insert())
    one.push(await send(at, perStore - 1, 1, perStore - 1))
    thousand.push(await send(stores + at, 0, many, 0))
  }
  // The first ones make every connection's plans.
  for (const all of [inserted, one, thousand]) all.splice(0, Math.min(10, times / 2))
  const base = spread(inserted)
  const row = (what: string, all: number[]) => ({ what, ...spread(all), ratio: spread(all).p50 / base.p50, load })
  report('visible', { times: one.length, stores, orders: stores * perStore }, [
    row('one durable insert', inserted),
    row(
      '1 order acknowledged',
      one.map((time) => time.acknowledged),
    ),
    row(
      '1 order on the board',
      one.map((time) => time.seen),
    ),
    row(
      '1,000 orders acknowledged',
      thousand.map((time) => time.acknowledged),
    ),
    row(
      '1,000 orders on the board',
      thousand.map((time) => time.seen),
    ),
  ])
} finally {
  await plain.end()
  await app.close()
  await running.close()
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

/** What the stores have before anything is measured: all but the last order of each. */
async function fill() {
  const numbers = Array.from({ length: stores * perStore }, (_, at) => at).filter(
    (at) => at % perStore !== perStore - 1,
  )
  for (let at = 0; at < numbers.length; at += 10_000) {
    const rows = numbers.slice(at, at + 10_000).map((number, row) => ({ row: row + 1, raw: made.order(number) }))
    await receiveFacts(product, who, { kind: 'work-orders', rows, dryRun: false, via: 'bench' })
    await rollUp(product)
  }
}

function spread(all: readonly number[]): { p50: number; p99: number } {
  const sorted = [...all].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

/** The number of jobs that a board shows. */
function jobsOn(board: unknown): number | null {
  const { kpis } = board as { kpis?: { id: string; value: number | null }[] }
  return kpis?.find((one) => one.id === 'jobs')?.value ?? null
}
