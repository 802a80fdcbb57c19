import { seasonality } from '#catalogue/seasonality'
import { invalid, notFound } from '#foundation/failure'
import { daysIn, monthOf, type Period, parsePeriod } from '#foundation/period'
import { planWeeks } from '#foundation/planWeek'
import { newestKpis } from '#kpis'
import { lunarNewYear } from '#platform/calendar'
import type { Database, Transaction } from '#platform/database'
import { sums } from '../rules/decomposition.ts'
import { daysOfMonth, planDayWeights, weeksOfMonth } from '../rules/monthParts.ts'
import { path } from '../rules/path.ts'
import { rollingPath, rollingSum } from '../rules/rolling.ts'
import {
  type DecompositionRow,
  decompositionNo,
  decompositionsOf,
  linesBelow,
  valuesIn,
} from '../storage/decompositions.ts'
import { locksOfYear } from '../storage/locks.ts'
import { treeUnder } from '../storage/tree.ts'
import type { Plan } from '../wire.ts'
import { basesOf, byParent, kpiNamed, monthValues, nodeNamed, periodNamed, reachesPeople } from './ground.ts'
import { checked, todayOf, type Who } from './planDecomposition.ts'
import { workOf } from './planWork.ts'

type Deps = { database: Database }
type Settings = { plan: Partial<(typeof Plan)['_output']>; weights: number[]; additive: boolean }
const settingsOf = (row: DecompositionRow) => row.settings as Settings

const monthTexts = (year: number) =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)

function shown({ nodeNo: _, settings: __, jobId: ___, ...row }: DecompositionRow, { plan }: Settings) {
  return {
    ...row,
    plan,
    madeAt: row.madeAt.toISOString(),
    proposedAt: row.proposedAt?.toISOString() ?? null,
    approvedAt: row.approvedAt?.toISOString() ?? null,
  }
}

/** The plans of a node's year, and whether the reader may approve them. */
export async function listDecompositions(
  { database }: Deps,
  who: Who,
  input: { node: string; year: number; kpi?: string | undefined },
) {
  const { rows, mayApprove } = await database.asActor(who.actor, async (tx) => {
    const node = await nodeNamed(tx, input.node, todayOf(who.now))
    return {
      rows: await decompositionsOf(tx, { nodeNo: node.no, kpi: input.kpi ?? null, year: input.year }),
      mayApprove: node.aboveSeen && who.actor.permissions.has('targets.approve'),
    }
  })
  const decompositions = rows.map(async (row) => ({
    ...shown(row, settingsOf(row)),
    work: await workOf({ database }, row),
  }))
  return { decompositions: await Promise.all(decompositions), mayApprove }
}

async function planNo(tx: Transaction, no: number): Promise<DecompositionRow> {
  const row = await decompositionNo(tx, no)
  if (!row) throw notFound('targets.plan.unknown', { no })
  return row
}

export async function readDecomposition({ database }: Deps, who: Who, no: number) {
  const { row, children } = await database.asActor(who.actor, async (tx) => {
    const row = await planNo(tx, no)
    return { row, children: await linesBelow(tx, no, row.nodeNo) }
  })
  return {
    ...shown(row, settingsOf(row)),
    work: await workOf({ database }, row),
    children: children.map(({ yearValue, ...child }) => ({ ...child, year: yearValue })),
  }
}

/** The open months as they would have to be, now that some have closed (H6.4), beside the plan as approved. */
export async function readRolling({ database }: Deps, who: Who, no: number) {
  return database.asActor(who.actor, async (tx) => {
    const row = await planNo(tx, no)
    const today = todayOf(who.now)
    const kpi = kpiNamed(row.kpi)
    const node = await nodeNamed(tx, row.node, today)
    const months = monthTexts(row.year)
    const plan = row.months ?? new Array<number>(12).fill(0)
    const values = new Map(
      (await monthValues(tx, kpi, node, { from: `${row.year}-01-01`, to: `${row.year}-12-31` })).map((one) => [
        one.month,
        one.value,
      ]),
    )
    const additive = sums(kpi.aggregation)
    const actual = months.map((month) => {
      if ((parsePeriod(month) as Period).to >= today) return null
      const value = values.get(month)
      // An additive month without any fact brought nothing; a ratio without one says nothing.
      return value === undefined ? (additive ? 0 : null) : additive ? Math.round(value) : Math.round(value * 100) / 100
    })
    const locked = (row.locked ?? []).map((lock) => lock)
    const { plan: asked, weights } = settingsOf(row)
    const rolled = additive
      ? rollingSum({ plan, actual, weights, locked })
      : rollingPath({ plan, actual, locked }, { shape: asked.method === 's' ? 's' : 'linear', unit: kpi.unit })
    const { months: proposal, difference, closed, reachable } = rolled
    // A month without any fact counts as nothing towards the sum, and is shown as what it is: no data.
    const seen = actual.map((value, month) => (values.has(months[month] ?? '') ? value : null))
    return { no, plan, actual: seen, proposal, difference, closed, reachable }
  })
}

