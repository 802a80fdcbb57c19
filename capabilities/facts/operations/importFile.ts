import { randomUUID } from 'node:crypto'
import type { Actor } from '#foundation/actor'
import { invalid, notFound } from '#foundation/failure'
import { isCode } from '#foundation/ids'
import type { Day } from '#foundation/period'
import { type Reject, readRow, textIn } from '#foundation/reading'
import { type CsvFile, openCsv } from '#platform/csv'
import type { Database, Transaction } from '#platform/database'
import { type FileKind, type Mapping, mappingProblem, startingMapping } from '../rules/columns.ts'
import { type FileRow, groupRead, groupRejects, type Layout, rowKeys } from '../rules/fileRow.ts'
import type { FactKind } from '../rules/plainKinds.ts'
import { insertImport, insertRejects, type KeptCells, rememberedMapping, rememberMapping } from '../storage/imports.ts'
import { timeZones, visibleStores } from '../storage/versions.ts'
import { type FollowFacts, type RawRow, receiveFacts } from './receiveFacts.ts'

export type FileImported = {
  /** Null for a dry run, of which nothing is kept. */
  id: string | null
  dryRun: boolean
  accepted: number
  replaced: number
  ignored: number
  rejected: Reject[]
  stores: string[]
  months: string[]
}

type Deps = { database: Database; followFacts: FollowFacts }
type Who = { actor: Actor; now: Date }
type Input<Kind = FileKind> = {
  kind: Kind
  source: string
  fileName: string
  file: Buffer
  /** Null: as remembered for the source, or else as the headings suggest. */
  mapping: Mapping | null
  /** The store of the whole file; null when a column says it. */
  store: string | null
  dryRun: boolean
}

/** Rows taken in one transaction: locks of stores are held shortly, and no more rows than these are in memory as objects. */
const rowsAtOnce = 2_000

/**
 * Takes a file in through `receiveFacts`, in parts, each with its numbers in one transaction. Accepted, replaced and
 * ignored count facts, rejected counts rows. Breaking off between two parts loses nothing: the same file again ignores
 * what is there already.
 *
 * A row without a version has the moment of the import as its version, and counts as new only when it says something else
 * than the version that is kept. So the same file twice changes nothing, and a corrected file replaces.
 */
