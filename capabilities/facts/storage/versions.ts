import type { Day } from '#foundation/period'
import { kept, sql, type Transaction } from '#platform/database'
import { textArray } from './arrays.ts'
import type { KindTable } from './kinds.ts'

/**
 * A fact as it is kept: head and columns by name, codes already numbers, instants already days. `by_content`: its source
 * gives no versions, so that it counts as a new one only when it says something else than the known one.
 */
export type FactRow = {
  source: string
  external_id: string
  version: Date
  deleted: boolean
  store_no: number
  by_content: boolean
} & Record<string, unknown>

/** A day of a store whose numbers change. */
export type Moved = { store_no: number; day: Day }

/** What became of a row, and the days of the stores that it left and reached. */
export type Written = {
  source: string
  external_id: string
  inserted: boolean
  store_no: number
  days: Day[]
  store_before: number | null
  days_before: Day[] | null
}

export type KnownFact = {
  source: string
  externalId: string
  storeNo: number
  order: string | null
  customer: string | null
}

/** Where facts with these ids stand now, and the order and customer that they name. Call as the worker: an id belongs to the whole installation. */
export async function knownFacts(
  tx: Transaction,
  { table, columns }: KindTable,
  keys: { source: string; externalId: string }[],
) {
  const named = (column: string) => sql.raw(columns.some(([name]) => name === column) ? `f.${column}` : 'NULL::text')
  return kept(
    tx,
    sql<KnownFact>`
    SELECT f.source, f.external_id AS "externalId", f.store_no AS "storeNo", ${named('order_id')} AS "order", ${named('customer')} AS customer
    FROM unnest(${textArray(keys.map((key) => key.source))}::text[], ${textArray(keys.map((key) => key.externalId))}::text[]) AS k(source, external_id)
    CROSS JOIN LATERAL (
      SELECT * FROM ${sql.raw(table)} f WHERE f.source = k.source COLLATE "C" AND f.external_id = k.external_id COLLATE "C" OFFSET 0
    ) f`,
  )
}

/** The stores of orders, by their ids: of the same source if there is one. Call as the worker. */
export async function storesOfOrders(tx: Transaction, named: { source: string; order: string }[]) {
  const found = await sql<{ source: string; order: string; storeNo: number }>`
    SELECT DISTINCT ON (k.source, k."order") k.source, k."order", o.store_no AS "storeNo"
    FROM json_to_recordset(${JSON.stringify(named)}::json) AS k(source text, "order" text)
    JOIN facts.work_order o ON o.external_id = k."order" COLLATE "C" AND NOT o.deleted
    ORDER BY k.source, k."order", o.source = k.source COLLATE "C" DESC, o.source`.execute(tx)
  return found.rows
}

/** The stores in which people work on a day or, failing that, worked last before or first after it. Call as the worker. */
export async function storesOfPeople(tx: Transaction, named: { personNo: number; day: Day }[]) {
  const found = await sql<{ personNo: number; day: Day; storeNo: number }>`
    SELECT DISTINCT ON (k.no, k.day) k.no AS "personNo", k.day, m.store_no AS "storeNo"
    FROM unnest(${named.map((one) => one.personNo)}::int[], ${named.map((one) => one.day)}::date[]) AS k(no, day)
    JOIN organisation.staffing m ON m.person_no = k.no
    ORDER BY k.no, k.day, (m.from_day <= k.day AND (m.to_day IS NULL OR m.to_day >= k.day)) DESC,
      CASE WHEN m.from_day > k.day THEN m.from_day - k.day ELSE k.day - coalesce(m.to_day, k.day) END, m.from_day, m.store_no`.execute(
    tx,
  )
  return found.rows
}

/**
 * One writer at a time in a store, until the transaction ends. Taken before facts are written, so that whoever recomputes the
 * store's day afterwards sees every fact that was acknowledged. In the order of numbers, so that nobody waits in a circle.
 */
export async function lockStores(tx: Transaction, storeNos: number[]): Promise<void> {
  await kept(
    tx,
    sql`SELECT pg_advisory_xact_lock(7001, no) FROM (SELECT no FROM unnest(${storeNos}::int[]) AS no ORDER BY no) s`,
  )
}

const head = ['source', 'external_id', 'version', 'deleted', 'store_no'] as const

const statements = new Map<KindTable, string>()

/** Keeps the rows whose version is greater than the known one; what they replace, and what came too late, goes to the past versions. */
export async function writeVersions(
  tx: Transaction,
  kind: KindTable,
  rows: FactRow[],
  receivedAt: Date,
): Promise<Written[]> {
  let text = statements.get(kind)
  if (!text) {
    text = statement(kind)
    statements.set(kind, text)
  }
  const [before, after] = text.split('$ROWS$')
  const [between, end] = (after as string).split('$RECEIVED$')
  const found =
    await sql<Written>`${sql.raw(before as string)}${JSON.stringify(rows)}${sql.raw(between as string)}${receivedAt}${sql.raw(end as string)}`.execute(
      tx,
    )
  return found.rows
}

