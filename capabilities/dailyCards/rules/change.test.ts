import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adoption } from './adoption.ts'
import { type Standing, type TaskState, taken } from './change.ts'

const untouched: Standing = { done: null, why: '', stepsDone: [], version: 1, device: null }
const done: TaskState = { done: true, why: '', stepsDone: [0, 1] }
const notDone: TaskState = { done: false, why: '系统卡顿', stepsDone: [] }

test('what was ticked in the workshop without a connection is taken when it comes', () => {
  expect(taken(untouched, { basedOn: 1, device: 'phone', wanted: done })).toEqual({
    outcome: 'applied',
    standing: { ...done, version: 2, device: 'phone' },
  })
})

test('several changes of one device follow each other, though each was based on what the device knew', () => {
  const first = taken(untouched, { basedOn: 1, device: 'phone', wanted: done }).standing
  expect(taken(first, { basedOn: 1, device: 'phone', wanted: notDone }).outcome).toBe('applied')
})

test('two devices that say different things are a conflict, and what came first stands', () => {
  const first = taken(untouched, { basedOn: 1, device: 'desk', wanted: notDone }).standing
  expect(taken(first, { basedOn: 1, device: 'phone', wanted: done })).toEqual({ outcome: 'conflict', standing: first })
  expect(taken(first, { basedOn: 1, device: 'phone', wanted: notDone }).outcome).toBe('unchanged')
  expect(taken(first, { basedOn: 2, device: 'phone', wanted: done }).outcome).toBe('applied')
})

test('sent twice is taken once', () => {
  const state = fc.record({ done: fc.option(fc.boolean()), why: fc.string(), stepsDone: fc.uniqueArray(fc.nat(5)) })
  const change = fc.record({
    basedOn: fc.integer({ min: 1, max: 3 }),
    device: fc.constantFrom('phone', 'desk'),
    wanted: state,
  })
  fc.assert(
    fc.property(change, (one) => {
      const once = taken(untouched, one).standing
      expect(taken(once, one).standing).toEqual(once)
    }),
  )
})

test('adoption adds up over cards', () => {
  const card = fc.record({
    closed: fc.boolean(),
    strategic: fc.nat(3),
    strategicDone: fc.nat(3),
    problem: fc.boolean(),
    problemSolved: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(card), fc.array(card), (some, others) => {
      const [one, two, both] = [adoption(some), adoption(others), adoption([...some, ...others])]
      for (const name of Object.keys(both) as (keyof typeof both)[]) expect(both[name]).toBe(one[name] + two[name])
      expect(both.problemsSolvedSameDay).toBeLessThanOrEqual(both.problemsRaised)
    }),
  )
})
