import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardRequest, readBoardAs } from '#boards'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { kpiFacts } from '#kpis'
import { followFacts, followTree, rollUp } from '#measures'
import { importOrganisation } from '#organisation'
import { planRoutes } from '#plans'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { loadCards } from '#scorecards'
import { loadStrategyMaps } from '#strategy'
import type { CardTask } from '../wire.ts'
import { dailyCardRoutes } from './http.ts'
import { proposeCards } from './proposeCards.ts'
import { recordUse } from './recordUse.ts'
import { reportSpan } from './reportAdoption.ts'

const evening = new Date('2024-04-09T18:00:00+08:00')
const morning = new Date('2024-04-10T08:00:00+08:00')
const closing = new Date('2024-04-10T17:30:00+08:00')
const day = '2024-04-10'
const week = '2024-04-W2'

let database: Database
let drop: () => Promise<void>
let numbers: Map<string, number>
const no = (id: string) => numbers.get(id) ?? -1

const manager: Actor = {
  no: 1,
  kind: 'user',
  name: '店长',
  personNo: null,
  permissions: new Set(['boards.read', 'plans.write', 'cards.write', 'facts.write']),
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}
const employee = (person: string, store: string): Actor => ({
  ...manager,
  no: no(person),
  name: person,
  personNo: no(person),
  permissions: new Set(['boards.read']),
  scope: `{[${no(store)},${no(store)}],[${no(person)},${no(person)}]}`,
})
const context = (actor: Actor, now: Date): RequestContext => ({
  actor,
  locale: 'zh',
  now,
  headers: {},
  address: '',
  setHeader: () => undefined,
})
const asked = (actor: Actor, now = morning) =>
  createRouterClient(dailyCardRoutes({ database }), { context: context(actor, now) })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )

/** So many of so many contacts answered in time by the advisor, at a minute of a day. */
async function contacts(on: string, inTime: number, all: number) {
  const rows = Array.from({ length: all }, (_, index) => ({
    row: index + 1,
    raw: {
      source: 'crm',
      externalId: `${on} ${index}`,
      version: '2024-04-01T00:00:00Z',
      store: 'S1',
      receivedAt: `${on}T10:00:00+08:00`,
      firstAnsweredAt: `${on}T10:${index < inTime ? '04' : '30'}:00+08:00`,
      person: 'A1',
    },
  }))
  const input = { kind: 'contacts' as const, rows, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, { actor: manager, now: morning }, input)).rejected).toEqual([])
}

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  await loadCards({ database }, evening)
  const person = (id: string, node: string, position: string) => ({
    id,
    name: id,
    memberships: [{ node, position, from: '2020-01-01', to: null }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: manager, now: evening },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'D1', kind: 'department', parent: 'S1', name: '前台' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店', closingDays: [{ day, reason: '盘点' }] },
      ],
      people: [
        person('A1', 'D1', 'service_advisor'),
        person('T1', 'S1', 'technician'),
        person('X1', 'S2', 'technician'),
      ],
    },
  )
  const rows = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(rows.rows.map((row) => [row.id, row.no]))
  await loadStrategyMaps({ database }, evening)
  const planner = createRouterClient(planRoutes({ database }), { context: context(manager, evening) })
  await planner.addTask({
    node: 'S1',
    week,
    owner: 'A1',
    title: '高峰时段先接电话',
    result: '响应率 82%',
    kpi: 'tenMinuteResponseRate',
  })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const strategic = (tasks: CardTask[]) => tasks.filter(({ kind }) => kind === 'strategic')
const at = '2024-04-10T09:00:00+08:00'

test('the evening before, everybody who works tomorrow gets a card; again, nothing changes', async () => {
  expect(await proposeCards({ database }, { day, now: evening })).toBe(2)
  expect(await proposeCards({ database }, { day, now: evening })).toBe(0)
  const { card, scripts, learning } = await asked(employee('A1', 'S1')).myDay({ day })
  expect(card?.person).toEqual({ id: 'A1', name: 'A1', position: 'service_advisor', store: 'S1' })
  const [first, ...others] = strategic(card?.tasks ?? [])
  expect(first).toMatchObject({
    title: { zh: '高峰时段先接电话' },
    kpi: 'tenMinuteResponseRate',
    source: { kind: 'week' },
    because: [{ zh: '本周计划中的任务，对应“10 分钟响应率”' }],
  })
  expect(others).toHaveLength(2)
  expect(card?.tasks.map(({ kind }) => kind).slice(0, 3)).toEqual(['strategic', 'strategic', 'strategic'])
  expect(scripts.length).toBeGreaterThan(0)
  expect(learning.every(({ doneOn }) => doneOn === null)).toBe(true)
  // The store takes stock that day: nobody works, nobody has a card.
  expect(await asked(employee('X1', 'S2')).myDay({ day })).toMatchObject({ card: null, reason: 'no_work' })
  expect(await asked(manager).myDay({ day })).toMatchObject({ card: null, reason: 'no_person' })
})

