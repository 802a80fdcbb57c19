import { type Day, elapsed, type Period } from '#foundation/period'
import type { SpanCounts } from './compiled.ts'
import type { Kpi } from './kpi.ts'

/** The days that a KPI's measures are summed over, up to the last that counts, with what a formula may know of their length. */
export type KpiWindow = { from: Day; to: Day; span: SpanCounts }

/**
 * The window of a KPI for a period (H5.3): the part of the period that has begun, or the twelve calendar months of which the
 * last is the one in which that part ends.
 */
export function windowOf(kpi: Pick<Kpi, 'window'>, period: Period, asOf: Day): KpiWindow {
  const to = asOf < period.to ? asOf : period.to
  if (kpi.window === 'period') return { from: period.from, to, span: elapsed(period, asOf) }
  const month = Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7)) - 1 - 11
  const from = `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  return { from, to, span: asOf < period.from ? { days: 0, months: 0 } : elapsed({ from, to }, to) }
}
