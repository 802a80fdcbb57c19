import { oc } from '@orpc/contract'
import { z } from 'zod'
import { units } from '#foundation/figure'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

const Words = z.object({ zh: z.string(), en: z.string() })
export const Unit = z.enum(units)

export const Kpi = z.object({
  id: z.string(),
  version: z.number(),
  names: Words,
  explanation: Words,
  category: z.string(),
  dimension: z.string(),
  tier: z.string(),
  perspective: z.string(),
  formula: z.string(),
  personFormula: z.string().nullable(),
  unit: Unit,
  direction: z.enum(['higher', 'lower']),
  industry: z.object({ low: z.number(), high: z.number() }).nullable(),
  excellent: z.number().nullable(),
  accountable: z.string(),
  window: z.string(),
  tolerance: z.number().nullable(),
  guardBand: z.object({ abovePercent: z.number(), reason: z.string() }).nullable(),
})

const Part = z.enum(['numerator', 'denominator'])

/** A fact behind a number. What identifies a customer is masked. `counts` is what it adds to the number: 1, -1 or an amount. */
export const FactBehind = z.object({
  kind: z.string(),
  source: z.string(),
  externalId: z.string(),
  store: z.string(),
  day: z.string(),
  counts: z.number(),
  title: Words,
  people: z.array(z.object({ id: z.string(), name: z.string(), as: z.string() })),
  amountFen: z.number().nullable(),
})

export const Trace = z.object({
  kpi: Kpi,
  node: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  period: z.string(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  formula: z.string(),
  measures: z.array(z.object({ id: z.string(), names: Words, value: z.number(), unit: z.string() })),
  because: z.array(Words),
})

export const contract = {
  kpis: route
    .meta({ permission: 'signed-in' })
    .route({ method: 'GET', path: '/kpis', summary: 'The KPI library' })
    .output(z.object({ kpis: z.array(Kpi) })),
  trace: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/kpis/{id}/trace', summary: 'How a figure came about: formula and measures' })
    .input(z.object({ id: z.string(), node: z.string(), period: z.string(), asOf: z.string().optional() }))
    .output(Trace),
  facts: route
    .meta({ permission: 'facts.read' })
    .route({
      method: 'GET',
      path: '/kpis/{id}/facts',
      summary: 'The facts behind a figure',
      description: 'For a KPI that counts facts, `count` equals the numerator or denominator on the board.',
    })
    .input(
      z.object({
        id: z.string(),
        node: z.string(),
        period: z.string(),
        part: Part.optional(),
        asOf: z.string().optional(),
        after: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(500).optional(),
      }),
    )
    .output(
      z.object({
        count: z.number(),
        sum: z.number().nullable(),
        items: z.array(FactBehind),
        next: z.string().nullable(),
      }),
    ),
}
