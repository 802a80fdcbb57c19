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
  targetFrom: z.enum(['person', 'store', 'card']),
  of: z.enum(['person', 'store']).optional().describe('Whose figure it is; absent: the own one.'),
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
  bscAchievement: z
    .number()
    .nullable()
    .optional()
    .describe('Achievements by weight, each within 0 to 150; of the card of a node (H10.6).'),
  because: z.array(Words),
  frozen: z.boolean(),
})
export type Score = z.infer<typeof Score>

const Grade = z.enum(['S', 'A', 'B', 'C', 'D'])

export const CardItem = z.object({
  kpi: z.string(),
  weight: z.number().min(0).max(100),
  target: z.number(),
  mode: z.enum(['proportional', 'allOrNothing']),
  start: z.number().optional(),
  per: z.literal('month').optional(),
  of: z.enum(['person', 'store']).optional(),
})

/** A card as it is designed. `holder: 'node'`: of the kind of node that `position` names. Grades left out are the usual ones. */
export const CardDraft = z.object({
  names: z.object({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(80) }),
  holder: z.enum(['position', 'node']).optional(),
  position: z.string(),
  items: z.array(CardItem).max(40),
  grades: z
    .array(z.object({ grade: Grade, from: z.number().min(0).max(100), factor: z.number().min(0).max(5) }))
    .min(1)
    .max(5)
    .optional(),
  measuredWeightMin: z.number().min(0).max(100).default(60),
  valuesShare: z.number().min(0).max(0.5).default(0.2),
  qualityGate: z.boolean().default(false),
})

