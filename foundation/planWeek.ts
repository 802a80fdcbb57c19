import type { Day } from './period.ts'

export type PlanWeek = { text: string; from: Day; to: Day }

const daysOfWeek = 7
const shortestPiece = 4

/**
 * The plan weeks of a month ('2024-04'): Monday to Sunday inside the month; a piece of fewer than four days at
 * either end joins its neighbour (H3.4). The month must be a valid one.
 */
export function planWeeks(month: string): PlanWeek[] {
  const year = Number(month.slice(0, 4))
  const monthOfYear = Number(month.slice(5, 7))
  const lastDay = new Date(Date.UTC(year, monthOfYear, 0)).getUTCDate()
  const firstSunday = daysOfWeek - ((new Date(Date.UTC(year, monthOfYear - 1, 1)).getUTCDay() + 6) % daysOfWeek)

  const ends: number[] = []
  for (let sunday = firstSunday; sunday < lastDay; sunday += daysOfWeek) ends.push(sunday)
  if (firstSunday < shortestPiece) ends.shift()
  if (lastDay - (ends.at(-1) ?? 0) < shortestPiece) ends.pop()
  ends.push(lastDay)

  const dayOf = (day: number): Day => `${month}-${String(day).padStart(2, '0')}`
  return ends.map((end, index) => ({
    text: `${month}-W${index + 1}`,
    from: dayOf((ends[index - 1] ?? 0) + 1),
    to: dayOf(end),
  }))
}
