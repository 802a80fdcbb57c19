import { sql, type Transaction } from '#platform/database'

export type NamedNode = { id: string; name: string; kind: string }

/** Call as the actor: every node within the scope that has one of these ids or names. */
export async function namedNodes(tx: Transaction, texts: string[]): Promise<NamedNode[]> {
  const found = await sql<NamedNode>`SELECT id, name, kind FROM organisation.node
    WHERE id = ANY (${texts}) OR name = ANY (${texts}) ORDER BY id`.execute(tx)
  return found.rows
}

type Key = { node: string; kpi: string; period: string }

/** Call as the actor: the targets in force among these. */
export async function targetsInForce(tx: Transaction, keys: Key[]): Promise<(Key & { value: number })[]> {
  const found = await sql<Key & { value: number }>`
    SELECT n.id AS node, t.kpi, t.period, t.value
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k(node text, kpi text, period text)
    JOIN organisation.node n ON n.id = k.node
    JOIN targets.target t ON t.node_no = n.no AND t.kpi = k.kpi AND t.period = k.period`.execute(tx)
  return found.rows
}
