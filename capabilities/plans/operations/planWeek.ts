import { randomUUID } from 'node:crypto'
import { record } from '#audit'
import { boardRequest, readBoard } from '#boards'
import { conflict, forbidden, invalid, notFound, registerSentences } from '#foundation/failure'
import { nextPeriod, type Period } from '#foundation/period'
import { businessDay } from '#organisation'
import type { Database, Transaction } from '#platform/database'
import { closingDay } from '../rules/closingDay.ts'
import { decided, type Figure, freePlace, outcome } from '../rules/weekTask.ts'
import { type PlanNode, workingDays } from '../storage/nodes.ts'
import {
  closingsOf,
  expectationsOf,
  insertClosing,
  insertTask,
  lockOwner,
  setExpectations,
  type TaskRow,
  takenPlaces,
  taskById,
  tasksOfNode,
  updateTask,
} from '../storage/weeks.ts'
import { kpiNamed, nodeNamed, ownerNamed, type Who, weekNamed } from './named.ts'

type Deps = { database: Database }

export function readWeek({ database }: Deps, { actor, now }: Who, input: { node: string; week: string }) {
  const week = weekNamed(input.week)
  return database.asActor(actor, async (tx) => shownWeek(tx, await nodeNamed(tx, input.node), week, now))
}

async function shownWeek(tx: Transaction, node: PlanNode, week: Period, now: Date) {
  const working = await workingDays(tx, node, week.from, week.to)
  const tasks = await tasksOfNode(tx, node.no, week.text)
  const [closing] = await closingsOf(tx, node.no, [week.text])
  const figures = closing?.figures ?? (await figuresOf(tx, node, week, tasks, now))
  return {
    node: { id: node.id, kind: node.kind, name: node.name },
    week: week.text,
    from: week.from,
    to: week.to,
    closesOn: closingDay(week, (day) => working.has(day)),
    tasks: tasks.map(shownTask),
    figures: figures.map((figure) => ({ ...figure, outcome: outcome(figure, kpiNamed(figure.kpi).direction) })),
    closing: closing ? { learned: closing.learned, by: closing.by, at: closing.at.toISOString() } : null,
  }
}

/** Every KPI that the week expects something of or has a task for: the value expected, and that of the week so far. */
async function figuresOf(
  tx: Transaction,
  node: PlanNode,
  week: Period,
  tasks: readonly TaskRow[],
  now: Date,
): Promise<Figure[]> {
  const expected = new Map((await expectationsOf(tx, node.no, week.text)).map(({ kpi, value }) => [kpi, value]))
  const wanted = [...new Set([...expected.keys(), ...tasks.map(({ kpi }) => kpi)])]
  if (wanted.length === 0) return []
  const board = await readBoard(tx, boardRequest({ node: node.id, period: week.text }, now))
  const actual = new Map(board.kpis.map(({ id, value }) => [id, value]))
  return wanted.map((kpi) => ({ kpi, expected: expected.get(kpi) ?? null, actual: actual.get(kpi) ?? null }))
}

type TaskInput = { owner: string; title: string; result: string; kpi: string }

/** Gives somebody a task for a week: the fourth is refused. */
export function addTask(deps: Deps, { actor, now }: Who, input: TaskInput & { node: string; week: string }) {
  const week = weekNamed(input.week)
  kpiNamed(input.kpi)
  return deps.database.asActor(actor, async (tx) => {
    const node = await nodeNamed(tx, input.node)
    await requireOpen(tx, node.no, week.text)
    const owner = await ownerNamed(tx, input.owner, node, week)
    const place = await placeFor(deps, tx, owner, week.text)
    const id = randomUUID()
    const { title, result, kpi } = input
    const row = {
      id,
      nodeNo: node.no,
      week: week.text,
      ownerNo: owner.no,
      place,
      title,
      result,
      kpi,
      carriedFrom: null,
    }
    await insertTask(tx, row, { name: actor.name, now })
    return shownTask(await found(tx, id))
  })
}

