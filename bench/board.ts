import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
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
import { report } from './harness/report.ts'

/**
 * The board over HTTP behind an API key, row level security on, not cached, beside one row of 1.7 KB by primary key over
 * the same server and connections. BATON_BENCH_STORES (100), BATON_BENCH_DAYS (31) and BATON_BENCH_ORDERS (16 a store and
 * day) set the size. Filling goes before; it is timed, but what is wanted of it is measured by `ingest`.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 100)
const days = Number(process.env.BATON_BENCH_DAYS ?? 31)
const orders = Number(process.env.BATON_BENCH_ORDERS ?? stores * days * 16)
const perStore = Math.ceil(orders / stores)
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
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

try {
  await makeBaseline()
  const ingest = await fill()
  const { key } = await addApiKey(
    product,
    { actor: null, now: product.now() },
    { name: 'bench', grants: [{ role: 'administrator', node: null }] },
  )
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { authorization: `Bearer ${key}` }
  const baseline = [`${address}/bench/row`]
  const boardsOf = (ids: string[], more = '') => ids.map((id) => `${address}/api/v1/boards/${id}?period=2024-03${more}`)
  const storeIds = Array.from({ length: stores }, (_, index) => `S${index}`)
  const rows = []
  for (const clients of [1, 16]) {
    const of = (urls: string[]) => load({ urls, headers, clients, seconds: 4 })
    await load({ urls: baseline, headers, clients, seconds: 1 })
    const base = await of(baseline)
    rows.push({ what: 'one row by primary key', clients, ...base, ratio: 1 })
    for (const [what, urls] of [
      ['store board', boardsOf(storeIds)],
      ['region board', boardsOf(['R0'])],
      ['company board', boardsOf(['C'])],
      ['region board, its stores ranked', boardsOf(['R0'], '&ranking=ftr')],
    ] as const) {
      const measured = await of(urls)
      rows.push({ what, clients, ...measured, ratio: measured.p50 / base.p50 })
    }
  }
  report('board', { stores, days, orders: perStore * stores, ingest }, rows)
} finally {
  await app.close()
  await running.close()
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

async function makeBaseline() {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  await client.query('CREATE SCHEMA IF NOT EXISTS bench; DROP TABLE IF EXISTS bench.row')
  await client.query(
    'CREATE TABLE bench.row (no int PRIMARY KEY, row text NOT NULL); GRANT USAGE ON SCHEMA bench TO baton_app; GRANT SELECT ON bench.row TO baton_app',
  )
  await client.query('INSERT INTO bench.row SELECT no, $1 FROM generate_series(1, 10000) AS no', [filler])
  await client.query('ANALYZE bench.row')
  await client.end()
}

/** Stores under ten regions, and their orders in batches sorted by store and day; returns rows a second, rollups included. */
async function fill(): Promise<{ rowsPerSecond: number; seconds: number }> {
  const who = { actor: systemActor(), now: product.now() }
  const ids = Array.from({ length: stores }, (_, index) => index)
  const nodes = [
    { id: 'C', kind: 'company', parent: null, name: 'C' },
    ...Array.from({ length: 10 }, (_, region) => ({
      id: `R${region}`,
      kind: 'region',
      parent: 'C',
      name: `R${region}`,
    })),
    ...ids.map((store) => ({ id: `S${store}`, kind: 'store', parent: `R${store % 10}`, name: `S${store}` })),
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
  const seconds = (performance.now() - started) / 1000
  return { rowsPerSecond: Math.round(total / seconds), seconds: Math.round(seconds * 10) / 10 }
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
