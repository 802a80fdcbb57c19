import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

/** What is kept of a customer: a visit, an appointment, a survey with free text. */
export type CustomerFact = {
  kind: 'work-orders' | 'appointments' | 'surveys'
  source: string
  externalId: string
  storeNo: number
  store: string
  day: Day | null
  /** The other day on which a visit counts. */
  until: Day | null
  vehicle: string | null
  text: string | null
}

/** All facts of a customer that the actor sees, by the name, number or telephone that the source gave. */
export async function factsOfCustomer(tx: Transaction, customer: string): Promise<CustomerFact[]> {
  const found = await sql<CustomerFact>`
    WITH theirs AS MATERIALIZED (SELECT * FROM facts.work_order w WHERE w.customer = ${customer}),
    kept AS (
      SELECT 'work-orders' AS kind, source, external_id, store_no, opened_day AS day, delivered_day AS until, vehicle, NULL AS text FROM theirs
      UNION ALL SELECT 'appointments', source, external_id, store_no, scheduled_day, NULL, NULL, NULL
      FROM facts.appointment WHERE customer = ${customer}
      UNION ALL SELECT 'surveys', s.source, s.external_id, s.store_no, s.answered_day, NULL, NULL, s.text
      FROM facts.survey s WHERE s.text IS NOT NULL
        AND EXISTS (SELECT FROM theirs t WHERE t.external_id = s.order_id AND t.store_no = s.store_no)
    )
    SELECT k.kind, k.source, k.external_id AS "externalId", k.store_no AS "storeNo", n.id AS store, k.day, k.until, k.vehicle, k.text
    FROM kept k JOIN organisation.node n ON n.no = k.store_no ORDER BY k.day, k.kind, k.external_id, k.source`.execute(
    tx,
  )
  return found.rows
}

/** Whether anything that was said before names the customer. */
export async function namedInThePast(tx: Transaction, customer: string): Promise<boolean> {
  const found = await sql<{ named: boolean }>`
    SELECT EXISTS (SELECT FROM facts.past_version p WHERE p.content ->> 'customer' = ${customer})
      OR EXISTS (SELECT FROM facts.reject r WHERE r.cells @> jsonb_build_array(jsonb_build_array(${customer}::text))) AS named`.execute(
    tx,
  )
  return found.rows[0]?.named ?? false
}

export type Erased = Record<'orders' | 'appointments' | 'surveys' | 'pastVersions' | 'rejects', number>

/** Puts the pseudonym in place of the customer, in every version within the actor's scope. As the worker, in the actor's transaction. */
export async function overwriteCustomer(tx: Transaction, customer: string, pseudonym: string): Promise<Erased> {
  const done = await sql<{ erased: Erased }>`SELECT facts.erase_customer(${customer}, ${pseudonym}) AS erased`.execute(
    tx,
  )
  return done.rows[0]?.erased as Erased
}
