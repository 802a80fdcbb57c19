import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { LiveBoards } from '#boards'
import { forbidden } from '#foundation/failure'
import { pendingRollups } from '#measures'
import type { Database } from '#platform/database'
import { type RequestContext, requirePermission } from '#platform/http'
import { metrics } from '#platform/metrics'

type Deps = {
  database: Database
  live: LiveBoards
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>
}

/** For the routes of the contract, which Fastify sees as one: which request a context is of, and which route it found. */
export type RouteNames = {
  began: (context: object, request: FastifyRequest) => void
  routed: (context: object, path: string | undefined) => void
}

/** /metrics for Prometheus: to who asks on this very machine, and else to an administrator of the whole installation. */
export function openMetrics(app: FastifyInstance, { database, live, contextOf }: Deps): RouteNames {
  const figures = metrics([
    {
      name: 'baton_pending_rollups',
      help: 'Days of stores whose figures have still to be rolled up.',
      read: () => pendingRollups({ database }),
    },
    { name: 'baton_live_boards', help: 'Boards that are open at this process.', read: () => live.open() },
    ...(['open', 'idle', 'waiting'] as const).map((state) => ({
      name: `baton_database_connections_${state}`,
      help: `${state === 'waiting' ? 'Requests that wait for a connection' : `Connections that are ${state}`}, by role.`,
      label: 'role',
      read: () => {
        const { app, worker } = database.use()
        return { app: app[state], worker: worker[state] }
      },
    })),
  ])
  const requests = new WeakMap<object, FastifyRequest>()
  const routes = new WeakMap<FastifyRequest, string>()

  app.addHook('onResponse', async (request, reply) => {
    const own = request.routeOptions.url
    const route = routes.get(request) ?? own ?? 'unknown'
    // A stream of events lasts as long as somebody looks: no time to answer.
    if (route.endsWith('/events')) return
    figures.answered({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1_000)
  })
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const kind = kindOf(request)
    if (kind !== null && isReceived(payload)) {
      const { accepted, replaced, ignored, rejected, rejectedRows } = payload
      figures.facts(kind, { accepted, replaced, ignored, rejected: rejectedRows ?? rejected.length })
    }
    return payload
  })
  app.addHook('onClose', async () => figures.close())

  app.get('/metrics', async (request, reply) => {
    if (!fromThisMachine(request)) {
      const { actor } = await contextOf(request, reply)
      requirePermission(actor, 'access.manage')
      if (actor.scope !== '{(,)}') throw forbidden('access.permission.missing', { permission: 'metrics' })
    }
    return reply
      .header('cache-control', 'no-store')
      .type(figures.contentType)
      .send(await figures.text())
  })

  return {
    began: (context, request) => void requests.set(context, request),
    routed: (context, path) => {
      const request = requests.get(context)
      if (request && path) routes.set(request, `/api/v1${path}`)
    },
  }
}

/** A proxy on this machine speaks for others: what it passes on does not come from here. */
function fromThisMachine({ raw, headers }: FastifyRequest): boolean {
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']
  if (passedOn.some((name) => headers[name] !== undefined)) return false
  return /^(::ffff:)?127\.|^::1$/.test(raw.socket.remoteAddress ?? '')
}

/** The kind of the facts that a request sent; files name theirs inside, so all files are one. Null: no facts. */
function kindOf(request: FastifyRequest): string | null {
  const { url } = request.routeOptions
  if (request.method !== 'POST') return null
  if (url === '/api/v1/imports') return 'file'
  if (url !== '/api/v1/facts/:kind' || (request.query as { dryRun?: string }).dryRun === 'true') return null
  return (request.params as { kind: string }).kind
}

type Received = { accepted: number; replaced: number; ignored: number; rejected: unknown[]; rejectedRows?: number }

function isReceived(payload: unknown): payload is Received {
  const answer = payload as Partial<Received & { dryRun: boolean }> | null
  return typeof answer?.accepted === 'number' && Array.isArray(answer.rejected) && answer.dryRun !== true
}
