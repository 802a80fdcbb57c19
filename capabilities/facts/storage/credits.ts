import type { Day } from '#foundation/period'
import { kept, sql, type Transaction } from '#platform/database'
import { textArray } from './arrays.ts'
import type { Moved } from './versions.ts'

/** Credit that follows from one fact to another. Each statement returns the days of stores whose numbers change. */

/**
 * What follows is looked for fact by fact, by the indexes, however little the database knows yet of a table that was filled just
 * now; only what differs is written then, mostly nothing.
 */
const each = (orders: readonly string[]) => sql`unnest(${textArray(orders)}::text[]) AS k(named)`

/** The order that a fact `d` means: of the same source if there is one, then of the same store. */
const orderOf = (columns: string, id: string) =>
  sql.raw(`SELECT ${columns} FROM facts.work_order o WHERE o.external_id = d.${id} AND NOT o.deleted
        ORDER BY o.source = d.source DESC, o.store_no = d.store_no DESC, o.source LIMIT 1`)

type Change<Values> = { source: string; externalId: string; storeNo: number; day: Day | null } & Values

const moved = (changes: readonly Change<unknown>[]): Moved[] =>
  changes.flatMap(({ storeNo, day }) => (day === null ? [] : [{ store_no: storeNo, day }]))

/** Writes these values, a column each, into facts of which one kind is kept in `table`; returns their days. */
async function write<Values extends Record<string, number | boolean | null>>(
  tx: Transaction,
  table: string,
  columns: { [Name in keyof Values & string]: { column: string; type: 'int' | 'boolean' } },
  changes: readonly Change<Values>[],
): Promise<Moved[]> {
  if (changes.length === 0) return []
  const all = Object.entries(columns) as [keyof Values & string, { column: string; type: string }][]
  const values = all.map(([name, { type }]) => sql`${changes.map((one) => one[name])}::${sql.raw(type)}[]`)
  await sql`
    UPDATE ${sql.raw(table)} f SET ${sql.raw(all.map(([, { column }]) => `${column} = r.${column}`).join(', '))}
    FROM unnest(${textArray(changes.map((one) => one.source))}::text[], ${textArray(changes.map((one) => one.externalId))}::text[], ${sql.join(values)})
      AS r(source, external_id, ${sql.raw(all.map(([, { column }]) => column).join(', '))})
    WHERE f.source = r.source COLLATE "C" AND f.external_id = r.external_id COLLATE "C"`.execute(tx)
  return moved(changes)
}

export type Named = { rework: string[]; survey: string[]; complaint: string[]; inspection: string[] }

export const noneNamed = (): Named => ({ rework: [], survey: [], complaint: [], inspection: [] })

/** Which of these orders any other fact names: of most orders that are new, none does. */
export async function ordersNamed(tx: Transaction, orders: readonly string[]): Promise<Named> {
  const named = noneNamed()
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
  const found = await kept(
    tx,
    sql<Change<{ leadNo: number | null }>>`
    SELECT d.source, d.external_id AS "externalId", d.store_no AS "storeNo", d.day, d.lead_no AS "leadNo"
    FROM ${each(orders)} CROSS JOIN LATERAL (
      SELECT d.source, d.external_id, d.store_no, d.${sql.raw(day)} AS day, d.${sql.raw(credited)} AS credited, (${orderOf('o.lead_no', names)}) AS lead_no
      FROM ${sql.raw(table)} d WHERE d.${sql.raw(names)} = k.named COLLATE "C" AND NOT d.deleted OFFSET 0
    ) d WHERE d.credited IS DISTINCT FROM d.lead_no`,
  )
  return write(tx, table, { leadNo: { column: credited, type: 'int' } }, found)
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
  const found = await kept(
    tx,
    sql<Change<{ advisorNo: number | null; technicianNo: number | null }>>`
    SELECT d.source, d.external_id AS "externalId", d.store_no AS "storeNo", d.answered_day AS day,
      coalesce(d.advisor_no, o.advisor_no) AS "advisorNo", coalesce(d.technician_no, o.lead_no) AS "technicianNo"
    FROM ${each(orders)}
    CROSS JOIN LATERAL (SELECT * FROM facts.survey d WHERE d.order_id = k.named COLLATE "C" AND NOT d.deleted OFFSET 0) d
    LEFT JOIN LATERAL (${orderOf('o.advisor_no, o.lead_no', 'order_id')}) o ON true
    WHERE (d.credited_advisor_no, d.credited_technician_no)
      IS DISTINCT FROM (coalesce(d.advisor_no, o.advisor_no), coalesce(d.technician_no, o.lead_no))`,
  )
  return write(
    tx,
    'facts.survey',
    {
      advisorNo: { column: 'credited_advisor_no', type: 'int' },
      technicianNo: { column: 'credited_technician_no', type: 'int' },
    },
    found,
  )
}

