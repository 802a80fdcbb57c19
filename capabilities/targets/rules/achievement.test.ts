import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { achievement } from './achievement.ts'

describe('achievement (H10.2)', () => {
  test('higher is better: actual over target', () => {
    expect(achievement(96, 95, 'higher')).toBeCloseTo(101.0526, 4)
    expect(achievement(94, 95, 'higher')).toBeCloseTo(98.9474, 4)
    expect(achievement(95, 95, 'higher')).toBe(100)
  })
  test('lower is better: two minus actual over target', () => {
    expect(achievement(1.5, 1, 'lower')).toBe(50)
    expect(achievement(2.5, 1, 'lower')).toBe(0)
    expect(achievement(1, 1, 'lower')).toBe(100)
    expect(achievement(0, 1, 'lower')).toBe(150)
  })
  test('bounded to 0 and 150', () => {
    expect(achievement(200, 100, 'higher')).toBe(150)
    expect(achievement(-20, 65, 'higher')).toBe(0)
  })
  test('a target of 0 or less is met or missed', () => {
    expect(achievement(0, 0, 'lower')).toBe(100)
    expect(achievement(1, 0, 'lower')).toBe(0)
    expect(achievement(-5, -10, 'higher')).toBe(100)
    expect(achievement(-11, -10, 'higher')).toBe(0)
  })
  test('no data has no achievement, and neither has no target', () => {
    expect(achievement(null, 95, 'higher')).toBeNull()
    expect(achievement(95, null, 'higher')).toBeNull()
  })
  test('along a path: the share of the way', () => {
    expect(achievement(62, 70, 'higher', 45)).toBe(68)
    expect(achievement(40, 70, 'higher', 45)).toBe(0)
    expect(achievement(3, 1, 'lower', 5)).toBe(50)
    expect(achievement(1, 0, 'lower', 5)).toBe(80)
  })
  test('a start that is past the target is no path', () => {
    expect(achievement(91, 88, 'higher', 90)).toBeCloseTo((91 / 88) * 100)
    expect(achievement(95, 95, 'higher', 95)).toBe(100)
  })
  test('always between 0 and 150, 100 or more exactly when met, and never minus zero', () => {
    const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(
        figure,
        fc.integer({ min: -100, max: 100_000 }),
        fc.constantFrom('higher', 'lower'),
        (actual, target, direction) => {
          const percent = achievement(actual, target, direction) ?? Number.NaN
          expect(percent).toBeGreaterThanOrEqual(0)
          expect(percent).toBeLessThanOrEqual(150)
          expect(Object.is(percent, -0)).toBe(false)
          const met = direction === 'higher' ? actual >= target : actual <= target
          if (met) expect(percent).toBeGreaterThanOrEqual(100 - 1e-9)
          else expect(percent).toBeLessThanOrEqual(100)
        },
      ),
    )
  })
})
