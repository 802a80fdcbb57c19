import { expect, test } from 'vitest'
import { distribution, movers, type Outcome, payoutFen, spread } from './backtest.ts'

const outcome = (
  person: string,
  total: number | null,
  grade: Outcome['grade'],
  fen: number | null = null,
): Outcome => ({
  person,
  name: person,
  store: 'S1',
  from: '2024-04-01',
  total,
  grade,
  factor: grade === null ? null : 1,
  payoutFen: fen,
})

test('a spread has its quarters between the figures', () => {
  expect(spread([90, 60, 80, 70], 2)).toEqual({
    min: 60,
    quarter: 67.5,
    median: 75,
    threeQuarters: 82.5,
    max: 90,
    mean: 75,
  })
  expect(spread([7], 0)).toEqual({ min: 7, quarter: 7, median: 7, threeQuarters: 7, max: 7, mean: 7 })
  expect(spread([], 0)).toBeNull()
})

test('grades are counted, those without one too; payouts only for who sees pay', () => {
  const outcomes = [outcome('P1', 96, 'S', 450_000), outcome('P2', 80, 'B', 300_000), outcome('P3', null, null)]
  const seen = distribution(outcomes, true)
  expect(seen.grades.map(({ people }) => people)).toEqual([1, 0, 1, 0, 0, 1])
  expect(seen).toMatchObject({ people: 3, scores: { mean: 88 }, payoutFen: 750_000, payouts: { median: 375_000 } })
  expect(distribution(outcomes, false)).toMatchObject({ payouts: null, payoutFen: null })
})

test('movers have another grade, the furthest first', () => {
  const before = [outcome('P1', 96, 'S'), outcome('P2', 80, 'B'), outcome('P3', 70, 'C'), outcome('P4', 50, 'D')]
  const after = [outcome('P1', 90, 'A'), outcome('P2', 81, 'B'), outcome('P3', 86, 'A'), outcome('P9', 50, 'D')]
  expect(movers(before, after)).toMatchObject([
    { person: 'P3', up: true, before: { grade: 'C' }, after: { grade: 'A' } },
    { person: 'P1', up: false },
  ])
})

test('a payout is base by days by factor, rounded once', () => {
  const april = { from: '2024-04-01', to: '2024-04-30' }
  const bases = [
    { from: '2024-01-01', to: '2024-04-15', baseFen: 300_001 },
    { from: '2024-04-16', to: null, baseFen: 330_000 },
  ]
  expect(
    payoutFen(
      april,
      april,
      bases.slice(0, 1).map((base) => ({ ...base, to: null })),
      1.5,
    ),
  ).toBe(450_002)
  expect(payoutFen(april, april, bases, 1.2)).toBe(378_001)
  expect(payoutFen(april, { from: '2024-04-16', to: '2024-04-30' }, bases, 1)).toBe(165_000)
  expect(payoutFen(april, april, bases, null)).toBeNull()
  expect(payoutFen(april, april, [], 1)).toBeNull()
})
