import type { Day } from '#foundation/period'
import { type Database, runKept, sql, type Transaction } from '#platform/database'

export type Snapshot = {
  no: number
  kind: 'company' | 'region' | 'store' | 'department' | 'person'
  name: string
  /** By place; null without any row. */
  measured: number[] | null
  facts_up_to: Date | null
  /** By KPI and period, with a space between. */
  targets: ReadonlyMap<string, number>
  /** The operating days of a running period that are still to come; null where they are not counted. */
  left_over: number | null
  windows: (number | null)[] | null
  pending: boolean
}

/** Which rows add up to a period that ends with `to` for now, and with `end` at last. */
export type SnapshotQuery = {
  node: string
  from: Day
  to: Day
  end: Day
  /** Whole months count by their rows up to this day, */
  monthsTo: Day
  /** and the days from here to `to` by theirs, */
  daysFrom: Day
  daysTo: Day
  /** or, if taking, as their month's row less its days behind `to`. */
  taking: boolean
  periods: string[]
  leftPlace: number
}

type Row = Omit<Snapshot, 'measured' | 'targets'> & {
  added: string | null
  taken: string | null
  targets: string | null
}

/** What a board of one node is made from, under the actor's row level security; null when the node is not to be seen. */
export async function snapshot(tx: Transaction, query: SnapshotQuery): Promise<Snapshot | null> {
  const [row] = await runKept<Row>(
    tx,
    'SELECT * FROM boards.snapshot($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    valuesOf(query),
  )
  return row ? { ...row, ...read(row) } : null
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
  const [row] = await database.hot<Omit<KeyedSnapshot, 'measured' | 'targets'> & Row>(
    'boards.snapshot_by_key',
    'SELECT * FROM boards.snapshot_by_key($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [keyHash, ...valuesOf(query)],
  )
  return row ? { ...row, ...read(row) } : null
}

const valuesOf = (query: SnapshotQuery) => [
  query.node,
  query.from,
  query.to,
  query.end,
  query.monthsTo,
  query.daysFrom,
  query.daysTo,
  query.taking,
  query.periods,
  query.leftPlace,
]

function read({ added, taken, targets }: Pick<Row, 'added' | 'taken' | 'targets'>) {
  return { measured: added === null ? null : summed(added, taken), targets: targetsRead(targets) }
}

/** Rows of measures as the database writes them, added up place by place; shorter ones count as zeros behind their end. */
function summed(added: string, taken: string | null): number[] {
  const sums: number[] = []
  for (const row of added.split(';')) addTo(sums, row, 1)
  if (taken === null) return sums
  // Days that are still to come mostly say the same.
  for (const [row, same] of Object.entries(Object.groupBy(taken.split(';'), (text) => text)))
    addTo(sums, row, -(same?.length ?? 0))
  return sums
}

function addTo(sums: number[], row: string, times: number): void {
  const values = row.slice(1, -1).split(',')
  for (const [place, text] of values.entries()) {
    const value = text === 'NULL' ? 0 : Number(text)
    sums[place] = place < sums.length ? (sums[place] as number) + times * value : times * value
  }
}

function targetsRead(text: string | null): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  if (text === null) return found
  for (const line of text.split(';')) {
    const at = line.lastIndexOf(' ')
    found.set(line.slice(0, at), Number(line.slice(at + 1)))
  }
  return found
}

/** A store below a company or region with what its place in a ranking is made from. */
export type StoreBelow = {
  id: string
  name: string
  /** In the order of the places asked for; null without any row. */
  measured: (number | null)[] | null
  targets: ReadonlyMap<string, number>
  /** The same of the first place over the days that are still to come. */
  left_over: number | null
}

/** So many places can be asked for; counted from 1, the operating days first. */
export const placesMost = 9

type RankingQuery = SnapshotQuery & { places: readonly number[]; kpi: string }
type StoreRow = Omit<StoreBelow, 'targets'> & { targets: string | null }

const rankingValues = (query: RankingQuery) => [
  ...valuesOf(query).slice(0, 8),
  [...query.places],
  query.periods,
  query.kpi,
]
const storesRead = (rows: StoreRow[]): StoreBelow[] =>
  rows.map((row) => ({ ...row, targets: targetsRead(row.targets) }))

/** The stores below a company or region, in one statement; none of any other node. */
export async function storesBelow(tx: Transaction, query: RankingQuery): Promise<StoreBelow[]> {
  const text = 'SELECT * FROM boards.stores_below($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)'
  return storesRead(await runKept<StoreRow>(tx, text, rankingValues(query)))
}

/** The same behind an API key, in one round trip. */
export async function storesBelowByKey(
  database: Database,
  keyHash: Buffer,
  query: RankingQuery,
): Promise<StoreBelow[]> {
  const text = 'SELECT * FROM boards.stores_below_by_key($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
  return storesRead(
    await database.hot<StoreRow>('boards.stores_below_by_key', text, [keyHash, ...rankingValues(query)]),
  )
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
