import type { Day } from '#foundation/period'
import { arrayOf, sql, type Transaction } from '#platform/database'
import type { KeptFigures } from '../rules/keptFigures.ts'

/** A score as it is kept: its figures with the number of their ground or, of one kept before these were, itself with its sentences. */
export type KeptScore<Score> = { groundNo: number | null; figures: KeptFigures | null; score: Score | null }

/** A frozen score with its stretch. */
export type FrozenRow<Score> = KeptScore<Score> & { personNo: number; storeNo: number; from: Day; to: Day }

export async function frozenScores<Score>(
  tx: Transaction,
  personNos: readonly number[],
  period: string,
): Promise<FrozenRow<Score>[]> {
  const found = await sql<FrozenRow<Score>>`
    SELECT person_no AS "personNo", store_no AS "storeNo", from_day AS "from", to_day AS "to", ground_no AS "groundNo",
      figures, score
    FROM scorecards.frozen_score WHERE period = ${period} AND person_no IN (SELECT unnest(${arrayOf(personNos)}::int[]))
    ORDER BY person_no, from_day`.execute(tx)
  return found.rows
}

/** What is to be frozen: the stretch, its card, and the score as it was kept, as texts. */
export type NewFrozen = {
  personNo: number
  storeNo: number
  from: Day
  to: Day
  card: { id: string; version: number }
  groundNo: number | null
  figures: string | null
  score: string | null
}

/** Keeps scores as they are. A stretch that is frozen already is an error of the caller and fails on its key. */
export async function insertFrozen(
  tx: Transaction,
  period: string,
  frozenAt: Date,
  rows: readonly NewFrozen[],
): Promise<void> {
  const of = <Value>(value: (row: NewFrozen) => Value) => rows.map(value)
  await sql`
    INSERT INTO scorecards.frozen_score
      (person_no, period, from_day, to_day, store_no, card_id, card_version, ground_no, figures, score, frozen_at)
    SELECT person_no, ${period}, from_day, to_day, store_no, card_id, card_version, ground_no, figures::json, score::jsonb,
      ${frozenAt}
    FROM unnest(${of(({ personNo }) => personNo)}::int[], ${of(({ from }) => from)}::date[], ${of(({ to }) => to)}::date[],
      ${of(({ storeNo }) => storeNo)}::int[], ${of(({ card }) => card.id)}::text[],
      ${of(({ card }) => card.version)}::int[], ${of(({ groundNo }) => groundNo)}::int[],
      ${of(({ figures }) => figures)}::text[], ${of(({ score }) => score)}::text[])
      AS f(person_no, from_day, to_day, store_no, card_id, card_version, ground_no, figures, score)`.execute(tx)
}
