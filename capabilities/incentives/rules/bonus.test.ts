import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysIn } from '#foundation/period'
import { type BonusBase, type BonusStretch, monthlyBonus } from './bonus.ts'
import { told } from './steps.ts'

const march = { from: '2024-03-01', to: '2024-03-31' }
const bases: BonusBase[] = [{ baseFen: 300_000, from: '2023-01-01' }]
const whole = (factor: number | null): BonusStretch => ({ ...march, factor })
const sum = (amounts: readonly (number | null)[]) => amounts.reduce<number>((total, fen) => total + (fen ?? 0), 0)

test.each([
  ['S', 1.5, 450_000],
  ['A', 1.2, 360_000],
  ['B', 1, 300_000],
  ['C', 0.8, 240_000],
  ['D', 0.5, 150_000],
  ['after a veto', 0, 0],
])('a base of 3,000 yuan all month: %s, factor %d', (_, factor, amountFen) => {
  expect(monthlyBonus(march, bases, [whole(factor)])).toMatchObject([{ ...march, baseFen: 300_000, factor, amountFen }])
})

test('the line says how it came about', () => {
  const [line] = monthlyBonus(march, bases, [{ ...march, factor: 1.5, grade: 'S', total: 99.33 }])
  expect(told(line?.because ?? []).map(({ text }) => text)).toEqual([
    {
      zh: '绩效基数（2024-03-01 至 2024-03-31，31 天）：3,000 元',
      en: 'Bonus base (2024-03-01 to 2024-03-31, 31 days): 3,000 yuan',
    },
    { zh: '总分 99.33，评级 S，系数 1.5', en: 'Total 99.33, grade S, factor 1.5' },
    { zh: '3,000 元 × 1.5 = 4,500 元', en: '3,000 yuan × 1.5 = 4,500 yuan' },
  ])
})

test('who came on the 11th gets 21 of 31 days', () => {
  const [line] = monthlyBonus(march, bases, [{ from: '2024-03-11', to: '2024-03-31', factor: 1.2 }])
  expect(line).toMatchObject({ baseFen: 203_226, amountFen: 243_871 })
  expect(told(line?.because ?? []).at(-1)?.text.en).toBe('3,000 yuan × 21/31 × 1.2 = 2,438.71 yuan')
})

test('the base rises on the 16th', () => {
  const rising = [
    { baseFen: 300_000, from: '2023-01-01', to: '2024-03-15' },
    { baseFen: 310_000, from: '2024-03-16' },
  ]
  const lines = monthlyBonus(march, rising, [whole(1.5)])
  // (3,000 x 15 + 3,100 x 16) / 31 x 1.5
  expect(lines).toMatchObject([{ baseFen: 305_161, amountFen: 457_742 }])
  expect(told(lines[0]?.because ?? []).at(-1)?.text.zh).toBe(
    '(3,000 元 × 15/31 + 3,100 元 × 16/31) × 1.5 = 4,577.42 元',
  )
})

test('two cards are weighted by days', () => {
  const lines = monthlyBonus(march, bases, [
    { from: '2024-03-01', to: '2024-03-10', factor: 1.5 },
    { from: '2024-03-11', to: '2024-03-31', factor: 1 },
  ])
  expect(lines.map(({ baseFen, amountFen }) => [baseFen, amountFen])).toEqual([
    [96_774, 145_161],
    [203_226, 203_226],
  ])
})

test('without a base there is nothing to multiply, and without a stretch nobody to pay', () => {
  expect(monthlyBonus(march, [], [whole(1.5)])).toEqual([])
  expect(monthlyBonus(march, bases, [])).toEqual([])
  expect(monthlyBonus(march, [{ baseFen: 310_000, from: '2024-03-31' }], [whole(1)])).toMatchObject([
    { amountFen: 10_000 },
  ])
})

describe('not graded', () => {
  test('has no amount until HR sets a factor', () => {
    const [line] = monthlyBonus(march, bases, [whole(null)])
    expect(line).toMatchObject({ baseFen: 300_000, factor: null, amountFen: null })
    expect(told(line?.because ?? []).at(-1)?.text.zh).toContain('尚无系数')
  })

  test('takes the factor that HR set, and names who and why', () => {
    const factorSet = { factor: 0.8, reason: 'away for training', by: 'Li' }
    const [line] = monthlyBonus(march, bases, [{ ...whole(null), factorSet }])
    expect(line).toMatchObject({ factor: 0.8, amountFen: 240_000 })
    expect(told(line?.because ?? [])[1]?.text.en).toBe('Not graded; Li set the factor 0.8, reason: away for training')
  })

  test('the factor of a graded card is not replaced', () => {
    const factorSet = { factor: 1.5, reason: '-', by: 'Li' }
    expect(monthlyBonus(march, bases, [{ ...whole(1), factorSet }])[0]?.amountFen).toBe(300_000)
  })

  test('leaves the other stretch its amount', () => {
    const lines = monthlyBonus(march, bases, [
      { from: '2024-03-01', to: '2024-03-10', factor: null },
      { from: '2024-03-11', to: '2024-03-31', factor: 1 },
    ])
    expect(lines.map(({ amountFen }) => amountFen)).toEqual([null, 203_226])
  })
})

describe('always', () => {
  const anyBase = fc.nat(100_000_000)
  const anyFactor = fc.constantFrom(0, 0.5, 0.8, 1, 1.1, 1.2, 1.5, 0.3333)
  const cuts = fc
    .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 })
    .map((list) => list.sort((a, b) => a - b))
  const cut = (at: readonly number[], factor: (index: number) => number): BonusStretch[] =>
    [0, ...at].map((start, index) => ({
      from: addDays(march.from, start),
      to: addDays(march.from, (at[index] ?? 31) - 1),
      factor: factor(index),
    }))

  test('cutting a month of one base and factor neither wins nor loses a fen', () => {
    fc.assert(
      fc.property(anyBase, anyFactor, cuts, (baseFen, factor, at) => {
        const held = [{ baseFen, from: '2020-01-01' }]
        const [uncut] = monthlyBonus(march, held, [whole(factor)])
        const lines = monthlyBonus(
          march,
          held,
          cut(at, () => factor),
        )
        expect(sum(lines.map(({ amountFen }) => amountFen))).toBe(uncut?.amountFen)
        expect(sum(lines.map((line) => line.baseFen))).toBe(baseFen)
      }),
    )
  })

  test('each line lies within a fen of its own arithmetic, the sum within half a fen', () => {
    fc.assert(
      fc.property(anyBase, cuts, fc.array(anyFactor, { minLength: 7, maxLength: 7 }), (baseFen, at, factors) => {
        const stretches = cut(at, (index) => factors[index] ?? 1)
        let rest = 0
        for (const line of monthlyBonus(march, [{ baseFen, from: '2020-01-01' }], stretches)) {
          const exact = (baseFen * daysIn(line) * (line.factor ?? 0)) / 31
          expect(Math.abs((line.amountFen ?? 0) - exact)).toBeLessThan(1 + 1e-6)
          rest += (line.amountFen ?? 0) - exact
        }
        expect(Math.abs(rest)).toBeLessThan(0.5 + 1e-6)
      }),
    )
  })
})
