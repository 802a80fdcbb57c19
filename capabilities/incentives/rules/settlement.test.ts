import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFailure, sentence } from '#foundation/failure'
import {
  checkFailure,
  factorFailure,
  nextState,
  type SettlementState,
  settlementStates,
  settlementSteps,
  settlementTotalFen,
} from './settlement.ts'

test('the course of a settlement', () => {
  expect(nextState('draft', 'check')).toBe('checked')
  expect(nextState('checked', 'publish')).toBe('published')
  expect(nextState('published', 'approve')).toBe('approved')
  expect(nextState('approved', 'export')).toBe('exported')
  expect(nextState('exported', 'pay')).toBe('paid')
})

test('publication may be left out; an export may be had again', () => {
  expect(nextState('checked', 'approve')).toBe('approved')
  expect(nextState('exported', 'export')).toBe('exported')
  expect(nextState('paid', 'export')).toBe('paid')
})

test('a draft is not approved, and the sentence says what it must be first', () => {
  const failure = nextState('draft', 'approve')
  if (!isFailure(failure)) throw new Error('allowed')
  expect(failure).toMatchObject({ failure: 'conflict', code: 'settlement.step.not_allowed' })
  expect(sentence(failure.code, failure.values, 'zh')).toBe('结算目前为“草稿”，不能批准；须先为：“已核对”、“公示中”。')
  expect(sentence(failure.code, failure.values, 'en')).toBe(
    "The settlement is a draft and can't be approved; for that it must be checked or published.",
  )
})

test('no step leads back', () => {
  for (const state of settlementStates) {
    for (const step of settlementSteps) {
      const next = nextState(state, step)
      if (isFailure(next)) continue
      expect(settlementStates.indexOf(next)).toBeGreaterThanOrEqual(settlementStates.indexOf(state))
    }
  }
})

test('whatever is tried, only a checked settlement comes to be paid', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...settlementSteps), { maxLength: 20 }), (steps) => {
      let state: SettlementState = 'draft'
      const been = new Set<SettlementState>([state])
      for (const step of steps) {
        const next = nextState(state, step)
        if (!isFailure(next)) state = next
        been.add(state)
      }
      if (been.has('paid'))
        expect(['checked', 'approved', 'exported'].every((one) => been.has(one as SettlementState))).toBe(true)
    }),
  )
})

test('a line without a factor keeps the settlement from being checked', () => {
  const lines = [
    { person: 'P1', factor: 1.5, amountFen: 450_000 },
    { person: 'P2', factor: null, amountFen: null },
  ]
  const failure = checkFailure(lines)
  expect(failure).toMatchObject({ code: 'settlement.factor.missing', values: { people: ['P2'], count: 1 } })
  expect(failure?.message).toContain('1 line has no factor yet (people: P2)')
  expect(checkFailure(lines.slice(0, 1))).toBeNull()
  expect(checkFailure([{ person: 'P1', factor: 0, amountFen: 0 }])).toBeNull()
})

test('the total is the sum of the lines', () => {
  expect(settlementTotalFen([{ amountFen: 450_000 }, { amountFen: null }, { amountFen: -1 }])).toBe(449_999)
  expect(settlementTotalFen([])).toBe(0)
})

test('HR sets a factor in a draft, where none was graded, in range, with a reason', () => {
  const set = { factor: 0.8, reason: 'away for training', by: 'Li' }
  expect(factorFailure('draft', null, set, 1.5)).toBeNull()
  expect(factorFailure('checked', null, set, 1.5)?.code).toBe('settlement.factor.not_draft')
  expect(factorFailure('draft', 1.2, set, 1.5)?.code).toBe('settlement.factor.graded')
  expect(factorFailure('draft', null, { ...set, factor: 1.6 }, 1.5)?.code).toBe('settlement.factor.range')
  expect(factorFailure('draft', null, { ...set, factor: Number.NaN }, 1.5)?.code).toBe('settlement.factor.range')
  expect(factorFailure('draft', null, { ...set, factor: 0.83333 }, 1.5)?.code).toBe('settlement.factor.decimals')
  expect(factorFailure('draft', null, { ...set, reason: ' ' }, 1.5)?.code).toBe('settlement.factor.reason_missing')
})
