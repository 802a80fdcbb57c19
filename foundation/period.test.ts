import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  contains,
  dayAt,
  dayNumber,
  dayOfNumber,
  days,
  daysIn,
  elapsed,
  isDay,
  monthOf,
  months,
  monthsCount,
  nextPeriod,
  type Period,
  parsePeriod,
  periodOf,
  periodsContaining,
  previousPeriod,
  samePeriodYearBefore,
  weekday,
} from './period.ts'

const period = (text: string): Period => {
  const parsed = parsePeriod(text)
  if (!parsed) throw new Error(text)
  return parsed
}
const day = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2199-12-31') }).map(dayOfNumber)

describe('the written forms (H3.5)', () => {
  test.each([
    ['2024-04-10', 'day', '2024-04-10', '2024-04-10'],
    ['2024-02-29', 'day', '2024-02-29', '2024-02-29'],
    ['2024-04-W2', 'week', '2024-04-08', '2024-04-14'],
    ['2024-04', 'month', '2024-04-01', '2024-04-30'],
    ['2024-02', 'month', '2024-02-01', '2024-02-29'],
    ['2024-Q2', 'quarter', '2024-04-01', '2024-06-30'],
    ['2024-Q4', 'quarter', '2024-10-01', '2024-12-31'],
    ['2024', 'year', '2024-01-01', '2024-12-31'],
  ])('%s', (text, kind, from, to) => {
    expect(parsePeriod(text)).toEqual({ kind, text, from, to })
  })

  test.each([
    '',
    '24',
    '2024-',
    '2024-13',
    '2024-00',
    '2024-4',
    '2024-02-30',
    '2023-02-29',
    '2024-04-31',
    '2024-04-00',
    '2024-04-W0',
    '2024-04-W5',
    '2024-04-W9',
    '2024-04-W10',
    '2024-W14',
    '2024-Q0',
    '2024-Q5',
    '2024-q2',
    ' 2024',
    '2024\n',
    '0000',
    '9999-12',
    '２０２４',
    '2024-04-10T00:00',
  ])('%j is no period', (text) => {
    expect(parsePeriod(text)).toBeNull()
  })

  test('any text is answered, and what is accepted is kept as written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}(-[QW0-9]{1,2}){0,2}$/)), (text) => {
        const parsed = parsePeriod(text)
        if (parsed) {
          expect(parsed.text).toBe(text)
          expect(parsed.from <= parsed.to).toBe(true)
        }
      }),
    )
  })
})

test('days are counted across the end of February', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2023-02-28', 1)).toBe('2023-03-01')
  expect(addDays('2024-01-01', -1)).toBe('2023-12-31')
  expect(weekday('2024-04-10')).toBe(3)
  expect(weekday('1969-12-28')).toBe(7)
  expect(monthOf('2024-04-10')).toBe('2024-04')
  expect(days(period('2024-04-W1'))).toHaveLength(7)
})

test('what is no day is told', () => {
  expect(isDay('2024-04-10')).toBe(true)
  for (const other of ['2024-02-30', '2024-4-1', '2024-04', '0024-01-01', '', null, 20240410])
    expect(isDay(other)).toBe(false)
})

test('day numbers and days are each other’s inverse', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -400, max: 400 }), (from, count) => {
      expect(dayNumber(addDays(from, count)) - dayNumber(from)).toBe(count)
    }),
  )
})

test('a day lies in its day, plan week, month, quarter and year', () => {
  expect(periodsContaining('2024-04-29').map((each) => each.text)).toEqual([
    '2024-04-29',
    '2024-04-W4',
    '2024-04',
    '2024-Q2',
    '2024',
  ])
  fc.assert(
    fc.property(day, (text) => {
      for (const each of periodsContaining(text)) {
        expect(contains(each, text)).toBe(true)
        expect(parsePeriod(each.text)).toEqual(each)
      }
    }),
  )
})

test('the months of a period', () => {
  expect(months(period('2024-Q2'))).toEqual(['2024-04', '2024-05', '2024-06'])
  expect(months(period('2024-04-W4'))).toEqual(['2024-04'])
  expect(months(period('2024'))).toHaveLength(12)
  expect(months({ from: '2023-11-15', to: '2024-01-02' })).toEqual(['2023-11', '2023-12', '2024-01'])
})

