import { invalid, registerSentences } from '#foundation/failure'
import { addDays, type Day, dayAt, isDay, monthOf, type Period, parsePeriod, periodOf } from '#foundation/period'
import { type Kpi, kpiOn, newestKpi } from '#kpis'
import { placeOf } from '#measures'
import type { SnapshotQuery } from '../storage/snapshots.ts'
import { targetPeriods } from './targetOf.ts'

export type BoardRequest = { node: string; period: Period; asOf: Date; asOfDay: Day; ranking: Kpi | null }

/** The place of the operating days, counted from 1. */
export const operatingPlace = (placeOf('operatingDays', 'store') as number) + 1

/** The business days of boards are those of China's one time zone; facts carry their own company's. */
const zone = 'Asia/Shanghai'

/** Reads what was asked; refuses an unknown period, moment or KPI with the reason. */
export function boardRequest(
  query: { node: string; period?: string; asOf?: string; ranking?: string },
  now: Date,
): BoardRequest {
  const asOf = query.asOf === undefined ? now : momentOf(query.asOf)
  const asOfDay = dayAt(asOf, zone)
  const period = parsePeriod(query.period ?? monthOf(asOfDay))
  if (!period) throw invalid('boards.period.unknown', { period: query.period ?? '' })
  const ranked = query.ranking === undefined ? null : (kpiOn(query.ranking, period.to) ?? newestKpi(query.ranking))
  if (query.ranking !== undefined && !ranked) throw invalid('boards.kpi.unknown', { kpi: query.ranking })
  return { node: query.node, period, asOf, asOfDay, ranking: ranked }
}

function momentOf(text: string): Date {
  if (isDay(text)) return new Date(`${text}T23:59:59+08:00`)
  const instant = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? new Date(text) : new Date(Number.NaN)
  if (Number.isNaN(instant.getTime())) throw invalid('boards.as_of.unknown', { asOf: text })
  return instant
}

/** The readings of the periods that were asked for last; thousands of boards a second are of a few periods. */
const readings = new Map<string, Omit<SnapshotQuery, 'node'>>()
const readingsMax = 200

export function queryOf({ node, period, asOfDay }: BoardRequest): SnapshotQuery {
  const key = `${period.text} ${asOfDay}`
  const known = readings.get(key)
  if (known) return { node, ...known }
  if (readings.size >= readingsMax) readings.clear()
  const made = readingOf(period, asOfDay)
  readings.set(key, made)
  return { node, ...made }
}

/** Whole months are read from their rows. A month that runs is its days so far or, with fewer rows, its row less the days to come. */
function readingOf(period: Period, asOfDay: Day): Omit<SnapshotQuery, 'node'> {
  const { from, to: end } = period
  const to = asOfDay < end ? asOfDay : end
  const periods = targetPeriods(period)
  const short = period.kind === 'day' || period.kind === 'week'
  const whole = { from, to, end, periods, taking: false, leftPlace: operatingPlace }
  const nothing = { daysFrom: addDays(from, 1), daysTo: from }
  if (to < from) return { ...whole, monthsTo: addDays(from, -1), ...nothing }
  if (short) return { ...whole, monthsTo: addDays(from, -1), daysFrom: from, daysTo: end }
  if (to === end) return { ...whole, monthsTo: end, ...nothing }
  const month = periodOf('month', to)
  const taking = Number(to.slice(8)) > 15
  return { ...whole, monthsTo: addDays(month.from, -1), daysFrom: month.from, daysTo: month.to, taking }
}

/** Opening hours, by which a single day's target falls due; longer periods fall due by whole days, today counting in full. */
const opens = 8
const closes = 18

/** How much of a day's target is due by a moment of it. */
export function todayShare(period: Period, asOf: Date): number {
  if (period.kind !== 'day') return 1
  const hour = ((asOf.getTime() / 3_600_000 + 8) % 24) - opens
  return Math.min(1, Math.max(0, hour / (closes - opens)))
}

registerSentences({
  'boards.trend.month_wanted': {
    zh: ({ to }) => `趋势按月显示，“${to}”不是月份。`,
    en: ({ to }) => `A trend runs over months; "${to}" is none.`,
  },
  'boards.node.unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的查看范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'boards.period.unknown': {
    zh: ({ period }) => `期间“${period}”无法识别，请写成 2024-04-10、2024-04-W2、2024-04、2024-Q2 或 2024。`,
    en: ({ period }) => `The period "${period}" is not known; write 2024-04-10, 2024-04-W2, 2024-04, 2024-Q2 or 2024.`,
  },
  'boards.as_of.unknown': {
    zh: ({ asOf }) => `时点“${asOf}”无法识别，请带时区写成 2024-04-10T10:00:00+08:00。`,
    en: ({ asOf }) => `The moment "${asOf}" is not known; write 2024-04-10T10:00:00+08:00.`,
  },
  'boards.kpi.unknown': { zh: ({ kpi }) => `没有指标“${kpi}”。`, en: ({ kpi }) => `There is no KPI "${kpi}".` },
})
