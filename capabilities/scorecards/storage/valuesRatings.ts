import type { Day } from '#foundation/period'
import { arrayOf, kept, sql, type Transaction } from '#platform/database'

export type ValuesRatingRow = {
  personNo: number
  person: string
  name: string
  quarter: string
  version: number
  score: number
  comment: string
  seriousViolation: boolean
  by: string
  at: string
}

/** The rating that counts for each of these people in a period that begins on a day: that of the last quarter before it. */
export async function ratingsBefore(
  tx: Transaction,
  personNos: readonly number[],
  day: Day,
): Promise<{ personNo: number; quarter: string; score: number; seriousViolation: boolean }[]> {
  return kept(
    tx,
    sql<{ personNo: number; quarter: string; score: number; seriousViolation: boolean }>`
    SELECT DISTINCT ON (person_no) person_no AS "personNo", quarter, score, serious_violation AS "seriousViolation"
    FROM scorecards.values_rating
    WHERE person_no IN (SELECT unnest(${arrayOf(personNos)}::int[])) AND quarter_to < ${day}::date
    ORDER BY person_no, quarter_to DESC, version DESC`,
  )
}

/** The ratings of a quarter as they now stand, of everybody whom one may see. */
export async function ratingsOf(
  tx: Transaction,
  personNos: readonly number[],
  quarter: string,
): Promise<ValuesRatingRow[]> {
  const found = await sql<Omit<ValuesRatingRow, 'at'> & { at: Date }>`
    SELECT DISTINCT ON (r.person_no) r.person_no AS "personNo", p.id AS person, p.name, r.quarter, r.version, r.score,
      r.comment, r.serious_violation AS "seriousViolation", r.actor_name AS by, r.rated_at AS at
    FROM scorecards.values_rating r JOIN organisation.node p ON p.no = r.person_no
    WHERE r.person_no = ANY (${[...personNos]}::int[]) AND r.quarter = ${quarter}
    ORDER BY r.person_no, r.version DESC`.execute(tx)
  return found.rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

export type NewRating = {
  personNo: number
  quarter: string
  quarterTo: Day
  score: number
  comment: string
  seriousViolation: boolean
  actorNo: number
  actorName: string
  at: Date
}

/** Adds a version of a rating; one at a time for a person, so that each gets a number of its own. */
export async function insertRating(tx: Transaction, rating: NewRating): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7015, ${rating.personNo}::int)`.execute(tx)
  await sql`
    INSERT INTO scorecards.values_rating
      (person_no, quarter, version, quarter_to, score, comment, serious_violation, actor_no, actor_name, rated_at)
    SELECT ${rating.personNo}::int, ${rating.quarter},
      coalesce((SELECT max(version) FROM scorecards.values_rating WHERE person_no = ${rating.personNo}::int AND quarter = ${rating.quarter}), 0) + 1,
      ${rating.quarterTo}::date, ${rating.score}::float8, ${rating.comment}, ${rating.seriousViolation}::boolean,
      ${rating.actorNo}::int, ${rating.actorName}, ${rating.at}::timestamptz`.execute(tx)
}