test('a month is one month, whatever its length', () => {
  expect(monthsCount(period('2024-02'))).toBe(1)
  expect(monthsCount(period('2024-Q1'))).toBe(3)
  expect(monthsCount(period('2023'))).toBe(12)
  expect(monthsCount(period('2024-04-10'))).toBe(1 / 30)
  expect(monthsCount(period('2024-04-W1'))).toBe(7 / 30)
})

test('what has elapsed of a period, today included', () => {
  expect(elapsed(period('2024-04'), '2024-03-31')).toEqual({ days: 0, months: 0 })
  expect(elapsed(period('2024-04'), '2024-04-15')).toEqual({ days: 15, months: 0.5 })
  expect(elapsed(period('2024-Q2'), '2024-05-31')).toEqual({ days: 61, months: 2 })
  expect(elapsed(period('2024-04'), '2025-01-01')).toEqual({ days: 30, months: 1 })
})

describe('neighbours', () => {
  test.each([
    ['2024-03-01', '2024-02-29', '2024-03-02'],
    ['2024-04-W1', '2024-03-W4', '2024-04-W2'],
    ['2024-01', '2023-12', '2024-02'],
    ['2024-Q4', '2024-Q3', '2025-Q1'],
    ['2024', '2023', '2025'],
  ])('%s', (text, before, after) => {
    expect(previousPeriod(period(text)).text).toBe(before)
    expect(nextPeriod(period(text)).text).toBe(after)
  })

  test('going on and back again ends where it began', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('day', 'week', 'month', 'quarter', 'year'), (text, kind) => {
        const each = periodOf(kind, text)
        expect(previousPeriod(nextPeriod(each))).toEqual(each)
        expect(nextPeriod(previousPeriod(each))).toEqual(each)
      }),
    )
  })

  test.each([
    ['2024-02-29', '2023-02-28'],
    ['2024-03-18', '2023-03-18'],
    ['2024-04-W2', '2023-04-W2'],
    ['2020-04-W5', '2019-04-W4'],
    ['2024-03', '2023-03'],
    ['2024-Q3', '2023-Q3'],
    ['2024', '2023'],
  ])('a year before %s', (text, before) => {
    expect(samePeriodYearBefore(period(text)).text).toBe(before)
  })
})

describe('the business day of an instant (H3.2)', () => {
  test('Shanghai is eight hours ahead', () => {
    expect(dayAt('2024-03-17T15:59:59.999Z', 'Asia/Shanghai')).toBe('2024-03-17')
    expect(dayAt('2024-03-17T16:00:00Z', 'Asia/Shanghai')).toBe('2024-03-18')
    expect(dayAt(new Date('2024-03-18T00:00:00+08:00'), 'Asia/Shanghai')).toBe('2024-03-18')
  })
  test('the summer time of 1990 is known', () => {
    expect(dayAt('1990-07-01T15:30:00Z', 'Asia/Shanghai')).toBe('1990-07-02')
  })
  test('other zones', () => {
    expect(dayAt('2024-03-18T03:30:00Z', 'America/New_York')).toBe('2024-03-17')
    expect(dayAt('2024-03-18T23:30:00Z', 'Pacific/Auckland')).toBe('2024-03-19')
  })
  test('the short way agrees with the zone’s own rules', () => {
    const rules = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1985-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (instant) => {
          expect(dayAt(instant, 'Asia/Shanghai')).toBe(rules.format(instant))
        },
      ),
    )
  })
  test('what is no instant, and what is no zone, is refused', () => {
    expect(() => dayAt('yesterday', 'Asia/Shanghai')).toThrow(RangeError)
    expect(() => dayAt('2024-03-18T00:00:00Z', 'Asia/Nowhere')).toThrow(RangeError)
  })
})

test('every period counts its days', () => {
  expect(daysIn(period('2024'))).toBe(366)
  expect(daysIn(period('2024-Q1'))).toBe(91)
  expect(daysIn(period('2024-04-W4'))).toBe(9)
})