test('a day: live progress, ticks that come late and twice, a conflict, the closing with what the facts said', async () => {
  await contacts(day, 14, 15)
  const own = asked(employee('A1', 'S1'), closing)
  const before = (await own.myDay({ day })).card
  const [first, second, third] = strategic(before?.tasks ?? []) as [CardTask, CardTask, CardTask]
  expect(first.live).toEqual({ of: 'person', value: (14 / 15) * 100, numerator: 14, denominator: 15 })
  expect(first.goalReached).toBe(false)

  const tick = (number: number, task: CardTask, done: boolean | null, why = '', basedOn = task.version) => ({
    id: id(number),
    day,
    at,
    do: { kind: 'tick' as const, task: task.id, basedOn, done, why, stepsDone: done ? [0, 1] : [] },
  })
  const close = (number: number) => ({
    id: id(number),
    day,
    at: '2024-04-10T17:29:00+08:00',
    do: {
      kind: 'close' as const,
      highlight: '张女士要推荐给朋友',
      problem: '系统卡顿 20 分钟',
      problemSolved: true,
      tomorrow: '学投诉处理',
    },
  })
  // Tomorrow's card is there the evening before, and is closed when its day has come at the store.
  const yesterday = asked(employee('A1', 'S1'), new Date('2024-04-09T15:59:00Z'))
  expect((await yesterday.change({ device: 'phone', changes: [close(150)] })).taken).toMatchObject([
    { outcome: 'early' },
  ])
  const midnight = asked(employee('A1', 'S1'), new Date('2024-04-09T16:00:00Z'))
  expect((await midnight.change({ device: 'phone', changes: [close(151)] })).taken).toMatchObject([
    { outcome: 'undecided' },
  ])
  const sent = [
    { id: id(1), day, at, do: { kind: 'open' as const } },
    tick(2, first, true),
    tick(3, first, false, '有一位等了半小时'),
    tick(4, second, true),
    close(5),
  ]
  const outcomes = (answer: { taken: { outcome: string; again: boolean }[] }) =>
    answer.taken.map(({ outcome, again }) => `${outcome}${again ? ' again' : ''}`)
  expect(outcomes(await own.change({ device: 'phone', changes: sent }))).toEqual([
    'applied',
    'applied',
    'applied',
    'applied',
    'undecided',
  ])
  // On a phone that several use, one's changes are never taken for another's.
  expect(await refused(own.change({ device: 'phone', person: 'T1', changes: [close(7)] }))).toBe(
    '409 dailyCards.changes.not_yours',
  )
  // The answer was lost on its way; the phone sends all of it once more.
  expect(outcomes(await own.change({ device: 'phone', changes: sent }))).toEqual([
    'applied again',
    'applied again',
    'applied again',
    'applied again',
    'undecided again',
  ])
  // An id is its device's own: that somebody else's came upon the same one takes nothing from either.
  const other = asked(employee('X1', 'S2'), closing)
  expect(outcomes(await other.change({ device: 'phone', changes: sent.slice(0, 1) }))).toEqual(['unknown'])
  // Meanwhile another device, which knew nothing of it.
  expect(outcomes(await own.change({ device: 'desk', changes: [tick(6, first, true)] }))).toEqual(['conflict'])
  const rest = [
    tick(7, third, true),
    close(8),
    { id: id(9), day, at, do: { kind: 'learn' as const, item: 'objections', minutes: 30, score: null } },
  ]
  expect(outcomes(await own.change({ device: 'phone', changes: rest }))).toEqual(['applied', 'applied', 'applied'])

  await contacts('2024-04-10', 15, 16)
  const after = (await own.myDay({ day })).card
  expect(after).toMatchObject({ highlight: '张女士要推荐给朋友', closedAt: '2024-04-10T09:29:00.000Z' })
  expect(strategic(after?.tasks ?? [])[0]).toMatchObject({
    done: false,
    why: '有一位等了半小时',
    live: { numerator: 14, denominator: 15 },
  })

  const team = await asked(manager, closing).team({ node: 'S1', day })
  expect(team.members.map(({ person, card }) => `${person.id} ${card?.closedAt ? 'closed' : 'open'}`)).toEqual([
    'A1 closed',
    'T1 open',
  ])
  expect(team.adoption).toEqual({
    cardsDue: 2,
    cardsClosed: 1,
    strategicTasksDue: 6,
    strategicTasksDone: 2,
    problemsRaised: 1,
    problemsSolvedSameDay: 1,
  })
  const history = await own.history({ person: 'A1', to: day, days: 7 })
  expect(history.days).toMatchObject([{ day, closed: true, strategic: 3, strategicDone: 2 }])
  expect((await asked(employee('A1', 'S1'), closing).myDay({ day: '2024-04-11' })).yesterday).toMatchObject({
    day,
    strategicDone: 2,
    tomorrow: '学投诉处理',
  })
})

