import { conflict, isFailure, notFound, registerSentences } from '#foundation/failure'
import { hasNoRoom } from '#platform/database'
import { JobCancelled, type JobKind, type Jobs, jobKind, noRoom } from '#platform/jobs'
import { openTable } from '#platform/tableFile'
import {
  addPart,
  dropFiles,
  type ImportWork,
  importWork,
  insertRejects,
  keptFile,
  setState,
} from '../storage/imports.ts'
import { importSeen } from './importFileRejects.ts'
import { contentsOf, type Deps, layoutOf, type Part, takeParts, type Who, zonesOf } from './importParts.ts'

/** Takes a long file in, in the background; goes on with the first part that isn't in. */
export function importJob(deps: Deps): JobKind<{ id: string }> {
  return jobKind('facts.import', async ({ input: { id }, actor, progress, now }) => {
    const { database } = deps
    const work = await database.asWorker((tx) => importWork(tx, id))
    if (!work || work.state === 'done') return null
    try {
      await database.asWorker((tx) => setState(tx, id, 'running'))
      await takeFile(deps, { actor, now: work.at }, work, progress)
      await database.asWorker((tx) => setState(tx, id, 'done'))
      await database.asWorker((tx) => dropFiles(tx, id, givenUp(now())))
      return null
    } catch (error) {
      if (hasNoRoom(error)) {
        await database.asWorker((tx) => setState(tx, id, 'waiting', { failure: { code: noRoom, values: {} } }))
        throw error
      }
      const failure = isFailure(error)
        ? { code: error.code, values: { ...error.values } }
        : { code: 'jobs.broken', values: {} }
      const cancelled = error instanceof JobCancelled
      await database.asWorker((tx) =>
        setState(tx, id, cancelled ? 'cancelled' : 'failed', cancelled ? {} : { failure }),
      )
      throw error
    }
  })
}

const daysKept = 7
/** Files of imports that nobody went on with since then are removed. */
const givenUp = (now: Date) => new Date(now.getTime() - daysKept * 86_400_000)

type Progress = (done: number, total: number | null) => Promise<void>

async function takeFile(deps: Deps, who: Who, work: ImportWork, progress: Progress): Promise<void> {
  const { id, settings, dryRun } = work
  const { database } = deps
  await progress(work.done, work.total)
  const file = await database.asWorker((tx) => keptFile(tx, id))
  if (!file || !settings) throw conflict('facts.import.file_gone')
  const table = await openTable(file, { sheet: settings.sheet })
  const untimed = layoutOf({ ...work, settings }, table, who.now)
  const contents = await contentsOf(table, untimed)
  const layout = { ...untimed, zoneOf: await zonesOf(deps, who, contents.stores) }
  const count = async (tx: Parameters<typeof addPart>[0], part: Part) => {
    await addPart(tx, id, { ...part, rejected: part.rejects.length })
    if (part.rejects.length > 0) await insertRejects(tx, id, part.rejects)
  }
  await takeParts(
    deps,
    who,
    { id, table, layout, contents, dryRun, partsDone: work.partsDone },
    {
      before: (done) => progress(done, contents.rows),
      kept: async (tx, part) => {
        if (!dryRun) await count(tx, part)
      },
      // A try is undone with everything in its transaction; what it found is counted afterwards.
      after: async (part) => {
        if (dryRun) await database.asWorker((tx) => count(tx, part))
      },
    },
  )
}

type ChangeDeps = Pick<Deps, 'database'> & { jobs: Jobs }

/** Ends an import at its next part; what is in stays in. */
export async function cancelImport({ database, jobs }: ChangeDeps, who: Who, id: string): Promise<void> {
  const { jobId, state } = await workSeen({ database }, who, id)
  if (state !== 'waiting' && state !== 'running') throw conflict('facts.import.ended')
  await jobs.cancel(jobId, who.now)
  await database.asWorker((tx) => setState(tx, id, 'cancelled', { from: ['waiting'] }))
}

/** Lets a cancelled or failed import go on where it stopped. */
export async function resumeImport({ database, jobs }: ChangeDeps, who: Who, id: string): Promise<void> {
  const { jobId, state } = await workSeen({ database }, who, id)
  if (state !== 'cancelled' && state !== 'failed') throw conflict('facts.import.not_stopped')
  await jobs.resume(jobId)
  await database.asWorker((tx) => setState(tx, id, 'waiting', { from: ['cancelled', 'failed'] }))
}

async function workSeen({ database }: Pick<Deps, 'database'>, who: Who, id: string) {
  await importSeen({ database }, who, id)
  const work = await database.asWorker((tx) => importWork(tx, id))
  if (!work) throw notFound('facts.import.unknown', { value: id })
  if (work.jobId === null) throw conflict('facts.import.file_gone')
  return { ...work, jobId: work.jobId }
}

registerSentences({
  'facts.import.ended': {
    zh: () => '这次导入已经结束，不能再停止。',
    en: () => 'This import has ended; there is nothing to stop.',
  },
  'facts.import.not_stopped': {
    zh: () => '这次导入没有停下，不需要继续。',
    en: () => 'This import has not stopped; there is nothing to go on with.',
  },
  'facts.import.file_gone': {
    zh: () => '这次导入的文件已不在，请重新上传；已导入的不会重复。',
    en: () => 'The file of this import is no longer kept; upload it again, nothing that went in is doubled.',
  },
})