/** A parent's target of a period against those of the nodes right below (H6.5). */
export async function reconcile({ database }: Deps, who: Who, input: { node: string; kpi: string; period: string }) {
  return database.asActor(who.actor, async (tx) => {
    const today = todayOf(who.now)
    const kpi = kpiNamed(input.kpi)
    const period = periodNamed(input.period)
    const node = await nodeNamed(tx, input.node, today)
    const tree = await treeUnder(tx, { node: input.node, today, deep: node.kind === 'store' })
    const below = byParent(tree)
    const nodes = (below.get(node.no) ?? []).filter(
      ({ kind }) => reachesPeople(kpi) || !['department', 'person'].includes(kind),
    )
    const bases = await basesOf(tx, kpi, nodes, below, { year: Number(period.from.slice(0, 4)), today, hand: {} })
    const found = await valuesIn(tx, {
      nodes: [node.no, ...nodes.map(({ no }) => no)],
      kpi: kpi.id,
      periods: [period.text],
    })
    const targetOf = new Map(found.map(({ nodeNo, value }) => [nodeNo, value]))
    const children = nodes.map((child) => {
      const basis = bases.get(child.no)
      return {
        node: child.id,
        name: child.name,
        target: targetOf.get(child.no) ?? null,
        value: basis?.start ?? null,
        weight: basis?.weight ?? 0,
      }
    })
    const target = targetOf.get(node.no) ?? null
    return {
      node: input.node,
      kpi: kpi.id,
      period: period.text,
      target,
      children,
      ...checked(kpi, target, children, who.locale),
    }
  })
}

/** Which months are locked: as the approved plan says, or a file that came after it. */
function lockedIn(plan: DecompositionRow | undefined, file: { locked: boolean[]; setAt: Date } | undefined) {
  if (file && !(plan?.approvedAt && plan.approvedAt > file.setAt))
    return { locked: file.locked, lockedAt: file.setAt.toISOString() }
  return { locked: plan?.locked ?? new Array<boolean>(12).fill(false), lockedAt: null }
}

/** A node's year: each KPI that has a target or a plan, month by month. */
export async function readYear({ database }: Deps, who: Who, input: { node: string; year: number }) {
  return database.asActor(who.actor, async (tx) => {
    const today = todayOf(who.now)
    const node = await nodeNamed(tx, input.node, today)
    const months = monthTexts(input.year)
    const values = await valuesIn(tx, { nodes: [node.no], kpi: null, periods: [String(input.year), ...months] })
    const plans = await decompositionsOf(tx, { nodeNo: node.no, kpi: null, year: input.year })
    const fileLocks = await locksOfYear(tx, node.no, input.year)
    const at = new Map(values.map((one) => [`${one.kpi} ${one.period}`, one]))
    const ids = new Set([...values.map(({ kpi }) => kpi), ...plans.map(({ kpi }) => kpi)])
    const rows = newestKpis()
      .filter(({ id }) => ids.has(id))
      .map(({ id }) => {
        const newest = plans.find(({ kpi }) => kpi === id)
        const inForce = plans.find(({ kpi, state }) => kpi === id && state === 'approved')
        return {
          kpi: id,
          goal: at.get(`${id} ${input.year}`)?.value ?? null,
          months: months.map((month) => at.get(`${id} ${month}`)?.value ?? null),
          afterClose: months.map((month) => at.get(`${id} ${month}`)?.afterClose ?? false),
          ...lockedIn(inForce, fileLocks.get(id)),
          plan: newest ? { no: newest.no, version: newest.version, state: newest.state } : null,
        }
      })
    const mayApprove = node.aboveSeen && who.actor.permissions.has('targets.approve')
    return { node: { id: node.id, name: node.name, kind: node.kind }, year: input.year, today, mayApprove, rows }
  })
}

/** The plan weeks and days of a month's target: those set by hand, the rest derived by the plan's weights (H6.1). */
export async function readParts({ database }: Deps, who: Who, input: { node: string; kpi: string; month: string }) {
  const period = parsePeriod(input.month)
  if (period?.kind !== 'month') throw invalid('targets.plan.month_wanted', { month: input.month })
  return database.asActor(who.actor, async (tx) => {
    const kpi = kpiNamed(input.kpi)
    const node = await nodeNamed(tx, input.node, todayOf(who.now))
    const weeks = planWeeks(period.text)
    const year = Number(period.text.slice(0, 4))
    const before = monthOf(new Date(Date.parse(period.from) - 86_400_000).toISOString().slice(0, 10))
    const wanted = [before, period.text, ...weeks.map(({ text }) => text)]
    const found = await valuesIn(tx, { nodes: [node.no], kpi: kpi.id, periods: [...wanted, ...daysTexts(period)] })
    const own = new Map(found.map(({ period: text, value }) => [text, value]))
    const target = own.get(period.text) ?? null
    if (target === null) return { target, weeks: [], days: [] }
    const weights = planDayWeights(period.text, { profile: seasonality, newYear: lunarNewYear(year) })
    const additive = sums(kpi.aggregation) && Number.isSafeInteger(target)
    const days = daysOfMonth(period.text, target, additive ? 'additive' : 'ratio', weights)
    const from = own.get(before)
    const way =
      sums(kpi.aggregation) || from === undefined
        ? null
        : path({ start: from, goal: target, steps: weeks.length, shape: 'linear', unit: kpi.unit })
    const parts = weeksOfMonth(period.text, days, way?.ok ? way.values : additive ? null : weeks.map(() => target))
    const marked = (part: (typeof parts)[number]) => ({
      ...part,
      value: own.get(part.text) ?? part.value,
      own: own.has(part.text),
    })
    return { target, weeks: parts.map(marked), days: days.map(marked) }
  })
}

const daysTexts = (period: Period) =>
  Array.from({ length: daysIn(period) }, (_, index) => `${period.text}-${String(index + 1).padStart(2, '0')}`)
