import { sql, type Transaction } from '#platform/database'

export type TargetRow = {
  node: string
  kpi: string
  period: string
  value: number
  version: number
  reason: string
  by: string
  setAt: Date
}
export type NewTarget = {
  nodeNo: number
  period: string
  kpi: string
  value: number
  reason: string
  afterClose?: boolean
}

/** Call as the actor: the nodes among these that it may see. */
export async function visibleNodes(tx: Transaction, ids: string[]): Promise<Map<string, number>> {
  const found = await sql<{
    id: string
    no: number
  }>`SELECT id, no FROM organisation.node WHERE id = ANY (${ids})`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row.no]))
}

/** Sets targets whose value differs; every value is kept as a version. Returns what was new and what was replaced. */
export async function setTargets(
  tx: Transaction,
  rows: NewTarget[],
  by: { actorNo: number; actorName: string; now: Date },
) {
  const changed = await sql<{ nodeNo: number; period: string; kpi: string; version: number }>`
    WITH changed AS (
      INSERT INTO targets.target AS t (node_no, period, kpi, value, version, reason, actor_no, actor_name, set_at, after_close)
      SELECT "nodeNo", period, kpi, value, 1, reason, ${by.actorNo}, ${by.actorName}, ${by.now}, coalesce("afterClose", false)
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("nodeNo" int, period text, kpi text, value float8, reason text, "afterClose" boolean)
      ORDER BY "nodeNo", period COLLATE "C", kpi COLLATE "C"
      ON CONFLICT (node_no, period, kpi) DO UPDATE SET value = excluded.value, version = t.version + 1, reason = excluded.reason,
        actor_no = excluded.actor_no, actor_name = excluded.actor_name, set_at = excluded.set_at,
        after_close = excluded.after_close
      WHERE t.value IS DISTINCT FROM excluded.value
      RETURNING t.*
    ), kept AS (INSERT INTO targets.target_version SELECT * FROM changed)
    SELECT node_no AS "nodeNo", period, kpi, version FROM changed`.execute(tx)
  return changed.rows
}

const shown = sql.raw(
  `n.id AS node, t.kpi, t.period, t.value, t.version, t.reason, t.actor_name AS "by", t.set_at AS "setAt"`,
)

export async function targetsOf(
  tx: Transaction,
  { node, period, kpi }: { node: string; period: string | null; kpi: string | null },
): Promise<TargetRow[]> {
  const found = await sql<TargetRow>`SELECT ${shown} FROM targets.target t JOIN organisation.node n ON n.no = t.node_no
    WHERE n.id = ${node} AND (${period}::text IS NULL OR t.period = ${period}) AND (${kpi}::text IS NULL OR t.kpi = ${kpi})
    ORDER BY t.period, t.kpi`.execute(tx)
  return found.rows
}

export async function versionsOf(
  tx: Transaction,
  { node, period, kpi }: { node: string; period: string; kpi: string },
): Promise<TargetRow[]> {
  const found =
    await sql<TargetRow>`SELECT ${shown} FROM targets.target_version t JOIN organisation.node n ON n.no = t.node_no
    WHERE n.id = ${node} AND t.period = ${period} AND t.kpi = ${kpi} ORDER BY t.version DESC`.execute(tx)
  return found.rows
}

/** Tells open boards that their targets moved. */
export async function tellBoards(tx: Transaction, nodeNos: number[]): Promise<void> {
  const nodes = [...new Set(nodeNos)]
  await sql`SELECT pg_notify('baton_board', ${nodes.length > 200 ? '*' : nodes.join(',')})`.execute(tx)
}
