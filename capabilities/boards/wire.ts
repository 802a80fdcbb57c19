import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'
import { Unit } from '#kpis/wire'
import { Light } from '#targets/wire'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const BoardKpi = z.object({
  id: z.string(),
  unit: Unit,
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  target: z.number().nullable(),
  due: z.number().nullable(),
  achievement: z.number().nullable(),
  light: Light,
  reason: z.string(),
})

export const Board = z.object({
  node: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  period: z.string(),
  from: z.string(),
  to: z.string(),
  asOf: z.string(),
  factsUpTo: z.string().nullable(),
  kpis: z.array(BoardKpi),
  ranking: z
    .array(
      z.object({
        node: z.string(),
        name: z.string(),
        value: z.number().nullable(),
        light: Light,
        rank: z.number().nullable(),
      }),
    )
    .optional(),
})

const BoardQuery = z.object({
  node: z.string(),
  period: z.string().optional(),
  asOf: z.string().optional(),
  ranking: z.string().optional(),
})

export const TrendPoint = z.object({
  period: z.string(),
  value: z.number().nullable(),
  target: z.number().nullable(),
  light: Light,
})

export const contract = {
  board: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}',
      summary: 'A board: every KPI of a node and a period against its target',
      description:
        'Nodes are companies, regions, stores, departments and people. `period` is 2024-04-10, 2024-04-W2, 2024-04, 2024-Q2 or 2024; the present month when left out. `ranking` names a KPI to rank the stores or people below by.',
    })
    .input(BoardQuery)
    .output(Board),
  trend: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/boards/{node}/trend', summary: 'A KPI over the months up to a period' })
    .input(
      z.object({
        node: z.string(),
        kpi: z.string(),
        to: z.string(),
        months: z.coerce.number().int().min(2).max(36).optional(),
        asOf: z.string().optional(),
      }),
    )
    .output(z.object({ points: z.array(TrendPoint) })),
  children: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}/children',
      summary: 'The boards of the nodes right below, for comparing',
    })
    .input(z.object({ node: z.string(), period: z.string().optional(), asOf: z.string().optional() }))
    .output(z.object({ boards: z.array(Board) })),
}
