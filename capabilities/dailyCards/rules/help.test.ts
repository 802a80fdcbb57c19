import { expect, test } from 'vitest'
import { cardState, meetingOrder, needs } from './help.ts'

const task = (done: boolean | null, goalReached: boolean | null = null) => ({ kind: 'strategic', done, goalReached })
const card = (change: Partial<Parameters<typeof needs>[0] & object> = {}) => ({
  openedAt: '2024-04-10T08:00:00Z' as string | null,
  closedAt: null as string | null,
  problem: '',
  problemSolved: false,
  tasks: [task(null)],
  ...change,
})

test('a problem needs the lead until it is solved; so do a task that failed and figures short of the goal', () => {
  expect(needs(null)).toEqual([])
  expect(needs(card())).toEqual([])
  expect(needs(card({ problem: '缺机滤' }))).toEqual(['problem'])
  expect(needs(card({ problem: '缺机滤', problemSolved: true }))).toEqual([])
  expect(needs(card({ tasks: [task(false), task(null, false)] }))).toEqual(['notDone', 'behind'])
  // Whoever says it is done has the word; the figures stand beside it.
  expect(needs(card({ tasks: [task(true, false)] }))).toEqual([])
})

test('the meeting begins with who needs help, then with who is missing', () => {
  const closed = { id: 'closed', card: card({ closedAt: '2024-04-10T09:30:00Z' }) }
  const open = { id: 'open', card: card() }
  const none = { id: 'none', card: null }
  const help = { id: 'help', card: card({ problem: '缺机滤' }) }
  const ids = (view: 'morning' | 'closing') => meetingOrder([closed, open, none, help], view).map(({ id }) => id)
  expect(ids('morning')).toEqual(['help', 'none', 'closed', 'open'])
  expect(ids('closing')).toEqual(['help', 'none', 'open', 'closed'])
  expect(cardState(card({ openedAt: null }))).toBe('waiting')
})
