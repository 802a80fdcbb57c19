import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })
const Words = z.object({ zh: z.string(), en: z.string() })

export const ScoreItem = z.object({
  kpi: z.string(),
  weight: z.number(),
  effectiveWeight: z.number(),
  target: z.number().nullable(),
  targetFrom: z.enum(['person', 'card']),
  actual: z.number().nullable(),
  achievement: z.number().nullable(),
  score: z.number().nullable(),
  points: z.number().nullable(),
  onePointMore: z
    .number()
    .nullable()
    .describe(
      'The actual value that one more point of the total would take; null when the item is full or has no data.',
    ),
  because: z.array(Words),
})

/** A person's score for a stretch of days with one position. `frozen` once a settlement was approved. */
export const Score = z.object({
  person: z.string(),
  name: z.string(),
  period: z.string(),
  position: z.string(),
  store: z.string(),
  from: z.string(),
  to: z.string(),
  card: z.object({ id: z.string(), version: z.number(), names: Words }),
  items: z.array(ScoreItem),
  measuredWeight: z.number(),
  kpiTotal: z.number().nullable(),
  valuesScore: z.number().nullable(),
  total: z.number().nullable(),
  grade: z.enum(['S', 'A', 'B', 'C', 'D']).nullable(),
  factor: z.number().nullable(),
  because: z.array(Words),
  frozen: z.boolean(),
})
export type Score = z.infer<typeof Score>

export const contract = {
  score: route
    .meta({ permission: 'scorecards.read' })
    .route({
      method: 'GET',
      path: '/scorecards/{person}',
      summary: "A person's score, explained",
      description:
        'Somebody who held two positions in the period has two scores; the answer is that of the longer stretch, `others` holds the rest. 404 when no card was held.',
    })
    .input(z.object({ person: z.string(), period: z.string(), asOf: z.string().optional() }))
    .output(Score.extend({ others: z.array(Score) })),
  team: route
    .meta({ permission: 'scorecards.read' })
    .route({ method: 'GET', path: '/scorecards', summary: 'The scores of everybody under a node who holds a card' })
    .input(z.object({ node: z.string(), period: z.string(), asOf: z.string().optional() }))
    .output(z.object({ scores: z.array(Score.omit({ items: true, because: true })) })),
}
