import type { Reject } from '#foundation/reading'
import { sql, type Transaction } from '#platform/database'
import type { Readings } from '../rules/columnReading.ts'
import type { FileKind, Mapping, RememberedMapping } from '../rules/columns.ts'

export type ImportState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'

/** How a file was to be read; kept so that its import can go on and its rejects can be sent again. */
export type ImportSettings = { mapping: Mapping; readings: Readings; store: string | null; sheet: string | null }

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
  state: ImportState
  dryRun: boolean
  done: number
  total: number | null
  failure: { code: string; values: Record<string, unknown> } | null
  stores: string[]
  months: string[]
}

/** What goes on with an import needs beyond what is shown of it. */
export type ImportWork = ImportRow & { settings: ImportSettings | null; jobId: string | null; partsDone: number }

const shown = `id, kind, source, file_name AS "fileName", actor_name AS by, at, accepted, replaced, ignored, rejected, state,
  dry_run AS "dryRun", done_rows AS done, total_rows AS total, failure, stores, months`
const columns = sql.raw(shown)
const workColumns = sql.raw(`${shown}, settings, job_id AS "jobId", parts_done AS "partsDone"`)

export type NewImport = Pick<ImportRow, 'id' | 'kind' | 'source' | 'fileName' | 'at' | 'state' | 'dryRun' | 'total'> & {
  actorNo: number
  actorName: string
  storeNo: number | null
  settings: ImportSettings
  jobId: string | null
}

export async function insertImport(tx: Transaction, one: NewImport): Promise<void> {
  await sql`
    INSERT INTO facts.import (id, kind, source, file_name, actor_no, actor_name, node_no, at, accepted, replaced, ignored,
      rejected, state, dry_run, job_id, settings, total_rows)
    VALUES (${one.id}, ${one.kind}, ${one.source}, ${one.fileName}, ${one.actorNo}, ${one.actorName}, ${one.storeNo}, ${one.at},
      0, 0, 0, 0, ${one.state}, ${one.dryRun}, ${one.jobId}, ${JSON.stringify(one.settings)}::jsonb, ${one.total})`.execute(
    tx,
  )
}

export type PartCounts = { accepted: number; replaced: number; ignored: number; rejected: number; rows: number }

/** Counts a part; as the worker, and in the transaction of its facts. */
export async function addPart(
  tx: Transaction,
  id: string,
  part: PartCounts & { stores: readonly string[]; months: readonly string[] },
): Promise<void> {
  await sql`
    UPDATE facts.import SET accepted = accepted + ${part.accepted}, replaced = replaced + ${part.replaced},
      ignored = ignored + ${part.ignored}, rejected = rejected + ${part.rejected}, done_rows = done_rows + ${part.rows},
      parts_done = parts_done + 1,
      stores = ARRAY(SELECT DISTINCT unnest(stores || ${[...part.stores]}::text[]) ORDER BY 1),
      months = ARRAY(SELECT DISTINCT unnest(months || ${[...part.months]}::text[]) ORDER BY 1)
    WHERE id = ${id}`.execute(tx)
}

/** Moves an import on; only from the states named, where any are. As the worker. */
export async function setState(
  tx: Transaction,
  id: string,
  state: ImportState,
  more: { from?: readonly ImportState[]; failure?: ImportRow['failure']; total?: number } = {},
): Promise<void> {
  const from = more.from ? sql`AND state = ANY(${[...more.from]}::text[])` : sql``
  await sql`
    UPDATE facts.import SET state = ${state}, failure = ${more.failure ? JSON.stringify(more.failure) : null}::jsonb,
      total_rows = coalesce(${more.total ?? null}::integer, total_rows)
    WHERE id = ${id} ${from}`.execute(tx)
}

const chunkBytes = 4 * 1024 * 1024

/** Keeps the file itself, in chunks. As the worker. */
export async function keepFile(tx: Transaction, id: string, file: Buffer): Promise<void> {
  for (let part = 0; part * chunkBytes < file.length; part += 1)
    await sql`INSERT INTO facts.import_file (import_id, part, content)
      VALUES (${id}, ${part}, ${file.subarray(part * chunkBytes, (part + 1) * chunkBytes)})`.execute(tx)
}

export async function keptFile(tx: Transaction, id: string): Promise<Buffer | null> {
  const found = await sql<{ content: Buffer }>`
    SELECT content FROM facts.import_file WHERE import_id = ${id} ORDER BY part`.execute(tx)
  return found.rows.length === 0 ? null : Buffer.concat(found.rows.map(({ content }) => content))
}

/** Files whose import is done, and those that nobody has gone on with for so many days. */
export async function dropFiles(tx: Transaction, id: string, before: Date): Promise<void> {
  await sql`DELETE FROM facts.import_file f USING facts.import i
    WHERE i.id = f.import_id AND (i.id = ${id} OR i.state = 'done' OR i.at < ${before})`.execute(tx)
}

export async function importWork(tx: Transaction, id: string): Promise<ImportWork | null> {
  const found = await sql<ImportWork>`SELECT ${workColumns} FROM facts.import WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

/** The newest imports that the actor may see. */
export async function newestImports(tx: Transaction, limit: number): Promise<ImportRow[]> {
  const found =
    await sql<ImportRow>`SELECT ${columns} FROM facts.import WHERE NOT dry_run ORDER BY at DESC, id LIMIT ${limit}`.execute(
      tx,
    )
  return found.rows
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
