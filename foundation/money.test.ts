import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate, mulDiv, roundHalfAway } from './money.ts'

describe('allocate', () => {
  test('equal remainders go to the earlier', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33])
  })
  test('the larger remainder comes first', () => {
    expect(allocate(10, [1, 2.5, 3])).toEqual([1, 4, 5])
  })
  test('the monthly weights of the source give the months of the source (H6.3)', () => {
    const weights = [8, 7.5, 8.5, 8.2, 8.3, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5]
    expect(allocate(10_000_000_000, weights).slice(0, 6)).toEqual([
      800_000_000, 750_000_000, 850_000_000, 820_000_000, 830_000_000, 850_000_000,
    ])
  })
  test('a weight of 0 gets nothing, unless all are 0', () => {
    expect(allocate(7, [0, 1, 0, 1])).toEqual([0, 4, 0, 3])
    expect(allocate(7, [0, 0])).toEqual([4, 3])
    expect(allocate(0, [])).toEqual([])
  })
  test('decimal weights are decimals', () => {
    expect(allocate(6, [0.1, 0.2, 0.3])).toEqual([1, 2, 3])
    expect(allocate(4, [1e-7, 3e-7])).toEqual([1, 3])
  })
  test('refuses what cannot be shared', () => {
    expect(() => allocate(1, [])).toThrow(RangeError)
    expect(() => allocate(1, [-1, 2])).toThrow(RangeError)
    expect(() => allocate(1, [Number.NaN])).toThrow(RangeError)
    expect(() => allocate(1.5, [1])).toThrow(RangeError)
  })
  test('the parts sum to the whole, and each is within one fen of its due share', () => {
    const weights = fc.array(fc.oneof(fc.nat(1000), fc.double({ min: 0, max: 1000, noNaN: true })), { minLength: 1 })
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (total, list) => {
        const shares = allocate(total, list)
        expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(total))
        if (list.some((weight) => weight > 0))
          shares.forEach((share, index) => {
            if (list[index] === 0) expect(share).toBe(0)
          })
      }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
        (total, list) => {
          const sum = list.reduce((left, right) => left + right, 0)
          allocate(total, list).forEach((share, index) => {
            expect(Math.abs(share - (total * (list[index] ?? 0)) / sum)).toBeLessThan(1)
          })
        },
      ),
    )
  })
})

describe('roundHalfAway (P1)', () => {
  test.each([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [2.675, 2, 2.68],
    [99.325, 2, 99.33],
    [8.345, 2, 8.35],
    [0.285 * 100, 0, 29],
    [94.99499999999999, 2, 95],
    [94.9949, 2, 94.99],
    [94.99499999, 2, 94.99],
    [0.5, 0, 1],
    [-0.5, 0, -1],
    [0.4999, 0, 0],
    [-0.001, 2, 0],
    [1234567890123, 2, 1234567890123],
    [9007199254740991, 0, 9007199254740991],
    [1e21, 2, 1e21],
  ])('%d to %d decimals is %d', (value, decimals, rounded) => {
    expect(roundHalfAway(value, decimals)).toBe(rounded)
  })
  test('a total of weights and scores that lies on the half goes up', () => {
    expect(roundHalfAway(0.4 * 100 + 0.3 * 97.75 + 0.3 * 100, 2)).toBe(99.33)
  })
  test('every decimal half is rounded away from zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e7, max: 1e7 }), (number) => {
        const half = Number(`${number}.5`)
        expect(roundHalfAway(half / 100, 2)).toBe(((Math.abs(number) + 1) * (number < 0 ? -1 : 1)) / 100)
      }),
    )
  })
  test('rounding again changes nothing, and order is kept', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(roundHalfAway(roundHalfAway(a, 2), 2)).toBe(roundHalfAway(a, 2))
        if (a <= b) expect(roundHalfAway(a, 2)).toBeLessThanOrEqual(roundHalfAway(b, 2))
      }),
    )
  })
  test('refuses what is no number', () => {
    expect(() => roundHalfAway(Number.NaN, 2)).toThrow(RangeError)
  })
})

describe('mulDiv', () => {
  test('base times factor', () => {
    expect(mulDiv(300000, 1.5, 1)).toBe(450000)
    expect(mulDiv(300000, 0.8, 1)).toBe(240000)
  })
  test('the quarter pool of the handbook (H11.3)', () => {
    const pool = mulDiv(2_500_000_000, 2, 100)
    expect(mulDiv(pool, 105, 100)).toBe(52_500_000)
  })
  test('halves go away from zero', () => {
    expect(mulDiv(1, 1, 2)).toBe(1)
    expect(mulDiv(-1, 1, 2)).toBe(-1)
    expect(mulDiv(1, -1, 2)).toBe(-1)
    expect(mulDiv(1, 1, 3)).toBe(0)
    expect(Object.is(mulDiv(-1, 1, 3), 0)).toBe(true)
  })
  test('is exact where binary arithmetic is not', () => {
    expect(mulDiv(9007199254740991, 9007199254740991, 9007199254740991)).toBe(9007199254740991)
    expect(mulDiv(35, 1.1, 1)).toBe(39)
  })
  test('refuses to divide by 0 and to leave the whole numbers', () => {
    expect(() => mulDiv(1, 1, 0)).toThrow(RangeError)
    expect(() => mulDiv(9007199254740991, 2, 1)).toThrow(RangeError)
    expect(() => mulDiv(0.5, 2, 1)).toThrow(RangeError)
  })
  test('proration by days and its rest make the whole', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: 31 }), fc.nat(31), (base, all, some) => {
        const part = Math.min(some, all)
        const sum = mulDiv(base, part, all) + mulDiv(base, all - part, all)
        expect(Math.abs(sum - base)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
