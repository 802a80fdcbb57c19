import { conflict, isFailure, notFound } from '#foundation/failure'
import type { Database } from '#platform/database'
import { type Job, type Jobs, readJob } from '#platform/jobs'
import { type DecompositionRow, decompositionNo } from '../storage/decompositions.ts'
import type { Who } from './planDecomposition.ts'

type Deps = { database: Database; jobs?: Jobs }

/** How far the background work of a plan is; null when there is none, or it is done. */
export type PlanWork = {
  does: 'fill' | 'apply'
  state: 'waiting' | 'running' | 'stopped' | 'failed'
  done: number
  total: number | null
}

const unfinished = ({ complete, applied, state }: DecompositionRow) => !complete || (state === 'approved' && !applied)
const states = {
  waiting: 'waiting',
  running: 'running',
  done: 'running',
  cancelled: 'stopped',
  failed: 'failed',
} as const

/** Whoever sees a plan sees how far its work is, not only who asked for it. */
export async function workOf({ database }: Deps, row: DecompositionRow): Promise<PlanWork | null> {
  if (row.jobId === null || !unfinished(row)) return null
  const job = await jobOf(database, row.jobId)
  return job && { does: row.complete ? 'apply' : 'fill', state: states[job.state], done: job.done, total: job.total }
}

/** A job is forgotten when a backup is restored elsewhere; the plan remains. */
async function jobOf(database: Database, id: string): Promise<Job | null> {
  try {
    return await database.asWorker((tx) => readJob(tx, id))
  } catch (error) {
    if (isFailure(error)) return null
    throw error
  }
}

async function working(deps: Deps, who: Who, no: number) {
  const row = await deps.database.asActor(who.actor, (tx) => decompositionNo(tx, no))
  if (!row) throw notFound('targets.plan.unknown', { no })
  const work = await workOf(deps, row)
  if (!work || row.jobId === null || !deps.jobs) throw conflict('targets.plan.no_work', { no })
  return { row, work, jobId: row.jobId, jobs: deps.jobs }
}

const moved = ({ no, version, state, jobId }: DecompositionRow) => ({ no, version, state, job: jobId })

/**
 * Stops taking a plan down its tree: none of it counts yet. An approved plan on its way to become targets is not
 * stopped, because some nodes would go by the new targets and others by the old ones.
 */
export async function stopPlan(deps: Deps, who: Who, no: number) {
  const { row, work, jobId, jobs } = await working(deps, who, no)
  if (work.does === 'apply') throw conflict('targets.plan.applying', { no })
  if (work.state !== 'waiting' && work.state !== 'running') throw conflict('targets.plan.no_work', { no })
  await jobs.cancel(jobId, who.now)
  return moved(row)
}

/** Lets work that was stopped or broke go on where it is. */
export async function resumePlan(deps: Deps, who: Who, no: number) {
  const { row, work, jobId, jobs } = await working(deps, who, no)
  if (work.state !== 'stopped' && work.state !== 'failed') throw conflict('targets.plan.no_work', { no })
  await jobs.resume(jobId)
  return moved(row)
}
