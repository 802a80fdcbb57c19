import type { Actor, Locale } from '#foundation/actor'
import { invalid } from '#foundation/failure'
import { type Day, dayAt } from '#foundation/period'
import type { Kpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { ratioCheck } from '../rules/children.ts'
import { plannedYear, quartersOf, sums } from '../rules/decomposition.ts'
import type { Seasonality } from '../rules/seasonality.ts'
import { type NodeYear, sharedOut } from '../rules/sharedOut.ts'
import { eventsOf } from '../storage/decompositions.ts'
import { type NodeKind, type TreeNode, treeUnder } from '../storage/tree.ts'
import type { Plan } from '../wire.ts'
import {
  basesOf,
  bestOf,
  byParent,
  kpiNamed,
  nodeNamed,
  reachesPeople,
  seasonOf,
  sharedKpi,
  standingOf,
} from './ground.ts'
import { gapSentence, planFailure, warningSentence } from './planSentences.ts'

export type PlanInput = (typeof Plan)['_output']
export type Who = { actor: Actor; now: Date; locale: Locale }

export const todayOf = (now: Date): Day => dayAt(now, 'Asia/Shanghai')

export type PlannedNode = {
  kpi: Kpi
  node: { no: number; id: string; name: string; kind: NodeKind }
  start: number | null
  season: Seasonality
  months: number[]
  locks: (number | null)[]
  warnings: ('flat' | 'worse_than_start')[]
  alternative: number[] | null
}

/** The year of the node itself; refuses what can't be, with the reason and by how much. */
export async function plannedNode(tx: Transaction, input: PlanInput, today: Day): Promise<PlannedNode> {
  const kpi = kpiNamed(input.kpi)
  const node = await nodeNamed(tx, input.node, today)
  const additive = sums(kpi.aggregation)
  const events = input.events ?? (additive ? await eventsOf(tx, node.no, input.year) : [])
  const season = await seasonOf(tx, kpi, node, { year: input.year, today, events, buildUp: input.buildUp ?? null })
  const start = input.start ?? (additive ? null : await standingOf(tx, kpi, node, { year: input.year, today }))
  const locks = input.locks ?? new Array<number | null>(12).fill(null)
  const year = plannedYear({
    aggregation: kpi.aggregation,
    unit: kpi.unit,
    direction: kpi.direction,
    method: input.method ?? (additive ? 'season' : 'linear'),
    goal: input.goal,
    start,
    weights: season.weights,
    locks,
    milestones: (input.milestones ?? []).map(({ month, value }) => ({ step: month - 1, value })),
    pauses: (input.pauses ?? []).map((month) => month - 1),
  })
  if (!year.ok) throw planFailure(year.problem, kpi)
  const { months, warnings, alternative } = year
  return { kpi, node, start, season, months, locks, warnings, alternative }
}

export type ChildYear = { node: TreeNode; year: NodeYear; weight: number }

/** The years of the nodes right below, by the method asked for. */
export async function plannedChildren(
  tx: Transaction,
  planned: PlannedNode,
  input: PlanInput,
  today: Day,
): Promise<{ children: ChildYear[]; unknown: string[] }> {
  const { kpi, node } = planned
  const method = input.children?.method ?? 'history'
  // Departments and capacity are known by the people below them.
  const deep = method === 'capacity' || !['company', 'region'].includes(node.kind)
  const tree = await treeUnder(tx, { node: node.id, today, deep })
  const below = byParent(tree)
  const nodes = (below.get(node.no) ?? []).filter(
    ({ kind }) => reachesPeople(kpi) || !['department', 'person'].includes(kind),
  )
  if (nodes.length === 0) return { children: [], unknown: [] }
  const bases = await basesOf(tx, kpi, nodes, below, { year: input.year, today, hand: input.children?.hand ?? {} })
  const list = nodes.map(({ no }) => bases.get(no)).filter((basis) => basis !== undefined)
  const parent = { year: input.goal, months: planned.months, start: planned.start }
  const shared = sharedOut(sharedKpi(kpi), parent, method, list)
  if (!shared.ok) throw invalid('targets.plan.children_differ', { by: shared.by, unit: kpi.unit })
  const children = nodes.flatMap((one, index): ChildYear[] => {
    const year = shared.years[index]
    return year ? [{ node: one, year, weight: list[index]?.weight ?? 0 }] : []
  })
  return { children, unknown: shared.unknown }
}

/** A year taken apart over months and, when asked, over the nodes below, without effect. */
export async function previewDecomposition({ database }: { database: Database }, who: Who, input: PlanInput) {
  const today = todayOf(who.now)
  return database.asActor(who.actor, async (tx) => {
    const planned = await plannedNode(tx, input, today)
    const { kpi, node, season, months } = planned
    const shared = input.children ? await plannedChildren(tx, planned, input, today) : null
    return {
      node: node.id,
      kpi: kpi.id,
      year: input.year,
      goal: input.goal,
      start: planned.start,
      months,
      quarters: quartersOf(months, kpi.aggregation),
      weights: [...season.weights],
      season: season.source,
      historyMonths: season.historyMonths,
      warnings: planned.warnings.map((code) => ({ code, sentence: warningSentence(code, who.locale) })),
      alternative: planned.alternative,
      children:
        shared?.children.map(({ node: child, year }) => ({
          node: child.id,
          name: child.name,
          kind: child.kind,
          year: year.year,
          months: [...year.months],
          start: year.start,
        })) ?? null,
      unknown: shared?.unknown ?? [],
      check: shared
        ? checked(
            kpi,
            input.goal,
            shared.children.map(({ node: child, year, weight }) => ({
              node: child.id,
              name: child.name,
              target: year.year,
              weight,
            })),
            who.locale,
          )
        : null,
    }
  })
}

export type CheckedChild = { node: string; name: string; target: number | null; weight: number }

/** Whether children's targets make up the parent's: by their sum, or weighted; with the gap said (H6.5). */
export function checked(kpi: Kpi, parent: number | null, children: readonly CheckedChild[], locale: Locale) {
  const nameOf = (id: string) => children.find(({ node }) => node === id)?.name ?? id
  const without = children.filter(({ target }) => target === null).map(({ node }) => node)
  const additive = sums(kpi.aggregation)
  const said = { unit: kpi.unit, additive, parent }
  if (additive) {
    const set = children.filter(({ target }) => target !== null)
    const weighted = set.length > 0 ? set.reduce((sum, { target }) => sum + (target ?? 0), 0) : null
    const missing = parent === null || weighted === null ? 0 : parent - weighted
    return {
      weighted,
      missing,
      raises: [],
      without,
      sentence: gapSentence({ ...said, weighted, missing, raise: null }, locale),
    }
  }
  const weighed = children.some(({ weight }) => weight > 0)
  const check = ratioCheck(
    parent ?? 0,
    children.map(({ node, target, weight }) => ({ id: node, start: null, weight: weighed ? weight : 1, target })),
    { direction: kpi.direction, best: bestOf(kpi) },
  )
  const missing = parent === null ? 0 : check.missing
  const raises =
    parent === null ? [] : check.raises.slice(0, 5).map(({ id, by, to }) => ({ node: id, name: nameOf(id), by, to }))
  const { weighted } = check
  return {
    weighted,
    missing,
    raises,
    without,
    sentence: gapSentence({ ...said, weighted, missing, raise: raises[0] ?? null }, locale),
  }
}
