import { oc } from '@orpc/contract'
import { z } from 'zod'
import { lights } from '#foundation/figure'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const Light = z.enum(lights)

const Target = z.object({
  node: z.string(),
  kpi: z.string(),
  period: z.string(),
  value: z.number(),
  version: z.number(),
  reason: z.string(),
  by: z.string(),
  setAt: z.string(),
})

export const contract = {
  put: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'PUT',
      path: '/targets',
      summary: 'Set targets',
      description:
        'An array of `{ node, kpi, period, value, reason }`. The same value again changes nothing; another value is a new version. Wrong rows are rejected, the rest goes in.',
    })
    .input(z.array(z.unknown()))
    .output(
      z.object({
        accepted: z.number(),
        replaced: z.number(),
        ignored: z.number(),
        rejected: z.array(
          z.object({
            row: z.number(),
            field: z.string(),
            value: z.string().nullable(),
            reason: z.string(),
            code: z.string(),
          }),
        ),
      }),
    ),
  list: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets', summary: 'Targets of a node' })
    .input(z.object({ node: z.string(), period: z.string().optional(), kpi: z.string().optional() }))
    .output(z.object({ targets: z.array(Target) })),
  versions: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets/versions', summary: 'Every value that a target has had' })
    .input(z.object({ node: z.string(), kpi: z.string(), period: z.string() }))
    .output(z.object({ targets: z.array(Target) })),
}
