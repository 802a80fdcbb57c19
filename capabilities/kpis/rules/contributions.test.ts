import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compiled } from './compiled.ts'
import { contributions, implied, type Movement, type Whole } from './contributions.ts'
import { parseFormula } from './formula.ts'

const wholeOf = (formula: string): Whole => {
  const worth = compiled(parseFormula(formula, null))
  return (driver) => worth(driver, { days: 0, months: 0 })
}
const partsOf = (formula: string, movements: Movement[], decimals = 2) => {
  const split = contributions(wholeOf(formula), movements, decimals)
  return split && { ...split, parts: Object.fromEntries(split.parts) }
}

test('450 jobs at 3,500 become 480 at 3,600: more jobs bring 106,500, dearer ones 46,500', () => {
  const moved = [
    { id: 'jobs', from: 450, to: 480 },
    { id: 'averageTicket', from: 350_000, to: 360_000 },
  ]
  // Each moves at the mean of the other's ends: 30 x 3,550 yuan, and 465 x 100 yuan.
  expect(partsOf('jobs * averageTicket', moved, 0)).toEqual({
    from: 157_500_000,
    to: 172_800_000,
    change: 15_300_000,
    parts: { jobs: 10_650_000, averageTicket: 4_650_000 },
  })
})

test('labour takes 2 points more and rent half a point less: the cost ratio is up 1.5', () => {
  const moved = [
    { id: 'labour', from: 30, to: 32 },
    { id: 'rent', from: 10, to: 9.5 },
    { id: 'other', from: 35, to: 35 },
  ]
  expect(partsOf('labour + rent + other', moved)?.parts).toEqual({ labour: 2, rent: -0.5, other: 0 })
})

test('the same revenue at less cost: the whole of the better margin is the cost', () => {
  const moved = [
    { id: 'revenue', from: 1000, to: 1000 },
    { id: 'cost', from: 900, to: 880 },
  ]
  expect(partsOf('(revenue - cost) / revenue * 100', moved)).toMatchObject({
    change: 2,
    parts: { revenue: 0, cost: 2 },
  })
})

test('where there is nothing to divide by, nothing is split', () => {
  expect(
    partsOf('output / jobs', [
      { id: 'output', from: 5, to: 6 },
      { id: 'jobs', from: 0, to: 3 },
    ]),
  ).toBeNull()
})

const formulas = [
  'a * b',
  'a / b',
  'a + b',
  'a - b',
  '(a - b) / a * 100',
  'a * b / 100 + c',
  'max(a, b) * c',
  'a / (b + c)',
]
const amount = fc.oneof(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 0.01, max: 5000, noNaN: true }))
const change = fc.record({
  formula: fc.constantFrom(...formulas),
  ends: fc.tuple(amount, amount, amount, amount, amount, amount),
  still: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  decimals: fc.constantFrom(0, 2),
})
const movementsOf = ({ ends, still }: { ends: number[]; still: boolean[] }): Movement[] =>
  ['a', 'b', 'c'].map((id, index) => {
    const from = ends[index] as number
    return { id, from, to: still[index] ? from : (ends[index + 3] as number) }
  })

describe('parts of a change', () => {
  const steps = (value: number, decimals: number) => Math.round(value * 10 ** decimals)

  it('add up to it exactly, in steps of the last decimal shown', () => {
    fc.assert(
      fc.property(change, ({ formula, decimals, ...ends }) => {
        const split = contributions(wholeOf(formula), movementsOf(ends), decimals)
        if (!split) return
        const sum = [...split.parts.values()].reduce((total, part) => total + steps(part, decimals), 0)
        expect(sum).toBe(steps(split.change, decimals))
        expect(steps(split.to, decimals) - steps(split.from, decimals)).toBe(steps(split.change, decimals))
      }),
    )
  })

  it('do not depend on the order in which drivers are told', () => {
    fc.assert(
      fc.property(change, ({ formula, decimals, ...ends }) => {
        const movements = movementsOf(ends)
        const there = partsOf(formula, movements, decimals)
        expect(partsOf(formula, [...movements].reverse(), decimals)).toEqual(there)
      }),
    )
  })

  it('give a driver that stood still nothing', () => {
    fc.assert(
      fc.property(change, ({ formula, decimals, ...ends }) => {
        const movements = movementsOf(ends)
        const split = contributions(wholeOf(formula), movements, decimals)
        for (const { id, from, to } of movements) if (from === to) expect(split?.parts.get(id) ?? 0).toBe(0)
      }),
    )
  })

  it('turn round when the change is undone', () => {
    fc.assert(
      fc.property(change, ({ formula, ...ends }) => {
        const movements = movementsOf(ends)
        const there = contributions(wholeOf(formula), movements, 2)
        const back = contributions(
          wholeOf(formula),
          movements.map(({ id, from, to }) => ({ id, from: to, to: from })),
          2,
        )
        // Rounding may leave its last step with another driver on the way back, never more.
        for (const { id } of movements)
          expect(Math.abs((there?.parts.get(id) ?? 0) + (back?.parts.get(id) ?? 0))).toBeLessThan(0.05)
      }),
    )
  })
})

describe('the target that the others leave', () => {
  const other = (id: string) => ({ labour: 30, rent: 8, jobs: 450 })[id] ?? null
  it('is the rest of a sum and the quotient of a product', () => {
    expect(implied(wholeOf('labour + rent + other'), other, 'other', 75)).toBe(37)
    expect(implied(wholeOf('jobs * ticket'), other, 'ticket', 157_500_000)).toBe(350_000)
  })
  it('is not guessed where the whole does not follow in a straight line', () => {
    expect(implied(wholeOf('labour / other'), other, 'other', 75)).toBeNull()
  })
})
