import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { units } from '#foundation/figure'
import { lightFor } from './light.ts'

const rate = { direction: 'higher', unit: 'percent' } as const
const complaints = { direction: 'lower', unit: 'percent' } as const
const ticket = {
  direction: 'higher',
  unit: 'fen',
  guardBand: { abovePercent: 5, reason: 'over_selling' },
} as const

describe('the light against the target (H7.1)', () => {
  test.each([
    [82, 90, 'red'],
    [91, 95, 'yellow'],
    [94, 95, 'yellow'],
    [95, 95, 'green'],
    [96, 95, 'green'],
    [90, 95, 'red'],
    [90.000001, 95, 'yellow'],
  ])('%d percent against %d is %s', (value, due, light) => {
    expect(lightFor({ value, due, ...rate })).toMatchObject({
      light,
      reason: light === 'green' ? 'met' : 'below_target',
    })
  })

  test('a complaint rate of 1.5 against 1 is red, of 1.1 yellow, of 1.2 red', () => {
    expect(lightFor({ value: 1.5, due: 1, ...complaints })).toMatchObject({ light: 'red', reason: 'above_target' })
    expect(lightFor({ value: 1.1, due: 1, ...complaints }).light).toBe('yellow')
    expect(lightFor({ value: 1.2, due: 1, ...complaints }).light).toBe('red')
    expect(lightFor({ value: 0.2, due: 1, ...complaints }).light).toBe('green')
  })

  test('scores of 1 to 5 have a tolerance of 0.2', () => {
    const score = { direction: 'higher', unit: 'score5' } as const
    expect(lightFor({ value: 3.9, due: 4, ...score }).light).toBe('yellow')
    expect(lightFor({ value: 3.8, due: 4, ...score }).light).toBe('red')
  })

  test('other units have a tenth of the target', () => {
    const jobs = { direction: 'higher', unit: 'count' } as const
    expect(lightFor({ value: 406, due: 450, ...jobs }).light).toBe('yellow')
    expect(lightFor({ value: 405, due: 450, ...jobs }).light).toBe('red')
    expect(lightFor({ value: 81, due: 90, direction: 'higher', unit: 'score100' }).light).toBe('red')
  })

  test('NPS is judged as percentages are', () => {
    expect(lightFor({ value: 61, due: 65, direction: 'higher', unit: 'points' }).light).toBe('yellow')
    expect(lightFor({ value: 60, due: 65, direction: 'higher', unit: 'points' }).light).toBe('red')
    expect(lightFor({ value: -11, due: -10, direction: 'higher', unit: 'points' }).light).toBe('yellow')
  })

  test('binary noise does not turn the tolerance into less than the tolerance', () => {
    expect(lightFor({ value: 0.1 + 0.2, due: 0.3, ...complaints }).light).toBe('green')
    expect(lightFor({ value: 95 - 4.9999999999999, due: 95, ...rate }).light).toBe('red')
  })

  test('the KPI’s own tolerance comes first', () => {
    expect(lightFor({ value: 82, due: 90, tolerance: 10, ...rate }).light).toBe('yellow')
    expect(lightFor({ value: 89, due: 90, tolerance: 0, ...rate }).light).toBe('red')
  })

  test('a target of 0 that is missed at all is red', () => {
    expect(lightFor({ value: 0, due: 0, ...complaints }).light).toBe('green')
    expect(lightFor({ value: 0.1, due: 0, ...complaints }).light).toBe('red')
  })

  test('grey without data or target, never healthy (H5.5)', () => {
    expect(lightFor({ value: null, due: 95, ...rate })).toMatchObject({ light: 'grey', reason: 'no_data' })
    expect(lightFor({ value: 99, due: null, ...rate })).toMatchObject({ light: 'grey', reason: 'no_target' })
    expect(lightFor({ value: null, due: null, ...rate })).toMatchObject({ light: 'grey', reason: 'no_data' })
  })
})

describe('the guard band (H7.2)', () => {
  test('3,680 yuan against 3,500 is a warning about over-selling', () => {
    expect(lightFor({ value: 368000, due: 350000, ...ticket })).toEqual({ light: 'yellow', reason: 'over_selling' })
  })
  test('3,670 against 3,500 is healthy, and so is 5 percent to the fen', () => {
    expect(lightFor({ value: 367000, due: 350000, ...ticket }).light).toBe('green')
    expect(lightFor({ value: 367500, due: 350000, ...ticket }).light).toBe('green')
    expect(lightFor({ value: 367501, due: 350000, ...ticket }).light).toBe('yellow')
  })
  test('below the target the band says nothing', () => {
    expect(lightFor({ value: 340000, due: 350000, ...ticket })).toMatchObject({
      light: 'yellow',
      reason: 'below_target',
    })
  })
})

test('a better value never has a worse light', () => {
  const order = { red: 0, yellow: 1, green: 2, grey: 3 }
  const figure = fc.double({ min: -1000, max: 1000, noNaN: true })
  fc.assert(
    fc.property(
      figure,
      figure,
      figure,
      fc.constantFrom(...units),
      fc.constantFrom('higher', 'lower'),
      (a, b, due, unit, direction) => {
        const low = lightFor({ value: Math.min(a, b), due, unit, direction })
        const high = lightFor({ value: Math.max(a, b), due, unit, direction })
        const [worse, better] = direction === 'higher' ? [low, high] : [high, low]
        expect(order[better.light]).toBeGreaterThanOrEqual(order[worse.light])
      },
    ),
  )
})
