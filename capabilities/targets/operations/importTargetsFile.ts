import { record } from '#audit'
import type { Actor, Locale, Words } from '#foundation/actor'
import { type ColumnMapping, suggestedColumns, type TableField } from '#foundation/columns'
import { invalid, registerSentences } from '#foundation/failure'
import type { Unit } from '#foundation/figure'
import { type Reject, readRow, refuse } from '#foundation/reading'
import { newestKpi, newestKpis } from '#kpis'
import type { Database } from '#platform/database'
import { openTable } from '#platform/tableFile'
import { rejectsCsv } from '#platform/tableUploads'
import {
  kpiFinder,
  periodOfText,
  type TargetLayout,
  targetColumns,
  targetLayoutProblem,
  targetsOfRow,
  valueOfText,
  wideColumns,
} from '../rules/targetColumns.ts'
import { type NamedNode, namedNodes, targetsInForce } from '../storage/files.ts'
import { keepLocks, locksAmong, type MonthLock } from '../storage/locks.ts'
import { putTargets } from './putTargets.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date; locale: Locale }

export type TargetsFileInput = {
  file: Buffer
  /** Null: as the headings suggest. */
  mapping: ColumnMapping | null
  year: string | null
  period: string | null
  reason: string | null
  dryRun: boolean
}

/** What a target was and would be; `before` is null where there was none. */
export type TargetChange = {
  row: number
  node: string
  name: string
  kpi: string
  kpiNames: Words
  unit: Unit
  period: string
  before: number | null
  after: number
}

type FileRow = { row: number; cells: readonly string[] }
type Target = {
  row: number
  heading: string
  name: string
  raw: { node: string; kpi: string; period: string; value: number; reason: string | null }
  locks: { year: number; locked: boolean[] } | null
}

const valuesMax = 100_000
const sampleRows = 8

async function opened(file: Buffer) {
  const { headings, rows } = await openTable(file)
  const all: FileRow[] = []
  for await (const row of rows()) {
    if (all.length * headings.length > valuesMax * 4) throw invalid('targets.file.too_long', { max: valuesMax })
    all.push(row)
  }
  return { headings, rows: all }
}

/** What a file of targets holds and how it would be read, before anything is done with it. */
export async function previewTargetsFile(file: Buffer) {
  const { headings, rows } = await opened(file)
  const mapping = suggestedColumns(headings, targetColumns)
  const fields: TableField[] = targetColumns.map(({ headings: known, ...field }) => field)
  return {
    headings,
    sample: rows.slice(0, sampleRows).map(({ cells }) => [...cells]),
    rows: rows.length,
    fields,
    mapping,
    remembered: false,
    wide: wideColumns(headings, mapping, kpiFinder(newestKpis())).map((column) => ({
      heading: column.heading,
      means: column.means,
      what: column.means === 'kpi' ? column.kpi : column.period,
    })),
  }
}

/** Sets targets out of a file, through the same operation as JSON; says what was and what is. Rejects count values, and name row and heading. */
export async function importTargetsFile(deps: Deps, who: Who, input: TargetsFileInput) {
  const { headings, rows } = await opened(input.file)
  const mapping = input.mapping ?? suggestedColumns(headings, targetColumns)
  const layout: TargetLayout = {
    headings,
    mapping,
    wide: wideColumns(headings, mapping, kpiFinder(newestKpis())),
    year: input.year,
    period: input.period === null ? null : periodOf(input.period),
    reason: input.reason,
  }
  const problem = targetLayoutProblem(layout)
  if (problem) throw invalid(problem.code, problem.values)
  const { targets, rejects } = await readTargets(deps, who, layout, rows)
  if (targets.length > valuesMax) throw invalid('targets.file.too_long', { max: valuesMax })
  const before = await deps.database.asActor(who.actor, (tx) =>
    targetsInForce(
      tx,
      targets.map(({ raw: { node, kpi, period } }) => ({ node, kpi, period })),
    ),
  )
  const put = await putTargets(
    deps,
    who,
    targets.map(({ raw }) => raw),
    { dryRun: input.dryRun },
  )
  const refused = new Set(put.rejected.map(({ row }) => row))
  const wrongRows = new Set([...rejects.map(({ row }) => row), ...[...refused].map((at) => targets[at - 1]?.row)])
  const locks = await putLocks(
    deps,
    who,
    targets.filter(({ row }) => !wrongRows.has(row)),
    input.dryRun,
  )
  const rejected = [
    ...rejects.map((reject) => ({ ...reject, field: mapping[reject.field] ?? reject.field })),
    ...put.rejected.map((reject) => {
      const target = targets[reject.row - 1]
      const field = reject.field === 'value' ? target?.heading : (mapping[reject.field] ?? target?.heading)
      return { ...reject, row: target?.row ?? reject.row, field: field ?? reject.field }
    }),
  ].sort((a, b) => a.row - b.row)
  const known = new Map(before.map(({ node, kpi, period, value }) => [`${node} ${kpi} ${period}`, value]))
  const changes = targets.flatMap(({ row, name, raw: { node, kpi, period, value } }, index): TargetChange[] => {
    const was = known.get(`${node} ${kpi} ${period}`) ?? null
    return refused.has(index + 1) || was === value
      ? []
      : [{ row, node, name, kpi, ...shownKpi(kpi), period, before: was, after: value }]
  })
  return {
    dryRun: input.dryRun,
    rows: rows.length,
    accepted: put.accepted,
    replaced: put.replaced,
    ignored: put.ignored,
    locks,
    changes,
    rejected,
    rejectsFile: rejectsCsv(headings, rows, rejected, who.locale),
  }
}

