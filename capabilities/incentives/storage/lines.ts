import type { Day } from '#foundation/period'
import type { Because } from '#foundation/trace'
import { sql, type Transaction } from '#platform/database'
import type { FactorSet } from '../rules/bonus.ts'

export type FactorSetRow = FactorSet & { at: string }

/** A line as it is worked out; it gets its number when it is kept. `score` is null for an adjustment. */
export type NewLine<Score> = {
  personNo: number
  storeNo: number
  rule: string
  ruleVersion: number
  period: string
  from: Day
  to: Day
  baseFen: number
  factor: number | null
  amountFen: number | null
  score: Score | null
  because: readonly Because[]
  factorSet: FactorSetRow | null
}

export type LineRow<Score> = NewLine<Score> & {
  line: number
  person: string
  name: string
  store: string
  storeName: string
}

/** A line carries its whole explanation: so many at once bound what one statement holds. */
const linesAtOnce = 500

export async function replaceLines<Score>(
  tx: Transaction,
  settlementId: string,
  lines: readonly NewLine<Score>[],
): Promise<void> {
  await sql`DELETE FROM incentives.settlement_line WHERE settlement_id = ${settlementId}`.execute(tx)
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    const part = lines.slice(at, at + linesAtOnce)
    await insertLines(
      tx,
      settlementId,
      part.map((line, index) => ({ ...line, line: at + index + 1 })),
    )
  }
}

async function insertLines(tx: Transaction, settlementId: string, given: readonly object[]): Promise<void> {
  await sql`
    INSERT INTO incentives.settlement_line (settlement_id, line, person_no, store_no, rule, rule_version, period, from_day,
      to_day, base_fen, factor, amount_fen, score, because, factor_set)
    SELECT ${settlementId}, line, "personNo", "storeNo", rule, "ruleVersion", period, "from", "to", "baseFen", factor,
      "amountFen", nullif(score, 'null'), because, nullif("factorSet", 'null')
    FROM json_to_recordset(${JSON.stringify(given)}::json) AS l(line int, "personNo" int, "storeNo" int, rule text,
      "ruleVersion" int, period text, "from" date, "to" date, "baseFen" bigint, factor float8, "amountFen" bigint,
      score jsonb, because jsonb, "factorSet" jsonb)`.execute(tx)
}

/** Writes what a factor changes into lines that are there. */
export async function updateLines<Score>(
  tx: Transaction,
  settlementId: string,
  lines: readonly LineRow<Score>[],
): Promise<void> {
  await sql`
    UPDATE incentives.settlement_line known SET base_fen = l."baseFen", factor = l.factor, amount_fen = l."amountFen",
      because = l.because, factor_set = nullif(l."factorSet", 'null')
    FROM json_to_recordset(${JSON.stringify(lines)}::json) AS l(line int, "baseFen" bigint, factor float8,
      "amountFen" bigint, because jsonb, "factorSet" jsonb)
    WHERE known.settlement_id = ${settlementId} AND known.line = l.line`.execute(tx)
}

/** What most readers need of a score; the whole of it, with every item explained, is many times larger. */
export type ScoreHead = {
  position: string
  total: number | null
  grade: string | null
  factor: number | null
  card: { id: string; version: number }
  from: Day
  to: Day
}

/** The lines of a settlement, of their scores the head. */
export function linesOf(tx: Transaction, settlementId: string): Promise<LineRow<ScoreHead>[]> {
  // Every lookup in a kept value unpacks all of it again; put together with nothing it is unpacked once.
  const head = sql`(SELECT jsonb_build_object('position', s.score->'position', 'total', s.score->'total',
    'grade', s.score->'grade', 'factor', s.score->'factor', 'card', s.score->'card', 'from', s.score->'from',
    'to', s.score->'to') FROM (SELECT l.score || '{}' AS score WHERE l.score IS NOT NULL OFFSET 0) s) AS score`
  return lines(tx, settlementId, head)
}

/** The lines of a settlement with their whole scores. */
export function wholeLinesOf<Score>(tx: Transaction, settlementId: string): Promise<LineRow<Score>[]> {
  return lines(tx, settlementId, sql`l.score`)
}

