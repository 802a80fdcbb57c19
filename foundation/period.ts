import { planWeeks } from './planWeek.ts'

/** A business day in the company's time zone: '2024-04-10'. Texts of days sort as the days do. */
export type Day = string

export type PeriodKind = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** A stretch of business days with its written form (H3.5); `from` and `to` are both inside. */
export type Period = { kind: PeriodKind; text: string; from: Day; to: Day }

const msOfDay = 86_400_000
// Years outside are typing errors, and would leave what a database column or a four-digit text can hold.
const firstYear = 1900
const lastYear = 2199
const two = (number: number) => String(number).padStart(2, '0')

// Days are counted by the million, and are nearly always of the same few years: the last ones are remembered.
const knownNumbers = new Map<Day, number>()
const knownNumbersMax = 5_000

/** Days since 1970-01-01. The day must be a valid one. */
export function dayNumber(day: Day): number {
  const known = knownNumbers.get(day)
  if (known !== undefined) return known
  const number = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / msOfDay
  if (knownNumbers.size >= knownNumbersMax) knownNumbers.clear()
  knownNumbers.set(day, number)
  return number
}

export function dayOfNumber(number: number): Day {
  return new Date(number * msOfDay).toISOString().slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return dayOfNumber(dayNumber(day) + days)
}

/** The weekday, Monday 1 to Sunday 7. */
export function weekday(day: Day): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1
}

// Days are looked at by the million: the last ones seen are remembered, a few thousand texts at most.
const seenDays = new Set<string>()
const seenDaysMax = 5_000

export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string') return false
  if (seenDays.has(text)) return true
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  if (year < firstYear || year > lastYear || dayOfNumber(dayNumber(text)) !== text) return false
  if (seenDays.size >= seenDaysMax) seenDays.clear()
  seenDays.add(text)
  return true
}

export function monthOf(day: Day): string {
  return day.slice(0, 7)
}

function daysOfMonth(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()
}

