import { sql, type Transaction } from '#platform/database'

/** The business time zone of a node's company; a person's is that of the place last worked at. Call as the worker: the company may lie outside the scope. */
export async function timeZone(tx: Transaction, nodeNo: number): Promise<string> {
  const found = await sql<{ zone: string | null }>`
    SELECT organisation.time_zone_of(coalesce(
      (SELECT m.node_no FROM organisation.membership m WHERE m.person_no = ${nodeNo} ORDER BY m.from_day DESC LIMIT 1),
      ${nodeNo}::int)) AS zone`.execute(tx)
  return found.rows[0]?.zone ?? 'Asia/Shanghai'
}
