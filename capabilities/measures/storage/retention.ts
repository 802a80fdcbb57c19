import type { Day } from '#foundation/period'
import { runKept, sql, type Transaction } from '#platform/database'
import type { NodeDay } from './rollups.ts'

/** Distinct customers by month, and who was retained: kept apart from the rollups, for they don't add up (H5.5). */

const dueAtOnce = 200

const followed = `
    WITH t AS MATERIALIZED (
      SELECT DISTINCT store_no, date_trunc('month', day)::date AS month
      FROM unnest($1::int[], $2::date[]) AS t(store_no, day)
    ),
    served AS MATERIALIZED (
      SELECT DISTINCT t.store_no, t.month, w.customer COLLATE "C" AS customer FROM t JOIN facts.work_order w
        ON w.store_no = t.store_no AND w.delivered_day >= t.month AND w.delivered_day < t.month + interval '1 month'
        AND NOT w.deleted AND w.customer IS NOT NULL
    ),
    known AS MATERIALIZED (
      SELECT t.store_no, t.month, c.customer FROM t JOIN measures.customer_month c ON c.store_no = t.store_no AND c.month = t.month
    ),
    gone AS (
      DELETE FROM measures.customer_month c USING (TABLE known EXCEPT TABLE served) g
      WHERE c.store_no = g.store_no AND c.month = g.month AND c.customer = g.customer
      RETURNING c.store_no, c.month, c.customer
    ),
    come AS (
      INSERT INTO measures.customer_month (store_no, month, customer) (TABLE served EXCEPT TABLE known)
      ON CONFLICT DO NOTHING RETURNING store_no, month
    ),
    due AS (
      INSERT INTO measures.retention_due (node_no, month)
      SELECT store_no, month FROM gone UNION SELECT store_no, month FROM come ORDER BY 1, 2 ON CONFLICT DO NOTHING
    )
    SELECT DISTINCT customer FROM gone`

/** Brings the customers of these stores' months up to their orders, and marks the month ends that change with them. */
export async function followCustomers(tx: Transaction, days: readonly NodeDay[]): Promise<void> {
  const gone = await runKept<{ customer: string }>(tx, followed, [
    days.map((one) => one.nodeNo),
    days.map((one) => one.day),
  ])
  if (gone.length > 0) await forgetCustomers(tx, gone)
}

const added = `
    WITH come AS (
      INSERT INTO measures.customer_month (store_no, month, customer)
      SELECT DISTINCT t.store_no, date_trunc('month', t.day)::date, w.customer COLLATE "C"
      FROM (SELECT DISTINCT store_no, day FROM unnest($1::int[], $2::date[]) AS t(store_no, day)) t JOIN facts.work_order w
        ON w.store_no = t.store_no AND w.delivered_day = t.day AND NOT w.deleted AND w.customer IS NOT NULL
      ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING RETURNING store_no, month
    )
    INSERT INTO measures.retention_due (node_no, month)
    SELECT DISTINCT store_no, month FROM come ORDER BY 1, 2 ON CONFLICT DO NOTHING`

/** The same for days that facts have only come to: nobody stops being a customer, so the rest of the month is not looked at. */
export async function addCustomers(tx: Transaction, days: readonly NodeDay[]): Promise<void> {
  await runKept(tx, added, [days.map((one) => one.nodeNo), days.map((one) => one.day)])
}

/** Who is nobody's customer any more, erased or put right, is not remembered as one of several stores either. */
async function forgetCustomers(tx: Transaction, gone: readonly { customer: string }[]) {
  await sql`
    DELETE FROM measures.shared_customer s WHERE s.customer = ANY (${gone.map(({ customer }) => customer)}::text[])
      AND NOT EXISTS (SELECT FROM measures.customer_month c WHERE c.customer = s.customer)`.execute(tx)
}

/** A store that hangs elsewhere changes the month ends of whoever stood and stands above it. */
export async function followMove(
  tx: Transaction,
  { nodeNo, from, leftParentNo }: { nodeNo: number; from: Day; leftParentNo: number | null },
): Promise<void> {
  await sql`
    INSERT INTO measures.retention_due (node_no, month)
    SELECT DISTINCT n.no, e.month::date FROM (
      SELECT s.node_no AS no FROM organisation.spans_under(${nodeNo}::int) s JOIN organisation.node n ON n.no = s.node_no AND n.kind = 'store'
      UNION SELECT ${leftParentNo}::int WHERE ${leftParentNo}::int IS NOT NULL
    ) n CROSS JOIN LATERAL (
      SELECT DISTINCT r.month FROM measures.retention r WHERE r.month >= date_trunc('month', ${from}::date)
    ) e ON CONFLICT DO NOTHING`.execute(tx)
}

