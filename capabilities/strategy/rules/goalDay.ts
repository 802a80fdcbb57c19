import { addDays, type Day, isDay, parsePeriod, periodOf, weekday } from '#foundation/period'

/** A day that a text names, and the stretch of the text that does. */
export type FoundDay = { day: Day; start: number; end: number }

type Pattern = [RegExp, (match: string[], today: Day) => Day | null]

const two = (number: number | string) => String(number).padStart(2, '0')
const yearOf = (day: Day) => Number(day.slice(0, 4))
const lastOf = (text: string): Day | null => parsePeriod(text)?.to ?? null
const numerals: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  半: 0.5,
}
const numerals2: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

const english =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const englishDays =
  '(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
const chineseNumber = '(\\d{1,3}|[一二两三四五六七八九十半])'

/** The last day of a month: of the year given, or the next that has not ended. */
function endOfMonth(month: number, year: number | null, today: Day): Day | null {
  if (month < 1 || month > 12) return null
  const inYear = (one: number) => lastOf(`${one}-${two(month)}`)
  if (year !== null) return inYear(year)
  const soon = inYear(yearOf(today))
  return soon !== null && soon >= today ? soon : inYear(yearOf(today) + 1)
}

function endOfQuarter(quarter: number, year: number | null, today: Day): Day | null {
  return quarter < 1 || quarter > 4 ? null : endOfMonth(quarter * 3, year, today)
}

function dayOf(month: number, dayOfMonth: number, year: number | null, today: Day): Day | null {
  const inYear = (one: number) => `${one}-${two(month)}-${two(dayOfMonth)}`
  const named = inYear(year ?? yearOf(today))
  const day = year === null && named < today ? inYear(yearOf(today) + 1) : named
  return isDay(day) ? day : null
}

const fullYear = (text: string | undefined) => (text ? Number(text) : null)
const count = (text: string | undefined) => (text ? (numerals[text] ?? numerals2[text] ?? Number(text)) : Number.NaN)

function after(today: Day, amount: number, unit: 'day' | 'week' | 'month' | 'quarter' | 'year'): Day | null {
  if (!Number.isFinite(amount) || amount > 400) return null
  const days = { day: 1, week: 7, month: 30.4375, quarter: 91.3125, year: 365.25 }[unit]
  const length = Math.round(amount * days)
  return length > 3660 ? null : addDays(today, length)
}

/** The weekday of this week, or of the next when it has gone by; `weeks` later where the text says so. */
function onWeekday(number: number, today: Day, weeks: number | null): Day {
  const ahead = number - weekday(today)
  return addDays(today, weeks === null ? (ahead + 7) % 7 : ahead + weeks * 7)
}

const endOf = (kind: 'month' | 'quarter' | 'year', today: Day) => periodOf(kind, today).to
const endOfNext = (kind: 'month' | 'quarter' | 'year', today: Day) => periodOf(kind, addDays(endOf(kind, today), 1)).to
const chineseUnits: Record<string, 'day' | 'week' | 'month' | 'quarter' | 'year'> = {
  天: 'day',
  日: 'day',
  周: 'week',
  星期: 'week',
  个月: 'month',
  月: 'month',
  个季度: 'quarter',
  季度: 'quarter',
  年: 'year',
}
const years = (word: string | undefined, today: Day) =>
  word === undefined
    ? null
    : word.startsWith('明')
      ? yearOf(today) + 1
      : /^\d/.test(word)
        ? Number.parseInt(word, 10)
        : yearOf(today)

