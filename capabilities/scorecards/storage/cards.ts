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

/** Every version of every card that is in force on some day. */
export async function allCards(tx: Transaction): Promise<Card[]> {
  const found = await sql<{ definition: Card }>`
    SELECT definition FROM scorecards.card WHERE state = 'in_force' ORDER BY id, version`.execute(tx)
  return found.rows.map((row) => row.definition)
}

/** A version of a card with where it comes from; one that came with the product has no author. */
export type CardRow = {
  card: Card
  state: 'draft' | 'in_force'
  by: string
  reason: string
  at: string | null
}

/** All versions that one may see, drafts included; of one card, or of all. */
export async function cardVersions(tx: Transaction, id: string | null = null): Promise<CardRow[]> {
  const found = await sql<Omit<CardRow, 'at'> & { at: Date | null }>`
    SELECT definition AS card, state, actor_name AS by, reason, made_at AS at FROM scorecards.card
    WHERE ${id}::text IS NULL OR id = ${id} ORDER BY id, version`.execute(tx)
  return found.rows.map((row) => ({ ...row, at: row.at?.toISOString() ?? null }))
}

/** Lets one designer at a time give out a number of version. */
export async function lockCards(tx: Transaction): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7014, 1)`.execute(tx)
}

export async function dropDraft(tx: Transaction, id: string): Promise<boolean> {
  const dropped = await sql`DELETE FROM scorecards.card WHERE id = ${id} AND state = 'draft' RETURNING 1`.execute(tx)
  return dropped.rows.length > 0
}

export async function insertCard(
  tx: Transaction,
  { card, state, reason }: Pick<CardRow, 'card' | 'state' | 'reason'>,
  who: { no: number; name: string; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO scorecards.card (id, version, position, from_day, definition, state, actor_no, actor_name, reason, made_at)
    VALUES (${card.id}, ${card.version}, ${card.position}, ${card.from}, ${JSON.stringify(card)}::jsonb, ${state},
      ${who.no}, ${who.name}, ${reason}, ${who.at})`.execute(tx)
}
