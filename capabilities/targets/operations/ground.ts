import { answeringHours } from '#catalogue/openingHours'
import { seasonality } from '#catalogue/seasonality'
import { invalid, notFound } from '#foundation/failure'
import { addDays, type Day, daysIn, monthsCount, type Period, parsePeriod, periodOf } from '#foundation/period'
import { formulaAt, formulaMeasures, type Kpi, type KpiValue, kpiValue, newestKpi } from '#kpis'
import { placeOf as indexOf, lasts } from '#measures'
import { lunarNewYear } from '#platform/calendar'
import type { Transaction } from '#platform/database'
import { sums } from '../rules/decomposition.ts'
import { type MarketingEvent, type MonthValue, type Seasonality, seasonalWeights } from '../rules/seasonality.ts'
import type { SharedKpi, TreeChild } from '../rules/sharedOut.ts'
import { type Measured, monthSums, monthsOf, type NodeKind, placeOf, type TreeNode } from '../storage/tree.ts'

const [hours] = answeringHours
const hoursPerDay = (hours.closesMinute - hours.opensMinute) / 60

/** A KPI that targets can be set for. */
export function kpiNamed(id: string): Kpi {
  const kpi = newestKpi(id)
  if (!kpi) throw invalid('targets.plan.kpi_unknown', { kpi: id })
  return kpi
}

export async function nodeNamed(tx: Transaction, node: string, today: Day) {
  const place = await placeOf(tx, { node, today })
  if (!place) throw notFound('targets.plan.node_unknown', { node })
  return { ...place, id: node }
}

/** The figure that nobody can pass, where the unit has one. */
export function bestOf({ unit, direction }: Kpi): number | null {
  if (direction === 'lower') return unit === 'points' ? -100 : 0
  return unit === 'percent' || unit === 'points' || unit === 'score100' ? 100 : unit === 'score5' ? 5 : null
}

export const sharedKpi = (kpi: Kpi): SharedKpi => ({
  aggregation: kpi.aggregation,
  unit: kpi.unit,
  direction: kpi.direction,
  best: bestOf(kpi),
})

/** Whether people and departments have a value of a KPI, and so can have targets of it. */
export const reachesPeople = (kpi: Kpi) => formulaAt(kpi, 'person') !== null

/** Whether a KPI is made from the days of its period alone, and so from the sums of months. */
const ofItsDays = (kpi: Kpi, level: 'store' | 'person') =>
  kpi.window === 'period' && !formulaMeasures(kpi, level).some((id) => lasts.has(id))

const isPerson = (kind: NodeKind) => kind === 'person' || kind === 'department'

function figureOf(
  kpi: Kpi,
  measured: readonly number[] | null,
  person: boolean,
  span: { from: Day; to: Day },
): KpiValue {
  const level = person ? 'person' : 'store'
  const none = { value: null, numerator: null, denominator: null }
  if (measured === null || !ofItsDays(kpi, level)) return none
  const lookup = (id: string) => {
    const index = indexOf(id, level)
    return index === null ? undefined : (measured[index] ?? 0)
  }
  return kpiValue(kpi, lookup, { days: daysIn(span), months: monthsCount(span) }, level)
}

