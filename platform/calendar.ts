import chineseDays from 'chinese-days'
import { addDays, type Day, weekday } from '#foundation/period'

/** The weekend days between two days (both included) on which China works, to make up for a holiday. */
export function makeUpDays(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (weekday(day) > 5 && chineseDays.getDayDetail(day).work) days.push(day)
  }
  return days
}

/**
 * The public holidays of China between two days (both included), as far as the calendar library knows them. Plain
 * weekends and make-up working days are none.
 */
export function publicHolidays(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const { work, name } = chineseDays.getDayDetail(day)
    // A festival reads 'Spring Festival,春节,3', a plain weekend 'Saturday'.
    if (!work && name.includes(',')) days.push(day)
  }
  return days
}

/** The first day of the lunar year that begins in a year of the common calendar: 2024-02-10, 2025-01-29. */
export function lunarNewYear(year: number): Day {
  const { date } = chineseDays.getSolarDateFromLunar(`${year}-01-01`)
  if (!date) throw new RangeError(`The calendar does not know the year ${year}`)
  return date
}
