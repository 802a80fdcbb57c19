import type { Direction, Light } from '#foundation/figure'

/** What a row of the network table is arranged by: every KPI that was chosen, in the order chosen. */
export type NetworkCell = { kpi: string; value: number | null; light: Light; reason: string }
export type NetworkRow<Cell extends NetworkCell = NetworkCell> = {
  node: { id: string; name: string }
  under: { id: string; name: string } | null
  cells: readonly Cell[]
}

export type LightCounts = Record<Light, number>

/** How many rows a KPI is green, yellow, red and grey in, and of the grey ones how many for want of what. */
export function lightCounts(
  rows: readonly NetworkRow[],
  kpi: string,
): LightCounts & { reasons: Record<string, number> } {
  const counts = { green: 0, yellow: 0, red: 0, grey: 0, reasons: {} as Record<string, number> }
  for (const row of rows) {
    const cell = cellOf(row, kpi)
    if (!cell) continue
    counts[cell.light] += 1
    if (cell.light === 'grey') counts.reasons[cell.reason] = (counts.reasons[cell.reason] ?? 0) + 1
  }
  return counts
}

export type NetworkFilter = {
  /** A part of the name or id, whatever its case. */
  text?: string | undefined
  /** Only rows that have this light in the KPI, or in any of the chosen ones. */
  light?: Light | undefined
  of?: string | undefined
}

/** Whether a row is called like that. */
export function named(row: NetworkRow, text: string | undefined): boolean {
  const wanted = text?.trim().toLowerCase()
  if (!wanted) return true
  return row.node.name.toLowerCase().includes(wanted) || row.node.id.toLowerCase().includes(wanted)
}

/** Whether a row shows a light, in one KPI or in any. */
export function lit(row: NetworkRow, { light, of }: NetworkFilter): boolean {
  if (!light) return true
  return row.cells.some((cell) => cell.light === light && (of === undefined || cell.kpi === of))
}

export type NetworkSort = { by: 'name' | 'under' | 'attention' | { kpi: string }; direction: 'asc' | 'desc' }

/**
 * Rows in order. By a KPI: by its value, rows without one last whichever way. By attention: most red lights first, then
 * most yellow. What is equal stands by id, so that every page of the same rows continues the one before.
 */
export function sortedRows<Row extends NetworkRow>(
  rows: readonly Row[],
  { by, direction }: NetworkSort,
  compareNames: (a: string, b: string) => number,
): Row[] {
  const way = direction === 'asc' ? 1 : -1
  const byId = (a: Row, b: Row) => (a.node.id < b.node.id ? -1 : a.node.id > b.node.id ? 1 : 0)
  if (by === 'name') return rows.toSorted((a, b) => way * compareNames(a.node.name, b.node.name) || byId(a, b))
  if (by === 'under')
    return rows.toSorted(
      (a, b) =>
        Number(a.under === null) - Number(b.under === null) ||
        way * compareNames(a.under?.name ?? '', b.under?.name ?? '') ||
        byId(a, b),
    )
  const keys = new Map(rows.map((row) => [row, by === 'attention' ? attention(row) : figureOf(row, by.kpi)]))
  return rows.toSorted((a, b) => {
    const left = keys.get(a) as number | null
    const right = keys.get(b) as number | null
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byId(a, b)
    return way * (left - right) || byId(a, b)
  })
}

/** Red counts before any number of yellow ones: there are never a thousand KPIs in a row. */
const attention = (row: NetworkRow) =>
  row.cells.reduce((sum, { light }) => sum + (light === 'red' ? 1000 : light === 'yellow' ? 1 : 0), 0)

const cellOf = (row: NetworkRow, kpi: string) => row.cells.find((cell) => cell.kpi === kpi)
const figureOf = (row: NetworkRow, kpi: string) => cellOf(row, kpi)?.value ?? null

/** The rows that follow one, at most so many, and the last of them if more follow; null when that row is not there. */
export function pageOf<Row extends NetworkRow>(
  rows: readonly Row[],
  after: string | undefined,
  limit: number,
): { rows: Row[]; next: string | null } | null {
  const start = after === undefined ? 0 : rows.findIndex((row) => row.node.id === after) + 1
  if (after !== undefined && start === 0) return null
  const page = rows.slice(start, start + limit)
  const more = start + limit < rows.length
  return { rows: page, next: more ? (page.at(-1)?.node.id ?? null) : null }
}

export type Observed = { node: string; value: number | null; sample: number }
export type Mover = { node: string; before: number; now: number; change: number; sample: number }

/** Fewer cases than this on either side prove nothing: 1 of 2 is no mover. */
export const movingSampleMin = 10

/**
 * What moved between two stretches of days that are equally long: the biggest gains and the biggest losses in the KPI's
 * direction, and how many nodes were left out because there was too little to compare.
 */
export function movers(
  before: readonly Observed[],
  now: readonly Observed[],
  direction: Direction,
  limit: number,
): { better: Mover[]; worse: Mover[]; tooFew: number } {
  const earlier = new Map(before.map((one) => [one.node, one]))
  const way = direction === 'higher' ? 1 : -1
  const moved: Mover[] = []
  let tooFew = 0
  for (const { node, value, sample } of now) {
    const past = earlier.get(node)
    if (value === null || !past || past.value === null || Math.min(sample, past.sample) < movingSampleMin) {
      tooFew += 1
      continue
    }
    moved.push({
      node,
      before: past.value,
      now: value,
      change: value - past.value,
      sample: Math.min(sample, past.sample),
    })
  }
  const gain = (one: Mover) => way * one.change
  const still = (one: Mover) => Math.abs(one.change) <= 1e-9 * Math.max(1, Math.abs(one.now), Math.abs(one.before))
  const real = moved.filter((one) => !still(one))
  const ordered = real.toSorted((a, b) => gain(b) - gain(a) || (a.node < b.node ? -1 : 1))
  return {
    better: ordered.filter((one) => gain(one) > 0).slice(0, limit),
    worse: ordered
      .filter((one) => gain(one) < 0)
      .toReversed()
      .slice(0, limit),
    tooFew,
  }
}

/** From how many closed months in a row on a red light is one that persists. */
export const persistingMonthsMin = 2

/** How many of the last months, oldest first, were red without a break up to the last; 0 when the last was not. */
export function redRun(lights: readonly Light[]): number {
  const broken = lights.findLastIndex((light) => light !== 'red')
  return lights.length - 1 - broken
}

/** From how many operating days without a fact on a kind is missing. */
export const missingDaysMin = 3

type Known = { no: number; kind: string; newest: string | null }

/** What may be missing: kinds that somebody here still sends, of stores whose own newest fact lies before a day. */
export function suspectedGaps<Row extends Known>(rows: readonly Row[], aliveSince: string, before: string): Row[] {
  const alive = new Set(rows.filter(({ newest }) => newest !== null && newest >= aliveSince).map(({ kind }) => kind))
  return rows.filter(({ kind, newest }) => alive.has(kind) && (newest === null || newest < before))
}