type Due = { nodeNo: number; month: Day }

/** Counts some of the month ends that are due, stores before what stands above them; the nodes whose figures are new, or null. */
export async function countRetained(tx: Transaction): Promise<number[] | null> {
  const reached = await followHorizon(tx)
  if (reached === null) return null
  const stores = await takeDue(tx, 'store')
  if (stores.length > 0) {
    const changed = await countStores(tx, stores, reached)
    await markAbove(tx, changed)
    return changed.map((one) => one.nodeNo)
  }
  const above = await takeDue(tx, 'above')
  if (above.length === 0) return null
  await countAbove(tx, above, reached)
  return above.map((one) => one.nodeNo)
}

/** Finds the customers of these stores' months anew, and counts every month end that there is. */
export async function countAgain(tx: Transaction, days: readonly NodeDay[]): Promise<void> {
  await followCustomers(tx, days)
  await sql`
    INSERT INTO measures.retention_due (node_no, month)
    SELECT node_no, month FROM measures.retention WHERE node_no <> 0 UNION SELECT store_no, month FROM measures.customer_month
    ON CONFLICT DO NOTHING`.execute(tx)
  for (let counted = await countRetained(tx); counted; ) counted = await countRetained(tx)
}

/** No month end is counted beyond the last month of which there is anything. It is kept as the row of node 0; when it moves, so do all stores. */
async function followHorizon(tx: Transaction): Promise<Day | null> {
  const found = await sql<{ reached: Day | null; known: Day | null }>`
    SELECT (
      SELECT max(r.month) FROM organisation.node n JOIN measures.rollup_month r ON r.node_no = n.no WHERE n.kind = 'company'
    ) AS reached, (SELECT max(month) FROM measures.retention WHERE node_no = 0) AS known`.execute(tx)
  const { reached = null, known = null } = found.rows[0] ?? {}
  if (reached === known) return reached
  if (reached === null) await sql`DELETE FROM measures.retention`.execute(tx)
  else {
    await sql`DELETE FROM measures.retention WHERE month > ${reached}::date OR node_no = 0`.execute(tx)
    await sql`INSERT INTO measures.retention VALUES (0, ${reached}::date, '{}')`.execute(tx)
    if (known !== null && known < reached)
      await sql`INSERT INTO measures.retention_due (node_no, month)
        SELECT no, (${known}::date + interval '1 month')::date FROM organisation.node WHERE kind = 'store' ORDER BY no
        ON CONFLICT DO NOTHING`.execute(tx)
  }
  return reached
}

async function takeDue(tx: Transaction, what: 'store' | 'above'): Promise<Due[]> {
  const taken = await sql<Due>`
    DELETE FROM measures.retention_due d USING (
      SELECT r.node_no, r.month FROM measures.retention_due r JOIN organisation.node n ON n.no = r.node_no
      WHERE (n.kind = 'store') = ${what === 'store'} ORDER BY r.node_no, r.month LIMIT ${dueAtOnce}
    ) t WHERE d.node_no = t.node_no AND d.month = t.month RETURNING d.node_no AS "nodeNo", d.month`.execute(tx)
  return taken.rows
}

const nodesAndMonths = (due: readonly Due[]) => [due.map((one) => one.nodeNo), due.map((one) => one.month)] as const

/** A month's customers matter at its end and at the 23 month ends after it, so far as there are any yet. */
async function countStores(tx: Transaction, due: readonly Due[], reached: Day): Promise<Due[]> {
  const [nodes, months] = nodesAndMonths(due)
  await sql`
    INSERT INTO measures.shared_customer (customer)
    SELECT DISTINCT c.customer FROM measures.customer_month c WHERE c.store_no = ANY (${nodes}::int[])
      AND EXISTS (SELECT FROM measures.customer_month o WHERE o.customer = c.customer AND o.store_no <> c.store_no)
    ON CONFLICT DO NOTHING`.execute(tx)
  const counted = await sql<Due>`
    WITH ends AS MATERIALIZED (
      SELECT DISTINCT d.node_no, e.month::date AS month FROM unnest(${nodes}::int[], ${months}::date[]) AS d(node_no, month)
      CROSS JOIN LATERAL generate_series(d.month, least(d.month + interval '23 months', ${reached}::date), interval '1 month') AS e(month)
    ),
    visits AS (
      SELECT e.node_no, e.month, c.customer,
        bool_or(c.month <= e.month - interval '12 months') AS before, bool_or(c.month > e.month - interval '12 months') AS recent
      FROM ends e JOIN measures.customer_month c
        ON c.store_no = e.node_no AND c.month > e.month - interval '24 months' AND c.month <= e.month
      GROUP BY 1, 2, 3
    ),
    counted AS (
      SELECT node_no, month, ARRAY[count(*) FILTER (WHERE before), count(*) FILTER (WHERE before AND recent), count(*) FILTER (WHERE recent)]::float8[] AS counted
      FROM visits GROUP BY 1, 2
    ),
    emptied AS (
      DELETE FROM measures.retention r USING ends e WHERE r.node_no = e.node_no AND r.month = e.month
        AND NOT EXISTS (SELECT FROM counted c WHERE c.node_no = e.node_no AND c.month = e.month)
    ),
    kept AS (
      INSERT INTO measures.retention AS r (node_no, month, counted) SELECT node_no, month, counted FROM counted ORDER BY 1, 2
      ON CONFLICT (node_no, month) DO UPDATE SET counted = excluded.counted
    )
    SELECT node_no AS "nodeNo", month FROM ends`.execute(tx)
  return counted.rows
}

