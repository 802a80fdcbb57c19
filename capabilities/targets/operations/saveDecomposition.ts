import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { conflict, forbidden, invalid, notFound } from '#foundation/failure'
import type { Day } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { type JobKind, type Jobs, jobKind } from '#platform/jobs'
import { sums } from '../rules/decomposition.ts'
import {
  applyLines,
  type DecompositionRow,
  decompositionNo,
  insertDecomposition,
  insertLines,
  lineNodes,
  markApplied,
  markComplete,
  moveState,
  noteJob,
} from '../storage/decompositions.ts'
import { tellBoards } from '../storage/targets.ts'
import { placeOf, treeSize } from '../storage/tree.ts'
import { fillTree, type TreeWork } from './fillTree.ts'
import { type PlanInput, plannedChildren, plannedNode, todayOf, type Who } from './planDecomposition.ts'

export type Deps = { database: Database; jobs?: Jobs }
type Moved = { no: number; version: number; state: 'draft' | 'proposed' | 'approved'; job: string | null }

/** Larger trees are filled and applied in the background. */
const nodesAtOnce = 1000

type Background = { fill: JobKind<TreeWork>; apply: JobKind<{ no: number; today: Day }> }

/** Background work of targets, for the server to run. */
export function targetJobs({ database }: { database: Database }): Background {
  return {
    fill: jobKind<TreeWork>('targets.fill', ({ actor, input, progress }) =>
      fillTree({ database }, actor, input, progress),
    ),
    apply: jobKind<{ no: number; today: Day }>('targets.apply', ({ actor, input, progress }) =>
      applyPlan({ database }, actor, input, progress),
    ),
  }
}

export type SaveInput = PlanInput & {
  reason: string
  propose?: boolean | undefined
  basedOn?: number | null | undefined
}

/** Saves a year taken apart as a new version, over the tree below when asked; 409 when what it goes on from is no approved plan. */
export async function saveDecomposition(deps: Deps, who: Who, input: SaveInput): Promise<Moved> {
  const { database, jobs } = deps
  const today = todayOf(who.now)
  if (input.reason.length < 2) throw invalid('targets.plan.reason')
  const by = { no: who.actor.no, name: who.actor.name, now: who.now }
  const saved = await database.asActor(who.actor, async (tx) => {
    const planned = await plannedNode(tx, input, today)
    if (input.basedOn != null) await refuseAnotherBase(tx, input.basedOn, planned.node.no, input)
    const { reason, propose, basedOn, ...plan } = input
    const { kpi, node, months, locks } = planned
    const state = propose ? ('proposed' as const) : ('draft' as const)
    const made = await insertDecomposition(
      tx,
      {
        nodeNo: node.no,
        kpi: kpi.id,
        year: input.year,
        state,
        basedOn: basedOn ?? null,
        goal: input.goal,
        start: planned.start,
        settings: { plan, additive: sums(kpi.aggregation), weights: planned.season.weights },
        reason,
      },
      by,
    )
    const locked = locks.map((lock) => lock !== null)
    const details = { kpi: kpi.id, year: input.year, version: made.version, state, reason }
    await record(tx, who, { action: 'targets.plan.save', subject: node.id, details })
    if (!input.children) {
      await insertLines(tx, made.no, [{ nodeNo: node.no, parentNo: null, yearValue: input.goal, months, locked }])
      await markComplete(tx, made.no)
      return { ...made, state, work: null, size: 1, job: null }
    }
    // Figures by hand that do not add up are refused now and not by the background work.
    if (input.children.method === 'hand') await plannedChildren(tx, planned, input, today)
    const work: TreeWork = {
      no: made.no,
      node: node.id,
      kpi: kpi.id,
      year: input.year,
      today,
      goal: input.goal,
      start: planned.start,
      months,
      locked,
      method: input.children.method,
      hand: input.children.hand ?? {},
    }
    const size = await treeSize(tx, { no: node.no, today })
    const job = jobs && size > nodesAtOnce ? await jobs.start(tx, targetJobs(deps).fill, work, who) : null
    if (job) await noteJob(tx, made.no, job)
    return { ...made, state, work, size, job }
  })
  if (saved.job) jobs?.wake()
  else if (saved.work) await fillTree(deps, who.actor, saved.work)
  return { no: saved.no, version: saved.version, state: saved.state, job: saved.job }
}

