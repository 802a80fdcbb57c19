import { implement } from '@orpc/server'
import { bearerKey, keyHash } from '#access'
import { invalid, isFailure, notFound } from '#foundation/failure'
import { parsePeriod } from '#foundation/period'
import type { Database } from '#platform/database'
import {
  type App,
  asFailure,
  guard,
  type Reply,
  type Request,
  type RequestContext,
  requirePermission,
} from '#platform/http'
import { pathTo } from '../storage/members.ts'
import { contract } from '../wire.ts'
import { boardRequest } from './boardRequest.ts'
import type { UsualTargets } from './inherited.ts'
import type { LiveBoards } from './liveBoards.ts'
import { type Board, readBoardAs, readBoardByKey } from './readBoard.ts'
import { readChildren } from './readChildren.ts'
import { readGaps } from './readGaps.ts'
import { readMovers, readReds, readTrend } from './readMovement.ts'
import { readNetwork } from './readNetwork.ts'

type Deps = {
  database: Database
  /** Waits a moment for figures that are still on their way up. */
  caughtUp: () => Promise<void>
  /** What people should reach by the cards of their positions; whoever puts the product together hands it in. */
  usualTargets: UsualTargets
}

const shown = ({ pending, ...board }: Board & { pending: boolean }): Board => board

export function boardRoutes({ database, usualTargets }: Deps) {
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    board: os.board.handler(async ({ context, input }) =>
      shown(await readBoardAs(database, context.actor, boardRequest(input, context.now), usualTargets)),
    ),
    trend: os.trend.handler(({ context, input }) => {
      const { node, to } = input
      const { asOf, asOfDay, ranking } = boardRequest({ node, asOf: input.asOf, ranking: input.kpi }, context.now)
      const month = parsePeriod(to)
      if (month?.kind !== 'month') throw invalid('boards.trend.month_wanted', { to })
      if (!ranking) throw invalid('boards.kpi.unknown', { kpi: input.kpi })
      const wanted = { node, kpi: ranking, to: month, months: input.months ?? 13, asOf, asOfDay }
      return database.asActor(context.actor, (tx) => readTrend(tx, wanted, usualTargets))
    }),
    children: os.children.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readChildren(tx, boardRequest(input, context.now), usualTargets)),
    ),
    path: os.path.handler(({ context, input }) => {
      const { asOfDay } = boardRequest(input, context.now)
      return database.asActor(context.actor, async (tx) => {
        const nodes = await pathTo(tx, input.node, asOfDay)
        if (nodes.length === 0) throw notFound('boards.node.unknown', { node: input.node })
        return { nodes }
      })
    }),
    network: os.network.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readNetwork(tx, input, context.now, usualTargets)),
    ),
    movers: os.movers.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readMovers(tx, input, context.now)),
    ),
    reds: os.reds.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readReds(tx, input, context.now, usualTargets)),
    ),
    gaps: os.gaps.handler(({ context, input }) =>
      database.asActor(context.actor, (tx) => readGaps(tx, input, context.now)),
    ),
  })
}

type PlainDeps = Deps & {
  live: LiveBoards
  now: () => Date
  keyUsed: (keyId: string) => void
  /** How often an open stream shows that it lives, and asks whether its reader still may. */
  beatMilliseconds?: number
  contextOf: (request: Request, reply: Reply) => Promise<RequestContext>
}
type BoardQuery = { period?: string; asOf?: string; ranking?: string }

/**
 * The two routes that bypass the contract's machinery: the board, because it is the hottest read (one round trip behind a
 * key), and its events, because they never end.
 */
export function boardPlainRoutes(app: App, deps: PlainDeps): void {
  const { database } = deps
  app.get<{ Params: { node: string }; Querystring: BoardQuery }>('/api/v1/boards/:node', async (request, reply) => {
    const wanted = boardRequest({ node: request.params.node, ...single(request.query) }, deps.now())
    const key = bearerKey(request.headers)
    const read = async () => {
      if (key) {
        const keyed = await readBoardByKey(database, keyHash(key), wanted, deps.keyUsed).catch(
          async (error: unknown) => {
            // The short way knows only that the key does not open; the long one says why.
            if (isFailure(error) && error.failure === 'unauthorised') await deps.contextOf(request, reply)
            throw error
          },
        )
        if (keyed) return keyed
      }
      const context = await deps.contextOf(request, reply)
      requirePermission(context.actor, 'boards.read')
      return readBoardAs(database, context.actor, wanted, deps.usualTargets)
    }
    let board = await read()
    if (board.pending) {
      await deps.caughtUp()
      board = await read()
    }
    return shown(board)
  })

  app.get<{ Params: { node: string }; Querystring: BoardQuery }>(
    '/api/v1/boards/:node/events',
    async (request, reply) => {
      const context = await deps.contextOf(request, reply)
      requirePermission(context.actor, 'boards.read')
      const query = { node: request.params.node, ...single(request.query) }
      // Each reading asks again what today is: a board that stays open over midnight moves on to the new day and month.
      const wanted = () => boardRequest(query, deps.now())
      wanted()
      let id = 0
      let started = false
      const early: string[] = []
      const event = (board: string) => `id: ${++id}\nevent: board\ndata: ${board}\n\n`
      const stop = await deps.live.watch(
        context.actor,
        wanted,
        (board) => (started ? reply.raw.write(event(board)) : early.push(event(board))),
        // What can't be read any more (access withdrawn, node gone) ends the stream; the browser asks again and learns why.
        // A database that is away comes back, and the board is read again as soon as its changes are heard of again.
        (error) => {
          if (asFailure(error)?.failure !== 'notReady') reply.raw.end()
        },
      )
      reply.hijack()
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      reply.raw.write(`retry: 1000\n\n${early.join('')}`)
      started = true
      const alive = setInterval(() => {
        reply.raw.write(': alive\n\n')
        // Who has signed out, was closed or sees something else by now does not go on reading.
        deps.contextOf(request, reply).then(
          ({ actor }) => {
            if (!actor || actor.scope !== context.actor?.scope || !actor.permissions.has('boards.read')) reply.raw.end()
          },
          (error: unknown) => {
            if (asFailure(error)?.failure === 'unauthorised') reply.raw.end()
          },
        )
      }, deps.beatMilliseconds ?? 10_000)
      request.raw.once('close', () => {
        clearInterval(alive)
        stop()
      })
    },
  )
}

/** A query parameter given twice is none that we know. */
function single(query: BoardQuery): BoardQuery {
  for (const [name, value] of Object.entries(query))
    if (typeof value !== 'string') throw invalid('request.field.invalid', { field: name, problem: 'given twice' })
  return { period: query.period, asOf: query.asOf, ranking: query.ranking }
}
