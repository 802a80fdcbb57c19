import { randomUUID } from 'node:crypto'
import { record } from '#audit'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { type Day, dayAt } from '#foundation/period'
import { planWeeks } from '#foundation/planWeek'
import type { Database, Transaction } from '#platform/database'
import { closingDay } from '../rules/closingDay.ts'
import { quarterOf, type ResourceKind, resourceSums, yearOf } from '../rules/resources.ts'
import {
  type ActionRow,
  actionById,
  actionsOf,
  deleteResource,
  insertAction,
  insertResource,
  type ResourceRow,
  resourcesOf,
  updateAction,
} from '../storage/months.ts'
import { type PlanNode, workingDays } from '../storage/nodes.ts'
import { closingsOf } from '../storage/weeks.ts'
import { dayNamed, kpiNamed, monthNamed, nodeNamed, ownerNamed, type Who } from './named.ts'

type Deps = { database: Database }

/** Key actions, resources with their sums, and the weeks of a node's month. */
export function readMonth({ database }: Deps, { actor, now }: Who, input: { node: string; month: string }) {
  const month = monthNamed(input.month)
  const today = dayAt(now, 'Asia/Shanghai')
  return database.asActor(actor, async (tx) => {
    const node = await nodeNamed(tx, input.node)
    const year = yearOf(month.text)
    const ofYear = await resourcesOf(tx, node.no, `${year}-01`, `${year}-12`)
    const ofMonth = ofYear.filter((one) => one.month === month.text)
    return {
      node: { id: node.id, kind: node.kind, name: node.name },
      month: month.text,
      weeks: await weeksOf(tx, node, month.text),
      actions: (await actionsOf(tx, node.no, month.text)).map((row) => shownAction(row, today)),
      resources: ofMonth.map(shownResource),
      sums: [
        ...resourceSums(ofMonth, (one) => one),
        ...resourceSums(ofYear, quarterOf).filter(({ period }) => period === quarterOf(month.text)),
        ...resourceSums(ofYear, yearOf),
      ],
    }
  })
}

async function weeksOf(tx: Transaction, node: PlanNode, month: string) {
  const weeks = planWeeks(month)
  const working = await workingDays(tx, node, `${month}-01`, (weeks.at(-1) as { to: Day }).to)
  const closed = new Set(
    (
      await closingsOf(
        tx,
        node.no,
        weeks.map(({ text }) => text),
      )
    ).map(({ week }) => week),
  )
  return weeks.map(({ text, from, to }) => ({
    week: text,
    from,
    to,
    closesOn: closingDay({ from, to }, (day) => working.has(day)),
    closed: closed.has(text),
  }))
}

type ActionInput = { title: string; owner?: string | null; due: string; kpi?: string | null }

async function readAction(tx: Transaction, input: ActionInput, node: PlanNode, month: { from: Day; to: Day }) {
  const due = dayNamed(input.due)
  // A key action may end after its month, not before it.
  if (due < month.from) throw invalid('plans.action.due_before', { due, from: month.from })
  const owner = input.owner
    ? await ownerNamed(tx, input.owner, node, { from: month.from, to: due > month.to ? due : month.to })
    : null
  if (input.kpi) kpiNamed(input.kpi)
  return { title: input.title, ownerNo: owner?.no ?? null, due, kpi: input.kpi ?? null }
}

export function addAction(
  { database }: Deps,
  { actor, now }: Who,
  input: ActionInput & { node: string; month: string },
) {
  const month = monthNamed(input.month)
  return database.asActor(actor, async (tx) => {
    const node = await nodeNamed(tx, input.node)
    const fields = await readAction(tx, input, node, month)
    const id = randomUUID()
    await insertAction(tx, { id, nodeNo: node.no, month: month.text, ...fields }, { name: actor.name, now })
    return shownAction(await found(tx, id), dayAt(now, 'Asia/Shanghai'))
  })
}