export const Finding = z.object({
  code: z.string(),
  level: z.enum(['error', 'warning', 'offer']),
  text: Words,
  why: Words,
  kpis: z.array(z.string()),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const CardVersion = CardDraft.required({ grades: true }).extend({
  id: z.string(),
  version: z.number(),
  from: z.string(),
  state: z.enum(['draft', 'planned', 'in_force', 'past']),
  by: z.string(),
  reason: z.string(),
  at: z.string().nullable(),
})
export type CardVersion = z.infer<typeof CardVersion>

const Dimension = z.enum(['quality', 'efficiency', 'customer', 'business', 'finance'])
const Checked = z.object({
  refused: z.boolean(),
  findings: z.array(Finding),
  dimensions: z.array(z.object({ dimension: Dimension, weight: z.number() })),
})
export type Checked = z.infer<typeof Checked>

const Spread = z
  .object({
    min: z.number(),
    quarter: z.number(),
    median: z.number(),
    threeQuarters: z.number(),
    max: z.number(),
    mean: z.number(),
  })
  .nullable()
const Distribution = z.object({
  people: z.number(),
  grades: z.array(z.object({ grade: Grade.nullable(), people: z.number() })),
  scores: Spread,
  payouts: Spread,
  payoutFen: z.number().nullable(),
})
const Result = z.object({
  total: z.number().nullable(),
  grade: Grade.nullable(),
  factor: z.number().nullable(),
  payoutFen: z.number().nullable(),
})

export const Backtest = z.object({
  months: z.array(
    z.object({
      period: z.string(),
      before: Distribution.describe('With the card in force in that month.'),
      after: Distribution.describe('With the card that is tried.'),
      moving: z.number().describe('People whose grade changes; `movers` holds the first of them.'),
      movers: z.array(
        z.object({
          person: z.string(),
          name: z.string(),
          store: z.string(),
          from: z.string(),
          before: Result,
          after: Result,
          up: z.boolean(),
        }),
      ),
    }),
  ),
})
export type Backtest = z.infer<typeof Backtest>

export const ValuesRating = z.object({
  person: z.string(),
  name: z.string(),
  quarter: z.string(),
  version: z.number(),
  score: z.number(),
  comment: z.string(),
  seriousViolation: z.boolean(),
  by: z.string(),
  at: z.string(),
})
export type ValuesRating = z.infer<typeof ValuesRating>

export const contract = {
  score: route
    .meta({ permission: 'scorecards.read' })
    .route({
      method: 'GET',
      path: '/scorecards/{person}',
      summary: "A person's score, explained; or a node's",
      description:
        'Somebody who held two positions in the period has two scores; the answer is that of the longer stretch, `others` holds the rest. 404 when no card was held. Of a node with a card of its own, such as a store, quarters and years can be asked for as well.',
    })
    .input(
      z.object({
        person: z.string(),
        period: z.string().optional().describe('The running month by default.'),
        asOf: z.string().optional(),
      }),
    )
    .output(Score.extend({ others: z.array(Score) })),
  team: route
    .meta({ permission: 'scorecards.read' })
    .route({ method: 'GET', path: '/scorecards', summary: 'The scores of everybody under a node who holds a card' })
    .input(z.object({ node: z.string(), period: z.string(), asOf: z.string().optional() }))
    .output(z.object({ scores: z.array(Score.omit({ items: true, because: true })) })),
  cards: route
    .meta({ permission: 'scorecards.read' })
    .route({ method: 'GET', path: '/cards', summary: 'The scorecards, each with what holds now and what is to come' })
    .output(
      z.object({
        cards: z.array(
          z.object({
            id: z.string(),
            current: CardVersion.nullable(),
            planned: z.array(CardVersion),
            draft: CardVersion.nullable(),
            checked: Checked.nullable().describe('The check of what holds now.'),
          }),
        ),
      }),
    ),
  card: route
    .meta({ permission: 'scorecards.read' })
    .route({ method: 'GET', path: '/cards/{id}', summary: 'All versions of a scorecard, the newest first' })
    .input(z.object({ id: z.string() }))
    .output(z.object({ id: z.string(), versions: z.array(CardVersion) })),
  checkCard: route
    .meta({ permission: 'scorecards.design' })
    .route({ method: 'POST', path: '/cards/checks', summary: 'The balance of a card that need not be saved' })
    .input(CardDraft.omit({ names: true }))
    .output(Checked),
  backtestCard: route
    .meta({ permission: 'scorecards.design' })
    .route({
      method: 'POST',
      path: '/cards/backtests',
      summary: 'What a card would have given in past months, against the card that held',
      description: 'Amounts are a forecast from base and factor, and null without the permission to see pay.',
    })
    .input(z.object({ card: CardDraft, node: z.string(), months: z.array(z.string()).min(1).max(6) }))
    .output(Backtest),
  putCard: route
    .meta({ permission: 'scorecards.design' })
    .route({
      method: 'PUT',
      path: '/cards/{id}',
      summary: 'A new version of a scorecard from a month on, or a draft of one',
      description:
        'Refused with 422 and `values.findings` when the balance check finds an error. A version begins with a month after the present one, so that nobody is judged by rules made afterwards; the first card of a position may begin now.',
    })
    .input(
      z.object({
        id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
        card: CardDraft,
        from: z.string().describe('The month, such as 2024-05.'),
        reason: z.string().trim().max(500),
        draft: z.boolean().optional(),
        basedOn: z.number().optional().describe('The newest version known; 409 when there is a newer one.'),
      }),
    )
    .output(z.object({ version: CardVersion, checked: Checked })),
  dropDraft: route
    .meta({ permission: 'scorecards.design' })
    .route({ method: 'DELETE', path: '/cards/{id}/draft', summary: 'Throw the draft of a scorecard away' })
    .input(z.object({ id: z.string() }))
    .output(z.object({ dropped: z.boolean() })),
  rateValues: route
    .meta({ permission: 'scorecards.rate' })
    .route({
      method: 'POST',
      path: '/values-ratings',
      summary: 'How somebody lived the values in a quarter',
      description:
        'Counts in the months after the quarter, until a later quarter is rated (H10.5). A serious violation is a veto in these months. Rated again it replaces the rating; earlier ones are kept.',
    })
    .input(
      z.object({
        person: z.string(),
        quarter: z.string(),
        score: z.number().min(0).max(100),
        comment: z.string().trim().max(1000).default(''),
        seriousViolation: z.boolean().default(false),
      }),
    )
    .output(ValuesRating),
  valuesRatings: route
    .meta({ permission: 'scorecards.read' })
    .route({ method: 'GET', path: '/values-ratings', summary: 'The values ratings of a quarter under a node' })
    .input(z.object({ node: z.string(), quarter: z.string() }))
    .output(z.object({ ratings: z.array(ValuesRating) })),
}
