import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ORPCError, onError } from '@orpc/server'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { boardPlainRoutes } from '#boards'
import { factsPlainRoutes } from '#facts'
import { BatonFailure, notFound } from '#foundation/failure'
import { incentivePlainRoutes } from '#incentives'
import { organisationPlainRoutes } from '#organisation'
import { localeOf, type RequestContext, retrySeconds } from '#platform/http'
import { cardTargets } from '#scorecards'
import { targetPlainRoutes } from '#targets'
import { apiDocs } from './apiDocs.ts'
import { exportRoutes } from './exports.ts'
import { answerFailure, answerUnreadable, unknownAddress } from './failures.ts'
import { openMetrics } from './metrics.ts'
import { openApiDocument } from './openApi.ts'
import { ownWrites } from './ownWrites.ts'
import type { Product, Running } from './product.ts'
import { productRouter } from './router.ts'
import { securityHeaders } from './securityHeaders.ts'
import { serveWeb } from './web.ts'

/** What /readyz answers: whether the product can be used, and how far it is on the way there. */
export type Readiness = { ready: boolean; state: string; progress: number }

/** The HTTP face of the product: the contract's routes, the few plain ones, the web files. */
export async function openApp(
  product: Product,
  running: Running,
  readiness: () => Readiness,
): Promise<FastifyInstance> {
  const { configuration, database, now, log } = product
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Only what fails is logged, with its address: no request needs a logger of its own.
    childLoggerFactory: (logger) => logger,
    bodyLimit: 32 * 1024 * 1024,
    trustProxy: configuration.trustProxy,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error, request, reply) => answerFailure(error, request, reply),
    clientErrorHandler: answerUnreadable,
  })
  const own = ownWrites(running.roller.caughtUp)
  const contextOf = async (request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    const locale = localeOf(request.headers['accept-language'])
    const actor = await running.gate.authenticate({
      headers: request.headers,
      locale,
      // Who comes back before the two weeks are over stays signed in; a wall screen does so every minute.
      renewed: (cookies) => void reply.header('set-cookie', cookies),
    })
    if (actor && request.method === 'GET') await own.followed(actor)
    return {
      actor,
      locale,
      now: now(),
      headers: request.headers,
      address: request.ip,
      setHeader: (name, value) => void reply.header(name, value),
    }
  }

  await securityHeaders(app, { secure: configuration.secureCookies })
  await app.register(rateLimit, { global: false })
  await app.register(multipart, { limits: { fileSize: 32 * 1024 * 1024, files: 1, fields: 20, fieldSize: 64 * 1024 } })
  await app.register(compress, { global: true, threshold: 2048, encodings: ['gzip', 'br'] })
  app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply))
  app.setNotFoundHandler((request, reply) => unknownAddress(request, reply))

  app.get('/healthz', () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const { ready, state, progress } = readiness()
    if (ready && !(await answersWithin(database, 2_000)))
      return reply.status(503).header('retry-after', retrySeconds).send({ state: 'database_away', progress })
    return reply.status(ready ? 200 : 503).send({ state, progress })
  })

  const metrics = openMetrics(app, { database, live: running.live, contextOf })
  limitSignIn(app)
  sameOriginOnly(app)

  const router = productRouter({ product, running, wrote: own.wrote })
  const document = await openApiDocument(router)
  app.get('/api/openapi.json', () => document)
  const docs = apiDocs(document)
  app.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(docs))

  const plain = {
    database,
    followFacts: product.followFacts,
    observableMeasures: product.observableMeasures,
    wrote: own.wrote,
    caughtUp: running.roller.caughtUp,
    usualTargets: cardTargets,
    jobs: running.jobs,
    contextOf,
    live: running.live,
    now,
    keyUsed: running.gate.keyUsed,
  }
  boardPlainRoutes(app, plain)
  await factsPlainRoutes(app, plain)
  incentivePlainRoutes(app, plain)
  targetPlainRoutes(app, plain)
  organisationPlainRoutes(app, { ...plain, followTree: product.followTree })
  exportRoutes(app, router, contextOf)

  const handler = new OpenAPIHandler(router, {
    interceptors: [
      onError((error) => {
        if (!(error instanceof ORPCError) || error.status >= 500) {
          const cause = error instanceof ORPCError ? (error.cause ?? error) : error
          log.error({ error: cause instanceof Error ? cause.stack : String(cause) }, 'a request failed')
        }
      }),
    ],
    clientInterceptors: [
      ({ next, procedure, context }) => {
        metrics.routed(context, procedure['~orpc'].route.path)
        return next()
      },
    ],
    customErrorResponseBodyEncoder: (error) => ({ code: error.code, message: error.message, values: error.data ?? {} }),
  })
  app.all('/api/v1/*', async (request, reply) => {
    const context = await contextOf(request, reply)
    metrics.began(context, request)
    const { matched } = await handler.handle(request, reply, { prefix: '/api/v1', context })
    if (!matched) throw notFound('request.route_unknown', { path: request.url.split('?')[0] })
    return reply
  })
  await serveWeb(app)
  return app
}

async function answersWithin(database: Product['database'], milliseconds: number): Promise<boolean> {
  const answers = database.asWorker(async () => true).catch(() => false)
  return Promise.race([answers, new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, false).unref())])
}

/**
 * Guessing passwords is slowed for a name from an address, so nobody can lock somebody else out; and for an address, widely:
 * a whole store signs in from one at eight in the morning.
 */
function limitSignIn(app: FastifyInstance) {
  const timeWindow = 60_000
  // As the sign-in reads it: written otherwise, a name is still the same.
  const nameOf = (request: FastifyRequest) =>
    String((request.body as { username?: unknown } | null)?.username ?? '')
      .normalize('NFKC')
      .toLowerCase()
      .slice(0, 200)
  const limits = [
    app.createRateLimit({ max: 10, timeWindow, keyGenerator: (request) => `${request.ip} ${nameOf(request)}` }),
    app.createRateLimit({ max: 300, timeWindow, keyGenerator: (request) => request.ip }),
  ]
  app.addHook('preHandler', async (request) => {
    if (request.method !== 'POST' || request.url.split('?')[0] !== '/api/v1/session') return
    for (const limit of limits) {
      const { isAllowed, isExceeded } = (await limit(request)) as { isAllowed: boolean; isExceeded?: boolean }
      if (!isAllowed && isExceeded) throw Object.assign(new Error('too many'), { statusCode: 429 })
    }
  })
}

/** A cookie is sent by the browser whoever made it ask: a change must come from a page of our own. Keys are not affected. */
function sameOriginOnly(app: FastifyInstance) {
  app.addHook('onRequest', async (request) => {
    if (
      request.method === 'GET' ||
      request.method === 'HEAD' ||
      !request.headers.cookie ||
      request.headers.authorization
    )
      return
    const site = request.headers['sec-fetch-site']
    const origin = request.headers.origin
    const same = site
      ? site === 'same-origin' || site === 'none'
      : !origin || (URL.parse(origin)?.host ?? null) === request.headers.host
    if (!same) throw new BatonFailure('forbidden', 'request.foreign_origin', {})
  })
}
