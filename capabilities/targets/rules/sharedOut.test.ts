import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedOut, type TreeChild } from './sharedOut.ts'
import { spread } from './spread.ts'

const child: TreeChild = {
  id: 'S1',
  history: null,
  technicians: 0,
  hoursPerDay: 10,
  bays: null,
  hand: null,
  start: null,
  weight: 0,
  person: false,
}
const output = { aggregation: 'additive', unit: 'fen', direction: 'higher', best: null } as const
const ftr = { aggregation: 'ratio', unit: 'percent', direction: 'higher', best: 100 } as const
const total = (values: readonly number[]) => values.reduce((left, right) => left + right, 0)

test('company, stores and people: every level sums to the fen in every month (H6.2, H6.5)', () => {
  const histories = fc.array(fc.option(fc.nat(1000)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      fc.nat(1e11),
      fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }),
      histories,
      histories,
      (goal, weights, stores, people) => {
        const company = spread(goal, weights)
        if (!company.ok) throw new Error('no plan')
        const below = (
          parent: { year: number; months: readonly number[] },
          list: readonly (number | null)[],
          person: boolean,
        ) => {
          const shared = sharedOut(
            output,
            { ...parent, start: null },
            'history',
            list.map((history, index) => ({ ...child, id: String(index), history, person })),
          )
          if (!shared.ok) throw new Error('not shared')
          expect(total(shared.years.map(({ year }) => year))).toBe(parent.year)
          parent.months.forEach((month, at) => {
            expect(total(shared.years.map(({ months }) => months[at] ?? 0))).toBe(month)
          })
          for (const one of shared.years) expect(total(one.months)).toBe(one.year)
          return shared.years
        }
        for (const store of below({ year: goal, months: company.parts }, stores, false)) below(store, people, true)
      },
    ),
  )
})

test('whoever has no result of their own gets none of it, a new store the mean', () => {
  const parent = { year: 1200, months: new Array<number>(12).fill(100), start: null }
  const people = sharedOut(output, parent, 'history', [
    { ...child, history: 3, person: true },
    { ...child, id: 'P2', person: true },
  ])
  expect(people).toMatchObject({ ok: true, years: [{ year: 1200 }, { year: 0 }], unknown: [] })
  const stores = sharedOut(output, parent, 'history', [
    { ...child, history: 3 },
    { ...child, id: 'S2' },
  ])
  expect(stores).toMatchObject({ ok: true, years: [{ year: 600 }, { year: 600 }], unknown: ['S2'] })
})

test('by hand the figures have to sum to the parent', () => {
  const parent = { year: 1200, months: new Array<number>(12).fill(100), start: null }
  expect(
    sharedOut(output, parent, 'hand', [
      { ...child, hand: 700 },
      { ...child, id: 'S2', hand: 600 },
    ]),
  ).toEqual({ ok: false, by: 100 })
  expect(
    sharedOut(output, parent, 'hand', [
      { ...child, hand: 700 },
      { ...child, id: 'S2', hand: 500 },
    ]),
  ).toMatchObject({ ok: true })
})

test('children of a ratio keep the parent’s pace, pauses too', () => {
  const parent = { year: 95, start: 88, months: [89, 90, 90, 90, 91, 92, 92, 93, 94, 94, 95, 95] }
  const shared = sharedOut(ftr, parent, 'history', [
    { ...child, start: 85, weight: 100 },
    { ...child, id: 'S2', start: 91, weight: 100 },
  ])
  if (!shared.ok) throw new Error('not shared')
  expect(shared.years.map(({ year }) => year)).toEqual([92, 98])
  expect(shared.years[0]?.months.slice(0, 4)).toEqual([86, 87, 87, 87])
  expect(shared.years[1]?.months[11]).toBe(98)
})
