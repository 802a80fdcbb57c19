import type { Direction, Unit } from '#foundation/figure'
import { allocate, roundHalfAway } from '#foundation/money'
import { type ChildBasis, type ChildrenMethod, childShares, ratioTargets } from './children.ts'
import { sums } from './decomposition.ts'
import type { Pace } from './pace.ts'
import { spreadTable } from './spread.ts'

/** A node's year in a decomposition: its whole or goal, its months, and where its path began. */
export type NodeYear = { year: number; months: readonly number[]; start: number | null }

/** A child with what its share is reckoned from; for ratios where it stands and what it weighs. */
export type TreeChild = ChildBasis & { start: number | null; weight: number; person: boolean }

export type SharedKpi = { aggregation: Pace; unit: Unit; direction: Direction; best: number | null }

export type SharedOut =
  | { ok: true; years: NodeYear[]; unknown: string[] }
  /** Figures given by hand that do not sum to the parent's. */
  | { ok: false; by: number }

/** The years of a node's children (H6.5): parts that sum to the parent in each month, or paths that reach its goal together. */
export function sharedOut(
  kpi: SharedKpi,
  parent: NodeYear,
  method: ChildrenMethod,
  children: readonly TreeChild[],
): SharedOut {
  return sums(kpi.aggregation) ? summed(parent, method, children) : followed(kpi, parent, method, children)
}

function summed(parent: NodeYear, method: ChildrenMethod, children: readonly TreeChild[]): SharedOut {
  const shares = childShares(method, children)
  // A new store works like the others; a person without any result has another job.
  const missing = new Set(shares.unknown)
  const some = children.some(({ id }) => !missing.has(id))
  const weights = shares.weights.map((weight, index) => {
    const child = children[index]
    return some && child?.person && missing.has(child.id) ? 0 : weight
  })
  const byHand = children.map(({ hand }) => hand ?? 0)
  const differs = byHand.reduce((left, right) => left + right, 0) - parent.year
  if (method === 'hand' && differs !== 0) return { ok: false, by: differs }
  const wholes = method === 'hand' ? byHand : allocate(parent.year, weights)
  const table = spreadTable(wholes, parent.months)
  const unknown = children.filter(({ id, person }) => missing.has(id) && !person).map(({ id }) => id)
  return { ok: true, years: wholes.map((year, index) => ({ year, months: table[index] ?? [], start: null })), unknown }
}

/** Children go their own way at the parent's pace: a pause of the parent is theirs, and so is its hurry. */
function followed(kpi: SharedKpi, parent: NodeYear, method: ChildrenMethod, children: readonly TreeChild[]): SharedOut {
  const weighed = children.some(({ weight }) => weight > 0)
  const proposed = ratioTargets(
    parent.year,
    children.map((child) => ({ ...child, target: null, weight: weighed ? child.weight : 1 })),
    kpi,
  )
  const begin = parent.start ?? parent.months[0] ?? parent.year
  const way = parent.year - begin
  const years = children.map((child, index): NodeYear => {
    const year = (method === 'hand' ? child.hand : null) ?? proposed[index] ?? parent.year
    const start = child.start ?? begin
    const months = parent.months.map((month) => {
      const progress = way === 0 ? 1 : (month - begin) / way
      return roundHalfAway(start + (year - start) * progress, kpi.unit === 'fen' ? 0 : 1)
    })
    return { year, months: [...months.slice(0, -1), year], start }
  })
  return { ok: true, years, unknown: children.filter(({ start }) => start === null).map(({ id }) => id) }
}
