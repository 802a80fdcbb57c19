import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'
import { Light } from '#targets/wire'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

const Words = z.object({ zh: z.string(), en: z.string() })
const Person = z.object({ id: z.string(), name: z.string(), position: z.string(), store: z.string() })
const Kind = z.enum(['strategic', 'routine', 'learning'])

const Live = z.object({
  of: z
    .enum(['person', 'store'])
    .describe('Whose facts these are: the person’s, or the store’s where nobody is credited.'),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
})

export const CardTask = z.object({
  id: z.uuid(),
  kind: Kind,
  place: z.number(),
  title: Words,
  kpi: z.string().nullable(),
  goal: Words.nullable(),
  goalValue: z.number().nullable(),
  progress: z.enum(['share', 'count']).nullable(),
  steps: z.array(Words),
  expected: Words.nullable(),
  because: z.array(Words),
  source: z.object({ kind: z.string(), id: z.string() }),
  script: z.string().nullable(),
  minutes: z.number().nullable(),
  done: z.boolean().nullable(),
  why: z.string(),
  stepsDone: z.array(z.number()),
  version: z.number(),
  live: Live.nullable().describe('What the facts say so far; of a closed day what they said at its closing.'),
  goalReached: z.boolean().nullable(),
})
export type CardTask = z.infer<typeof CardTask>

export const Card = z.object({
  person: Person,
  day: z.string(),
  proposedAt: z.string(),
  openedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  highlight: z.string(),
  problem: z.string(),
  problemSolved: z.boolean(),
  tomorrow: z.string(),
  tasks: z.array(CardTask),
})
export type Card = z.infer<typeof Card>

/** `reason`: why there is no card. */
const MyDay = z.object({
  day: z.string(),
  card: Card.nullable(),
  reason: z.enum(['no_person', 'no_work', 'not_yet', 'past']).nullable(),
  scripts: z.array(z.object({ id: z.string(), title: Words, lines: z.array(Words) })),
  learning: z.array(
    z.object({ id: z.string(), title: Words, text: Words, minutes: z.number(), doneOn: z.string().nullable() }),
  ),
  yesterday: z
    .object({ day: z.string(), strategic: z.number(), strategicDone: z.number(), tomorrow: z.string() })
    .nullable()
    .describe('The last card before, and what it set out for this day.'),
})

const Change = z.object({
  id: z.uuid().describe('Given by the device; the same id again has been taken already.'),
  day: z.string(),
  at: z.iso.datetime({ offset: true }),
  do: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('open') }),
    z.object({
      kind: z.literal('tick'),
      task: z.uuid(),
      basedOn: z.number().int().min(1),
      done: z.boolean().nullable(),
      why: z.string().trim().max(500).default(''),
      stepsDone: z.array(z.number().int().min(0).max(20)).max(20).default([]),
    }),
    z.object({
      kind: z.literal('close'),
      highlight: z.string().trim().max(1000).default(''),
      problem: z.string().trim().max(1000).default(''),
      problemSolved: z.boolean().default(false),
      tomorrow: z.string().trim().max(1000).default(''),
    }),
    z.object({
      kind: z.literal('learn'),
      item: z.string().max(64),
      minutes: z.number().int().min(1).max(600),
      score: z.number().int().min(0).max(100).nullable().default(null),
    }),
  ]),
})
export type Change = z.infer<typeof Change>

const Taken = z.object({
  id: z.uuid(),
  outcome: z
    .enum(['applied', 'unchanged', 'conflict', 'unknown', 'undecided', 'early'])
    .describe(
      'conflict: changed elsewhere meanwhile, what stands stays. unknown: no such card or task. undecided: a strategic task is neither done nor explained. early: a day is closed when it has come, by the calendar of the store.',
    ),
  again: z.boolean().describe('It had been taken before.'),
})

const TaskFields = {
  kind: Kind,
  title: z.string().trim().min(2).max(200),
  kpi: z.string().nullable().default(null),
  expected: z.string().trim().max(300).default(''),
  steps: z.array(z.string().trim().min(1).max(200)).max(10).default([]),
}

const TeamMember = z.object({
  person: Person,
  card: Card.nullable(),
})
const TeamStore = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string().describe('The node that the store hangs below.'),
  people: z.number().describe('Who works there on the day, each to have a card.'),
  opened: z.number(),
  closed: z.number(),
  strategic: z.number(),
  strategicDone: z.number(),
  problems: z.number().describe('Raised on the cards of the day.'),
  problemsSolved: z.number(),
})
const Adoption = z.object({
  cardsDue: z.number(),
  cardsClosed: z.number(),
  strategicTasksDue: z.number(),
  strategicTasksDone: z.number(),
  problemsRaised: z.number(),
  problemsSolvedSameDay: z.number(),
})

const Judged = z.object({
  node: z.object({ id: z.string(), name: z.string() }),
  period: z.string(),
  value: z.number().nullable(),
  target: z.number().nullable(),
  light: Light,
})
const Objective = z.object({
  id: z.string(),
  names: Words,
  perspective: z.string(),
  node: z.object({ id: z.string(), name: z.string() }),
})
const TracedTask = z.object({
  id: z.uuid(),
  person: z.object({ id: z.string(), name: z.string() }),
  day: z.string(),
  title: Words,
  done: z.boolean().nullable(),
  live: Live.nullable(),
  goalReached: z.boolean().nullable(),
})
const TracedPlan = z.object({
  node: z.string().nullable().describe('Whose plan of the week it is; null when it lies outside the scope.'),
  week: z.string(),
  title: z.string(),
  result: z.string(),
  owner: z.string(),
  state: z.string(),
})

