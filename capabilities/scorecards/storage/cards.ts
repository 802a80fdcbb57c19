import { sql, type Transaction } from '#platform/database'
import type { Card } from '../rules/card.ts'

/** Writes the versions that are not there yet; those that are stay as they are. Returns how many were new. */
export async function insertMissingCards(tx: Transaction, cards: readonly Card[]): Promise<number> {
  const rows = cards.map((card) => ({
    id: card.id,
    version: card.version,
    position: card.position,
    from_day: card.from,
    definition: card,
  }))
  const written = await sql`
    INSERT INTO scorecards.card (id, version, position, from_day, definition)
    SELECT id, version, position, from_day, definition
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS c(id text, version int, position text, from_day date, definition jsonb)
    ON CONFLICT (id, version) DO NOTHING RETURNING 1`.execute(tx)
  return written.rows.length
}

/** Every version of every card. */
export async function allCards(tx: Transaction): Promise<Card[]> {
  const found = await sql<{ definition: Card }>`SELECT definition FROM scorecards.card ORDER BY id, version`.execute(tx)
  return found.rows.map((row) => row.definition)
}
