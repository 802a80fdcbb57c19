import { boardRequest, readBoard } from '#boards'
import { learningItems, scripts } from '#catalogue/dailyWork'
import type { Actor } from '#foundation/actor'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { addDays, type Day, dayAt, isDay } from '#foundation/period'
import { formulaAt, kpiOn, newestKpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { goalReached } from '../rules/card.ts'
import {
  type Actual,
  type CardRow,
  cardBefore,
  cardOf,
  cardsOfPeople,
  type TaskRow,
  tasksOf,
} from '../storage/cards.ts'
import { learned } from '../storage/changes.ts'
import { type StoreCards, storesUnder } from '../storage/stores.ts'
import { nodeById, personByNo, type Worker, workersUnder } from '../storage/workers.ts'
import type { Card, CardTask } from '../wire.ts'
import { adoptionOf } from './adoption.ts'
import { proposeCards } from './proposeCards.ts'

type Deps = { database: Database }
export type Who = { actor: Actor; now: Date }

/** Cards are proposed this far ahead when somebody looks. */
const daysAhead = 1

export const todayOf = (now: Date): Day => dayAt(now, 'Asia/Shanghai')

export function dayNamed(text: string | undefined, now: Date): Day {
  if (text === undefined) return todayOf(now)
  if (!isDay(text)) throw invalid('dailyCards.day.unknown', { day: text })
  return text
}

/** The own card of a day with what the facts say so far; why there is none, when there is none. */
export async function readMyDay(deps: Deps, { actor, now }: Who, input: { day?: string }) {
  const day = dayNamed(input.day, now)
  const { personNo } = actor
  const nothing = { day, card: null, scripts: [], learning: [], yesterday: null }
  if (personNo === null) return { ...nothing, reason: 'no_person' as const }
  const today = todayOf(now)
  const there = await deps.database.asActor(actor, (tx) => cardOf(tx, personNo, day))
  if (!there && day >= today && day <= addDays(today, daysAhead))
    await proposeCards(deps, { day, personNos: [personNo], now })
  return deps.database.asActor(actor, async (tx) => {
    const row = there ?? (await cardOf(tx, personNo, day))
    if (!row) {
      const reason = day < today ? 'past' : day > addDays(today, daysAhead) ? 'not_yet' : 'no_work'
      return { ...nothing, reason: reason as 'past' | 'not_yet' | 'no_work' }
    }
    const [card] = await shownCards(tx, [row], now)
    const finished = new Map((await learned(tx, [personNo])).map(({ item, day: on }) => [item, on]))
    return {
      day,
      card: card ?? null,
      reason: null,
      scripts: scripts.map(({ id, title, lines }) => ({ id, title, lines: [...lines] })),
      learning: learningItems
        .filter(({ positions }) => positions.includes(row.position))
        .map(({ id, title, text, minutes }) => ({ id, title, text, minutes, doneOn: finished.get(id) ?? null })),
      yesterday: await dayBefore(tx, personNo, day),
    }
  })
}

async function dayBefore(tx: Transaction, personNo: number, day: Day) {
  const before = await cardBefore(tx, personNo, day)
  if (!before) return null
  const strategic = (await tasksOf(tx, [personNo], before.day, before.day)).filter(({ kind }) => kind === 'strategic')
  return {
    day: before.day,
    strategic: strategic.length,
    strategicDone: strategic.filter(({ done }) => done === true).length,
    tomorrow: before.tomorrow,
  }
}

export function readCard(
  { database }: Deps,
  { actor, now }: Who,
  input: { person: string; day?: string },
): Promise<Card> {
  const day = dayNamed(input.day, now)
  return database.asActor(actor, async (tx) => cardNamed(tx, input.person, day, now))
}

export async function cardNamed(tx: Transaction, person: string, day: Day, now: Date): Promise<Card> {
  const node = await nodeById(tx, person)
  if (node?.kind !== 'person') throw notFound('dailyCards.person.unknown', { person })
  const row = await cardOf(tx, node.no, day)
  const [card] = row ? await shownCards(tx, [row], now) : []
  if (!card) throw notFound('dailyCards.card.none', { person: node.name, day })
  return card
}

/** Everybody who works in a store or department on a day, with their cards, or how far the stores of a wider node are. */
export function readTeam({ database }: Deps, { actor, now }: Who, input: { node: string; day?: string }) {
  const day = dayNamed(input.day, now)
  return database.asActor(actor, async (tx) => {
    const node = await nodeById(tx, input.node)
    if (!node || node.kind === 'person') throw notFound('dailyCards.node.unknown', { node: input.node })
    if (node.kind === 'company' || node.kind === 'region') return storesOf(tx, node, day)
    const workers = await workersUnder(tx, node.no, day)
    const rows = await cardsOfPeople(
      tx,
      workers.map(({ personNo }) => personNo),
      day,
      day,
    )
    const cards = new Map((await shownCards(tx, rows, now)).map((card) => [card.person.id, card]))
    const tasks = await tasksOf(
      tx,
      rows.map(({ personNo }) => personNo),
      day,
      day,
    )
    return {
      node: { id: node.id, name: node.name },
      day,
      stores: null,
      members: workers.map((worker) => ({ person: shownPerson(worker), card: cards.get(worker.person) ?? null })),
      adoption: { ...adoptionOf(rows, tasks), cardsDue: workers.length },
    }
  })
}

/** Too many people for one screen: each store by its counts. */
async function storesOf(tx: Transaction, node: { no: number; id: string; name: string }, day: Day) {
  const stores = await storesUnder(tx, node.no, day)
  const sum = (of: (store: StoreCards) => number) => stores.reduce((total, store) => total + of(store), 0)
  return {
    node: { id: node.id, name: node.name },
    day,
    stores,
    members: [],
    adoption: {
      cardsDue: sum(({ people }) => people),
      cardsClosed: sum(({ closed }) => closed),
      strategicTasksDue: sum(({ strategic }) => strategic),
      strategicTasksDone: sum(({ strategicDone }) => strategicDone),
      problemsRaised: sum(({ problems }) => problems),
      problemsSolvedSameDay: sum(({ problemsSolved }) => problemsSolved),
    },
  }
}

/** A person's cards of some days, up to one. */
export function readHistory(
  { database }: Deps,
  { actor, now }: Who,
  input: { person: string; to?: string; days: number },
) {
  const to = dayNamed(input.to, now)
  return database.asActor(actor, async (tx) => {
    const node = await nodeById(tx, input.person)
    if (node?.kind !== 'person') throw notFound('dailyCards.person.unknown', { person: input.person })
    const from = addDays(to, 1 - input.days)
    const rows = await cardsOfPeople(tx, [node.no], from, to)
    const tasks = await tasksOf(tx, [node.no], from, to)
    const strategicOf = Map.groupBy(
      tasks.filter(({ kind }) => kind === 'strategic'),
      ({ day }) => day,
    )
    const days = rows.map(({ day, openedAt, closedAt, highlight, problem, problemSolved }) => {
      const strategic = strategicOf.get(day) ?? []
      return {
        day,
        opened: openedAt !== null,
        closed: closedAt !== null,
        strategic: strategic.length,
        strategicDone: strategic.filter(({ done }) => done === true).length,
        highlight,
        problem,
        problemSolved,
      }
    })
    return { days, adoption: adoptionOf(rows, tasks) }
  })
}

/** Cards as they are shown: a running day with what the facts say now, a closed one with what they said. */
async function shownCards(tx: Transaction, rows: readonly CardRow[], now: Date): Promise<Card[]> {
  const [first] = rows
  if (!first) return []
  const days = rows.map(({ day }) => day).sort()
  const all = await tasksOf(
    tx,
    rows.map(({ personNo }) => personNo),
    days[0] as Day,
    days.at(-1) as Day,
  )
  const tasksOfCard = Map.groupBy(all, ({ personNo, day }) => `${personNo} ${day}`)
  const figuresOf = dayFigures(tx, now)
  const cards: Card[] = []
  for (const row of rows) {
    const tasks: CardTask[] = []
    for (const task of tasksOfCard.get(`${row.personNo} ${row.day}`) ?? []) {
      const live = row.closedAt !== null ? task.actual : task.kpi === null ? null : await figuresOf(row, task.kpi)
      tasks.push(shownTask(task, live))
    }
    cards.push({
      person: shownPerson(row),
      day: row.day,
      proposedAt: row.proposedAt.toISOString(),
      openedAt: row.openedAt?.toISOString() ?? null,
      closedAt: row.closedAt?.toISOString() ?? null,
      highlight: row.highlight,
      problem: row.problem,
      problemSolved: row.problemSolved,
      tomorrow: row.tomorrow,
      tasks,
    })
  }
  return cards
}

/** What the facts of a day say about a KPI: the person's own, or the store's where nobody is credited with it. Each board is read once. */
export function dayFigures(tx: Transaction, now: Date) {
  const boards = new Map<string, Promise<Map<string, Actual>>>()
  const boardOf = (node: string, day: Day, of: Actual['of']) => {
    const key = `${node} ${day}`
    const known = boards.get(key) ?? readFigures(tx, node, day, of, now)
    boards.set(key, known)
    return known
  }
  return async (card: Pick<CardRow, 'person' | 'store' | 'day'>, kpi: string): Promise<Actual | null> => {
    const own = isPersonal(kpi, card.day) ? (await boardOf(card.person, card.day, 'person')).get(kpi) : undefined
    if (own) return own
    if (card.store === '') return null
    return (await boardOf(card.store, card.day, 'store')).get(kpi) ?? null
  }
}

/** Whether people have the KPI themselves; where they don't, their board need not be read. */
export function isPersonal(kpi: string, day: Day): boolean {
  const definition = kpiOn(kpi, day)
  return definition !== null && formulaAt(definition, 'person') !== null
}

async function readFigures(
  tx: Transaction,
  node: string,
  day: Day,
  of: Actual['of'],
  now: Date,
): Promise<Map<string, Actual>> {
  const board = await readBoard(tx, boardRequest({ node, period: day }, now))
  return new Map(board.kpis.map(({ id, value, numerator, denominator }) => [id, { of, value, numerator, denominator }]))
}

function shownTask(row: TaskRow, live: Actual | null): CardTask {
  const { personNo, day, sourceKind, sourceId, device, actual, ...task } = row
  const direction = row.kpi === null ? 'higher' : (newestKpi(row.kpi)?.direction ?? 'higher')
  return { ...task, source: { kind: sourceKind, id: sourceId }, live, goalReached: goalReached(row, live, direction) }
}

function shownPerson({ person, name, position, store }: Pick<Worker, 'person' | 'name' | 'position' | 'store'>) {
  return { id: person, name, position, store }
}

/** Whose cards the actor may change: one's own, and with the permission those of one's scope. */
export async function changeable(tx: Transaction, actor: Actor, person: string): Promise<{ no: number; name: string }> {
  const own = actor.personNo === null ? null : await personByNo(tx, actor.personNo)
  if (own?.id === person) return { no: actor.personNo as number, name: own.name }
  const node = await nodeById(tx, person)
  if (node?.kind !== 'person') throw notFound('dailyCards.person.unknown', { person })
  return { no: node.no, name: node.name }
}

registerSentences({
  'dailyCards.day.unknown': {
    zh: ({ day }) => `“${day}”不是日期，请写成 2024-04-10。`,
    en: ({ day }) => `"${day}" is no day; write it as 2024-04-10.`,
  },
  'dailyCards.person.unknown': {
    zh: ({ person }) => `找不到人员“${person}”，或不在您的范围内。`,
    en: ({ person }) => `There is no person "${person}" within your scope.`,
  },
  'dailyCards.node.unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'dailyCards.card.none': {
    zh: ({ person, day }) => `${person} 在 ${day} 没有日清卡：当天不上班，或卡片尚未生成。`,
    en: ({ person, day }) => `${person} has no card for ${day}: no work that day, or it has not been proposed yet.`,
  },
})
