import { kept, sql, type Transaction } from '#platform/database'
import { textArray } from './arrays.ts'
import type { Moved } from './versions.ts'

/** Credit that follows from one fact to another. Each statement returns the days of stores whose numbers change. */

const dated = (rows: Moved[]) => rows.filter((row) => row.day !== null)

/** The order that a fact `d` means: of the same source if there is one, then of the same store. */
const orderOf = (columns: string, id: string) =>
  sql.raw(`SELECT ${columns} FROM facts.work_order o WHERE o.external_id = d.${id} AND NOT o.deleted
        ORDER BY o.source = d.source DESC, o.store_no = d.store_no DESC, o.source LIMIT 1`)

export type Named = { rework: string[]; survey: string[]; complaint: string[]; inspection: string[] }

/** Which of these orders any other fact names: of most orders that are new, none does. */
export async function ordersNamed(tx: Transaction, orders: readonly string[]): Promise<Named> {
  const named: Named = { rework: [], survey: [], complaint: [], inspection: [] }
  const found = await kept(
    tx,
    sql<{ by: keyof Named; id: string }>`
    WITH o AS MATERIALIZED (SELECT ${textArray(orders)}::text[] AS ids)
    SELECT DISTINCT 'rework' AS by, original_order AS id FROM facts.work_order WHERE original_order = ANY ((SELECT ids FROM o)::text[])
    UNION ALL SELECT DISTINCT 'survey', order_id FROM facts.survey WHERE order_id = ANY ((SELECT ids FROM o)::text[])
    UNION ALL SELECT DISTINCT 'complaint', order_id FROM facts.complaint WHERE order_id = ANY ((SELECT ids FROM o)::text[])
    UNION ALL SELECT DISTINCT 'inspection', order_id FROM facts.inspection WHERE order_id = ANY ((SELECT ids FROM o)::text[])`,
  )
  for (const { by, id } of found) named[by].push(id)
  return named
}

/** Writes the lead technician of the order that each of these facts names into `credited`, where it is not there yet. */
async function creditLeads(
  tx: Transaction,
  orders: string[],
  { table, names, credited, day }: Record<'table' | 'names' | 'credited' | 'day', string>,
): Promise<Moved[]> {
  if (orders.length === 0) return []
  const [facts, named, lead] = [sql.raw(table), sql.raw(names), sql.raw(credited)]
  const found = await sql<Moved>`
    UPDATE ${facts} s SET ${lead} = r.lead_no
    FROM (
      SELECT d.source, d.external_id, (${orderOf('o.lead_no', names)}) AS lead_no
      FROM ${facts} d WHERE d.${named} = ANY (${orders}) AND NOT d.deleted
    ) r
    WHERE s.source = r.source AND s.external_id = r.external_id AND s.${lead} IS DISTINCT FROM r.lead_no
    RETURNING s.store_no, s.${sql.raw(day)} AS day`.execute(tx)
  return dated(found.rows)
}

/** A return visit is charged to the lead technician of its original order, as soon as that order is known. */
export const chargeReworks = (tx: Transaction, originals: string[]) =>
  creditLeads(tx, originals, {
    table: 'facts.work_order',
    names: 'original_order',
    credited: 'charged_no',
    day: 'delivered_day',
  })

/** An inspection counts for the lead technician of its order. */
export const creditInspections = (tx: Transaction, orders: string[]) =>
  creditLeads(tx, orders, {
    table: 'facts.inspection',
    names: 'order_id',
    credited: 'credited_lead_no',
    day: 'at_day',
  })