/** Keeps what the rows say of locked months; returns of how many node's years that changes something. */
async function putLocks({ database }: Deps, who: Who, targets: readonly Target[], dryRun: boolean): Promise<number> {
  const said = new Map<string, MonthLock>()
  for (const { raw, locks } of targets)
    if (locks) said.set(`${raw.node} ${raw.kpi} ${locks.year}`, { node: raw.node, kpi: raw.kpi, ...locks })
  if (said.size === 0) return 0
  return database.asActor(who.actor, async (tx) => {
    const before = new Map(
      (await locksAmong(tx, [...said.values()])).map((one) => [`${one.node} ${one.kpi} ${one.year}`, one.locked]),
    )
    const none = new Array<boolean>(12).fill(false).join()
    const changed = [...said].flatMap(([key, lock]) =>
      (before.get(key)?.join() ?? none) === lock.locked.join() ? [] : [lock],
    )
    if (changed.length > 0 && !dryRun) {
      await keepLocks(tx, changed, { no: who.actor.no, name: who.actor.name, now: who.now })
      await record(tx, who, { action: 'targets.locks.put', subject: '', details: { changed: changed.length } })
    }
    return changed.length
  })
}

function shownKpi(id: string): { kpiNames: Words; unit: Unit } {
  const { names, unit } = newestKpi(id) ?? { names: { zh: id, en: id }, unit: 'count' as const }
  return { kpiNames: names, unit }
}

async function readTargets({ database }: Deps, who: Who, layout: TargetLayout, rows: readonly FileRow[]) {
  const read = targetsOfRow(layout)
  const rejects: Reject[] = []
  const named = rows.flatMap(({ row, cells }) => {
    const outcome = readRow(row, () => read(cells))
    if ('value' in outcome) return outcome.value.map((target) => ({ row, ...target }))
    rejects.push(outcome.reject)
    return []
  })
  const nodes = await database.asActor(who.actor, (tx) => namedNodes(tx, [...new Set(named.map(({ node }) => node))]))
  const nodeOf = nodeFinder(nodes)
  const kpiOf = kpiFinder(newestKpis())
  const targets = named.flatMap(({ row, heading, node, kpi, period, value, reason, locks }): Target[] => {
    const outcome = readRow(row, () => {
      const definition = kpiOf(kpi) ?? refuse('kpi', kpi, 'targets.file.kpi_unknown')
      const found = nodeOf(node)
      const after = valueOfText(value, definition, heading)
      return {
        name: found.name,
        raw: { node: found.id, kpi: definition.id, period: period ?? '', value: after, reason },
        locks: locks ? { year: locks.year, locked: locks.locked } : null,
      }
    })
    if ('value' in outcome) return [{ row, heading, ...outcome.value }]
    rejects.push(outcome.reject)
    return []
  })
  return { targets, rejects: onceEach(rejects) }
}

/** A wide row whose node is unknown says so once, and not for each of its months. */
function onceEach(rejects: readonly Reject[]): Reject[] {
  const told = new Map(rejects.map((reject) => [`${reject.row} ${reject.field} ${reject.value}`, reject]))
  return [...told.values()]
}

function nodeFinder(nodes: readonly NamedNode[]) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return (text: string): NamedNode => {
    const own = byId.get(text)
    if (own) return own
    const called = nodes.filter(({ name }) => name === text)
    const [only, ...others] = called
    if (!only) refuse('node', text, 'targets.node.unknown')
    if (others.length > 0)
      refuse('node', text, 'targets.file.node_ambiguous', { ids: called.slice(0, 5).map(({ id }) => id) })
    return only
  }
}

function periodOf(text: string): string {
  const period = periodOfText(text)
  if (period === null) throw invalid('targets.period.unknown', { field: 'period', value: text })
  return period
}

registerSentences({
  'targets.file.too_long': {
    zh: ({ max }) => `文件里的目标值超过 ${max} 个，请分成几个文件。`,
    en: ({ max }) => `The file holds more than ${max} targets; split it.`,
  },
  'targets.file.kpi_unknown': {
    zh: ({ value }) => `没有叫“${value}”的指标。请按指标库里的名称或编码填写。`,
    en: ({ value }) => `There is no KPI "${value}". Write a name or id of the KPI library.`,
  },
  'targets.file.node_ambiguous': {
    zh: ({ value, ids }) => `有几个组织都叫“${value}”，请改填编码：${(ids as string[]).join('、')}。`,
    en: ({ value, ids }) =>
      `Several nodes are called "${value}"; write the code instead: ${(ids as string[]).join(', ')}.`,
  },
})