async function lines<Score>(
  tx: Transaction,
  settlementId: string,
  score: ReturnType<typeof sql>,
): Promise<LineRow<Score>[]> {
  const found = await sql<LineRow<Score>>`
    SELECT l.line, l.person_no AS "personNo", coalesce(p.id, '') AS person, coalesce(p.name, '') AS name,
      l.store_no AS "storeNo", coalesce(st.id, '') AS store, coalesce(st.name, '') AS "storeName", l.rule,
      l.rule_version AS "ruleVersion", l.period, l.from_day AS "from", l.to_day AS "to", l.base_fen AS "baseFen", l.factor,
      l.amount_fen AS "amountFen", ${score}, l.because, l.factor_set AS "factorSet"
    FROM incentives.settlement_line l
    LEFT JOIN organisation.node p ON p.no = l.person_no
    LEFT JOIN organisation.node st ON st.no = l.store_no
    WHERE l.settlement_id = ${settlementId} ORDER BY l.line`.execute(tx)
  return found.rows
}

/** The days for which other settlements pay these people's bonus of a period. */
export async function settledElsewhere(
  tx: Transaction,
  {
    rule,
    period,
    personNos,
    settlementId,
  }: { rule: string; period: string; personNos: readonly number[]; settlementId: string },
) {
  const found = await sql<{ personNo: number; from: Day; to: Day }>`
    SELECT person_no AS "personNo", from_day AS "from", to_day AS "to" FROM incentives.settlement_line
    WHERE rule = ${rule} AND period = ${period} AND person_no = ANY (${[...personNos]}::int[])
      AND settlement_id <> ${settlementId}`.execute(tx)
  return found.rows
}

/** A line that was paid, as later months are compared with it; `under`: its store lies below the node asked for. */
export type PaidLine = {
  settlementId: string
  personNo: number
  storeNo: number
  period: string
  from: Day
  to: Day
  total: number | null
  grade: string | null
  factor: number | null
  amountFen: number
  factorSet: FactorSetRow | null
  under: boolean
}

/** The paid lines of everybody who was paid in a store below the node in one of these periods. */
export async function paidLines(
  tx: Transaction,
  { rule, periods, nodeNo, onDay }: { rule: string; periods: readonly string[]; nodeNo: number; onDay: Day },
): Promise<PaidLine[]> {
  const found = await sql<PaidLine>`
    WITH RECURSIVE tree AS (
      SELECT ${nodeNo}::int AS no
      UNION
      SELECT p.node_no FROM organisation.placement p JOIN tree ON p.parent_no = tree.no
      WHERE p.from_day <= ${onDay}::date AND (p.to_day IS NULL OR p.to_day >= ${onDay}::date)
    ), paid AS (
      SELECT l.*, l.store_no IN (SELECT no FROM tree) AS under FROM incentives.settlement_line l
      WHERE l.rule = ${rule} AND l.period = ANY (${[...periods]}) AND l.posted_at IS NOT NULL
    )
    SELECT settlement_id AS "settlementId", person_no AS "personNo", store_no AS "storeNo", period, from_day AS "from",
      to_day AS "to", (score->>'total')::float8 AS total, score->>'grade' AS grade, factor, amount_fen AS "amountFen",
      factor_set AS "factorSet", under
    FROM paid WHERE person_no IN (SELECT person_no FROM paid WHERE under)
    ORDER BY period, person_no, from_day`.execute(tx)
  return found.rows
}

/** What other settlements adjust already, drafts included, by person, period and store. */
export async function adjustedElsewhere(
  tx: Transaction,
  {
    rule,
    periods,
    personNos,
    settlementId,
  }: { rule: string; periods: readonly string[]; personNos: readonly number[]; settlementId: string },
) {
  const found = await sql<{ personNo: number; storeNo: number; period: string; amountFen: number }>`
    SELECT person_no AS "personNo", store_no AS "storeNo", period, sum(amount_fen)::bigint AS "amountFen"
    FROM incentives.settlement_line
    WHERE rule = ${rule} AND period = ANY (${[...periods]}) AND person_no = ANY (${[...personNos]}::int[])
      AND settlement_id <> ${settlementId}
    GROUP BY 1, 2, 3`.execute(tx)
  return found.rows
}

export async function markPosted(tx: Transaction, settlementId: string, at: Date): Promise<void> {
  await sql`UPDATE incentives.settlement_line SET posted_at = ${at} WHERE settlement_id = ${settlementId}`.execute(tx)
}
