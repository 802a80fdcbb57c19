import type { Words } from '#foundation/actor'
import { type Unit, units } from '#foundation/figure'
import { compiled, type MeasureLookup, type SpanCounts } from './compiled.ts'
import { contributions, decimalsOf, driversMax, implied, type Parts, type Whole } from './contributions.ts'
import { type Formula, measuresOf, parseFormula } from './formula.ts'
import type { Kpi } from './kpi.ts'
import type { Identity } from './pyramid.ts'
import type { MeasureWords } from './trace.ts'
import { type Level, readyAt } from './value.ts'

/** A driver as it can be read off summed measures. `kpi` is the KPI to look at for more. */
export type Leaf = {
  id: string
  kpi: string | null
  names: Words
  unit: Unit
  /** The driver is this KPI itself, and so shares its target. */
  is: string | null
  at: (measures: MeasureLookup, span: SpanCounts) => number | null
}

/** The whole as a function of its drivers. */
export type Drivers = { whole: Whole; leaves: readonly Leaf[] }

/** A driver between the two ends of a change; `contribution` is null where the change is not split. */
export type Moved = Pick<Leaf, 'id' | 'kpi' | 'names' | 'unit'> & {
  from: number | null
  to: number | null
  contribution: number | null
}

/** Whether the parts are given, or why not. */
export type Splitting = 'exact' | 'no_value' | 'no_target' | 'single' | 'too_many'

export type Change = {
  split: Splitting
  from: number | null
  to: number | null
  change: number | null
  drivers: Moved[]
}

const spanWords: Record<string, Words> = { days: { zh: '天数', en: 'Days' }, months: { zh: '月数', en: 'Months' } }
/** What keeps the sum exact where targets were set without regard to each other. */
const gap = {
  id: 'targetGap',
  kpi: null,
  names: { zh: '目标之间不一致', en: 'Targets that do not fit together' },
} as const

/**
 * The drivers of a KPI (H5.7): of a store and all above it those of its identity, otherwise the measures of its formula,
 * and the length of the period where the formula knows it. Null where there are not two of them.
 */
export function driversOf(
  kpi: Kpi,
  level: Level,
  identities: readonly Identity[],
  words: (measure: string) => MeasureWords | undefined,
): Drivers | null {
  const identity = level === 'store' ? identities.find((one) => one.kpi === kpi.id) : undefined
  if (identity) {
    const whole = compiled(parseFormula(identity.formula, new Set(identity.drivers.map((driver) => driver.id))))
    const leaves = identity.drivers.map((driver): Leaf => {
      const { id, names, unit, is = null, leadsTo } = driver
      return { id, names, unit, is, kpi: is ?? leadsTo ?? null, at: compiled(parseFormula(driver.formula, null)) }
    })
    return { whole: (driver) => whole(driver, noSpan), leaves }
  }
  const ready = readyAt(kpi, level)
  if (!ready) return null
  const leaves = [
    ...measuresOf(ready.tree).map((id): Leaf => {
      const known = words(id)
      const unit = units.find((one) => one === known?.unit) ?? 'count'
      const names = known?.names ?? { zh: id, en: id }
      return { id, kpi: null, is: null, names, unit, at: (measures) => measures(id) ?? null }
    }),
    ...spansIn(ready.tree).map(
      (id): Leaf => ({
        id,
        kpi: null,
        is: null,
        names: spanWords[id] ?? { zh: id, en: id },
        unit: id === 'days' ? 'days' : 'count',
        at: (_, span) => span[id],
      }),
    ),
  ]
  if (leaves.length < 2) return null
  const whole: Whole = (driver) => ready.whole(driver, { days: driver('days') ?? 0, months: driver('months') ?? 0 })
  return { whole, leaves }
}

/** One end of a change: the value of the KPI there, and what its drivers are worth. */
export type End = { value: number | null; driver: (leaf: Leaf) => number | null }

