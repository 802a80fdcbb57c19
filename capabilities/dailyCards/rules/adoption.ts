/** What one card says about how the cards are used. */
export type CardUse = {
  closed: boolean
  strategic: number
  strategicDone: number
  problem: boolean
  problemSolved: boolean
}

export type Adoption = {
  cardsDue: number
  cardsClosed: number
  strategicTasksDue: number
  strategicTasksDone: number
  problemsRaised: number
  problemsSolvedSameDay: number
}

/** The counts of many cards; they add up over people, stores and days (H8.5). */
export function adoption(cards: readonly CardUse[]): Adoption {
  const sum = (of: (card: CardUse) => number) => cards.reduce((total, card) => total + of(card), 0)
  return {
    cardsDue: cards.length,
    cardsClosed: sum(({ closed }) => Number(closed)),
    strategicTasksDue: sum(({ strategic }) => strategic),
    strategicTasksDone: sum(({ strategicDone }) => strategicDone),
    problemsRaised: sum(({ problem }) => Number(problem)),
    problemsSolvedSameDay: sum(({ problem, problemSolved }) => Number(problem && problemSolved)),
  }
}
