import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { createTestDatabase } from '#platform/testing'
import { actionRoutes } from './http.ts'

const monday = new Date('2024-04-08T09:00:00+08:00')
const planner: Actor = {
  no: 1,
  kind: 'user',
  name: '店长',
  personNo: null,
  permissions: new Set(['boards.read', 'plans.write', 'actions.write']),
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}

let database: Database
let drop: () => Promise<void>
let numbers: Map<string, number>
const no = (id: string) => numbers.get(id) ?? -1

/** Contacts of a day, so many of ten answered in time. */
async function contacts(day: string, inTime: number) {
  const rows = Array.from({ length: 10 }, (_, index) => ({
    row: index + 1,
    raw: {
      source: 'crm',
      externalId: `${day} ${index}`,
      version: '2024-05-01T00:00:00Z',
      store: 'S1',
      receivedAt: `${day}T10:00:00+08:00`,
      firstAnsweredAt: `${day}T10:${index < inTime ? '05' : '40'}:00+08:00`,
    },
  }))
  const input = { kind: 'contacts' as const, rows, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, { actor: planner, now: monday }, input)).rejected).toEqual([])
}

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  const person = (id: string, node: string) => ({
    id,
    name: id,
    memberships: [{ node, position: 'customer_service_agent', from: '2020-01-01', to: null }],
  })
  await importOrganisation(
    { database, followTree },
    { actor: planner, now: monday },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
        { id: 'S2', kind: 'store', parent: 'C1', name: '二店' },
      ],
      people: [person('G1', 'S1'), person('G2', 'S1'), person('X1', 'S2')],
    },
  )
  const rows = await database.asWorker((tx) =>
    sql<{ id: string; no: number }>`SELECT id, no FROM organisation.node`.execute(tx),
  )
  numbers = new Map(rows.rows.map((row) => [row.id, row.no]))
  await contacts('2024-04-03', 8)
  await contacts('2024-04-17', 9)
})
afterAll(async () => {
  await database.close()
  await drop()
})

function asked(actor: Actor, now = monday) {
  const context: RequestContext = { actor, locale: 'zh', now, headers: {}, address: '', setHeader: () => undefined }
  return createRouterClient(actionRoutes({ database }), { context })
}
const employee = (person: string, store: string): Actor => ({
  ...planner,
  no: no(person),
  name: person,
  personNo: no(person),
  permissions: new Set(['boards.read', 'actions.write']),
  scope: `{[${no(store)},${no(store)}],[${no(person)},${no(person)}]}`,
})
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )

const roster = {
  node: 'S1',
  title: '高峰时段增加两名客服',
  problem: '10-11 点、14-15 点人手不够',
  kpi: 'tenMinuteResponseRate',
  expectedChange: 5,
  owner: 'G1',
  due: '2024-04-12',
  acceptance: '两个时段各有四人在岗，连续五天',
  source: { kind: 'card' as const, id: 'G1 2024-04-08' },
}

test('a problem on a card becomes one countermeasure, is worked on, verified by another, and shows its effect', async () => {
  const own = asked(employee('G1', 'S1'))
  const opened = await own.open(roster)
  expect(opened).toMatchObject({
    state: 'open',
    horizon: 'short',
    owner: { id: 'G1' },
    openedOn: '2024-04-08',
    overdue: false,
  })
  expect((await own.open({ ...roster, title: '又发一次' })).id).toBe(opened.id)

  const { id } = opened
  expect(await refused(own.step({ id, state: 'verified' }))).toBe('409 actions.step.not_from_here')
  expect((await own.step({ id, state: 'doing' })).state).toBe('doing')
  expect((await asked(planner, new Date('2024-04-13T09:00:00+08:00')).list({ node: 'S1' })).actions[0]).toMatchObject({
    id,
    overdue: true,
  })
  await asked(employee('G1', 'S1'), new Date('2024-04-12T17:00:00+08:00')).step({ id, state: 'done', note: '已排班' })
  expect(await refused(own.step({ id, state: 'verified' }))).toBe('403 actions.step.own_verification')
  expect(await refused(asked(employee('G2', 'S1')).step({ id, state: 'doing', note: '没看到' }))).toBe(
    '403 actions.step.not_yours',
  )
  expect(await refused(asked(planner).step({ id, state: 'doing' }))).toBe('422 actions.step.reason')

  const later = asked(planner, new Date('2024-04-23T09:00:00+08:00'))
  expect((await later.step({ id, state: 'verified', note: '五天都在岗' })).state).toBe('verified')
  const detail = await later.read({ id })
  expect(detail.effect).toEqual({
    before: { week: '2024-04-W1', value: 80 },
    after: { week: '2024-04-W3', value: 90 },
    change: 10,
    reached: true,
  })
  expect(detail.steps.map(({ state }) => state)).toEqual(['open', 'doing', 'done', 'verified'])
  expect(await refused(later.step({ id, state: 'doing', note: '再来' }))).toBe('409 actions.step.ended')
})

test('it is seen by those concerned and by nobody in another store', async () => {
  const { id } = await asked(planner).open({ ...roster, concerned: ['G2', 'X1'], source: { kind: 'board', id: '' } })
  expect((await asked(employee('X1', 'S2')).list({ person: 'X1' })).actions.map((one) => one.id)).toEqual([id])
  const fields = { id, ...roster, concerned: ['G2'], resources: '两名客服', fallback: '店长顶岗' }
  expect(await asked(planner).change(fields)).toMatchObject({ resources: '两名客服' })
  expect(await refused(asked(employee('X1', 'S2')).read({ id }))).toBe('404 actions.unknown')
  expect(await refused(asked(employee('G2', 'S1')).change(fields))).toBe('403 actions.step.not_yours')
  expect((await asked(employee('X1', 'S2')).list({})).actions).toEqual([])
})

test('what can’t be accepted is refused with the reason', async () => {
  const open = (change: object) =>
    refused(asked(planner).open({ ...roster, source: { kind: 'board', id: '' }, ...change }))
  expect(await open({ kpi: 'happiness' })).toBe('422 actions.kpi.unknown')
  expect(await open({ due: '2024-04-07' })).toBe('422 actions.due.past')
  expect(await open({ due: '2026-04-07' })).toBe('422 actions.due.too_far')
  expect(await open({ owner: 'S1' })).toBe('422 actions.owner.unknown')
  expect(await open({ node: 'S9' })).toBe('404 actions.node.unknown')
  expect(await open({ acceptance: ' ' })).toMatch(/^(400|422) /)
})
