import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type Worker = {
  personNo: number
  person: string
  name: string
  storeNo: number
  store: string
  position: string
}

export async function nodeById(
  tx: Transaction,
  id: string,
): Promise<{ no: number; id: string; kind: string; name: string } | null> {
  const found = await sql<{ no: number; id: string; kind: string; name: string }>`
    SELECT no, id, kind, name FROM organisation.node WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The numbers of nodes by their ids, for whoever works with many cards at once. */
export async function nodeNumbers(tx: Transaction, ids: readonly string[]): Promise<Map<string, number>> {
  const found = await sql<{ id: string; no: number }>`
    SELECT id, no FROM organisation.node WHERE id = ANY (${[...ids]})`.execute(tx)
  return new Map(found.rows.map(({ id, no }) => [id, no]))
}

export async function personByNo(tx: Transaction, no: number): Promise<{ id: string; name: string } | null> {
  const found = await sql<{
    id: string
    name: string
  }>`SELECT id, name FROM organisation.node WHERE no = ${no} AND kind = 'person'`.execute(tx)
  return found.rows[0] ?? null
}

/** Who works in a store on a day, once each: of two positions the later one. `personNos` null: everybody. Stores that are closed that day have nobody. */
export async function workersOn(tx: Transaction, day: Day, personNos: readonly number[] | null): Promise<Worker[]> {
  const wanted = personNos === null ? null : [...personNos]
  const found = await sql<Worker>`
    WITH held AS (
      SELECT DISTINCT ON (person_no) person_no, store_no, position FROM organisation.staffing
      WHERE from_day <= ${day}::date AND (to_day IS NULL OR to_day >= ${day}::date) AND (${wanted}::int[] IS NULL OR person_no = ANY (${wanted}))
      ORDER BY person_no, from_day DESC, position
    ), open AS MATERIALIZED (
      SELECT store_no FROM (SELECT DISTINCT store_no FROM held) s WHERE organisation.operates(store_no, ${day}::date)
    )
    SELECT h.person_no AS "personNo", p.id AS person, p.name, h.store_no AS "storeNo", coalesce(s.id, '') AS store, h.position
    FROM held h JOIN open o ON o.store_no = h.store_no JOIN organisation.node p ON p.no = h.person_no
    LEFT JOIN organisation.node s ON s.no = h.store_no ORDER BY h.store_no, h.person_no`.execute(tx)
  return found.rows
}

/** Those of `workersOn` who work under a node. */
export async function workersUnder(tx: Transaction, nodeNo: number, day: Day): Promise<Worker[]> {
  const found = await sql<{ no: number }>`SELECT DISTINCT s.person_no AS no FROM organisation.spans_under(${nodeNo}) u
    JOIN organisation.staffing s ON s.node_no = u.node_no
    WHERE u.from_day <= ${day}::date AND u.to_day >= ${day}::date AND s.from_day <= ${day}::date AND (s.to_day IS NULL OR s.to_day >= ${day}::date)`.execute(
    tx,
  )
  return workersOn(
    tx,
    day,
    found.rows.map(({ no }) => no),
  )
}

/** Whose cards of a day are there already. */
export async function withCard(tx: Transaction, day: Day): Promise<Set<number>> {
  const found = await sql<{ no: number }>`SELECT person_no AS no FROM "dailyCards".card WHERE day = ${day}`.execute(tx)
  return new Set(found.rows.map(({ no }) => no))
}

export async function weekTasks(tx: Transaction, personNos: readonly number[], week: string) {
  const found = await sql<{ personNo: number; id: string; title: string; result: string; kpi: string }>`
    SELECT owner_no AS "personNo", id::text, title, result, kpi FROM plans.week_task
    WHERE owner_no = ANY (${[...personNos]}::int[]) AND week = ${week} AND state IN ('open', 'not_done') ORDER BY owner_no, place`.execute(
    tx,
  )
  return found.rows
}

/** Countermeasures that these people own and that are due by a day. */
export async function dueActions(tx: Transaction, personNos: readonly number[], until: Day) {
  const found = await sql<{ personNo: number; id: string; title: string; acceptance: string; kpi: string; due: Day }>`
    SELECT owner_no AS "personNo", id::text, title, acceptance, kpi, due_day AS due FROM actions.countermeasure
    WHERE owner_no = ANY (${[...personNos]}::int[]) AND state IN ('open', 'doing') AND due_day <= ${until} ORDER BY owner_no, due_day`.execute(
    tx,
  )
  return found.rows
}
