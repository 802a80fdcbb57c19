import type { Day } from '#foundation/period'
import { type Database, sql, type Transaction } from '#platform/database'

export type Snapshot = {
  no: number
  kind: 'company' | 'region' | 'store' | 'department' | 'person'
  name: string
  measured: number[] | null
  facts_up_to: Date | null
  targets: [period: string, kpi: string, value: number, version: number][] | null
  weights: number[] | null
  windows: (number | null)[] | null
  pending: boolean
}

export type SnapshotQuery = {
  node: string
  from: Day
  to: Day
  byDay: boolean
  periods: string[]
  weightTo: Day | null
  weightPlace: number
}

/** What a board of one node is made from, under the actor's row level security; null when the node is not to be seen. */
export async function snapshot(tx: Transaction, query: SnapshotQuery): Promise<Snapshot | null> {
  const found =
    await sql<Snapshot>`SELECT * FROM boards.snapshot(${query.node}, ${query.from}::date, ${query.to}::date, ${query.byDay},
    ${query.periods}::text[], ${query.weightTo}::date, ${query.weightPlace}::int)`.execute(tx)
  return found.rows[0] ?? null
}

export type KeyedSnapshot = Omit<Snapshot, 'no'> & {
  no: number | null
  actor_no: number
  permissions: string
  key_id: string
}

/** The same behind an API key: one round trip finds the key, becomes its actor and reads. Null: no such key. */
export async function snapshotByKey(
  database: Database,
  keyHash: Buffer,
  query: SnapshotQuery,
): Promise<KeyedSnapshot | null> {
  const rows = await database.hot<KeyedSnapshot>(
    'boards.snapshot_by_key',
    'SELECT * FROM boards.snapshot_by_key($1, $2, $3, $4, $5, $6, $7, $8)',
    [keyHash, query.node, query.from, query.to, query.byDay, query.periods, query.weightTo, query.weightPlace],
  )
  return rows[0] ?? null
}

export type Below = {
  node: string
  name: string
  kind: 'store' | 'person'
  measured: number[] | null
  windows: (number | null)[] | null
  targets: Snapshot['targets']
}

/** The stores below a region or company, or the people of a store or department, each with what a ranking needs. */
export async function below(
  tx: Transaction,
  query: SnapshotQuery & { no: number; kind: 'store' | 'person'; kpi: string; windowed: boolean; today: Day },
): Promise<Below[]> {
  const rows = query.byDay ? 'day' : 'month'
  const table = query.kind === 'store' ? sql.raw(`measures.rollup_${rows}`) : sql.raw(`measures.person_${rows}`)
  const key = sql.raw(query.kind === 'store' ? 'node_no' : 'person_no')
  const found = await sql<Below>`
    SELECT n.id AS node, n.name, n.kind, m.measured,
      CASE WHEN ${query.windowed} AND n.kind = 'store' THEN measures.windows(n.no, ${query.to}::date) END AS windows, (
      SELECT json_agg(json_build_array(t.period, t.kpi, t.value, t.version)) FROM targets.target t
      WHERE t.node_no = n.no AND t.kpi = ${query.kpi} AND t.period = ANY (${query.periods}::text[])
    ) AS targets
    FROM organisation.node n
    LEFT JOIN LATERAL (
      SELECT measures.summed(r.measured) AS measured FROM ${table} r
      WHERE r.${key} = n.no AND r.${sql.raw(rows)} BETWEEN ${query.from}::date AND ${query.to}::date
    ) m ON true
    WHERE n.kind = ${query.kind} AND n.no IN (SELECT organisation.subtree(${query.no}::int, ${query.today}::date))`.execute(
    tx,
  )
  return found.rows
}

/** The ids of the nodes right below, in the order in which people read them. */
export async function childrenOf(tx: Transaction, node: string, today: Day): Promise<string[]> {
  const found = await sql<{ id: string }>`
    SELECT n.id FROM organisation.node up
    JOIN organisation.placement p ON p.parent_no = up.no AND p.from_day <= ${today}::date AND (p.to_day IS NULL OR p.to_day >= ${today}::date)
    JOIN organisation.node n ON n.no = p.node_no
    WHERE up.id = ${node} ORDER BY n.name COLLATE "zh-x-icu", n.id`.execute(tx)
  return found.rows.map((row) => row.id)
}

/** The store that a node's figures are made in, for knowing when they may have moved: itself, or the stores of a person or department. */
export async function sourcesOf(tx: Transaction, node: string): Promise<number[]> {
  const found = await sql<{ no: number }>`
    SELECT n.no FROM organisation.node n WHERE n.id = ${node}
    UNION
    SELECT m.store_no FROM organisation.node n JOIN organisation.staffing m ON m.person_no = n.no OR m.node_no = n.no WHERE n.id = ${node}`.execute(
    tx,
  )
  return found.rows.map((row) => row.no)
}
