import { implement } from '@orpc/server'
import { kpis } from '#catalogue/kpis'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { explainChange, type TargetsFor } from './explainChange.ts'
import { kpiFacts, shownKpi, traceKpi } from './explainKpi.ts'
import { readPyramid } from './readPyramid.ts'

export function kpiRoutes({ database, targetsFor }: { database: Database; targetsFor: TargetsFor }) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  const library = kpis.map(shownKpi)
  return os.router({
    kpis: os.kpis.handler(() => ({ kpis: library })),
    trace: os.trace.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => traceKpi(tx, input, context.now)),
    ),
    facts: os.facts.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => kpiFacts(tx, input, context.now)),
    ),
    contributions: os.contributions.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => explainChange(tx, input, { now: context.now, targetsFor })),
    ),
    pyramid: os.pyramid.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readPyramid(tx, input, context.now)),
    ),
  })
}
