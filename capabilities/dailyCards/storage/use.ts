import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { Actual } from './cards.ts'

/** Cards of these people change in this transaction only; one after another, so that two of them never wait for each other. */
export async function lockCardsOf(tx: Transaction, personNos: readonly number[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7004, no) FROM (SELECT unnest(${[...personNos]}::int[]) AS no ORDER BY 1) p`.execute(
    tx,
  )
}

/** Whose card of a day nobody touched: no device sent a change and no task was decided. */
export async function untouched(tx: Transaction, personNos: readonly number[], day: Day): Promise<Set<number>> {
  const found = await sql<{ no: number }>`SELECT c.person_no AS no FROM "dailyCards".card c
    WHERE c.day = ${day} AND c.person_no = ANY (${[...personNos]}::int[]) AND c.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM "dailyCards".change x WHERE x.person_no = c.person_no AND x.day = c.day)
      AND NOT EXISTS (SELECT FROM "dailyCards".task t WHERE t.person_no = c.person_no AND t.day = c.day AND t.done IS NOT NULL)`.execute(
    tx,
  )
  return new Set(found.rows.map(({ no }) => no))
}

/** What is credited to people on a day, by the registry's places; who did nothing has no row. */
export async function creditedOn(
  tx: Transaction,
  personNos: readonly number[],
  day: Day,
): Promise<Map<number, number[]>> {
  const found = await sql<{ no: number; measured: number[] }>`
    SELECT person_no AS no, measures.summed(measured) AS measured FROM measures.person_day
    WHERE day = ${day} AND person_no = ANY (${[...personNos]}::int[]) GROUP BY person_no`.execute(tx)
  return new Map(found.rows.map(({ no, measured }) => [no, measured]))
}

export type TickedRow = { id: string; done: boolean; why: string; stepsDone: number[]; actual: Actual | null }
export type UsedRow = {
  personNo: number
  openedAt: string
  closedAt: string | null
  highlight: string
  problem: string
  problemSolved: boolean
  tomorrow: string
}

export async function tickTasks(tx: Transaction, tasks: readonly TickedRow[]): Promise<void> {
  await sql`UPDATE "dailyCards".task t SET done = r.done, why = r.why, actual = r.actual, version = t.version + 1, device = NULL,
      steps_done = ARRAY(SELECT json_array_elements_text(r."stepsDone")::smallint)
    FROM json_to_recordset(${JSON.stringify(tasks)}::json) AS r(id uuid, done boolean, why text, "stepsDone" json, actual jsonb)
    WHERE t.id = r.id`.execute(tx)
}

export async function useCards(tx: Transaction, day: Day, cards: readonly UsedRow[]): Promise<void> {
  await sql`UPDATE "dailyCards".card c SET opened_at = coalesce(c.opened_at, r."openedAt"), closed_at = r."closedAt", highlight = r.highlight,
      problem = r.problem, problem_solved = r."problemSolved", tomorrow = r.tomorrow
    FROM json_to_recordset(${JSON.stringify(cards)}::json) AS r("personNo" int, "openedAt" timestamptz, "closedAt" timestamptz, highlight text,
      problem text, "problemSolved" boolean, tomorrow text)
    WHERE c.person_no = r."personNo" AND c.day = ${day}`.execute(tx)
}

export async function learnMany(
  tx: Transaction,
  day: Day,
  rows: readonly { personNo: number; item: string; minutes: number; score: number | null }[],
): Promise<void> {
  await sql`INSERT INTO "dailyCards".learning (person_no, item, day, minutes, score)
    SELECT "personNo", item, ${day}::date, minutes, score
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("personNo" int, item text, minutes int, score int) ON CONFLICT DO NOTHING`.execute(
    tx,
  )
}
