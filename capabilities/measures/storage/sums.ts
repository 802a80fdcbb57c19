import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type NodeSeen = {
  no: number
  id: string
  kind: 'company' | 'region' | 'store' | 'department' | 'person'
  name: string
}

/** A node as the transaction's actor may see it. */
export async function nodeSeen(tx: Transaction, id: string): Promise<NodeSeen | null> {
  const found = await sql<NodeSeen>`SELECT no, id, kind, name FROM organisation.node WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The trailing twelve months and the levels at the end of a node, as `windowsIn` reads them. */
export async function windowsOf(tx: Transaction, nodeNo: number, to: Day): Promise<(number | null)[] | null> {
  const found = await sql<{ windows: (number | null)[] | null }>`
    SELECT measures.windows(${nodeNo}, ${to}::date) AS windows`.execute(tx)
  return found.rows[0]?.windows ?? null
}

/** The measures of a node summed over days, by their place in the registry; null without any row. */
export async function measured(tx: Transaction, node: NodeSeen, from: Day, to: Day): Promise<number[] | null> {
  const rows =
    node.kind === 'person'
      ? sql`measures.person_day r WHERE r.person_no = ${node.no}`
      : node.kind === 'department'
        ? sql`organisation.staffing m JOIN measures.person_day r ON r.person_no = m.person_no AND r.day >= m.from_day
            AND (m.to_day IS NULL OR r.day <= m.to_day) WHERE m.node_no = ${node.no}`
        : sql`measures.rollup_day r WHERE r.node_no = ${node.no}`
  const found = await sql<{ measured: number[] | null }>`SELECT measures.summed(r.measured) AS measured FROM ${rows}
    AND r.day BETWEEN ${from}::date AND ${to}::date`.execute(tx)
  return found.rows[0]?.measured ?? null
}
