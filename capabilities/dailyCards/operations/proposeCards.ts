import { randomUUID } from 'node:crypto'
import { behaviours } from '#catalogue/behaviours'
import { learningItems, routines } from '#catalogue/dailyWork'
import type { Words } from '#foundation/actor'
import { figureText } from '#foundation/figure'
import { addDays, type Day, dayAt, monthOf, type Period, parsePeriod, periodOf } from '#foundation/period'
import { newestKpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import type { Schedule } from '#platform/jobs'
import { itemsOf, scorePeople } from '#scorecards'
import { type ProposalInput, proposedCard, type Shortfall } from '../rules/proposal.ts'
import { insertCards, type NewTask } from '../storage/cards.ts'
import { learned } from '../storage/changes.ts'
import { dueActions, type Worker, weekTasks, withCard, workersOn } from '../storage/workers.ts'
import { reportDaysEnding } from './reportAdoption.ts'

/** So many people's cards in one transaction. */
const peopleAtOnce = 500
/** A countermeasure stands on the card from so many days before it is due. */
const actionDaysAhead = 7

const nameOf = (kpi: string): Words => newestKpi(kpi)?.names ?? { zh: kpi, en: kpi }
const figureOf = (kpi: string, value: number): Words => {
  const unit = newestKpi(kpi)?.unit ?? null
  return { zh: figureText(value, unit, 'zh'), en: figureText(value, unit, 'en') }
}

/**
 * Proposes the cards of a day for everybody who works on it and has none yet, or for these people. Returns how many are
 * new; run again, or beside another server, it adds what is missing.
 */
export async function proposeCards(
  { database }: { database: Database },
  { day, personNos = null, now }: { day: Day; personNos?: readonly number[] | null; now: Date },
  progress: (done: number, total: number) => Promise<void> = async () => undefined,
): Promise<number> {
  const workers = await database.asWorker(async (tx) => {
    const there = await withCard(tx, day)
    return (await workersOn(tx, day, personNos)).filter(({ personNo }) => !there.has(personNo))
  })
  let made = 0
  for (let from = 0; from < workers.length; from += peopleAtOnce) {
    const part = workers.slice(from, from + peopleAtOnce)
    made += await database.asWorker((tx) => proposePart(tx, part, day, now))
    await progress(Math.min(from + peopleAtOnce, workers.length), workers.length)
  }
  return made
}

/**
 * The cards of today and tomorrow, and how those of today and yesterday were used: in the evening and, should no server have run then, early in the morning. Companies
 * keep the time of Asia/Shanghai.
 */
export function proposingSchedule(deps: { database: Database; now: () => Date }): Schedule {
  return {
    name: 'dailyCards.propose',
    cron: '0 6,18 * * *',
    timeZone: 'Asia/Shanghai',
    run: async () => {
      const now = deps.now()
      const today = dayAt(now, 'Asia/Shanghai')
      for (const day of [today, addDays(today, 1)]) await proposeCards(deps, { day, now })
      await reportDaysEnding(deps, { today, now })
    },
  }
}

async function proposePart(tx: Transaction, workers: readonly Worker[], day: Day, now: Date): Promise<number> {
  const personNos = workers.map(({ personNo }) => personNo)
  const tasks = Map.groupBy(await weekTasks(tx, personNos, periodOf('week', day).text), (row) => row.personNo)
  const actions = Map.groupBy(await dueActions(tx, personNos, addDays(day, actionDaysAhead)), (row) => row.personNo)
  const done = Map.groupBy(await learned(tx, personNos), (row) => row.personNo)
  const scores = await scoresUpTo(tx, personNos, addDays(day, -1))
  const rows = workers.flatMap((worker): NewTask[] => {
    const { personNo, position } = worker
    const items = scores.get(personNo) ?? []
    const finished = new Set((done.get(personNo) ?? []).map(({ item }) => item))
    const input: ProposalInput = {
      day,
      weekTasks: tasks.get(personNo) ?? [],
      actions: actions.get(personNo) ?? [],
      shortfalls: items.flatMap(({ kpi, target, actual, missing }): Shortfall[] =>
        target === null || actual === null || missing <= 0 ? [] : [{ kpi, target, actual, pointsMissing: missing }],
      ),
      cardKpis: items.map(({ kpi }) => kpi),
      behaviours: behaviours.filter(({ positions }) => positions.includes(position)),
      routines: routines.filter(({ positions }) => positions.includes(position)),
      learning: learningItems.find(({ id, positions }) => positions.includes(position) && !finished.has(id)) ?? null,
      nameOf,
      figureOf,
    }
    const places = { strategic: 0, routine: 0, learning: 0 }
    return proposedCard(input).map(({ source, steps, because, ...task }) => {
      places[task.kind] += 1
      const place = places[task.kind]
      return {
        ...task,
        id: randomUUID(),
        personNo,
        day,
        place,
        steps: [...steps],
        because: [...because],
        sourceKind: source.kind,
        sourceId: source.id,
      }
    })
  })
  const cards = workers.map(({ personNo, storeNo, position }) => ({ personNo, day, storeNo, position }))
  return (await insertCards(tx, cards, rows, now)).length
}

/** The items of people's scorecards in the month so far, the heaviest first; on a month's first day those of the month before. */
async function scoresUpTo(tx: Transaction, personNos: readonly number[], day: Day) {
  const period = parsePeriod(monthOf(day)) as Period
  const { scores } = await scorePeople(tx, { personNos, period, asOf: day })
  const found = new Map<number, { kpi: string; target: number | null; actual: number | null; missing: number }[]>()
  for (const { personNo, basis } of scores) {
    const items = itemsOf(basis).sort((a, b) => b.weight - a.weight)
    found.set(
      personNo,
      items.map(({ kpi, target, actual, points, effectiveWeight }) => ({
        kpi,
        target,
        actual,
        missing: points === null ? 0 : effectiveWeight - points,
      })),
    )
  }
  return found
}
