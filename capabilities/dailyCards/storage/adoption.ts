import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

/** The source under which adoption is observed; one fact for each measure, person, store and day. */
export const adoptionSource = 'baton'

export type StoreDay = { storeNo: number; day: Day }

/** What was observed of somebody so far, with the version of that. */
export type ObservedRow = { externalId: string; version: Date; value: number }

export type UsedCardRow = {
  person: string
  personNo: number
  storeNo: number
  store: string
  day: Day
  closedAt: Date | null
  problem: string
  problemSolved: boolean
}

/** Every card of these stores on these days. */
export async function cardsUsed(tx: Transaction, of: readonly StoreDay[]): Promise<UsedCardRow[]> {
  const found = await sql<UsedCardRow>`
    SELECT p.id AS person, c.person_no AS "personNo", c.store_no AS "storeNo", s.id AS store, c.day, c.closed_at AS "closedAt", c.problem,
      c.problem_solved AS "problemSolved"
    FROM unnest(${of.map(({ storeNo }) => storeNo)}::int[], ${of.map(({ day }) => day)}::date[]) AS w(store_no, day)
    JOIN "dailyCards".card c ON c.store_no = w.store_no AND c.day = w.day
    JOIN organisation.node p ON p.no = c.person_no JOIN organisation.node s ON s.no = c.store_no ORDER BY c.day, p.id`.execute(
    tx,
  )
  return found.rows
}

/** The strategic tasks on the cards of these stores and days. */
export async function strategicOn(tx: Transaction, of: readonly StoreDay[]) {
  const found = await sql<{ personNo: number; day: Day; kind: 'strategic'; done: boolean | null }>`
    SELECT t.person_no AS "personNo", t.day, t.kind, t.done
    FROM unnest(${of.map(({ storeNo }) => storeNo)}::int[], ${of.map(({ day }) => day)}::date[]) AS w(store_no, day)
    JOIN "dailyCards".card c ON c.store_no = w.store_no AND c.day = w.day
    JOIN "dailyCards".task t ON t.person_no = c.person_no AND t.day = c.day WHERE t.kind = 'strategic'`.execute(tx)
  return found.rows
}

export async function observedBefore(tx: Transaction, of: readonly StoreDay[]): Promise<ObservedRow[]> {
  const found = await sql<ObservedRow>`
    SELECT o.external_id AS "externalId", o.version, coalesce(o.value, 0) AS value
    FROM unnest(${of.map(({ storeNo }) => storeNo)}::int[], ${of.map(({ day }) => day)}::date[]) AS w(store_no, day)
    JOIN facts.observation o ON o.store_no = w.store_no AND o.day = w.day AND NOT o.deleted
    WHERE o.source = ${adoptionSource}`.execute(tx)
  return found.rows
}

/** Stores with cards on days of a span; of all of them or of some. */
export async function storeDays(
  tx: Transaction,
  { from, to, storeNos = null }: { from: Day; to: Day; storeNos?: readonly number[] | null },
): Promise<StoreDay[]> {
  const wanted = storeNos === null ? null : [...storeNos]
  const found = await sql<StoreDay>`SELECT DISTINCT store_no AS "storeNo", day FROM "dailyCards".card
    WHERE day BETWEEN ${from} AND ${to} AND (${wanted}::int[] IS NULL OR store_no = ANY (${wanted})) ORDER BY day, store_no`.execute(
    tx,
  )
  return found.rows
}
