import { type Day, days, weekday } from '#foundation/period'

const friday = 5

/**
 * The day on which a plan week is closed: its last Friday; when it has none or that is no working day, the last working
 * day before it, else the week's last working day; a week without any is closed on its last day (H8.2).
 */
export function closingDay(week: { from: Day; to: Day }, works: (day: Day) => boolean): Day {
  const all = days(week)
  const last = all.findLast((day) => weekday(day) === friday)
  if (last !== undefined) {
    const before = all.findLast((day) => day <= last && works(day))
    if (before !== undefined) return before
  }
  return all.findLast(works) ?? week.to
}
