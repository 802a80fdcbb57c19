import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { NodeKind, NodeRow, PersonRow } from '../rules/importRow.ts'

export type KnownNode = {
  no: number
  id: string
  kind: NodeKind
  name: string
  parent: string | null
  parentNo: number | null
  visible: boolean
}

/** The nodes with these ids, whoever may see them; `visible` says whether the transaction's actor may. Call as the actor. */
export async function visibleIds(tx: Transaction, ids: string[]): Promise<Set<string>> {
  const found = await sql<{ id: string }>`SELECT id FROM organisation.node WHERE id = ANY (${ids})`.execute(tx)
  return new Set(found.rows.map((row) => row.id))
}

/** Call as the worker: existence is a question of the whole installation. */
export async function knownNodes(tx: Transaction, ids: string[]): Promise<Map<string, Omit<KnownNode, 'visible'>>> {
  const found = await sql<Omit<KnownNode, 'visible'>>`
    SELECT n.no, n.id, n.kind, n.name, up.id AS parent, up.no AS "parentNo" FROM organisation.node n
    LEFT JOIN LATERAL (SELECT p.parent_no FROM organisation.placement p WHERE p.node_no = n.no ORDER BY p.from_day DESC LIMIT 1) p ON true
    LEFT JOIN organisation.node up ON up.no = p.parent_no
    WHERE n.id = ANY (${ids})`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** Inserts or changes nodes; returns ids with their number and what became of them. */
export async function upsertNodes(
  tx: Transaction,
  rows: (NodeRow | (Pick<PersonRow, 'id' | 'name'> & { kind: 'person' }))[],
  now: Date,
) {
  const found = await sql<{ id: string; no: number; outcome: 'accepted' | 'replaced' }>`
    INSERT INTO organisation.node AS n (id, kind, name, time_zone, opened_on, closed_on, area_square_metres, bays, works_on_holidays, changed_at)
    SELECT id, kind, name, "timeZone", "openedOn", "closedOn", "areaSquareMetres", bays, coalesce("worksOnHolidays", true), ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id text, kind text, name text, "timeZone" text, "openedOn" date,
      "closedOn" date, "areaSquareMetres" float8, bays int, "worksOnHolidays" boolean)
    ORDER BY id
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, opened_on = excluded.opened_on,
      closed_on = excluded.closed_on, area_square_metres = excluded.area_square_metres, bays = excluded.bays,
      works_on_holidays = excluded.works_on_holidays, changed_at = excluded.changed_at
    WHERE (n.name, n.time_zone, n.opened_on, n.closed_on, n.area_square_metres, n.bays, n.works_on_holidays) IS DISTINCT FROM
      (excluded.name, excluded.time_zone, excluded.opened_on, excluded.closed_on, excluded.area_square_metres, excluded.bays, excluded.works_on_holidays)
    RETURNING id, no, CASE WHEN xmax = 0 THEN 'accepted' ELSE 'replaced' END AS outcome`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** Hangs nodes under a parent from a day on; ends where they hung before. */
export async function placeNodes(tx: Transaction, moves: { nodeNo: number; parentNo: number; from: Day }[]) {
  if (moves.length === 0) return
  const rows = JSON.stringify(moves)
  // A move back to or before the day that the present place began takes that place's row over.
  await sql`DELETE FROM organisation.placement p USING json_to_recordset(${rows}::json) AS m("nodeNo" int, "from" date)
    WHERE p.node_no = m."nodeNo" AND p.from_day >= m."from"`.execute(tx)
  await sql`UPDATE organisation.placement p SET to_day = m."from" - 1 FROM json_to_recordset(${rows}::json) AS m("nodeNo" int, "from" date)
    WHERE p.node_no = m."nodeNo" AND (p.to_day IS NULL OR p.to_day >= m."from")`.execute(tx)
  await sql`INSERT INTO organisation.placement (node_no, parent_no, from_day)
    SELECT "nodeNo", "parentNo", "from" FROM json_to_recordset(${rows}::json) AS m("nodeNo" int, "parentNo" int, "from" date)`.execute(
    tx,
  )
}

/** The id of a node that has come to lie below itself, or null. */
export async function circleAmong(tx: Transaction, nodeNos: number[]): Promise<string | null> {
  const found = await sql<{ id: string }>`
    WITH RECURSIVE up AS (
      SELECT p.node_no AS start, p.parent_no AS no FROM organisation.placement p WHERE p.node_no = ANY (${nodeNos}) AND p.to_day IS NULL
      UNION
      SELECT up.start, p.parent_no FROM organisation.placement p JOIN up ON p.node_no = up.no AND p.to_day IS NULL
    )
    SELECT n.id FROM up JOIN organisation.node n ON n.no = up.start WHERE up.no = up.start LIMIT 1`.execute(tx)
  return found.rows[0]?.id ?? null
}

export async function replaceClosingDays(
  tx: Transaction,
  stores: { nodeNo: number; days: { day: Day; reason: string }[] }[],
) {
  if (stores.length === 0) return
  await sql`DELETE FROM organisation.closing_day WHERE node_no = ANY (${stores.map((store) => store.nodeNo)})`.execute(
    tx,
  )
  const rows = stores.flatMap((store) => store.days.map((day) => ({ no: store.nodeNo, ...day })))
  await sql`INSERT INTO organisation.closing_day SELECT DISTINCT ON (no, day) no, day, reason
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(no int, day date, reason text)`.execute(tx)
}

export type MembershipOf = { personNo: number; nodeNo: number; position: string; from: Day; to: Day | null }

/** The memberships that people have now, to see what an import changes. */
export async function membershipsOf(
  tx: Transaction,
  personNos: number[],
): Promise<(MembershipOf & { storeNo: number | null })[]> {
  const found = await sql<MembershipOf & { storeNo: number | null }>`
    SELECT m.person_no AS "personNo", m.node_no AS "nodeNo", m.position, m.from_day AS "from", m.to_day AS "to", m.store_no AS "storeNo"
    FROM organisation.membership m
    WHERE m.person_no = ANY (${personNos}) ORDER BY m.person_no, m.from_day, m.node_no, m.position`.execute(tx)
  return found.rows
}

export async function replaceMemberships(tx: Transaction, personNos: number[], memberships: MembershipOf[]) {
  if (personNos.length === 0) return
  await sql`DELETE FROM organisation.membership WHERE person_no = ANY (${personNos})`.execute(tx)
  await sql`INSERT INTO organisation.membership (person_no, node_no, position, from_day, to_day)
    SELECT "personNo", "nodeNo", position, "from", "to" FROM json_to_recordset(${JSON.stringify(memberships)}::json)
      AS m("personNo" int, "nodeNo" int, position text, "from" date, "to" date)`.execute(tx)
  await placeMemberships(tx, [...new Set(memberships.map((membership) => membership.nodeNo))])
}

/** Writes the store that memberships of these nodes belong to. */
export async function placeMemberships(tx: Transaction, nodeNos: number[]) {
  await sql`
    UPDATE organisation.membership m SET store_no = w.store_no
    FROM (
      SELECT n.no, CASE n.kind WHEN 'store' THEN n.no WHEN 'department' THEN
        (SELECT p.parent_no FROM organisation.placement p WHERE p.node_no = n.no ORDER BY p.from_day DESC LIMIT 1) END AS store_no
      FROM organisation.node n WHERE n.no = ANY (${nodeNos})
    ) w
    WHERE m.node_no = w.no AND m.store_no IS DISTINCT FROM w.store_no`.execute(tx)
}

export async function bonusBasesOf(
  tx: Transaction,
  personNos: number[],
): Promise<{ personNo: number; baseFen: number; from: Day }[]> {
  const found = await sql<{ personNo: number; baseFen: number; from: Day }>`
    SELECT person_no AS "personNo", base_fen AS "baseFen", from_day AS "from" FROM organisation.bonus_base
    WHERE person_no = ANY (${personNos}) ORDER BY person_no, from_day`.execute(tx)
  return found.rows
}

export async function replaceBonusBases(
  tx: Transaction,
  people: { personNo: number; bases: { baseFen: number; from: Day }[] }[],
) {
  if (people.length === 0) return
  await sql`DELETE FROM organisation.bonus_base WHERE person_no = ANY (${people.map((person) => person.personNo)})`.execute(
    tx,
  )
  const rows = people.flatMap((person) => person.bases.map((base) => ({ no: person.personNo, ...base })))
  await sql`INSERT INTO organisation.bonus_base SELECT no, "baseFen", "from"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(no int, "baseFen" bigint, "from" date)`.execute(tx)
}

/** Writes the public holidays that the calendar knows. */
export async function replaceHolidays(tx: Transaction, days: Day[]) {
  await sql`DELETE FROM organisation.holiday WHERE NOT day = ANY (${days}::date[])`.execute(tx)
  await sql`INSERT INTO organisation.holiday SELECT unnest(${days}::date[]) ON CONFLICT DO NOTHING`.execute(tx)
}
