import { expect, test } from 'vitest'
import { sentence } from '#foundation/failure'
import { cardOf, technicianCard } from './card.fixture.ts'
import { cardFailure, itemTarget } from './card.ts'

test("the technician's weights sum to 100", () => {
  expect(cardFailure(technicianCard)).toBeNull()
})

test('weights with decimals may sum to 100 as well', () => {
  const thirds = ['ftr', 'nps', 'outputValue'].map(
    (kpi, index) => ({ kpi, weight: index ? 33.3 : 33.4, target: 1, mode: 'proportional' }) as const,
  )
  expect(cardFailure(cardOf(...thirds))).toBeNull()
})

test('weights that do not sum to 100 are refused, and the sentence says by how much', () => {
  const failure = cardFailure(cardOf({ kpi: 'ftr', weight: 90, target: 95, mode: 'proportional' }))
  expect(failure).toMatchObject({ failure: 'invalid', code: 'scorecard.weights.sum', values: { sum: 90, missing: 10 } })
  expect(sentence(failure?.code ?? '', failure?.values ?? {}, 'zh')).toContain('合计为 90，应为 100。请增加 10')
  expect(sentence(failure?.code ?? '', failure?.values ?? {}, 'en')).toContain('sum to 90 instead of 100. Add 10.')
})

test('a KPI stands in a card once, with a weight over 0, and a card has grades', () => {
  const half = { kpi: 'ftr', weight: 50, target: 95, mode: 'proportional' } as const
  expect(cardFailure(cardOf(half, half))?.code).toBe('scorecard.kpi.twice')
  expect(cardFailure(cardOf({ ...half, weight: 0 }))?.code).toBe('scorecard.weight.not_positive')
  expect(cardFailure({ ...technicianCard, grades: [] })?.code).toBe('scorecard.grades.none')
  const odd = [{ grade: 'S', from: 0, factor: 1.00001 }] as const
  expect(cardFailure({ ...technicianCard, grades: odd })?.code).toBe('scorecard.grades.factor')
})

test("a person's own target wins over the card's", () => {
  const item = { kpi: 'ftr', weight: 40, target: 95, mode: 'proportional' } as const
  const month = { months: 1, share: 1 }
  expect(itemTarget(item, 92, 'percent', month)).toEqual({ value: 92, source: 'own' })
  expect(itemTarget(item, null, 'percent', month)).toEqual({ value: 95, source: 'card' })
})

test('a target per month is owed for the time covered, a level target in full', () => {
  const output = { kpi: 'outputValue', weight: 10, target: 3_000_000, mode: 'proportional', per: 'month' } as const
  const halfOfApril = { months: 0.5, share: 0.5 }
  const quarter = { months: 3, share: 1 }
  expect(itemTarget(output, null, 'fen', halfOfApril).value).toBe(1_500_000)
  expect(itemTarget(output, null, 'fen', { months: 10 / 31, share: 10 / 31 }).value).toBe(967_742)
  expect(itemTarget(output, 2_000_000, 'fen', halfOfApril).value).toBe(1_000_000)
  expect(itemTarget(output, null, 'fen', quarter).value).toBe(9_000_000)
  expect(itemTarget(output, 8_000_000, 'fen', quarter).value).toBe(8_000_000)
  expect(itemTarget({ ...output, per: undefined }, null, 'fen', halfOfApril).value).toBe(3_000_000)
})
