import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { addApiKey } from '#access'
import { importOrganisation } from '#organisation'
import { openLog } from '#platform/log'
import { openApp } from '../server/app.ts'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct, startRunning } from '../server/product.ts'
import { systemActor } from '../server/systemActor.ts'
import { orders } from './harness/orders.ts'
import { report } from './harness/report.ts'

/**
 * From sending work orders to their being on their store's board: one order, and a thousand of one store, over HTTP behind an
 * API key; when the answer is there the board is read and must have them. Beside it one durable insert of one row on a
 * connection of its own. BATON_BENCH_TIMES (25) says how often.
 */
const times = Number(process.env.BATON_BENCH_TIMES ?? 25)
const many = 1_000
const made = orders({ count: times * (many + 1), stores: 1, days: 90 })
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)
await importOrganisation(product, { actor: systemActor(), now: product.now() }, made.organisation)
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
  let next = 0
  const send = async (count: number) => {
    const body = new Uint8Array(made.lines(Array.from({ length: count }, () => next++)))
    const started = performance.now()
    const sent = await fetch(`${address}/api/v1/facts/work-orders`, { method: 'POST', headers, body })
    const answer = (await sent.json()) as { accepted: number }
    const acknowledged = performance.now()
    const board = await (await fetch(`${address}/api/v1/boards/S0?period=2024`, { headers })).json()
    const seen = performance.now()
    if (answer.accepted !== count || jobsOn(board) !== next)
      throw new Error(`${jobsOn(board)} of ${next} orders are on the board`)
    return { acknowledged: acknowledged - started, seen: seen - started }
  }
  let line = 0
  const insert = async () => {
    const started = performance.now()
    await plain.query('INSERT INTO bench.line VALUES ($1, $2)', [line++, 'x'.repeat(480)])
    return performance.now() - started
  }
  for (let warm = 0; warm < 5; warm += 1) await insert().then(() => send(1))
  const inserted: number[] = []
  const one: { acknowledged: number; seen: number }[] = []
  const thousand: typeof one = []
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  // In turn, so that whatever else the machine does falls on all alike.
  for (let at = 0; at < times - 5; at += 1) {
    inserted.push(await insert())
    one.push(await send(1))
    thousand.push(await send(many))
  }
  const base = spread(inserted)
  const row = (what: string, all: number[]) => ({ what, ...spread(all), ratio: spread(all).p50 / base.p50, load })
  report('visible', { times: times - 5, orders: next }, [
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