/** The months that are over before a plan's year begins, or before today, whichever comes first; the last so many of them. */
export function monthsBefore(year: number, today: Day, count: number): { from: Day; to: Day } {
  const running = periodOf('month', today).from
  const end = running < `${year}-01-01` ? running : `${year}-01-01`
  const index = Number(end.slice(0, 4)) * 12 + Number(end.slice(5, 7)) - 1 - count
  const from = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`
  return { from, to: addDays(end, -1) }
}

const historyMonths = 36
const shareMonths = 12
const standingMonths = 3

/** The shape of a year for a node: from its own months where it has twelve, from the shipped profile otherwise (H6.3). */
export async function seasonOf(
  tx: Transaction,
  kpi: Kpi,
  node: { no: number; kind: NodeKind },
  plan: {
    year: number
    today: Day
    events: readonly MarketingEvent[]
    buildUp: { from: number; to: number } | null
  },
): Promise<Seasonality> {
  const history = sums(kpi.aggregation)
    ? await monthValues(tx, kpi, node, monthsBefore(plan.year, plan.today, historyMonths))
    : []
  const { year, events, buildUp } = plan
  return seasonalWeights({ year, profile: seasonality, newYearOf: lunarNewYear, history, events, buildUp })
}

/** What a KPI was in each month; months without a value are left out. */
export async function monthValues(
  tx: Transaction,
  kpi: Kpi,
  { no, kind }: { no: number; kind: NodeKind },
  span: { from: Day; to: Day },
): Promise<MonthValue[]> {
  if (kind === 'department') return []
  const rows = await monthsOf(tx, { no, person: isPerson(kind), ...span })
  return rows.flatMap(({ month, measured }) => {
    const period = periodOf('month', month)
    const { value } = figureOf(kpi, measured, isPerson(kind), period)
    return value === null ? [] : [{ month: period.text, value }]
  })
}

/** Where a path starts by itself: what the last three months before it gave. */
export async function standingOf(
  tx: Transaction,
  kpi: Kpi,
  { no, kind }: { no: number; kind: NodeKind },
  { year, today }: { year: number; today: Day },
): Promise<number | null> {
  if (kind === 'department') return null
  const span = monthsBefore(year, today, standingMonths)
  const [sum] = await monthSums(tx, { nodes: [no], people: isPerson(kind), ...span })
  const { value } = figureOf(kpi, sum?.measured ?? null, isPerson(kind), span)
  return value === null ? null : Math.round(value * 100) / 100
}

/** The tree by parent, and what hangs where. */
export function byParent(nodes: readonly TreeNode[]): Map<number, TreeNode[]> {
  const below = new Map<number, TreeNode[]>()
  for (const node of nodes) {
    if (node.parentNo === null) continue
    const list = below.get(node.parentNo)
    if (list) list.push(node)
    else below.set(node.parentNo, [node])
  }
  return below
}

/** What the shares of nodes are reckoned from, for some nodes of a tree; departments are the sums of their people. */
export async function basesOf(
  tx: Transaction,
  kpi: Kpi,
  wanted: readonly TreeNode[],
  below: ReadonlyMap<number, TreeNode[]>,
  { year, today, hand }: { year: number; today: Day; hand: Readonly<Record<string, number>> },
): Promise<Map<number, TreeChild>> {
  const span = monthsBefore(year, today, sums(kpi.aggregation) ? shareMonths : standingMonths)
  const people = wanted.flatMap((node) => (isPerson(node.kind) ? peopleOf(node, below) : []))
  const read = [
    ...(await monthSums(tx, { nodes: numbers(wanted.filter(({ kind }) => !isPerson(kind))), people: false, ...span })),
    ...(reachesPeople(kpi) ? await monthSums(tx, { nodes: numbers(people), people: true, ...span }) : []),
  ]
  const measured = new Map<number, Measured['measured']>(read.map((row) => [row.nodeNo, row.measured]))
  return new Map(
    wanted.map((node): [number, TreeChild] => {
      const person = isPerson(node.kind)
      const own = person
        ? added(peopleOf(node, below).map(({ no }) => measured.get(no) ?? null))
        : (measured.get(node.no) ?? null)
      const { value, denominator, numerator } = figureOf(kpi, own, person, span)
      return [
        node.no,
        {
          id: node.id,
          history: value,
          technicians: techniciansUnder(node, below),
          hoursPerDay,
          bays: baysUnder(node, below),
          hand: hand[node.id] ?? null,
          start: value === null ? null : Math.round(value * 10) / 10,
          weight: denominator ?? (value === null ? 0 : (numerator ?? 0)),
          person,
        },
      ]
    }),
  )
}

const numbers = (nodes: readonly TreeNode[]) => nodes.map(({ no }) => no)

function peopleOf(node: TreeNode, below: ReadonlyMap<number, TreeNode[]>): TreeNode[] {
  return node.kind === 'person' ? [node] : (below.get(node.no) ?? []).flatMap((child) => peopleOf(child, below))
}

function techniciansUnder(node: TreeNode, below: ReadonlyMap<number, TreeNode[]>): number {
  if (node.kind === 'person') return node.position === 'technician' ? 1 : 0
  return (below.get(node.no) ?? []).reduce((count, child) => count + techniciansUnder(child, below), 0)
}

function baysUnder(node: TreeNode, below: ReadonlyMap<number, TreeNode[]>): number | null {
  if (node.bays !== null) return node.bays
  const list = (below.get(node.no) ?? []).map((child) => baysUnder(child, below)).filter((bays) => bays !== null)
  return list.length > 0 ? list.reduce((left, right) => left + right, 0) : null
}

function added(rows: readonly (readonly number[] | null)[]): number[] | null {
  const found = rows.filter((row) => row !== null)
  if (found.length === 0) return null
  const length = Math.max(...found.map((row) => row.length))
  return Array.from({ length }, (_, place) => found.reduce((sum, row) => sum + (row[place] ?? 0), 0))
}

/** The whole period that a text names; refuses what is none. */
export function periodNamed(text: string): Period {
  const period = parsePeriod(text)
  if (!period) throw invalid('targets.plan.period_unknown', { period: text })
  return period
}
