import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

export type DecompositionState = 'draft' | 'proposed' | 'approved'
export type DecompositionRow = {
  no: number
  nodeNo: number
  node: string
  kpi: string
  year: number
  version: number
  state: DecompositionState
  basedOn: number | null
  goal: number
  start: number | null
  settings: unknown
  complete: boolean
  applied: boolean
  reason: string
  by: string
  madeAt: Date
  proposedAt: Date | null
  approver: string | null
  approvedAt: Date | null
  jobId: string | null
  months: number[] | null
  locked: boolean[] | null
}
export type NewDecomposition = {
  nodeNo: number
  kpi: string
  year: number
  state: 'draft' | 'proposed'
  basedOn: number | null
  goal: number
  start: number | null
  settings: unknown
  reason: string
}
export type Line = { nodeNo: number; parentNo: number | null; yearValue: number; months: number[]; locked: boolean[] }
type By = { no: number; name: string; now: Date }

/** Adds a version of a node's year; versions of one plan queue up behind each other. */
export async function insertDecomposition(
  tx: Transaction,
  one: NewDecomposition,
  by: By,
): Promise<{ no: number; version: number }> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`targets.decomposition ${one.nodeNo} ${one.kpi} ${one.year}`}, 0))`.execute(
    tx,
  )
  const made = await sql<{ no: number; version: number }>`
    INSERT INTO targets.decomposition (node_no, kpi, year, version, state, based_on, goal, start_value, settings, reason,
      actor_no, actor_name, made_at, proposed_at)
    SELECT ${one.nodeNo}, ${one.kpi}, ${one.year}, coalesce(max(d.version), 0) + 1, ${one.state}, ${one.basedOn}::int, ${one.goal},
      ${one.start}::float8, ${JSON.stringify(one.settings)}::jsonb, ${one.reason}, ${by.no}, ${by.name}, ${by.now},
      CASE WHEN ${one.state} = 'proposed' THEN ${by.now}::timestamptz END
    FROM targets.decomposition d WHERE d.node_no = ${one.nodeNo} AND d.kpi = ${one.kpi} AND d.year = ${one.year}
    RETURNING no, version`.execute(tx)
  return made.rows[0] as { no: number; version: number }
}

const asArray = (values: readonly (number | boolean)[]) => `{${values.join(',')}}`

/** Adds lines, those that are there already apart: work that was interrupted goes on. */
export async function insertLines(tx: Transaction, no: number, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return
  await sql`
    INSERT INTO targets.decomposition_line (decomposition_no, node_no, parent_no, year_value, months, locked)
    SELECT ${no}, l.node_no, l.parent_no, l.year_value, l.months::float8[], l.locked::boolean[]
    FROM unnest(${lines.map((line) => line.nodeNo)}::int[], ${lines.map((line) => line.parentNo)}::int[],
      ${lines.map((line) => line.yearValue)}::float8[], ${lines.map((line) => asArray(line.months))}::text[],
      ${lines.map((line) => asArray(line.locked))}::text[]) AS l(node_no, parent_no, year_value, months, locked)
    ON CONFLICT DO NOTHING`.execute(tx)
}

export async function markComplete(tx: Transaction, no: number): Promise<void> {
  await sql`UPDATE targets.decomposition SET complete = true WHERE no = ${no}`.execute(tx)
}

export async function markApplied(tx: Transaction, no: number): Promise<void> {
  await sql`UPDATE targets.decomposition SET applied = true WHERE no = ${no}`.execute(tx)
}

/** Notes which background work fills or applies a plan. */
export async function noteJob(tx: Transaction, no: number, job: string): Promise<void> {
  await sql`UPDATE targets.decomposition SET job_id = ${job} WHERE no = ${no}`.execute(tx)
}

/** Moves a plan on, if it still is where the mover believes it; whether it did. */
export async function moveState(tx: Transaction, no: number, to: 'proposed' | 'approved', by: By): Promise<boolean> {
  const moved =
    to === 'proposed'
      ? await sql`UPDATE targets.decomposition SET state = 'proposed', proposed_at = ${by.now} WHERE no = ${no} AND state = 'draft' RETURNING no`.execute(
          tx,
        )
      : await sql`UPDATE targets.decomposition SET state = 'approved', approver_no = ${by.no}, approver_name = ${by.name}, approved_at = ${by.now}
        WHERE no = ${no} AND state = 'proposed' AND complete RETURNING no`.execute(tx)
  return moved.rows.length > 0
}

const columns =
  sql.raw(`d.no, d.node_no AS "nodeNo", n.id AS node, d.kpi, d.year, d.version, d.state, d.based_on AS "basedOn", d.goal,
  d.start_value AS start, d.settings, d.complete, d.applied, d.reason, d.actor_name AS "by", d.made_at AS "madeAt", d.proposed_at AS "proposedAt",
  d.approver_name AS approver, d.approved_at AS "approvedAt", d.job_id AS "jobId", l.months, l.locked`)
const from = sql.raw(`targets.decomposition d JOIN organisation.node n ON n.no = d.node_no
  LEFT JOIN targets.decomposition_line l ON l.decomposition_no = d.no AND l.node_no = d.node_no`)

/** The plans of a node and year, the newest first; of one KPI or of all. */
export async function decompositionsOf(
  tx: Transaction,
  { nodeNo, kpi, year }: { nodeNo: number; kpi: string | null; year: number },
): Promise<DecompositionRow[]> {
  const found = await sql<DecompositionRow>`SELECT ${columns} FROM ${from}
    WHERE d.node_no = ${nodeNo} AND d.year = ${year} AND (${kpi}::text IS NULL OR d.kpi = ${kpi}) ORDER BY d.kpi, d.version DESC`.execute(
    tx,
  )
  return found.rows
}

export async function decompositionNo(tx: Transaction, no: number): Promise<DecompositionRow | null> {
  const found = await sql<DecompositionRow>`SELECT ${columns} FROM ${from} WHERE d.no = ${no}`.execute(tx)
  return found.rows[0] ?? null
}

export type ShownLine = { node: string; name: string; kind: string; yearValue: number; months: number[] }

/** The lines right below the plan's own node, or below another of its nodes. */
export async function linesBelow(tx: Transaction, no: number, parentNo: number): Promise<ShownLine[]> {
  const found = await sql<ShownLine>`
    SELECT n.id AS node, n.name, n.kind, l.year_value AS "yearValue", l.months FROM targets.decomposition_line l
    JOIN organisation.node n ON n.no = l.node_no
    WHERE l.decomposition_no = ${no} AND l.parent_no = ${parentNo} ORDER BY n.name COLLATE "zh-x-icu", n.id`.execute(tx)
  return found.rows
}

/** The numbers of a plan's nodes, in order, for applying them part by part. */
export async function lineNodes(tx: Transaction, no: number): Promise<number[]> {
  const found = await sql<{ nodeNo: number }>`
    SELECT node_no AS "nodeNo" FROM targets.decomposition_line WHERE decomposition_no = ${no} ORDER BY node_no`.execute(
    tx,
  )
  return found.rows.map((row) => row.nodeNo)
}

/**
 * Makes targets of a plan's lines between two node numbers: the year, its quarters and its months. Values that are in force
 * already stay as they are; what changes is a new version with the plan's reason and approver. Returns the nodes that changed.
 */
export async function applyLines(
  tx: Transaction,
  { no, fromNode, toNode, today }: { no: number; fromNode: number; toNode: number; today: Day },
): Promise<{ values: number; nodes: number[] }> {
  const changed = await sql<{ values: number; nodes: number[] | null }>`
    WITH plan AS (SELECT * FROM targets.decomposition WHERE no = ${no}),
    parts AS (
      SELECT l.node_no, p.period, p.value, p.ends FROM targets.decomposition_line l, plan d, LATERAL (
        SELECT d.year::text AS period, l.year_value AS value, make_date(d.year, 12, 31) AS ends
        UNION ALL
        SELECT d.year || '-' || lpad(m.at::text, 2, '0'), m.value, (make_date(d.year, m.at::int, 1) + interval '1 month - 1 day')::date
        FROM unnest(l.months) WITH ORDINALITY AS m(value, at)
        UNION ALL
        SELECT d.year || '-Q' || q.at,
          CASE WHEN (d.settings ->> 'additive')::boolean THEN l.months[q.at * 3 - 2] + l.months[q.at * 3 - 1] + l.months[q.at * 3]
            ELSE l.months[q.at * 3] END,
          (make_date(d.year, q.at * 3, 1) + interval '1 month - 1 day')::date
        FROM generate_series(1, 4) AS q(at)
      ) p
      WHERE l.decomposition_no = ${no} AND l.node_no BETWEEN ${fromNode} AND ${toNode}
    ), changed AS (
      INSERT INTO targets.target AS t (node_no, period, kpi, value, version, reason, actor_no, actor_name, set_at, after_close)
      SELECT parts.node_no, parts.period, plan.kpi, parts.value, 1, plan.reason, plan.approver_no, plan.approver_name, plan.approved_at,
        parts.ends < ${today}::date
      FROM parts, plan ORDER BY parts.node_no, parts.period COLLATE "C"
      ON CONFLICT (node_no, period, kpi) DO UPDATE SET value = excluded.value, version = t.version + 1, reason = excluded.reason,
        actor_no = excluded.actor_no, actor_name = excluded.actor_name, set_at = excluded.set_at, after_close = excluded.after_close
      WHERE t.value IS DISTINCT FROM excluded.value
      RETURNING t.*
    ), kept AS (INSERT INTO targets.target_version SELECT * FROM changed)
    SELECT count(*)::int AS values, array_agg(DISTINCT node_no) AS nodes FROM changed`.execute(tx)
  const row = changed.rows[0]
  return { values: row?.values ?? 0, nodes: row?.nodes ?? [] }
}

export type TargetValue = { nodeNo: number; kpi: string; period: string; value: number; afterClose: boolean }

/** Targets in force of some nodes and periods; of one KPI or of all. */
export async function valuesIn(
  tx: Transaction,
  { nodes, kpi, periods }: { nodes: number[]; kpi: string | null; periods: string[] },
): Promise<TargetValue[]> {
  const found = await sql<TargetValue>`
    SELECT node_no AS "nodeNo", kpi, period, value, after_close AS "afterClose" FROM targets.target
    WHERE node_no = ANY (${nodes}::int[]) AND period = ANY (${periods}::text[]) AND (${kpi}::text IS NULL OR kpi = ${kpi})`.execute(
    tx,
  )
  return found.rows
}

export type EventRow = { no: number; from: number; to: number; factor: number; name: string; by: string; madeAt: Date }

export async function eventsOf(tx: Transaction, nodeNo: number, year: number): Promise<EventRow[]> {
  const found = await sql<EventRow>`
    SELECT no, from_month AS "from", to_month AS "to", factor, name, actor_name AS "by", made_at AS "madeAt"
    FROM targets.marketing_event WHERE node_no = ${nodeNo} AND year = ${year} ORDER BY from_month, no`.execute(tx)
  return found.rows
}

export async function insertEvent(
  tx: Transaction,
  one: { nodeNo: number; year: number; from: number; to: number; factor: number; name: string },
  by: By,
): Promise<number> {
  const made = await sql<{ no: number }>`
    INSERT INTO targets.marketing_event (node_no, year, from_month, to_month, factor, name, actor_no, actor_name, made_at)
    VALUES (${one.nodeNo}, ${one.year}, ${one.from}, ${one.to}, ${one.factor}, ${one.name}, ${by.no}, ${by.name}, ${by.now}) RETURNING no`.execute(
    tx,
  )
  return made.rows[0]?.no ?? 0
}

export async function deleteEvent(tx: Transaction, no: number): Promise<boolean> {
  const gone = await sql`DELETE FROM targets.marketing_event WHERE no = ${no} RETURNING no`.execute(tx)
  return gone.rows.length > 0
}