/** The month that lies `count` months after (before, when negative). */
function addMonths(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${two((((index % 12) + 12) % 12) + 1)}`
}

function dayPeriod(day: Day): Period {
  return { kind: 'day', text: day, from: day, to: day }
}

function monthPeriod(month: string): Period {
  return { kind: 'month', text: month, from: `${month}-01`, to: `${month}-${two(daysOfMonth(month))}` }
}

function weekPeriod(month: string, number: number): Period | null {
  const week = planWeeks(month)[number - 1]
  return week ? { kind: 'week', ...week } : null
}

function quarterPeriod(year: string, quarter: number): Period {
  const last = `${year}-${two(quarter * 3)}`
  return {
    kind: 'quarter',
    text: `${year}-Q${quarter}`,
    from: `${year}-${two(quarter * 3 - 2)}-01`,
    to: `${last}-${two(daysOfMonth(last))}`,
  }
}

function yearPeriod(year: string): Period {
  return { kind: 'year', text: year, from: `${year}-01-01`, to: `${year}-12-31` }
}

const shape = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(?:W([1-9])|(\d{2})))?))?$/

/** The period that a text names (H3.5), or null when there is none: 2024-13, 2024-02-30, 2024-04-W9. */
export function parsePeriod(text: string): Period | null {
  const match = shape.exec(text)
  if (!match) return null
  const [, year, quarter, month, week, day] = match
  if (year === undefined || Number(year) < firstYear || Number(year) > lastYear) return null
  if (quarter !== undefined) return quarterPeriod(year, Number(quarter))
  if (month === undefined) return yearPeriod(year)
  if (Number(month) < 1 || Number(month) > 12) return null
  if (week !== undefined) return weekPeriod(`${year}-${month}`, Number(week))
  if (day === undefined) return monthPeriod(`${year}-${month}`)
  return isDay(text) ? dayPeriod(text) : null
}

/** The period of a kind that a day lies in. */
export function periodOf(kind: PeriodKind, day: Day): Period {
  const month = monthOf(day)
  const year = day.slice(0, 4)
  switch (kind) {
    case 'day':
      return dayPeriod(day)
    case 'week': {
      const week = planWeeks(month).find((candidate) => candidate.to >= day)
      if (!week) throw new RangeError(`No plan week holds ${day}`)
      return { kind: 'week', ...week }
    }
    case 'month':
      return monthPeriod(month)
    case 'quarter':
      return quarterPeriod(year, Math.ceil(Number(day.slice(5, 7)) / 3))
    case 'year':
      return yearPeriod(year)
  }
}

/** The day, plan week, month, quarter and year of a day, in this order. */
export function periodsContaining(day: Day): Period[] {
  return (['day', 'week', 'month', 'quarter', 'year'] as const).map((kind) => periodOf(kind, day))
}

export function daysIn(period: { from: Day; to: Day }): number {
  return dayNumber(period.to) - dayNumber(period.from) + 1
}

/** Every day of the period, in order. */
export function days(period: { from: Day; to: Day }): Day[] {
  const first = dayNumber(period.from)
  return Array.from({ length: daysIn(period) }, (_, index) => dayOfNumber(first + index))
}

/** The months that the period touches, in order: ['2024-04', '2024-05', '2024-06']. */
export function months(period: { from: Day; to: Day }): string[] {
  const list: string[] = []
  for (let month = monthOf(period.from); month <= monthOf(period.to); month = addMonths(month, 1)) list.push(month)
  return list
}

/**
 * How many months the days cover: 1 for a month, 3 for a quarter, 12 for a year, and the covered share of each month
 * otherwise, so that a figure per month can be given for a day as well.
 */
export function monthsCount(period: { from: Day; to: Day }): number {
  let count = 0
  for (const month of months(period)) {
    const whole = monthPeriod(month)
    const first = Math.max(dayNumber(period.from), dayNumber(whole.from))
    const last = Math.min(dayNumber(period.to), dayNumber(whole.to))
    count += (last - first + 1) / daysIn(whole)
  }
  return count
}

/** Days and months of the part of a period that has begun by a day; the whole of a period that is over, 0 before its start. */
export function elapsed(period: { from: Day; to: Day }, asOf: Day): { days: number; months: number } {
  if (asOf < period.from) return { days: 0, months: 0 }
  const part = { from: period.from, to: asOf < period.to ? asOf : period.to }
  return { days: daysIn(part), months: monthsCount(part) }
}

export function previousPeriod(period: Period): Period {
  return periodOf(period.kind, addDays(period.from, -1))
}

export function nextPeriod(period: Period): Period {
  return periodOf(period.kind, addDays(period.to, 1))
}

/**
 * The same period a year before. 29 February answers with 28 February; a plan week with the week of the same number,
 * or the month's last where there are fewer.
 */
export function samePeriodYearBefore(period: Period): Period {
  const year = String(Number(period.text.slice(0, 4)) - 1).padStart(4, '0')
  const month = `${year}-${period.from.slice(5, 7)}`
  switch (period.kind) {
    case 'day': {
      const dayOfMonth = Math.min(Number(period.from.slice(8, 10)), daysOfMonth(month))
      return dayPeriod(`${month}-${two(dayOfMonth)}`)
    }
    case 'week': {
      const number = Math.min(Number(period.text.slice(-1)), planWeeks(month).length)
      return periodOf('week', planWeeks(month)[number - 1]?.from ?? `${month}-01`)
    }
    default:
      return periodOf(period.kind, `${month}-01`)
  }
}

export function contains(period: { from: Day; to: Day }, day: Day): boolean {
  return period.from <= day && day <= period.to
}

// Shanghai has kept UTC+8 without summer time since 15 September 1991.
const shanghaiSteadySince = Date.UTC(1991, 8, 15)
const shanghaiOffset = 8 * 3_600_000
const formats = new Map<string, Intl.DateTimeFormat>()

const textsOfDays = new Map<number, Day>()

/** As `dayOfNumber`, for days that are asked for again and again. */
function textOfDay(number: number): Day {
  const known = textsOfDays.get(number)
  if (known !== undefined) return known
  if (textsOfDays.size >= seenDaysMax) textsOfDays.clear()
  const day = dayOfNumber(number)
  textsOfDays.set(number, day)
  return day
}

/** The business day of an instant in a time zone (H3.2). RangeError for an unreadable instant or an unknown zone. */
export function dayAt(instant: string | Date, timeZone: string): Day {
  const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime()
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${String(instant)}`)
  if (timeZone === 'Asia/Shanghai' && ms >= shanghaiSteadySince)
    return textOfDay(Math.floor((ms + shanghaiOffset) / msOfDay))
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  const parts = new Map(format.formatToParts(ms).map((part) => [part.type, part.value]))
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
}
