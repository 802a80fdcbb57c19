import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })
const Words = z.object({ zh: z.string(), en: z.string() })
const Figure = z.number().finite().min(-1e15).max(1e15).nullable()

export const Perspective = z.enum(['financial', 'customer', 'process', 'learning'])

const Wish = z.object({
  kpi: z.string().describe('A KPI of the library.'),
  start: Figure.describe('Where it stood; null when nobody knows.'),
  goal: Figure,
  by: z.string().nullable().describe('The day by which the goal is wished for, such as 2024-12-31.'),
})

export const ObjectiveDraft = z.object({
  period: z.string().describe('The year that it begins to hold in, such as 2024; it goes on until it is ended.'),
  perspective: Perspective,
  names: z.object({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(120) }),
  reasons: z.object({ zh: z.string().trim().max(1000), en: z.string().trim().max(1000) }),
  owner: z
    .string()
    .nullable()
    .optional()
    .describe('The id of the person who answers for it; who answers for it already stays when it is left out.'),
  kpis: z.array(Wish).max(8),
})
export type ObjectiveDraft = z.infer<typeof ObjectiveDraft>

export const Objective = z.object({
  id: z.string(),
  version: z.number(),
  node: z.object({ id: z.string(), name: z.string() }).describe('Whose map it stands on.'),
  inherited: z.boolean().describe('It stands on the map of a node above the one asked for.'),
  mayChange: z.boolean().describe('Whether the reader may change it.'),
  period: z.string(),
  perspective: Perspective,
  place: z.number(),
  names: Words,
  reasons: Words,
  owner: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  kpis: z.array(Wish),
  endedOn: z.string().nullable(),
})
export type Objective = z.infer<typeof Objective>

export const Link = z.object({ cause: z.string(), effect: z.string() })

export const StrategyMap = z.object({
  node: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  period: z.string(),
  mayAdd: z.boolean().describe('The node can have objectives of its own, and the reader may add them.'),
  objectives: z.array(Objective),
  links: z.array(Link.extend({ inherited: z.boolean() })),
})
export type StrategyMap = z.infer<typeof StrategyMap>

const Version = z.object({
  version: z.number(),
  names: Words,
  perspective: Perspective,
  kpis: z.array(Wish),
  owner: z.string(),
  endedOn: z.string().nullable(),
  note: z.string(),
  by: z.string(),
  at: z.string(),
})

export const ObjectivePage = z.object({
  objective: Objective,
  causes: z.array(Objective).describe('What drives it.'),
  effects: z.array(Objective).describe('What it drives.'),
  versions: z.array(Version).describe('The newest first.'),
})
export type ObjectivePage = z.infer<typeof ObjectivePage>

const letters = ['specific', 'measurable', 'achievable', 'relevant', 'timeBound'] as const

export const Goal = z.object({
  text: z.string().max(2000).optional().describe('The goal in free text, Chinese or English.'),
  kpi: z.string().max(64).nullable().optional(),
  from: Figure.optional(),
  to: Figure.optional(),
  by: z.string().max(20).nullable().optional().describe('A day such as 2024-06-30.'),
  position: z.string().max(64).nullable().optional().describe('The position of whoever is to reach it.'),
})

export const SmartChecked = z.object({
  read: z
    .object({
      kpi: z.string().nullable(),
      from: z.number().nullable(),
      to: z.number().nullable(),
      by: z.string().nullable(),
    })
    .describe('What was understood, in the unit of the KPI.'),
  letters: z.array(
    z.object({
      letter: z.enum(letters),
      state: z.enum(['pass', 'miss', 'open']).describe('open: it can only be judged once something else is written.'),
      why: Words,
      better: Words.nullable().describe('A wording that passes this letter; of a miss only.'),
    }),
  ),
})

