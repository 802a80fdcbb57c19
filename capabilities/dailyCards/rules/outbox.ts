/** What a person did on a phone, as it is kept until the server has taken it. */
export type Doing =
  | { kind: 'open' }
  | { kind: 'tick'; task: string; basedOn: number; done: boolean | null; why: string; stepsDone: number[] }
  | { kind: 'close'; highlight: string; problem: string; problemSolved: boolean; tomorrow: string }
  | { kind: 'learn'; item: string; minutes: number; score: number | null }

export type Made = { id: string; day: string; at: string; do: Doing }

export type Outcome = 'applied' | 'unchanged' | 'conflict' | 'unknown' | 'undecided' | 'early' | 'refused'

/** A change that did not come to pass, to be shown to whoever made it. */
export type Note = { change: Made; outcome: Outcome }

type Task = {
  id: string
  kind: string
  done: boolean | null
  why: string
  stepsDone: number[]
  source: { kind: string; id: string }
}
type Card = {
  day: string
  openedAt: string | null
  closedAt: string | null
  highlight: string
  problem: string
  problemSolved: boolean
  tomorrow: string
  tasks: Task[]
}

/** A card as it will be once what is waiting has been taken: what one ticked shows at once. */
export function withChanges<Shown extends Card>(card: Shown, waiting: readonly Made[]): Shown {
  let shown = card
  for (const { day, at, do: act } of waiting) {
    if (day !== card.day) continue
    switch (act.kind) {
      case 'open':
        shown = { ...shown, openedAt: shown.openedAt ?? at }
        break
      case 'tick': {
        const { done, why, stepsDone } = act
        shown = {
          ...shown,
          tasks: shown.tasks.map((task) => (task.id === act.task ? { ...task, done, why, stepsDone } : task)),
        }
        break
      }
      case 'close': {
        const { highlight, problem, problemSolved, tomorrow } = act
        shown = { ...shown, highlight, problem, problemSolved, tomorrow, closedAt: shown.closedAt ?? at }
        break
      }
      case 'learn':
        break
    }
  }
  return shown
}

/** The strategic tasks that are neither done nor explained: with them a day can't be closed (H8.4). */
export function undecided<Shown extends Pick<Task, 'kind' | 'done' | 'why'>>(tasks: readonly Shown[]): Shown[] {
  return tasks.filter(({ kind, done, why }) => kind === 'strategic' && (done === null || (!done && why.trim() === '')))
}

const notToPass: readonly Outcome[] = ['conflict', 'unknown', 'undecided', 'early', 'refused']

/** What is left waiting after the server's answer, in its order, and what did not come to pass. */
export function afterAnswer(
  waiting: readonly Made[],
  taken: readonly { id: string; outcome: Outcome }[],
): { waiting: Made[]; notes: Note[] } {
  const outcomes = new Map(taken.map(({ id, outcome }) => [id, outcome]))
  return {
    waiting: waiting.filter(({ id }) => !outcomes.has(id)),
    notes: waiting.flatMap((change): Note[] => {
      const outcome = outcomes.get(change.id)
      return outcome !== undefined && notToPass.includes(outcome) ? [{ change, outcome }] : []
    }),
  }
}

const firstWaitSeconds = 2
const longestWaitSeconds = 60

/** How long to wait after so many failures in a row. */
export function waitSeconds(failures: number): number {
  return Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.max(0, failures - 1))
}
