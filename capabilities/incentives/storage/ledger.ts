import { sql, type Transaction } from '#platform/database'
import type { Entry, LedgerKey, Posted } from '../rules/ledger.ts'
import type { KeptStep } from '../rules/steps.ts'

/** What the ledger holds for these keys. */
export async function postedFor(tx: Transaction, keys: readonly LedgerKey<number>[]): Promise<Posted<number>[]> {
  const found = await sql<Posted<number>>`
    SELECT e.person_no AS person, e.store_no AS store, e.rule, e.rule_version AS "ruleVersion", e.period,
      e.from_day AS "fromDay", e.amount_fen AS "amountFen"
    FROM unnest(${keys.map((key) => key.person)}::int[], ${keys.map((key) => key.rule)}::text[],
      ${keys.map((key) => key.period)}::text[], ${keys.map((key) => key.fromDay)}::date[]) AS k(person_no, rule, period, from_day)
    JOIN incentives.ledger_entry e ON e.person_no = k.person_no AND e.period = k.period AND e.rule = k.rule AND e.from_day = k.from_day
    ORDER BY e.no`.execute(tx)
  return found.rows
}

export async function appendEntries(
  tx: Transaction,
  settlementId: string,
  posted: { at: Date; by: string },
  entries: readonly (Entry<number> & { line: number })[],
): Promise<void> {
  await sql`
    INSERT INTO incentives.ledger_entry (settlement_id, line, person_no, store_no, rule, rule_version, period, from_day,
      amount_fen, because, posted_at, posted_by)
    SELECT ${settlementId}, line, person, store, rule, "ruleVersion", period, "fromDay", "amountFen", because,
      ${posted.at}, ${posted.by}
    FROM json_to_recordset(${JSON.stringify(entries)}::json) AS e(line int, person int, store int, rule text,
      "ruleVersion" int, period text, "fromDay" date, "amountFen" bigint, because jsonb)
    ORDER BY line`.execute(tx)
}

export type EntryRow = {
  no: number
  settlement: string
  person: string
  name: string
  rule: string
  ruleVersion: number
  period: string
  amountFen: number
  because: KeptStep[]
  postedAt: Date
  postedBy: string
}

/** Entries in the order of posting: the actor's own, and those within the pay scope. */
export async function entriesOf(
  tx: Transaction,
  { person, period, settlement }: { person: string | null; period: string | null; settlement: string | null },
): Promise<EntryRow[]> {
  const found = await sql<EntryRow>`
    SELECT e.no, e.settlement_id AS settlement, coalesce(p.id, '') AS person, coalesce(p.name, '') AS name, e.rule,
      e.rule_version AS "ruleVersion", e.period, e.amount_fen AS "amountFen", e.because, e.posted_at AS "postedAt",
      e.posted_by AS "postedBy"
    FROM incentives.ledger_entry e LEFT JOIN organisation.node p ON p.no = e.person_no
    WHERE (${person}::text IS NULL OR p.id = ${person}) AND (${period}::text IS NULL OR e.period = ${period})
      AND (${settlement}::text IS NULL OR e.settlement_id = ${settlement})
    ORDER BY e.no`.execute(tx)
  return found.rows
}
