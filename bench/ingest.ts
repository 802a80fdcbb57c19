import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { addApiKey } from '#access'
import { receiveFacts } from '#facts'
import { differences, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { openLog } from '#platform/log'
import { openApp } from '../server/app.ts'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct, startRunning } from '../server/product.ts'
import { systemActor } from '../server/systemActor.ts'
import { orders } from './harness/orders.ts'
import { insertPlainly } from './harness/plainInsert.ts'
import { processorTime } from './harness/processor.ts'
import { report } from './harness/report.ts'

/**
 * Work orders going in, from the bytes of their lines to the last rollup, beside the same rows put into the same table by
 * unnest and nothing else. BATON_BENCH_ORDERS (200000) says how many, BATON_BENCH_BATCH (5000,20000) how many a request,
 * BATON_BENCH_ORDER (sorted,random) and BATON_BENCH_CLIENTS (1,4) which runs; BATON_BENCH_CHECK=1 has every rollup computed again
 * after each run and compared.
 */
const count = Number(process.env.BATON_BENCH_ORDERS ?? 200_000)
const sizes = (process.env.BATON_BENCH_BATCH ?? '5000,20000').split(',').map(Number)
const inOrder = (process.env.BATON_BENCH_ORDER ?? 'sorted,random').split(',') as ('sorted' | 'random')[]
const clientCounts = (process.env.BATON_BENCH_CLIENTS ?? '1,4').split(',').map(Number)
const stores = Number(process.env.BATON_BENCH_STORES ?? 100)
const made = orders({ count, stores, days: 90 })
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)
const who = { actor: systemActor(), now: product.now() }
const owner = new pg.Client({ connectionString: product.databaseUrl })
await owner.connect()
const backend = (await owner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0

type Measured = { what: string; order: string; clients: number; batch: number; rowsPerSecond: number }
const rows: (Measured & Record<string, unknown>)[] = []
try {
  await importOrganisation(product, who, made.organisation)
  const numbers = new Map(
    (await owner.query<{ id: string; no: number }>('SELECT id, no FROM organisation.node')).rows.map((one) => [
      one.id,
      one.no,
    ]),
  )
  for (const order of inOrder) {
    for (const clients of clientCounts) {
      const base = await measured('unnest, no rollups', order, clients, 5_000, (batches) =>
        insertPlainly({ url: product.databaseUrl, clients, batches, made, numbers }),
      )
      for (const batch of sizes) {
        await measured('receive and roll up', order, clients, batch, received, base)
        await measured('over HTTP', order, clients, batch, overHttp, base)
      }
    }
  }
  const settings = await owner.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_level', 'server_version')`,
  )
  const size = { count, stores, days: 90, bytes: made.bytes(0) }
  report('ingest', { ...size, ...Object.fromEntries(settings.rows.map((one) => [one.name, one.setting])) }, rows)
} finally {
  await owner.end()
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

type Ingest = (batches: number[][], clients: number) => Promise<{ seconds?: number } & Record<string, unknown>>

/** Empties the tables, puts everything in, and says how fast that was and how it compares. */
async function measured(
  what: string,
  order: 'sorted' | 'random',
  clients: number,
  batch: number,
  ingest: Ingest,
  base?: number,
) {
  await owner.query(`TRUNCATE facts.work_order, measures.rollup_day, measures.rollup_month, measures.person_day, measures.person_month,
    measures.hour_day, measures.pending, measures.customer_month, measures.shared_customer, measures.retention, measures.retention_due`)
  await owner.query('CHECKPOINT')
  const batches = made.batches(order, batch)
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  const before = processorTime(backend)
  const started = performance.now()
  const { seconds = (performance.now() - started) / 1000, ...more } = await ingest(batches, clients)
  const perSecond = Math.round(count / seconds)
  const after = processorTime(backend)
  const microseconds = (from: number, to: number) => Math.round(((to - from) / count) * 1e6 * 10) / 10
  const cpu = {
    nodeMicroseconds: microseconds(before.node, after.node),
    postgresMicroseconds: microseconds(before.postgres, after.postgres),
  }
  const kept = await owner.query<{ count: string }>('SELECT count(*) AS count FROM facts.work_order')
  if (Number(kept.rows[0]?.count) !== count) throw new Error(`${kept.rows[0]?.count} of ${count} orders are there`)
  const wrong = process.env.BATON_BENCH_CHECK && base ? { wrong: await differences(product) } : {}
  const ratio = base ? perSecond / base : 1
  rows.push({ what, order, clients, batch, rowsPerSecond: perSecond, ratio, ...more, ...cpu, ...wrong, load })
  console.log(JSON.stringify(rows.at(-1)))
  return perSecond
}

/** Every batch in turn, as many at a time as there are clients. */
async function inTurn(
  batches: number[][],
  clients: number,
  work: (batch: number[]) => Promise<unknown>,
): Promise<void> {
  // A client has a stretch of its own, as a source system of a region would.
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const from = Math.floor((batches.length * client) / clients)
      const to = Math.floor((batches.length * (client + 1)) / clients)
      for (const batch of batches.slice(from, to)) await work(batch)
    }),
  )
}

/** From lines to the last rollup, within the process; nothing is rolled up above the stores before all are in. */
async function received(batches: number[][], clients: number) {
  const bodies = new Map(batches.map((batch) => [batch, made.lines(batch)]))
  const started = performance.now()
  await inTurn(batches, clients, async (batch) => {
    const { rejected } = await receiveFacts(product, who, {
      kind: 'work-orders',
      rows: rowsOf(bodies.get(batch) as Buffer),
      dryRun: false,
      via: 'bench',
    })
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected[0]))
  })
  const acknowledged = performance.now()
  await rollUp(product)
  return timesOf(started, acknowledged)
}

function rowsOf(body: Buffer) {
  const lines = body.toString().split('\n')
  return lines.map((line, at) => ({ row: at + 1, raw: JSON.parse(line) as unknown }))
}

/** The same over HTTP behind an API key, with the roller at work beside it. */
async function overHttp(batches: number[][], clients: number) {
  const running = await startRunning(product)
  const app = await openApp(product, running, () => ({ ready: true, state: 'ready', progress: 1 }))
  try {
    const { key } = await addApiKey(
      product,
      { actor: null, now: product.now() },
      { name: `bench ${randomBytes(4).toString('hex')}`, grants: [{ role: 'administrator', node: null }] },
    )
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const bodies = new Map(batches.map((batch) => [batch, made.lines(batch)]))
    const started = performance.now()
    await inTurn(batches, clients, (batch) =>
      send(`${address}/api/v1/facts/work-orders`, key, bodies.get(batch) as Buffer),
    )
    const acknowledged = performance.now()
    while (!(await rollUp(product))) await new Promise((resolve) => setTimeout(resolve, 20))
    return timesOf(started, acknowledged)
  } finally {
    await app.close()
    await running.close()
  }
}

/** From sending to the last answer, and from there to the last rollup; the lines were made before. */
function timesOf(started: number, acknowledged: number) {
  const ended = performance.now()
  const tenths = (from: number, to: number) => Math.round((to - from) / 100) / 10
  return {
    seconds: (ended - started) / 1000,
    acknowledged: tenths(started, acknowledged),
    drained: tenths(acknowledged, ended),
  }
}

function send(url: string, key: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/x-ndjson',
      'content-length': body.length,
    }
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if (answer.statusCode === 200 && JSON.parse(text).rejected.length === 0) resolve()
        else reject(new Error(text.slice(0, 500)))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
