import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { planRoutes } from './http.ts'

const now = new Date('2024-04-10T08:00:00+08:00')
const may = new Set(['boards.read', 'plans.write', 'facts.write'])
const lead: Actor = {
  no: 1,
  kind: 'user',
  name: '服务经理',
  personNo: null,
  permissions: may,
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}

let database: Database
let drop: () => Promise<void>
let numbers: Map<string, number>
const no = (id: string) => numbers.get(id) ?? -1

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  const person = (id: string, node: string) => ({
    id,
    name: id,
    memberships: [{ node, position: 'service_advisor', from: '2020-01-01', to: null }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: lead, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
        { id: 'D1', kind: 'department', parent: 'S1', name: '前台' },
      ],
      people: [person('A1', 'D1'), person('A2', 'S2')],
    },
  )
  const rows = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(rows.rows.map((row) => [row.id, row.no]))
  // In the second week of April nine of ten contacts are answered in time.
  const contacts = Array.from({ length: 10 }, (_, index) => ({
    row: index + 1,
    raw: {
      source: 'crm',
      externalId: `K${index}`,
      version: '2024-04-10T00:00:00Z',
      store: 'S1',
      receivedAt: '2024-04-09T10:00:00+08:00',
      firstAnsweredAt: index === 0 ? '2024-04-09T10:20:00+08:00' : '2024-04-09T10:04:00+08:00',
      person: 'A1',
    },
  }))
  const input = { kind: 'contacts' as const, rows: contacts, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, { actor: lead, now }, input)).rejected).toEqual([])
})
afterAll(async () => {
  await database.close()
  await drop()
})

function asked(actor: Actor, at = now) {
  const context: RequestContext = { actor, locale: 'zh', now: at, headers: {}, address: '', setHeader: () => undefined }
  return createRouterClient(planRoutes({ database }), { context })
}
const only = (...ids: string[]): Actor => ({
  ...lead,
  no: 2,
  scope: `{${ids.map((id) => `[${no(id)},${no(id)}]`).join(',')}}`,
})
const advisor = (): Actor => ({ ...only('S1', 'A1'), no: 3, personNo: no('A1'), permissions: new Set(['boards.read']) })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )

const week = '2024-04-W2'
const task = (title: string) => ({
  node: 'S1',
  week,
  owner: 'A1',
  title,
  result: '收到至少 50 份反馈',
  kpi: 'tenMinuteResponseRate',
})

test('a week: three tasks each, expected values, results, decisions about what is left, and its closing', async () => {
  const planner = asked(only('S1', 'D1', 'A1'))
  const [first, second, third] = [
    await planner.addTask(task('试运行新排班')),
    await planner.addTask(task('收集客户反馈')),
    await planner.addTask(task('改写欢迎话术')),
  ]
  expect(await refused(planner.addTask(task('第四项')))).toBe('409 plans.task.fourth')
  expect(await refused(planner.addTask({ ...task('没有指标'), week: '2024-04-W3', kpi: 'none' }))).toBe(
    '422 plans.kpi.unknown',
  )
  expect(await refused(planner.addTask({ ...task('别店的人'), owner: 'A2' }))).toBe('422 plans.owner.unknown')

  const planned = await planner.expect({ node: 'S1', week, values: [{ kpi: 'tenMinuteResponseRate', value: 82 }] })
  expect(planned).toMatchObject({
    from: '2024-04-08',
    to: '2024-04-14',
    closesOn: '2024-04-12',
    figures: [{ kpi: 'tenMinuteResponseRate', expected: 82, actual: 90, outcome: 'met' }],
    closing: null,
  })

  const own = asked(advisor())
  expect((await own.finishTask({ id: first.id, done: true, outcome: '已运行三天' })).state).toBe('done')
  expect((await own.finishTask({ id: second.id, done: false, outcome: '只收到 20 份' })).state).toBe('not_done')
  expect(await refused(own.addTask(task('自己加')))).toBe('403 access.permission.missing')
  const friday = asked(lead, new Date('2024-04-12T09:00:00+08:00'))
  expect(await refused(friday.closeWeek({ node: 'S1', week, learned: '反馈要当面收' }))).toBe(
    '409 plans.week.undecided',
  )

  const { task: carriedOn, carried } = await planner.decideTask({ id: second.id, decision: 'carry', reason: '' })
  expect(carriedOn.state).toBe('carried')
  expect(carried).toMatchObject({ week: '2024-04-W3', place: 1, carriedFrom: second.id, state: 'open' })
  expect(await refused(planner.decideTask({ id: second.id, decision: 'carry', reason: '' }))).toBe(
    '409 plans.task.decided',
  )
  expect(await refused(planner.decideTask({ id: third.id, decision: 'drop', reason: '' }))).toBe(
    '422 plans.drop.reason',
  )
  const dropped = await planner.decideTask({ id: third.id, decision: 'drop', reason: '与总部话术重复' })
  expect(dropped.task).toMatchObject({ state: 'dropped', place: null })

  // Friday the 12th closes the week; in the zone of the company it begins at four in the afternoon of the 11th in London.
  const closing = { node: 'S1', week, learned: '反馈要当面收' }
  const evening = asked(lead, new Date('2024-04-11T15:59:00Z'))
  expect(await refused(evening.closeWeek(closing))).toBe('409 plans.week.early')
  expect(await refused(planner.closeWeek({ ...closing, week: '2024-04-W3' }))).toBe('409 plans.week.early')
  const closed = await asked(only('S1', 'D1', 'A1'), new Date('2024-04-11T16:00:00Z')).closeWeek(closing)
  expect(closed).toMatchObject({ closing: { learned: '反馈要当面收', by: '服务经理' } })
  expect(await refused(friday.closeWeek({ node: 'S1', week, learned: '再来' }))).toBe('409 plans.week.closed')
  expect(await refused(planner.addTask(task('补一项')))).toBe('409 plans.week.closed')
  expect(await refused(own.finishTask({ id: first.id, done: false, outcome: '' }))).toBe('409 plans.week.closed')
})

