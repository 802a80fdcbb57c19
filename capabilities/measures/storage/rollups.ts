import type { Day } from '#foundation/period'
import { kept, runKept, sql, type Transaction, together } from '#platform/database'
import { computeParentHours, computeStoreHours } from './hours.ts'
import type { Statements } from './statements.ts'
import { streamNames, streams } from './streams.ts'

export type NodeDay = { nodeNo: number; day: Day }

const columns = (days: readonly NodeDay[]) => [days.map((one) => one.nodeNo), days.map((one) => one.day)] as const

/** $1 and $2 are the nodes and their days. */
const runFor = <Row = unknown>(
  tx: Transaction,
  text: string,
  days: readonly NodeDay[],
  values: readonly unknown[] = [],
) => runKept<Row>(tx, text, [...columns(days), ...values])

const newMonths = `
    WITH t AS (SELECT DISTINCT node_no, day FROM unnest($1::int[], $2::date[]) AS t(node_no, day)),
    fresh AS (
      SELECT DISTINCT node_no, date_trunc('month', day)::date AS month FROM t
      WHERE NOT EXISTS (SELECT FROM measures.rollup_month m WHERE m.node_no = t.node_no AND m.month = date_trunc('month', t.day)::date)
    )
    SELECT node_no AS "nodeNo", day FROM t
    UNION
    SELECT node_no, generate_series(month, month + interval '1 month' - interval '1 day', '1 day')::date FROM fresh`

const emptyMonths = `
    WITH months AS (
      DELETE FROM measures.rollup_month m
      USING (SELECT DISTINCT node_no, date_trunc('month', day)::date AS month FROM unnest($1::int[], $2::date[]) AS t(node_no, day)) t
      WHERE m.node_no = t.node_no AND m.month = t.month AND m.facts_up_to IS NULL RETURNING m.node_no, m.month
    )
    DELETE FROM measures.rollup_day r USING months m
    WHERE r.node_no = m.node_no AND r.day >= m.month AND r.day < m.month + interval '1 month'
    RETURNING r.node_no AS "nodeNo", r.day`

const mark = `INSERT INTO measures.pending AS known (node_no, day, stage, due)
    SELECT DISTINCT node_no, day, $3, now() + $4::int * interval '1 second' FROM unnest($1::int[], $2::date[]) AS t(node_no, day) ORDER BY 1, 2
    ON CONFLICT (stage, node_no, day) DO UPDATE SET due = excluded.due WHERE excluded.due < known.due AND known.due > now()`

/** All days of the months in which one of these stores has none yet: its calendar and its staff count from the month's first day. */
export function withNewMonths(tx: Transaction, days: readonly NodeDay[]): Promise<NodeDay[]> {
  return runFor<NodeDay>(tx, newMonths, days)
}

/**
 * Computes these days of stores again from their facts: the store's row, its people's rows, and both months. A month whose
 * last fact was taken back has no rows any more; its days are returned, for those above.
 */
export async function computeStores(tx: Transaction, texts: Statements, days: readonly NodeDay[]): Promise<NodeDay[]> {
  const [, , , , , emptied] = await together(
    runFor(tx, texts.storeDays.text, days, texts.storeDays.values),
    computeStoreHours(tx, days),
    runFor(tx, texts.months, days),
    runFor(tx, texts.personDays.text, days, texts.personDays.values),
    runFor(tx, texts.personMonths, days),
    runFor<NodeDay>(tx, emptyMonths, days),
  )
  return emptied
}

/** Sums these days of regions and companies again from what stood under them on that day. */
export async function computeParents(tx: Transaction, texts: Statements, days: readonly NodeDay[]): Promise<void> {
  const [nodes, dates] = columns(days)
  const t = sql`(SELECT DISTINCT node_no, day FROM unnest(${nodes}::int[], ${dates}::date[]) AS t(node_no, day)) t`
  await runFor(tx, texts.parentDays, days)
  await computeParentHours(tx, days)
  await sql`DELETE FROM measures.rollup_day r USING ${t} WHERE r.node_no = t.node_no AND r.day = t.day AND NOT EXISTS (
    SELECT FROM organisation.placement p JOIN measures.rollup_day c ON c.node_no = p.node_no AND c.day = t.day
    WHERE p.parent_no = t.node_no AND p.from_day <= t.day AND (p.to_day IS NULL OR p.to_day >= t.day))`.execute(tx)
  await runFor(tx, texts.months, days)
  await sql`DELETE FROM measures.rollup_month m USING ${t} WHERE m.node_no = t.node_no AND m.month = date_trunc('month', t.day)::date AND NOT EXISTS (
    SELECT FROM measures.rollup_day r WHERE r.node_no = m.node_no AND r.day >= m.month AND r.day < m.month + interval '1 month')`.execute(
    tx,
  )
}

export async function markPending(
  tx: Transaction,
  stage: 'facts' | 'parents' | 'children',
  days: readonly NodeDay[],
  inSeconds = 0,
): Promise<void> {
  await runFor(tx, mark, days, [stage, inSeconds])
}

/** Lets what was marked for later be worked off now. */
export async function hurryPending(tx: Transaction): Promise<void> {
  await sql`UPDATE measures.pending SET due = now() WHERE due > now()`.execute(tx)
}

/** In how many milliseconds the next mark that must wait is due; null when none has to. */
export async function nextDue(tx: Transaction): Promise<number | null> {
  const found = await sql<{ wait: number | null }>`
    SELECT (extract(epoch FROM min(due) - now()) * 1000)::float8 AS wait FROM measures.pending`.execute(tx)
  return found.rows[0]?.wait ?? null
}