// The first that fits a place wins: what says more stands further up.
const patterns: readonly Pattern[] = [
  [
    new RegExp(`${chineseNumber}(天|日|周|星期|个月|个季度|年)(?:之?内|以内|后)`, 'g'),
    ([, n, u], today) => after(today, count(n), chineseUnits[u ?? ''] ?? 'day'),
  ],
  [/(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?/g, ([, y, m, d]) => valid(`${y}-${two(m ?? '')}-${two(d ?? '')}`)],
  [/(\d{4})\s?[-年]\s?q([1-4])(?:季度)?[底末]?/g, ([, y, q], today) => endOfQuarter(Number(q), fullYear(y), today)],
  [
    /(\d{4}年|今年|明年|本年)?第?([一二三四1-4])季度[底末]?/g,
    ([, y, q], today) => endOfQuarter(count(q), years(y, today), today),
  ],
  [
    /(?:end of |by )?\bq([1-4])\s?(\d{4})?(?![\d%])[底末]?/g,
    ([, q, y], today) => endOfQuarter(Number(q), fullYear(y), today),
  ],
  [
    /(\d{4}年|今年|明年)?(\d{1,2})月(\d{1,2})[日号]/g,
    ([, y, m, d], today) => dayOf(Number(m), Number(d), years(y, today), today),
  ],
  [
    /(\d{4}年|今年|明年)?(\d{1,2})月(?:份)?(?:底|末|内|前|之前)?/g,
    ([, y, m], today) => endOfMonth(Number(m), years(y, today), today),
  ],
  [/(\d{4})-(0[1-9]|1[0-2])(?!\d)/g, ([, y, m]) => lastOf(`${y}-${m}`)],
  [/(\d{4}年|今年|明年|本年)?上半年[底末]?/g, ([, y], today) => endOfMonth(6, years(y, today), today)],
  [/(\d{4}年|今年|明年|本年)?下半年[底末]?/g, ([, y], today) => endOfMonth(12, years(y, today), today)],
  [/明年[底末]/g, (_, today) => lastOf(String(yearOf(today) + 1))],
  [/(?:今年|本年|全年|年)度?(?:[底末]|内|之内)|全年|今年|本年度?/g, (_, today) => endOf('year', today)],
  [/(\d{4})年[底末内]?/g, ([, y]) => lastOf(y ?? '')],
  [/下个?季度[底末]?/g, (_, today) => endOfNext('quarter', today)],
  [/(?:本季度?|季度|季)(?:[底末内])|本季度/g, (_, today) => endOf('quarter', today)],
  [/下个?月[底末]?/g, (_, today) => endOfNext('month', today)],
  [/(?:本|这个|当)?月(?:[底末内])|本月|这个月/g, (_, today) => endOf('month', today)],
  [
    /(本|这|下)?个?(?:周|星期|礼拜)([一二三四五六日天])/g,
    ([, which, d], today) =>
      onWeekday(d === '日' || d === '天' ? 7 : count(d), today, which === '下' ? 1 : which ? 0 : null),
  ],
  [/下周末?/g, (_, today) => onWeekday(7, today, 1)],
  [/(?:本|这)周[末内底]?|周[末内]/g, (_, today) => onWeekday(7, today, 0)],
  [/后天/g, (_, today) => addDays(today, 2)],
  [/明[天日]/g, (_, today) => addDays(today, 1)],
  [/今[天日]|当[天日]/g, (_, today) => today],
  [
    new RegExp(`\\b${english}\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?\\b(?!\\d|%)`, 'g'),
    ([, m, d, y], today) => dayOf(monthNumber(m), Number(d), fullYear(y), today),
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${english}\\b\\.?(?:,? (\\d{4})\\b)?`, 'g'),
    ([, d, m, y], today) => dayOf(monthNumber(m), Number(d), fullYear(y), today),
  ],
  [
    new RegExp(
      `\\b(?:by|until|in|before|during|end of|end|through) (?:the )?(?:end of )?(?:next )?${english}\\b\\.?(?:,? (\\d{4})\\b)?`,
      'g',
    ),
    ([, m, y], today) => endOfMonth(monthNumber(m), fullYear(y), today),
  ],
  [
    new RegExp(`\\b(next |this )?${englishDays}\\b`, 'g'),
    ([, which, d], today) =>
      onWeekday(weekdays.indexOf((d ?? '').slice(0, 3)) + 1, today, which === 'next ' ? 1 : null),
  ],
  [
    /\b(?:within|in|over)(?: the next)? (\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (day|week|month|quarter|year)s?\b/g,
    ([, n, u], today) => after(today, count(n), u as 'day'),
  ],
  [
    /\b(?:end of|this|the|by) (?:the )?(week|month|quarter|year)(?:-end| end)?\b|\b(week|month|quarter|year)[- ]end\b/g,
    ([, a, b], today) => ending(a ?? b ?? '', today),
  ],
  [
    /\bnext (week|month|quarter|year)\b/g,
    ([, u], today) => (u === 'week' ? onWeekday(7, today, 1) : endOfNext(u as 'month', today)),
  ],
  [/\btomorrow\b/g, (_, today) => addDays(today, 1)],
  [/\b(?:today|tonight)\b/g, (_, today) => today],
  [/\b(?:by|in|before|until|end of|during) (\d{4})\b/g, ([, y]) => lastOf(y ?? '')],
]

const valid = (text: string): Day | null => (isDay(text) ? text : null)
const monthNumber = (name: string | undefined) => months.indexOf((name ?? '').slice(0, 3)) + 1
const ending = (unit: string, today: Day): Day =>
  unit === 'week' ? onWeekday(7, today, 0) : endOf(unit as 'month', today)

/** The days that a text in small letters names, the first in the text first; nothing counts twice. */
export function daysNamed(text: string, today: Day): FoundDay[] {
  const found: FoundDay[] = []
  for (const [pattern, dayFrom] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (match[0] === '' || found.some((one) => one.start < end && start < one.end)) continue
      const day = dayFrom([...match], today)
      if (day !== null && isDay(day)) found.push({ day, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The last day of the month that lies so many months ahead. */
export function monthsAhead(today: Day, amount: number): Day {
  let day = today
  for (let step = 0; step < amount; step += 1) day = addDays(periodOf('month', day).to, 1)
  return periodOf('month', day).to
}