/** A complaint counts for the advisor whom it names or, failing that, for its order's. */
export async function creditComplaints(tx: Transaction, orders: string[]): Promise<Moved[]> {
  if (orders.length === 0) return []
  const found = await kept(
    tx,
    sql<Change<{ advisorNo: number | null }>>`
    SELECT d.source, d.external_id AS "externalId", d.store_no AS "storeNo", d.opened_day AS day,
      coalesce(d.advisor_no, o.advisor_no) AS "advisorNo"
    FROM ${each(orders)}
    CROSS JOIN LATERAL (SELECT * FROM facts.complaint d WHERE d.order_id = k.named COLLATE "C" AND NOT d.deleted OFFSET 0) d
    LEFT JOIN LATERAL (${orderOf('o.advisor_no', 'order_id')}) o ON true
    WHERE d.credited_advisor_no IS DISTINCT FROM coalesce(d.advisor_no, o.advisor_no)`,
  )
  return write(tx, 'facts.complaint', { advisorNo: { column: 'credited_advisor_no', type: 'int' } }, found)
}

/** An order is inspected once its self-check is done, and its cross-check unless a self-check found none to be needed (H5.5). */
export async function markInspected(tx: Transaction, orders: string[]): Promise<Moved[]> {
  if (orders.length === 0) return []
  const found = await kept(
    tx,
    sql<Change<{ inspected: boolean }>>`
    SELECT w.source, w.external_id AS "externalId", w.store_no AS "storeNo", w.delivered_day AS day, i.inspected
    FROM ${each(orders)}
    CROSS JOIN LATERAL (SELECT * FROM facts.work_order w WHERE w.external_id = k.named COLLATE "C" OFFSET 0) w
    CROSS JOIN LATERAL (
      SELECT coalesce(bool_or(d.level = 'self')
        AND (bool_or(d.level = 'cross') OR NOT bool_or(d.level = 'self' AND d.cross_required IS NOT FALSE)), false) AS inspected
      FROM facts.inspection d CROSS JOIN LATERAL (${orderOf('o.source, o.external_id', 'order_id')}) o
      WHERE d.order_id = w.external_id AND NOT d.deleted AND o.source = w.source AND o.external_id = w.external_id
    ) i WHERE w.inspected IS DISTINCT FROM i.inspected`,
  )
  return write(tx, 'facts.work_order', { inspected: { column: 'inspected', type: 'boolean' } }, found)
}

/** Whether a customer had an order delivered in the same store within the year before. */
export async function markReturning(
  tx: Transaction,
  visits: { storeNo: number; customer: string }[],
): Promise<Moved[]> {
  if (visits.length === 0) return []
  const found = await kept(
    tx,
    sql<Change<{ returns: boolean }>>`
    SELECT d.source, d.external_id AS "externalId", d.store_no AS "storeNo", d.delivered_day AS day, d.returns
    FROM (SELECT DISTINCT store_no, customer FROM unnest(${visits.map((one) => one.storeNo)}::int[], ${textArray(visits.map((one) => one.customer))}::text[]) AS v(store_no, customer)) v
    CROSS JOIN LATERAL (
      SELECT d.source, d.external_id, d.store_no, d.delivered_day, d.returning_customer, count(*) OVER (
        ORDER BY d.delivered_day RANGE BETWEEN interval '365 days' PRECEDING AND interval '1 day' PRECEDING
      ) > 0 AS returns
      FROM facts.work_order d
      WHERE d.store_no = v.store_no AND d.customer = v.customer AND NOT d.deleted AND d.delivered_day IS NOT NULL
    ) d WHERE d.returning_customer IS DISTINCT FROM d.returns`,
  )
  return write(tx, 'facts.work_order', { returns: { column: 'returning_customer', type: 'boolean' } }, found)
}
