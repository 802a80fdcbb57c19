import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

const Entry = z.object({
  node: z.number(),
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
})

export const contract = {
  entries: route
    .meta({ permission: 'audit.read' })
    .route({ method: 'GET', path: '/audit', summary: 'The audit trail, newest first' })
    .input(
      z.object({
        before: z.iso.datetime({ offset: true }).optional(),
        action: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(500).optional(),
      }),
    )
    .output(z.object({ entries: z.array(Entry) })),
}
