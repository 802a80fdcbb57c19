/** When a store answers its telephone, from a day on: minutes after midnight, and how soon an answer is in time (H5.5). */
export type AnsweringHours = { from: string; opensMinute: number; closesMinute: number; withinSeconds: number }

export function hoursOn(all: readonly AnsweringHours[], day: string): AnsweringHours {
  const holding = all.filter((one) => one.from <= day)
  const [first, ...others] = holding.length > 0 ? holding : all
  if (!first) throw new RangeError('There are no opening hours')
  return others.reduce((latest, one) => (one.from > latest.from ? one : latest), first)
}

/**
 * The seconds between two moments that lie in opening hours. Moments are local seconds, counted from any midnight: the
 * clock of a call at 20:00 starts at eight the next morning.
 */
export function openSeconds(fromSecond: number, toSecond: number, hours: AnsweringHours): number {
  const day = 86_400
  const opens = hours.opensMinute * 60
  const closes = hours.closesMinute * 60
  const openedUntil = (second: number) => {
    const days = Math.floor(second / day)
    return days * (closes - opens) + Math.min(Math.max(second - days * day - opens, 0), closes - opens)
  }
  return Math.max(0, Math.round(openedUntil(toSecond) - openedUntil(fromSecond)))
}