/** The stores whose own days come next. */
export async function pendingStores(tx: Transaction, most: number): Promise<number[]> {
  const found = await sql<{ no: number }>`
    SELECT DISTINCT node_no AS no FROM (
      SELECT node_no FROM measures.pending WHERE stage = 'facts' AND due <= now() ORDER BY node_no, day LIMIT ${most}
    ) p ORDER BY 1`.execute(tx)
  return found.rows.map((row) => row.no)
}

/**
 * Takes marks away, to be worked off in the same transaction; of `nodeNos` only, where given. Whatever stands above is computed
 * from all that stand below it, so marks go up day by day: taken store by store, a region would be summed again for each few of
 * its stores. They are locked in the order in which writers make them, so that nobody waits in a circle.
 */
export async function takePending(
  tx: Transaction,
  stage: 'facts' | 'parents' | 'children',
  most: number,
  nodeNos: readonly number[] | null = null,
): Promise<NodeDay[]> {
  const taken = await sql<NodeDay>`
    DELETE FROM measures.pending p WHERE p.ctid = ANY (ARRAY(
      SELECT t.ctid FROM measures.pending t JOIN (
        SELECT d.node_no, d.day FROM measures.pending d WHERE d.stage = ${stage} AND d.due <= now()
          AND (${nodeNos === null} OR d.node_no = ANY (${[...(nodeNos ?? [])]}::int[]))
        ORDER BY ${sql.raw(stage === 'facts' ? 'd.node_no, d.day' : 'd.day, d.node_no')} LIMIT ${most}
      ) next ON next.node_no = t.node_no AND next.day = t.day
      WHERE t.stage = ${stage} AND t.due <= now() ORDER BY t.node_no, t.day FOR UPDATE OF t
    ))
    RETURNING p.node_no AS "nodeNo", p.day`.execute(tx)
  return taken.rows
}

/** The regions and companies right above these nodes on those days. */
export async function parentsOf(tx: Transaction, days: readonly NodeDay[]): Promise<NodeDay[]> {
  const [nodes, dates] = columns(days)
  const found = await sql<NodeDay>`
    SELECT DISTINCT p.parent_no AS "nodeNo", t.day FROM unnest(${nodes}::int[], ${dates}::date[]) AS t(node_no, day)
    JOIN organisation.placement p ON p.node_no = t.node_no AND p.from_day <= t.day AND (p.to_day IS NULL OR p.to_day >= t.day)`.execute(
    tx,
  )
  return found.rows
}

/** False when another server is rolling up at this moment. */
export async function lockRolling(tx: Transaction): Promise<boolean> {
  const found = await sql<{ locked: boolean }>`SELECT pg_try_advisory_xact_lock(7002) AS locked`.execute(tx)
  return found.rows[0]?.locked ?? false
}

/** The same lock that writers of facts take. */
export async function lockStores(tx: Transaction, storeNos: readonly number[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7001, no) FROM (SELECT DISTINCT no FROM unnest(${[...storeNos]}::int[]) AS no ORDER BY no) s`.execute(
    tx,
  )
}

/** Tells open boards; a long list is said as '*'. */
export async function tellBoards(tx: Transaction, nodeNos: readonly number[]): Promise<void> {
  const nodes = [...new Set(nodeNos)]
  await kept(tx, sql`SELECT pg_notify('baton_board', ${nodes.length > 200 ? '*' : nodes.join(',')})`)
}

export async function tellRoller(tx: Transaction): Promise<void> {
  await runKept(tx, "SELECT pg_notify('baton_pending', '')", [])
}

export async function pendingCount(tx: Transaction): Promise<number> {
  const found = await sql<{ count: number }>`SELECT count(*) AS count FROM measures.pending`.execute(tx)
  return found.rows[0]?.count ?? 0
}

/** Days that stores have rows for, between two days. */
export async function knownDays(tx: Transaction, storeNo: number, from: Day, to: Day | null): Promise<NodeDay[]> {
  const found = await sql<NodeDay>`SELECT node_no AS "nodeNo", day FROM measures.rollup_day
    WHERE node_no = ${storeNo} AND day >= ${from}::date AND (${to}::date IS NULL OR day <= ${to}::date)`.execute(tx)
  return found.rows
}

const forgotten = [
  'rollup_day',
  'rollup_month',
  'person_day',
  'person_month',
  'hour_day',
  'pending',
  'customer_month',
  'shared_customer',
  'retention',
  'retention_due',
] as const

/** Throws every rollup away and marks every day of every store that has facts. */
export async function forgetAll(tx: Transaction): Promise<number> {
  for (const table of forgotten) await sql`DELETE FROM ${sql.raw(`measures.${table}`)}`.execute(tx)
  const marked = await sql<{ count: number }>`
    WITH marked AS (
      INSERT INTO measures.pending (node_no, day, stage)
      ${sql.raw([...streamNames.map((name) => [streams[name].table, streams[name].day]), ['facts.inventory', 'day'], ['facts.observation', 'day']].map(([table, day]) => `SELECT store_no, ${day}, 'facts' FROM ${table} WHERE ${day} IS NOT NULL AND NOT deleted`).join(' UNION '))}
      RETURNING 1
    ) SELECT count(*) AS count FROM marked`.execute(tx)
  return marked.rows[0]?.count ?? 0
}
