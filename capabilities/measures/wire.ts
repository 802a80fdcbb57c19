import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

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

export const contract = {
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
