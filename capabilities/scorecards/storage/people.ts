import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

/** A position held in a store during a period; `under`: it lies below the node that was asked for. */
export type HeldRow = {
  personNo: number
  person: string
  name: string
  storeNo: number
  store: string
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
      s.position, s.from_day AS "from", s.to_day AS "to", true AS under
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
      h.position, h.from_day AS "from", h.to_day AS "to", h.under
    FROM held h
    JOIN organisation.node p ON p.no = h.person_no
    LEFT JOIN organisation.node st ON st.no = h.store_no
    WHERE h.person_no IN (SELECT person_no FROM held WHERE under)
    ORDER BY st.id, p.id, h.from_day`.execute(tx)
  return found.rows
}

/** The targets that people and stores have of their own for a period. */
export async function ownTargets(tx: Transaction, nodeNos: readonly number[], period: string) {
  const found = await sql<{ nodeNo: number; kpi: string; value: number }>`
    SELECT node_no AS "nodeNo", kpi, value FROM targets.target
    WHERE node_no = ANY (${[...nodeNos]}::int[]) AND period = ${period}`.execute(tx)
  return found.rows
}

/** Days over which a person's measures are summed; `whole`: they are a calendar month. */
export type Summed = { personNo: number; from: Day; to: Day; whole: boolean }

/**
 * The measures credited to people, summed over days, in the order asked for: an array by the registry's places, null
 * where nothing is known. What somebody did in another store in these days is theirs, too.
 */
export async function measuredSums(
  tx: Transaction,
  wanted: readonly Summed[],
  places: number,
): Promise<(number[] | null)[]> {
  if (wanted.length === 0) return []
  const sums = Array.from({ length: places }, (_, place) => `coalesce(sum(measured[${place + 1}]), 0)`).join(', ')
  const found = await sql<{ place: number; measured: number[] }>`
    WITH wanted AS (
      SELECT * FROM unnest(${wanted.map((one) => one.personNo)}::int[], ${wanted.map((one) => one.from)}::date[],
        ${wanted.map((one) => one.to)}::date[], ${wanted.map((one) => one.whole)}::boolean[])
      WITH ORDINALITY AS w(person_no, from_day, to_day, whole, place)
    ), found AS (
      SELECT w.place, r.measured FROM wanted w
      JOIN measures.person_month r ON r.person_no = w.person_no AND r.month = w.from_day WHERE w.whole
      UNION ALL
      SELECT w.place, r.measured FROM wanted w
      JOIN measures.person_day r ON r.person_no = w.person_no AND r.day BETWEEN w.from_day AND w.to_day WHERE NOT w.whole
    )
    SELECT place, ARRAY[${sql.raw(sums)}]::float8[] AS measured FROM found GROUP BY place`.execute(tx)
  const sumOf: (number[] | null)[] = wanted.map(() => null)
  for (const { place, measured } of found.rows) sumOf[place - 1] = measured
  return sumOf
}
