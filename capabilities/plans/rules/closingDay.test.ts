import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days, weekday } from '#foundation/period'
import { planWeeks } from '#foundation/planWeek'
import { closingDay } from './closingDay.ts'

const always = () => true
const weekOf = (month: string, number: number) => planWeeks(month)[number - 1] as { from: string; to: string }

test.each([
  ['2024-04', 1, '2024-04-05'],
  ['2024-04', 2, '2024-04-12'],
  ['2024-04', 4, '2024-04-26'],
])('the week %s W%i closes on its last Friday', (month, number, day) => {
  expect(closingDay(weekOf(month, number), always)).toBe(day)
})

test('a Friday that is a holiday leaves it to the last working day before', () => {
  // Tomb-sweeping 2024: 4 to 6 April.
  const rest = new Set(['2024-04-04', '2024-04-05', '2024-04-06'])
  expect(closingDay(weekOf('2024-04', 1), (day) => !rest.has(day))).toBe('2024-04-03')
})

test('when nobody works up to the Friday, the last working day of the week', () => {
  const rest = new Set(['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04', '2024-10-05'])
  expect(closingDay({ from: '2024-10-01', to: '2024-10-06' }, (day) => !rest.has(day))).toBe('2024-10-06')
})

test('a week without a Friday closes on its last working day; one without work on its last day', () => {
  const week = { from: '2024-06-01', to: '2024-06-06' }
  expect(closingDay(week, (day) => day !== '2024-06-06')).toBe('2024-06-05')
  expect(closingDay(week, () => false)).toBe('2024-06-06')
})

test('it is a working day of the week where there is one', () => {
  const month = fc.tuple(fc.integer({ min: 2015, max: 2035 }), fc.integer({ min: 1, max: 12 }))
  fc.assert(
    fc.property(month, fc.uniqueArray(fc.integer({ min: 1, max: 31 })), ([year, number], resting) => {
      const works = (day: string) => !resting.includes(Number(day.slice(8)))
      for (const week of planWeeks(`${year}-${String(number).padStart(2, '0')}`)) {
        const day = closingDay(week, works)
        const working = days(week).filter((one) => works(one))
        expect(days(week)).toContain(day)
        if (working.length > 0) expect(working).toContain(day)
        const fridays = working.filter((one) => weekday(one) === 5)
        if (fridays.length > 0) expect(day >= (fridays[0] as string)).toBe(true)
      }
    }),
  )
})
