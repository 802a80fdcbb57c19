import { sql, type Transaction } from '#platform/database'
import { computeParents, computeStores, type NodeDay, parentsOf } from './rollups.ts'
import type { Statements } from './statements.ts'

const tables = ['rollup_day', 'rollup_month', 'person_day', 'person_month', 'hour_day'] as const

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
  if (level.length > 0) await computeStores(tx, texts, level)
  for (level = await parentsOf(tx, level); level.length > 0; level = await parentsOf(tx, level))
    await computeParents(tx, texts, level)
  let different = 0
  for (const table of tables) {
    const found = await sql<{ count: number }>`
      SELECT count(*) AS count FROM (
        (SELECT * FROM measures.${sql.raw(table)} EXCEPT SELECT * FROM ${sql.raw(`known_${table}`)})
        UNION ALL
        (SELECT * FROM ${sql.raw(`known_${table}`)} EXCEPT SELECT * FROM measures.${sql.raw(table)})
      ) d`.execute(tx)
    different += found.rows[0]?.count ?? 0
  }
  await sql`ROLLBACK TO SAVEPOINT before_comparison`.execute(tx)
  return different
}
