import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effect, effectWeeks, horizonOf, overdue, type State, states, stepRefused } from './countermeasure.ts'

const owner = { owner: true, planner: false }
const planner = { owner: false, planner: true }

test('the owner works on it and says that it is done; somebody else verifies it', () => {
  expect(stepRefused('open', 'doing', owner)).toBeNull()
  expect(stepRefused('doing', 'done', owner)).toBeNull()
  expect(stepRefused('done', 'verified', owner)).toBe('own_verification')
  expect(stepRefused('done', 'verified', { owner: true, planner: true })).toBe('own_verification')
  expect(stepRefused('done', 'verified', planner)).toBeNull()
  expect(stepRefused('done', 'doing', planner)).toBeNull()
  expect(stepRefused('open', 'verified', planner)).toBe('not_from_here')
  expect(stepRefused('open', 'doing', { owner: false, planner: false })).toBe('not_yours')
})

test('verified and dropped are ends, whoever asks', () => {
  const part = fc.record({ owner: fc.boolean(), planner: fc.boolean() })
  fc.assert(
    fc.property(fc.constantFrom<State>('verified', 'dropped'), fc.constantFrom(...states), part, (from, to, who) => {
      expect(stepRefused(from, to, who)).toBe('ended')
    }),
  )
})

test('the horizons of the first document’s countermeasures', () => {
  expect(horizonOf('2024-04-05', '2024-04-08')).toBe('short')
  expect(horizonOf('2024-04-05', '2024-06-05')).toBe('middle')
  expect(horizonOf('2024-04-05', '2024-10-05')).toBe('long')
  expect(horizonOf('2024-04-05', '2026-10-05')).toBeNull()
})

test('overdue is what is not done past its day', () => {
  expect(overdue('doing', '2024-04-08', '2024-04-09')).toBe(true)
  expect(overdue('doing', '2024-04-08', '2024-04-08')).toBe(false)
  expect(overdue('done', '2024-04-08', '2024-05-08')).toBe(false)
})

test('before and after are whole plan weeks on both sides of the work', () => {
  expect(effectWeeks('2024-04-10', null, '2024-04-20').before.text).toBe('2024-04-W1')
  expect(effectWeeks('2024-04-10', null, '2024-04-20').after).toBeNull()
  expect(effectWeeks('2024-04-10', '2024-04-12', '2024-04-16').after).toBeNull()
  expect(effectWeeks('2024-04-10', '2024-04-12', '2024-04-23').after?.text).toBe('2024-04-W3')
})

test('82 to 89 percent reaches the five points wished for, 82 to 85 does not, and a rise of complaints is none', () => {
  expect(effect({ before: 82, after: 89, expected: 5 }, 'higher')).toEqual({ change: 7, reached: true })
  expect(effect({ before: 82, after: 85, expected: 5 }, 'higher')?.reached).toBe(false)
  expect(effect({ before: 1, after: 1.5, expected: null }, 'lower')?.reached).toBe(false)
  expect(effect({ before: null, after: 85, expected: 5 }, 'higher')).toBeNull()
})