test('two planners at the same moment can’t give a fourth task', async () => {
  const planner = asked(lead)
  const tries = await Promise.all(
    Array.from({ length: 6 }, (_, index) => refused(planner.addTask({ ...task(`并发 ${index}`), week: '2024-05-W2' }))),
  )
  expect(tries.filter((one) => one === 'went through')).toHaveLength(3)
  expect(tries.filter((one) => one === '409 plans.task.fourth')).toHaveLength(3)
})

test('a month: key actions with owner and due day, resources summed by quarter and year', async () => {
  const planner = asked(lead)
  const action = await planner.addAction({
    node: 'S1',
    month: '2024-02',
    title: '春节营销活动',
    owner: 'A1',
    due: '2024-02-08',
  })
  expect(action).toMatchObject({ owner: { id: 'A1' }, state: 'open', overdue: true })
  expect(await refused(planner.addAction({ node: 'S1', month: '2024-02', title: '太早', due: '2024-01-31' }))).toBe(
    '422 plans.action.due_before',
  )
  const base = { node: 'S1', title: '春节营销' }
  await planner.addResource({ ...base, month: '2024-02', kind: 'money', amountFen: 50_000_000, action: action.id })
  await planner.addResource({ ...base, month: '2024-01', kind: 'people', quantity: 3 })
  const extra = await planner.addResource({ ...base, month: '2024-05', kind: 'money', amountFen: 30_000_000 })
  expect(await refused(planner.addResource({ ...base, month: '2024-05', kind: 'money' }))).toBe(
    '422 plans.resource.empty',
  )
  expect((await planner.month({ node: 'S1', month: '2024-02' })).sums).toEqual([
    { period: '2024-02', sums: [{ kind: 'money', quantity: 0, amountFen: 50_000_000 }] },
    {
      period: '2024-Q1',
      sums: [
        { kind: 'people', quantity: 3, amountFen: 0 },
        { kind: 'money', quantity: 0, amountFen: 50_000_000 },
      ],
    },
    {
      period: '2024',
      sums: [
        { kind: 'people', quantity: 3, amountFen: 0 },
        { kind: 'money', quantity: 0, amountFen: 80_000_000 },
      ],
    },
  ])
  expect(await planner.removeResource({ id: extra.id })).toEqual({ removed: true })
  expect(await refused(planner.removeResource({ id: extra.id }))).toBe('404 plans.resource.unknown')
  const fields = { id: action.id, title: action.title, owner: 'A1', due: '2024-02-08' }
  expect(await refused(planner.changeAction({ ...fields, state: 'dropped' }))).toBe('422 plans.drop.reason')
  expect((await planner.changeAction({ ...fields, state: 'done', outcome: '到店 312 台' })).state).toBe('done')
})

test('plans of other stores do not exist, and reading does not allow writing', async () => {
  const other = asked(only('S2', 'A2'))
  expect(await refused(other.week({ node: 'S1', week }))).toBe('404 plans.node.unknown')
  expect(await refused(other.month({ node: 'S1', month: '2024-02' }))).toBe('404 plans.node.unknown')
  expect(await refused(other.addTask(task('越界')))).toBe('404 plans.node.unknown')
  const rows = await asked(lead).week({ node: 'S1', week })
  const id = rows.tasks[0]?.id as string
  expect(await refused(other.finishTask({ id, done: true, outcome: '' }))).toBe('404 plans.task.unknown')
  expect(await refused(asked(lead).week({ node: 'S1', week: '2024-04-W9' }))).toBe('422 plans.week.unknown')
  const reader = { ...only('S1'), permissions: new Set(['boards.read']) }
  await expect(
    database.asActor(reader, (tx) =>
      sql`INSERT INTO plans.week_expectation VALUES (${no('S1')}, ${week}, 'ftr', 1, '', now())`.execute(tx),
    ),
  ).rejects.toThrow(/row-level security/)
})