export async function importFile(deps: Deps, who: Who, { kind, ...asked }: Input<FactKind>): Promise<FileImported> {
  if (kind !== 'work-orders' && kind !== 'surveys')
    throw invalid('facts.kind.unknown', { value: kind, allowed: 'work-orders, surveys' })
  const input: Input = { ...asked, kind }
  const source = sourceOf(input.source)
  const file = await openCsv(input.file)
  const { mapping, storeNo } = await settledMapping(deps, who, { ...input, source }, file.headings)
  const untimed: Layout = {
    kind: input.kind,
    source,
    headings: file.headings,
    mapping,
    store: input.store,
    zoneOf: () => 'UTC',
    now: who.now,
  }
  const contents = await contentsOf(file, untimed)
  const layout: Layout = { ...untimed, zoneOf: await zonesOf(deps, who, contents.stores) }
  const id = input.dryRun ? null : randomUUID()
  const total = { accepted: 0, replaced: 0, ignored: 0, rejected: [] as Reject[] }
  const stores = new Set<string>()
  const days = new Set<Day>()
  // A long file comes in parts, but its numbers follow once, in the background, as they would if it were one request.
  const followFacts: FollowFacts = (tx, touched) =>
    deps.followFacts(tx, { ...touched, facts: Math.max(touched.facts, contents.rowsOfId.size) })
  for await (const groups of batches(file, layout, contents)) {
    const { rows, rejects, rowsOf } = factsOf(layout, groups)
    const received = await receiveFacts({ ...deps, followFacts }, who, {
      kind: input.kind,
      rows,
      dryRun: input.dryRun,
      via: id ? `file ${id}` : 'file',
    })
    for (const name of ['accepted', 'replaced', 'ignored'] as const) total[name] += received[name]
    total.rejected.push(
      ...rejects,
      ...received.rejected.flatMap((reject) => groupRejects(layout, rowsOf(reject.row), reject)),
    )
    for (const store of received.stores) stores.add(store)
    for (const day of received.days) days.add(day)
  }
  total.rejected.sort((a, b) => a.row - b.row)
  if (id) {
    const counts = {
      accepted: total.accepted,
      replaced: total.replaced,
      ignored: total.ignored,
      rejected: total.rejected.length,
    }
    await deps.database.asActor(who.actor, async (tx) => {
      await insertImport(tx, {
        ...counts,
        id,
        kind: input.kind,
        source,
        fileName: fileNameOf(input.fileName),
        actorNo: who.actor.no,
        actorName: who.actor.name,
        storeNo,
        at: who.now,
      })
      await keepRejects(tx, id, file, total.rejected)
      await rememberMapping(tx, { kind: input.kind, source, now: who.now }, { mapping, headings: file.headings })
    })
  }
  return {
    id,
    dryRun: input.dryRun,
    ...total,
    stores: [...stores].sort(),
    months: [...new Set([...days].map((day) => day.slice(0, 7)))].sort(),
  }
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

/** Settles which column means what; a file that can't be read at all is refused as a whole. */
async function settledMapping(deps: Deps, who: Who, input: Input, headings: string[]) {
  return deps.database.asActor(who.actor, async (tx) => {
    const mapping =
      input.mapping ?? startingMapping(headings, input.kind, await rememberedMapping(tx, input.kind, input.source))
    const problem = mappingProblem(mapping, headings, input.kind, input.store !== null)
    if (problem) throw invalid(problem.code, problem.values)
    const storeNo =
      input.store !== null && isCode(input.store) ? (await visibleStores(tx, [input.store])).get(input.store) : null
    if (input.store !== null && storeNo == null) throw notFound('facts.store.unknown', { value: input.store })
    return { mapping, storeNo: storeNo ?? null }
  })
}

type Contents = { rowsOfId: Map<string, number>; stores: Set<string> }

/** A first look through the file: rows of one fact may stand anywhere in it, and local times need the stores' zones. */
async function contentsOf(file: CsvFile, layout: Layout): Promise<Contents> {
  const keysOf = rowKeys(layout)
  const contents: Contents = { rowsOfId: new Map(), stores: new Set() }
  for await (const row of file.rows()) {
    const { id, store } = keysOf(row)
    if (id !== null) contents.rowsOfId.set(id, (contents.rowsOfId.get(id) ?? 0) + 1)
    if (store !== null && isCode(store)) contents.stores.add(store)
  }
  return contents
}

async function zonesOf(deps: Deps, who: Who, stores: Set<string>): Promise<Layout['zoneOf']> {
  return deps.database.asActor(who.actor, async (tx) => {
    const known = await visibleStores(tx, [...stores])
    const zoneOf = await timeZones(tx, [...known.values()])
    return (store) => zoneOf(known.get(store ?? '') ?? 0)
  })
}

/** Rows by the fact that they belong to, some thousands of rows at a time. */
async function* batches(file: CsvFile, layout: Layout, { rowsOfId }: Contents): AsyncGenerator<FileRow[][]> {
  const keysOf = rowKeys(layout)
  const waiting = new Map<string, FileRow[]>()
  let batch: FileRow[][] = []
  let size = 0
  for await (const row of file.rows()) {
    const { id } = keysOf(row)
    const group = (id === null ? undefined : waiting.get(id)) ?? []
    group.push(row)
    if (id !== null && group.length < (rowsOfId.get(id) ?? 1)) {
      waiting.set(id, group)
      continue
    }
    if (id !== null) waiting.delete(id)
    batch.push(group)
    size += group.length
    if (size < rowsAtOnce) continue
    yield batch
    batch = []
    size = 0
  }
  if (size > 0) yield batch
}

function factsOf(layout: Layout, groups: FileRow[][]) {
  const rows: RawRow[] = []
  const rejects: Reject[] = []
  const behind = new Map<number, FileRow[]>()
  for (const group of groups) {
    const read = groupRead(layout, group)
    rejects.push(...read.rejects)
    rows.push(...read.facts)
    if (read.facts.length === 0) continue
    const refused = new Set(read.rejects.map((reject) => reject.row))
    const taken = group.filter(({ row }) => !refused.has(row))
    for (const { row } of taken) behind.set(row, taken)
  }
  return { rows, rejects, rowsOf: (row: number) => behind.get(row) ?? [] }
}

const rejectsAtOnce = 1_000

/** Keeps the rejected rows as they stand in the file, which is read once more for it. */
async function keepRejects(tx: Transaction, id: string, file: CsvFile, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return
  const byRow = new Map(rejects.map((reject) => [reject.row, reject]))
  let batch: (Reject & { cells: KeptCells })[] = []
  for await (const { row, cells } of file.rows()) {
    const reject = byRow.get(row)
    if (!reject) continue
    batch.push({ ...reject, cells: cells.map((cell, index) => [file.headings[index] ?? '', cell]) })
    if (batch.length < rejectsAtOnce) continue
    await insertRejects(tx, id, batch)
    batch = []
  }
  if (batch.length > 0) await insertRejects(tx, id, batch)
}
