import type { RememberedColumns } from '#foundation/columns'
import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { OrgFileKind } from '../rules/orgColumns.ts'
import type { SeenNode } from '../rules/orgFile.ts'
import type { SeenPerson } from '../rules/peopleFile.ts'

/** Call as the actor: every node within the scope, as it stands today, with all that a file may change. */
export async function seenNodes(tx: Transaction, today: Day): Promise<SeenNode[]> {
  const found = await sql<SeenNode>`
    SELECT n.id, n.kind, n.name, up.id AS parent, n.time_zone AS "timeZone", n.opened_on AS "openedOn", n.closed_on AS "closedOn",
      n.area_square_metres AS "areaSquareMetres", n.bays, n.works_on_holidays AS "worksOnHolidays"
    FROM organisation.node n
    LEFT JOIN LATERAL (
      SELECT p.parent_no FROM organisation.placement p WHERE p.node_no = n.no AND p.from_day <= ${today}::date ORDER BY p.from_day DESC LIMIT 1
    ) p ON true
    LEFT JOIN organisation.node up ON up.no = p.parent_no
    WHERE n.kind <> 'person' ORDER BY n.id`.execute(tx)
  return found.rows
}

/** Call as the actor: these people with all their positions, and bonus bases where the actor may see pay. */
export async function seenPeople(tx: Transaction, ids: string[]): Promise<Map<string, SeenPerson>> {
  const found = await sql<SeenPerson>`
    SELECT n.id,
      coalesce((SELECT json_agg(json_build_object('node', at.id, 'position', m.position, 'from', m.from_day, 'to', m.to_day) ORDER BY m.from_day)
        FROM organisation.membership m JOIN organisation.node at ON at.no = m.node_no WHERE m.person_no = n.no), '[]') AS memberships,
      coalesce((SELECT json_agg(json_build_object('baseFen', b.base_fen, 'from', b.from_day) ORDER BY b.from_day)
        FROM organisation.bonus_base b WHERE b.person_no = n.no), '[]') AS bases
    FROM organisation.node n WHERE n.kind = 'person' AND n.id = ANY (${ids})`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row]))
}

export async function rememberedColumns(
  tx: Transaction,
  kind: OrgFileKind,
  source: string,
): Promise<RememberedColumns | null> {
  const found = await sql<{ mapping: RememberedColumns }>`
    SELECT mapping FROM organisation.column_mapping WHERE kind = ${kind} AND source = ${source}`.execute(tx)
  return found.rows[0]?.mapping ?? null
}

/** Call as the worker. */
export async function rememberColumns(
  tx: Transaction,
  file: { kind: OrgFileKind; source: string; now: Date },
  remembered: RememberedColumns,
): Promise<void> {
  await sql`
    INSERT INTO organisation.column_mapping (kind, source, mapping, changed_at)
    VALUES (${file.kind}, ${file.source}, ${JSON.stringify(remembered)}::jsonb, ${file.now})
    ON CONFLICT (kind, source) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at`.execute(tx)
}