/** Changes a task that nobody has decided about yet, its owner included. */
export function changeTask(deps: Deps, { actor, now }: Who, input: TaskInput & { id: string }) {
  kpiNamed(input.kpi)
  return deps.database.asActor(actor, async (tx) => {
    const before = await found(tx, input.id)
    await requireOpen(tx, before.nodeNo, before.week)
    if (before.state === 'carried' || before.state === 'dropped')
      throw conflict('plans.task.decided', { title: before.title })
    const owner = await ownerNamed(tx, input.owner, await nodeNamed(tx, before.node), weekNamed(before.week))
    const place = owner.no === before.ownerNo ? before.place : await placeFor(deps, tx, owner, before.week)
    const { title, result, kpi } = input
    await updateTask(tx, { ...before, ownerNo: owner.no, place, title, result, kpi }, { name: actor.name, now })
    return shownTask(await found(tx, input.id))
  })
}

/** Says whether a task is done. One's own, or with the permission to plan. */
export function finishTask(
  { database }: Deps,
  { actor, now }: Who,
  input: { id: string; done: boolean; outcome: string },
) {
  return database.asActor(actor, async (tx) => {
    const before = await found(tx, input.id)
    if (before.ownerNo !== actor.personNo && !actor.permissions.has('plans.write'))
      throw forbidden('plans.task.not_own', { title: before.title })
    await requireOpen(tx, before.nodeNo, before.week)
    if (before.state === 'carried' || before.state === 'dropped')
      throw conflict('plans.task.decided', { title: before.title })
    const state = input.done ? 'done' : 'not_done'
    await updateTask(tx, { ...before, state, outcome: input.outcome }, { name: actor.name, now })
    return shownTask(await found(tx, input.id))
  })
}

/** Carries what is unfinished into the next week, where it takes a place, or drops it with the reason. */
export function decideTask(
  deps: Deps,
  { actor, now }: Who,
  input: { id: string; decision: 'carry' | 'drop'; reason: string },
) {
  return deps.database.asActor(actor, async (tx) => {
    const before = await found(tx, input.id)
    await requireOpen(tx, before.nodeNo, before.week)
    if (decided(before.state)) throw conflict('plans.task.decided', { title: before.title })
    const by = { name: actor.name, now }
    const what = {
      action: `plans.task.${input.decision}`,
      subject: input.id,
      node: before.nodeNo,
      details: { week: before.week },
    }
    await record(tx, { actor, now }, what)
    if (input.decision === 'drop') {
      if (input.reason === '') throw invalid('plans.drop.reason')
      await updateTask(tx, { ...before, state: 'dropped', place: null, outcome: input.reason }, by)
      return { task: shownTask(await found(tx, input.id)), carried: null }
    }
    const next = nextPeriod(weekNamed(before.week))
    await requireOpen(tx, before.nodeNo, next.text)
    const owner = await ownerNamed(tx, before.ownerId, await nodeNamed(tx, before.node), next)
    const place = await placeFor(deps, tx, owner, next.text)
    const id = randomUUID()
    await updateTask(tx, { ...before, state: 'carried', outcome: input.reason || before.outcome }, by)
    await insertTask(tx, { ...before, id, week: next.text, place, carriedFrom: before.id }, by)
    return { task: shownTask(await found(tx, input.id)), carried: shownTask(await found(tx, id)) }
  })
}

export function expect(
  { database }: Deps,
  { actor, now }: Who,
  input: { node: string; week: string; values: { kpi: string; value: number | null }[] },
) {
  const week = weekNamed(input.week)
  for (const { kpi } of input.values) kpiNamed(kpi)
  return database.asActor(actor, async (tx) => {
    const node = await nodeNamed(tx, input.node)
    await requireOpen(tx, node.no, week.text)
    // Named twice, the last counts.
    const values = [...new Map(input.values.map((one) => [one.kpi, one])).values()]
    await setExpectations(tx, { nodeNo: node.no, week: week.text }, values, { name: actor.name, now })
    return shownWeek(tx, node, week, now)
  })
}

