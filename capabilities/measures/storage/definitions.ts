import type { Day } from '#foundation/period'
import { runKept, sql, type Transaction } from '#platform/database'
import type { MeasureDesign, MeasureVersion } from '../rules/definition.ts'
import { streams } from './streams.ts'

/** Where defined measures begin: what lies before is kept for the product (0021). */
const placesFrom = { node: 128, person: 32 } as const

/** A version of a defined measure with its places, and who made it why. */
export type DefinitionRow = MeasureVersion & {
  no: number
  id: string
  place: number
  personPlace: number | null
  by: string
  reason: string
  at: string
  marked: number
}

/** The newest definition; held still until the transaction ends. */
export async function revision(tx: Transaction): Promise<number> {
  const [found] = await runKept<{ revision: number }>(tx, 'SELECT measures.revision() AS revision', [])
  return found?.revision ?? 0
}

/** Lets nobody compute rollups or define a measure until the transaction ends; waits for those who do. */
export async function lockDefinitions(tx: Transaction): Promise<void> {
  await sql`SET LOCAL lock_timeout = '20s'`.execute(tx)
  await sql`SELECT pg_advisory_xact_lock(7021, 1)`.execute(tx)
}

/** Every version of every defined measure, in the order in which they were made. */
export async function definitions(tx: Transaction): Promise<DefinitionRow[]> {
  type Row = Omit<DefinitionRow, keyof MeasureDesign | 'at'> & { design: MeasureDesign; at: Date }
  const found = await sql<Row>`
    SELECT no, id, version, place, person_place AS "personPlace", from_day AS "from", retired, design, reason,
      actor_name AS by, made_at AS at, marked
    FROM measures.definition ORDER BY no`.execute(tx)
  return found.rows.map(({ design, at, ...row }) => ({ ...row, ...design, at: at.toISOString() }))
}

/** The next places that no measure has or ever had. */
export async function freePlaces(tx: Transaction): Promise<{ place: number; personPlace: number }> {
  const found = await sql<{ place: number; personPlace: number }>`
    SELECT greatest(${placesFrom.node}, 1 + coalesce(max(place), 0)) AS place,
      greatest(${placesFrom.person}, 1 + coalesce(max(person_place), 0)) AS "personPlace" FROM measures.definition`.execute(
    tx,
  )
  return found.rows[0] ?? { place: placesFrom.node, personPlace: placesFrom.person }
}

/** Marks every day on which a store has such facts from a day on; returns how many. */
export async function markDays(
  tx: Transaction,
  { id, of, from }: { id: string; of: MeasureDesign['of']; from: Day },
): Promise<number> {
  const { table, day } = streams[of]
  const marked = await sql`
    WITH days AS (
      SELECT DISTINCT store_no, ${sql.raw(day)} AS day FROM ${sql.raw(table)} WHERE ${sql.raw(day)} >= ${from}::date AND NOT deleted
      UNION
      SELECT store_no, day FROM facts.observation WHERE measure = ${id} AND day >= ${from}::date AND NOT deleted
    )
    INSERT INTO measures.pending (node_no, day, stage) SELECT store_no, day, 'facts' FROM days ORDER BY 1, 2
    ON CONFLICT (stage, node_no, day) DO UPDATE SET day = excluded.day RETURNING 1`.execute(tx)
  return marked.rows.length
}

export async function insertDefinition(
  tx: Transaction,
  row: { id: string; design: MeasureDesign; place: number; personPlace: number | null; marked: number } & Pick<
    MeasureVersion,
    'version' | 'from' | 'retired'
  >,
  made: { no: number; name: string; at: Date; reason: string },
): Promise<void> {
  await sql`
    INSERT INTO measures.definition (id, version, place, person_place, from_day, retired, design, reason, actor_no, actor_name, made_at, marked)
    VALUES (${row.id}, ${row.version}, ${row.place}, ${row.personPlace}, ${row.from}, ${row.retired},
      ${JSON.stringify(row.design)}::jsonb, ${made.reason}, ${made.no}, ${made.name}, ${made.at}, ${row.marked})`.execute(
    tx,
  )
}

/** Tells every server that the library has changed, once this transaction is done. */
export async function tellLibrary(tx: Transaction): Promise<void> {
  await sql`SELECT pg_notify('baton_library', '')`.execute(tx)
}

/** How many days of stores wait to be computed from their facts, and how many of the nodes above. */
export async function waiting(tx: Transaction): Promise<{ facts: number; above: number }> {
  const found = await sql<{ facts: number; above: number }>`
    SELECT count(*) FILTER (WHERE stage = 'facts') AS facts, count(*) FILTER (WHERE stage <> 'facts') AS above
    FROM measures.pending`.execute(tx)
  return found.rows[0] ?? { facts: 0, above: 0 }
}