function statement({ kind, table, columns, days, credited, begins = {} }: KindTable): string {
  const names = [...head, ...columns.map(([name]) => name), ...Object.keys(begins)]
  const types = [
    'source text',
    'external_id text',
    'version timestamptz',
    'deleted boolean',
    'store_no int',
    'by_content boolean',
    ...columns.map(([name, type]) => `${name} ${type}`),
  ]
  const own = names.filter((name) => !credited.includes(name))
  const set = names.slice(2).map((name) => `${name} = excluded.${name}`)
  set.push(...credited.filter((name) => !names.includes(name)).map((name) => `${name} = NULL`))
  const content = (alias: string) =>
    own
      .slice(3)
      .map((name) => `${alias}.${name}`)
      .join(', ')
  const unchanged = `(r.by_content IS TRUE AND k.source IS NOT NULL AND (${content('r')}) IS NOT DISTINCT FROM (${content('k')}))`
  const daysOf = (alias: string) => `array_remove(ARRAY[${days.map((day) => `${alias}.${day}`).join(', ')}], NULL)`
  return `
    WITH received AS MATERIALIZED (SELECT * FROM json_to_recordset($ROWS$::json) AS r(${types.join(', ')})),
    moment AS (SELECT $RECEIVED$::timestamptz AS at),
    known AS MATERIALIZED (
      SELECT f.* FROM ${table} f JOIN received r ON f.source = r.source COLLATE "C" AND f.external_id = r.external_id COLLATE "C"
    ),
    news AS MATERIALIZED (
      SELECT r.* FROM received r
      LEFT JOIN known k ON r.source = k.source COLLATE "C" AND r.external_id = k.external_id COLLATE "C"
      WHERE NOT ${unchanged}
    ),
    written AS (
      INSERT INTO ${table} AS f (${names.join(', ')}, received_at)
      SELECT ${names.map((name) => begins[name] ?? name).join(', ')}, (SELECT at FROM moment) FROM news r ORDER BY source COLLATE "C", external_id COLLATE "C"
      ON CONFLICT (source, external_id) DO UPDATE SET ${set.join(', ')}, received_at = excluded.received_at
      WHERE excluded.version > f.version
      RETURNING f.source, f.external_id, f.xmax = 0 AS inserted, f.store_no, ${daysOf('f')} AS days
    ),
    superseded AS (
      INSERT INTO facts.past_version
      SELECT '${kind}', k.source, k.external_id, k.version, k.store_no, to_jsonb(k), 'superseded', (SELECT at FROM moment)
      FROM known k JOIN written w ON w.source = k.source AND w.external_id = k.external_id
    ),
    late AS (
      INSERT INTO facts.past_version
      SELECT '${kind}', r.source, r.external_id, r.version, r.store_no, to_jsonb(r) - 'by_content', 'late', (SELECT at FROM moment)
      FROM news r JOIN known k ON r.source = k.source COLLATE "C" AND r.external_id = k.external_id COLLATE "C" AND r.version < k.version
      WHERE NOT EXISTS (
        SELECT FROM facts.past_version p
        WHERE p.kind = '${kind}' AND p.source = r.source COLLATE "C" AND p.external_id = r.external_id COLLATE "C" AND p.version = r.version
      )
    )
    SELECT w.source, w.external_id, w.inserted, w.store_no, w.days, k.store_no AS store_before, ${daysOf('k')} AS days_before
    FROM written w LEFT JOIN known k ON k.source = w.source AND k.external_id = w.external_id`
}

export type CodeNumber = { id: string; no: number; kind: string }

export async function numbersOf(tx: Transaction, ids: string[]): Promise<Map<string, CodeNumber>> {
  const found = await kept(
    tx,
    sql<CodeNumber>`SELECT id, no, kind FROM organisation.node WHERE id = ANY (${ids}::text[])`,
  )
  return new Map(found.map((row) => [row.id, row]))
}

/** Call as the actor: the stores among these that it may see. */
export async function visibleStores(tx: Transaction, ids: string[]): Promise<Map<string, number>> {
  const found = await kept(
    tx,
    sql<{
      id: string
      no: number
    }>`SELECT id, no FROM organisation.node WHERE id = ANY (${ids}::text[]) AND kind = 'store'`,
  )
  return new Map(found.map((row) => [row.id, row.no]))
}

/** The business time zones that there are; one as long as all companies share it. */
export async function zonesInUse(tx: Transaction): Promise<string[]> {
  const found = await kept(
    tx,
    sql<{ zone: string }>`SELECT DISTINCT time_zone AS zone FROM organisation.node WHERE kind = 'company'`,
  )
  return found.map(({ zone }) => zone)
}

/** The business time zone of each store, given all that are in use. */
export async function timeZones(
  tx: Transaction,
  zones: readonly string[],
  storeNos: number[],
): Promise<(storeNo: number) => string> {
  if (zones.length < 2) return () => zones[0] ?? 'Asia/Shanghai'
  const found = await sql<{ no: number; zone: string }>`
    SELECT no, organisation.time_zone_of(no) AS zone FROM unnest(${storeNos}::int[]) AS no`.execute(tx)
  const known = new Map(found.rows.map((row) => [row.no, row.zone]))
  return (storeNo) => known.get(storeNo) ?? 'Asia/Shanghai'
}

export async function codesOfStores(tx: Transaction, storeNos: number[]): Promise<Map<number, string>> {
  const found = await sql<{
    id: string
    no: number
  }>`SELECT id, no FROM organisation.node WHERE no = ANY (${storeNos}::int[])`.execute(tx)
  return new Map(found.rows.map((row) => [row.no, row.id]))
}
