import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { parsePeriod } from '#foundation/period'
import { createSettlement, recalculate } from '#incentives'
import { formulaMeasures, kpiOn } from '#kpis'
import { placeOf } from '#measures'
import { openLog } from '#platform/log'
import { scorePeople } from '#scorecards'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct } from '../server/product.ts'
import { systemActor } from '../server/systemActor.ts'
import { plantNetwork } from './harness/plant.ts'
import { processorTime } from './harness/processor.ts'
import { report } from './harness/report.ts'

/**
 * The monthly bonus of a whole network: BATON_BENCH_STORES (2,000) stores of BATON_BENCH_PEOPLE (10) people, each with a card,
 * a base and a year of closed months, from the request to its lines being kept and the answer being made, with every
 * sentence of every line; once new, and worked out again BATON_BENCH_TIMES (7) times. Row level security is on. Beside it,
 * in the same run, one statement that computes the sums of five KPIs of every person, weighs them and keeps nothing.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2_000)
const people = Number(process.env.BATON_BENCH_PEOPLE ?? 10)
const times = Number(process.env.BATON_BENCH_TIMES ?? 7)
const period = '2026-03'
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)

type Timed = { seconds: number; ofNode: number; ofDatabase: number; bytes: number }
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

try {
  const client = await plantNetwork(product.databaseUrl, { stores, people }, `${period}-31`)
  // Nobody without a card, and eleven months before: what is read may not get cheaper by there being little else.
  await client.query(`
    UPDATE organisation.membership SET position = 'technician' WHERE position = 'technician_lead';
    INSERT INTO organisation.bonus_base (person_no, base_fen, from_day)
      SELECT no, 300000 + no % 7 * 10000, '2020-01-01' FROM organisation.node WHERE kind = 'person';
    INSERT INTO measures.person_month (person_no, month, store_no, measured, facts_up_to)
      SELECT person_no, month - make_interval(months => before), store_no, measured, facts_up_to
      FROM measures.person_month, generate_series(1, 11) before`)
  await client.query('VACUUM ANALYZE')

  let bytes = 0
  const query = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown
  pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
    const values = (given[0] as { values?: unknown[] }).values ?? []
    for (const value of values) if (typeof value === 'string') bytes += value.length
    statements += 1
    return query.apply(this, given)
  } as typeof pg.Client.prototype.query
  let statements = 0

  const backend = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0
  const timed = async <Result>(work: () => Promise<Result>): Promise<Timed & { result: Result }> => {
    const before = { ...processorTime(backend), at: performance.now() }
    bytes = 0
    statements = 0
    const result = await work()
    const seconds = (performance.now() - before.at) / 1000
    const after = processorTime(backend)
    const used = { ofNode: after.node - before.node, ofDatabase: after.postgres - before.postgres }
    return { result, seconds, ...used, bytes }
  }

  const baseline = sumsOfFive()
  const sums = () => client.query(baseline)
  await sums()
  const bases: Timed[] = []
  for (let run = 0; run < times; run += 1) bases.push(await timed(sums))

  const who = { actor: systemActor(), now: new Date('2026-04-02T09:00:00+08:00') }
  const first = await timed(() => createSettlement(product, who, { node: 'C1', period }))
  const asked = statements
  const { id, lines, totalFen } = first.result.settlement
  const again: Timed[] = []
  for (let run = 0; run < times; run += 1) {
    again.push(await timed(() => recalculate(product, who, id)))
    // What a server does by itself, a minute later.
    await client.query('VACUUM incentives.settlement_line')
  }

  // Parts of the same, by themselves: they overlap while it is settled.
  const company = await client.query<{ no: number }>("SELECT no FROM organisation.node WHERE id = 'C1'")
  const month = parsePeriod(period)
  const wanted = { nodeNo: company.rows[0]?.no ?? 0, asOf: `${period}-31`, recompute: true }
  const scored: Timed[] = []
  const shown: Timed[] = []
  for (let run = 0; run < times && month; run += 1) {
    scored.push(
      await timed(() => product.database.asActor(who.actor, (tx) => scorePeople(tx, { ...wanted, period: month }))),
    )
    shown.push(await timed(() => createSettlement(product, who, { node: 'C1', period })))
  }

  const base = median(bases.map(({ seconds }) => seconds))
  const row = (what: string, runs: readonly Timed[]) => {
    const of = (value: (one: Timed) => number) => median(runs.map(value))
    return {
      what,
      p50: of(({ seconds }) => seconds),
      least: Math.min(...runs.map(({ seconds }) => seconds)),
      ofNode: of(({ ofNode }) => ofNode),
      ofDatabase: of(({ ofDatabase }) => ofDatabase),
      sentKB: Math.round(of((one) => one.bytes) / 1000),
      ratio: of(({ seconds }) => seconds) / base,
    }
  }
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  report('settlement', { stores, people: stores * people, lines: lines.length, totalFen, statements: asked, load }, [
    row('five sums of everybody, one statement', bases),
    row('settled, lines kept', [first]),
    row('worked out again', again),
    row('of it read and scored', scored),
    row('read again with all its sentences', shown),
  ])
  await client.end()
} finally {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}

/** What five KPIs of everybody come to against their targets, weighed and times the base: the sums, and nothing of the rest. */
function sumsOfFive(): string {
  const kpis = ['ftr', 'technicianEfficiency', 'satisfactionScore', 'outputValue', 'averageTicket']
  const places = kpis.flatMap((id) => {
    const kpi = kpiOn(id, `${period}-31`)
    return kpi ? [formulaMeasures(kpi, 'person').map((measure) => (placeOf(measure, 'person') ?? 0) + 1)] : []
  })
  const sum = (place = 1) => `sum(r.measured[${place}])`
  const weighed = places.map(([above, below]) => `0.2 * ${sum(above)} / nullif(${sum(below ?? above)}, 0)`)
  return `SELECT m.person_no, b.base_fen * (${weighed.join(' + ')}) FROM organisation.membership m
    JOIN measures.person_month r ON r.person_no = m.person_no AND r.month = '${period}-01'
    JOIN organisation.bonus_base b ON b.person_no = m.person_no GROUP BY m.person_no, b.base_fen`
}
