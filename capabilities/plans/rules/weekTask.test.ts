import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decided, freePlace, outcome, steps, tasksMax } from './weekTask.ts'

test('a person has three places in a week, and a fourth task has none', () => {
  expect(freePlace([])).toBe(1)
  expect(freePlace([1, 3])).toBe(2)
  expect(freePlace([1, 2, 3])).toBeNull()
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: tasksMax })), (taken) => {
      const place = freePlace(taken)
      if (taken.length === tasksMax) expect(place).toBeNull()
      else expect(taken).not.toContain(place)
    }),
  )
})

test('what is not done waits for a decision', () => {
  expect(decided('open')).toBe(false)
  expect(decided('not_done')).toBe(false)
  expect(['done', 'carried', 'dropped'].every((state) => decided(state as 'done'))).toBe(true)
})

test('82 against 82 is met, 79 is missed, and nothing is said without a figure', () => {
  expect(outcome({ kpi: 'tenMinuteResponseRate', expected: 82, actual: 82 }, 'higher')).toBe('met')
  expect(outcome({ kpi: 'tenMinuteResponseRate', expected: 82, actual: 79 }, 'higher')).toBe('missed')
  expect(outcome({ kpi: 'complaintRate', expected: 1, actual: 1.2 }, 'lower')).toBe('missed')
  expect(outcome({ kpi: 'complaintRate', expected: 1, actual: null }, 'lower')).toBeNull()
})

test('steps go one way from the start to the goal and end at it', () => {
  expect(steps(78, 85, 4)).toEqual([79.75, 81.5, 83.25, 85])
  const figure = fc.integer({ min: 0, max: 100_000 })
  fc.assert(
    fc.property(figure, figure, fc.integer({ min: 1, max: 6 }), (start, goal, weeks) => {
      const path = [start, ...steps(start, goal, weeks)]
      expect(path.at(-1)).toBe(goal)
      for (const [index, value] of path.slice(1).entries())
        expect(Math.sign(value - (path[index] as number)) * Math.sign(goal - start)).toBeGreaterThanOrEqual(0)
    }),
  )
})