const Vocabulary = z.object({
  kpis: z.array(
    z.object({
      id: z.string(),
      names: Words,
      synonyms: z.array(z.string()),
      unit: z.string(),
      direction: z.enum(['higher', 'lower']),
      industry: z.object({ low: z.number(), high: z.number() }).nullable(),
      excellent: z.number().nullable(),
      movedBy: z.array(z.string()).describe('The positions that can move it by their work.'),
    }),
  ),
  vague: z.array(z.object({ words: z.array(z.string()), kpis: z.array(z.string()) })),
  positions: z.array(z.object({ id: z.string(), names: Words })),
})

const Saved = z.object({ objective: Objective })
const note = z.string().trim().max(500).default('')
const id = z.string().max(64)

export const contract = {
  map: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/strategy/maps/{node}',
      summary: 'The strategy map of a node: objectives, KPIs, cause and effect',
      description:
        'The maps of the nodes above hold for a node as well: their objectives are marked as inherited. `period` is a year, or any period within it; the present year when left out.',
    })
    .input(z.object({ node: z.string(), period: z.string().optional() }))
    .output(StrategyMap),
  add: route
    .meta({ permission: 'strategy.write' })
    .route({
      method: 'POST',
      path: '/strategy/maps/{node}/objectives',
      summary: 'Add an objective to the map of a node',
    })
    .input(z.object({ node: z.string(), objective: ObjectiveDraft, note }))
    .output(Saved),
  order: route
    .meta({ permission: 'strategy.write' })
    .route({
      method: 'PUT',
      path: '/strategy/maps/{node}/order',
      summary: "The order of a node's own objectives within a perspective",
    })
    .input(z.object({ node: z.string(), perspective: Perspective, objectives: z.array(id).max(200) }))
    .output(z.object({ changed: z.number() })),
  objective: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/strategy/objectives/{id}', summary: 'An objective with its links and versions' })
    .input(z.object({ id, node: z.string().optional().describe('Whose view it is.') }))
    .output(ObjectivePage),
  put: route
    .meta({ permission: 'strategy.write' })
    .route({
      method: 'PUT',
      path: '/strategy/objectives/{id}',
      summary: 'Change an objective; every version is kept',
    })
    .input(
      z.object({
        id,
        objective: ObjectiveDraft,
        note,
        basedOn: z.number().optional().describe('The version known; 409 when there is a newer one.'),
      }),
    )
    .output(Saved),
  end: route
    .meta({ permission: 'strategy.write' })
    .route({
      method: 'DELETE',
      path: '/strategy/objectives/{id}',
      summary: 'End an objective on this day, together with its links; its history stays',
    })
    .input(z.object({ id, note }))
    .output(Saved),
  link: route
    .meta({ permission: 'strategy.write' })
    .route({
      method: 'POST',
      path: '/strategy/links',
      summary: 'Say that one objective drives another',
      description: 'Refused with the circle in `values.circle` when it would make an objective its own cause.',
    })
    .input(Link)
    .output(z.object({ added: z.boolean() })),
  unlink: route
    .meta({ permission: 'strategy.write' })
    .route({ method: 'DELETE', path: '/strategy/links/{cause}/{effect}', summary: 'Take a link away' })
    .input(z.object({ cause: id, effect: id }))
    .output(z.object({ removed: z.boolean() })),
  smartCheck: route
    .meta({ permission: 'signed-in' })
    .route({
      method: 'POST',
      path: '/strategy/smart-checks',
      summary: 'Is a goal specific, measurable, achievable, relevant and time-bound?',
      description: 'Advice: nothing is refused because of it. Fields win over what the text says.',
    })
    .input(
      Goal.extend({
        past: z
          .record(z.string(), z.array(z.number().finite().nullable()).max(60))
          .default({})
          .describe('KPIs by month, the oldest first, the latest closed month last.'),
      }),
    )
    .output(SmartChecked),
  vocabulary: route
    .meta({ permission: 'signed-in' })
    .route({ method: 'GET', path: '/strategy/vocabulary', summary: 'The words by which goals are understood' })
    .output(Vocabulary),
}
