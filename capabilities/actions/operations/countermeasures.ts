import { randomUUID } from 'node:crypto'
import { record } from '#audit'
import { boardRequest, readBoard } from '#boards'
import type { Actor } from '#foundation/actor'
import { conflict, forbidden, invalid, notFound, registerSentences } from '#foundation/failure'
import { type Day, dayAt, isDay, type Period } from '#foundation/period'
import { newestKpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { effect, effectWeeks, horizonOf, overdue, type State, stepRefused } from '../rules/countermeasure.ts'
import {
  addStep,
  byId,
  bySource,
  concernedBy,
  insert,
  listed,
  nodeById,
  type Row,
  type SourceKind,
  setConcerned,
  stepsOf,
  update,
} from '../storage/countermeasures.ts'
import type { Countermeasure } from '../wire.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }
type Fields = {
  title: string
  problem: string
  kpi: string
  expectedChange?: number | null
  owner: string
  due: string
  resources: string
  acceptance: string
  fallback: string
  concerned: string[]
}

const todayOf = (now: Date) => dayAt(now, 'Asia/Shanghai')

export function listActions(
  { database }: Deps,
  { actor, now }: Who,
  input: { node?: string; person?: string; kpi?: string; state?: State },
): Promise<{ actions: Countermeasure[] }> {
  return database.asActor(actor, async (tx) => {
    const node = input.node === undefined ? null : await named(tx, input.node)
    const person = input.person === undefined ? null : await named(tx, input.person)
    const today = todayOf(now)
    const rows = await listed(tx, {
      nodeNo: node?.no ?? null,
      personNo: person?.no ?? null,
      kpi: input.kpi ?? null,
      state: input.state ?? null,
      today,
    })
    return { actions: rows.map((row) => shown(row, today)) }
  })
}

export function readAction({ database }: Deps, { actor, now }: Who, { id }: { id: string }) {
  return database.asActor(actor, async (tx) => {
    const row = await found(tx, id)
    const steps = (await stepsOf(tx, id)).map((step) => ({ ...step, at: step.at.toISOString() }))
    return {
      ...shown(row, todayOf(now)),
      concerned: await concernedBy(tx, id),
      steps,
      effect: await effectOf(tx, row, now),
    }
  })
}

/** The KPI in a whole week before it was opened and in one after it was done. */
async function effectOf(tx: Transaction, row: Row, now: Date) {
  const { before, after } = effectWeeks(row.openedOn, row.doneOn, todayOf(now))
  const valueIn = async (week: Period) => {
    // Who is concerned may not see the node's board; then there is no figure for them.
    const node = await nodeById(tx, row.nodeId)
    if (!node) return null
    const board = await readBoard(tx, boardRequest({ node: node.id, period: week.text }, now))
    return board.kpis.find(({ id }) => id === row.kpi)?.value ?? null
  }
  const figures = {
    before: await valueIn(before),
    after: after ? await valueIn(after) : null,
    expected: row.expectedChange,
  }
  const moved = effect(figures, newestKpi(row.kpi)?.direction ?? 'higher')
  return {
    before: { week: before.text, value: figures.before },
    after: after ? { week: after.text, value: figures.after } : null,
    change: moved?.change ?? null,
    reached: moved?.reached ?? null,
  }
}

async function readFields(tx: Transaction, input: Fields, opened: Day) {
  if (!newestKpi(input.kpi)) throw invalid('actions.kpi.unknown', { kpi: input.kpi })
  if (!isDay(input.due)) throw invalid('actions.due.unreadable', { due: input.due })
  if (input.due < opened) throw invalid('actions.due.past', { due: input.due, opened })
  const horizon = horizonOf(opened, input.due)
  if (!horizon) throw invalid('actions.due.too_far', { due: input.due })
  const owner = await nodeById(tx, input.owner)
  if (owner?.kind !== 'person') throw invalid('actions.owner.unknown', { owner: input.owner })
  const concerned: number[] = []
  for (const id of new Set(input.concerned)) {
    const person = await nodeById(tx, id)
    if (person?.kind !== 'person') throw invalid('actions.owner.unknown', { owner: id })
    concerned.push(person.no)
  }
  const { title, problem, kpi, expectedChange = null, due, resources, acceptance, fallback } = input
  return {
    fields: { title, problem, kpi, expectedChange, horizon, ownerNo: owner.no, due, resources, acceptance, fallback },
    concerned,
  }
}

/** Opens a countermeasure; the same source again answers with the one that is there. Whoever opens it stays concerned. */
export function openAction(
  { database }: Deps,
  { actor, now }: Who,
  input: Fields & { node: string; source: { kind: SourceKind; id: string } },
): Promise<Countermeasure> {
  const today = todayOf(now)
  return database.asActor(actor, async (tx) => {
    const node = await named(tx, input.node)
    const { fields, concerned } = await readFields(tx, input, today)
    const id = randomUUID()
    const made = await insert(tx, {
      id,
      nodeNo: node.no,
      ...fields,
      sourceKind: input.source.kind,
      sourceId: input.source.id,
      openedByNo: actor.no,
      openedBy: actor.name,
      openedOn: today,
      now,
    })
    if (!made) {
      const there = await bySource(tx, input.source.kind, input.source.id)
      if (!there) throw notFound('actions.unknown', { id: input.source.id })
      return shown(there, today)
    }
    await addStep(tx, { id, state: 'open', note: '', doneOn: null, actorNo: actor.no, actorName: actor.name, now })
    await setConcerned(tx, id, [...concerned, ...(actor.personNo === null ? [] : [actor.personNo])])
    await record(
      tx,
      { actor, now },
      { action: 'actions.open', subject: id, node: node.no, details: { kpi: input.kpi } },
    )
    return shown(await found(tx, id), today)
  })
}

export function changeAction(
  { database }: Deps,
  { actor, now }: Who,
  input: Fields & { id: string },
): Promise<Countermeasure> {
  return database.asActor(actor, async (tx) => {
    const before = await found(tx, input.id)
    const { owner, planner } = partOf(actor, before)
    if (!owner && !planner) throw forbidden('actions.step.not_yours', { title: before.title })
    if (before.state === 'verified' || before.state === 'dropped')
      throw conflict('actions.step.ended', { title: before.title })
    const { fields, concerned } = await readFields(tx, input, before.openedOn)
    await update(tx, { id: input.id, ...fields }, now)
    await setConcerned(tx, input.id, concerned)
    await record(tx, { actor, now }, { action: 'actions.change', subject: input.id, node: before.nodeNo })
    return shown(await found(tx, input.id), todayOf(now))
  })
}

export function stepAction(
  { database }: Deps,
  { actor, now }: Who,
  input: { id: string; state: State; note: string },
): Promise<Countermeasure> {
  return database.asActor(actor, async (tx) => {
    const row = await found(tx, input.id)
    const refused = stepRefused(row.state, input.state, partOf(actor, row))
    if (refused === 'not_yours') throw forbidden('actions.step.not_yours', { title: row.title })
    if (refused === 'own_verification') throw forbidden('actions.step.own_verification', { title: row.title })
    if (refused) throw conflict(`actions.step.${refused}`, { title: row.title, from: row.state, to: input.state })
    const backToWork = row.state === 'done' && input.state === 'doing'
    if ((input.state === 'dropped' || backToWork) && input.note === '')
      throw invalid('actions.step.reason', { to: input.state })
    const doneOn = input.state === 'done' ? todayOf(now) : backToWork ? null : row.doneOn
    await addStep(tx, {
      id: input.id,
      state: input.state,
      note: input.note,
      doneOn,
      actorNo: actor.no,
      actorName: actor.name,
      now,
    })
    const details = { from: row.state, to: input.state }
    await record(tx, { actor, now }, { action: 'actions.step', subject: input.id, node: row.nodeNo, details })
    return shown(await found(tx, input.id), todayOf(now))
  })
}

const partOf = (actor: Actor, row: Row) => ({
  owner: actor.personNo !== null && actor.personNo === row.ownerNo,
  planner: actor.permissions.has('plans.write'),
})

async function found(tx: Transaction, id: string): Promise<Row> {
  const row = await byId(tx, id)
  if (!row) throw notFound('actions.unknown', { id })
  return row
}

async function named(tx: Transaction, id: string) {
  const node = await nodeById(tx, id)
  if (!node) throw notFound('actions.node.unknown', { node: id })
  return node
}

function shown(row: Row, today: Day): Countermeasure {
  const { nodeNo, nodeId, nodeName, ownerNo, ownerId, ownerName, sourceKind, sourceId, ...rest } = row
  return {
    ...rest,
    node: { id: nodeId, name: nodeName },
    owner: { id: ownerId, name: ownerName },
    overdue: overdue(row.state, row.due, today),
    source: { kind: sourceKind, id: sourceId },
  }
}

registerSentences({
  'actions.unknown': {
    zh: ({ id }) => `没有对策“${id}”，或不在您的范围内。`,
    en: ({ id }) => `There is no countermeasure "${id}" within your scope.`,
  },
  'actions.node.unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'actions.kpi.unknown': {
    zh: ({ kpi }) => `没有指标“${kpi}”。对策要写明它应改善哪个指标，请从指标库中选择。`,
    en: ({ kpi }) =>
      `There is no KPI "${kpi}". A countermeasure names the one that it should move: choose it from the library.`,
  },
  'actions.due.unreadable': {
    zh: ({ due }) => `“${due}”不是日期，请写成 2024-04-10。`,
    en: ({ due }) => `"${due}" is no day; write it as 2024-04-10.`,
  },
  'actions.due.past': {
    zh: ({ due, opened }) => `完成日 ${due} 早于提出日 ${opened}，请改成之后的日期。`,
    en: ({ due, opened }) => `The due day ${due} lies before the day of opening, ${opened}; choose a later one.`,
  },
  'actions.due.too_far': {
    zh: ({ due }) => `完成日 ${due} 超过一年。请先定一个一年内能验收的阶段。`,
    en: ({ due }) =>
      `The due day ${due} is more than a year away; begin with a stage that can be accepted within a year.`,
  },
  'actions.owner.unknown': {
    zh: ({ owner }) => `找不到人员“${owner}”，请从名单中选择。`,
    en: ({ owner }) => `There is no person "${owner}"; choose from the list.`,
  },
  'actions.step.not_yours': {
    zh: ({ title }) => `对策“${title}”由负责人或本门店的计划者更新。`,
    en: ({ title }) => `The countermeasure "${title}" is updated by its owner or by who plans for the node.`,
  },
  'actions.step.own_verification': {
    zh: ({ title }) => `对策“${title}”要由负责人以外、能制定计划的人验收。`,
    en: ({ title }) => `The countermeasure "${title}" is verified by somebody who may plan and is not its owner.`,
  },
  'actions.step.ended': {
    zh: ({ title }) => `对策“${title}”已经验收或放弃，不能再改。`,
    en: ({ title }) => `The countermeasure "${title}" was verified or dropped and can't be changed any more.`,
  },
  'actions.step.not_from_here': {
    zh: ({ title }) => `对策“${title}”现在不能这样更新，请先完成前一步。`,
    en: ({ title }) => `The countermeasure "${title}" can't take this step now; take the one before it first.`,
  },
  'actions.step.reason': {
    zh: () => '放弃或退回要写明原因。',
    en: () => 'Dropping or sending back needs the reason.',
  },
})
