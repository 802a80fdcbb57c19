import { type Day, weekday } from '#foundation/period'

export const hoursOfDay = 24

/** A day with what came in each hour; null where nothing of the kind came that day. */
export type DayHours = {
  day: Day
  /** Anything under the node worked. */
  open: boolean
  contacts: readonly number[] | null
  inTime: readonly number[] | null
  intake: readonly number[] | null
}

/** What kind of day it was: on holidays and make-up days people come as on no weekday of that name. */
export type DayKind = 'plain' | 'holiday' | 'make-up'

export type Counted = 'contacts' | 'intake'

/** The mean of an hour over the days it rests on; the ten-minute rate is that of all its contacts together (H5.1). */
export type ProfileHour = {
  hour: number
  contacts: number | null
  intake: number | null
  tenMinuteRate: number | null
  /** How many contacts the rate rests on. */
  contactsCounted: number
}
export type ProfileDay = {
  weekday: number
  days: number
  contactsOfDay: number | null
  intakeOfDay: number | null
  hours: ProfileHour[]
}

const sumOf = (hours: readonly number[] | null): number => (hours ?? []).reduce((sum, one) => sum + one, 0)

/** The days that count for one kind of event: open ones, from the first on which there was any; none before it was recorded. */
export function countedDays(days: readonly DayHours[], what: Counted): DayHours[] {
  const first = days.find((day) => sumOf(day[what]) > 0)
  return first ? days.filter((day) => day.day >= first.day && (day.open || sumOf(day[what]) > 0)) : []
}

/** What an open day of each weekday looks like, hour by hour (H5.10). Holidays and make-up days are left out. */
export function profile(days: readonly DayHours[], kindOf: (day: Day) => DayKind): ProfileDay[] {
  const plain = days.filter((day) => kindOf(day.day) === 'plain')
  const contacts = countedDays(plain, 'contacts')
  const intake = countedDays(plain, 'intake')
  return Array.from({ length: 7 }, (_, index) => {
    const own = (of: readonly DayHours[]) => of.filter((day) => weekday(day.day) === index + 1)
    const [withContacts, withIntake] = [own(contacts), own(intake)]
    const mean = (of: readonly DayHours[], value: (day: DayHours) => number) =>
      of.length === 0 ? null : of.reduce((sum, day) => sum + value(day), 0) / of.length
    return {
      weekday: index + 1,
      days: Math.max(withContacts.length, withIntake.length),
      contactsOfDay: mean(withContacts, (day) => sumOf(day.contacts)),
      intakeOfDay: mean(withIntake, (day) => sumOf(day.intake)),
      hours: Array.from({ length: hoursOfDay }, (_, hour) => {
        const all = withContacts.reduce((sum, day) => sum + (day.contacts?.[hour] ?? 0), 0)
        const inTime = withContacts.reduce((sum, day) => sum + (day.inTime?.[hour] ?? 0), 0)
        return {
          hour,
          contacts: mean(withContacts, (day) => day.contacts?.[hour] ?? 0),
          intake: mean(withIntake, (day) => day.intake?.[hour] ?? 0),
          tenMinuteRate: all === 0 ? null : (100 * inTime) / all,
          contactsCounted: all,
        }
      }),
    }
  })
}

/** How far above the mean of the busy hours an hour must lie to be a peak. */
const peakFactor = 1.3

/** The hours in which clearly more contacts come than in others, over all weekdays; by the clock. */
export function peakHours(
  days: readonly ProfileDay[],
): { hour: number; times: number; tenMinuteRate: number | null }[] {
  const counted = days.filter((day) => day.contactsOfDay !== null)
  const hours = Array.from({ length: hoursOfDay }, (_, hour) => {
    const of = counted.map((day) => day.hours[hour] as ProfileHour)
    const all = of.reduce((sum, one) => sum + one.contactsCounted, 0)
    const inTime = of.reduce((sum, one) => sum + ((one.tenMinuteRate ?? 0) / 100) * one.contactsCounted, 0)
    return { hour, all, tenMinuteRate: all === 0 ? null : (100 * inTime) / all }
  }).filter((one) => one.all > 0)
  const mean = hours.reduce((sum, one) => sum + one.all, 0) / Math.max(1, hours.length)
  return hours
    .filter((one) => one.all >= mean * peakFactor)
    .map(({ hour, all, tenMinuteRate }) => ({ hour, times: all / mean, tenMinuteRate }))
}
