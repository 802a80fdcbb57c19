import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'
import type { Filter } from './rules/filter.ts'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

const Words = z.object({ zh: z.string(), en: z.string() })
const Hour = z.number().int().min(0).max(23)
/** Monday 1 to Sunday 7. */
const Weekday = z.number().int().min(1).max(7)

/** The mean of an hour on an open day; null is "no data". */
const ProfileHour = z.object({
  hour: Hour,
  contacts: z.number().nullable(),
  intake: z.number().nullable(),
  tenMinuteRate: z.number().nullable(),
  contactsCounted: z.number(),
})

const Expected = z.object({ total: z.number(), low: z.number(), high: z.number(), hours: z.array(z.number()) })
const ForecastDay = z.object({
  day: z.string(),
  weekday: Weekday,
  kind: z.enum(['plain', 'holiday', 'make-up']),
  basis: z.number(),
  expected: Expected.nullable(),
  missing: z.enum(['closed', 'too_few_weeks', 'not_recorded']).nullable(),
})

const Advice = z.object({
  hours: z.array(Hour),
  weekdays: z.array(Weekday),
  extra: z.number(),
  needed: z.number(),
  present: z.number(),
  text: Words,
  because: Words,
})

export const Hours = z.object({
  node: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  from: z.string(),
  to: z.string(),
  opensHour: Hour,
  closesHour: z.number(),
  withinMinutes: z.number(),
  targetPercent: z.number(),
  profile: z.array(
    z.object({
      weekday: Weekday,
      days: z.number(),
      contactsOfDay: z.number().nullable(),
      intakeOfDay: z.number().nullable(),
      hours: z.array(ProfileHour),
    }),
  ),
  peaks: z.array(z.object({ hour: Hour, times: z.number(), tenMinuteRate: z.number().nullable() })),
  forecast: z.object({ contacts: z.array(ForecastDay), intake: z.array(ForecastDay) }),
  staffing: z.object({
    state: z.enum(['advised', 'enough', 'not_a_store', 'no_contacts', 'too_few_weeks', 'nobody_known']),
    advices: z.array(Advice),
    because: z.array(Words),
  }),
})

const Names = z.object({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(80) })
const Scalar = z.union([z.string(), z.number(), z.boolean()])
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const Id = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/)
const streams = [
  'delivered',
  'opened',
  'surveys',
  'complaints',
  'contacts',
  'attendance',
  'inspections',
  'appointments',
  'partRequests',
  'bayUsage',
  'finance',
  'staffChanges',
  'customersCreated',
] as const
const credits = ['lead', 'advisor', 'labour', 'surveyed', 'complained', 'contacted', 'attended'] as const
const Comparison = z.enum(['=', '<>', '<', '<=', '>', '>=', 'in', 'between', 'empty'])
const Condition = z.strictObject({
  field: z.string().max(40),
  is: Comparison,
  value: z.union([Scalar, z.array(Scalar).max(100)]).optional(),
})

/** Groups within groups, as deep as the rules allow; written out, so that the document can say it. */
const group = <Part extends z.ZodType>(part: Part) =>
  z.union([
    Condition,
    z.strictObject({ all: z.array(part).max(40) }),
    z.strictObject({ any: z.array(part).max(40) }),
    z.strictObject({ not: part }),
  ])
const Filter1 = group(group(group(group(Condition)))) as z.ZodType<Filter>

export const MeasureDesign = z.object({
  names: Names,
  of: z.enum(streams),
  amount: z.union([z.literal('count'), z.strictObject({ sum: z.string().max(40) })]),
  where: Filter1.nullable(),
  credit: z.enum(credits).nullable(),
})

export const MeasureVersion = MeasureDesign.extend({
  version: z.number(),
  from: z.string(),
  retired: z.boolean(),
  by: z.string(),
  reason: z.string(),
  at: z.string(),
})

/** How far the history has been computed back: days of stores that a version marked, and those that still wait. */
export const Progress = z.object({ marked: z.number(), left: z.number() })

