import { implement } from '@orpc/server'
import type { Actor, Locale } from '#foundation/actor'
import { sentence } from '#foundation/failure'
import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import type { Jobs } from '#platform/jobs'
import { type ImportRow, newestImports, rejectsAfter } from '../storage/imports.ts'
import { contract } from '../wire.ts'
import { correctImport } from './correctImport.ts'
import { eraseCustomer, readCustomer } from './eraseCustomer.ts'
import { importSeen, shownWithoutNames } from './importFileRejects.ts'
import { cancelImport, resumeImport } from './importJob.ts'
import { type FollowFacts, type ObservableMeasures, receiveFacts } from './receiveFacts.ts'

export type FactsDeps = {
  database: Database
  followFacts: FollowFacts
  observableMeasures?: ObservableMeasures
  /** Told who wrote facts, so that their own reading finds them everywhere. */
  wrote: (actor: Actor) => void
  jobs: Jobs
}

const importsShown = 200
const rejectsShown = 1_000

export function factsRoutes(deps: FactsDeps) {
  const { database, wrote } = deps
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    receive: os.receive.handler(async ({ context, input }) => {
      const dryRun = input.dryRun === 'true'
      const rows = input.items.map((raw, index) => ({ row: index + 1, raw }))
      const { accepted, replaced, ignored, rejected } = await receiveFacts(deps, context, {
        kind: input.kind,
        rows,
        dryRun,
        via: 'api',
      })
      if (!dryRun) wrote(context.actor)
      return { accepted, replaced, ignored, rejected: rejected.map((reject) => shownReject(reject, context.locale)) }
    }),
    imports: os.imports.handler(async ({ context }) => {
      const rows = await database.asActor(context.actor, (tx) => newestImports(tx, importsShown))
      return { imports: rows.map((row) => shownImport(row, context.locale)) }
    }),
    imported: os.imported.handler(async ({ context, input }) => {
      const one = await importSeen(deps, context, input.id)
      const rejects = await database.asActor(context.actor, (tx) => rejectsAfter(tx, one.id, 0, rejectsShown))
      const { mapping } = one.settings ?? { mapping: {} }
      return {
        ...shownImport(one, context.locale),
        rejects: rejects.map((reject) => shownWithoutNames(reject, mapping, context.locale)),
      }
    }),
    cancelImport: os.cancelImport.handler(async ({ context, input }) => {
      await cancelImport(deps, context, input.id)
      return shownImport(await importSeen(deps, context, input.id), context.locale)
    }),
    resumeImport: os.resumeImport.handler(async ({ context, input }) => {
      await resumeImport(deps, context, input.id)
      return shownImport(await importSeen(deps, context, input.id), context.locale)
    }),
    correctImport: os.correctImport.handler(async ({ context, input }) => {
      const id = await correctImport(deps, context, input)
      wrote(context.actor)
      return shownImport(await importSeen(deps, context, id), context.locale)
    }),
    customer: os.customer.handler(async ({ context, input }) => {
      const facts = await readCustomer(deps, context, input.customer)
      return { facts: facts.map(({ storeNo, until, ...shown }) => shown) }
    }),
    eraseCustomer: os.eraseCustomer.handler(({ context, input }) => eraseCustomer(deps, context, input.customer)),
  })
}

function shownImport({ failure, ...one }: ImportRow, locale: Locale) {
  const { id, kind, source, fileName, by, accepted, replaced, ignored, rejected, state, dryRun, done, total } = one
  const { stores, months } = one
  const counts = { accepted, replaced, ignored, rejected, done, total, stores, months }
  const why = failure && sentence(failure.code, failure.values, locale)
  return { id, kind, source, fileName, by, state, dryRun, ...counts, at: one.at.toISOString(), failure: why }
}
