import { call } from '@orpc/server'
import { actionRoutes } from '#actions'
import { nodeNumbers, proposeCards, recordUse, reportSpan } from '#dailyCards'
import type { FollowFacts } from '#facts'
import { addDays, type Day, monthOf, type Period, periodOf, previousPeriod } from '#foundation/period'
import { planRoutes } from '#plans'
import type { Database } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { accounts } from './accounts.ts'
import { cardDays, daySpent, openedToday } from './cardUse.ts'
import { chance } from './chance.ts'
import { measuresOf, type ToldMeasure } from './countermeasures.ts'
import { momentAt } from './moments.ts'
import { type Network, staffOn } from './network.ts'
import { monthAfter } from './outline.ts'
import { disciplineOf, monthPlans, weekThemes } from './plans.ts'
import { type StoreSketch, storySketches } from './sketches.ts'
import type { Who } from './targetBook.ts'
import { onDuty, worldOf } from './world.ts'

type Deps = { database: Database; followFacts: FollowFacts }

/** Weeks that lie behind when the network comes, and days with cards. */
const weeksBefore = 4
const daysBefore = 12
const lanes = 3

const noon = (day: Day, hour: number) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`)

/**
 * What people plan and do in the stores that are told of: months, weeks, countermeasures and daily cards, in the order in
 * which they happened, through the operations that users have. What is there stays; days later, the days since are added.
 */
export async function liveDays(deps: Deps, who: Who, net: Network): Promise<void> {
  const ids = new Set(storySketches.map(({ id }) => id))
  const stores = net.stores.filter(({ id }) => ids.has(id))
  const { day: today } = momentAt(who.now)
  const lives = stores.map((store) => storeLife(deps, who, net, store))
  await inLanes(lives, async (life) => {
    await life.planMonths(today)
    await life.openMeasures(today)
  })
  const people = await numbersOf(deps, net, stores)
  const first = addDays(today, -daysBefore)
  for (const week of weeksUpTo(today)) {
    await inLanes(lives, (life) => life.planWeek(week))
    const closings = await inLanes(lives, (life) => life.closesOn(week))
    const days = cardDays(addDays(today, 2), daysBefore + 2).filter((day) => day >= week.from && day <= week.to)
    const closing = closings.reduce((latest, day) => (day > latest ? day : latest), week.from)
    const live = (some: readonly Day[]) =>
      some.reduce((before, day) => before.then(() => liveDay(day)), Promise.resolve())
    await live(days.filter((day) => day <= closing))
    if (closing < today) await inLanes(lives, (life) => life.closeWeek(week, closing))
    await live(days.filter((day) => day > closing))
  }
  await reportSpan(deps, { from: first, to: today, storeNos: people.storeNos, now: who.now })

  async function liveDay(day: Day): Promise<void> {
    const working = stores.flatMap((store) => {
      const world = worldOf(net, store)
      const positions = [
        ...new Set(
          (net.staff.get(store.id) ?? []).flatMap(({ memberships }) => memberships.map((one) => one.position)),
        ),
      ]
      return onDuty(world, positions, day).map(({ id }) => id)
    })
    const personNos = working.flatMap((id) => people.noOf.get(id) ?? [])
    await proposeCards(deps, { day, personNos, now: earlier(noon(addDays(day, -1), 18), who.now) })
    const { seed } = net.outline
    if (day < today)
      await recordUse(deps, { day, personNos: people.all, now: earlier(noon(day, 19), who.now) }, (card, tasks) => {
        const next = tasks.find(({ kind }) => kind === 'learning')
        return daySpent(seed, card, next ? { id: next.sourceId, minutes: next.minutes ?? 15 } : null)
      })
    if (day === today)
      await recordUse(deps, { day, personNos: people.unaccounted, now: who.now }, (card) =>
        openedToday(seed, card, who.now),
      )
  }
}

const earlier = (one: Date, other: Date) => (one < other ? one : other)

/** The weeks before and this one, the oldest first, and the next one when tomorrow belongs to it. */
function weeksUpTo(today: Day): Period[] {
  const list = [periodOf('week', today)]
  for (let count = 0; count < weeksBefore; count++) list.unshift(previousPeriod(list[0] as Period))
  const tomorrow = periodOf('week', addDays(today, 1))
  return tomorrow.text === list.at(-1)?.text ? list : [...list, tomorrow]
}

/** The numbers of stores and people; `unaccounted`: those in whose name nobody signs in. */
async function numbersOf({ database }: Deps, net: Network, stores: readonly StoreSketch[]) {
  const signedIn = new Set(accounts(net).map(({ person }) => person))
  const ids = [...new Set(stores.flatMap(({ id }) => (net.staff.get(id) ?? []).map((person) => person.id)))]
  const noOf = await database.asWorker((tx) => nodeNumbers(tx, [...stores.map(({ id }) => id), ...ids]))
  const numbers = (some: readonly string[]) => some.flatMap((id) => noOf.get(id) ?? [])
  return {
    noOf,
    storeNos: numbers(stores.map(({ id }) => id)),
    all: numbers(ids),
    unaccounted: numbers(ids.filter((id) => !signedIn.has(id))),
  }
}

/** A few at a time: each waits for the database more than it computes. */
async function inLanes<One, Made>(list: readonly One[], work: (one: One) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  const waiting = [...list.entries()]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) made[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return made
}

/** What the manager of one store plans, asked as its routes are. */
function storeLife({ database }: Deps, { actor, now }: Who, net: Network, store: StoreSketch) {
  const plans = planRoutes({ database })
  const actions = actionRoutes({ database })
  const by = (at: Date): { context: RequestContext } => ({
    context: {
      actor: { ...actor, name: store.manager },
      locale: 'zh',
      now: earlier(at, now),
      headers: {},
      address: '',
      setHeader: () => undefined,
    },
  })
  const node = store.id
  const keeps = disciplineOf(node)
  const theme = (week: Period) =>
    weekThemes[(Number(week.text.slice(-1)) - 1) % weekThemes.length] as (typeof weekThemes)[number]
  /** Who holds a position on both days; the first of them. */
  const holder = (position: string, from: Day, to: Day) => {
    const later = new Set(staffOn(net, node, [position], to).map(({ id }) => id))
    return staffOn(net, node, [position], from).find(({ id }) => later.has(id))?.id ?? null
  }
  const read = (week: Period) => call(plans.week, { node, week: week.text }, by(now))

  return {
    async planMonths(today: Day): Promise<void> {
      for (const step of [-1, 0, 1]) {
        const month = monthAfter(monthOf(today), step)
        const plan = monthPlans[month.slice(5)]
        const at = by(noon(addDays(`${month}-01`, -5), 15))
        if (!plan || (await call(plans.month, { node, month }, at)).actions.length > 0) continue
        for (const { title, kpi, position, dueDay } of plan.actions) {
          const due = `${month}-${String(dueDay).padStart(2, '0')}`
          const owner = holder(position, `${month}-01`, due)
          const made = await call(plans.addAction, { node, month, title, kpi, owner, due }, at)
          if (due < today && chance(`${net.outline.seed} ${node} ${month} ${title}`).next() < keeps)
            await call(
              plans.changeAction,
              { id: made.id, title, kpi, owner, due, state: 'done', outcome: '已完成' },
              by(noon(due, 16)),
            )
        }
        for (const resource of plan.resources) await call(plans.addResource, { node, month, ...resource }, at)
      }
    },

    async openMeasures(today: Day): Promise<void> {
      const there = await call(actions.list, { node }, by(now))
      if (there.actions.length > 0) return
      for (const told of measuresOf(store)) await openTold(told, today)
    },

    async planWeek(week: Period): Promise<void> {
      const { tasks, closing } = await read(week)
      if (closing || tasks.some(({ carriedFrom }) => carriedFrom === null)) return
      const at = by(noon(addDays(week.from, -3), 16))
      const { tasks: planned, expected } = theme(week)
      const busy = new Set(tasks.map(({ kpi, owner }) => `${owner.id} ${kpi}`))
      for (const { position, ...task } of planned) {
        const owner = holder(position, week.from, week.to)
        if (owner && !busy.has(`${owner} ${task.kpi}`))
          await call(plans.addTask, { node, week: week.text, owner, ...task }, at)
      }
      const values = Object.entries(expected).map(([kpi, value]) => ({ kpi, value }))
      await call(plans.expect, { node, week: week.text, values }, at)
    },

    async closesOn(week: Period): Promise<Day> {
      return (await read(week)).closesOn
    },

    /** Done, carried on where the owner still works then, or dropped; then closed with what was learned. */
    async closeWeek(week: Period, day: Day): Promise<void> {
      const { tasks, closing } = await read(week)
      if (closing) return
      const at = by(noon(day, 17))
      const next = periodOf('week', addDays(week.to, 1))
      for (const { id, state, owner, carriedFrom } of tasks) {
        if (state !== 'open' && state !== 'not_done') continue
        const luck = chance(`${net.outline.seed} ${node} ${week.text} ${id.length} ${owner.id} ${tasks.length}`)
        if (luck.next() < 0.3 + 0.65 * keeps) {
          await call(plans.finishTask, { id, done: true, outcome: '按期完成' }, at)
          continue
        }
        await call(plans.finishTask, { id, done: false, outcome: '没有做完' }, at)
        const stays = (net.staff.get(node) ?? []).some(
          (one) =>
            one.id === owner.id &&
            one.memberships.some(({ from, to }) => from <= next.from && (to === null || to >= next.to)),
        )
        const decision = carriedFrom === null && stays ? 'carry' : 'drop'
        await call(
          plans.decideTask,
          { id, decision, reason: decision === 'carry' ? '下周接着做' : '拖了两周，改用别的办法' },
          at,
        )
      }
      const { learned, stumbled } = theme(week)
      await call(plans.closeWeek, { node, week: week.text, learned: keeps > 0.6 ? learned : stumbled }, at)
    },
  }

  async function openTold(told: ToldMeasure, today: Day): Promise<void> {
    const { key, position, opened, dueIn, steps, ...fields } = told
    const on = addDays(today, -opened)
    const owner = holder(position, on, today) ?? holder('store_manager', on, today)
    if (!owner) return
    const source = { kind: 'plan' as const, id: `${node} ${key}` }
    const { id } = await call(
      actions.open,
      { ...fields, node, owner, due: addDays(on, dueIn), concerned: [], source },
      by(noon(on, 10)),
    )
    for (const { state, ago, note } of steps)
      await call(actions.step, { id, state, note }, by(noon(addDays(today, -ago), 17)))
  }
}
