import chineseDays from 'chinese-days'
import { addDays, type Day, dayNumber, weekday } from '#foundation/period'

/** The first day of the lunar year that begins in this year. */
export function lunarNewYear(year: number): Day {
  const day = newYears.get(year) ?? chineseDays.getSolarDateFromLunar(`${year}-01-01`).date
  newYears.set(year, day)
  return day
}

const newYears = new Map<number, Day>()

/** The days around the lunar new year on which the stores are shut: its eve and the three days after. */
export function newYearRest(year: number): Day[] {
  const first = lunarNewYear(year)
  return [-1, 0, 1, 2].map((offset) => addDays(first, offset))
}

const weekdays = [0.92, 0.9, 0.93, 0.98, 1.02, 1.16, 1.09]
const months = [0.98, 0.98, 1.04, 1.03, 1.02, 1, 1, 1, 1.01, 0.99, 0.99, 1]

/** How busy a day is against a usual one: weekends, a strong spring, and the dip after the lunar new year. */
export function dayWeight(day: Day): number {
  const usual = (weekdays[weekday(day) - 1] as number) * (months[Number(day.slice(5, 7)) - 1] as number)
  return usual * newYearWeight(dayNumber(day) - dayNumber(lunarNewYear(Number(day.slice(0, 4)))))
}

/** By days from the new year: checks before the journey home, the rest itself, and a slow return. */
function newYearWeight(distance: number): number {
  if (distance < -12 || distance > 16) return 1
  if (distance < -1) return 1.1
  if (distance <= 2) return 0
  return distance <= 7 ? 0.55 : 0.8
}

/** Cars arrive from half past eight to half past five, most at ten and at two o'clock. */
export const arrivalHours: readonly { hour: number; weight: number }[] = [
  { hour: 8, weight: 5 },
  { hour: 9, weight: 12 },
  { hour: 10, weight: 22 },
  { hour: 11, weight: 10 },
  { hour: 12, weight: 4 },
  { hour: 13, weight: 8 },
  { hour: 14, weight: 19 },
  { hour: 15, weight: 11 },
  { hour: 16, weight: 7 },
  { hour: 17, weight: 2 },
]
