import { addDays, type Day, monthOf, type Period, parsePeriod, periodOf, previousPeriod } from '#foundation/period'
import { formulaMeasures, type Kpi, kpiValue, windowOf } from '#kpis'
import { lasts, placeOf, windowPlaces } from '#measures'
import type { Transaction } from '#platform/database'
import { type BoardKpi, boardKpis } from '../rules/board.ts'
import {
  countedMonthly,
  type MonthSums,
  monthlySums,
  type RowsOf,
  sumsOf,
  targetsOfMany,
  windowsOfMany,
} from '../storage/comparison.ts'
import type { Member, NodeKind } from '../storage/members.ts'
import { operatingPlace } from './boardRequest.ts'
import type { Inherited } from './inherited.ts'
import { judging } from './judging.ts'
import { targetOf, targetPeriods, targetsBy } from './targetOf.ts'

type Level = 'store' | 'person'
export const levelOf = (kind: NodeKind): Level => (kind === 'person' || kind === 'department' ? 'person' : 'store')
const rowsOf = (kind: NodeKind): RowsOf => (kind === 'person' || kind === 'department' ? kind : 'node')

/** What has to be read so that these KPIs can be worked out at a level: places count from 1. */
export function needsOf(kpis: readonly Kpi[], level: Level) {
  const of = (some: readonly Kpi[]) => [...new Set(some.flatMap((kpi) => formulaMeasures(kpi, level)))]
  const period = of(kpis.filter((kpi) => kpi.window === 'period'))
  const year = level === 'store' ? of(kpis.filter((kpi) => kpi.window !== 'period')) : []
  const plain = period.filter((id) => placeOf(id, level) !== null && !lasts.has(id))
  const places = [operatingPlace, ...plain.map((id) => (placeOf(id, level) as number) + 1)]
  const at = new Map(plain.map((id, index) => [id, index + 1]))
  const windows = windowPlaces(year)
  const lasting = level === 'store' && [...period, ...year].some((id) => lasts.has(id))
  return {
    places,
    at,
    windows: {
      ...windows,
      addedPlaces: windows.addedPlaces,
      needed: level === 'store' && (year.length > 0 || lasting),
      /** Levels count from the beginning: every month there is must be read. */
      lasting,
    },
  }
}

export type ComparedMoment = { period: Period; asOf: Date; asOfDay: Day; todayShare: number }

/**
 * The lines of many nodes of one kind, for some KPIs in a period: the same figures, due values and lights as on the board
 * of each, in a number of queries that does not grow with the nodes.
 */
export async function compared(
  tx: Transaction,
  wanted: ComparedMoment & { kind: NodeKind; members: readonly Member[]; kpis: readonly Kpi[]; inherited: Inherited },
): Promise<Map<number, BoardKpi[]>> {
  const { kind, members, kpis, period, asOfDay, inherited, todayShare } = wanted
  const level = levelOf(kind)
  const nos = members.map(({ no }) => no)
  const running = asOfDay < period.to
  const to = running ? asOfDay : period.to
  const needs = needsOf(kpis, level)
  const short = period.kind === 'day' || period.kind === 'week'
  const sums =
    to < period.from
      ? new Map<number, never>()
      : await sumsOf(tx, rowsOf(kind), {
          nos,
          from: period.from,
          to,
          end: period.to,
          byDay: short,
          places: needs.places,
        })
  const windows = needs.windows.needed
    ? await windowsOfMany(tx, {
        nos,
        to,
        yearPlaces: needs.windows.yearPlaces,
        addedPlaces: needs.windows.lasting ? needs.windows.addedPlaces : [],
      })
    : new Map<number, (number | null)[]>()
  const targets = targetsBy(
    await targetsOfMany(tx, { nos, periods: targetPeriods(period), kpis: kpis.map(({ id }) => id) }),
  )
  const padding: null[] = needs.windows.lasting ? [] : needs.windows.addedPlaces.map(() => null)
  return new Map(
    members.map(({ no }) => {
      const row = sums.get(no)
      const own = targets(no)
      const whole = windows.get(no) ?? null
      // Levels that nobody asked for were not read, and leave their places.
      const yearEnd = needs.windows.yearPlaces.length
      const { year, last } = needs.windows.read(
        whole && padding.length > 0 ? [...whole.slice(0, yearEnd), ...padding, ...whole.slice(yearEnd)] : whole,
      )
      const sum = (id: string) => {
        if (lasts.has(id)) return last(id)
        const at = needs.at.get(id)
        return at === undefined || !row ? undefined : (row.measured[at] ?? 0)
      }
      const [worked, left] = [row?.measured[0] ?? 0, row?.later ?? 0]
      const lines = boardKpis(
        {
          kpis,
          period,
          asOf: asOfDay,
          level,
          measures: sum,
          yearly: year,
          targetOf: (kpi) => targetOf(kpi, period, own) ?? inherited(no, kpi),
          todayShare,
          elapsed: running && level === 'store' && worked + left > 0 ? worked / (worked + left) : undefined,
        },
        judging,
      )
      return [no, kind === 'department' ? lines.map((line) => ofDepartment(line, kpis)) : lines]
    }),
  )
}

