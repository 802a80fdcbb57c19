import { randomUUID } from 'node:crypto'
import { invalid, notFound } from '#foundation/failure'
import { isCode } from '#foundation/ids'
import { type Reject, readRow, textIn } from '#foundation/reading'
import type { Jobs } from '#platform/jobs'
import { openTable, type TableFile } from '#platform/tableFile'
import { type Readings, startingReadings } from '../rules/columnReading.ts'
import { fileFields, type Mapping, mappingProblem, startingMapping } from '../rules/columns.ts'
import { type FactKind, factKinds } from '../rules/plainKinds.ts'
import {
  addPart,
  type ImportSettings,
  type ImportState,
  insertImport,
  insertRejects,
  keepFile,
  rememberedMapping,
  rememberMapping,
  setState,
} from '../storage/imports.ts'
import { visibleStores } from '../storage/versions.ts'
import { importJob } from './importJob.ts'
import { contentsOf, type Deps, layoutOf, profilesOf, rowsAtOnce, takeParts, type Who, zonesOf } from './importParts.ts'

export type FileImported = {
  /** Null for a dry run at once, of which nothing is kept. */
  id: string | null
  state: ImportState
  dryRun: boolean
  accepted: number
  replaced: number
  ignored: number
  rejected: Reject[]
  stores: string[]
  months: string[]
  mapping: Mapping
  /** Rows that went through, and rows of the file. */
  done: number
  total: number
}

type Input = {
  kind: FactKind
  source: string
  fileName: string
  file: Buffer
  sheet?: string | null
  /** Null: as remembered for the source, or else as the headings suggest. */
  mapping: Mapping | null
  /** How columns are read; null as the mapping. */
  readings?: Readings | null
  /** The store of the whole file; null when a column says it. */
  store: string | null
  dryRun: boolean
}

/**
 * Takes a file in through `receiveFacts`. Accepted, replaced and ignored count facts, rejected counts rows. A file that is
 * longer than one part goes in in the background, where there is any, and the answer only says so.
 *
 * A row without a version has the moment of the import as its version, and counts as new only when it says something else
 * than the version that is kept. So the same file twice changes nothing, and a corrected file replaces.
 */
export async function importFile(deps: Deps, who: Who, input: Input, jobs: Jobs | null = null): Promise<FileImported> {
  if (!factKinds.includes(input.kind))
    throw invalid('facts.kind.unknown', { value: input.kind, allowed: factKinds.join(', ') })
  const source = sourceOf(input.source)
  const table = await openTable(input.file, { sheet: input.sheet ?? null })
  const settled = await settledSettings(deps, who, { ...input, source }, table)
  const asked = { ...input, source, fileName: fileNameOf(input.fileName), ...settled }
  if (jobs && settled.rows > rowsAtOnce) return startImport(deps, who, asked, jobs)
  return importTable(deps, who, asked, table)
}

type Asked = Pick<Input, 'kind' | 'source' | 'fileName' | 'dryRun'> & {
  settings: ImportSettings
  storeNo: number | null
  rows: number
}

