import type { Day } from '#foundation/period'
import { arrayOf, kept, sql, type Transaction } from '#platform/database'
import type { SettlementState } from '../rules/settlement.ts'

export type SettlementRow = {
  id: string
  nodeNo: number
  node: string
  nodeName: string
  period: string
  state: SettlementState
  totalFen: number
  calculatedAt: Date
}

/** Who gets no line, and why. */
export type UnsettledRow = { personNo: number; position: string; why: 'no_card' | 'no_base' | 'already_settled' }

export type PayNode = { no: number; id: string; kind: string; payable: boolean }
const payNode = sql`SELECT no, id, kind, no <@ (SELECT platform.pay_scope()) AS payable FROM organisation.node`

/** A node within the scope; `payable` when its pay may be seen, too. */
export async function nodeById(tx: Transaction, id: string): Promise<PayNode | null> {
  const found = await sql<PayNode>`${payNode} WHERE id = ${id}`.execute(tx)
  return found.rows[0] ?? null
}

export async function nodeByNo(tx: Transaction, no: number): Promise<PayNode | null> {
  const found = await sql<PayNode>`${payNode} WHERE no = ${no}`.execute(tx)
  return found.rows[0] ?? null
}

/** Of these stores those whose pay the actor may see. */
export async function payableStores(tx: Transaction, storeNos: readonly number[]): Promise<Set<number>> {
  const found = await kept(
    tx,
    sql<{ no: number }>`
    SELECT no FROM unnest(${arrayOf(storeNos)}::int[]) AS s(no) WHERE no <@ (SELECT platform.pay_scope())`,
  )
  return new Set(found.map((row) => row.no))
}

/**
 * Lets settlements be worked out one after the other: each has to see what the others pay. Ends with the transaction.
 */
export async function lockCalculating(tx: Transaction): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7003, 1)`.execute(tx)
}

const columns = sql`s.id, s.node_no AS "nodeNo", n.id AS node, n.name AS "nodeName", s.period, s.state,
  s.total_fen AS "totalFen", s.calculated_at AS "calculatedAt"`

export async function settlementById(tx: Transaction, id: string): Promise<SettlementRow | null> {
  const found = await sql<SettlementRow>`
    SELECT ${columns} FROM incentives.settlement s JOIN organisation.node n ON n.no = s.node_no WHERE s.id = ${id}`.execute(
    tx,
  )
  return found.rows[0] ?? null
}

/** The same, held until the transaction ends: who comes second sees what the first has done. */
export async function lockedSettlement(tx: Transaction, id: string): Promise<SettlementRow | null> {
  await sql`SELECT id FROM incentives.settlement WHERE id = ${id} FOR UPDATE`.execute(tx)
  return settlementById(tx, id)
}

export async function settlementIdOf(tx: Transaction, nodeNo: number, period: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    SELECT id FROM incentives.settlement WHERE node_no = ${nodeNo} AND period = ${period}`.execute(tx)
  return found.rows[0]?.id ?? null
}

/** Begins a settlement: its lines refer to it, and what they come to is kept with `keepCalculation`. */
export async function insertSettlement(
  tx: Transaction,
  row: { id: string; nodeNo: number; period: string; calculatedAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO incentives.settlement (id, node_no, period, state, total_fen, calculated_at, unsettled)
    VALUES (${row.id}, ${row.nodeNo}, ${row.period}, 'draft', 0, ${row.calculatedAt}, '[]')`.execute(tx)
}

export async function keepCalculation(
  tx: Transaction,
  id: string,
  row: { totalFen: number; calculatedAt: Date; unsettled: readonly UnsettledRow[] },
): Promise<void> {
  await sql`
    UPDATE incentives.settlement SET total_fen = ${row.totalFen}, calculated_at = ${row.calculatedAt},
      unsettled = ${JSON.stringify(row.unsettled)}::jsonb
    WHERE id = ${id}`.execute(tx)
}

export async function keepTotal(tx: Transaction, id: string, totalFen: number): Promise<void> {
  await sql`UPDATE incentives.settlement SET total_fen = ${totalFen} WHERE id = ${id}`.execute(tx)
}

/** Moves a settlement on and says who did it. */
export async function moveTo(
  tx: Transaction,
  id: string,
  state: SettlementState,
  who: { actorNo: number; actorName: string; at: Date },
): Promise<void> {
  await sql`UPDATE incentives.settlement SET state = ${state} WHERE id = ${id} AND state <> ${state}`.execute(tx)
  await sql`
    INSERT INTO incentives.settlement_step (settlement_id, state, actor_no, actor_name, at)
    VALUES (${id}, ${state}, ${who.actorNo}, ${who.actorName}, ${who.at})`.execute(tx)
}

export type StepRow = { state: SettlementState; by: string; at: Date; note: string }

export async function stepsOf(tx: Transaction, id: string): Promise<StepRow[]> {
  const found = await sql<StepRow>`
    SELECT state, actor_name AS by, at, note FROM incentives.settlement_step WHERE settlement_id = ${id} ORDER BY no`.execute(
    tx,
  )
  return found.rows
}

export type NamedUnsettled = { person: string; name: string; position: string; why: UnsettledRow['why'] }

export async function unsettledOf(tx: Transaction, id: string): Promise<NamedUnsettled[]> {
  const found = await sql<NamedUnsettled>`
    SELECT n.id AS person, n.name, u.position, u.why
    FROM incentives.settlement s
    CROSS JOIN LATERAL jsonb_to_recordset(s.unsettled) AS u("personNo" int, position text, why text)
    JOIN organisation.node n ON n.no = u."personNo"
    WHERE s.id = ${id} ORDER BY u.why, n.id, u.position`.execute(tx)
  return found.rows
}

export type SummaryRow = Omit<SettlementRow, 'nodeNo' | 'calculatedAt'> & {
  people: number
  open: number
  changedAt: Date
}

/** Every settlement within the pay scope, the latest month first. */
export async function summaries(tx: Transaction): Promise<SummaryRow[]> {
  const found = await sql<SummaryRow>`
    SELECT s.id, n.id AS node, n.name AS "nodeName", s.period, s.state, s.total_fen AS "totalFen",
      coalesce(l.people, 0) AS people, coalesce(l.open, 0) AS open, greatest(s.calculated_at, t.at) AS "changedAt"
    FROM incentives.settlement s
    JOIN organisation.node n ON n.no = s.node_no
    LEFT JOIN (
      SELECT settlement_id, count(DISTINCT person_no) AS people, count(*) FILTER (WHERE amount_fen IS NULL) AS open
      FROM incentives.settlement_line GROUP BY settlement_id
    ) l ON l.settlement_id = s.id
    LEFT JOIN (SELECT settlement_id, max(at) AS at FROM incentives.settlement_step GROUP BY settlement_id) t ON t.settlement_id = s.id
    ORDER BY s.period DESC, "changedAt" DESC, s.id`.execute(tx)
  return found.rows
}

export type BaseRow = { personNo: number; baseFen: number; from: Day }

/** The bonus bases of people, with the day from which each holds. */
export async function bonusBases(tx: Transaction, personNos: readonly number[]): Promise<BaseRow[]> {
  return kept(
    tx,
    sql<BaseRow>`
    SELECT person_no AS "personNo", base_fen AS "baseFen", from_day AS "from" FROM organisation.bonus_base
    WHERE person_no IN (SELECT unnest(${arrayOf(personNos)}::int[])) ORDER BY person_no, from_day`,
  )
}
