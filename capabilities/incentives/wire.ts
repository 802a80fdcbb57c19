import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })
const Words = z.object({ zh: z.string(), en: z.string() })

export const SettlementState = z.enum(['draft', 'checked', 'published', 'approved', 'exported', 'paid'])

export const SettlementLine = z.object({
  line: z.number(),
  person: z.string(),
  name: z.string(),
  store: z.string(),
  position: z.string().describe('Empty for an adjustment of an earlier month.'),
  rule: z.string(),
  ruleVersion: z.number(),
  period: z.string().describe('The month that is paid for: of an adjustment the earlier one.'),
  from: z.string(),
  to: z.string(),
  baseFen: z.number(),
  grade: z.string().nullable(),
  total: z.number().nullable(),
  factor: z.number().nullable(),
  amountFen: z.number().nullable(),
  because: z.array(Words),
  factorSetBy: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
})

/** People under the node who get no line, and why. */
const Unsettled = z.object({
  person: z.string(),
  name: z.string(),
  position: z.string(),
  why: z
    .enum(['no_card', 'no_base', 'already_settled'])
    .describe('already_settled: another settlement, of a node above or below, pays these days.'),
})

export const Settlement = z.object({
  id: z.string(),
  node: z.object({ id: z.string(), name: z.string() }),
  period: z.string(),
  state: SettlementState,
  totalFen: z.number(),
  open: z.number().describe('Lines that still lack a factor.'),
  steps: z.array(z.object({ state: SettlementState, by: z.string(), at: z.string(), note: z.string() })),
  lines: z.array(SettlementLine),
  unsettled: z.array(Unsettled),
})
export type Settlement = z.infer<typeof Settlement>

const Summary = Settlement.omit({ lines: true, unsettled: true, steps: true }).extend({
  people: z.number(),
  changedAt: z.string(),
})
export type Summary = z.infer<typeof Summary>
const ById = z.object({ id: z.string() })

export const LedgerEntry = z.object({
  no: z.number(),
  settlement: z.string(),
  person: z.string(),
  name: z.string(),
  rule: z.string(),
  ruleVersion: z.number(),
  period: z.string(),
  amountFen: z.number(),
  because: z.array(Words),
  postedAt: z.string(),
  postedBy: z.string(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

const Fen = z.number().nullable()

/** What the running month has brought so far: an estimate, never a promise. */
export const Estimate = z.object({
  person: z.string(),
  period: z.string(),
  day: z.string().describe('Today where the person works; the estimate counts up to it.'),
  rule: z.object({ id: z.string(), version: z.number(), names: Words }).nullable(),
  todayFen: Fen,
  weekFen: Fen.describe('Of the plan week that `day` lies in, up to it.'),
  monthFen: Fen,
  wholeMonthFen: Fen.describe('What the whole month comes to if position and score stay.'),
  score: z
    .object({
      total: z.number().nullable(),
      grade: z.string().nullable(),
      factor: z.number().nullable(),
      measuredWeight: z.number(),
    })
    .nullable(),
  why: z
    .enum(['no_rule', 'no_work', 'no_card', 'no_base', 'not_graded'])
    .nullable()
    .describe(
      'Why there is no figure: no reward rule, no days of work, no card of the position, no bonus base, or a card measured too thinly to be graded.',
    ),
  because: z.array(Words),
})
export type Estimate = z.infer<typeof Estimate>

export const contract = {
  estimate: route
    .meta({ permission: 'signed-in' })
    .route({
      method: 'GET',
      path: '/pay/estimate',
      summary: 'What the running month has brought so far, by the score as it stands: an estimate',
      description: 'The own one when `person` is left out; of others only within the pay scope.',
    })
    .input(z.object({ person: z.string().optional() }))
    .output(Estimate),
  create: route
    .meta({ permission: 'pay.settle' })
    .route({
      method: 'POST',
      path: '/settlements',
      summary: 'Settle the monthly bonus of everybody under a node',
      description: '201 with a draft; the same request again answers 200 with the same settlement.',
      outputStructure: 'detailed',
    })
    .input(z.object({ node: z.string(), period: z.string() }))
    .output(
      z.union([
        z.object({ status: z.literal(201), body: Settlement }),
        z.object({ status: z.literal(200), body: Settlement }),
      ]),
    ),
  list: route
    .meta({ permission: 'pay.read' })
    .route({ method: 'GET', path: '/settlements', summary: 'Settlements, newest first' })
    .output(z.object({ settlements: z.array(Summary) })),
  get: route
    .meta({ permission: 'pay.read' })
    .route({ method: 'GET', path: '/settlements/{id}', summary: 'One settlement with its lines' })
    .input(ById)
    .output(Settlement),
  recalculate: route
    .meta({ permission: 'pay.settle' })
    .route({
      method: 'POST',
      path: '/settlements/{id}/recalculations',
      summary: "Work a draft's lines out again from today's facts; factors that were set stay",
    })
    .input(ById)
    .output(Settlement),
  setFactor: route
    .meta({ permission: 'pay.settle' })
    .route({
      method: 'PUT',
      path: '/settlements/{id}/lines/{line}/factor',
      summary: 'Set the factor of a line whose card is measured too thinly to be graded',
    })
    .input(
      ById.extend({
        line: z.coerce.number().int(),
        factor: z.number().min(0).max(3),
        reason: z.string().min(2).max(500),
      }),
    )
    .output(Settlement),
  check: route
    .meta({ permission: 'pay.settle' })
    .route({ method: 'POST', path: '/settlements/{id}/checks', summary: 'Mark as checked' })
    .input(ById)
    .output(Settlement),
  approve: route
    .meta({ permission: 'pay.approve' })
    .route({
      method: 'POST',
      path: '/settlements/{id}/approvals',
      summary: 'Approve: freezes the scores and writes the ledger',
    })
    .input(ById)
    .output(Settlement),
  publish: route
    .meta({ permission: 'pay.settle' })
    .route({
      method: 'POST',
      path: '/settlements/{id}/publications',
      summary: 'Publish for objection: reserved, answers 409',
    })
    .input(ById)
    .output(Settlement),
  reopen: route
    .meta({ permission: 'pay.settle' })
    .route({ method: 'POST', path: '/settlements/{id}/reopenings', summary: 'Take a checked settlement back to draft' })
    .input(ById)
    .output(Settlement),
  ledger: route
    .meta({ permission: 'signed-in' })
    .route({ method: 'GET', path: '/ledger', summary: 'Ledger entries: the own ones, and those within the pay scope' })
    .input(
      z.object({ person: z.string().optional(), period: z.string().optional(), settlement: z.string().optional() }),
    )
    .output(z.object({ entries: z.array(LedgerEntry), totalFen: z.number() })),
}