/** Closes a week: its figures are kept as they are now, with what was learned. */
export function closeWeek(
  { database }: Deps,
  { actor, now }: Who,
  input: { node: string; week: string; learned: string },
) {
  const week = weekNamed(input.week)
  return database.asActor(actor, async (tx) => {
    const node = await nodeNamed(tx, input.node)
    const working = await workingDays(tx, node, week.from, week.to)
    const closesOn = closingDay(week, (day) => working.has(day))
    if ((await businessDay({ database }, node.no, now)) < closesOn)
      throw conflict('plans.week.early', { week: week.text, closesOn })
    const tasks = await tasksOfNode(tx, node.no, week.text)
    const waiting = tasks.filter(({ state }) => !decided(state))
    if (waiting.length > 0)
      throw conflict('plans.week.undecided', {
        count: waiting.length,
        first: waiting[0]?.title ?? '',
        owner: waiting[0]?.ownerName ?? '',
      })
    const figures = await figuresOf(tx, node, week, tasks, now)
    const row = {
      nodeNo: node.no,
      week: week.text,
      figures,
      learned: input.learned,
      actorNo: actor.no,
      actorName: actor.name,
      now,
    }
    if (!(await insertClosing(tx, row))) throw conflict('plans.week.closed', { week: week.text })
    await record(tx, { actor, now }, { action: 'plans.week.close', subject: `${node.id} ${week.text}`, node: node.no })
    return shownWeek(tx, node, week, now)
  })
}

async function requireOpen(tx: Transaction, nodeNo: number, week: string): Promise<void> {
  if ((await closingsOf(tx, nodeNo, [week])).length > 0) throw conflict('plans.week.closed', { week })
}

async function placeFor({ database }: Deps, tx: Transaction, owner: PlanNode, week: string): Promise<number> {
  await lockOwner(tx, owner.no)
  const place = freePlace(await database.asWorker((worker) => takenPlaces(worker, owner.no, week)))
  if (place === null) throw conflict('plans.task.fourth', { owner: owner.name, week })
  return place
}

async function found(tx: Transaction, id: string): Promise<TaskRow> {
  const row = await taskById(tx, id)
  if (!row) throw notFound('plans.task.unknown', { id })
  return row
}

function shownTask({ nodeNo, ownerNo, ownerId, ownerName, ...row }: TaskRow) {
  return { ...row, owner: { id: ownerId, name: ownerName } }
}

registerSentences({
  'plans.task.unknown': {
    zh: ({ id }) => `没有任务“${id}”，或不在您的范围内。`,
    en: ({ id }) => `There is no task "${id}" within your scope.`,
  },
  'plans.task.fourth': {
    zh: ({ owner, week }) => `${owner} 在 ${week} 已有三项任务。一周最多三项：请先放弃或完成一项，或安排到别的周。`,
    en: ({ owner, week }) =>
      `${owner} has three tasks in ${week} already, and a week holds three: drop one first, or choose another week.`,
  },
  'plans.task.decided': {
    zh: ({ title }) => `任务“${title}”已经结转或放弃，不能再改。`,
    en: ({ title }) => `The task "${title}" was carried on or dropped and can't be changed any more.`,
  },
  'plans.task.not_own': {
    zh: ({ title }) => `任务“${title}”不是您的，只有本人或能制定计划的人可以填写结果。`,
    en: ({ title }) => `The task "${title}" is not yours; its owner or who may plan says how it went.`,
  },
  'plans.week.closed': {
    zh: ({ week }) => `${week} 已经收官，不能再改。未完的事请安排到下一周。`,
    en: ({ week }) => `${week} is closed and can't be changed; plan what is left in the next week.`,
  },
  'plans.week.early': {
    zh: ({ week, closesOn }) => `${week} 在 ${closesOn} 收官，还没到。请到那天再收官；任务结果现在就可以填。`,
    en: ({ week, closesOn }) =>
      `${week} closes on ${closesOn}, which has not come yet. Close it then; results of tasks can be written now.`,
  },
  'plans.week.undecided': {
    zh: ({ count, first, owner }) =>
      `还有 ${count} 项任务没有结论，例如 ${owner} 的“${first}”。请逐项标明完成、结转或放弃，再收官。`,
    en: ({ count, first, owner }) =>
      `${count} tasks wait for a decision, such as "${first}" of ${owner}. Mark each done, carry it on or drop it, then close the week.`,
  },
})
