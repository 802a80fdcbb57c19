import { type Day, daysIn, monthsCount, periodOf } from '#foundation/period'
import { formulaMeasures, type Kpi, kpiValue, windowOf } from '#kpis'
import { lasts, type MeasureLevel, placeOf, rowWidth, windowsIn } from '#measures'
import type { Transaction } from '#platform/database'
import { nodeSums, nodeWindows } from '../storage/nodeFigures.ts'
import { measuredSums } from '../storage/people.ts'

type Days = { from: Day; to: Day }

/** Whether days are calendar months from the first to the last, and so may be read from the months' rows. */
const areMonths = ({ from, to }: Days) => periodOf('month', from).from === from && periodOf('month', to).to === to

export type PersonWanted = Days & { personNo: number }
export type NodeWanted = Days & { nodeNo: number; kpis: readonly Kpi[] }

/** The value of a KPI where it was asked for; null is no data. */
export type Figures = (kpi: Kpi) => number | null

/** What is credited to people over days, in the order asked for: one query, however many they are. */
export async function personFigures(tx: Transaction, wanted: readonly PersonWanted[]): Promise<Figures[]> {
  const sums = await measuredSums(
    tx,
    wanted.map((one) => ({ ...one, whole: areMonths(one) && one.from === periodOf('month', one.to).from })),
    rowWidth('person'),
  )
  return wanted.map((one, index): Figures => {
    const lookup = lookupIn(sums[index] ?? null, 'person')
    return (kpi) => kpiValue(kpi, lookup, { days: daysIn(one), months: monthsCount(one) }, 'person').value
  })
}

/**
 * The figures of nodes over days, in the order asked for, each over the window of its KPI: two queries, however many they
 * are. Equal nodes and days are read once.
 */
export async function nodeFigures(tx: Transaction, wanted: readonly NodeWanted[]): Promise<Figures[]> {
  const spanKey = ({ nodeNo, from, to }: NodeDays) => `${nodeNo} ${from} ${to}`
  const spans = [...new Map(wanted.map((one) => [spanKey(one), one])).values()]
  const sums = await nodeSums(
    tx,
    spans.map((one) => ({ ...one, whole: areMonths(one) })),
    rowWidth('store'),
  )
  const sumOf = new Map(spans.map((one, index) => [spanKey(one), sums[index] ?? null]))

  const endKey = ({ nodeNo, to }: NodeDays) => `${nodeNo} ${to}`
  const ends = [...new Map(wanted.filter(isWindowed).map((one) => [endKey(one), one])).values()]
  const rows = await nodeWindows(tx, ends)
  const windowsOf = new Map(ends.map((one, index) => [endKey(one), rows[index] ?? null]))

  return wanted.map((one): Figures => {
    const sum = lookupIn(sumOf.get(spanKey(one)) ?? null, 'store')
    const { year, last } = windowsIn(windowsOf.get(endKey(one)) ?? null)
    return (kpi) => {
      const { span } = windowOf(kpi, { ...periodOf('month', one.to), from: one.from, to: one.to }, one.to)
      const lookup = kpi.window === 'period' ? (id: string) => (lasts.has(id) ? last(id) : sum(id)) : year
      return kpiValue(kpi, lookup, span, 'store').value
    }
  })
}

type NodeDays = Days & { nodeNo: number }

/** Whether a KPI asked for is formed over a year, or from what holds at the end of the days. */
const isWindowed = ({ kpis: asked }: NodeWanted) =>
  asked.some((kpi) => kpi.window !== 'period' || formulaMeasures(kpi, 'store').some((id) => lasts.has(id)))

function lookupIn(measured: number[] | null, level: MeasureLevel) {
  return (id: string) => {
    const place = placeOf(id, level)
    // A row that an older server wrote is shorter: what lies behind its end counts as zero.
    return measured === null || place === null ? undefined : (measured[place] ?? 0)
  }
}
