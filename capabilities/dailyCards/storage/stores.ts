import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type StoreCards = {
  id: string
  name: string
  /** The node that the store hangs below. */
  region: string
  /** Who works there on the day, each to have a card. */
  people: number
  opened: number
  closed: number
  strategic: number
  strategicDone: number
  problems: number
  problemsSolved: number
}

/** How far each store below a node is with the cards of a day; stores that are closed that day are left out. */
export async function storesUnder(tx: Transaction, nodeNo: number, day: Day): Promise<StoreCards[]> {
  const found = await sql<StoreCards>`
    WITH stores AS MATERIALIZED (
      SELECT DISTINCT n.no, n.id, n.name FROM organisation.spans_under(${nodeNo}) u JOIN organisation.node n ON n.no = u.node_no
      WHERE n.kind = 'store' AND u.from_day <= ${day}::date AND u.to_day >= ${day}::date AND organisation.operates(n.no, ${day}::date)
    ), held AS (
      SELECT DISTINCT ON (person_no) person_no, store_no FROM organisation.staffing
      WHERE from_day <= ${day}::date AND (to_day IS NULL OR to_day >= ${day}::date)
      ORDER BY person_no, from_day DESC, position
    ), strategic AS (
      SELECT person_no, count(*) AS due, count(*) FILTER (WHERE done) AS done FROM "dailyCards".task
      WHERE day = ${day}::date AND kind = 'strategic' AND person_no IN (SELECT person_no FROM held JOIN stores s ON s.no = store_no)
      GROUP BY person_no
    )
    SELECT s.id, s.name, coalesce(r.name, '') AS region, count(h.person_no)::int AS people, count(c.opened_at)::int AS opened,
      count(c.closed_at)::int AS closed, coalesce(sum(t.due), 0)::int AS strategic, coalesce(sum(t.done), 0)::int AS "strategicDone",
      count(*) FILTER (WHERE c.problem <> '')::int AS problems,
      count(*) FILTER (WHERE c.problem <> '' AND c.problem_solved)::int AS "problemsSolved"
    FROM stores s LEFT JOIN held h ON h.store_no = s.no
    LEFT JOIN "dailyCards".card c ON c.person_no = h.person_no AND c.day = ${day}::date
    LEFT JOIN strategic t ON t.person_no = h.person_no AND c.person_no IS NOT NULL
    LEFT JOIN organisation.placement p ON p.node_no = s.no AND p.from_day <= ${day}::date AND (p.to_day IS NULL OR p.to_day >= ${day}::date)
    LEFT JOIN organisation.node r ON r.no = p.parent_no
    GROUP BY s.no, s.id, s.name, r.name ORDER BY s.id`.execute(tx)
  return found.rows
}
