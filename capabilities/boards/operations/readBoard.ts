import type { Actor } from '#foundation/actor'
import { forbidden, invalid, notFound, registerSentences, unauthorised } from '#foundation/failure'
import { addDays, type Day, dayAt, isDay, monthOf, type Period, parsePeriod, periodOf } from '#foundation/period'
import { type Kpi, kpiOn, kpisOn, newestKpi } from '#kpis'
import { lasts, placeOf, windowsIn } from '#measures'
import type { Database, Transaction } from '#platform/database'
import { type BoardKpi, boardKpis, type Ranked, ranking } from '../rules/board.ts'
import type { Found, NodeKind } from '../storage/members.ts'
import { peopleOf, placesBelow } from '../storage/members.ts'
import { type Snapshot, type SnapshotQuery, snapshot, snapshotByKey } from '../storage/snapshots.ts'
import { compared, levelOf, ofDepartment } from './compared.ts'
import { inheritedTargets, noUsualTargets, type UsualTargets } from './inherited.ts'
import { judging } from './judging.ts'
import { type Targets, targetOf, targetPeriods } from './targetOf.ts'

export type Board = {
  node: { id: string; kind: string; name: string }
  period: string
  from: Day
  to: Day
  asOf: string
  factsUpTo: string | null
  kpis: BoardKpi[]
  ranking?: Ranked[]
}

export type BoardRequest = { node: string; period: Period; asOf: Date; asOfDay: Day; ranking: Kpi | null }

const weightPlace = (placeOf('operatingDays', 'store') as number) + 1

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

function queryOf({ node, period, asOfDay }: BoardRequest): SnapshotQuery {
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
  const whole = { from, to, end, periods, taking: false, leftPlace: weightPlace }
  const nothing = { daysFrom: addDays(from, 1), daysTo: from }
  if (to < from) return { ...whole, monthsTo: addDays(from, -1), ...nothing }
  if (short) return { ...whole, monthsTo: addDays(from, -1), daysFrom: from, daysTo: end }
  if (to === end) return { ...whole, monthsTo: end, ...nothing }
  const month = periodOf('month', to)
  const taking = Number(to.slice(8)) > 15
  return { ...whole, monthsTo: addDays(month.from, -1), daysFrom: month.from, daysTo: month.to, taking }
}

/** A board under the actor's row level security; 404 for a node that it may not see, exactly as for one that is not there. */
export async function readBoard(
  tx: Transaction,
  request: BoardRequest,
  usual: UsualTargets = noUsualTargets,
): Promise<Board & { pending: boolean }> {
  const query = queryOf(request)
  const row = await snapshot(tx, query)
  if (!row) throw notFound('boards.node.unknown', { node: request.node })
  const board = boardOf(request, row, await inheritedBy(tx, request, row, usual))
  if (!request.ranking) return { ...board, pending: row.pending }
  const node = { no: row.no, id: request.node, name: row.name, kind: row.kind }
  return { ...board, ranking: await readRanking(tx, request, request.ranking, node, usual), pending: row.pending }
}

/** Whether a node's targets come partly from elsewhere: the card of a person, the store of a department. */
export const inherits = (kind: string) => kind === 'person' || kind === 'department'

async function inheritedBy(tx: Transaction, { period, asOfDay }: BoardRequest, row: Snapshot, usual: UsualTargets) {
  if (!inherits(row.kind)) return () => null
  const on = asOfDay < period.to ? asOfDay : period.to
  const { kind, no } = row
  const targets = await inheritedTargets(tx, usual, {
    kind,
    nos: [no],
    period,
    periods: targetPeriods(period),
    on,
    kpis: kpisOn(period.to),
  })
  return (kpi: Kpi) => targets(no, kpi)
}

