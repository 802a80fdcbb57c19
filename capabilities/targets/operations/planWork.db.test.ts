import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#foundation/actor'
import { followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { type Jobs, startJobs } from '#platform/jobs'
import { createTestDatabase } from '#platform/testing'
import { targetRoutes } from './http.ts'
import { targetJobs } from './saveDecomposition.ts'

/** More nodes than are worked on while somebody waits. */
const people = 1010
const now = new Date('2024-05-10T02:00:00Z')
const head: Actor = {
  no: 1,
  kind: 'user',
  name: '总部陈芳',
  personNo: null,
  permissions: new Set(['boards.read', 'targets.write', 'targets.approve']),
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}
let database: Database
let drop: () => Promise<void>
let jobs: Jobs

const asked = (actor: Actor, using: Jobs) =>
  createRouterClient(targetRoutes({ database, jobs: using }), {
    context: {
      actor,
      locale: 'zh',
      now,
      headers: {},
      address: '',
      setHeader: () => undefined,
    } satisfies RequestContext,
  })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'went through',
    (error: { code: string; status: number }) => `${error.status} ${error.code}`,
  )

beforeAll(async () => {
  const made = await createTestDatabase()
  database = openDatabase({ url: made.url, connections: 6 })
  drop = made.drop
  const imported = await importOrganisation(
    { database, followTree },
    { actor: head, now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '公司' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
      ],
      people: Array.from({ length: people }, (_, index) => ({
        id: `P${index}`,
        name: `P${index}`,
        memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01', to: null }],
        bonusBases: [],
      })),
    },
  )
  expect(imported.rejected).toEqual([])
  const kinds = Object.values(targetJobs({ database }))
  jobs = await startJobs({ databaseUrl: made.url, database, kinds, now: () => now, log: () => undefined })
})
afterAll(async () => {
  await jobs?.close()
  await database?.close()
  await drop?.()
})

test('a large plan shows how far it is, stops while none of it counts, goes on, and is not stopped half applied', async () => {
  const api = asked(head, jobs)
  // Nobody looks for waiting work, so it waits.
  const waiting = asked(head, { ...jobs, wake: () => undefined })
  const other = asked({ ...head, no: 2 }, jobs)
  const read = async (who = api) => {
    const { decompositions } = await who.decompositions({ node: 'C1', year: 2024, kpi: 'outputValue' })
    const [plan] = decompositions
    if (!plan) throw new Error('there is no plan')
    return plan
  }
  const plan = { node: 'C1', kpi: 'outputValue', year: 2024, goal: 120_000_000 }
  const saved = await waiting.save({ ...plan, children: { method: 'capacity' }, reason: '全年', propose: true })
  const { no } = saved
  expect(saved.job).not.toBeNull()
  const work = { does: 'fill', state: 'waiting', done: 0, total: null }
  expect(await read()).toMatchObject({ complete: false, work })
  // Not only who asked for it sees it.
  expect((await read(other)).work).toEqual(work)

  expect(await refused(api.resume({ no }))).toBe('409 targets.plan.no_work')
  await api.stop({ no })
  expect(await read()).toMatchObject({ complete: false, work: { ...work, state: 'stopped' } })
  expect(await refused(api.stop({ no }))).toBe('409 targets.plan.no_work')
  expect(await refused(api.approve({ no }))).toBe('409 targets.plan.incomplete')
  await api.resume({ no })
  await expect.poll(async () => (await read()).complete, { timeout: 20_000 }).toBe(true)
  expect((await read()).work).toBeNull()

  await waiting.approve({ no })
  expect((await read(other)).work).toMatchObject({ does: 'apply', state: 'waiting' })
  expect(await refused(api.stop({ no }))).toBe('409 targets.plan.applying')
  jobs.wake()
  await expect.poll(async () => (await read()).applied, { timeout: 20_000 }).toBe(true)
  expect((await read()).work).toBeNull()
  const job = await database.asWorker((tx) =>
    sql<{ done: number; total: number }>`SELECT done, total FROM platform.job WHERE kind = 'targets.apply'`.execute(tx),
  )
  expect(job.rows).toEqual([{ done: people + 2, total: people + 2 }])
  expect((await api.list({ node: 'P7', period: '2024', kpi: 'outputValue' })).targets).toHaveLength(1)
  expect(await refused(asked({ ...head, no: 3, scope: '{}' }, jobs).stop({ no }))).toBe('404 targets.plan.unknown')
})
