import type { Actor } from '#foundation/actor'
import { isCode } from '#foundation/ids'
import type { Reject } from '#foundation/reading'
import type { Database, Transaction } from '#platform/database'
import type { TableFile } from '#platform/tableFile'
import { type ColumnProfile, columnProfiles } from '../rules/columnReading.ts'
import type { FileKind } from '../rules/columns.ts'
import { type FileRow, groupRead, groupRejects, type Layout, rowKeys } from '../rules/fileRow.ts'
import type { ImportSettings, KeptCells } from '../storage/imports.ts'
import { timeZones, visibleStores, zonesInUse } from '../storage/versions.ts'
import { type FollowFacts, type ObservableMeasures, type RawRow, type Received, receiveFacts } from './receiveFacts.ts'

export type Deps = { database: Database; followFacts: FollowFacts; observableMeasures?: ObservableMeasures }
export type Who = { actor: Actor; now: Date }

/** Rows taken in one transaction: locks of stores are held shortly, and no more rows than these are in memory as objects. */
export const rowsAtOnce = 2_000

/** A part of a file as it went in. */
export type Part = {
  number: number
  rows: number
  accepted: number
  replaced: number
  ignored: number
  rejects: (Reject & { cells: KeptCells })[]
  stores: string[]
  months: string[]
}

type Work = {
  id: string | null
  table: TableFile
  layout: Layout
  contents: Contents
  dryRun: boolean
  /** So many parts are in already. */
  partsDone: number
}

type Steps = {
  /** Before each part; may throw to end the work there. */
  before: (doneRows: number) => Promise<void>
  /** In the transaction of the part's facts, as the worker; it may be undone and run again. */
  kept: (tx: Transaction, part: Part) => Promise<void>
  /** After it. */
  after: (part: Part) => Promise<void>
}

/**
 * Takes a file in part by part, each with its numbers in one transaction. The parts of a file are always the same, so that
 * work that broke off goes on with the first part that isn't in; one that went in twice would change nothing.
 */
export async function takeParts(deps: Deps, who: Who, work: Work, { before, kept, after }: Steps): Promise<void> {
  const { contents } = work
  // A long file comes in parts, but its numbers follow once, in the background, as they would if it were one request.
  const inParts = contents.rows > rowsAtOnce
  const followFacts: FollowFacts = (tx, touched) =>
    deps.followFacts(tx, {
      ...touched,
      facts: Math.max(touched.facts, contents.rowsOfId.size),
      part: inParts ? 'more_to_come' : undefined,
    })
  try {
    await everyPart(deps, who, work, { before, kept, after }, followFacts)
  } finally {
    // However it ended: what is in shows.
    const nothing = { days: [], locked: new Set<number>(), facts: 0 }
    if (inParts) await deps.database.asWorker((tx) => deps.followFacts(tx, { ...nothing, part: 'last' }))
  }
}

async function everyPart(
  deps: Deps,
  who: Who,
  work: Work,
  { before, kept, after }: Steps,
  followFacts: FollowFacts,
): Promise<void> {
  const { id, table, layout, contents, dryRun } = work
  let number = 0
  let doneRows = 0
  for await (const groups of batches(table, layout, contents)) {
    const all = groups.flat()
    const { rows, rejects, rowsOf } = factsOf(layout, groups)
    const partOf = (received: Received): Part => {
      const { accepted, replaced, ignored, stores, days } = received
      const refused = [
        ...rejects,
        ...received.rejected.flatMap((reject) => groupRejects(layout, rowsOf(reject.row), reject)),
      ]
      return {
        number,
        rows: all.length,
        accepted,
        replaced,
        ignored,
        rejects: withCells(table.headings, all, refused),
        stores,
        months: [...new Set(days.map((day) => day.slice(0, 7)))],
      }
    }
    if (number >= work.partsDone) {
      await before(doneRows)
      const received = await receiveFacts({ ...deps, followFacts }, who, {
        kind: layout.kind,
        rows,
        dryRun,
        via: id ? `file ${id}` : 'file',
        also: (tx, received) => kept(tx, partOf(received)),
      })
      await after(partOf(received))
    }
    number += 1
    doneRows += all.length
  }
}

/** Rejected rows as they stand in the file, in its order. */
function withCells(headings: readonly string[], rows: readonly FileRow[], rejects: readonly Reject[]): Part['rejects'] {
  const byRow = new Map(rows.map((row) => [row.row, row]))
  return rejects
    .map((reject) => ({
      ...reject,
      cells: (byRow.get(reject.row)?.cells ?? []).map((cell, at): [string, string] => [headings[at] ?? '', cell]),
    }))
    .sort((a, b) => a.row - b.row)
}

/** How the rows of a file are read; local times need the stores' zones, which are found once its stores are known. */
export function layoutOf(
  asked: { kind: FileKind; source: string; settings: ImportSettings },
  table: TableFile,
  now: Date,
): Layout {
  const { mapping, readings, store } = asked.settings
  return {
    kind: asked.kind,
    source: asked.source,
    headings: table.headings,
    mapping,
    readings,
    store,
    zoneOf: () => 'UTC',
    now,
  }
}

export type Contents = { rowsOfId: Map<string, number>; stores: Set<string>; rows: number }

/** A first look through the file: rows of one fact may stand anywhere in it, and local times need the stores' zones. */
export async function contentsOf(file: TableFile, layout: Layout): Promise<Contents> {
  const keysOf = rowKeys(layout)
  const contents: Contents = { rowsOfId: new Map(), stores: new Set(), rows: 0 }
  for await (const row of file.rows()) {
    contents.rows += 1
    const { id, store } = keysOf(row)
    if (id !== null) contents.rowsOfId.set(id, (contents.rowsOfId.get(id) ?? 0) + 1)
    if (store !== null && isCode(store)) contents.stores.add(store)
  }
  return contents
}

export async function zonesOf(deps: Deps, who: Who, stores: Set<string>): Promise<Layout['zoneOf']> {
  return deps.database.asActor(who.actor, async (tx) => {
    const known = await visibleStores(tx, [...stores])
    const zoneOf = await timeZones(tx, await zonesInUse(tx), [...known.values()])
    return (store) => zoneOf(known.get(store ?? '') ?? 0)
  })
}

/** Rows by the fact that they belong to, some thousands of rows at a time. */
async function* batches(file: TableFile, layout: Layout, { rowsOfId }: Contents): AsyncGenerator<FileRow[][]> {
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

/** What stands in each column, over the whole file. */
export async function profilesOf(table: TableFile): Promise<{ profiles: ColumnProfile[]; rows: number }> {
  const looking = columnProfiles(table.headings)
  let rows = 0
  for await (const { cells } of table.rows()) {
    looking.note(cells)
    rows += 1
  }
  return { profiles: looking.profiles(), rows }
}