/** The same for an API key, in one round trip. */
export async function readBoardByKey(
  database: Database,
  keyHash: Buffer,
  request: BoardRequest,
  keyUsed: (keyId: string) => void,
) {
  const row = await snapshotByKey(database, keyHash, queryOf(request))
  if (!row) throw unauthorised('access.key.unknown')
  keyUsed(row.key_id)
  if (!row.permissions.split(',').includes('boards.read'))
    throw forbidden('access.permission.missing', { permission: 'boards.read' })
  if (row.no === null) throw notFound('boards.node.unknown', { node: request.node })
  return { ...boardOf(request, { ...row, no: row.no }), pending: row.pending }
}

export function readBoardAs(database: Database, actor: Actor, request: BoardRequest, usual?: UsualTargets) {
  return database.asActor(actor, (tx) => readBoard(tx, request, usual))
}

function boardOf(request: BoardRequest, row: Snapshot, inherited: (kpi: Kpi) => number | null = () => null): Board {
  const { period, asOf } = request
  const lines = linesOf(request, row, inherited)
  return {
    node: { id: request.node, kind: row.kind, name: row.name },
    period: period.text,
    from: period.from,
    to: period.to,
    asOf: asOf.toISOString(),
    factsUpTo: row.facts_up_to?.toISOString() ?? null,
    kpis: row.kind === 'department' ? lines.map((line) => ofDepartment(line, kpisOn(period.to))) : lines,
  }
}

function linesOf({ period, asOf, asOfDay }: BoardRequest, row: Snapshot, inherited: (kpi: Kpi) => number | null) {
  const { targets, left_over: left } = row
  const ofNode: Targets = (kpi, on) => targets.get(`${kpi} ${on}`) ?? null
  const worked = row.measured?.[weightPlace - 1] ?? 0
  return boardKpis(
    {
      kpis: kpisOn(period.to),
      period,
      asOf: asOfDay,
      level: levelOf(row.kind),
      measures: lookup(row.kind, row),
      yearly: yearLookup(row),
      targetOf: (kpi) => targetOf(kpi, period, ofNode) ?? inherited(kpi),
      todayShare: todayShare(period, asOf),
      elapsed: left !== null && asOfDay < period.to && worked + left > 0 ? worked / (worked + left) : undefined,
    },
    judging,
  )
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

/** A node without a row has no measures; a row that an older server wrote is shorter, and what it lacks is 0. */
function lookup(
  kind: Snapshot['kind'],
  { measured, windows }: Pick<Snapshot, 'measured' | 'windows'>,
): (id: string) => number | undefined {
  const { last } = windowsIn(windows)
  const level = levelOf(kind)
  return (id) => {
    const place = placeOf(id, level)
    if (place === null) return undefined
    if (lasts.has(id)) return last(id)
    return measured ? (measured[place] ?? 0) : undefined
  }
}

/** Over the trailing twelve months; persons have none. */
function yearLookup({ windows }: Pick<Snapshot, 'windows'>): (id: string) => number | undefined {
  const { year } = windowsIn(windows)
  return year
}

async function readRanking(
  tx: Transaction,
  request: BoardRequest,
  kpi: Kpi,
  node: Found,
  usual: UsualTargets,
): Promise<Ranked[]> {
  const { period, asOf, asOfDay } = request
  const on = asOfDay < period.to ? asOfDay : period.to
  const days = { from: period.from, to: on }
  const kind: NodeKind = node.kind === 'company' || node.kind === 'region' ? 'store' : 'person'
  const members = kind === 'store' ? await placesBelow(tx, node.no, kind, days) : await peopleOf(tx, node.no, days)
  const nos = members.map(({ no }) => no)
  const wanted = { period, asOf, asOfDay, todayShare: todayShare(period, asOf), kind, members, kpis: [kpi] }
  const periods = targetPeriods(period)
  const inherited = await inheritedTargets(tx, usual, { kind, nos, period, periods, on, kpis: [kpi] })
  const lines = await compared(tx, { ...wanted, inherited })
  return ranking(
    members.map(({ no, id, name }) => {
      const [line] = lines.get(no) ?? []
      return { node: id, name, value: line?.value ?? null, light: line?.light ?? ('grey' as const) }
    }),
    kpi.direction,
  )
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
