import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

/** A frozen score with its stretch; the score itself is what the wire says it is. */
export type FrozenRow<Score> = { personNo: number; storeNo: number; from: Day; to: Day; score: Score }

export async function frozenScores<Score>(
  tx: Transaction,
  personNos: readonly number[],
  period: string,
): Promise<FrozenRow<Score>[]> {
  const found = await sql<FrozenRow<Score>>`
    SELECT person_no AS "personNo", store_no AS "storeNo", from_day AS "from", to_day AS "to", score
    FROM scorecards.frozen_score WHERE period = ${period} AND person_no = ANY (${[...personNos]}::int[])
    ORDER BY person_no, from_day`.execute(tx)
  return found.rows
}

/** Keeps scores as they are. A stretch that is frozen already is an error of the caller and fails on its key. */
export async function insertFrozen<Score extends { card: { id: string; version: number } }>(
  tx: Transaction,
  period: string,
  frozenAt: Date,
  rows: readonly FrozenRow<Score>[],
): Promise<void> {
  const given = rows.map(({ personNo, storeNo, from, to, score }) => ({
    person_no: personNo,
    store_no: storeNo,
    from_day: from,
    to_day: to,
    card_id: score.card.id,
    card_version: score.card.version,
    score,
  }))
  await sql`
    INSERT INTO scorecards.frozen_score (person_no, period, from_day, to_day, store_no, card_id, card_version, score, frozen_at)
    SELECT person_no, ${period}, from_day, to_day, store_no, card_id, card_version, score, ${frozenAt}
    FROM json_to_recordset(${JSON.stringify(given)}::json)
      AS f(person_no int, from_day date, to_day date, store_no int, card_id text, card_version int, score jsonb)`.execute(
    tx,
  )
}
