import { type Day, daysIn, monthsCount, periodOf } from '#foundation/period'
import { formulaMeasures, type Kpi, kpiValue, windowOf } from '#kpis'
import { lasts, type MeasureLevel, placeOf, windowPlaces } from '#measures'
import { type Transaction, together } from '#platform/database'
import { nodeSums, nodeWindows } from '../storage/nodeFigures.ts'
import { measuredSums } from '../storage/people.ts'

type Days = { from: Day; to: Day }

export type PersonWanted = Days & { personNo: number }
export type NodeWanted = Days & { nodeNo: number; kpis: readonly Kpi[] }

/** The value of a KPI where it was asked for; null is no data. */
export type Figures = (kpi: Kpi) => number | null

/** What follows from days alone, worked out once for all who were there on the same ones. */
function eachDaysOnce<Known>(known: (days: Days) => Known): (days: Days) => Known {
  const found = new Map<string, Known>()
  return (days) => {
    const key = days.from + days.to
    let one = found.get(key)
    if (one === undefined) {
      one = known(days)
      found.set(key, one)
    }
    return one
  }
}

/** Whether days are calendar months from the first to the last, and so may be read from the months' rows. */
const areMonths = ({ from, to }: Days) => periodOf('month', from).from === from && periodOf('month', to).to === to
const isMonth = (days: Days) => areMonths(days) && days.from === periodOf('month', days.to).from

/** What is credited to people over days for these KPIs, in the order asked for: one query, however many they are. */
export async function personFigures(
  tx: Transaction,
  wanted: readonly PersonWanted[],
  kpis: Iterable<Kpi>,
): Promise<Figures[]> {
  const measured = measuresIn(kpis, 'person')
  const whole = eachDaysOnce(isMonth)
  const sums = await measuredSums(
    tx,
    wanted.map((one) => ({ personNo: one.personNo, from: one.from, to: one.to, whole: whole(one) })),
    measured.places,
  )
  const spanOf = eachDaysOnce((days) => ({ days: daysIn(days), months: monthsCount(days) }))
  return wanted.map((one, index): Figures => {
    const lookup = measured.lookupIn(sums[index] ?? null)
    const span = spanOf(one)
    return (kpi) => kpiValue(kpi, lookup, span, 'person').value
  })
}

/**
 * The figures of nodes over days, in the order asked for, each over the window of its KPI: two queries, however many they
 * are. Equal nodes and days are read once.
 */
export async function nodeFigures(tx: Transaction, wanted: readonly NodeWanted[]): Promise<Figures[]> {
  const kpis = new Set(wanted.flatMap((one) => one.kpis))
  const measured = measuresIn(kpis, 'store')
  const whole = eachDaysOnce(areMonths)
  const spanKey = ({ nodeNo, from, to }: NodeDays) => `${nodeNo} ${from} ${to}`
  const spans = [...new Map(wanted.map((one) => [spanKey(one), one])).values()]
  const endKey = ({ nodeNo, to }: NodeDays) => `${nodeNo} ${to}`
  const ends = [...new Map(wanted.filter(isWindowed).map((one) => [endKey(one), one])).values()]
  const windows = windowsOf(kpis)
  const [sums, rows] = await together(
    nodeSums(
      tx,
      spans.map((one) => ({ nodeNo: one.nodeNo, from: one.from, to: one.to, whole: whole(one) })),
      measured.places,
    ),
    nodeWindows(tx, ends, windows),
  )
  const sumOf = new Map(spans.map((one, index) => [spanKey(one), sums[index] ?? null]))
  const rowOf = new Map(ends.map((one, index) => [endKey(one), rows[index] ?? null]))

  const spanOf = eachDaysOnce(({ from, to }) => {
    const days = { ...periodOf('month', to), from, to }
    const over = (window: Kpi['window']) => windowOf({ window }, days, to).span
    return { period: over('period'), trailing12: over('trailing12') }
  })
  return wanted.map((one): Figures => {
    const sum = measured.lookupIn(sumOf.get(spanKey(one)) ?? null)
    const { year, last } = windows.read(rowOf.get(endKey(one)) ?? null)
    const spansOf = spanOf(one)
    return (kpi) => {
      const span = spansOf[kpi.window]
      const lookup = kpi.window === 'period' ? (id: string) => (lasts.has(id) ? last(id) : sum(id)) : year
      return kpiValue(kpi, lookup, span, 'store').value
    }
  })
}

type NodeDays = Days & { nodeNo: number }

/** Whether a KPI asked for is formed over a year, or from what holds at the end of the days. */
const isWindowed = ({ kpis: asked }: NodeWanted) =>
  asked.some((kpi) => kpi.window !== 'period' || formulaMeasures(kpi, 'store').some((id) => lasts.has(id)))

/** What these KPIs need of the windows of a node: a year's sums of their measures, and levels where one stands in a formula. */
function windowsOf(kpis: ReadonlySet<Kpi>) {
  const asked = [...kpis]
  const yearly = asked.filter(({ window }) => window !== 'period').flatMap((kpi) => formulaMeasures(kpi, 'store'))
  const { yearPlaces, addedPlaces, read } = windowPlaces([...new Set(yearly)])
  // What is counted at a month's end is a row of its own; only what is added up needs the rows of all months.
  const atEnd = asked.flatMap((kpi) => formulaMeasures(kpi, 'store')).filter((id) => lasts.has(id))
  const levels = atEnd.some((id) => addedPlaces.includes((placeOf(id, 'store') ?? -1) + 1))
  return { year: yearPlaces, added: addedPlaces, levels, read }
}

/** Where the measures of KPIs stand in rows of a level, and how to look them up in an array of just these. */
function measuresIn(kpis: Iterable<Kpi>, level: MeasureLevel) {
  const indexOf = new Map<string, number>()
  const places: number[] = []
  for (const kpi of kpis)
    for (const id of formulaMeasures(kpi, level)) {
      const place = placeOf(id, level)
      if (place === null || indexOf.has(id)) continue
      indexOf.set(id, places.length)
      places.push(place)
    }
  const lookupIn = (measured: number[] | null) => (id: string) => {
    const index = indexOf.get(id)
    return measured === null || index === undefined ? undefined : measured[index]
  }
  return { places, lookupIn }
}
