import { randomBytes } from 'node:crypto'
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
import { load } from './harness/load.ts'
import { processorTime } from './harness/processor.ts'
import { report } from './harness/report.ts'
import { plantRollups, today } from './harness/rollups.ts'

/**
 * The board over HTTP behind an API key, row level security on, not cached, beside one row of 1.7 KB by primary key over
 * the same server and connections. BATON_BENCH_STORES (2000) under BATON_BENCH_REGIONS (50) set the size. Their rollups are
 * made straight in the database, with a target for every KPI, unless BATON_BENCH_ORDERS says how many work orders of
 * BATON_BENCH_DAYS (31) go in beforehand; that is timed, but what is wanted of it is measured by `ingest`.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2_000)
const regions = Number(process.env.BATON_BENCH_REGIONS ?? 50)
const days = Number(process.env.BATON_BENCH_DAYS ?? 31)
const orders = Number(process.env.BATON_BENCH_ORDERS ?? 0)
const seconds = Number(process.env.BATON_BENCH_SECONDS ?? 4)
const perStore = Math.ceil(orders / stores)
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0', BATON_NOW: `${today}T12:00:00+08:00` }),
  openLog('warn'),
)
const running = await startRunning(product)
const app = await openApp(product, running, () => ({ ready: true, state: 'ready', progress: 1 }))
/** More than are followed at once: the roller takes their days together. */
const batch = 10_000
const filler = randomBytes(850).toString('hex')
// The baseline is read through the very same pool.
app.get(
  '/bench/row',
  async () =>
    (await product.database.hot<{ row: string }>('bench.row', 'SELECT row FROM bench.row WHERE no = $1', [1]))[0],
)

const owner = new pg.Client({ connectionString: product.databaseUrl })
await owner.connect()
const backend = (await owner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0

try {
  await makeBaseline()
  const ingest = orders > 0 ? await fill() : null
  if (!ingest) await plantRollups(product.databaseUrl, { stores, regions })
  const { key } = await addApiKey(
    product,
    { actor: null, now: product.now() },
    { name: 'bench', grants: [{ role: 'administrator', node: null }] },
  )
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { authorization: `Bearer ${key}` }
  const boardsOf = (ids: string[], more: string) => ids.map((id) => `${address}/api/v1/boards/${id}?${more}`)
  const storeIds = Array.from({ length: stores }, (_, index) => `S${index}`)
  const regionIds = Array.from({ length: regions }, (_, index) => `R${index}`)
  const closed = 'period=2024-03'
  const current = 'period=2024-04'
  const rows: object[] = []
  for (const clients of [1, 16]) {
    let base = 0
    for (const [what, urls] of [
      ['one row by primary key', [`${address}/bench/row`]],
      ['store board', boardsOf(storeIds, closed)],
      ['region board', boardsOf(regionIds, closed)],
      ['company board', boardsOf(['C'], closed)],
      ['store board, the running month', boardsOf(storeIds, current)],
      ['region board, its stores ranked', boardsOf(regionIds, `${closed}&ranking=ftr`)],
      ['the same, the running month', boardsOf(regionIds, `${current}&ranking=ftr`)],
      ['company board, all stores ranked', boardsOf(['C'], `${closed}&ranking=ftr`)],
    ] as const) {
      const of = { urls: [...urls], headers, clients }
      await load({ ...of, seconds: 1 })
      const before = processorTime(backend)
      const { count, ...measured } = await load({ ...of, seconds })
      const after = processorTime(backend)
      const each = (from: number, to: number) => ((to - from) / count) * 1_000
      base ||= measured.p50
      const processor = { nodeMs: each(before.node, after.node), postgresMs: each(before.postgres, after.postgres) }
      rows.push({ what, clients, ...measured, ...processor, ratio: measured.p50 / base, load: loadavg()[0] })
    }
  }
  report('board', { stores, regions, orders, ...(ingest ? { days, ingest } : {}) }, rows)
} finally {
  await owner.end()
  await app.close()
  await running.close()
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

async function makeBaseline() {
  await owner.query('CREATE SCHEMA IF NOT EXISTS bench; DROP TABLE IF EXISTS bench.row')
  await owner.query(
    'CREATE TABLE bench.row (no int PRIMARY KEY, row text NOT NULL); GRANT USAGE ON SCHEMA bench TO baton_app; GRANT SELECT ON bench.row TO baton_app',
  )
  await owner.query('INSERT INTO bench.row SELECT no, $1 FROM generate_series(1, 10000) AS no', [filler])
  await owner.query('ANALYZE bench.row')
}

/** Stores under their regions, and their orders in batches sorted by store and day; returns rows a second, rollups included. */
async function fill(): Promise<{ rowsPerSecond: number; seconds: number }> {
  const who = { actor: systemActor(), now: product.now() }
  const ids = Array.from({ length: stores }, (_, index) => index)
  const nodes = [
    { id: 'C', kind: 'company', parent: null, name: 'C' },
    ...Array.from({ length: regions }, (_, region) => ({
      id: `R${region}`,
      kind: 'region',
      parent: 'C',
      name: `R${region}`,
    })),
    ...ids.map((store) => ({ id: `S${store}`, kind: 'store', parent: `R${store % regions}`, name: `S${store}` })),
  ]
  const people = ids.flatMap((store) =>
    [0, 1, 2, 3].map((person) => ({
      id: `P${store}-${person}`,
      name: 'P',
      memberships: [
        { node: `S${store}`, position: person === 0 ? 'service_advisor' : 'technician', from: '2023-01-01' },
      ],
    })),
  )
  await importOrganisation(product, who, { nodes, people })
  const total = perStore * stores
  const started = performance.now()
  for (let at = 0; at < total; at += batch) {
    const rows = Array.from({ length: Math.min(batch, total - at) }, (_, row) => ({
      row: row + 1,
      raw: order(at + row),
    }))
    await receiveFacts(product, who, { kind: 'work-orders', rows, dryRun: false, via: 'bench' })
    await rollUp(product)
  }
  const lasted = (performance.now() - started) / 1000
  return { rowsPerSecond: Math.round(total / lasted), seconds: Math.round(lasted * 10) / 10 }
}

/** Sorted by store and day. */
function order(number: number) {
  const store = Math.floor(number / perStore)
  const job = number % perStore
  const dayOfMonth = 1 + Math.floor((job * days) / perStore)
  const day = `2024-03-${String(dayOfMonth).padStart(2, '0')}`
  return {
    source: 'bench',
    externalId: `${store}-${dayOfMonth}-${job}`,
    version: `${day}T18:00:00+08:00`,
    store: `S${store}`,
    openedAt: `${day}T08:30:00+08:00`,
    deliveredAt: `${day}T16:00:00+08:00`,
    advisor: `P${store}-0`,
    leadTechnician: `P${store}-${1 + (job % 3)}`,
    labour: [{ technician: `P${store}-${1 + (job % 3)}`, billedMinutes: 90, actualMinutes: 80 }],
    labourFen: 200_000 + job,
    partsFen: 150_000,
    hasAppointment: job % 2 === 0,
    hasAddOn: job % 5 === 0,
    rework: null,
  }
}
