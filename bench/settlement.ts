import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSettlement, recalculate } from '#incentives'
import { placeOf } from '#measures'
import { openLog } from '#platform/log'
import { readConfiguration } from '../server/configuration.ts'
import { openProduct } from '../server/product.ts'
import { systemActor } from '../server/systemActor.ts'
import { plantNetwork } from './harness/plant.ts'
import { report } from './harness/report.ts'

/**
 * The monthly bonus of a whole network: BATON_BENCH_STORES (2,000) stores of BATON_BENCH_PEOPLE (10) people, each with a card,
 * a base and a closed month, from the first draft to its lines being kept with their explanations, and worked out again.
 * Beside it one statement that computes the sums of five KPIs of every person, weighs them and keeps nothing.
 */
const stores = Number(process.env.BATON_BENCH_STORES ?? 2_000)
const people = Number(process.env.BATON_BENCH_PEOPLE ?? 10)
const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const product = await openProduct(
  readConfiguration({ ...process.env, BATON_DATA: folder, BATON_DEMO: '0' }),
  openLog('warn'),
)

try {
  const client = await plantNetwork(product.databaseUrl, { stores, people }, '2026-03-31')
  await client.query(`INSERT INTO organisation.bonus_base (person_no, base_fen, from_day)
    SELECT no, 300000, '2020-01-01' FROM organisation.node WHERE kind = 'person'; ANALYZE organisation.bonus_base`)
  const timed = async <Result>(work: () => Promise<Result>) => {
    const [started, cpu] = [performance.now(), process.cpuUsage()]
    const result = await work()
    const used = process.cpuUsage(cpu)
    return { result, seconds: (performance.now() - started) / 1000, ofNode: (used.user + used.system) / 1e6 }
  }
  const places = ['billedMinutes', 'actualMinutes', 'jobs', 'labourFen', 'partsFen'].map((id) => placeOf(id, 'person'))
  const sum = (at: number) => `sum(r.measured[${(places[at % places.length] ?? 0) + 1}])`
  const sums = () =>
    client.query(`SELECT m.person_no, b.base_fen * (${[0, 1, 2, 3, 4].map((at) => `0.2 * ${sum(at)} / nullif(${sum(at + 1)}, 0)`).join(' + ')})
      FROM organisation.membership m JOIN measures.person_month r ON r.person_no = m.person_no AND r.month = '2026-03-01'
      JOIN organisation.bonus_base b ON b.person_no = m.person_no GROUP BY m.person_no, b.base_fen`)
  await sums()
  const base = await timed(sums)
  const who = { actor: systemActor(), now: new Date('2026-04-02T09:00:00+08:00') }
  const first = await timed(() => createSettlement(product, who, { node: 'C1', period: '2026-03' }))
  const again = await timed(() => recalculate(product, who, first.result.settlement.id))
  const row = (what: string, { seconds, ofNode }: { seconds: number; ofNode: number }) => ({
    what,
    seconds,
    ofNode,
    ratio: seconds / base.seconds,
  })
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  const { lines, totalFen } = first.result.settlement
  report('settlement', { stores, people: stores * people, lines: lines.length, totalFen, load }, [
    row('five sums of everybody, one statement', base),
    row('settled, lines kept', first),
    row('worked out again', again),
  ])
  await client.end()
} finally {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
}
