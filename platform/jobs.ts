import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import type { Actor } from '#foundation/actor'
import { conflict, isFailure, notFound, registerSentences } from '#foundation/failure'
import { type Database, hasNoRoom, sql, type Transaction } from './database.ts'

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** A piece of long work as its asker sees it: how far, and how it ended. */
export type Job = {
  id: string
  kind: string
  state: JobState
  done: number
  /** Null while nobody knows. */
  total: number | null
  result: unknown
  failure: { code: string; values: Record<string, unknown> } | null
  askedAt: Date
  endedAt: Date | null
}

export type JobRun<Input> = {
  id: string
  input: Input
  /** With the scope that the asker had when asking. */
  actor: Actor
  /** By the product's clock. */
  now(): Date
  /** Says how far the work is; throws JobCancelled once somebody asked for an end. Call it between two parts. */
  progress(done: number, total: number | null): Promise<void>
}

/** What is to be done for a kind of job. It may run more than once for one job, and goes on from what it finds done. */
export type JobKind<Input> = { kind: string; run(run: JobRun<Input>): Promise<unknown> }

/** Names the kind and the type of its input once, for `start` and for `startJobs`. */
export function jobKind<Input>(kind: string, run: (run: JobRun<Input>) => Promise<unknown>): JobKind<Input> {
  return { kind, run }
}

/** Work at a time of day, on one server only. */
export type Schedule = { name: string; cron: string; timeZone: string; run(): Promise<void> }

export type Jobs = {
  /** Asks for work in the actor's transaction; it begins once that commits. Returns the job's id. */
  start<Input>(tx: Transaction, kind: JobKind<Input>, input: Input, who: { actor: Actor; now: Date }): Promise<string>
  /** Has waiting work looked for now and not at the next round. Call it when the transaction of `start` has committed. */
  wake(): void
  /** Asks a running job to end at its next step; a waiting one never begins. */
  cancel(id: string, now: Date): Promise<void>
  /** Lets a cancelled or failed job go on. */
  resume(id: string): Promise<void>
  close(): Promise<void>
}

/** Thrown out of `progress` when the job was cancelled; what was done stays done. */
export class JobCancelled extends Error {}

const queue = 'baton'
/** Why a job waits, or what it waited for, that found the disk of the database full. */
export const noRoom = 'jobs.no_room'
const attemptsMax = 3
/** A short job need not wait behind a long one; more than two would take the machine from those who wait for an answer. */
const jobsAtOnce = 2

type Deps = {
  databaseUrl: string
  database: Database
  // biome-ignore lint/suspicious/noExplicitAny: kinds of different inputs stand in one list
  kinds: readonly JobKind<any>[]
  schedules?: readonly Schedule[]
  now: () => Date
  log: (line: string, error: Error) => void
}

/**
 * Runs jobs beside the requests, two at a time, each on one server only. A job of a server that died is taken up by
 * another within a minute. pg-boss keeps the queue; `platform.job` says what was asked and how far it is.
 */
export async function startJobs({ databaseUrl, database, kinds, schedules = [], now, log }: Deps): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'baton_jobs',
    max: 2,
    schema: 'pgboss',
    monitorIntervalSeconds: 15,
    superviseIntervalSeconds: 15,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error: Error) => log('the queue of jobs failed; it is tried again', error))
  await boss.start()
  await boss.createQueue(queue, {
    policy: 'exclusive',
    retryLimit: 1000,
    retryDelay: 1,
    heartbeatSeconds: 20,
    expireInSeconds: 6 * 3600,
    deleteAfterSeconds: 3600,
  })
  const known = new Map(kinds.map((kind) => [kind.kind, kind]))

  const perform = async (id: string) => {
    const begun = await begin(database, id, now())
    if (!begun) return
    const kind = known.get(begun.kind)
    if (!kind) throw new Error(`Nobody here does jobs of kind ${begun.kind}`)
    const progress = async (done: number, total: number | null) => {
      if (await step(database, id, done, total)) throw new JobCancelled()
    }
    try {
      const result = await kind.run({ id, input: begun.input, actor: actorIn(begun.actor), progress, now })
      await end(database, id, 'done', { result, now: now() })
    } catch (error) {
      if (error instanceof JobCancelled) return end(database, id, 'cancelled', { now: now() })
      if (isFailure(error)) {
        const { code, values } = error
        return end(database, id, 'failed', { failure: { code, values }, now: now() })
      }
      log(`job ${begun.kind} ${id} broke`, error as Error)
      // Not the job's fault, and nothing that three attempts mend: it waits, and the next round looks whether there is room.
      if (hasNoRoom(error)) return wait(database, id)
      if (begun.attempts < attemptsMax) throw error
      await end(database, id, 'failed', { failure: { code: 'jobs.broken', values: {} }, now: now() })
    }
  }
  const workerId = await boss.work<{ id: string }>(
    queue,
    { pollingIntervalSeconds: 1, localConcurrency: jobsAtOnce },
    async ([job]) => {
      if (job) await perform(job.data.id)
    },
  )

  const send = (id: string) => boss.send(queue, { id }, { singletonKey: id })
  /** Waiting jobs that have no place in the queue: just asked for, or asked for by a server that died before it said so. */
  const sweep = async () => {
    const found = await database.asWorker((tx) =>
      sql<{ id: string }>`SELECT id FROM platform.job WHERE state = 'waiting' ORDER BY asked_at LIMIT 100`.execute(tx),
    )
    for (const { id } of found.rows) await send(id)
    if (found.rows.length > 0) boss.notifyWorker(workerId)
  }
  let ended = false
  let sweeping: Promise<void> = Promise.resolve()
  const wake = () => {
    if (ended) return
    sweeping = sweeping.then(sweep).catch((error: Error) => {
      if (!ended) log('waiting jobs could not be queued; it is tried again', error)
    })
  }
  const round = setInterval(wake, 10_000)
  round.unref()
  wake()

  for (const { name, cron, timeZone, run } of schedules) {
    await boss.createQueue(name, { policy: 'exclusive', retryLimit: 2, retryDelay: 30, heartbeatSeconds: 20 })
    await boss.schedule(name, cron, null, { tz: timeZone })
    await boss.work(name, { pollingIntervalSeconds: 5 }, run)
  }

  return {
    start: async (tx, { kind }, input, { actor, now: asked }) => {
      const id = randomUUID()
      await sql`INSERT INTO platform.job (id, kind, input, actor, actor_no, asked_at)
        VALUES (${id}, ${kind}, ${JSON.stringify(input)}, ${JSON.stringify(actorOut(actor))}, ${actor.no}, ${asked})`.execute(
        tx,
      )
      return id
    },
    wake,
    cancel: async (id, at) => {
      await database.asWorker((tx) =>
        sql`UPDATE platform.job SET cancel_asked = true,
            state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END,
            ended_at = CASE state WHEN 'waiting' THEN ${at}::timestamptz ELSE ended_at END
          WHERE id = ${id} AND state IN ('waiting', 'running')`.execute(tx),
      )
    },
    resume: async (id) => {
      const again = await database.asWorker((tx) =>
        sql<{
          id: string
        }>`UPDATE platform.job SET state = 'waiting', cancel_asked = false, failure = NULL, attempts = 0, ended_at = NULL
          WHERE id = ${id} AND state IN ('cancelled', 'failed') RETURNING id`.execute(tx),
      )
      if (again.rows.length === 0) throw conflict('jobs.not_resumable', { id })
      wake()
    },
    close: async () => {
      ended = true
      clearInterval(round)
      await sweeping
      await boss.stop({ graceful: true, timeout: 5_000, close: true })
    },
  }
}

