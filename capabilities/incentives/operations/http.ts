import './failures.ts'
import { implement } from '@orpc/server'
import type { Database } from '#platform/database'
import { type App, guard, type Reply, type Request, type RequestContext, requirePermission } from '#platform/http'
import { contract } from '../wire.ts'
import { exportSettlement } from './exportSettlement.ts'
import { approve, check, publish, reopen } from './moveSettlement.ts'
import { readEstimate } from './readEstimate.ts'
import { listSettlements, readLedger, settlementView } from './readSettlements.ts'
import { setFactor } from './setFactor.ts'
import { createSettlement, monthNamed, recalculate } from './settle.ts'

type Deps = { database: Database }

export function incentiveRoutes(deps: Deps) {
  const { database } = deps
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    estimate: os.estimate.handler(({ context, input }) => readEstimate(deps, context, input)),
    create: os.create.handler(async ({ context, input }) => {
      const { created, settlement } = await createSettlement(deps, context, input)
      return { status: created ? 201 : 200, body: settlement }
    }),
    list: os.list.handler(async ({ context }) => ({
      settlements: await database.asActor(context.actor, listSettlements),
    })),
    get: os.get.handler(({ context, input }) => database.asActor(context.actor, (tx) => settlementView(tx, input.id))),
    recalculate: os.recalculate.handler(({ context, input }) => recalculate(deps, context, input.id)),
    setFactor: os.setFactor.handler(({ context, input }) => setFactor(deps, context, input)),
    check: os.check.handler(({ context, input }) => check(deps, context, input.id)),
    publish: os.publish.handler(({ context, input }) => publish(deps, context, input.id)),
    approve: os.approve.handler(({ context, input }) => approve(deps, context, input.id)),
    reopen: os.reopen.handler(({ context, input }) => reopen(deps, context, input.id)),
    ledger: os.ledger.handler(({ context, input }) => {
      if (input.period !== undefined) monthNamed(input.period)
      return database.asActor(context.actor, (tx) => readLedger(tx, input))
    }),
  })
}

type PlainDeps = Deps & { contextOf: (request: Request, reply: Reply) => Promise<RequestContext> }

/** The route that answers with a file. */
export function incentivePlainRoutes(app: App, { database, contextOf }: PlainDeps): void {
  app.get<{ Params: { id: string } }>('/api/v1/settlements/:id/export.xlsx', async (request, reply) => {
    const context = await contextOf(request, reply)
    const { actor } = context
    requirePermission(actor, actor?.permissions.has('pay.approve') ? 'pay.approve' : 'pay.settle')
    const { file, fileName } = await exportSettlement({ database }, { ...context, actor }, request.params.id)
    return reply
      .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header(
        'content-disposition',
        `attachment; filename="settlement.xlsx"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      )
      .header('cache-control', 'no-store')
      .send(file)
  })
}
