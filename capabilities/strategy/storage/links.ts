import { sql, type Transaction } from '#platform/database'
import type { Link } from '../rules/links.ts'

export type LinkRow = Link & { nodeNo: number }

/** The links that hold and belong to the maps of these nodes. */
export async function linksOfNodes(tx: Transaction, nodeNos: readonly number[]): Promise<LinkRow[]> {
  const found = await sql<LinkRow>`SELECT node_no AS "nodeNo", cause, effect FROM strategy.link
    WHERE ended_at IS NULL AND node_no = ANY (${[...nodeNos]}::int[]) ORDER BY no`.execute(tx)
  return found.rows
}

/** The links that hold and lead to or from an objective. */
export async function linksAt(tx: Transaction, id: string): Promise<LinkRow[]> {
  const found = await sql<LinkRow>`SELECT node_no AS "nodeNo", cause, effect FROM strategy.link
    WHERE ended_at IS NULL AND (cause::text = ${id} OR effect::text = ${id}) ORDER BY no`.execute(tx)
  return found.rows
}

/** Draws links; one that holds already stays as it is. Returns how many are new. */
export async function insertLinks(
  tx: Transaction,
  rows: readonly LinkRow[],
  by: { name: string; at: Date },
): Promise<number> {
  const written = await sql`
    INSERT INTO strategy.link (node_no, cause, effect, actor_name, made_at)
    SELECT "nodeNo", cause, effect, ${by.name}, ${by.at}::timestamptz
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("nodeNo" int, cause uuid, effect uuid)
    ON CONFLICT (cause, effect) WHERE ended_at IS NULL DO NOTHING RETURNING 1`.execute(tx)
  return written.rows.length
}

/** Ends a link that holds; false when there is none, or none that the actor may end. */
export async function endLink(tx: Transaction, link: Link, by: { name: string; at: Date }): Promise<boolean> {
  const ended = await sql`UPDATE strategy.link SET ended_at = ${by.at}::timestamptz, ended_by = ${by.name}
    WHERE ended_at IS NULL AND cause::text = ${link.cause} AND effect::text = ${link.effect} RETURNING 1`.execute(tx)
  return ended.rows.length > 0
}

/** Ends every link at an objective. */
export async function endLinksAt(tx: Transaction, id: string, by: { name: string; at: Date }): Promise<void> {
  await sql`UPDATE strategy.link SET ended_at = ${by.at}::timestamptz, ended_by = ${by.name}
    WHERE ended_at IS NULL AND (cause::text = ${id} OR effect::text = ${id})`.execute(tx)
}
