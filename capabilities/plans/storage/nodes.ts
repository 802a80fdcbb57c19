import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type PlanNode = { no: number; id: string; kind: string; name: string }

/** A node within the scope by its id, or null. */
export async function nodeById(tx: Transaction, id: string): Promise<PlanNode | null> {
  const found = await sql<PlanNode>`SELECT no, id, kind, name FROM organisation.node WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The days between two on which work is done: no public holiday, and for a store none on which it is closed. */
export async function workingDays(tx: Transaction, node: PlanNode, from: Day, to: Day): Promise<Set<Day>> {
  const found = await sql<{
    day: Day
  }>`SELECT d::date AS day FROM generate_series(${from}::date, ${to}::date, '1 day') AS d
    WHERE NOT EXISTS (SELECT FROM organisation.holiday h WHERE h.day = d::date)
      AND (${node.kind} <> 'store' OR organisation.operates(${node.no}, d::date))`.execute(tx)
  return new Set(found.rows.map(({ day }) => day))
}

/** Whether a person works under this node at some time between two days; a person counts as under itself. */
export async function worksUnder(
  tx: Transaction,
  personNo: number,
  nodeNo: number,
  from: Day,
  to: Day,
): Promise<boolean> {
  if (personNo === nodeNo) return true
  const found = await sql<{ under: boolean }>`SELECT EXISTS (
    SELECT FROM organisation.spans_under(${nodeNo}) u JOIN organisation.staffing s ON s.node_no = u.node_no
    WHERE s.person_no = ${personNo} AND s.from_day <= ${to}::date AND coalesce(s.to_day, 'infinity') >= ${from}::date
      AND u.from_day <= ${to}::date AND u.to_day >= ${from}::date) AS under`.execute(tx)
  return found.rows[0]?.under ?? false
}
