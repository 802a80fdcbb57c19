import type { Day } from '#foundation/period'
import { arrayOf, kept, runKept, sql, type Transaction } from '#platform/database'
import type { FactorSet } from '../rules/bonus.ts'
import type { KeptStep } from '../rules/steps.ts'

export type FactorSetRow = FactorSet & { at: string }

/** What a line says of its score; of its items nothing, which stand in what is kept. */
export type ScoreHead = {
  position: string
  total: number | null
  grade: string | null
  factor: number | null
  card: { id: string; version: number }
}

/** A score as it is kept with its line until it is frozen: figures and their ground, of an older line the whole with its sentences. */
export type KeptScore = { groundNo: number | null; figures: string | null; score: string | null }

type Who = { personNo: number; person: string; name: string; storeNo: number; store: string; storeName: string }

/** A line as it is worked out; it gets its number when it is kept. `score` is null for an adjustment. */
export type NewLine = Who & {
  rule: string
  ruleVersion: number
  period: string
  from: Day
  to: Day
  baseFen: number
  factor: number | null
  amountFen: number | null
  score: ScoreHead | null
  because: readonly KeptStep[]
  factorSet: FactorSetRow | null
}

export type LineRow = NewLine & { line: number }
export type WholeLine = LineRow & { kept: KeptScore | null }

/** What is kept of a score, by its line. */
export type Keeping = (line: NewLine) => KeptScore | null

export async function dropLines(tx: Transaction, settlementId: string): Promise<void> {
  await sql`DELETE FROM incentives.settlement_line WHERE settlement_id = ${settlementId}`.execute(tx)
}

/** What many lines have in common is sent once. */
type Head = Pick<NewLine, 'rule' | 'ruleVersion' | 'period' | 'from' | 'to'> & {
  position: string | null
  grade: string | null
  gradedFactor: number | null
  cardId: string | null
  cardVersion: number | null
  groundNo: number | null
}

// Texts of arrays, and texts with a line for each row, are read several times faster than documents of the same content.
const insert = `
  INSERT INTO incentives.settlement_line (settlement_id, line, person_no, store_no, rule, rule_version, period, from_day,
    to_day, base_fen, factor, amount_fen, position, total, grade, graded_factor, card_id, card_version, ground_no, figures,
    score, because, factor_set)
  SELECT $1, l.line, l.person_no, l.store_no, h.rule, h."ruleVersion", h.period, h."from", h."to", l.base_fen, l.factor,
    l.amount_fen, h.position, l.total, h.grade, h."gradedFactor", h."cardId", h."cardVersion", h."groundNo",
    nullif(l.figures, '')::json, nullif(l.score, '')::jsonb, l.because::json, nullif(l.factor_set, '')::jsonb
  FROM unnest($3::int[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::float8[], $9::bigint[], $10::float8[],
      string_to_array($11, E'\n'), string_to_array($12, E'\n'), string_to_array($13, E'\n'), string_to_array($14, E'\n'))
    AS l(head, line, person_no, store_no, base_fen, factor, amount_fen, total, figures, score, because, factor_set)
  JOIN json_to_recordset($2) AS h(no int, rule text, "ruleVersion" int, period text, "from" date, "to" date, position text,
    grade text, "gradedFactor" float8, "cardId" text, "cardVersion" int, "groundNo" int) ON h.no = l.head`

export async function insertLines(
  tx: Transaction,
  settlementId: string,
  lines: readonly LineRow[],
  keeping: Keeping,
): Promise<void> {
  if (lines.length === 0) return
  const heads: (Head & { no: number })[] = []
  const headNoOf = new Map<string, number>()
  const headOf = (line: NewLine, kept: KeptScore | null) => {
    const { score, rule, from, to, period } = line
    const groundNo = kept?.groundNo ?? null
    const { id = null, version = null } = score?.card ?? {}
    const key = `${rule} ${period} ${from} ${to} ${score?.position} ${score?.grade} ${score?.factor} ${id} ${version} ${groundNo}`
    let no = headNoOf.get(key)
    if (no === undefined) {
      no = heads.length
      headNoOf.set(key, no)
      const ofScore = {
        position: score?.position ?? null,
        grade: score?.grade ?? null,
        gradedFactor: score?.factor ?? null,
      }
      const ofCard = { cardId: id, cardVersion: version, groundNo }
      heads.push({ no, rule, ruleVersion: line.ruleVersion, period, from, to, ...ofScore, ...ofCard })
    }
    return no
  }
  const numbers: string[][] = Array.from({ length: 8 }, () => [])
  const texts: string[][] = Array.from({ length: 4 }, () => [])
  for (const line of lines) {
    const kept = keeping(line)
    const row = [headOf(line, kept), line.line, line.personNo, line.storeNo, line.baseFen, line.factor, line.amountFen]
    for (const [column, value] of [...row, line.score?.total ?? null].entries())
      numbers[column]?.push(value === null ? 'NULL' : String(value))
    texts[0]?.push(kept?.figures ?? '')
    texts[1]?.push(kept?.score ?? '')
    texts[2]?.push(JSON.stringify(line.because))
    texts[3]?.push(line.factorSet ? JSON.stringify(line.factorSet) : '')
  }
  await runKept(tx, insert, [
    settlementId,
    JSON.stringify(heads),
    ...numbers.map(arrayOf),
    ...texts.map((column) => column.join('\n')),
  ])
}

