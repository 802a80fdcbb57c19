import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const NodeKind = z.enum(['company', 'region', 'store', 'department', 'person'])

const Rejected = z.object({
  row: z.number(),
  field: z.string(),
  value: z.string().nullable(),
  reason: z.string(),
  code: z.string(),
})
const Received = z.object({
  accepted: z.number(),
  replaced: z.number(),
  ignored: z.number(),
  rejected: z.array(Rejected),
})

const Node = z.object({
  id: z.string(),
  kind: NodeKind,
  parent: z.string().nullable(),
  name: z.string(),
  timeZone: z.string().nullable(),
  openedOn: z.string().nullable(),
  areaSquareMetres: z.number().nullable(),
  bays: z.number().nullable(),
})

const Membership = z.object({
  node: z.string(),
  position: z.string(),
  from: z.string(),
  to: z.string().nullable(),
})

const Person = z.object({
  id: z.string(),
  name: z.string(),
  memberships: z.array(Membership),
  bonusBases: z.array(z.object({ baseFen: z.number(), from: z.string() })).optional(),
})

export const contract = {
  import: route
    .meta({ permission: 'org.write' })
    .route({
      method: 'POST',
      path: '/org/import',
      summary: 'Import nodes and people',
      description:
        'Upsert by id. Rows are checked one by one: a wrong row is rejected with field, value and reason, the rest goes in. Rows of `people` are numbered after those of `nodes`.',
    })
    .input(z.object({ nodes: z.array(z.unknown()).optional(), people: z.array(z.unknown()).optional() }))
    .output(Received),
  nodes: route
    .meta({ permission: 'org.read' })
    .route({ method: 'GET', path: '/org/nodes', summary: 'The nodes within the scope' })
    .input(z.object({ kind: NodeKind.optional(), under: z.string().optional() }))
    .output(z.object({ nodes: z.array(Node) })),
  people: route
    .meta({ permission: 'org.read' })
    .route({
      method: 'GET',
      path: '/org/people',
      summary: 'The people within the scope, with their memberships',
      description: 'Bonus bases are given to those who may see pay only.',
    })
    .input(z.object({ node: z.string().optional() }))
    .output(z.object({ people: z.array(Person) })),
}
