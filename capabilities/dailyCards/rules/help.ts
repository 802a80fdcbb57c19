type Task = { kind: string; done: boolean | null; goalReached: boolean | null }
type Card = {
  openedAt: string | null
  closedAt: string | null
  problem: string
  problemSolved: boolean
  tasks: readonly Task[]
}

export type CardState = 'none' | 'waiting' | 'open' | 'closed'

/** How far somebody is with the day. */
export function cardState(card: Pick<Card, 'openedAt' | 'closedAt'> | null): CardState {
  if (!card) return 'none'
  if (card.closedAt !== null) return 'closed'
  return card.openedAt === null ? 'waiting' : 'open'
}

export type Need = 'problem' | 'notDone' | 'behind'

/** Why somebody needs their lead: a problem that is not solved, a strategic task that failed, figures short of the goal. */
export function needs(card: Card | null): Need[] {
  if (!card) return []
  const strategic = card.tasks.filter(({ kind }) => kind === 'strategic')
  const found: Need[] = []
  if (card.problem !== '' && !card.problemSolved) found.push('problem')
  if (strategic.some(({ done }) => done === false)) found.push('notDone')
  if (strategic.some(({ done, goalReached }) => done === null && goalReached === false)) found.push('behind')
  return found
}

/** Whom the meeting looks at first: who needs help, then who has no card or is not so far as the meeting asks, then the rest as they were. */
export function meetingOrder<Member extends { card: Card | null }>(
  members: readonly Member[],
  view: 'morning' | 'closing',
): Member[] {
  const rank = ({ card }: Member) => {
    if (needs(card).length > 0) return 0
    const state = cardState(card)
    if (state === 'none') return 1
    if (view === 'morning' ? state === 'waiting' : state !== 'closed') return 2
    return 3
  }
  return [...members].sort((a, b) => rank(a) - rank(b))
}
