import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { NodeKind } from '../rules/importRow.ts'

export type ListedNode = {
  no: number
  id: string
  kind: NodeKind
  parent: string | null
  name: string
  timeZone: string | null
  openedOn: Day | null
  areaSquareMetres: number | null
  bays: number | null
}

/** Nodes within the scope (people apart), each under where it hangs today; the names sort as Chinese readers expect. */
export async function listNodes(
  tx: Transaction,
  { kind, under, today }: { kind: NodeKind | null; under: string | null; today: Day },
): Promise<ListedNode[]> {
  const found = await sql<ListedNode>`
    WITH root AS (SELECT no FROM organisation.node WHERE id = ${under}),
    below AS (SELECT organisation.subtree(root.no, ${today}::date) AS no FROM root)
    SELECT n.no, n.id, n.kind, up.id AS parent, n.name, n.time_zone AS "timeZone", n.opened_on AS "openedOn",
      n.area_square_metres AS "areaSquareMetres", n.bays
    FROM organisation.node n
    LEFT JOIN LATERAL (
      SELECT p.parent_no FROM organisation.placement p WHERE p.node_no = n.no AND p.from_day <= ${today}::date ORDER BY p.from_day DESC LIMIT 1
    ) p ON true
    LEFT JOIN organisation.node up ON up.no = p.parent_no
    WHERE n.kind <> 'person' AND (${kind}::text IS NULL OR n.kind = ${kind})
      AND (${under}::text IS NULL OR n.no IN (SELECT no FROM below))
    ORDER BY array_position(ARRAY['company', 'region', 'store', 'department'], n.kind), n.name COLLATE "zh-x-icu", n.id`.execute(
    tx,
  )
  return found.rows
}

export type ListedMembership = {
  person: string
  personNo: number
  name: string
  node: string | null
  position: string | null
  from: Day | null
  to: Day | null
}

/** People within the scope with all their memberships; under a node: those who belong there today. */
export async function listPeople(
  tx: Transaction,
  { under, today }: { under: string | null; today: Day },
): Promise<ListedMembership[]> {
  const found = await sql<ListedMembership>`
    WITH root AS (SELECT no FROM organisation.node WHERE id = ${under}),
    below AS (SELECT organisation.subtree(root.no, ${today}::date) AS no FROM root)
    SELECT n.id AS person, n.no AS "personNo", n.name, at.id AS node, m.position, m.from_day AS "from", m.to_day AS "to"
    FROM organisation.node n
    LEFT JOIN organisation.membership m ON m.person_no = n.no
    LEFT JOIN organisation.node at ON at.no = m.node_no
    WHERE n.kind = 'person' AND (${under}::text IS NULL OR n.no IN (SELECT no FROM below))
    ORDER BY n.name COLLATE "zh-x-icu", n.id, m.from_day`.execute(tx)
  return found.rows
}
