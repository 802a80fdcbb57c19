import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

const Title = z.string().trim().min(2).max(200)
const Id = z.uuid()
const Node = z.object({ id: z.string(), kind: z.string(), name: z.string() })
const Owner = z.object({ id: z.string(), name: z.string() })

const MonthAction = z.object({
  id: Id,
  node: z.string(),
  month: z.string(),
  title: z.string(),
  owner: Owner.nullable(),
  due: z.string(),
  kpi: z.string().nullable(),
  state: z.enum(['open', 'done', 'dropped']),
  overdue: z.boolean(),
  outcome: z.string(),
})
const ResourceKind = z.enum(['people', 'money', 'equipment'])
const Resource = z.object({
  id: Id,
  month: z.string(),
  action: Id.nullable(),
  kind: ResourceKind,
  title: z.string(),
  quantity: z.number().nullable(),
  amountFen: z.number().nullable(),
})
const Sums = z.array(z.object({ kind: ResourceKind, quantity: z.number(), amountFen: z.number() }))

const MonthPlan = z.object({
  node: Node,
  month: z.string(),
  weeks: z.array(
    z.object({ week: z.string(), from: z.string(), to: z.string(), closesOn: z.string(), closed: z.boolean() }),
  ),
  actions: z.array(MonthAction),
  resources: z.array(Resource),
  sums: z
    .array(z.object({ period: z.string(), sums: Sums }))
    .describe('Resources of the month, its quarter and its year.'),
})

const TaskState = z.enum(['open', 'done', 'not_done', 'carried', 'dropped'])
export const WeekTask = z.object({
  id: Id,
  node: z.string(),
  week: z.string(),
  owner: Owner,
  place: z.number().nullable(),
  title: z.string(),
  result: z.string(),
  kpi: z.string(),
  state: TaskState,
  outcome: z.string(),
  carriedFrom: Id.nullable(),
})
const Figure = z.object({
  kpi: z.string(),
  expected: z.number().nullable(),
  actual: z.number().nullable(),
  outcome: z.enum(['met', 'missed']).nullable(),
})
const WeekPlan = z.object({
  node: Node,
  week: z.string(),
  from: z.string(),
  to: z.string(),
  closesOn: z.string(),
  tasks: z.array(WeekTask),
  figures: z.array(Figure),
  closing: z.object({ learned: z.string(), by: z.string(), at: z.string() }).nullable(),
})

const ActionFields = {
  title: Title,
  owner: z.string().nullable().optional(),
  due: z.string(),
  kpi: z.string().nullable().optional(),
}
const ResourceFields = {
  kind: ResourceKind,
  title: Title,
  quantity: z.number().int().min(0).max(1_000_000).nullable().optional(),
  amountFen: z.number().int().min(0).max(1e15).nullable().optional(),
  action: Id.nullable().optional(),
}
const TaskFields = {
  owner: z.string(),
  title: Title,
  result: z.string().trim().min(2).max(300).describe('What can be seen or counted when it is done.'),
  kpi: z.string(),
}

export const contract = {
  month: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/plans/{node}/months/{month}',
      summary: 'The plan of a month: key actions and resources',
    })
    .input(z.object({ node: z.string(), month: z.string() }))
    .output(MonthPlan),
  addAction: route
    .meta({ permission: 'plans.write' })
    .route({ method: 'POST', path: '/plans/actions', successStatus: 201, summary: 'Add a key action to a month' })
    .input(z.object({ node: z.string(), month: z.string(), ...ActionFields }))
    .output(MonthAction),
  changeAction: route
    .meta({ permission: 'plans.write' })
    .route({ method: 'PUT', path: '/plans/actions/{id}', summary: 'Change a key action, finish it or drop it' })
    .input(
      z.object({
        id: Id,
        ...ActionFields,
        state: z.enum(['open', 'done', 'dropped']).optional(),
        outcome: z.string().trim().max(500).optional(),
      }),
    )
    .output(MonthAction),
  addResource: route
    .meta({ permission: 'plans.write' })
    .route({
      method: 'POST',
      path: '/plans/resources',
      successStatus: 201,
      summary: 'Add what a month takes: people, money, equipment',
    })
    .input(z.object({ node: z.string(), month: z.string(), ...ResourceFields }))
    .output(Resource),
  removeResource: route
    .meta({ permission: 'plans.write' })
    .route({ method: 'DELETE', path: '/plans/resources/{id}', summary: 'Take a resource out of a month' })
    .input(z.object({ id: Id }))
    .output(z.object({ removed: z.boolean() })),
  week: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/plans/{node}/weeks/{week}',
      summary: 'The plan of a week: tasks, expected and actual figures, closing',
      description: 'A week is written 2024-04-W2. Figures of a closed week are those of its closing.',
    })
    .input(z.object({ node: z.string(), week: z.string() }))
    .output(WeekPlan),
  addTask: route
    .meta({ permission: 'plans.write' })
    .route({ method: 'POST', path: '/plans/tasks', successStatus: 201, summary: 'Give somebody a task for a week' })
    .input(z.object({ node: z.string(), week: z.string(), ...TaskFields }))
    .output(WeekTask),
  changeTask: route
    .meta({ permission: 'plans.write' })
    .route({ method: 'PUT', path: '/plans/tasks/{id}', summary: 'Change a task that is not yet decided about' })
    .input(z.object({ id: Id, ...TaskFields }))
    .output(WeekTask),
  finishTask: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'POST',
      path: '/plans/tasks/{id}/results',
      summary: 'Say whether a task is done; one’s own, or with the permission to plan',
    })
    .input(z.object({ id: Id, done: z.boolean(), outcome: z.string().trim().max(500).default('') }))
    .output(WeekTask),
  decideTask: route
    .meta({ permission: 'plans.write' })
    .route({
      method: 'POST',
      path: '/plans/tasks/{id}/decisions',
      summary: 'Decide about what is unfinished: carry it into the next week, or drop it with a reason',
    })
    .input(z.object({ id: Id, decision: z.enum(['carry', 'drop']), reason: z.string().trim().max(500).default('') }))
    .output(z.object({ task: WeekTask, carried: WeekTask.nullable() })),
  expect: route
    .meta({ permission: 'plans.write' })
    .route({
      method: 'PUT',
      path: '/plans/{node}/weeks/{week}/expectations',
      summary: 'Set what KPIs should be in a week',
    })
    .input(
      z.object({
        node: z.string(),
        week: z.string(),
        values: z.array(z.object({ kpi: z.string(), value: z.number().nullable() })).max(50),
      }),
    )
    .output(WeekPlan),
  closeWeek: route
    .meta({ permission: 'plans.write' })
    .route({
      method: 'POST',
      path: '/plans/{node}/weeks/{week}/closings',
      successStatus: 201,
      summary: 'Close a week: expected, actual, learned',
      description: 'Refused before its closing day, and while a task is open or unfinished without a decision.',
    })
    .input(z.object({ node: z.string(), week: z.string(), learned: z.string().trim().min(2).max(2000) }))
    .output(WeekPlan),
}
