import type { Day } from '#foundation/period'
import { arrayOf, kept, sql, type Transaction } from '#platform/database'
import { measuredAt } from './measuredAt.ts'

/** A position held in a store during a period; `under`: it lies below the node that was asked for. */
export type HeldRow = {
  personNo: number
  person: string
  name: string
  storeNo: number
  store: string
  storeName: string
  position: string
  from: Day
  to: Day | null
  under: boolean
}

export type FoundNode = { no: number; kind: string; id: string; name: string }

/** A node within the scope by its id, or null. */
export async function nodeById(tx: Transaction, id: string): Promise<FoundNode | null> {
  const found = await sql<FoundNode>`SELECT no, kind, id, name FROM organisation.node WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The positions that these people held in stores between two days. */
export async function heldBy(tx: Transaction, personNos: readonly number[], from: Day, to: Day): Promise<HeldRow[]> {
  const found = await sql<HeldRow>`
    SELECT s.person_no AS "personNo", p.id AS person, p.name, s.store_no AS "storeNo", coalesce(st.id, '') AS store,
      coalesce(st.name, '') AS "storeName", s.position, s.from_day AS "from", s.to_day AS "to", true AS under
    FROM organisation.staffing s
    JOIN organisation.node p ON p.no = s.person_no
    LEFT JOIN organisation.node st ON st.no = s.store_no
    WHERE s.person_no = ANY (${[...personNos]}::int[]) AND s.from_day <= ${to}::date AND (s.to_day IS NULL OR s.to_day >= ${from}::date)
    ORDER BY st.id, p.id, s.from_day`.execute(tx)
  return found.rows
}

/**
 * The positions of everybody who held one below the node between two days, those held elsewhere in these days included:
 * of two at the same time only one counts. The tree is that of the last of these days.
 */
export async function heldUnder(tx: Transaction, nodeNo: number, from: Day, to: Day): Promise<HeldRow[]> {
  const found = await sql<HeldRow>`
    WITH RECURSIVE tree AS (
      SELECT ${nodeNo}::int AS no
      UNION
      SELECT p.node_no FROM organisation.placement p JOIN tree ON p.parent_no = tree.no
      WHERE p.from_day <= ${to}::date AND (p.to_day IS NULL OR p.to_day >= ${to}::date)
    ), held AS (
      SELECT s.person_no, s.store_no, s.position, s.from_day, s.to_day,
        s.store_no IN (SELECT no FROM tree) OR s.node_no IN (SELECT no FROM tree) AS under
      FROM organisation.staffing s WHERE s.from_day <= ${to}::date AND (s.to_day IS NULL OR s.to_day >= ${from}::date)
    )
    SELECT h.person_no AS "personNo", p.id AS person, p.name, h.store_no AS "storeNo", coalesce(st.id, '') AS store,
      coalesce(st.name, '') AS "storeName", h.position, h.from_day AS "from", h.to_day AS "to", h.under
    FROM held h
    JOIN organisation.node p ON p.no = h.person_no
    LEFT JOIN organisation.node st ON st.no = h.store_no
    WHERE h.person_no IN (SELECT person_no FROM held WHERE under)
    ORDER BY st.id, p.id, h.from_day`.execute(tx)
  return found.rows
}

/** The targets that people and stores have of their own for a period. */
export async function ownTargets(tx: Transaction, nodeNos: readonly number[], period: string) {
  return kept(
    tx,
    sql<{ nodeNo: number; kpi: string; value: number }>`
    SELECT node_no AS "nodeNo", kpi, value FROM targets.target
    WHERE node_no IN (SELECT unnest(${arrayOf(nodeNos)}::int[])) AND period = ${period}`,
  )
}

/** Days over which a person's measures are summed; `whole`: they are a calendar month. */
export type Summed = { personNo: number; from: Day; to: Day; whole: boolean }

/**
 * The measures at these places (from 0) that are credited to people, summed over days, in the order asked for: an array in
 * the order of the places, null where nothing is known. What somebody did in another store in these days is theirs, too.
 */
export async function measuredSums(
  tx: Transaction,
  wanted: readonly Summed[],
  places: readonly number[],
): Promise<(number[] | null)[]> {
  const sumOf: (number[] | null)[] = wanted.map(() => null)
  if (wanted.length === 0) return sumOf
  const found = await kept(
    tx,
    sql<{ place: number; measured: number[] }>`
    WITH wanted AS (
      SELECT * FROM unnest(${arrayOf(wanted.map((one) => one.personNo))}::int[],
        ${arrayOf(wanted.map((one) => one.from))}::date[], ${arrayOf(wanted.map((one) => one.to))}::date[],
        ${arrayOf(wanted.map((one) => one.whole))}::boolean[])
      WITH ORDINALITY AS w(person_no, from_day, to_day, whole, place)
    )
    SELECT w.place, ${measuredAt(places)} AS measured FROM wanted w
    JOIN measures.person_month r ON r.person_no = w.person_no AND r.month = w.from_day WHERE w.whole
    UNION ALL
    SELECT w.place, ${measuredAt(places, 'sum')} AS measured FROM wanted w
    JOIN measures.person_day r ON r.person_no = w.person_no AND r.day BETWEEN w.from_day AND w.to_day WHERE NOT w.whole
    GROUP BY w.place`,
  )
  for (const { place, measured } of found) {
    const before = sumOf[place - 1]
    // A month has a row for each store that somebody worked in, nearly always one.
    sumOf[place - 1] = before ? before.map((sum, index) => sum + (measured[index] ?? 0)) : measured
  }
  return sumOf
}