/** A survey counts for whom it names or, failing that, for its order's advisor and lead technician. */
export async function creditSurveys(tx: Transaction, orders: string[]): Promise<Moved[]> {
  if (orders.length === 0) return []
  const found = await sql<Moved>`
    UPDATE facts.survey s SET credited_advisor_no = r.advisor_no, credited_technician_no = r.technician_no
    FROM (
      SELECT d.source, d.external_id, coalesce(d.advisor_no, o.advisor_no) AS advisor_no, coalesce(d.technician_no, o.lead_no) AS technician_no
      FROM facts.survey d LEFT JOIN LATERAL (${orderOf('o.advisor_no, o.lead_no', 'order_id')}) o ON true
      WHERE d.order_id = ANY (${orders}) AND NOT d.deleted
    ) r
    WHERE s.source = r.source AND s.external_id = r.external_id
      AND (s.credited_advisor_no, s.credited_technician_no) IS DISTINCT FROM (r.advisor_no, r.technician_no)
    RETURNING s.store_no, s.answered_day AS day`.execute(tx)
  return dated(found.rows)
}

/** A complaint counts for the advisor whom it names or, failing that, for its order's. */
export async function creditComplaints(tx: Transaction, orders: string[]): Promise<Moved[]> {
  if (orders.length === 0) return []
  const found = await sql<Moved>`
    UPDATE facts.complaint s SET credited_advisor_no = r.advisor_no
    FROM (
      SELECT d.source, d.external_id, coalesce(d.advisor_no, o.advisor_no) AS advisor_no
      FROM facts.complaint d LEFT JOIN LATERAL (${orderOf('o.advisor_no', 'order_id')}) o ON true
      WHERE d.order_id = ANY (${orders}) AND NOT d.deleted
    ) r
    WHERE s.source = r.source AND s.external_id = r.external_id AND s.credited_advisor_no IS DISTINCT FROM r.advisor_no
    RETURNING s.store_no, s.opened_day AS day`.execute(tx)
  return dated(found.rows)
}

/** An order is inspected once its self-check is done, and its cross-check unless a self-check found none to be needed (H5.5). */
export async function markInspected(tx: Transaction, orders: string[]): Promise<Moved[]> {
  if (orders.length === 0) return []
  const found = await sql<Moved>`
    UPDATE facts.work_order w SET inspected = r.inspected
    FROM (
      SELECT w.source, w.external_id, coalesce(bool_or(i.level = 'self')
        AND (bool_or(i.level = 'cross') OR NOT bool_or(i.level = 'self' AND i.cross_required IS NOT FALSE)), false) AS inspected
      FROM facts.work_order w LEFT JOIN (
        SELECT d.level, d.cross_required, o.source, o.external_id
        FROM facts.inspection d CROSS JOIN LATERAL (${orderOf('o.source, o.external_id', 'order_id')}) o
        WHERE d.order_id = ANY (${orders}) AND NOT d.deleted
      ) i ON i.source = w.source AND i.external_id = w.external_id
      WHERE w.external_id = ANY (${orders}) GROUP BY w.source, w.external_id
    ) r
    WHERE w.source = r.source AND w.external_id = r.external_id AND w.inspected IS DISTINCT FROM r.inspected
    RETURNING w.store_no, w.delivered_day AS day`.execute(tx)
  return dated(found.rows)
}

/** Whether a customer had an order delivered in the same store within the year before. */
export async function markReturning(
  tx: Transaction,
  visits: { storeNo: number; customer: string }[],
): Promise<Moved[]> {
  if (visits.length === 0) return []
  const found = await sql<Moved>`
    UPDATE facts.work_order w SET returning_customer = r.returning_customer
    FROM (
      SELECT d.source, d.external_id, count(*) OVER (
        PARTITION BY d.store_no, d.customer ORDER BY d.delivered_day
        RANGE BETWEEN interval '365 days' PRECEDING AND interval '1 day' PRECEDING
      ) > 0 AS returning_customer
      FROM (SELECT DISTINCT store_no, customer FROM unnest(${visits.map((one) => one.storeNo)}::int[], ${textArray(visits.map((one) => one.customer))}::text[]) AS v(store_no, customer)) v
      JOIN facts.work_order d ON d.store_no = v.store_no AND d.customer = v.customer AND NOT d.deleted AND d.delivered_day IS NOT NULL
    ) r
    WHERE w.source = r.source AND w.external_id = r.external_id AND w.returning_customer IS DISTINCT FROM r.returning_customer
    RETURNING w.store_no, w.delivered_day AS day`.execute(tx)
  return dated(found.rows)
}