test('a company or region shows its stores by their counts, as far as the scope reaches', async () => {
  const team = await asked(manager, closing).team({ node: 'C1', day })
  const store = await asked(manager, closing).team({ node: 'S1', day })
  expect(store.stores).toBe(null)
  expect(team.members).toEqual([])
  // The second store takes stock that day.
  expect(team.stores).toEqual([
    {
      id: 'S1',
      name: '一店',
      region: '公司',
      people: 2,
      opened: 1,
      closed: 1,
      strategic: store.adoption.strategicTasksDue,
      strategicDone: 2,
      problems: 1,
      problemsSolved: 1,
    },
  ])
  expect(team.adoption).toEqual(store.adoption)
  const next = await asked(manager, closing).team({ node: 'C1', day: '2024-04-11' })
  expect(next.stores?.map(({ id, people }) => [id, people])).toEqual([
    ['S1', 2],
    ['S2', 1],
  ])
  const narrow = { ...manager, scope: `{[${no('C1')},${no('C1')}],[${no('S2')},${no('S2')}]}` }
  expect((await asked(narrow, closing).team({ node: 'C1', day })).stores).toEqual([])
  expect(await refused(asked(employee('A1', 'S1')).team({ node: 'C1', day }))).toContain('dailyCards.node.unknown')
})

test('how the cards were used is counted anew from them and becomes KPIs of person, store and company', async () => {
  const used = async (node: string) => {
    await rollUp({ database })
    const board = await readBoardAs(database, manager, boardRequest({ node, period: day }, closing))
    const of = (id: string) => board.kpis.find((kpi) => kpi.id === id)?.value
    return [of('cardsClosedRate'), of('strategicTaskRate'), of('problemsSolvedSameDayRate')]
  }
  const third = 100 / 3
  expect(await used('A1')).toEqual([100, expect.closeTo(2 * third), 100])
  expect(await used('T1')).toEqual([0, 0, null])
  expect(await used('S1')).toEqual([50, expect.closeTo(third), 100])
  expect(await used('C1')).toEqual([50, expect.closeTo(third), 100])
  // Nothing has changed: nothing is sent, and the evening before is not counted ahead.
  expect(await reportSpan({ database }, { from: day, to: '2024-04-11', now: closing })).toBe(0)
  expect(await reportSpan({ database }, { from: day, to: day, now: evening })).toBe(0)
  // Recomputed from the cards, whatever was sent before, by a clock that is behind, too.
  await database.asWorker((tx) =>
    sql`UPDATE "dailyCards".card SET problem_solved = false WHERE day = ${day}`.execute(tx),
  )
  expect(await reportSpan({ database }, { from: day, to: day, now: morning })).toBe(1)
  expect(await used('S1')).toEqual([50, expect.closeTo(third), 0])
  await database.asWorker((tx) =>
    sql`UPDATE "dailyCards".card SET problem_solved = problem <> '' WHERE day = ${day}`.execute(tx),
  )
  expect(await reportSpan({ database }, { from: day, to: day, now: morning })).toBe(1)
  await database.asActor(manager, async (tx) => {
    const behind = await kpiFacts(tx, { id: 'cardsClosedRate', node: 'S1', period: day }, closing)
    expect(behind).toMatchObject({ count: 1, items: [{ kind: 'observations', source: 'baton' }] })
  })
})

test('person and lead adjust a card; a fourth strategic task and one without a KPI are refused', async () => {
  const lead = asked(manager)
  const task = { person: 'T1', day, kind: 'strategic' as const, title: '盯住变速箱返修', kpi: 'ftr' }
  expect(await refused(lead.addTask(task))).toBe('409 dailyCards.task.fourth')
  const card = await lead.card({ person: 'T1', day })
  const [first, second] = strategic(card.tasks) as [CardTask, CardTask]
  const without = await lead.removeTask({ id: first.id })
  expect(strategic(without.tasks).map(({ place }) => place)).toEqual([1, 2])
  expect(await refused(lead.addTask({ ...task, kpi: null }))).toBe('422 dailyCards.task.without_kpi')
  expect(await refused(lead.addTask({ ...task, kpi: 'luck' }))).toBe('422 dailyCards.kpi.unknown')
  const added = await lead.addTask(task)
  expect(strategic(added.tasks)[2]).toMatchObject({ source: { kind: 'lead' }, goalValue: 100, progress: 'share' })
  expect(await refused(lead.addTask(task))).toBe('409 dailyCards.task.fourth')
  const changed = await lead.changeTask({ id: second.id, kind: 'routine', title: '改为日常', kpi: null })
  expect(strategic(changed.tasks)).toHaveLength(2)
  expect(await refused(asked(employee('A1', 'S1')).addTask({ ...task, person: 'T1' }))).toBe(
    '404 dailyCards.person.unknown',
  )
  expect(await refused(lead.addTask({ ...task, person: 'A1' }))).toBe('409 dailyCards.card.closed')
  expect(await refused(asked(employee('X1', 'S2')).card({ person: 'A1', day }))).toBe('404 dailyCards.person.unknown')
  // Past every rule of ours, the database refuses a fourth as well.
  const forbidden = sql`UPDATE "dailyCards".task SET kind = 'strategic', kpi = 'ftr', place = 4 WHERE id = ${second.id}`
  await expect(database.asWorker((tx) => forbidden.execute(tx))).rejects.toThrow(/check constraint/)
})

