import { implement } from '@orpc/server'
import { kpis } from '#catalogue/kpis'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { contract } from '../wire.ts'
import { kpiFacts, shownKpi, traceKpi } from './explainKpi.ts'

export function kpiRoutes({ database }: { database: Database }) {
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
  })
}
