import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratioOf } from './ratio.ts'

test('without a denominator there is no data (H5.5)', () => {
  expect(ratioOf(1, 0)).toBeNull()
  expect(ratioOf(0, 0)).toBeNull()
  expect(ratioOf(1, null)).toBeNull()
  expect(ratioOf(undefined, 1)).toBeNull()
  expect(ratioOf(423, 450)).toBe(0.94)
})

test('never NaN, infinite or minus zero', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (numerator, denominator) => {
      const ratio = ratioOf(numerator, denominator)
      if (ratio === null) return
      expect(Number.isFinite(ratio)).toBe(true)
      expect(Object.is(ratio, -0)).toBe(false)
    }),
  )
})
