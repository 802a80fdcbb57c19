import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterAnswer, type Made, undecided, waitSeconds, withChanges } from './outbox.ts'

const task = (id: string, kind = 'strategic') => ({
  id,
  kind,
  done: null as boolean | null,
  why: '',
  stepsDone: [] as number[],
  source: { kind: 'red', id: '' },
})
const card = {
  day: '2024-04-10',
  openedAt: null,
  closedAt: null,
  highlight: '',
  problem: '',
  problemSolved: false,
  tomorrow: '',
  tasks: [task('a'), task('b'), task('r', 'routine')],
}
const made = (id: string, act: Made['do'], day = card.day): Made => ({ id, day, at: '2024-04-10T09:00:00Z', do: act })
const tick = (id: string, of: string, done: boolean | null, why = ''): Made =>
  made(id, { kind: 'tick', task: of, basedOn: 1, done, why, stepsDone: [] })

test('what was ticked in a lift shows at once, and the last word on a task counts', () => {
  const shown = withChanges(card, [
    made('1', { kind: 'open' }),
    tick('2', 'a', true),
    tick('3', 'a', false, '客户改期'),
    tick('4', 'b', true),
    made('5', { kind: 'open' }, '2024-04-11'),
  ])
  expect(shown.openedAt).toBe('2024-04-10T09:00:00Z')
  expect(shown.tasks.map(({ done, why }) => [done, why])).toEqual([
    [false, '客户改期'],
    [true, ''],
    [null, ''],
  ])
  expect(card.tasks[0]?.done).toBe(null)
})

test('a day can be closed once every strategic task is done or explained', () => {
  expect(undecided(card.tasks).map(({ id }) => id)).toEqual(['a', 'b'])
  const { tasks } = withChanges(card, [tick('1', 'a', true), tick('2', 'b', false, '  ')])
  expect(undecided(tasks).map(({ id }) => id)).toEqual(['b'])
})

test('whatever is answered leaves the queue once, what is not answered stays in its order', () => {
  const queue = fc.uniqueArray(fc.uuid(), { maxLength: 12 }).map((ids) => ids.map((id) => tick(id, 'a', true)))
  const outcome = fc.constantFrom('applied' as const, 'unchanged' as const, 'conflict' as const, 'undecided' as const)
  fc.assert(
    fc.property(queue, fc.array(fc.tuple(fc.nat(), outcome)), (waiting, picks) => {
      const taken = picks.flatMap(([at, result]) => {
        const change = waiting[at % Math.max(1, waiting.length)]
        return change ? [{ id: change.id, outcome: result }] : []
      })
      const ids = new Set(taken.map(({ id }) => id))
      const after = afterAnswer(waiting, taken)
      expect(after.waiting).toEqual(waiting.filter(({ id }) => !ids.has(id)))
      expect(after.notes.every(({ outcome: said }) => said === 'conflict' || said === 'undecided')).toBe(true)
      // The same answer once more changes nothing.
      expect(afterAnswer(after.waiting, taken)).toEqual({ waiting: after.waiting, notes: [] })
    }),
  )
})

test('it asks again soon at first, and never less than once a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(waitSeconds)).toEqual([2, 4, 8, 16, 32, 60, 60])
})