export const DefinedMeasure = z.object({
  id: z.string(),
  unit: z.string(),
  personal: z.boolean(),
  versions: z.array(MeasureVersion),
  progress: Progress,
})

export const ListedMeasure = z.object({
  id: z.string(),
  names: z.object({ zh: z.string(), en: z.string() }),
  unit: z.string(),
  personal: z.boolean(),
  shipped: z.boolean(),
  retired: z.boolean(),
})

const Named = z.object({ zh: z.string(), en: z.string() })
export const FactStream = z.object({
  of: z.string(),
  names: Named,
  credits: z.array(z.string()),
  fields: z.array(
    z.object({
      id: z.string(),
      type: z.enum(['number', 'fen', 'minutes', 'seconds', 'points', 'boolean', 'text', 'choice']),
      names: Named,
      summable: z.boolean(),
      choices: z.array(z.object({ value: z.string(), names: Named })),
      comparisons: z.array(Comparison),
    }),
  ),
})

const Reason = z.string().trim().max(500)

export const contract = {
  measures: route
    .meta({ permission: 'signed-in' })
    .route({ method: 'GET', path: '/measures', summary: 'The measures that formulas are made of' })
    .output(z.object({ measures: z.array(ListedMeasure) })),
  defined: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'GET',
      path: '/measures/defined',
      summary: 'The measures defined here, with versions and progress',
    })
    .output(z.object({ measures: z.array(DefinedMeasure) })),
  streams: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'GET',
      path: '/measures/streams',
      summary: 'The kinds of fact and fields a measure can be made of',
    })
    .output(z.object({ streams: z.array(FactStream) })),
  define: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'POST',
      path: '/measures',
      successStatus: 201,
      summary: 'Define a measure',
      description:
        'A kind of fact, a filter, and a count or a sum. Days that have such facts are computed back in the background.',
    })
    .input(MeasureDesign.extend({ id: Id, reason: Reason.optional() }))
    .output(DefinedMeasure),
  preview: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'POST',
      path: '/measures/preview',
      summary: 'What a measure would count, straight from the facts',
    })
    .input(z.object({ design: MeasureDesign, node: z.string(), period: z.string() }))
    .output(
      z.object({
        value: z.number(),
        count: z.number(),
        unit: z.string(),
        sample: z.array(
          z.object({
            kind: z.string(),
            externalId: z.string(),
            store: z.string(),
            day: z.string(),
            counts: z.number(),
          }),
        ),
      }),
    ),
  change: route
    .meta({ permission: 'kpis.define' })
    .route({
      method: 'POST',
      path: '/measures/{id}/versions',
      successStatus: 201,
      summary: 'Change what a measure counts, from a day on',
    })
    .input(MeasureDesign.extend({ id: Id, from: Day, reason: Reason, basedOn: z.number().int().optional() }))
    .output(DefinedMeasure),
  retire: route
    .meta({ permission: 'kpis.define' })
    .route({ method: 'POST', path: '/measures/{id}/retirement', summary: 'Let a measure count nothing from a day on' })
    .input(z.object({ id: Id, from: Day, reason: Reason }))
    .output(DefinedMeasure),
  progress: route
    .meta({ permission: 'kpis.define' })
    .route({ method: 'GET', path: '/measures/{id}/progress', summary: 'How far a measure is computed back' })
    .input(z.object({ id: Id }))
    .output(Progress),

  hours: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/hours/{node}',
      summary: 'Contacts, intake and the ten-minute rate by hour and weekday',
      description:
        'The profile of the last `weeks` weeks up to `to`, a forecast of the seven days after it, and, of a store, how many people each hour needs. Yesterday and 8 weeks when left out.',
    })
    .input(
      z.object({
        node: z.string(),
        to: z.string().optional(),
        weeks: z.coerce.number().int().min(1).max(26).optional(),
      }),
    )
    .output(Hours),
}
