import { learningItems } from '#catalogue/dailyWork'
import { conflict, notFound, registerSentences } from '#foundation/failure'
import { businessDay } from '#organisation'
import type { Database, Transaction } from '#platform/database'
import { taken } from '../rules/change.ts'
import type { StoreDay } from '../storage/adoption.ts'
import {
  type CardRow,
  cardOf,
  closeCard,
  keepActual,
  lockCards,
  openCard,
  taskById,
  tasksOf,
  tickTask,
} from '../storage/cards.ts'
import { keepChange, learn, type Outcome, takenBefore } from '../storage/changes.ts'
import { personByNo } from '../storage/workers.ts'
import type { Change } from '../wire.ts'
import { dayFigures, dayNamed, type Who } from './readDay.ts'
import { reportAdoption } from './reportAdoption.ts'

/**
 * Takes what a device did to its owner's cards, in the order in which it was done. What was taken before is answered as
 * it was then; one change that can't be taken does not stop the others.
 */
export async function takeChanges(
  { database }: { database: Database },
  { actor, now }: Who,
  input: { device: string; person?: string; changes: Change[] },
) {
  const { personNo } = actor
  if (personNo === null) throw notFound('dailyCards.no_person')
  for (const { day } of input.changes) dayNamed(day, now)
  const used: StoreDay[] = []
  const answer = await database.asActor(actor, async (tx) => {
    if (input.person !== undefined && (await personByNo(tx, personNo))?.id !== input.person)
      throw conflict('dailyCards.changes.not_yours')
    await lockCards(tx, personNo)
    const before = await takenBefore(
      tx,
      personNo,
      input.changes.map(({ id }) => id),
    )
    const answers: { id: string; outcome: Outcome; again: boolean }[] = []
    for (const change of input.changes) {
      const known = before.get(change.id)
      const card = await cardOf(tx, personNo, change.day)
      // Counted even when sent again: whoever was cut off between the change and its count sends it again.
      if (card && change.do.kind !== 'learn') used.push({ storeNo: card.storeNo, day: card.day })
      if (known) {
        answers.push({ id: change.id, outcome: known, again: true })
        continue
      }
      const outcome = card ? await take({ database, tx }, card, change, input.device, now) : 'unknown'
      const { id, day, at, do: content } = change
      await keepChange(tx, {
        id,
        personNo,
        day,
        device: input.device,
        madeAt: new Date(at),
        takenAt: now,
        content,
        outcome,
      })
      before.set(id, outcome)
      answers.push({ id, outcome, again: false })
    }
    return { taken: answers }
  })
  const days = new Map(used.map((one) => [`${one.storeNo} ${one.day}`, one]))
  await reportAdoption({ database }, { of: [...days.values()], now })
  return answer
}

/** When something was done: as the device says, but never after now. */
const momentOf = (at: string, now: Date) => (new Date(at) < now ? new Date(at) : now)

async function take(
  { database, tx }: { database: Database; tx: Transaction },
  card: CardRow,
  change: Change,
  device: string,
  now: Date,
): Promise<Outcome> {
  const { personNo, day } = card
  const { do: act } = change
  switch (act.kind) {
    case 'open':
      return (await openCard(tx, personNo, day, momentOf(change.at, now))) ? 'applied' : 'unchanged'
    case 'tick': {
      const task = await taskById(tx, act.task)
      if (task?.personNo !== personNo || task.day !== day) return 'unknown'
      const wanted = { done: act.done, why: act.why, stepsDone: act.stepsDone }
      const { outcome, standing } = taken(task, { basedOn: act.basedOn, device, wanted })
      if (outcome === 'applied') await tickTask(tx, { id: task.id, ...standing, stepsDone: [...standing.stepsDone] })
      return outcome
    }
    case 'close': {
      // A day that has not come has nothing to be closed with (H8.4).
      if (day > (await businessDay({ database }, card.storeNo, now))) return 'early'
      const tasks = await tasksOf(tx, [personNo], day, day)
      const strategic = tasks.filter(({ kind }) => kind === 'strategic')
      // Done, or why not (H8.4).
      if (strategic.some(({ done, why }) => done === null || (!done && why === ''))) return 'undecided'
      const figuresOf = dayFigures(tx, now)
      if (card.closedAt === null)
        for (const task of tasks) if (task.kpi !== null) await keepActual(tx, task.id, await figuresOf(card, task.kpi))
      const { highlight, problem, problemSolved, tomorrow } = act
      await closeCard(tx, personNo, day, { highlight, problem, problemSolved, tomorrow, at: momentOf(change.at, now) })
      return 'applied'
    }
    case 'learn': {
      if (!learningItems.some(({ id }) => id === act.item)) return 'unknown'
      await learn(tx, { personNo, item: act.item, day, minutes: act.minutes, score: act.score })
      return 'applied'
    }
  }
}

registerSentences({
  'dailyCards.changes.not_yours': {
    zh: () => '这些是另一个人在这台设备上的操作，等本人登录后再上传。',
    en: () => 'These were made by somebody else on this device; they are sent when that person signs in.',
  },
  'dailyCards.no_person': {
    zh: () => '当前账号没有对应的人员，没有日清卡。请让管理员把账号与人员关联。',
    en: () => 'This account stands for no person and has no daily card. Ask the administrator to link it.',
  },
})