/** A job that the actor asked for; jobs of others don't exist. */
export async function readJob(tx: Transaction, id: string): Promise<Job> {
  const found =
    await sql<Job>`SELECT id, kind, state, done, total, result, failure, asked_at AS "askedAt", ended_at AS "endedAt"
    FROM platform.job WHERE id::text = ${id}`.execute(tx)
  const job = found.rows[0]
  if (!job) throw notFound('jobs.unknown', { id })
  return job
}

type Kept = Omit<Actor, 'permissions'> & { permissions: string[] }
const actorOut = (actor: Actor): Kept => ({ ...actor, permissions: [...actor.permissions] })
const actorIn = (kept: Kept): Actor => ({ ...kept, permissions: new Set(kept.permissions) })

type Begun = { kind: string; input: never; actor: Kept; attempts: number }

/** Null when there is nothing to do: the job was cancelled, or has ended. */
async function begin(database: Database, id: string, now: Date): Promise<Begun | null> {
  const begun = await database.asWorker((tx) =>
    sql<Begun>`UPDATE platform.job SET state = 'running', failure = NULL, attempts = attempts + 1, started_at = coalesce(started_at, ${now})
      WHERE id = ${id} AND state IN ('waiting', 'running') RETURNING kind, input, actor, attempts`.execute(tx),
  )
  return begun.rows[0] ?? null
}

/** Whether an end was asked for. */
async function step(database: Database, id: string, done: number, total: number | null): Promise<boolean> {
  const stepped = await database.asWorker((tx) =>
    sql<{
      asked: boolean
    }>`UPDATE platform.job SET done = ${done}, total = ${total} WHERE id = ${id} RETURNING cancel_asked AS asked`.execute(
      tx,
    ),
  )
  return stepped.rows[0]?.asked ?? true
}

/** Waiting for room is no attempt. */
async function wait(database: Database, id: string): Promise<void> {
  const failure = { code: noRoom, values: {} }
  await database.asWorker((tx) =>
    sql`UPDATE platform.job SET state = 'waiting', attempts = 0, failure = ${jsonOf(failure)}::jsonb WHERE id = ${id}`.execute(
      tx,
    ),
  )
}

type Ending = { result?: unknown; failure?: { code: string; values: Record<string, unknown> }; now: Date }

async function end(database: Database, id: string, state: JobState, { result, failure, now }: Ending): Promise<void> {
  await database.asWorker((tx) =>
    sql`UPDATE platform.job SET state = ${state}, result = ${jsonOf(result)}::jsonb, failure = ${jsonOf(failure)}::jsonb, ended_at = ${now}
      WHERE id = ${id}`.execute(tx),
  )
}

const jsonOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

registerSentences({
  'jobs.unknown': { zh: ({ id }) => `没有后台任务“${id}”。`, en: ({ id }) => `There is no job "${id}".` },
  'jobs.not_resumable': {
    zh: () => '该任务正在进行或已完成，无需继续。',
    en: () => 'The job is running or done; there is nothing to resume.',
  },
  [noRoom]: {
    zh: () => '数据库所在的磁盘已满，任务暂停；已完成的部分保留，腾出空间后会自动继续。',
    en: () =>
      'The disk of the database is full and the job waits; what is done stays, and it goes on by itself once there is room.',
  },
  'jobs.broken': {
    zh: () => '任务中途出错，已停止；已完成的部分保留。请稍后点“继续”，若再次出错请联系管理员查看日志。',
    en: () =>
      'The job broke and stopped; what is done stays. Resume it later; if it breaks again, ask the administrator to look at the log.',
  },
})