/** From a task up: what it serves, and what the task before it moved. */
export const WalkUp = z.object({
  task: TracedTask,
  kpi: z.string().nullable(),
  objective: Objective.nullable().describe('Null when no map names the KPI.'),
  target: z
    .object({ store: Judged.nullable(), person: Judged.nullable() })
    .describe('The month of the store and of the person: where the KPI stands against its target.'),
  plan: TracedPlan.nullable().describe('The task of the week’s plan that it comes from.'),
  facts: z
    .object({ path: z.string(), count: z.number().nullable() })
    .nullable()
    .describe('Where the facts behind the day’s figure are listed.'),
  moved: z
    .object({
      day: z.string(),
      task: Words.describe('The same KPI’s task of the last card before.'),
      done: z.boolean().nullable(),
      live: Live.nullable(),
      before: z.number().nullable(),
      after: z.number().nullable(),
    })
    .nullable()
    .describe(
      'What the last such task moved: the person’s month, or else the store’s, up to the day before it and with it.',
    ),
})
export type WalkUp = z.infer<typeof WalkUp>

/** From an objective down, at a node: its KPIs, the plans for them, and who does what for it on a day. */
export const WalkDown = z.object({
  objective: Objective,
  node: z.object({ id: z.string(), name: z.string() }),
  day: z.string(),
  kpis: z.array(
    Judged.extend({ kpi: z.string(), plans: z.array(TracedPlan), tasks: z.array(TracedTask), tasksDone: z.number() }),
  ),
})
export type WalkDown = z.infer<typeof WalkDown>

export const contract = {
  walkUp: route
    .meta({ permission: 'signed-in' })
    .route({
      method: 'GET',
      path: '/trace/tasks/{task}',
      summary: 'From a task up to the objective that it serves, and what the last one like it moved',
    })
    .input(z.object({ task: z.uuid() }))
    .output(WalkUp),
  walkDown: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/trace/objectives/{objective}',
      summary: 'From an objective down to who does what for it on a day',
      description:
        'At a node and below it; today when `day` is left out. At most 200 tasks for a KPI are listed; `tasksDone` counts all.',
    })
    .input(z.object({ objective: z.string(), node: z.string(), day: z.string().optional() }))
    .output(WalkDown),
  myDay: route
    .meta({ permission: 'signed-in' })
    .route({
      method: 'GET',
      path: '/my/day',
      summary: 'The own card of a day',
      description:
        'Today when `day` is left out. A card that was not proposed yet is proposed now, for today and tomorrow.',
    })
    .input(z.object({ day: z.string().optional() }))
    .output(MyDay),
  change: route
    .meta({ permission: 'signed-in' })
    .route({
      method: 'POST',
      path: '/my/day/changes',
      summary: 'What a device did to the own cards, in order; safe to send again',
    })
    .input(
      z.object({
        device: z.string().min(1).max(64),
        person: z
          .string()
          .optional()
          .describe('Whose changes these are: sent by a phone that somebody else has signed in on, they are refused.'),
        changes: z.array(Change).max(500),
      }),
    )
    .output(z.object({ taken: z.array(Taken) })),
  card: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/cards/{person}/day', summary: 'A person’s card of a day' })
    .input(z.object({ person: z.string(), day: z.string().optional() }))
    .output(Card),
  team: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/cards/teams/{node}',
      summary: 'Everybody’s card of a day: for the morning meeting and the closing',
      description:
        'Of a company or region, how far each of its stores is: `stores` instead of `members`, those left out that are closed on the day.',
    })
    .input(z.object({ node: z.string(), day: z.string().optional() }))
    .output(
      z.object({
        node: z.object({ id: z.string(), name: z.string() }),
        day: z.string(),
        members: z.array(TeamMember),
        stores: z.array(TeamStore).nullable().describe('Null for a store or department.'),
        adoption: Adoption,
      }),
    ),
  history: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/cards/{person}/history',
      summary: 'A person’s cards of the last days: opened, closed, done',
    })
    .input(
      z.object({
        person: z.string(),
        to: z.string().optional(),
        days: z.coerce.number().int().min(1).max(366).default(30),
      }),
    )
    .output(
      z.object({
        days: z.array(
          z.object({
            day: z.string(),
            opened: z.boolean(),
            closed: z.boolean(),
            strategic: z.number(),
            strategicDone: z.number(),
            highlight: z.string(),
            problem: z.string(),
            problemSolved: z.boolean(),
          }),
        ),
        adoption: Adoption,
      }),
    ),
  addTask: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'POST',
      path: '/cards/{person}/tasks',
      successStatus: 201,
      summary: 'Put a task on a card: one’s own, or with the permission to write cards',
    })
    .input(z.object({ person: z.string(), day: z.string(), ...TaskFields }))
    .output(Card),
  changeTask: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'PUT', path: '/cards/tasks/{id}', summary: 'Change a task of a card that is not closed' })
    .input(z.object({ id: z.uuid(), ...TaskFields }))
    .output(Card),
  removeTask: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'DELETE', path: '/cards/tasks/{id}', summary: 'Take a task off a card that is not closed' })
    .input(z.object({ id: z.uuid() }))
    .output(Card),
}
