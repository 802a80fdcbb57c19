import { expect, test } from 'vitest'
import { chartScale, path, steps } from './trendScale.ts'

test('the axis holds values, targets and benchmarks on round numbers', () => {
  const points = [
    { value: 91.2, target: 92 },
    { value: 93.4, target: 92 },
  ]
  const { low, high, ticks } = chartScale(points, { industry: 88, excellent: 95 }, true)
  expect(low).toBeLessThanOrEqual(88)
  expect(high).toBeGreaterThanOrEqual(95)
  expect(ticks).toEqual([85, 87.5, 90, 92.5, 95, 97.5])
})

test('a share never passes a hundred, and what is counted never falls below nothing', () => {
  const { low, high } = chartScale([{ value: 99.5, target: 1 }], null, true)
  expect([low, high]).toEqual([0, 100])
})

test('an NPS may lie below zero', () => {
  expect(chartScale([{ value: -20, target: 30 }], null, false).low).toBeLessThan(-20)
})

test('without a value there is still an axis', () => {
  const { low, high } = chartScale([{ value: null, target: null }], null, false)
  expect(high).toBeGreaterThan(low)
})

test('a month without a value breaks the line', () => {
  expect(path([{ x: 0, y: 1 }, null, { x: 2, y: 3 }, { x: 4, y: 5 }])).toBe('M0.0 1.0M2.0 3.0L4.0 5.0')
})

test('a target holds for its whole month', () => {
  expect(steps([10, 20], (index) => index * 10 + 5, 10)).toBe('M0.0 10.0L10.0 10.0L10.0 20.0L20.0 20.0')
})