/** Takes a table in at once, part by part. */
export async function importTable(deps: Deps, who: Who, asked: Asked, table: TableFile): Promise<FileImported> {
  const { kind, source, dryRun, settings } = asked
  const layout = layoutOf(asked, table, who.now)
  const contents = await contentsOf(table, layout)
  const id = dryRun ? null : randomUUID()
  const result: FileImported = {
    id,
    state: 'done',
    dryRun,
    accepted: 0,
    replaced: 0,
    ignored: 0,
    rejected: [],
    stores: [],
    months: [],
    mapping: settings.mapping,
    done: contents.rows,
    total: contents.rows,
  }
  if (id)
    await deps.database.asActor(who.actor, async (tx) => {
      // What breaks off here has no file to go on with, and says so until it is done.
      await insertImport(tx, { ...newImport(asked, who, id), state: 'cancelled', jobId: null })
      await rememberMapping(tx, { kind, source, now: who.now }, { ...settings, headings: table.headings })
    })
  const stores = new Set<string>()
  const months = new Set<string>()
  const work = {
    id,
    table,
    layout: { ...layout, zoneOf: await zonesOf(deps, who, contents.stores) },
    contents,
    dryRun,
    partsDone: 0,
  }
  await takeParts(deps, who, work, {
    before: async () => undefined,
    kept: async (tx, part) => {
      if (!id) return
      await addPart(tx, id, { ...part, rejected: part.rejects.length })
      if (part.rejects.length > 0) await insertRejects(tx, id, part.rejects)
    },
    after: async (part) => {
      for (const name of ['accepted', 'replaced', 'ignored'] as const) result[name] += part[name]
      result.rejected.push(...part.rejects.map(({ cells, ...reject }) => reject))
      for (const store of part.stores) stores.add(store)
      for (const month of part.months) months.add(month)
    },
  })
  if (id) await deps.database.asWorker((tx) => setState(tx, id, 'done'))
  result.rejected.sort((a, b) => a.row - b.row)
  return { ...result, stores: [...stores].sort(), months: [...months].sort() }
}

const newImport = (
  { kind, source, fileName, dryRun, settings, storeNo, rows }: Asked,
  { actor, now }: Who,
  id: string,
) => ({
  id,
  kind,
  source,
  fileName,
  dryRun,
  settings,
  storeNo,
  total: rows,
  actorNo: actor.no,
  actorName: actor.name,
  at: now,
})

async function startImport(
  deps: Deps,
  who: Who,
  asked: Asked & { file: Buffer; headings: string[] },
  jobs: Jobs,
): Promise<FileImported> {
  const { kind, source, dryRun, settings, file, headings, rows } = asked
  const id = randomUUID()
  await deps.database.asActor(who.actor, async (tx) => {
    const jobId = await jobs.start(tx, importJob(deps), { id }, who)
    await insertImport(tx, { ...newImport(asked, who, id), state: 'waiting', jobId })
    if (!dryRun) await rememberMapping(tx, { kind, source, now: who.now }, { ...settings, headings })
    await deps.database.becomeWorker(tx)
    await keepFile(tx, id, file)
  })
  jobs.wake()
  const counts = { accepted: 0, replaced: 0, ignored: 0, rejected: [], stores: [], months: [] }
  return { id, state: 'waiting', dryRun, ...counts, mapping: settings.mapping, done: 0, total: rows }
}

/** The name of the source as facts bear it. */
export function sourceOf(source: string): string {
  const outcome = readRow(0, () => textIn({ source }, 'source', { max: 100 }))
  if ('reject' in outcome)
    throw invalid(outcome.reject.code, { field: 'source', value: outcome.reject.value, ...outcome.reject.named })
  return outcome.value
}

const fileNameOf = (name: string) =>
  name
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .slice(-200)
    .toWellFormed()

/** Settles which column means what and how it is read; a file that can't be read at all is refused as a whole. */
async function settledSettings(deps: Deps, who: Who, input: Input, table: TableFile) {
  const { kind, source, store } = input
  const { headings } = table
  const { profiles, rows } = await profilesOf(table)
  return deps.database.asActor(who.actor, async (tx) => {
    const remembered = await rememberedMapping(tx, kind, source)
    const mapping = input.mapping ?? startingMapping(headings, kind, remembered)
    const given = input.readings ?? remembered?.readings ?? {}
    const problem = mappingProblem(mapping, headings, kind, store !== null, given)
    if (problem) throw invalid(problem.code, problem.values)
    const readings = startingReadings(fileFields(kind), mapping, profiles, given)
    const storeNo = store !== null && isCode(store) ? (await visibleStores(tx, [store])).get(store) : null
    if (store !== null && storeNo == null) throw notFound('facts.store.unknown', { value: store })
    const settings: ImportSettings = { mapping, readings, store, sheet: table.sheet }
    return { settings, storeNo: storeNo ?? null, rows, headings }
  })
}
