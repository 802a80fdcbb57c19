import { implement } from '@orpc/server'
import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { type ImportRow, newestImports, rejectsAfter } from '../storage/imports.ts'
import { contract } from '../wire.ts'
import { importSeen } from './importFileRejects.ts'
import { type FollowFacts, receiveFacts } from './receiveFacts.ts'

export type FactsDeps = {
  database: Database
  followFacts: FollowFacts
  /** Waits until the boards above have followed, at most so many milliseconds. */
  settled: (milliseconds: number) => Promise<void>
}

/** Whoever wrote facts and then reads a region's board sees them, unless the roller is far behind. */
export const settledWithin = 250

const importsShown = 200
const rejectsShown = 1_000

export function factsRoutes(deps: FactsDeps) {
  const { database, settled } = deps
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
      if (!dryRun) await settled(settledWithin)
      return { accepted, replaced, ignored, rejected: rejected.map((reject) => shownReject(reject, context.locale)) }
    }),
    imports: os.imports.handler(async ({ context }) => {
      const rows = await database.asActor(context.actor, (tx) => newestImports(tx, importsShown))
      return { imports: rows.map(shownImport) }
    }),
    imported: os.imported.handler(async ({ context, input }) => {
      const one = await importSeen(deps, context, input.id)
      const rejects = await database.asActor(context.actor, (tx) => rejectsAfter(tx, one.id, 0, rejectsShown))
      return { ...shownImport(one), rejects: rejects.map((reject) => shownReject(reject, context.locale)) }
    }),
  })
}

const shownImport = (one: ImportRow) => ({ ...one, at: one.at.toISOString() })
