import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type BaseRow = { personNo: number; baseFen: number; from: Day }

/** The bonus bases of people, of those whose pay one may see. */
export async function bonusBasesOf(tx: Transaction, personNos: readonly number[]): Promise<BaseRow[]> {
  const found = await sql<BaseRow>`
    SELECT person_no AS "personNo", base_fen AS "baseFen", from_day AS "from" FROM organisation.bonus_base
    WHERE person_no = ANY (${[...personNos]}::int[]) ORDER BY person_no, from_day`.execute(tx)
  return found.rows
}