/** The end that the facts give. Where the KPI has no value, a sum of 0 is one that nobody sent. */
export function measuredEnd(value: number | null, measures: MeasureLookup, span: SpanCounts): End {
  const at = (leaf: Leaf) => leaf.at(measures, span)
  return { value, driver: value === null ? (leaf) => at(leaf) || null : at }
}

/** The end that targets give; one driver without a target has what the others leave for it. */
export function targetEnd(value: number | null, targets: ReadonlyMap<string, number>, drivers: Drivers | null): End {
  const own = new Map<string, number>()
  const missing: string[] = []
  for (const { id, is } of drivers?.leaves ?? []) {
    const target = is === null ? undefined : targets.get(is)
    if (target === undefined) missing.push(id)
    else own.set(id, target)
  }
  const [only] = missing
  if (drivers && value !== null && missing.length === 1 && own.size > 0 && only !== undefined) {
    const left = implied(drivers.whole, (id) => own.get(id) ?? null, only, value)
    if (left !== null) own.set(only, left)
  }
  return { value, driver: ({ id }) => own.get(id) ?? null }
}

/** A change from one end to the other with its drivers' parts, so far as it can be split. */
export function changeOf(unit: Unit, drivers: Drivers | null, from: End, to: End, toTarget: boolean): Change {
  const known = from.value !== null && to.value !== null
  const leaves = (drivers?.leaves ?? []).map((leaf) => ({ leaf, from: from.driver(leaf), to: to.driver(leaf) }))
  const shown = (split: Splitting, parts: Parts | null): Change => ({
    split,
    from: parts?.from ?? from.value,
    to: parts?.to ?? to.value,
    change: parts?.change ?? (known ? (to.value as number) - (from.value as number) : null),
    drivers: leaves.map(({ leaf: { id, kpi, names, unit: unitOf }, from: start, to: end }) => {
      return { id, kpi, names, unit: unitOf, from: start, to: end, contribution: parts?.parts.get(id) ?? null }
    }),
  })
  if (!known) return shown(toTarget && from.value === null ? 'no_target' : 'no_value', null)
  if (!drivers) return shown('single', null)
  if (drivers.leaves.length > driversMax) return shown('too_many', null)
  if (leaves.some((one) => one.to === null)) return shown('no_value', null)
  if (leaves.some((one) => one.from === null)) return shown(toTarget ? 'no_target' : 'no_value', null)
  const starts = new Map(leaves.map((one) => [one.leaf.id, one.from as number]))
  const ends = new Map(leaves.map((one) => [one.leaf.id, one.to as number]))
  const first = drivers.whole((id) => starts.get(id) ?? null)
  const last = drivers.whole((id) => ends.get(id) ?? null)
  if (first === null || last === null || !near(last, to.value as number)) return shown('no_value', null)
  const missed = (from.value as number) - first
  const misfit = toTarget && !near(first, from.value as number)
  if (!toTarget && !near(first, from.value as number)) return shown('no_value', null)
  const movements = leaves.map((one) => ({ id: one.leaf.id, from: one.from as number, to: one.to as number }))
  const parts = contributions(
    (driver) => {
      const value = drivers.whole(driver)
      return value === null ? null : value + (misfit ? (driver(gap.id) ?? 0) : 0)
    },
    misfit ? [...movements, { id: gap.id, from: missed, to: 0 }] : movements,
    decimalsOf(unit),
  )
  if (!parts) return shown('no_value', null)
  const change = shown('exact', parts)
  if (misfit) change.drivers.push({ ...gap, unit, from: missed, to: 0, contribution: parts.parts.get(gap.id) ?? null })
  return change
}

const noSpan: SpanCounts = { days: 0, months: 0 }
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

function spansIn(tree: Formula): ('days' | 'months')[] {
  switch (tree.kind) {
    case 'span':
      return [tree.name]
    case 'negative':
      return spansIn(tree.of)
    case 'binary':
      return [...new Set([...spansIn(tree.left), ...spansIn(tree.right)])]
    case 'function':
      return [...new Set(tree.arguments.flatMap(spansIn))]
    default:
      return []
  }
}
