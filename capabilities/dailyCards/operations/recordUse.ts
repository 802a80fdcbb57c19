import { type Day, monthsCount } from '#foundation/period'
import { kpiOn, kpiValue } from '#kpis'
import { placeOf } from '#measures'
import type { Database, Transaction } from '#platform/database'
import { type Actual, type CardRow, cardsOfPeople, type TaskRow, tasksOf } from '../storage/cards.ts'
import { creditedOn, learnMany, lockCardsOf, type TickedRow, tickTasks, untouched, useCards } from '../storage/use.ts'
import { dayFigures, isPersonal, todayOf } from './readDay.ts'

/** How somebody went through a day, where it is known as a whole: on paper, or in a network that is told. */
export type CardUse = {
  openedAt: Date
  /** Null: the card was opened and left so. */
  closing: { at: Date; highlight: string; problem: string; problemSolved: boolean; tomorrow: string } | null
  /** Null: nothing was decided about the task. */
  tick: (task: Pick<TaskRow, 'id' | 'kind' | 'place' | 'kpi' | 'steps'>) => { done: boolean; why: string } | null
  learned: { item: string; minutes: number; score: number | null } | null
}

/**
 * Writes how many people used their cards of a day at once, under the rules of a single change: what somebody touched
 * stays as it is, a card is closed only when each strategic task is done or explained, and a closed day keeps what the
 * facts said. Returns how many cards were written.
 */
export async function recordUse(
  { database }: { database: Database },
  { day, personNos, now }: { day: Day; personNos: readonly number[]; now: Date },
  toldOf: (card: CardRow, tasks: readonly TaskRow[]) => CardUse | null,
): Promise<number> {
  return database.asWorker(async (tx) => {
    await lockCardsOf(tx, personNos)
    const free = await untouched(tx, personNos, day)
    const cards = (await cardsOfPeople(tx, [...free], day, day)).filter(({ personNo }) => free.has(personNo))
    const tasksBy = Map.groupBy(await tasksOf(tx, [...free], day, day), ({ personNo }) => personNo)
    const figureOf = await figuresOfDay(tx, cards, day, now)
    const ticked: TickedRow[] = []
    const used: Parameters<typeof useCards>[2][number][] = []
    const learned: Parameters<typeof learnMany>[2][number][] = []
    for (const card of cards) {
      const { personNo } = card
      const tasks = tasksBy.get(personNo) ?? []
      const use = toldOf(card, tasks)
      if (!use) continue
      const { openedAt, closing } = use
      if (closing && day > todayOf(closing.at))
        throw new RangeError(`${card.person} can't close ${day} before it comes`)
      for (const task of tasks) {
        const said = use.tick(task)
        if (closing && task.kind === 'strategic' && (!said || (!said.done && said.why === '')))
          throw new RangeError(
            `${card.person} can't close ${day}: the task ${task.place} is neither done nor explained`,
          )
        if (!said) continue
        const actual = closing && task.kpi !== null ? await figureOf(card, task.kpi) : null
        const stepsDone = said.done ? task.steps.map((_, index) => index) : []
        ticked.push({ id: task.id, ...said, stepsDone, actual })
      }
      used.push({
        personNo,
        openedAt: openedAt.toISOString(),
        closedAt: closing?.at.toISOString() ?? null,
        highlight: closing?.highlight ?? '',
        problem: closing?.problem ?? '',
        problemSolved: closing?.problemSolved ?? false,
        tomorrow: closing?.tomorrow ?? '',
      })
      if (use.learned) learned.push({ personNo, ...use.learned })
    }
    await tickTasks(tx, ticked)
    await useCards(tx, day, used)
    await learnMany(tx, day, learned)
    return used.length
  })
}

/** What `dayFigures` says, for many people of a day: theirs in one query, and each store's board once. */
async function figuresOfDay(tx: Transaction, cards: readonly CardRow[], day: Day, now: Date) {
  const credited = await creditedOn(
    tx,
    cards.map(({ personNo }) => personNo),
    day,
  )
  const ofBoards = dayFigures(tx, now)
  return async (card: CardRow, kpi: string): Promise<Actual | null> => {
    const definition = kpiOn(kpi, day)
    if (!definition || !isPersonal(kpi, day)) return ofBoards(card, kpi)
    const row = credited.get(card.personNo)
    const lookup = (id: string) => {
      const place = placeOf(id, 'person')
      return row === undefined || place === null ? undefined : (row[place] ?? 0)
    }
    return {
      of: 'person',
      ...kpiValue(definition, lookup, { days: 1, months: monthsCount({ from: day, to: day }) }, 'person'),
    }
  }
}
