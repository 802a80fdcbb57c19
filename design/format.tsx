import type { Locale } from '#foundation/actor'
import type { Unit } from '#foundation/figure'
import { useLocale } from './locale.tsx'

/** A number as shown: the numeral, and the smaller unit beside it. */
export type Shown = { text: string; unit: string }

export type Format = {
  /** A KPI's value for reading at a glance: money in 万 or 亿 where Chinese readers count so. */
  figure: (value: number, unit: Unit) => Shown
  /** The same as one string. */
  value: (value: number, unit: Unit) => string
  /** A difference of two values, always signed; percentages differ by points. */
  change: (value: number, unit: Unit) => Shown
  /** Money to the fen, for pay and lists that must add up. */
  money: (fen: number) => string
  percent: (value: number) => string
  count: (value: number) => string
  /** 2024-03-18 */
  day: (day: string, options?: { year?: boolean; weekday?: boolean }) => string
  /** 2024-03-18, 2024-03-W2, 2024-03, 2024-Q1, 2024 */
  period: (period: string) => string
  /** An instant, by the clock of Asia/Shanghai. */
  time: (instant: string | Date) => string
  dateTime: (instant: string | Date) => string
  /** 1 小时 20 分 */
  duration: (minutes: number) => string
  /** Names after each other, as the language lists them. */
  list: (names: readonly string[]) => string
}

const zone = 'Asia/Shanghai'
const minus = (text: string) => text.replace('-', '\u2212')

