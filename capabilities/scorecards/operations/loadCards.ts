import { scorecards } from '#catalogue/scorecards'
import type { Database } from '#platform/database'
import { type Card, cardFailure } from '../rules/card.ts'
import { insertMissingCards } from '../storage/cards.ts'

/** Brings the cards as shipped into the database; versions that are there already stay. Returns how many were new. */
export async function loadCards({ database }: { database: Database }, _now: Date): Promise<number> {
  const cards: readonly Card[] = scorecards
  for (const card of cards) {
    const failure = cardFailure(card)
    if (failure) throw failure
  }
  return database.asWorker((tx) => insertMissingCards(tx, cards))
}
