import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysIn, parsePeriod, weekday } from './period.ts'
import { planWeeks } from './planWeek.ts'

const month = fc
  .tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, monthOfYear]) => `${year}-${String(monthOfYear).padStart(2, '0')}`)

test('April 2024 has the plan weeks 1-7, 8-14, 15-21 and 22-30 (H3.4)', () => {
  expect(planWeeks('2024-04')).toEqual([
    { text: '2024-04-W1', from: '2024-04-01', to: '2024-04-07' },
    { text: '2024-04-W2', from: '2024-04-08', to: '2024-04-14' },
    { text: '2024-04-W3', from: '2024-04-15', to: '2024-04-21' },
    { text: '2024-04-W4', from: '2024-04-22', to: '2024-04-30' },
  ])
})

test('a piece of three days at the start joins the week after it', () => {
  // 1 March 2024 is a Friday.
  expect(planWeeks('2024-03')[0]).toEqual({ text: '2024-03-W1', from: '2024-03-01', to: '2024-03-10' })
})

test('a piece of four days stands alone', () => {
  // 1 August 2024 is a Thursday.
  expect(planWeeks('2024-08')[0]).toEqual({ text: '2024-08-W1', from: '2024-08-01', to: '2024-08-04' })
})

test('the weeks of a month are contiguous, cover it exactly, and have 4 to 10 days each', () => {
  fc.assert(
    fc.property(month, (text) => {
      const weeks = planWeeks(text)
      const whole = parsePeriod(text)
      expect(weeks[0]?.from).toBe(whole?.from)
      expect(weeks.at(-1)?.to).toBe(whole?.to)
      weeks.forEach((week, index) => {
        expect(week.text).toBe(`${text}-W${index + 1}`)
        expect(daysIn(week)).toBeGreaterThanOrEqual(4)
        expect(daysIn(week)).toBeLessThanOrEqual(10)
        const next = weeks[index + 1]
        if (!next) return
        expect(daysIn({ from: week.to, to: next.from })).toBe(2)
        expect(weekday(week.to)).toBe(7)
      })
    }),
  )
})