/** Changes a key action, or says how it ended; dropping one needs the reason. */
export function changeAction(
  { database }: Deps,
  { actor, now }: Who,
  input: ActionInput & { id: string; state?: ActionRow['state']; outcome?: string },
) {
  return database.asActor(actor, async (tx) => {
    const before = await found(tx, input.id)
    const node = await nodeNamed(tx, before.node)
    const fields = await readAction(tx, input, node, monthNamed(before.month))
    const state = input.state ?? before.state
    const outcome = input.outcome ?? before.outcome
    if (state === 'dropped' && outcome === '') throw invalid('plans.drop.reason')
    await updateAction(tx, { id: input.id, ...fields, state, outcome }, { name: actor.name, now })
    if (state !== before.state) {
      const what = {
        action: 'plans.action.state',
        subject: input.id,
        node: node.no,
        details: { state, month: before.month },
      }
      await record(tx, { actor, now }, what)
    }
    return shownAction(await found(tx, input.id), dayAt(now, 'Asia/Shanghai'))
  })
}

async function found(tx: Transaction, id: string): Promise<ActionRow> {
  const row = await actionById(tx, id)
  if (!row) throw notFound('plans.action.unknown', { id })
  return row
}

type ResourceInput = {
  node: string
  month: string
  kind: ResourceKind
  title: string
  quantity?: number | null
  amountFen?: number | null
  action?: string | null
}

export function addResource({ database }: Deps, { actor, now }: Who, input: ResourceInput) {
  const month = monthNamed(input.month)
  const { kind, title, quantity = null, amountFen = null, action = null } = input
  if (quantity === null && amountFen === null) throw invalid('plans.resource.empty')
  return database.asActor(actor, async (tx) => {
    const node = await nodeNamed(tx, input.node)
    if (action !== null && (await found(tx, action)).nodeNo !== node.no)
      throw notFound('plans.action.unknown', { id: action })
    const row: ResourceRow = {
      id: randomUUID(),
      nodeNo: node.no,
      month: month.text,
      action,
      kind,
      title,
      quantity,
      amountFen,
    }
    await insertResource(tx, row, { name: actor.name, now })
    return shownResource(row)
  })
}

export function removeResource({ database }: Deps, { actor, now }: Who, { id }: { id: string }) {
  return database.asActor(actor, async (tx) => {
    if (!(await deleteResource(tx, id))) throw notFound('plans.resource.unknown', { id })
    await record(tx, { actor, now }, { action: 'plans.resource.remove', subject: id })
    return { removed: true }
  })
}

function shownAction(row: ActionRow, today: Day) {
  const { nodeNo, ownerId, ownerName, ...shown } = row
  const owner = ownerId === null ? null : { id: ownerId, name: ownerName ?? '' }
  return { ...shown, owner, overdue: row.state === 'open' && row.due < today }
}

function shownResource({ nodeNo, ...row }: ResourceRow) {
  return row
}

registerSentences({
  'plans.action.unknown': {
    zh: ({ id }) => `没有关键行动“${id}”，或不在您的范围内。`,
    en: ({ id }) => `There is no key action "${id}" within your scope.`,
  },
  'plans.action.due_before': {
    zh: ({ due, from }) => `完成日 ${due} 早于这个月的第一天 ${from}，请改成之后的日期。`,
    en: ({ due, from }) => `The due day ${due} lies before the month's first day ${from}; choose a later one.`,
  },
  'plans.drop.reason': {
    zh: () => '放弃要写明原因。',
    en: () => 'Giving something up needs the reason.',
  },
  'plans.resource.empty': {
    zh: () => '请填数量或金额，至少一项。',
    en: () => 'Fill in the quantity or the amount, at least one of them.',
  },
  'plans.resource.unknown': {
    zh: ({ id }) => `没有资源“${id}”，或不在您的范围内。`,
    en: ({ id }) => `There is no resource "${id}" within your scope.`,
  },
})
