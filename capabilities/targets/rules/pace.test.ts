import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, days, daysIn, parsePeriod } from '#foundation/period'
import { dayTargets, derivedTarget, dueValue, elapsedShare } from './pace.ts'

const april = parsePeriod('2024-04') ?? { from: '', to: '' }
const march = parsePeriod('2024-03') ?? { from: '', to: '' }
const inMonth = (day: number) => `2024-04-${String(day).padStart(2, '0')}`

describe('the pace of a running period (H7.3)', () => {
  test('by the calendar, today in full', () => {
    expect(elapsedShare(april, '2024-03-31')).toBe(0)
    expect(elapsedShare(april, '2024-04-01')).toBe(1 / 30)
    expect(elapsedShare(april, '2024-04-15')).toBe(0.5)
    expect(elapsedShare(april, '2024-04-30')).toBe(1)
    expect(elapsedShare(april, '2024-05-02')).toBe(1)
  })
  test('today as far as it has run', () => {
    expect(elapsedShare(april, '2024-04-01', undefined, 0)).toBe(0)
    expect(elapsedShare(april, '2024-04-02', undefined, 0.5)).toBe(0.05)
  })
  test('by the plan’s weights: closed days bring nothing due', () => {
    const weights = days(april).map((day) => (dayNumber(day) % 7 === dayNumber('2024-04-07') % 7 ? 0 : 1))
    expect(elapsedShare(april, '2024-04-06', weights)).toBe(6 / 26)
    expect(elapsedShare(april, '2024-04-07', weights)).toBe(6 / 26)
    expect(elapsedShare(april, '2024-04-08', weights)).toBe(7 / 26)
  })
  test('378 of 450 is ahead on the 25th of a month of 30 days, and behind on the 26th', () => {
    const due = (asOf: string) => dueValue({ target: 450, aggregation: 'additive', period: april, asOf })
    expect(due('2024-04-25')).toBe(375)
    expect(due('2024-04-26')).toBe(390)
    expect(due('2024-04-30')).toBe(450)
    expect(due('2024-06-01')).toBe(450)
  })
  test('ratios and levels are due as they are; without a target nothing is', () => {
    expect(dueValue({ target: 95, aggregation: 'ratio', period: april, asOf: '2024-04-02' })).toBe(95)
    expect(dueValue({ target: 65, aggregation: 'level', period: april, asOf: '2024-04-02' })).toBe(65)
    expect(dueValue({ target: null, aggregation: 'additive', period: april, asOf: '2024-04-02' })).toBeNull()
  })
  test('weights of nothing spread evenly, a wrong number of them is an error', () => {
    expect(elapsedShare(april, '2024-04-15', new Array(30).fill(0))).toBe(0.5)
    expect(() => elapsedShare(april, '2024-04-15', [1, 2])).toThrow(RangeError)
  })
  test('what is due never falls, and ends at the target', () => {
    const weights = fc.array(fc.nat(10), { minLength: 30, maxLength: 30 })
    fc.assert(
      fc.property(weights, fc.nat(100_000), (dayWeights, target) => {
        let before = 0
        for (let day = 1; day <= 30; day++) {
          const due = dueValue({ target, aggregation: 'additive', period: april, asOf: inMonth(day), dayWeights }) ?? -1
          expect(due).toBeGreaterThanOrEqual(before)
          before = due
        }
        expect(before).toBe(target)
      }),
    )
  })
})

describe('the target of a part', () => {
  test('450 in a month of 30 operating days is 15 a day (the second document’s board)', () => {
    const dayWeights = [...new Array(30).fill(1), 0]
    const jobs = { target: 450, aggregation: 'additive', unit: 'count', period: march, dayWeights } as const
    expect(derivedTarget({ ...jobs, part: { from: '2024-03-12', to: '2024-03-12' } })).toBe(15)
    expect(derivedTarget({ ...jobs, part: { from: '2024-03-31', to: '2024-03-31' } })).toBe(0)
    expect(derivedTarget({ ...jobs, part: { from: '2024-03-11', to: '2024-03-17' } })).toBe(105)
  })
  test('a ratio’s target holds for its parts', () => {
    expect(
      derivedTarget({
        target: 95,
        aggregation: 'ratio',
        unit: 'percent',
        period: april,
        part: { from: '2024-04-08', to: '2024-04-14' },
      }),
    ).toBe(95)
  })
  test('a part that reaches outside has none', () => {
    expect(
      derivedTarget({
        target: 95,
        aggregation: 'ratio',
        unit: 'percent',
        period: april,
        part: { from: '2024-04-28', to: '2024-05-04' },
      }),
    ).toBeNull()
  })
  test('money splits to the fen: days and plan weeks sum to the month exactly (H6.2)', () => {
    fc.assert(
      fc.property(fc.nat(1e12), fc.array(fc.nat(10), { minLength: 30, maxLength: 30 }), (target, dayWeights) => {
        const parts = dayTargets(target, 'additive', 'fen', april, dayWeights)
        expect(parts).toHaveLength(daysIn(april))
        expect(parts.reduce((left, right) => left + right, 0)).toBe(target)
        const weeks = [
          [1, 7],
          [8, 14],
          [15, 21],
          [22, 30],
        ].map(([from = 1, to = 1]) =>
          derivedTarget({
            target,
            aggregation: 'additive',
            unit: 'fen',
            period: april,
            part: { from: inMonth(from), to: inMonth(to) },
            dayWeights,
          }),
        )
        expect(weeks.reduce<number>((left, right) => left + (right ?? 0), 0)).toBe(target)
      }),
    )
  })
})