/** Writes what a factor changes into lines that are there. */
export async function updateLines(tx: Transaction, settlementId: string, lines: readonly LineRow[]): Promise<void> {
  const given = lines.map(({ line, baseFen, factor, amountFen, because, factorSet }) => ({
    ...{ line, baseFen, factor, amountFen },
    because,
    factorSet,
  }))
  await sql`
    UPDATE incentives.settlement_line known SET base_fen = l."baseFen", factor = l.factor, amount_fen = l."amountFen",
      because = l.because, factor_set = nullif(l."factorSet", 'null')
    FROM json_to_recordset(${JSON.stringify(given)}::json) AS l(line int, "baseFen" bigint, factor float8,
      "amountFen" bigint, because json, "factorSet" jsonb)
    WHERE known.settlement_id = ${settlementId} AND known.line = l.line`.execute(tx)
}

type Flat = Omit<LineRow, 'score'> & {
  position: string | null
  total: number | null
  grade: string | null
  gradedFactor: number | null
  cardId: string | null
  cardVersion: number | null
}

function lineOf<Row extends Flat>({ position, total, grade, gradedFactor, cardId, cardVersion, ...line }: Row) {
  const card = { id: cardId ?? '', version: cardVersion ?? 0 }
  const score: ScoreHead | null = position === null ? null : { position, total, grade, factor: gradedFactor, card }
  return { ...line, score }
}

/** The lines of a settlement, of their scores the head. */
export async function linesOf(tx: Transaction, settlementId: string): Promise<LineRow[]> {
  const found = await sql<Flat>`${selected(sql``)} WHERE l.settlement_id = ${settlementId} ORDER BY l.line`.execute(tx)
  return found.rows.map(lineOf)
}

/** The factors that HR set in a settlement. */
export async function factorsSetIn(tx: Transaction, settlementId: string) {
  const found = await sql<{ personNo: number; from: Day; factorSet: FactorSetRow }>`
    SELECT person_no AS "personNo", from_day AS "from", factor_set AS "factorSet" FROM incentives.settlement_line
    WHERE settlement_id = ${settlementId} AND factor_set IS NOT NULL`.execute(tx)
  return found.rows
}

/** The lines of a settlement with what is kept of their scores, as texts. */
export async function wholeLinesOf(tx: Transaction, settlementId: string): Promise<WholeLine[]> {
  const kept = sql`, l.ground_no AS "groundNo", l.figures::text AS figures, l.score::text AS "scoreKept"`
  const found = await sql<Flat & { groundNo: number | null; figures: string | null; scoreKept: string | null }>`
    ${selected(kept)} WHERE l.settlement_id = ${settlementId} ORDER BY l.line`.execute(tx)
  return found.rows.map(({ groundNo, figures, scoreKept, ...row }) => {
    const line = lineOf(row)
    return { ...line, kept: line.score && { groundNo, figures, score: scoreKept } }
  })
}

const selected = (more: ReturnType<typeof sql>) => sql`
  SELECT l.line, l.person_no AS "personNo", coalesce(p.id, '') AS person, coalesce(p.name, '') AS name,
    l.store_no AS "storeNo", coalesce(st.id, '') AS store, coalesce(st.name, '') AS "storeName", l.rule,
    l.rule_version AS "ruleVersion", l.period, l.from_day AS "from", l.to_day AS "to", l.base_fen AS "baseFen", l.factor,
    l.amount_fen AS "amountFen", l.position, l.total, l.grade, l.graded_factor AS "gradedFactor", l.card_id AS "cardId",
    l.card_version AS "cardVersion", l.because, l.factor_set AS "factorSet"${more}
  FROM incentives.settlement_line l
  LEFT JOIN organisation.node p ON p.no = l.person_no
  LEFT JOIN organisation.node st ON st.no = l.store_no`

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
  return kept(
    tx,
    sql<{ personNo: number; from: Day; to: Day }>`
    SELECT person_no AS "personNo", from_day AS "from", to_day AS "to" FROM incentives.settlement_line
    WHERE rule = ${rule} AND period = ${period} AND person_no IN (SELECT unnest(${arrayOf(personNos)}::int[]))
      AND settlement_id <> ${settlementId}`,
  )
}

/** A line that was paid, as later months are compared with it; `under`: its store lies below the node asked for. */
export type PaidLine = Who & {
  settlementId: string
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
    SELECT l.settlement_id AS "settlementId", l.person_no AS "personNo", coalesce(p.id, '') AS person,
      coalesce(p.name, '') AS name, l.store_no AS "storeNo", coalesce(st.id, '') AS store,
      coalesce(st.name, '') AS "storeName", l.period, l.from_day AS "from", l.to_day AS "to", l.total, l.grade, l.factor,
      l.amount_fen AS "amountFen", l.factor_set AS "factorSet", l.under
    FROM paid l
    LEFT JOIN organisation.node p ON p.no = l.person_no
    LEFT JOIN organisation.node st ON st.no = l.store_no
    WHERE l.person_no IN (SELECT person_no FROM paid WHERE under)
    ORDER BY l.period, l.person_no, l.from_day`.execute(tx)
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
    WHERE rule = ${rule} AND period = ANY (${[...periods]}) AND person_no IN (SELECT unnest(${[...personNos]}::int[]))
      AND settlement_id <> ${settlementId}
    GROUP BY 1, 2, 3`.execute(tx)
  return found.rows
}

export async function markPosted(tx: Transaction, settlementId: string, at: Date): Promise<void> {
  await sql`UPDATE incentives.settlement_line SET posted_at = ${at} WHERE settlement_id = ${settlementId}`.execute(tx)
}
