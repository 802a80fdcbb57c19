import { type Compiled, compiled, type MeasureLookup, type SpanCounts } from './compiled.ts'
import { type Formula, measuresOf, parseFormula } from './formula.ts'
import type { Kpi } from './kpi.ts'
import { type Split, split } from './split.ts'

/** Who a value is for: a store and all above it, or a person and a department, which have credited measures (H5.9). */
export type Level = 'store' | 'person'

/** A value in the KPI's unit with what stands above and below the line; null is "no data". Nothing is rounded. */
export type KpiValue = { value: number | null; numerator: number | null; denominator: number | null }

type Ready = {
  tree: Formula
  whole: Compiled
  split: Split
  numerator: Compiled
  denominator: Compiled | null
  basis: readonly string[]
}

const noData: KpiValue = { value: null, numerator: null, denominator: null }
// A definition is plain data that never changes once made, so what follows from it is kept beside it.
const ready: Record<Level, WeakMap<Kpi, Ready | null>> = { store: new WeakMap(), person: new WeakMap() }

/** The formula that holds at a level; null when the KPI has no value there. */
export function formulaAt(kpi: Kpi, level: Level): string | null {
  return level === 'person' && kpi.personFormula !== undefined ? kpi.personFormula : kpi.formula
}

/** The measures in a KPI's formula at a level, and the one that must not be 0. */
export function formulaMeasures(kpi: Kpi, level: Level): string[] {
  const parts = readyAt(kpi, level)
  if (!parts) return []
  return [...new Set([...measuresOf(parts.tree), ...parts.basis])]
}

/** The measures of which one must not be 0 at a level; none is asked of an empty list. */
function basisAt(kpi: Kpi, level: Level): readonly string[] {
  const basis = level === 'person' && kpi.personBasis !== undefined ? kpi.personBasis : kpi.basis
  if (basis === null) return []
  return typeof basis === 'string' ? [basis] : basis
}

/** The checked tree of a KPI at a level and its split; null when the KPI has no value there. */
export function readyAt(kpi: Kpi, level: Level): Ready | null {
  const kept = ready[level].get(kpi)
  if (kept !== undefined) return kept
  const formula = formulaAt(kpi, level)
  let made: Ready | null = null
  if (formula !== null) {
    const tree = parseFormula(formula, null)
    const parts = split(tree)
    made = {
      tree,
      whole: compiled(tree),
      split: parts,
      numerator: compiled(parts.numerator),
      denominator: parts.denominator && compiled(parts.denominator),
      basis: basisAt(kpi, level),
    }
  }
  ready[level].set(kpi, made)
  return made
}

/**
 * The value of a KPI from summed measures (H5.1): never an average of averages, never NaN, infinite or -0. Null when the
 * denominator is 0, when a measure is missing, or when the basis is 0 (H5.5). `span` counts the days and months that
 * the measures were summed over: of a running period those that have begun.
 */
export function kpiValue(kpi: Kpi, measures: MeasureLookup, span: SpanCounts, level: Level): KpiValue {
  const parts = readyAt(kpi, level)
  if (!parts) return noData
  if (parts.basis.length > 0 && !parts.basis.some((id) => measures(id))) return noData
  const numerator = finite(parts.numerator(measures, span))
  if (numerator === null) return noData
  const { times, per } = parts.split
  if (!parts.denominator) return { value: finite((times * numerator) / per), numerator, denominator: null }
  const denominator = finite(parts.denominator(measures, span))
  if (denominator === null) return noData
  // One division at the very end: 100 x 423 / 450 is 94, where 423 / 450 x 100 may carry binary noise.
  // What divides by 0 anywhere in the formula as written has no value, even where the split has lifted it above the line.
  const none = denominator === 0 || parts.whole(measures, span) === null
  const value = none ? null : finite((times * numerator) / (per * denominator))
  return { value, numerator, denominator }
}

function finite(value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null
  return value === 0 ? 0 : value
}
