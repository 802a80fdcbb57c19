import type { Day } from '#foundation/period'
import { type Database, kept, sql, type Transaction } from '#platform/database'

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
  const [found] = await kept(
    tx,
    sql<Snapshot>`SELECT * FROM boards.snapshot(${query.node}, ${query.from}::date, ${query.to}::date, ${query.byDay},
    ${query.periods}::text[], ${query.weightTo}::date, ${query.weightPlace}::int)`,
  )
  return found ?? null
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
