import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

const Person = z.object({ id: z.string(), name: z.string() })
const State = z.enum(['open', 'doing', 'done', 'verified', 'dropped'])
const Horizon = z.enum(['short', 'middle', 'long'])

export const Countermeasure = z.object({
  id: z.uuid(),
  node: z.object({ id: z.string(), name: z.string() }),
  title: z.string(),
  problem: z.string(),
  kpi: z.string(),
  expectedChange: z.number().nullable(),
  horizon: Horizon,
  owner: Person,
  due: z.string(),
  resources: z.string(),
  acceptance: z.string(),
  fallback: z.string(),
  state: State,
  overdue: z.boolean(),
  source: z.object({ kind: z.enum(['card', 'board', 'plan']), id: z.string() }),
  openedBy: z.string(),
  openedOn: z.string(),
  doneOn: z.string().nullable(),
})
export type Countermeasure = z.infer<typeof Countermeasure>

const Detail = Countermeasure.extend({
  concerned: z.array(Person),
  steps: z.array(z.object({ state: State, note: z.string(), by: z.string(), at: z.string() })),
  effect: z.object({
    before: z.object({ week: z.string(), value: z.number().nullable() }),
    after: z.object({ week: z.string(), value: z.number().nullable() }).nullable(),
    change: z.number().nullable(),
    reached: z.boolean().nullable(),
  }),
})

const Fields = {
  title: z.string().trim().min(2).max(200),
  problem: z.string().trim().min(2).max(1000),
  kpi: z.string(),
  expectedChange: z.number().positive().max(1e12).nullable().optional().describe('In the KPI’s unit and direction.'),
  owner: z.string(),
  due: z.string(),
  resources: z.string().trim().max(500).default(''),
  acceptance: z.string().trim().min(2).max(500).describe('How one will know that it is done.'),
  fallback: z.string().trim().max(500).default(''),
  concerned: z.array(z.string()).max(50).default([]),
}

export const contract = {
  list: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/actions',
      summary: 'Countermeasures of a node and below, or of a person',
      description:
        'With `node` those of the node and everything below it, with `person` those that the person owns or is concerned by.',
    })
    .input(
      z.object({
        node: z.string().optional(),
        person: z.string().optional(),
        kpi: z.string().optional(),
        state: State.optional(),
      }),
    )
    .output(z.object({ actions: z.array(Countermeasure) })),
  read: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/actions/{id}', summary: 'A countermeasure with its steps and its effect' })
    .input(z.object({ id: z.uuid() }))
    .output(Detail),
  open: route
    .meta({ permission: 'actions.write' })
    .route({
      method: 'POST',
      path: '/actions',
      successStatus: 201,
      summary: 'Open a countermeasure',
      description: 'The same source again answers with the countermeasure that is there.',
    })
    .input(
      z.object({
        node: z.string(),
        ...Fields,
        source: z
          .object({ kind: z.enum(['card', 'board', 'plan']), id: z.string().max(200).default('') })
          .default({ kind: 'board', id: '' }),
      }),
    )
    .output(Countermeasure),
  change: route
    .meta({ permission: 'actions.write' })
    .route({
      method: 'PUT',
      path: '/actions/{id}',
      summary: 'Change a countermeasure that has not ended; its owner, or who plans for the node',
    })
    .input(z.object({ id: z.uuid(), ...Fields }))
    .output(Countermeasure),
  step: route
    .meta({ permission: 'actions.write' })
    .route({
      method: 'POST',
      path: '/actions/{id}/steps',
      successStatus: 201,
      summary: 'Bring a countermeasure into another state',
      description:
        'Done is said by its owner or who plans for the node; verified by who plans for the node and is not the owner.',
    })
    .input(z.object({ id: z.uuid(), state: State, note: z.string().trim().max(1000).default('') }))
    .output(Countermeasure),
}
