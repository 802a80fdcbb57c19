import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#foundation/actor'
import { invalid } from '#foundation/failure'
import { type Database, openDatabase } from './database.ts'
import { type Job, type Jobs, jobKind, readJob, startJobs } from './jobs.ts'
import { createTestDatabase } from './testing.ts'

const asker: Actor = {
  no: 7,
  kind: 'user',
  name: '店长',
  personNo: null,
  permissions: new Set(['facts.write']),
  scope: '{[3,4)}',
  payScope: '{}',
  locale: 'zh',
}
const who = { actor: asker, now: new Date('2024-04-10T08:00:00+08:00') }
let database: Database
let url: string
let drop: () => Promise<void>
const broken: string[] = []

beforeAll(async () => {
  const made = await createTestDatabase()
  url = made.url
  drop = made.drop
  database = openDatabase({ url })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const counts = jobKind<{ to: number }>('test.count', async ({ input, actor, progress }) => {
  for (let done = 1; done <= input.to; done += 1) await progress(done, input.to)
  return { scope: actor.scope, may: actor.permissions.has('facts.write') }
})
let released: () => void = () => undefined
const waits = jobKind<object>('test.wait', async ({ progress }) => {
  await new Promise<void>((resolve) => {
    released = resolve
  })
  await progress(1, 2)
  return 'never said'
})
const refuses = jobKind<object>('test.refuse', async () => {
  throw invalid('file.empty')
})
let failures = 0
const recovers = jobKind<object>('test.recover', async () => {
  failures += 1
  if (failures === 1) throw new Error('a cable was pulled')
  return failures
})

const begin = () =>
  startJobs({
    databaseUrl: url,
    database,
    kinds: [counts, waits, refuses, recovers],
    now: () => new Date(),
    log: (_, error) => broken.push(error.message),
  })

async function ask<Input>(jobs: Jobs, kind: ReturnType<typeof jobKind<Input>>, input: Input): Promise<string> {
  const id = await database.asActor(asker, (tx) => jobs.start(tx, kind, input, who))
  jobs.wake()
  return id
}

async function until(id: string, wanted: (job: Job) => boolean): Promise<Job> {
  for (let tries = 0; tries < 400; tries += 1) {
    const job = await database.asActor(asker, (tx) => readJob(tx, id))
    if (wanted(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The job did not get there in 20 seconds')
}

test('work is done in the background with the scope of who asked, is cancelled, resumed, refused and tried again', async () => {
  const jobs = await begin()
  try {
    const counted = await until(await ask(jobs, counts, { to: 5 }), (job) => job.state === 'done')
    expect(counted).toMatchObject({ done: 5, total: 5, result: { scope: '{[3,4)}', may: true } })

    const refused = await until(await ask(jobs, refuses, {}), (job) => job.state === 'failed')
    expect(refused.failure).toEqual({ code: 'file.empty', values: {} })

    const recovered = await until(await ask(jobs, recovers, {}), (job) => job.state === 'done')
    expect(recovered.result).toBe(2)
    expect(broken).toContain('a cable was pulled')

    const waiting = await ask(jobs, waits, {})
    await until(waiting, (job) => job.state === 'running')
    await jobs.cancel(waiting, new Date())
    released()
    await until(waiting, (job) => job.state === 'cancelled')
    await jobs.resume(waiting)
    await until(waiting, (job) => job.state === 'running')
    await jobs.cancel(waiting, new Date())
    released()
    await until(waiting, (job) => job.state === 'cancelled')
    await expect(jobs.resume(counted.id)).rejects.toMatchObject({ code: 'jobs.not_resumable' })

    const other = { ...asker, no: 8 }
    await expect(database.asActor(other, (tx) => readJob(tx, waiting))).rejects.toMatchObject({ code: 'jobs.unknown' })
    await expect(database.asActor(asker, (tx) => readJob(tx, 'nothing'))).rejects.toMatchObject({
      code: 'jobs.unknown',
    })
  } finally {
    await jobs.close()
  }
}, 60_000)

test('what was asked for while no server ran is done by the next one', async () => {
  const first = await begin()
  await first.close()
  const id = await database.asActor(asker, (tx) => first.start(tx, counts, { to: 1 }, who))
  const second = await begin()
  await until(id, (job) => job.state === 'done')
  await second.close()
}, 60_000)
