import type { Reject } from '#foundation/reading'
import { sql, type Transaction } from '#platform/database'
import type { FileKind, RememberedMapping } from '../rules/columns.ts'

export type ImportRow = {
  id: string
  kind: FileKind
  source: string
  fileName: string
  by: string
  at: Date
  accepted: number
  replaced: number
  ignored: number
  rejected: number
}

const columns = sql.raw(
  `id, kind, source, file_name AS "fileName", actor_name AS by, at, accepted, replaced, ignored, rejected`,
)

export async function insertImport(
  tx: Transaction,
  one: Omit<ImportRow, 'by'> & { actorNo: number; actorName: string; storeNo: number | null },
): Promise<void> {
  await sql`
    INSERT INTO facts.import (id, kind, source, file_name, actor_no, actor_name, node_no, at, accepted, replaced, ignored, rejected)
    VALUES (${one.id}, ${one.kind}, ${one.source}, ${one.fileName}, ${one.actorNo}, ${one.actorName}, ${one.storeNo}, ${one.at},
      ${one.accepted}, ${one.replaced}, ${one.ignored}, ${one.rejected})`.execute(tx)
}

/** The newest imports that the actor may see. */
export async function newestImports(tx: Transaction, limit: number): Promise<ImportRow[]> {
  const found = await sql<ImportRow>`SELECT ${columns} FROM facts.import ORDER BY at DESC, id LIMIT ${limit}`.execute(
    tx,
  )
  return found.rows
}

export async function importById(tx: Transaction, id: string): Promise<ImportRow | null> {
  const found = await sql<ImportRow>`SELECT ${columns} FROM facts.import WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The row as it stood in the file: heading and text, in the file's order. */
export type KeptCells = [heading: string, text: string][]

export async function insertRejects(
  tx: Transaction,
  importId: string,
  rejects: (Reject & { cells: KeptCells })[],
): Promise<void> {
  // A value that was cut for showing may end in half a character, which JSON of the database does not take.
  const sound = rejects.map((reject) => ({ ...reject, value: reject.value?.toWellFormed() ?? null }))
  await sql`
    INSERT INTO facts.reject (import_id, row, field, value, code, named, cells)
    SELECT ${importId}, row, field, value, code, named, cells
    FROM json_to_recordset(${JSON.stringify(sound)}::json)
      AS r(row int, field text, value text, code text, named jsonb, cells jsonb)`.execute(tx)
}

/** Rejects of an import below a row, in the file's order. */
export async function rejectsAfter(
  tx: Transaction,
  importId: string,
  row: number,
  limit: number,
): Promise<(Reject & { cells: KeptCells })[]> {
  const found = await sql<Reject & { cells: KeptCells }>`
    SELECT row, field, value, code, named, cells FROM facts.reject WHERE import_id = ${importId} AND row > ${row} ORDER BY row LIMIT ${limit}`.execute(
    tx,
  )
  return found.rows
}

export async function rememberedMapping(
  tx: Transaction,
  kind: FileKind,
  source: string,
): Promise<RememberedMapping | null> {
  const found = await sql<{ mapping: RememberedMapping }>`
    SELECT mapping FROM facts.column_mapping WHERE kind = ${kind} AND source = ${source}`.execute(tx)
  return found.rows[0]?.mapping ?? null
}

export async function rememberMapping(
  tx: Transaction,
  file: { kind: FileKind; source: string; now: Date },
  remembered: RememberedMapping,
): Promise<void> {
  await sql`
    INSERT INTO facts.column_mapping (kind, source, mapping, changed_at)
    VALUES (${file.kind}, ${file.source}, ${JSON.stringify(remembered)}::jsonb, ${file.now})
    ON CONFLICT (kind, source) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at`.execute(tx)
}
