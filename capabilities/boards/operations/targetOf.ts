import { seasonality } from '#catalogue/seasonality'
import { monthOf, type Period, parsePeriod } from '#foundation/period'
import type { Kpi } from '#kpis'
import { lunarNewYear } from '#platform/calendar'
import { derivedTarget, planDayWeights } from '#targets'
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
  if (target === null) return null
  // A month that is part of a year's plan spreads over its days as the plan does: quietly around the lunar new year.
  const planned = targets(kpi.id, period.from.slice(0, 4)) !== null
  const dayWeights = planned ? { dayWeights: plannedDays(month.text) } : {}
  return derivedTarget({ target, aggregation, unit, period: month, part: period, ...dayWeights })
}

const plannedMonths = new Map<string, number[]>()

/** The calendar's months are few, so what follows from one is kept. */
function plannedDays(month: string): number[] {
  const kept = plannedMonths.get(month)
  if (kept) return kept
  const weights = planDayWeights(month, { profile: seasonality, newYear: lunarNewYear(Number(month.slice(0, 4))) })
  plannedMonths.set(month, weights)
  return weights
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
  return short ? [period.text, monthOf(period.from), period.from.slice(0, 4)] : [period.text]
}
