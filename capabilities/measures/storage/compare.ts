import { sql, type Transaction } from '#platform/database'
import { countAgain } from './retention.ts'
import { computeParents, computeStores, type NodeDay, parentsOf } from './rollups.ts'
import type { Statements } from './statements.ts'

/** An array ends with its last measure that is not 0, for what lies behind the end counts as 0. */
const measured =
  'facts_up_to, measured[1:(SELECT max(place) FROM generate_subscripts(measured, 1) AS place WHERE measured[place] <> 0)]'
/** By table, what its rows say. */
const says = {
  rollup_day: `node_no, day, ${measured}`,
  rollup_month: `node_no, month, ${measured}`,
  person_day: `person_no, store_no, day, ${measured}`,
  person_month: `person_no, store_no, month, ${measured}`,
  hour_day: '*',
  customer_month: '*',
  retention: '*',
} as const
const tables = Object.keys(says) as (keyof typeof says)[]
const said = (table: keyof typeof says) => sql.raw(says[table])

/** Computes every row again inside a savepoint, counts what changed, and takes it all back. */
export async function compareAll(tx: Transaction, texts: Statements): Promise<number> {
  for (const table of tables) {
    await sql`CREATE TEMPORARY TABLE ${sql.raw(`known_${table}`)} ON COMMIT DROP AS SELECT * FROM ${sql.raw(`measures.${table}`)}`.execute(
      tx,
    )
  }
  await sql`SAVEPOINT before_comparison`.execute(tx)
  const stores =
    await sql<NodeDay>`SELECT r.node_no AS "nodeNo", r.day FROM measures.rollup_day r JOIN organisation.node n ON n.no = r.node_no AND n.kind = 'store'`.execute(
      tx,
    )
  let level = stores.rows
  if (level.length > 0) {
    await computeStores(tx, texts, level)
    await countAgain(tx, level)
  }
  for (level = await parentsOf(tx, level); level.length > 0; level = await parentsOf(tx, level))
    await computeParents(tx, texts, level)
  let different = 0
  for (const table of tables) {
    const found = await sql<{ count: number }>`
      SELECT count(*) AS count FROM (
        (SELECT ${said(table)} FROM measures.${sql.raw(table)} EXCEPT SELECT ${said(table)} FROM ${sql.raw(`known_${table}`)})
        UNION ALL
        (SELECT ${said(table)} FROM ${sql.raw(`known_${table}`)} EXCEPT SELECT ${said(table)} FROM measures.${sql.raw(table)})
      ) d`.execute(tx)
    different += found.rows[0]?.count ?? 0
  }
  await sql`ROLLBACK TO SAVEPOINT before_comparison`.execute(tx)
  return different
}