function build(locale: Locale): Format {
  const zh = locale === 'zh'
  const tag = zh ? 'zh-CN' : 'en-GB'
  // Each is made when it is first needed: a slow phone takes a tenth of a second for all of them.
  const fixed: Intl.NumberFormat[] = []
  const number = (value: number, digits: 0 | 1 | 2) => {
    fixed[digits] ??= new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    const text = fixed[digits].format(value)
    return /[1-9]/.test(text) ? minus(text) : text.replace('-', '') // no negative zero
  }
  /** Whole when it is whole, else so many digits. */
  const upTo = (value: number, digits: 1 | 2) => number(value, Number.isInteger(value) ? 0 : digits)
  const part = (options: Intl.DateTimeFormatOptions) => {
    let made: Intl.DateTimeFormat | undefined
    return (at: Date) => {
      made ??= new Intl.DateTimeFormat(tag, { timeZone: zone, hourCycle: 'h23', ...options })
      return made.format(at)
    }
  }
  const clock = part({ hour: '2-digit', minute: '2-digit' })
  const monthDay = part({ month: zh ? 'numeric' : 'short', day: 'numeric' })
  const monthDayYear = part({ year: 'numeric', month: zh ? 'long' : 'short', day: 'numeric' })
  const weekdayName = part({ weekday: 'short' })
  const monthName = part({ month: zh ? 'numeric' : 'long' })
  const noon = (day: string) => new Date(`${day}T12:00:00+08:00`)

  const yuan = (fen: number): Shown => {
    const amount = fen / 100
    if (!zh) return { text: minus(`${amount < 0 ? '-' : ''}¥${number(Math.abs(amount), 0)}`), unit: '' }
    if (Math.abs(amount) >= 1e8) return { text: number(amount / 1e8, 2), unit: '亿元' }
    if (Math.abs(amount) >= 1e4) return { text: number(amount / 1e4, 2), unit: '万元' }
    return { text: number(amount, 0), unit: '元' }
  }

  const figure = (value: number, unit: Unit): Shown => {
    switch (unit) {
      case 'percent':
        return { text: number(value, 1), unit: '%' }
      case 'fen':
        return yuan(value)
      case 'points':
        return { text: upTo(value, 1), unit: zh ? '分' : 'pts' }
      case 'score100':
        return { text: upTo(value, 2), unit: zh ? '分' : 'pts' }
      case 'score5':
        return { text: number(value, 2), unit: '/ 5' }
      case 'count':
        return zh && Math.abs(value) >= 1e5
          ? { text: number(value / 1e4, 2), unit: '万' }
          : { text: upTo(value, 1), unit: '' }
      case 'minutes':
        return { text: upTo(value, 1), unit: zh ? '分钟' : 'min' }
      case 'days':
        return { text: upTo(value, 1), unit: zh ? '天' : 'days' }
      case 'times':
        return { text: number(value, 2), unit: zh ? '次' : 'times' }
    }
  }
  const joined = ({ text, unit }: Shown) =>
    unit === '' || unit === '%' || unit === '万' ? text + unit : `${text} ${unit}`

  const day: Format['day'] = (date, { year = false, weekday = false } = {}) => {
    const text = zh && !year ? chineseDay(date) : (year ? monthDayYear : monthDay)(noon(date))
    if (!weekday) return text
    return zh ? `${text} ${chineseWeekday(date)}` : `${weekdayName(noon(date))} ${text}`
  }

  const month = (year: string, number: string) =>
    zh ? `${year}年${Number(number)}月` : `${monthName(noon(`${year}-${number}-15`))} ${year}`

  const period = (text: string): string => {
    const [, year, quarter, monthNumber, week, date] =
      /^(\d{4})(?:-Q([1-4])|-(\d\d)(?:-W(\d)|-(\d\d))?)?$/.exec(text) ?? []
    if (!year) return text
    if (quarter) return zh ? `${year}年第${'一二三四'[Number(quarter) - 1]}季度` : `Q${quarter} ${year}`
    if (!monthNumber) return zh ? `${year}年` : year
    if (week) return zh ? `${month(year, monthNumber)}第${week}周` : `Week ${week}, ${month(year, monthNumber)}`
    if (date) return day(text, { year: true, weekday: true })
    return month(year, monthNumber)
  }

  return {
    figure,
    value: (value, unit) => joined(figure(value, unit)),
    change: (value, unit) => {
      const shown = unit === 'percent' ? { text: number(value, 1), unit: zh ? '个百分点' : 'pp' } : figure(value, unit)
      const text = /[1-9]/.test(shown.text) && value > 0 ? `+${shown.text}` : shown.text
      return { text, unit: shown.unit === '/ 5' ? '' : shown.unit }
    },
    money: (fen) => minus(`${fen < 0 ? '-' : ''}¥${number(Math.abs(fen) / 100, 2)}`),
    percent: (value) => `${number(value, 1)}%`,
    count: (value) => number(value, 0),
    day,
    period,
    time: (instant) => clock(new Date(instant)),
    dateTime: (instant) => {
      const at = new Date(instant)
      const date = monthDay(at)
      return zh ? `${date.replace(/(\d+)[/月](\d+)日?/, '$1月$2日')} ${clock(at)}` : `${date}, ${clock(at)}`
    },
    list: (names) => names.join(zh ? '、' : ', '),
    duration: (minutes) => {
      const hours = Math.trunc(minutes / 60)
      const rest = Math.round(minutes - hours * 60)
      if (hours === 0) return zh ? `${rest} 分` : `${rest} min`
      if (rest === 0) return zh ? `${hours} 小时` : `${hours} h`
      return zh ? `${hours} 小时 ${rest} 分` : `${hours} h ${rest} min`
    },
  }
}

function chineseDay(date: string): string {
  const [, month, day] = date.split('-')
  return `${Number(month)}月${Number(day)}日`
}

/** 周一; a business day is a date by itself, whatever clock one reads it under. */
function chineseWeekday(date: string): string {
  return `周${'日一二三四五六'[new Date(`${date}T00:00:00Z`).getUTCDay()]}`
}

const built: { [L in Locale]?: Format } = {}

/** Numbers, money, days and times in one language. */
export function formatter(locale: Locale): Format {
  built[locale] ??= build(locale)
  return built[locale]
}

export function useFormat(): Format {
  return formatter(useLocale().locale)
}