/** Why a department's line is grey: what adds up has a target of its own, or none (H6.1). */
export function ofDepartment(line: BoardKpi, kpis: readonly Kpi[]): BoardKpi {
  const additive = line.reason === 'no_target' && kpis.find(({ id }) => id === line.id)?.aggregation === 'additive'
  return additive ? { ...line, reason: 'no_department_target' } : line
}

/** The month and those before it, oldest first. */
export function monthsUpTo(last: string, count: number): Period[] {
  const list: Period[] = []
  for (let month = parsePeriod(last) as Period; list.length < count; month = previousPeriod(month)) list.unshift(month)
  return list
}

/** The value of a KPI for a node in a month; null is no data. */
export type MonthlyFigures = (no: number, kpi: Kpi, month: Period) => number | null

/** The values of KPIs for many nodes of one kind over months that follow each other, in two queries at most. */
export async function monthlyFigures(
  tx: Transaction,
  wanted: { kind: NodeKind; nos: readonly number[]; kpis: readonly Kpi[]; months: readonly Period[]; asOfDay: Day },
): Promise<MonthlyFigures> {
  const { kind, nos, kpis, months, asOfDay } = wanted
  const level = levelOf(kind)
  const first = months[0] as Period
  const end = (months.at(-1) as Period).to
  const to = asOfDay < end ? asOfDay : end
  const { places, at, windows } = needsOf(kpis, level)
  const since = windows.needed ? monthsUpTo(first.text, 12)[0]?.from : first.from
  const rows = await monthlySums(tx, rowsOf(kind), { nos, from: first.from, to, places })
  const windowed = windows.needed
    ? await monthlySums(tx, rowsOf(kind), {
        nos,
        from: windows.lasting ? null : (since ?? first.from),
        to,
        places: [...windows.yearPlaces, ...windows.addedPlaces],
      })
    : []
  const counted = windows.lasting ? await countedMonthly(tx, { nos, from: first.from, to }) : []
  const countedOf = new Map(counted.map((row) => [`${row.no} ${row.month}`, row.counted]))
  const rowOf = new Map(rows.map((row) => [`${row.no} ${row.month}`, row]))
  const windowsOf = Map.groupBy(windowed, (row) => row.no)
  const size = { year: windows.yearPlaces.length, added: windows.addedPlaces.length }
  // Asked for KPI by KPI, but the same for all KPIs of a node and a month.
  const read = new Map<string, Reading>()
  const spans = new Map(months.map((month) => [month.text, spansOf(month, asOfDay)]))
  const yearOf = new Map(months.map((month) => [month.text, monthsUpTo(month.text, 12)[0]?.text ?? month.text]))
  const reading = (no: number, month: string): Reading => {
    const key = `${no} ${month}`
    const known = read.get(key)
    if (known) return known
    const own = windowsOf.get(no)
    const row = rowOf.get(key)
    const { year, last } = windows.read(
      windows.needed && own
        ? windowAt(own, { month, firstMonth: yearOf.get(month) ?? month }, size, countedOf.get(key))
        : null,
    )
    const sum = (id: string) => {
      if (lasts.has(id)) return last(id)
      const place = at.get(id)
      return place === undefined || !row ? undefined : (row.measured[place] ?? 0)
    }
    const made = { period: sum, trailing12: year }
    read.set(key, made)
    return made
  }
  return (no, kpi, month) => {
    const span = spans.get(month.text)?.[kpi.window]
    if (to < month.from || !span) return null
    return kpiValue(kpi, reading(no, month.text)[kpi.window], span, level).value
  }
}

type Lookup = (id: string) => number | undefined
type Reading = Record<Kpi['window'], Lookup>

const spansOf = (month: Period, asOfDay: Day) => ({
  period: windowOf({ window: 'period' }, month, asOfDay).span,
  trailing12: windowOf({ window: 'trailing12' }, month, asOfDay).span,
})

/** A node's windows at the end of a month, put together from its months. */
function windowAt(
  rows: readonly MonthSums[],
  { month, firstMonth }: { month: string; firstMonth: string },
  size: { year: number; added: number },
  counted: (number | null)[] | undefined,
): (number | null)[] {
  const window: (number | null)[] = Array.from({ length: size.year + size.added }, () => null)
  for (const row of rows) {
    if (row.month > month) continue
    for (let place = row.month < firstMonth ? size.year : 0; place < window.length; place += 1) {
      const value = row.measured[place] ?? null
      if (value !== null) window[place] = (window[place] ?? 0) + value
    }
  }
  return [...window, ...(counted ?? [null, null, null])]
}

/** The last closed month of a moment. */
export const lastClosedMonth = (asOfDay: Day): Period => periodOf('month', addDays(`${monthOf(asOfDay)}-01`, -1))
