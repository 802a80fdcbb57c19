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
  ranked: z
    .number()
    .optional()
    .describe(
      'How many there are to rank. Of more than 200 the ranking has the first and the last hundred that have a rank.',
    ),
})

const Node = z.object({ id: z.string(), name: z.string() })
const NodeOfKind = Node.extend({ kind: z.string() })
const Under = Node.nullable().describe(
  'The region of a store or region, the store of a department, the department of a person.',
)
const NetworkKind = z.enum(['region', 'store', 'department', 'person'])
const limit = z.coerce.number().int().min(1).max(200).optional()

export const NetworkCell = z.object({
  kpi: z.string(),
  value: z.number().nullable(),
  target: z.number().nullable(),
  due: z.number().nullable(),
  light: Light,
  reason: z.string(),
})

export const NetworkQuery = z.object({
  node: z.string(),
  period: z.string().optional(),
  asOf: z.string().optional(),
  kind: NetworkKind.optional().describe('What is compared; stores below a company or region, people below the others.'),
  kpis: z.string().optional().describe('Ids with commas between; those that have targets when left out.'),
  sort: z.string().optional().describe('attention, name, under, or one of the KPIs.'),
  direction: z.enum(['asc', 'desc']).optional(),
  under: z.string().optional().describe('Only rows of this region or department.'),
  light: Light.optional().describe('Only rows with this light in any of the KPIs, or in `of`.'),
  of: z.string().optional(),
  text: z.string().max(100).optional().describe('A part of a name or id.'),
  limit,
  after: z.string().optional().describe('The node that the last page ended with.'),
  all: z.enum(['true', 'false']).optional().describe('`true`: all rows on one page, without sparks.'),
})

export const Network = z.object({
  node: NodeOfKind,
  kind: NetworkKind,
  period: z.string(),
  from: z.string(),
  to: z.string(),
  asOf: z.string(),
  months: z.array(z.string()).describe('The months of the sparks, oldest first.'),
  kpis: z.array(
    z.object({
      id: z.string(),
      unit: Unit,
      direction: z.enum(['higher', 'lower']),
      counts: z.object({
        green: z.number(),
        yellow: z.number(),
        red: z.number(),
        grey: z.number(),
        reasons: z.record(z.string(), z.number()).describe('Why the grey ones are grey.'),
      }),
    }),
  ),
  groups: z.array(Node.extend({ count: z.number() })),
  total: z.number().describe('All there are, before any filter.'),
  fitting: z.number(),
  sort: z.object({ by: z.string(), direction: z.enum(['asc', 'desc']) }),
  rows: z.array(
    z.object({
      node: NodeOfKind,
      under: Under,
      cells: z.array(NetworkCell),
      sparks: z.array(z.array(z.number().nullable())).describe('For each KPI its value in each of the months.'),
    }),
  ),
  next: z.string().nullable(),
})

const Mover = z.object({
  node: Node,
  under: Under,
  before: z.number(),
  now: z.number(),
  change: z.number(),
  sample: z.number(),
})
const Days = z.object({ from: z.string(), to: z.string() })

export const Movers = z.object({
  node: NodeOfKind,
  kind: NetworkKind,
  kpi: z.string(),
  unit: Unit,
  windows: z.object({ now: Days, before: Days }),
  slow: z.boolean().describe('The KPI looks at a year or a state, and does not move in a week.'),
  better: z.array(Mover),
  worse: z.array(Mover),
  tooFew: z.number().describe('Nodes with too few cases on either side.'),
})

export const Reds = z.object({
  node: NodeOfKind,
  kind: NetworkKind,
  upTo: z.string(),
  total: z.number(),
  reds: z.array(
    z.object({
      node: Node,
      under: Under,
      kpi: z.string(),
      unit: Unit,
      months: z.number(),
      since: z.string(),
      value: z.number().nullable(),
      target: z.number().nullable(),
    }),
  ),
})

export const Gaps = z.object({
  node: NodeOfKind,
  upTo: z.string(),
  stores: z.number(),
  total: z.number(),
  missing: z.array(
    z.object({
      node: Node,
      under: Under,
      kind: z.string(),
      newest: z.string().nullable(),
      days: z.number().describe('Operating days without any.'),
      orMore: z.boolean(),
    }),
  ),
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
  path: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}/path',
      summary: 'From the top of what one sees down to a node: company, region, store, department, person',
    })
    .input(z.object({ node: z.string() }))
    .output(z.object({ nodes: z.array(NodeOfKind) })),
  network: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}/network',
      summary: 'Stores, departments or people against each other: KPIs with lights and sparklines, sorted and filtered',
    })
    .input(NetworkQuery)
    .output(Network),
  movers: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}/network/movers',
      summary: 'Who moved most in a KPI: the last seven full days against the seven before',
    })
    .input(
      z.object({
        node: z.string(),
        kpi: z.string(),
        kind: NetworkKind.optional(),
        asOf: z.string().optional(),
        limit,
      }),
    )
    .output(Movers),
  reds: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}/network/reds',
      summary: 'Where red persists: two closed months or more in a row, longest first',
    })
    .input(
      z.object({
        node: z.string(),
        kpis: z.string().optional(),
        kind: NetworkKind.optional(),
        asOf: z.string().optional(),
        limit,
      }),
    )
    .output(Reds),
  gaps: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/boards/{node}/network/gaps',
      summary: 'What data is missing: kinds of fact that stopped coming from stores that were open',
    })
    .input(z.object({ node: z.string(), asOf: z.string().optional(), limit }))
    .output(Gaps),
}
