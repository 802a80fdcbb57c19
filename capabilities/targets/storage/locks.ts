import { sql, type Transaction } from '#platform/database'

export type MonthLock = { node: string; kpi: string; year: number; locked: boolean[] }
type Kept = MonthLock & { setAt: Date }

/** Call as the actor: what is locked among these, by a file or by an approved plan, whichever came later. */
export async function locksAmong(tx: Transaction, keys: readonly Omit<MonthLock, 'locked'>[]): Promise<MonthLock[]> {
  const found = await sql<MonthLock>`
    SELECT k.node, k.kpi, k.year, CASE WHEN p.approved_at > l.set_at THEN p.locked ELSE coalesce(l.locked, p.locked) END AS locked
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k(node text, kpi text, year int)
    JOIN organisation.node n ON n.id = k.node
    LEFT JOIN targets.month_lock l ON l.node_no = n.no AND l.kpi = k.kpi AND l.year = k.year
    LEFT JOIN LATERAL (
      SELECT d.approved_at, line.locked FROM targets.decomposition d
      JOIN targets.decomposition_line line ON line.decomposition_no = d.no AND line.node_no = d.node_no
      WHERE d.node_no = n.no AND d.kpi = k.kpi AND d.year = k.year AND d.state = 'approved' ORDER BY d.version DESC LIMIT 1
    ) p ON true
    WHERE l.locked IS NOT NULL OR p.locked IS NOT NULL`.execute(tx)
  return found.rows
}

/** What files say is locked in a node's year, by KPI. */
export async function locksOfYear(tx: Transaction, nodeNo: number, year: number): Promise<Map<string, Kept>> {
  const found = await sql<Kept>`
    SELECT n.id AS node, l.kpi, l.year, l.locked, l.set_at AS "setAt"
    FROM targets.month_lock l JOIN organisation.node n ON n.no = l.node_no
    WHERE l.node_no = ${nodeNo} AND l.year = ${year}`.execute(tx)
  return new Map(found.rows.map((row) => [row.kpi, row]))
}

export async function keepLocks(
  tx: Transaction,
  locks: readonly MonthLock[],
  by: { no: number; name: string; now: Date },
): Promise<void> {
  await sql`
    INSERT INTO targets.month_lock (node_no, kpi, year, locked, actor_no, actor_name, set_at)
    SELECT n.no, l.kpi, l.year, ARRAY(SELECT jsonb_array_elements_text(l.locked)::boolean), ${by.no}::int, ${by.name}, ${by.now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(locks)}::json) AS l(node text, kpi text, year int, locked jsonb)
    JOIN organisation.node n ON n.id = l.node
    ON CONFLICT (node_no, kpi, year) DO UPDATE SET locked = excluded.locked, actor_no = excluded.actor_no,
      actor_name = excluded.actor_name, set_at = excluded.set_at`.execute(tx)
}
