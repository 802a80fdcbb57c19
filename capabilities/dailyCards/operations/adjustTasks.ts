import { randomUUID } from 'node:crypto'
import { record } from '#audit'
import { behaviours } from '#catalogue/behaviours'
import { conflict, forbidden, invalid, notFound, registerSentences } from '#foundation/failure'
import { newestKpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { type TaskKind, taskProblem } from '../rules/card.ts'
import {
  type CardRow,
  cardOf,
  closeGap,
  deleteTask,
  insertTasks,
  lockCards,
  type TaskRow,
  taskById,
  tasksOf,
  updateTask,
} from '../storage/cards.ts'
import { nodeById } from '../storage/workers.ts'
import type { Card } from '../wire.ts'
import { cardNamed, changeable, dayNamed, type Who } from './readDay.ts'
import { reportAdoption } from './reportAdoption.ts'

type Deps = { database: Database }
type Fields = { kind: TaskKind; title: string; kpi: string | null; expected: string; steps: string[] }

const same = (text: string) => ({ zh: text, en: text })

/** Puts a task on a card, at the end of its kind. */
export async function addTask(
  { database }: Deps,
  { actor, now }: Who,
  input: Fields & { person: string; day: string },
): Promise<Card> {
  const day = dayNamed(input.day, now)
  const card = await database.asActor(actor, async (tx) => {
    const person = await changeable(tx, actor, input.person)
    const card = await openCardOf(tx, person.no, day, person.name)
    requireOwnOrLead({ actor, now }, card)
    const tasks = await tasksOf(tx, [person.no], day, day)
    requireFit(input, tasks)
    const place = 1 + Math.max(0, ...tasks.filter(({ kind }) => kind === input.kind).map((task) => task.place))
    const sourceKind = actor.personNo === person.no ? 'own' : 'lead'
    const id = randomUUID()
    const fields = written(input, card.position)
    await insertTasks(tx, [
      {
        id,
        personNo: person.no,
        day,
        place,
        ...fields,
        because: [],
        sourceKind,
        sourceId: '',
        script: null,
        minutes: null,
      },
    ])
    if (sourceKind === 'lead')
      await record(
        tx,
        { actor, now },
        { action: 'dailyCards.task.add', subject: input.person, node: card.storeNo, details: { day } },
      )
    return cardNamed(tx, input.person, day, now)
  })
  return counted(database, card, now)
}

/** Changes what a task says; what was ticked begins anew. */
export async function changeTask(
  { database }: Deps,
  { actor, now }: Who,
  input: Fields & { id: string },
): Promise<Card> {
  const shown = await database.asActor(actor, async (tx) => {
    const { task, card } = await taskOnOpenCard(tx, input.id)
    requireOwnOrLead({ actor, now }, card)
    const others = (await tasksOf(tx, [task.personNo], task.day, task.day)).filter(({ id }) => id !== task.id)
    requireFit(input, others)
    const ofKind = others.filter(({ kind }) => kind === input.kind)
    const place = input.kind === task.kind ? task.place : 1 + Math.max(0, ...ofKind.map((one) => one.place))
    await updateTask(tx, { id: task.id, place, ...written(input, card.position) })
    if (input.kind !== task.kind) await closeGap(tx, task)
    return cardNamed(tx, card.person, task.day, now)
  })
  return counted(database, shown, now)
}

export async function removeTask({ database }: Deps, { actor, now }: Who, input: { id: string }): Promise<Card> {
  const shown = await database.asActor(actor, async (tx) => {
    const { task, card } = await taskOnOpenCard(tx, input.id)
    requireOwnOrLead({ actor, now }, card)
    await deleteTask(tx, task)
    if (actor.personNo !== card.personNo)
      await record(
        tx,
        { actor, now },
        { action: 'dailyCards.task.remove', subject: card.person, node: card.storeNo, details: { day: task.day } },
      )
    return cardNamed(tx, card.person, task.day, now)
  })
  return counted(database, shown, now)
}

/** A card whose tasks changed is counted anew. */
async function counted(database: Database, card: Card, now: Date): Promise<Card> {
  const store = await database.asWorker((tx) => nodeById(tx, card.person.store))
  if (store) await reportAdoption({ database }, { of: [{ storeNo: store.no, day: card.day }], now })
  return card
}

/** A strategic task takes goal and measure of progress from the position's standard for its KPI. */
function written(input: Fields, position: string) {
  const standard = behaviours.find(({ kpi, positions }) => kpi === input.kpi && positions.includes(position))
  return {
    kind: input.kind,
    title: same(input.title),
    kpi: input.kpi,
    goal: standard?.goal ?? null,
    goalValue: standard?.goalValue ?? null,
    progress: standard?.progress ?? null,
    expected: input.expected === '' ? null : same(input.expected),
    steps: input.steps.map(same),
  }
}

function requireFit(task: Fields, others: readonly { kind: TaskKind }[]): void {
  if (task.kpi !== null && !newestKpi(task.kpi)) throw invalid('dailyCards.kpi.unknown', { kpi: task.kpi })
  const problem = taskProblem(task, others)
  if (problem === 'fourth') throw conflict('dailyCards.task.fourth')
  if (problem) throw invalid(`dailyCards.task.${problem}`)
}

function requireOwnOrLead({ actor }: Who, card: CardRow): void {
  if (actor.personNo !== card.personNo && !actor.permissions.has('cards.write'))
    throw forbidden('dailyCards.card.not_yours', { person: card.name })
}

async function openCardOf(tx: Transaction, personNo: number, day: string, name: string): Promise<CardRow> {
  await lockCards(tx, personNo)
  const card = await cardOf(tx, personNo, day)
  if (!card) throw notFound('dailyCards.card.none', { person: name, day })
  if (card.closedAt !== null) throw conflict('dailyCards.card.closed', { day })
  return card
}

async function taskOnOpenCard(tx: Transaction, id: string): Promise<{ task: TaskRow; card: CardRow }> {
  const seen = await taskById(tx, id)
  if (!seen) throw notFound('dailyCards.task.unknown', { id })
  const card = await openCardOf(tx, seen.personNo, seen.day, '')
  const task = await taskById(tx, id)
  if (!task) throw notFound('dailyCards.task.unknown', { id })
  return { task, card }
}

registerSentences({
  'dailyCards.kpi.unknown': {
    zh: ({ kpi }) => `没有指标“${kpi}”，请从指标库中选择。`,
    en: ({ kpi }) => `There is no KPI "${kpi}"; choose it from the library.`,
  },
  'dailyCards.task.fourth': {
    zh: () => '一张日清卡最多三项战略任务。请先去掉一项，或把它列为日常工作。',
    en: () => 'A card holds three strategic tasks. Take one off first, or make this one routine.',
  },
  'dailyCards.task.without_kpi': {
    zh: () => '战略任务要对应一个指标，请选择；不对应指标的列为日常工作。',
    en: () => 'A strategic task serves a KPI: choose one, or make the task routine.',
  },
  'dailyCards.task.without_title': {
    zh: () => '请写明要做什么。',
    en: () => 'Say what is to be done.',
  },
  'dailyCards.task.unknown': {
    zh: () => '没有这项任务，或不在您的范围内；它可能已被移除。',
    en: () => 'There is no such task within your scope; it may have been taken off.',
  },
  'dailyCards.card.closed': {
    zh: ({ day }) => `${day} 的日清已经完成，任务不能再改。`,
    en: ({ day }) => `The day ${day} is closed; its tasks can't be changed any more.`,
  },
  'dailyCards.card.not_yours': {
    zh: ({ person }) => `${person} 的日清卡由本人或其主管调整。`,
    en: ({ person }) => `The card of ${person} is adjusted by themselves or their lead.`,
  },
})
