import { addDays, type Day, dayAt, dayNumber } from '#foundation/period'

/** A moment in the network's own time: a business day and the minutes since midnight. */
export type Moment = { day: Day; minute: number }

const two = (number: number) => (number < 10 ? `0${number}` : String(number))

/**
 * 2024-03-18T10:32:00+08:00: the network lies in one time zone, which has no summer time. Written alike, moments compare as
 * texts.
 */
export function instant({ day, minute }: Moment): string {
  return `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00+08:00`
}

/** The last whole minute that is over at an instant. */
export function momentAt(now: Date): Moment {
  const day = dayAt(now, 'Asia/Shanghai')
  const minute = Math.floor((now.getTime() - Date.parse(`${day}T00:00:00+08:00`)) / 60_000)
  return { day, minute }
}

export function isBy(moment: Moment, limit: Moment): boolean {
  return moment.day < limit.day || (moment.day === limit.day && moment.minute <= limit.minute)
}

/** So many minutes later, past midnight too. */
export function after({ day, minute }: Moment, minutes: number): Moment {
  const sum = minute + Math.round(minutes)
  return { day: addDays(day, Math.floor(sum / 1440)), minute: ((sum % 1440) + 1440) % 1440 }
}

/** That moment or, at night, the next morning before nine. */
export function inTheDay({ day, minute }: Moment): Moment {
  if (minute >= 510 && minute <= 1200) return { day, minute }
  return { day: minute > 1200 ? addDays(day, 1) : day, minute: 510 + (minute % 25) }
}

/** The first day from this one on, with so many days let pass, on which the store is open. */
export function openDay(from: Day, wait: number, shut: ReadonlySet<Day>): Day {
  let day = addDays(from, wait)
  while (shut.has(day)) day = addDays(day, 1)
  return day
}

/** Months from one day to another, as stories reckon them; negative when it lies before. */
export function monthsSince(first: Day, day: Day): number {
  return (dayNumber(day) - dayNumber(first)) / 30.4
}
