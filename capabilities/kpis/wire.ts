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

export const Driver = z.object({
  id: z.string(),
  kpi: z.string().nullable(),
  names: Words,
  unit: Unit,
  from: z.number().nullable(),
  to: z.number().nullable(),
  contribution: z.number().nullable(),
})

/** A change with its drivers' parts. Where `split` is `exact` they add up to `change` in steps of the last decimal. */
export const Contributions = z.object({
  kpi: z.string(),
  names: Words,
  node: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  period: z.string(),
  against: z.string(),
  days: z.number().nullable(),
  unit: Unit,
  direction: z.enum(['higher', 'lower']),
  decimals: z.number(),
  split: z.enum(['exact', 'no_value', 'no_target', 'single', 'too_many']),
  from: z.number().nullable(),
  to: z.number().nullable(),
  change: z.number().nullable(),
  drivers: z.array(Driver),
  beside: z.array(Driver),
  because: z.array(Words),
})

const PyramidCard = z.object({
  id: z.string(),
  names: Words,
  tier: z.string(),
  unit: Unit,
  value: z.number().nullable(),
})

export const Pyramid = z.object({
  node: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  period: z.string(),
  top: z.array(PyramidCard),
  branches: z.array(
    z.object({ id: z.string(), names: Words, kpi: z.array(PyramidCard), drivers: z.array(PyramidCard) }),
  ),
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
  pyramid: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/kpis/pyramid',
      summary: 'The KPI pyramid of a node and a period',
      description: 'From the strategic KPI on top down to the execution KPIs, each with its value.',
    })
    .input(z.object({ node: z.string(), period: z.string(), asOf: z.string().optional() }))
    .output(Pyramid),
  contributions: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/kpis/{id}/contributions',
      summary: 'What changed a KPI: its drivers and the part of each',
      description:
        '`against` is previous, year-before, target or a period; previous when left out. The contributions add up to the change exactly, to the fen or the second decimal. A running period is compared with as many days of the other. `beside` lists what the pyramid draws below the KPI without a formula that connects them.',
    })
    .input(
      z.object({
        id: z.string(),
        node: z.string(),
        period: z.string(),
        against: z.string().optional(),
        asOf: z.string().optional(),
      }),
    )
    .output(Contributions),
}
