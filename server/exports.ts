import { call } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { exportedEntries } from '#audit'
import { exportedBoard, exportedChildren, exportedNetwork } from '#boards'
import { exportedLedger } from '#incentives'
import { exportedKpis } from '#kpis'
import { exportedNodes, exportedPeople } from '#organisation'
import { type ExportRoute, exportRoute } from '#platform/exports'
import type { RequestContext } from '#platform/http'
import { exportedScores } from '#scorecards'
import { exportedTargets, exportedYear } from '#targets'
import type { ProductRouter } from './router.ts'

/**
 * Every table that the product shows, as a workbook beside its JSON. Each reads by calling the JSON route itself, so its
 * permission, its scope and its checks of the input are the export's.
 */
export function exportRoutes(
  app: FastifyInstance,
  router: ProductRouter,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>,
): void {
  const add = <Answer>(route: ExportRoute<Answer>) => exportRoute(app, contextOf, route)
  const { boards, organisation, scorecards, incentives, targets, audit, kpis } = router
  add({
    path: '/boards/:node/export.xlsx',
    read: (input, context) => call(boards.board, input as never, { context }),
    exported: exportedBoard,
  })
  add({
    path: '/boards/:node/children/export.xlsx',
    read: (input, context) => call(boards.children, input as never, { context }),
    exported: exportedChildren,
  })
  add({
    path: '/boards/:node/network/export.xlsx',
    read: (input, context) => call(boards.network, { ...(input as object), all: 'true' } as never, { context }),
    exported: exportedNetwork,
  })
  add({
    path: '/org/nodes/export.xlsx',
    read: (input, context) => call(organisation.nodes, input as never, { context }),
    exported: exportedNodes,
  })
  add({
    path: '/org/people/export.xlsx',
    read: (input, context) => call(organisation.people, input as never, { context }),
    exported: exportedPeople,
  })
  add({
    path: '/kpis/export.xlsx',
    read: (_, context) => call(kpis.kpis, undefined as never, { context }),
    exported: exportedKpis,
  })
  add({
    path: '/scorecards/export.xlsx',
    read: (input, context) => call(scorecards.team, input as never, { context }),
    exported: exportedScores,
  })
  add({
    path: '/ledger/export.xlsx',
    read: (input, context) => call(incentives.ledger, input as never, { context }),
    exported: exportedLedger,
  })
  add({
    path: '/targets/export.xlsx',
    read: (input, context) => call(targets.list, input as never, { context }),
    exported: exportedTargets,
  })
  add({
    path: '/targets/year/export.xlsx',
    read: (input, context) => call(targets.year, input as never, { context }),
    exported: exportedYear,
  })
  add({
    path: '/targets/versions/export.xlsx',
    read: (input, context) => call(targets.versions, input as never, { context }),
    exported: exportedTargets,
  })
  add({
    path: '/audit/export.xlsx',
    read: (input, context) => call(audit.entries, input as never, { context }),
    exported: exportedEntries,
  })
}
