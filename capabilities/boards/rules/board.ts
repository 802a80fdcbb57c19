import type { Light } from '#foundation/figure'
import type { Day, Period } from '#foundation/period'
import type { Kpi, KpiValue } from '#kpis'
import type { LightOf } from '#targets'

/** One line of a board (P5). */
export type BoardKpi = {
  id: string
  unit: Kpi['unit']
  value: number | null
  numerator: number | null
  denominator: number | null
  target: number | null
  due: number | null
  achievement: number | null
  light: Light
  reason: string
}

/** The rules of other capabilities that a board is made with; handed in, because a rule imports no values from elsewhere. */
export type Judging = {
  kpiValue: (
    kpi: Kpi,
    measures: (id: string) => number | undefined,
    span: { days: number; months: number },
    level: 'store' | 'person',
  ) => KpiValue
  formulaAt: (kpi: Kpi, level: 'store' | 'person') => string | null
  windowOf: (kpi: Kpi, period: Period, asOf: Day) => { span: { days: number; months: number } }
  lightFor: LightOf
  dueValue: (input: {
    target: number | null
    aggregation: Kpi['aggregation']
    period: Period
    asOf: Day
    dayWeights?: readonly number[]
    todayShare?: number
    elapsed?: number
  }) => number | null
  achievement: (actual: number | null, target: number | null, direction: Kpi['direction']) => number | null
}

export type BoardInput = {
  kpis: readonly Kpi[]
  period: Period
  asOf: Day
  level: 'store' | 'person'
  /** undefined: the node has no row, or persons don't have this measure. */
  measures: (id: string) => number | undefined
  /** The same over the trailing twelve months. */
  yearly: (id: string) => number | undefined
  targetOf: (kpi: Kpi) => number | null
  dayWeights?: readonly number[]
  /** How much of today's part is due by now; left out: all of it. */
  todayShare?: number | undefined
  /** The share of the period that is due by now, where it is known already; instead of day weights. */
  elapsed?: number | undefined
}

/** Every KPI that means something for a node, in a period: its value, what is due by now, and its light. */
export function boardKpis(input: BoardInput, rules: Judging): BoardKpi[] {
  const { kpis, period, asOf, level, measures, yearly, targetOf, dayWeights, todayShare, elapsed } = input
  const meant = kpis.filter((kpi) => rules.formulaAt(kpi, level) !== null)
  // There are two windows and forty KPIs.
  const spans = new Map<Kpi['window'], { days: number; months: number }>()
  const spanOf = (kpi: Kpi) => {
    const known = spans.get(kpi.window) ?? rules.windowOf(kpi, period, asOf).span
    spans.set(kpi.window, known)
    return known
  }
  return meant.map((kpi) => {
    const span = spanOf(kpi)
    const sums = kpi.window === 'period' ? measures : yearly
    const { value, numerator, denominator } = rules.kpiValue(kpi, sums, span, level)
    const target = targetOf(kpi)
    const due = rules.dueValue({ target, aggregation: kpi.aggregation, period, asOf, dayWeights, todayShare, elapsed })
    const { light, reason } = rules.lightFor({
      value,
      due,
      direction: kpi.direction,
      unit: kpi.unit,
      tolerance: kpi.tolerance,
      guardBand: kpi.guardBand,
    })
    return {
      id: kpi.id,
      unit: kpi.unit,
      value,
      numerator,
      denominator,
      target,
      due,
      achievement: rules.achievement(value, due, kpi.direction),
      light,
      reason,
    }
  })
}

export type Ranked = { node: string; name: string; value: number | null; light: Light; rank: number | null }

/** The best first; equal values share a rank, and who has no value has none and stands last. */
export function ranking(rows: readonly Omit<Ranked, 'rank'>[], direction: Kpi['direction']): Ranked[] {
  const better = direction === 'higher' ? -1 : 1
  const sorted = [...rows].sort((a, b) => {
    if (a.value === null || b.value === null)
      return Number(a.value === null) - Number(b.value === null) || compare(a.node, b.node)
    return (a.value - b.value) * better || compare(a.node, b.node)
  })
  let rank = 0
  return sorted.map((row, index) => {
    if (row.value === null) return { ...row, rank: null }
    if (index === 0 || sorted[index - 1]?.value !== row.value) rank = index + 1
    return { ...row, rank }
  })
}

/** Nobody reads more than this on a screen; the whole is the network table's. */
const shownAtEitherEnd = 100

/** A ranking as it is shown: whole, or of a long one the first and the last who have a rank. */
export function rankingShown(ranked: readonly Ranked[]): Ranked[] {
  if (ranked.length <= 2 * shownAtEitherEnd) return [...ranked]
  const placed = ranked.filter(({ rank }) => rank !== null)
  if (placed.length <= 2 * shownAtEitherEnd) return placed
  return [...placed.slice(0, shownAtEitherEnd), ...placed.slice(-shownAtEitherEnd)]
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
