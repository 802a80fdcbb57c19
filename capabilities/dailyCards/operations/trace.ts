import { boardRequest, readBoard } from '#boards'
import { notFound } from '#foundation/failure'
import type { Light } from '#foundation/figure'
import { addDays, type Day, dayAt, monthOf, periodOf } from '#foundation/period'
import { newestKpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { objectiveServed, objectivesOf, type Served } from '#strategy'
import { goalReached } from '../rules/card.ts'
import { type CardRow, cardOf, type TaskRow, taskById } from '../storage/cards.ts'
import {
  doneFor,
  type PlanRow,
  taskBefore,
  tasksFor,
  type WalkedTask,
  weekTask,
  weekTasksFor,
} from '../storage/walks.ts'
import { nodeById } from '../storage/workers.ts'
import type { WalkDown, WalkUp } from '../wire.ts'
import { dayFigures, dayNamed, type Who } from './readDay.ts'

type Deps = { database: Database }

/** Tasks of one KPI that a walk down lists. */
const tasksListed = 200
const directionOf = (kpi: string | null) => (kpi === null ? 'higher' : (newestKpi(kpi)?.direction ?? 'higher'))

/** Where a KPI of a node stands in a period, up to a day; null when the node has no such KPI. */
async function standing(
  tx: Transaction,
  node: { id: string; name: string },
  kpi: string,
  period: string,
  asOf: Day,
  now: Date,
) {
  const request = asOf < dayAt(now, 'Asia/Shanghai') ? { node: node.id, period, asOf } : { node: node.id, period }
  const cell = (await readBoard(tx, boardRequest(request, now))).kpis.find(({ id }) => id === kpi)
  return cell
    ? {
        node: { id: node.id, name: node.name },
        period,
        value: cell.value,
        target: cell.target,
        light: cell.light as Light,
      }
    : null
}

/** From a task to the plan it comes from, the target and the objective it serves, and what the last one like it moved (H1). */
export function walkUp({ database }: Deps, { actor, now }: Who, input: { task: string }): Promise<WalkUp> {
  return database.asActor(actor, async (tx) => {
    const task = await taskById(tx, input.task)
    const card = task ? await cardOf(tx, task.personNo, task.day) : null
    if (!task || !card) throw notFound('dailyCards.task.unknown', { id: input.task })
    const { kpi, day } = task
    const person = { id: card.person, name: card.name }
    const live = kpi === null ? null : card.closedAt === null ? await dayFigures(tx, now)(card, kpi) : task.actual
    const plan = task.sourceKind === 'week' ? await weekTask(tx, task.sourceId) : null
    const store = await nodeById(tx, card.store)
    const month = monthOf(day)
    const counted = live?.of === 'store' ? card.store : card.person
    return {
      task: { ...shownTask({ ...task, ...card, day }, live) },
      kpi,
      objective: kpi === null ? null : shownObjective(await objectiveServed(tx, { node: card.person, kpi, day })),
      target: {
        store: kpi === null || !store ? null : await standing(tx, store, kpi, month, day, now),
        person: kpi === null ? null : await standing(tx, person, kpi, month, day, now),
      },
      plan: plan && shownPlan(plan),
      facts:
        kpi === null || !live
          ? null
          : {
              path: `/kpis/${kpi}/facts?node=${encodeURIComponent(counted)}&period=${day}`,
              count: live.denominator ?? live.numerator,
            },
      moved: kpi === null ? null : await moved(tx, card, task, kpi, now),
    }
  })
}

/** What the last task for the same KPI moved: the month up to the day before, and with that day. */
async function moved(tx: Transaction, card: CardRow, task: TaskRow, kpi: string, now: Date): Promise<WalkUp['moved']> {
  const last = await taskBefore(tx, task.personNo, kpi, task.day)
  if (!last) return null
  const live = last.actual ?? (await dayFigures(tx, now)({ ...card, day: last.day }, kpi))
  const node = live?.of === 'store' ? { id: card.store, name: card.store } : { id: card.person, name: card.name }
  const month = monthOf(last.day)
  const before = addDays(last.day, -1)
  return {
    day: last.day,
    task: last.title,
    done: last.done,
    live,
    before: monthOf(before) === month ? ((await standing(tx, node, kpi, month, before, now))?.value ?? null) : null,
    after: (await standing(tx, node, kpi, month, last.day, now))?.value ?? null,
  }
}

/** From an objective to its KPIs at a node, the week's plans for them, and who does what for it on a day (H1). */
export function walkDown(
  { database }: Deps,
  { actor, now }: Who,
  input: { objective: string; node: string; day?: string },
): Promise<WalkDown> {
  const day = dayNamed(input.day, now)
  return database.asActor(actor, async (tx) => {
    const node = await nodeById(tx, input.node)
    if (!node) throw notFound('dailyCards.node.unknown', { node: input.node })
    const objective = (await objectivesOf(tx, { node: node.id, day })).find(({ id }) => id === input.objective)
    if (!objective) throw notFound('strategy.objective.unknown', { objective: input.objective })
    const wanted = objective.kpis
    const plans = Map.groupBy(
      await weekTasksFor(tx, node.no, wanted, periodOf('week', day).text, day),
      ({ kpi }) => kpi,
    )
    const tasks = Map.groupBy(await tasksFor(tx, node.no, wanted, day, tasksListed), ({ kpi }) => kpi)
    const done = await doneFor(tx, node.no, wanted, day)
    const board = await readBoard(tx, boardRequest({ node: node.id, period: monthOf(day) }, now))
    return {
      objective: shownObjective(objective) as NonNullable<WalkUp['objective']>,
      node: { id: node.id, name: node.name },
      day,
      kpis: wanted.map((kpi) => {
        const cell = board.kpis.find(({ id }) => id === kpi)
        return {
          kpi,
          node: { id: node.id, name: node.name },
          period: board.period,
          value: cell?.value ?? null,
          target: cell?.target ?? null,
          light: cell?.light ?? 'grey',
          plans: (plans.get(kpi) ?? []).map(shownPlan),
          tasks: (tasks.get(kpi) ?? []).map((task) => shownTask(task, task.actual)),
          tasksDone: done.get(kpi) ?? 0,
        }
      }),
    }
  })
}

const shownPlan = ({ kpi: _, ...plan }: PlanRow) => plan

function shownTask(task: Omit<WalkedTask, 'closedAt' | 'store'>, live: TaskRow['actual']): WalkUp['task'] {
  const { id, day, title, done, person, name } = task
  return {
    id,
    day,
    title,
    done,
    person: { id: person, name },
    live,
    goalReached: goalReached(task, live, directionOf(task.kpi)),
  }
}

function shownObjective(served: Served | null): WalkUp['objective'] {
  return served && { id: served.id, names: served.names, perspective: served.perspective, node: served.node }
}