async function refuseAnotherBase(
  tx: Transaction,
  basedOn: number,
  nodeNo: number,
  { kpi, year }: PlanInput,
): Promise<void> {
  const base = await decompositionNo(tx, basedOn)
  if (!base || base.nodeNo !== nodeNo || base.kpi !== kpi || base.year !== year || base.state !== 'approved')
    throw conflict('targets.plan.based_on', { basedOn })
}

async function planNo(tx: Transaction, no: number): Promise<DecompositionRow> {
  const row = await decompositionNo(tx, no)
  if (!row) throw notFound('targets.plan.unknown', { no })
  return row
}

/** Hands a draft on to whoever approves. */
export async function proposeDecomposition({ database }: Deps, who: Who, no: number): Promise<Moved> {
  return database.asActor(who.actor, async (tx) => {
    const plan = await planNo(tx, no)
    if (!(await moveState(tx, no, 'proposed', { no: who.actor.no, name: who.actor.name, now: who.now })))
      throw conflict('targets.plan.not_in_state', { no, state: plan.state })
    const details = { kpi: plan.kpi, year: plan.year, version: plan.version }
    await record(tx, who, { action: 'targets.plan.propose', subject: plan.node, details })
    return { no, version: plan.version, state: 'proposed', job: null }
  })
}

/**
 * Approves a proposal, which makes its values targets; whoever approves sees the node above it, so that nobody sets the
 * targets of their own node (H6.6).
 */
export async function approveDecomposition(deps: Deps, who: Who, no: number): Promise<Moved> {
  const { database, jobs } = deps
  const today = todayOf(who.now)
  const moved = await database.asActor(who.actor, async (tx) => {
    const plan = await planNo(tx, no)
    const place = await placeOf(tx, { node: plan.node, today })
    if (!place?.aboveSeen) throw forbidden('targets.plan.own_node', { node: plan.node })
    if (plan.state === 'proposed' && !plan.complete) throw conflict('targets.plan.incomplete', { no })
    if (!(await moveState(tx, no, 'approved', { no: who.actor.no, name: who.actor.name, now: who.now })))
      throw conflict('targets.plan.not_in_state', { no, state: plan.state })
    const details = { kpi: plan.kpi, year: plan.year, version: plan.version, reason: plan.reason, by: plan.by }
    await record(tx, who, { action: 'targets.plan.approve', subject: plan.node, details })
    const size = await treeSize(tx, { no: plan.nodeNo, today })
    const job = jobs && size > nodesAtOnce ? await jobs.start(tx, targetJobs(deps).apply, { no, today }, who) : null
    if (job) await noteJob(tx, no, job)
    return { version: plan.version, job }
  })
  if (moved.job) jobs?.wake()
  else await applyPlan(deps, who.actor, { no, today })
  return { no, version: moved.version, state: 'approved', job: moved.job }
}

const nodesApplied = 1000
// Two at once keep the database busy; their nodes never meet.
const batchesAtOnce = 2

/** Makes targets of an approved plan, a thousand nodes at a time; values that are in force already stay. */
export async function applyPlan(
  { database }: { database: Database },
  actor: Actor,
  { no, today }: { no: number; today: Day },
  progress: (done: number, total: number) => Promise<void> = async () => undefined,
): Promise<{ values: number }> {
  const nodes = await database.asActor(actor, (tx) => lineNodes(tx, no))
  const batches = Array.from({ length: Math.ceil(nodes.length / nodesApplied) }, (_, at) =>
    nodes.slice(at * nodesApplied, (at + 1) * nodesApplied),
  )
  const apply = (batch: readonly number[]) =>
    database.asActor(actor, async (tx) => {
      // Scope and permission were checked when it was approved; the net need not look at each of a million rows again.
      await database.becomeWorker(tx)
      const done = await applyLines(tx, { no, fromNode: batch[0] ?? 0, toNode: batch.at(-1) ?? 0, today })
      await tellBoards(tx, done.nodes)
      return done.values
    })
  let values = 0
  for (let at = 0; at < batches.length; at += batchesAtOnce) {
    await progress(at * nodesApplied, nodes.length)
    const done = await Promise.all(batches.slice(at, at + batchesAtOnce).map(apply))
    values += done.reduce((left, right) => left + right, 0)
  }
  await progress(nodes.length, nodes.length)
  await database.asActor(actor, async (tx) => {
    await database.becomeWorker(tx)
    await markApplied(tx, no)
  })
  return { values }
}