/** Whatever stands above these nodes at those months' ends. */
async function markAbove(tx: Transaction, changed: readonly Due[]): Promise<void> {
  const [nodes, months] = nodesAndMonths(changed)
  await sql`
    WITH RECURSIVE up AS (
      SELECT node_no, month, (month + interval '1 month')::date - 1 AS day FROM unnest(${nodes}::int[], ${months}::date[]) AS d(node_no, month)
      UNION
      SELECT p.parent_no, up.month, up.day FROM up JOIN organisation.placement p
        ON p.node_no = up.node_no AND p.from_day <= up.day AND (p.to_day IS NULL OR p.to_day >= up.day)
    )
    INSERT INTO measures.retention_due (node_no, month)
    SELECT up.node_no, up.month FROM up JOIN organisation.node n ON n.no = up.node_no AND n.kind <> 'store'
    ORDER BY 1, 2 ON CONFLICT DO NOTHING`.execute(tx)
}

/** The stores below, added up; a customer of several of them counts once. */
async function countAbove(tx: Transaction, due: readonly Due[], reached: Day): Promise<void> {
  const [nodes, months] = nodesAndMonths(due)
  await sql`
    WITH ends AS MATERIALIZED (
      SELECT node_no, month, (month + interval '1 month')::date - 1 AS day FROM unnest(${nodes}::int[], ${months}::date[]) AS d(node_no, month)
      WHERE month <= ${reached}::date
    ),
    under AS MATERIALIZED (
      SELECT DISTINCT e.node_no, e.month, s.node_no AS store_no FROM ends e CROSS JOIN LATERAL organisation.spans_under(e.node_no) s
      WHERE s.from_day <= e.day AND s.to_day >= e.day
    ),
    stores AS (
      SELECT u.node_no, u.month, sum(r.counted[1]) AS before, sum(r.counted[2]) AS retained, sum(r.counted[3]) AS active
      FROM under u JOIN organisation.node n ON n.no = u.store_no AND n.kind = 'store'
      JOIN measures.retention r ON r.node_no = u.store_no AND r.month = u.month GROUP BY 1, 2
    ),
    visits AS (
      SELECT u.node_no, u.month, c.customer, c.store_no,
        bool_or(c.month <= u.month - interval '12 months') AS before, bool_or(c.month > u.month - interval '12 months') AS recent
      FROM measures.shared_customer s JOIN measures.customer_month c ON c.customer = s.customer
      JOIN under u ON u.store_no = c.store_no AND c.month > u.month - interval '24 months' AND c.month <= u.month
      GROUP BY 1, 2, 3, 4
    ),
    customers AS (
      SELECT node_no, month, bool_or(before)::int - count(*) FILTER (WHERE before) AS before,
        (bool_or(before) AND bool_or(recent))::int - count(*) FILTER (WHERE before AND recent) AS retained,
        bool_or(recent)::int - count(*) FILTER (WHERE recent) AS active
      FROM visits GROUP BY node_no, month, customer
    ),
    twice AS (
      SELECT node_no, month, sum(before) AS before, sum(retained) AS retained, sum(active) AS active FROM customers GROUP BY 1, 2
    ),
    emptied AS (
      DELETE FROM measures.retention r USING ends e WHERE r.node_no = e.node_no AND r.month = e.month
        AND NOT EXISTS (SELECT FROM stores s WHERE s.node_no = e.node_no AND s.month = e.month)
    )
    INSERT INTO measures.retention AS r (node_no, month, counted)
    SELECT s.node_no, s.month, ARRAY[s.before + coalesce(t.before, 0), s.retained + coalesce(t.retained, 0), s.active + coalesce(t.active, 0)]::float8[]
    FROM stores s LEFT JOIN twice t USING (node_no, month) ORDER BY 1, 2
    ON CONFLICT (node_no, month) DO UPDATE SET counted = excluded.counted`.execute(tx)
}