test('the walk up from the first task, and the walk down from its objective, meet', async () => {
  const later = new Date('2024-04-11T08:00:00+08:00')
  await proposeCards({ database }, { day: '2024-04-11', now: later })
  const own = asked(employee('A1', 'S1'), later)
  const first = strategic((await own.myDay({})).card?.tasks ?? [])[0] as CardTask
  const up = await own.walkUp({ task: first.id })
  expect(up).toMatchObject({
    kpi: 'tenMinuteResponseRate',
    objective: { perspective: 'process', node: { id: 'C1' } },
    plan: { node: 'S1', week, title: '高峰时段先接电话', state: 'open' },
    target: { person: { period: '2024-04', node: { id: 'A1' } }, store: { node: { id: 'S1' } } },
    // What yesterday's card moved: from no figure to that of its contacts.
    moved: { day, done: false, live: { numerator: 14, denominator: 15 }, before: null },
  })
  expect(up.moved?.after).not.toBeNull()
  expect(up.facts?.path).toBe('/kpis/tenMinuteResponseRate/facts?node=A1&period=2024-04-11')

  const objective = up.objective?.id as string
  const down = await asked(manager, later).walkDown({ objective, node: 'C1' })
  expect(down.kpis).toMatchObject([{ kpi: 'tenMinuteResponseRate', plans: [{ title: '高峰时段先接电话' }] }])
  expect(down.kpis[0]?.tasks.map(({ id }) => id)).toContain(first.id)
  expect((await asked(manager, later).walkDown({ objective, node: 'S1', day })).kpis[0]).toMatchObject({
    tasksDone: 0,
    tasks: [{ person: { id: 'A1' } }],
  })
  expect(await refused(asked(employee('X1', 'S2'), later).walkUp({ task: first.id }))).toBe(
    '404 dailyCards.task.unknown',
  )
  expect(await refused(asked(manager, later).walkDown({ objective: 'nothing', node: 'C1' }))).toBe(
    '404 strategy.objective.unknown',
  )
})

test('a day that is written at once keeps the rules of a single change', async () => {
  const friday = '2024-04-12'
  const later = new Date(`${friday}T19:00:00+08:00`)
  const wanted = { day: friday, personNos: [no('A1'), no('T1')], now: later }
  await proposeCards({ database }, wanted)
  await contacts(friday, 3, 4)
  const closing = { at: later, highlight: '', problem: '', problemSolved: false, tomorrow: '' }
  const spent = (why: string) => ({
    openedAt: new Date(`${friday}T08:20:00+08:00`),
    closing,
    tick: () => ({ done: false, why }),
    learned: null,
  })
  await expect(recordUse({ database }, wanted, () => spent(''))).rejects.toThrow(/neither done nor explained/)
  // Whoever touched the card keeps it.
  const touch = { id: id(50), day: friday, at: `${friday}T09:00:00+08:00`, do: { kind: 'open' as const } }
  await asked(employee('T1', 'S1'), later).change({ device: 'phone', changes: [touch] })
  expect(await recordUse({ database }, wanted, () => spent('来不及'))).toBe(1)
  expect(await recordUse({ database }, wanted, () => spent('来不及'))).toBe(0)
  const { card } = await asked(employee('A1', 'S1'), later).myDay({ day: friday })
  const [first] = strategic(card?.tasks ?? [])
  expect(card?.closedAt).toBe(later.toISOString())
  // As a closing keeps them: 3 of the 4 contacts in time, the person's own.
  expect(first).toMatchObject({
    done: false,
    why: '来不及',
    live: { of: 'person', value: 75, numerator: 3, denominator: 4 },
  })
  expect((await asked(employee('T1', 'S1'), later).myDay({ day: friday })).card?.closedAt).toBeNull()
})
