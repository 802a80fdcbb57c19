import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type NodeKind = 'company' | 'region' | 'store' | 'department' | 'person'
export type TreeNode = {
  no: number
  parentNo: number | null
  id: string
  name: string
  kind: NodeKind
  bays: number | null
  position: string | null
}

/** A node with what hangs under it today, people included, parents before children; empty when the actor does not see it. */
export async function treeUnder(
  tx: Transaction,
  { node, today, deep }: { node: string; today: Day; deep: boolean },
): Promise<TreeNode[]> {
  const found = await sql<TreeNode>`
    WITH RECURSIVE nodes AS (
      SELECT n.no, NULL::integer AS parent_no, 0 AS depth FROM organisation.node n WHERE n.id = ${node}
      UNION ALL
      SELECT p.node_no, p.parent_no, nodes.depth + 1 FROM nodes JOIN organisation.placement p ON p.parent_no = nodes.no
      WHERE p.from_day <= ${today}::date AND (p.to_day IS NULL OR p.to_day >= ${today}::date) AND (${deep} OR nodes.depth = 0)
    ), people AS (
      SELECT DISTINCT ON (s.person_no) s.person_no, s.node_no, s.position, nodes.depth + 1 AS depth
      FROM nodes JOIN organisation.staffing s ON s.node_no = nodes.no
      WHERE s.from_day <= ${today}::date AND (s.to_day IS NULL OR s.to_day >= ${today}::date) AND (${deep} OR nodes.depth = 0)
      ORDER BY s.person_no, s.from_day DESC, s.node_no
    )
    SELECT n.no, nodes.parent_no AS "parentNo", n.id, n.name, n.kind, n.bays, NULL AS position, nodes.depth
    FROM nodes JOIN organisation.node n ON n.no = nodes.no
    WHERE n.closed_on IS NULL OR n.closed_on >= ${today}::date
    UNION ALL
    SELECT n.no, p.node_no, n.id, n.name, n.kind, NULL, p.position, p.depth FROM people p JOIN organisation.node n ON n.no = p.person_no
    ORDER BY depth, id`.execute(tx)
  return found.rows
}

/** How many nodes hang under one, and whether the actor sees the node above it; null when it does not see the node. */
export async function placeOf(
  tx: Transaction,
  { node, today }: { node: string; today: Day },
): Promise<{ no: number; kind: NodeKind; name: string; aboveSeen: boolean } | null> {
  const found = await sql<{ no: number; kind: NodeKind; name: string; aboveSeen: boolean }>`
    SELECT n.no, n.kind, n.name, n.kind = 'company' OR EXISTS (
      SELECT FROM organisation.placement p JOIN organisation.node up ON up.no = p.parent_no
      WHERE p.node_no = n.no AND p.from_day <= ${today}::date AND (p.to_day IS NULL OR p.to_day >= ${today}::date)
      UNION ALL
      SELECT FROM organisation.staffing s JOIN organisation.node up ON up.no = s.node_no
      WHERE s.person_no = n.no AND s.from_day <= ${today}::date AND (s.to_day IS NULL OR s.to_day >= ${today}::date)
    ) AS "aboveSeen"
    FROM organisation.node n WHERE n.id = ${node}`.execute(tx)
  return found.rows[0] ?? null
}

/** How many nodes a decomposition over the whole tree would have. */
export async function treeSize(tx: Transaction, { no, today }: { no: number; today: Day }): Promise<number> {
  const found = await sql<{ count: number }>`
    WITH RECURSIVE nodes AS (
      SELECT ${no}::int AS no
      UNION ALL
      SELECT p.node_no FROM nodes JOIN organisation.placement p ON p.parent_no = nodes.no
      WHERE p.from_day <= ${today}::date AND (p.to_day IS NULL OR p.to_day >= ${today}::date)
    )
    SELECT ((SELECT count(*) FROM nodes) + (
      SELECT count(*) FROM organisation.staffing s WHERE s.node_no IN (SELECT nodes.no FROM nodes)
        AND s.from_day <= ${today}::date AND (s.to_day IS NULL OR s.to_day >= ${today}::date)
    ))::int AS count`.execute(tx)
  return found.rows[0]?.count ?? 0
}

export type Measured = { nodeNo: number; measured: number[] }

/** What nodes measured over whole months, summed; people by what is credited to them. */
export async function monthSums(
  tx: Transaction,
  { nodes, people, from, to }: { nodes: number[]; people: boolean; from: Day; to: Day },
): Promise<Measured[]> {
  if (nodes.length === 0) return []
  const table = sql.raw(people ? 'measures.person_month' : 'measures.rollup_month')
  const key = sql.raw(people ? 'person_no' : 'node_no')
  const found = await sql<Measured>`
    SELECT r.${key} AS "nodeNo", measures.summed(r.measured) AS measured FROM ${table} r
    WHERE r.${key} = ANY (${nodes}::int[]) AND r.month BETWEEN ${from}::date AND ${to}::date GROUP BY r.${key}`.execute(
    tx,
  )
  return found.rows
}

export type MonthMeasured = { month: Day; measured: number[] }

/** What one node measured, month by month. */
export async function monthsOf(
  tx: Transaction,
  { no, person, from, to }: { no: number; person: boolean; from: Day; to: Day },
): Promise<MonthMeasured[]> {
  const table = sql.raw(person ? 'measures.person_month' : 'measures.rollup_month')
  const key = sql.raw(person ? 'person_no' : 'node_no')
  const found = await sql<MonthMeasured>`
    SELECT r.month, measures.summed(r.measured) AS measured FROM ${table} r
    WHERE r.${key} = ${no} AND r.month BETWEEN ${from}::date AND ${to}::date GROUP BY r.month ORDER BY r.month`.execute(
    tx,
  )
  return found.rows
}
