import { sql, type Transaction } from '#platform/database'
import type { KpiVersion } from './rules/definition.ts'
import type { Kpi } from './rules/kpi.ts'

/** A version of a KPI defined here, with who made it and why. */
export type DefinitionRow = KpiVersion & { by: string; reason: string; at: string }

/** Every version of every KPI defined here, in the order in which they were made. */
export async function definitions(tx: Transaction): Promise<DefinitionRow[]> {
  const found = await sql<{ kpi: Kpi; retired: boolean; by: string; reason: string; at: Date }>`
    SELECT definition AS kpi, retired, actor_name AS by, reason, made_at AS at FROM kpis.definition ORDER BY no`.execute(
    tx,
  )
  return found.rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Lets one designer at a time give out an id or a number of version. */
export async function lockDefinitions(tx: Transaction): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7021, 2)`.execute(tx)
}

export async function insertDefinition(
  tx: Transaction,
  { kpi, retired }: KpiVersion,
  made: { no: number; name: string; at: Date; reason: string },
): Promise<void> {
  await sql`
    INSERT INTO kpis.definition (id, version, from_day, retired, definition, reason, actor_no, actor_name, made_at)
    VALUES (${kpi.id}, ${kpi.version}, ${kpi.from}, ${retired}, ${JSON.stringify(kpi)}::jsonb, ${made.reason}, ${made.no},
      ${made.name}, ${made.at})`.execute(tx)
}

/** Tells every server, and every open board, that the library has changed, once this transaction is done. */
export async function tellLibrary(tx: Transaction): Promise<void> {
  await sql`SELECT pg_notify('baton_library', ''), pg_notify('baton_board', '*')`.execute(tx)
}
