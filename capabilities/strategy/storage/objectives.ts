import type { Words } from '#foundation/actor'
import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { Perspective, WayPoint, Wish } from '../rules/objective.ts'

/** An objective as it is kept; `node` numbers its map. */
export type ObjectiveRow = {
  id: string
  nodeNo: number
  version: number
  period: string
  perspective: Perspective
  place: number
  names: Words
  reasons: Words
  ownerNo: number | null
  ownerName: string
  kpis: Wish[]
  endedOn: Day | null
  note: string
  by: string
  at: Date
  inScope: boolean
}

const columns = sql.raw(`o.id, o.node_no AS "nodeNo", o.version, o.period, o.perspective, o.place, o.names, o.reasons,
  o.owner_no AS "ownerNo", o.owner_name AS "ownerName", o.kpis, o.ended_on::text AS "endedOn", o.note,
  o.actor_name AS by, o.changed_at AS at, o.node_no <@ (SELECT platform.scope()) AS "inScope"`)

/** From a node up to its company on a day, the node itself first; empty for a node that the actor does not see. */
export async function wayUp(tx: Transaction, node: string, day: Day): Promise<WayPoint[]> {
  return (await sql<WayPoint>`SELECT no, id, kind, name, step FROM strategy.way_up(${node}, ${day}::date)`.execute(tx))
    .rows
}

/** The objectives of these nodes, ended ones included, in the order of their maps. */
export async function objectivesOfNodes(tx: Transaction, nodeNos: readonly number[]): Promise<ObjectiveRow[]> {
  const found = await sql<ObjectiveRow>`SELECT ${columns} FROM strategy.objective o
    WHERE o.node_no = ANY (${[...nodeNos]}::int[]) ORDER BY o.place, o.changed_at, o.id`.execute(tx)
  return found.rows
}

export async function objectiveById(tx: Transaction, id: string): Promise<ObjectiveRow | null> {
  const found = await sql<ObjectiveRow>`SELECT ${columns} FROM strategy.objective o WHERE o.id::text = ${id}`.execute(
    tx,
  )
  return found.rows[0] ?? null
}

/** Every version of an objective, the newest first. */
export async function versionsOf(tx: Transaction, id: string): Promise<ObjectiveRow[]> {
  const found = await sql<ObjectiveRow>`SELECT ${columns} FROM strategy.objective_version o
    WHERE o.id::text = ${id} ORDER BY o.version DESC`.execute(tx)
  return found.rows
}

/** The ids and names of nodes by number, as far as the actor sees them or their maps. */
export async function nodesByNo(
  tx: Transaction,
  nos: readonly number[],
): Promise<Map<number, { id: string; name: string }>> {
  const found = await sql<{ no: number; id: string; name: string }>`
    SELECT no, id, name FROM strategy.named(${[...nos]}::int[])`.execute(tx)
  return new Map(found.rows.map(({ no, ...rest }) => [no, rest]))
}

/** A person whom the actor sees. */
export async function personById(tx: Transaction, id: string): Promise<{ no: number; name: string } | null> {
  const found = await sql<{ no: number; name: string }>`
    SELECT no, name FROM organisation.node WHERE id = ${id} AND kind = 'person'`.execute(tx)
  return found.rows[0] ?? null
}

export type Written = Omit<ObjectiveRow, 'by' | 'at' | 'inScope'>
export type Writer = { no: number | null; name: string; at: Date }

/** Writes new objectives and new versions of known ones; every version is kept. */
export async function writeObjectives(tx: Transaction, rows: readonly Written[], by: Writer): Promise<void> {
  await sql`
    WITH given AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id uuid, "nodeNo" int, version int, period text,
        perspective text, place int, names jsonb, reasons jsonb, "ownerNo" int, "ownerName" text, kpis jsonb, "endedOn" date, note text)
    ), written AS (
      INSERT INTO strategy.objective AS o (id, node_no, version, period, perspective, place, names, reasons, owner_no, owner_name,
        kpis, ended_on, note, actor_no, actor_name, changed_at)
      SELECT id, "nodeNo", version, period, perspective, place, names, reasons, "ownerNo", "ownerName", kpis, "endedOn", note,
        ${by.no}::int, ${by.name}, ${by.at}::timestamptz FROM given
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, period = excluded.period, perspective = excluded.perspective,
        place = excluded.place, names = excluded.names, reasons = excluded.reasons, owner_no = excluded.owner_no,
        owner_name = excluded.owner_name, kpis = excluded.kpis, ended_on = excluded.ended_on, note = excluded.note,
        actor_no = excluded.actor_no, actor_name = excluded.actor_name, changed_at = excluded.changed_at
      RETURNING o.*
    )
    INSERT INTO strategy.objective_version SELECT * FROM written`.execute(tx)
}

/** Lets one writer at a time work on the maps, so that order and links are judged by what is there. */
export async function lockMaps(tx: Transaction): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7014, 2)`.execute(tx)
}

/** Companies whose map was never begun. For the worker. */
export async function companiesWithoutMap(tx: Transaction): Promise<{ no: number; id: string }[]> {
  const found = await sql<{ no: number; id: string }>`
    SELECT n.no, n.id FROM organisation.node n WHERE n.kind = 'company'
      AND NOT EXISTS (SELECT FROM strategy.objective o WHERE o.node_no = n.no) ORDER BY n.no`.execute(tx)
  return found.rows
}
