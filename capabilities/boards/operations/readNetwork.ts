import { invalid, notFound, registerSentences } from '#foundation/failure'
import type { Light } from '#foundation/figure'
import { monthOf } from '#foundation/period'
import { formulaAt, type Kpi, kpisOn } from '#kpis'
import type { Transaction } from '#platform/database'
import type { BoardKpi } from '../rules/board.ts'
import { lightCounts, lit, type NetworkSort, named, pageOf, sortedRows } from '../rules/network.ts'
import { targetedKpis } from '../storage/comparison.ts'
import { departmentsOf, type Found, type Member, nodeOf, peopleOf, placesBelow } from '../storage/members.ts'
import { type BoardRequest, boardRequest, todayShare } from './boardRequest.ts'
import { compared, levelOf, monthlyFigures, monthsUpTo } from './compared.ts'
import { type Inherited, inheritedTargets, type UsualTargets } from './inherited.ts'
import { targetPeriods } from './targetOf.ts'

export type NetworkKind = 'region' | 'store' | 'department' | 'person'

export type NetworkQuery = {
  node: string
  period?: string
  asOf?: string
  kind?: NetworkKind
  /** Ids with commas between; what has targets when left out. */
  kpis?: string
  sort?: string
  direction?: 'asc' | 'desc'
  under?: string
  light?: Light
  of?: string
  text?: string
  limit?: number
  after?: string
  all?: 'true' | 'false'
}

/** How many KPIs stand beside each other when nobody has chosen. */
const kpisAtFirst = 8
const sparkMonths = 12
const byName = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true })

/** The nodes below one against each other: sorted, filtered and cut to a page here, so that thousands of stores page well. */
export async function readNetwork(tx: Transaction, query: NetworkQuery, now: Date, usual: UsualTargets) {
  const { request, node, kind, members: all, on } = await scene(tx, query, now)
  const level = levelOf(kind)
  const nos = all.map(({ no }) => no)
  const groups = grouped(all)
  const members = query.under === undefined ? all : all.filter(({ under }) => under?.id === query.under)
  const { period, asOf, asOfDay } = request
  const periods = targetPeriods(period)
  const inherited = await inheritedTargets(tx, usual, { kind, nos, period, periods, on, kpis: kpisOn(period.to) })
  const chosen = await chosenKpis(tx, query.kpis, kpisOn(period.to), level, { nos, periods, inherited })
  const sort = sortOf(query, chosen)
  const lines = await compared(tx, {
    period,
    asOf,
    asOfDay,
    todayShare: todayShare(period, asOf),
    kind,
    members,
    kpis: chosen,
    inherited,
  })
  const rows = members.map((member) => rowOf(member, lines.get(member.no) ?? []))
  const called = rows.filter((row) => named(row, query.text))
  const fitting = called.filter((row) => lit(row, { light: query.light, of: query.of }))
  const whole = query.all === 'true'
  const page = pageOf(sortedRows(fitting, sort, byName.compare), query.after, whole ? all.length : (query.limit ?? 50))
  if (!page) throw invalid('boards.network.after_unknown', { after: query.after ?? '' })
  const months = monthsUpTo(monthOf(on), sparkMonths)
  const drawn = whole ? [] : page.rows.map(({ no }) => no)
  const series = await monthlyFigures(tx, { kind, nos: drawn, kpis: chosen, months, asOfDay })
  return {
    node: { id: node.id, kind: node.kind, name: node.name },
    kind,
    period: period.text,
    from: period.from,
    to: period.to,
    asOf: asOf.toISOString(),
    months: months.map(({ text }) => text),
    kpis: chosen.map((kpi) => ({
      id: kpi.id,
      unit: kpi.unit,
      direction: kpi.direction,
      counts: lightCounts(called, kpi.id),
    })),
    groups,
    total: all.length,
    fitting: fitting.length,
    sort: { by: typeof sort.by === 'string' ? sort.by : sort.by.kpi, direction: sort.direction },
    rows: page.rows.map(({ no, ...row }) => ({
      ...row,
      sparks: whole ? [] : chosen.map((kpi) => months.map((month) => series(no, kpi, month))),
    })),
    next: page.next,
  }
}

/** What every reading of a network begins with: the moment, the node, and who is compared. */
export async function scene(
  tx: Transaction,
  query: { node: string; period?: string; asOf?: string; kind?: NetworkKind },
  now: Date,
): Promise<{ request: BoardRequest; node: Found; kind: NetworkKind; members: Member[]; on: string }> {
  const request = boardRequest({ node: query.node, period: query.period, asOf: query.asOf }, now)
  const node = await nodeOf(tx, query.node)
  if (!node) throw notFound('boards.node.unknown', { node: query.node })
  const kind = query.kind ?? (node.kind === 'company' || node.kind === 'region' ? 'store' : 'person')
  const { period, asOfDay } = request
  const on = asOfDay < period.to ? asOfDay : period.to
  return { request, node, kind, members: await membersOf(tx, node, kind, { from: period.from, to: on }), on }
}

