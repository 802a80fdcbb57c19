import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { readHours, type TargetsFor } from './readHours.ts'

export function measureRoutes({ database, targetsFor }: { database: Database; targetsFor: TargetsFor }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    hours: os.hours.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readHours(tx, input, { now: context.now, targetsFor })),
    ),
  })
}
