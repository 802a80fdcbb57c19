import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type Outcome = 'applied' | 'unchanged' | 'conflict' | 'unknown' | 'undecided' | 'early'

/** How changes that somebody sent before were taken, by id. */
export async function takenBefore(
  tx: Transaction,
  personNo: number,
  ids: readonly string[],
): Promise<Map<string, Outcome>> {
  const found = await sql<{
    id: string
    outcome: Outcome
  }>`SELECT id, outcome FROM "dailyCards".change WHERE person_no = ${personNo} AND id = ANY (${[...ids]}::uuid[])`.execute(
    tx,
  )
  return new Map(found.rows.map(({ id, outcome }) => [id, outcome]))
}

type Kept = {
  id: string
  personNo: number
  day: Day
  device: string
  madeAt: Date
  takenAt: Date
  content: unknown
  outcome: Outcome
}

export async function keepChange(tx: Transaction, change: Kept): Promise<void> {
  await sql`INSERT INTO "dailyCards".change (id, person_no, day, device, made_at, taken_at, content, outcome)
    VALUES (${change.id}, ${change.personNo}, ${change.day}, ${change.device}, ${change.madeAt}, ${change.takenAt},
      ${JSON.stringify(change.content)}, ${change.outcome})`.execute(tx)
}

export async function learn(
  tx: Transaction,
  row: { personNo: number; item: string; day: Day; minutes: number; score: number | null },
): Promise<void> {
  await sql`INSERT INTO "dailyCards".learning (person_no, item, day, minutes, score)
    VALUES (${row.personNo}, ${row.item}, ${row.day}, ${row.minutes}, ${row.score})
    ON CONFLICT (person_no, item) DO UPDATE SET day = excluded.day, minutes = excluded.minutes, score = excluded.score`.execute(
    tx,
  )
}

export async function learned(
  tx: Transaction,
  personNos: readonly number[],
): Promise<{ personNo: number; item: string; day: Day }[]> {
  const found = await sql<{
    personNo: number
    item: string
    day: Day
  }>`SELECT person_no AS "personNo", item, day FROM "dailyCards".learning
    WHERE person_no = ANY (${[...personNos]}::int[])`.execute(tx)
  return found.rows
}