async function membersOf(tx: Transaction, node: Found, kind: NetworkKind, days: { from: string; to: string }) {
  const network = node.kind === 'company' || node.kind === 'region'
  if (network && (kind === 'store' || kind === 'region')) return placesBelow(tx, node.no, kind, days)
  if (node.kind === 'store' && kind === 'department') return departmentsOf(tx, node.no, days)
  if ((node.kind === 'store' || node.kind === 'department') && kind === 'person') return peopleOf(tx, node.no, days)
  throw invalid('boards.network.kind', { node: node.id, kind })
}

/** The KPIs asked for, in their order; without a wish those of the library that anybody has a target for. */
export async function chosenKpis(
  tx: Transaction,
  wanted: string | undefined,
  library: readonly Kpi[],
  level: 'store' | 'person',
  { nos, periods, inherited }: { nos: readonly number[]; periods: readonly string[]; inherited: Inherited },
): Promise<Kpi[]> {
  const meant = library.filter((kpi) => formulaAt(kpi, level) !== null)
  if (wanted) {
    return [...new Set(wanted.split(','))].map((id) => {
      const kpi = meant.find((one) => one.id === id)
      if (!kpi) throw invalid('boards.kpi.unknown', { kpi: id })
      return kpi
    })
  }
  const targeted = await targetedKpis(tx, { nos, periods })
  const judged = meant.filter((kpi) => targeted.has(kpi.id) || nos.some((no) => inherited(no, kpi) !== null))
  // What every day brings figures for stands first; the accounts of a month come when it is over.
  const leads = meant.filter(({ id }) => usualLeads.includes(id))
  const first = judged.filter((kpi) => leads.includes(kpi))
  return (judged.length > 0 ? [...first, ...judged.filter((kpi) => !first.includes(kpi))] : leads).slice(0, kpisAtFirst)
}

/** What stands there while nobody has set a target: the four of the drawn store board, and the work itself. */
const usualLeads: readonly string[] = ['ftr', 'technicianEfficiency', 'nps', 'averageTicket', 'jobs', 'outputValue']

function sortOf({ sort, direction }: NetworkQuery, chosen: readonly Kpi[]): NetworkSort {
  const by = sort ?? 'attention'
  if (by === 'name' || by === 'under') return { by, direction: direction ?? 'asc' }
  if (by === 'attention') return { by, direction: direction ?? 'desc' }
  const kpi = chosen.find(({ id }) => id === by)
  if (!kpi) throw invalid('boards.network.sort', { sort: by })
  // Who does worst comes first: that is what one looks for.
  return { by: { kpi: by }, direction: direction ?? (kpi.direction === 'higher' ? 'asc' : 'desc') }
}

function rowOf(member: Member, lines: readonly BoardKpi[]) {
  const { no, id, name, kind, under } = member
  const cells = lines.map(({ id: kpi, value, target, due, light, reason }) => ({
    kpi,
    value,
    target,
    due,
    light,
    reason,
  }))
  return { no, node: { id, name, kind }, under, cells }
}

function grouped(members: readonly Member[]): { id: string; name: string; count: number }[] {
  const groups = new Map<string, { id: string; name: string; count: number }>()
  for (const { under } of members) {
    if (!under) continue
    const group = groups.get(under.id) ?? { ...under, count: 0 }
    group.count += 1
    groups.set(under.id, group)
  }
  return [...groups.values()].sort((a, b) => byName.compare(a.name, b.name))
}

registerSentences({
  'boards.network.after_unknown': {
    zh: ({ after }) => `翻页位置“${after}”已不在当前结果里，请从第一页重新查看。`,
    en: ({ after }) => `The page marker "${after}" is not in this result any more; start again from the first page.`,
  },
  'boards.network.kind': {
    zh: ({ node, kind }) =>
      `“${node}”下面不能按“${kind}”对比。公司和大区可比 region、store，门店可比 department、person，部门可比 person。`,
    en: ({ node, kind }) =>
      `Below "${node}" there is nothing of the kind "${kind}" to compare. Companies and regions have region and store, stores department and person, departments person.`,
  },
  'boards.network.sort': {
    zh: ({ sort }) => `不能按“${sort}”排序，请用 name、under、attention 或所选指标之一。`,
    en: ({ sort }) => `Rows can't be sorted by "${sort}"; use name, under, attention or one of the chosen KPIs.`,
  },
})
