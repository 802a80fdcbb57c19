import { monthOf, type Period, parsePeriod } from '#foundation/period'
import type { Kpi } from '#kpis'
import { derivedTarget } from '#targets'
import type { TargetRow } from '../storage/comparison.ts'

/** A node's own target of a KPI in a period, or null. */
export type Targets = (kpi: string, period: string) => number | null

/** The target of the period itself; for a day or a plan week without one of its own, its part of the month's. */
export function targetOf(kpi: Kpi, period: Period, targets: Targets): number | null {
  const own = targets(kpi.id, period.text)
  if (own !== null || (period.kind !== 'day' && period.kind !== 'week')) return own
  const month = parsePeriod(monthOf(period.from)) as Period
  const { aggregation, unit } = kpi
  const target = targets(kpi.id, month.text)
  return target === null ? null : derivedTarget({ target, aggregation, unit, period: month, part: period })
}

/** Targets of one node as a board reads them: few, and looked up once. */
export function targetsIn(rows: readonly TargetRow[] | null): Targets {
  return (kpi, period) => rows?.find((target) => target[1] === kpi && target[0] === period)?.[2] ?? null
}

/** Targets of many nodes. */
export function targetsBy(rows: ReadonlyMap<number, readonly TargetRow[]>): (no: number) => Targets {
  const values = new Map(
    [...rows].map(([no, own]) => [no, new Map(own.map(([period, kpi, value]) => [`${kpi} ${period}`, value]))]),
  )
  return (no) => {
    const own = values.get(no)
    return (kpi, period) => own?.get(`${kpi} ${period}`) ?? null
  }
}

/** The periods whose targets a period may need. */
export function targetPeriods(period: Period): string[] {
  const short = period.kind === 'day' || period.kind === 'week'
  return short ? [period.text, monthOf(period.from)] : [period.text]
}
