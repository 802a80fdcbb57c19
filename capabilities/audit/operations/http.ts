import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { entriesBefore } from '../storage/entries.ts'
import { contract } from '../wire.ts'

export function auditRoutes({ database }: { database: Database }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    entries: os.entries.handler(async ({ context, input }) => {
      const before = input.before ? new Date(input.before) : null
      const rows = await database.asActor(context.actor, (tx) =>
        entriesBefore(tx, { before, action: input.action ?? null, limit: input.limit ?? 100 }),
      )
      return { entries: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
    }),
  })
}
