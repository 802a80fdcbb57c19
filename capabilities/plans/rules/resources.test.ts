import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quarterOf, type Resource, resourceKinds, resourceSums, yearOf } from './resources.ts'

const yuan = (amount: number) => amount * 100

/** The half year of the first document: people, money and equipment by month. */
const halfYear: Resource[] = [
  { month: '2024-01', kind: 'people', quantity: 3, amountFen: null },
  { month: '2024-02', kind: 'money', quantity: null, amountFen: yuan(500_000) },
  { month: '2024-03', kind: 'equipment', quantity: 10, amountFen: yuan(800_000) },
  { month: '2024-04', kind: 'people', quantity: 15, amountFen: null },
  { month: '2024-05', kind: 'money', quantity: null, amountFen: yuan(300_000) },
]

test('resources sum up by quarter and year', () => {
  expect(resourceSums(halfYear, quarterOf)).toEqual([
    {
      period: '2024-Q1',
      sums: [
        { kind: 'people', quantity: 3, amountFen: 0 },
        { kind: 'money', quantity: 0, amountFen: yuan(500_000) },
        { kind: 'equipment', quantity: 10, amountFen: yuan(800_000) },
      ],
    },
    {
      period: '2024-Q2',
      sums: [
        { kind: 'people', quantity: 15, amountFen: 0 },
        { kind: 'money', quantity: 0, amountFen: yuan(300_000) },
      ],
    },
  ])
  expect(resourceSums(halfYear, yearOf)[0]?.sums.map(({ amountFen }) => amountFen)).toEqual([
    0,
    yuan(800_000),
    yuan(800_000),
  ])
})

test('quarters add up to the year, whatever the order', () => {
  const resource = fc.record({
    month: fc.integer({ min: 1, max: 12 }).map((month) => `2024-${String(month).padStart(2, '0')}`),
    kind: fc.constantFrom(...resourceKinds),
    quantity: fc.option(fc.integer({ min: 0, max: 1000 })),
    amountFen: fc.option(fc.integer({ min: 0, max: 1e12 })),
  })
  fc.assert(
    fc.property(fc.array(resource), (list) => {
      const total = (periodOf: (month: string) => string, rows = list) =>
        resourceSums(rows, periodOf)
          .flatMap(({ sums }) => sums)
          .reduce((sum, one) => sum + one.amountFen + one.quantity, 0)
      expect(total(quarterOf)).toBe(total(yearOf))
      expect(resourceSums([...list].reverse(), quarterOf)).toEqual(resourceSums(list, quarterOf))
    }),
  )
})
