import type { Day } from '#foundation/period'
import { kept, sql, type Transaction } from '#platform/database'

export type NodeKind = 'company' | 'region' | 'store' | 'department' | 'person'
export type Found = { no: number; id: string; name: string; kind: NodeKind }

/** A node of a comparison, with what it is grouped by: the region of a store, the department of a person. */
export type Member = Found & { under: { id: string; name: string } | null }

/** A node within the scope, or null. */
export async function nodeOf(tx: Transaction, id: string): Promise<Found | null> {
  const found = await sql<Found>`SELECT no, id, name, kind FROM organisation.node WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

const held = (table: string, from: unknown, to: unknown) =>
  sql`${sql.raw(table)}.from_day <= ${to}::date AND (${sql.raw(table)}.to_day IS NULL OR ${sql.raw(table)}.to_day >= ${from}::date)`

const under = sql`CASE WHEN u.id IS NULL THEN NULL ELSE json_build_object('id', u.id, 'name', u.name) END AS under`

/** Regions and stores below a node at any depth, as the tree stood on the last day, each with its nearest region; who was closed before the first day is left out. */
export async function placesBelow(
  tx: Transaction,
  root: number,
  kind: 'region' | 'store',
  { from, to }: { from: Day; to: Day },
): Promise<Member[]> {
  return kept(
    tx,
    sql<Member>`
    WITH RECURSIVE tree AS (
      SELECT n.no, n.kind, CASE WHEN n.kind = 'region' THEN n.no END AS inside, NULL::integer AS around
      FROM organisation.node n WHERE n.no = ${root}
      UNION
      SELECT c.no, c.kind, CASE WHEN c.kind = 'region' THEN c.no ELSE t.inside END, t.inside
      FROM tree t JOIN organisation.placement p ON p.parent_no = t.no AND ${held('p', to, to)}
      JOIN organisation.node c ON c.no = p.node_no
      WHERE t.kind IN ('company', 'region')
    )
    SELECT n.no, n.id, n.name, n.kind, ${under}
    FROM tree t JOIN organisation.node n ON n.no = t.no LEFT JOIN organisation.node u ON u.no = t.around
    WHERE t.kind = ${kind} AND t.no <> ${root} AND (n.opened_on IS NULL OR n.opened_on <= ${to}::date)
      AND (n.closed_on IS NULL OR n.closed_on >= ${from}::date)`,
  )
}

/** The departments of a store. */
export async function departmentsOf(tx: Transaction, store: number, { to }: { to: Day }): Promise<Member[]> {
  const found = await sql<Member>`
    SELECT n.no, n.id, n.name, n.kind, json_build_object('id', u.id, 'name', u.name) AS under
    FROM organisation.placement p JOIN organisation.node n ON n.no = p.node_no JOIN organisation.node u ON u.no = p.parent_no
    WHERE p.parent_no = ${store} AND n.kind = 'department' AND ${held('p', to, to)}`.execute(tx)
  return found.rows
}

/** Who worked in a store or department in these days, each once, with the department of the last membership. */
export async function peopleOf(tx: Transaction, node: number, { from, to }: { from: Day; to: Day }): Promise<Member[]> {
  return kept(
    tx,
    sql<Member>`
    SELECT DISTINCT ON (n.no) n.no, n.id, n.name, n.kind, ${under}
    FROM organisation.staffing m JOIN organisation.node n ON n.no = m.person_no
    LEFT JOIN organisation.node u ON u.no = m.node_no AND u.kind = 'department'
    WHERE (m.store_no = ${node} OR m.node_no = ${node}) AND ${held('m', from, to)}
    ORDER BY n.no, m.from_day DESC, m.node_no`,
  )
}

/** What stands right below: regions and stores of a company or region, the departments of a store, the people of a department. */
export async function rightBelow(tx: Transaction, node: Found, days: { from: Day; to: Day }): Promise<Member[]> {
  if (node.kind === 'department') return peopleOf(tx, node.no, days)
  const found = await sql<Member>`
    SELECT n.no, n.id, n.name, n.kind, NULL AS under
    FROM organisation.placement p JOIN organisation.node n ON n.no = p.node_no
    WHERE p.parent_no = ${node.no} AND ${held('p', days.to, days.to)}
    ORDER BY n.name COLLATE "zh-x-icu", n.id`.execute(tx)
  return found.rows
}

/** The stores that departments stand in on a day, by department. */
export async function storesOf(tx: Transaction, departments: readonly number[], on: Day): Promise<Map<number, number>> {
  if (departments.length === 0) return new Map()
  const found = await sql<{ no: number; store: number }>`
    SELECT p.node_no AS no, p.parent_no AS store FROM organisation.placement p
    WHERE p.node_no = ANY (${[...departments]}::int[]) AND ${held('p', on, on)}`.execute(tx)
  return new Map(found.rows.map(({ no, store }) => [no, store]))
}

/** From the top of what the reader sees down to a node; a person stands in the department or store of the last membership. */
export async function pathTo(tx: Transaction, id: string, today: Day): Promise<Omit<Found, 'no'>[]> {
  const found = await sql<Omit<Found, 'no'>>`
    WITH RECURSIVE up AS (
      SELECT n.no, 0 AS step FROM organisation.node n WHERE n.id = ${id}
      UNION ALL
      SELECT w.no, up.step + 1 FROM up CROSS JOIN LATERAL (
        (SELECT p.parent_no AS no FROM organisation.placement p WHERE p.node_no = up.no AND ${held('p', today, today)} LIMIT 1)
        UNION ALL
        (SELECT m.node_no FROM organisation.staffing m WHERE m.person_no = up.no AND m.from_day <= ${today}::date
          ORDER BY coalesce(m.to_day, 'infinity') DESC, m.from_day DESC LIMIT 1)
      ) w WHERE up.step < 20
    )
    SELECT n.id, n.name, n.kind FROM up JOIN organisation.node n ON n.no = up.no ORDER BY up.step DESC`.execute(tx)
  return found.rows
}
