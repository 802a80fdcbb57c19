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
  aggregation: z.enum(['additive', 'ratio', 'level']),
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

const Text = (max: number) => z.string().trim().min(1).max(max)
const Finite = z.number().min(-1e12).max(1e12)
const Reason = z.string().trim().max(500)
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const Id = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/)

/** A KPI as it is designed. Without a formula for persons, they have the same one if all its measures are credited to them. */
export const KpiDesign = z.object({
  names: z.object({ zh: Text(40), en: Text(60) }),
  explanation: z.object({ zh: Text(200), en: Text(300) }),
  category: z.enum(['financial', 'quality', 'efficiency', 'customer', 'business']),
  dimension: z.enum(['quality', 'efficiency', 'customer', 'business', 'finance']),
  tier: z.enum(['strategic', 'operational', 'execution']),
  perspective: z.enum(['financial', 'customer', 'process', 'learning']),
  formula: z.string().max(2000),
  personFormula: z.string().max(2000).nullable().optional(),
  unit: Unit,
  direction: z.enum(['higher', 'lower']),
  industry: z.object({ low: Finite, high: Finite }).nullable(),
  excellent: Finite.nullable(),
  accountable: z.string().max(64),
  window: z.enum(['period', 'trailing12']),
  tolerance: Finite.min(0).nullable(),
  guardBand: z.object({ abovePercent: z.number().min(1).max(1000), reason: Text(100) }).nullable(),
})

export const DefinedKpi = z.object({
  id: z.string(),
  versions: z.array(
    Kpi.extend({ from: z.string(), retired: z.boolean(), by: z.string(), reason: z.string(), at: z.string() }),
  ),
})

export const Preview = z.object({
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  unit: Unit,
  personFormula: z.string().nullable(),
  measures: z.array(z.object({ id: z.string(), names: Words, unit: z.string(), value: z.number().nullable() })),
  trend: z.array(z.object({ period: z.string(), value: z.number().nullable() })),
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
  defined: route
    .meta({ permission: 'kpis.define' })
    .route({ method: 'GET', path: '/kpis/defined', summary: 'The KPIs defined here, with their versions' })
    .output(z.object({ kpis: z.array(DefinedKpi) })),
  define: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'POST',
      path: '/kpis',
      successStatus: 201,
      summary: 'Define a KPI',
      description:
        'A formula over measures. It holds for all of history unless a day is given. An error names its place.',
    })
    .input(KpiDesign.extend({ id: Id, from: Day.optional(), reason: Reason.optional() }))
    .output(DefinedKpi),
  preview: route
    .meta({ permission: 'kpis.define' })
    .route({ method: 'POST', path: '/kpis/preview', summary: 'What a KPI in the making comes to, on real figures' })
    .input(z.object({ design: KpiDesign, node: z.string(), period: z.string() }))
    .output(Preview),
  change: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'POST',
      path: '/kpis/{id}/versions',
      successStatus: 201,
      summary: 'A new version of a KPI, from a day on',
      description: 'Which version holds for a period is decided by its last day; earlier periods keep theirs.',
    })
    .input(KpiDesign.extend({ id: Id, from: Day, reason: Reason, basedOn: z.number().int().optional() }))
    .output(DefinedKpi),
  retire: route
    .meta({ permission: 'kpis.define' })
    .route({ method: 'POST', path: '/kpis/{id}/retirement', summary: 'Let a KPI hold no more, from a day on' })
    .input(z.object({ id: Id, from: Day, reason: Reason }))
    .output(DefinedKpi),
  kpis: route
    .meta({ permission: 'signed-in' })
    .route({
      method: 'GET',
      path: '/kpis',
      summary: 'The KPI library',
      description: 'Those that hold today; `others` hold only on earlier or later days, where boards still show them.',
    })
    .output(z.object({ kpis: z.array(Kpi), others: z.array(Kpi) })),
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
