import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'
import type { KindTable } from './kinds.ts'

/**
 * A fact as it is kept: head and columns by name, codes already numbers, instants already days. `by_content`: its source
 * gives no versions, so that it counts as a new one only when it says something else than the known one.
 */
export type FactRow = {
  source: string
  external_id: string
  version: string
  deleted: boolean
  store_no: number
  by_content: boolean
} & Record<string, unknown>

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

/** Where facts with these ids stand now. Call as the worker: an id belongs to the whole installation. */
export async function storesOfFacts(
  tx: Transaction,
  { table }: KindTable,
  keys: { source: string; externalId: string }[],
) {
  const found = await sql<{ source: string; externalId: string; storeNo: number }>`
    SELECT f.source, f.external_id AS "externalId", f.store_no AS "storeNo" FROM ${sql.raw(table)} f
    JOIN json_to_recordset(${JSON.stringify(keys)}::json) AS k(source text, "externalId" text)
      ON f.source = k.source COLLATE "C" AND f.external_id = k."externalId" COLLATE "C"`.execute(tx)
  return found.rows
}

/**
 * One writer at a time in a store, until the transaction ends. Taken before facts are written, so that whoever recomputes the
 * store's day afterwards sees every fact that was acknowledged. In the order of numbers, so that nobody waits in a circle.
 */
export async function lockStores(tx: Transaction, storeNos: number[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7001, no) FROM (SELECT no FROM unnest(${storeNos}::int[]) AS no ORDER BY no) s`.execute(
    tx,
  )
}

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

function statement({ kind, table, columns, days, credited }: KindTable): string {
  const names = ['source', 'external_id', 'version', 'deleted', 'store_no', ...columns.map(([name]) => name)]
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
      SELECT ${names.join(', ')}, (SELECT at FROM moment) FROM news ORDER BY source COLLATE "C", external_id COLLATE "C"
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

type Moved = { store_no: number; day: Day }

/** A return visit is charged to the lead technician of its original order, as soon as that order is known; returns the days that change. */
export async function chargeReworks(tx: Transaction, originals: string[]): Promise<Moved[]> {
  if (originals.length === 0) return []
  const found = await sql<Moved>`
    UPDATE facts.work_order w SET charged_no = r.lead_no
    FROM (
      SELECT d.source, d.external_id, (
        SELECT o.lead_no FROM facts.work_order o WHERE o.external_id = d.original_order AND NOT o.deleted
        ORDER BY o.source = d.source DESC, o.store_no = d.store_no DESC, o.source LIMIT 1
      ) AS lead_no
      FROM facts.work_order d WHERE d.original_order = ANY (${originals}) AND NOT d.deleted
    ) r
    WHERE w.source = r.source AND w.external_id = r.external_id AND w.charged_no IS DISTINCT FROM r.lead_no
    RETURNING w.store_no, w.delivered_day AS day`.execute(tx)
  return found.rows.filter((row) => row.day !== null)
}

/** A survey counts for whom it names or, failing that, for its order's advisor and lead technician; returns the days that change. */
export async function creditSurveys(tx: Transaction, orders: string[]): Promise<Moved[]> {
  if (orders.length === 0) return []
  const found = await sql<Moved>`
    UPDATE facts.survey s SET credited_advisor_no = r.advisor_no, credited_technician_no = r.technician_no
    FROM (
      SELECT d.source, d.external_id, coalesce(d.advisor_no, o.advisor_no) AS advisor_no, coalesce(d.technician_no, o.lead_no) AS technician_no
      FROM facts.survey d LEFT JOIN LATERAL (
        SELECT o.advisor_no, o.lead_no FROM facts.work_order o WHERE o.external_id = d.order_id AND NOT o.deleted
        ORDER BY o.source = d.source DESC, o.store_no = d.store_no DESC, o.source LIMIT 1
      ) o ON true
      WHERE d.order_id = ANY (${orders}) AND NOT d.deleted
    ) r
    WHERE s.source = r.source AND s.external_id = r.external_id
      AND (s.credited_advisor_no, s.credited_technician_no) IS DISTINCT FROM (r.advisor_no, r.technician_no)
    RETURNING s.store_no, s.answered_day AS day`.execute(tx)
  return found.rows.filter((row) => row.day !== null)
}

export type CodeNumber = { id: string; no: number; kind: string }

export async function numbersOf(tx: Transaction, ids: string[]): Promise<Map<string, CodeNumber>> {
  const found = await sql<CodeNumber>`SELECT id, no, kind FROM organisation.node WHERE id = ANY (${ids})`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** Call as the actor: the stores among these that it may see. */
export async function visibleStores(tx: Transaction, ids: string[]): Promise<Map<string, number>> {
  const found = await sql<{
    id: string
    no: number
  }>`SELECT id, no FROM organisation.node WHERE id = ANY (${ids}) AND kind = 'store'`.execute(tx)
  return new Map(found.rows.map((row) => [row.id, row.no]))
}

/** The business time zone of each store; one for all while all companies share it. */
export async function timeZones(tx: Transaction, storeNos: number[]): Promise<(storeNo: number) => string> {
  const zones = await sql<{
    zone: string
  }>`SELECT DISTINCT time_zone AS zone FROM organisation.node WHERE kind = 'company'`.execute(tx)
  if (zones.rows.length < 2) return () => zones.rows[0]?.zone ?? 'Asia/Shanghai'
  const found = await sql<{ no: number; zone: string }>`
    SELECT no, organisation.time_zone_of(no) AS zone FROM unnest(${storeNos}::int[]) AS no`.execute(tx)
  const known = new Map(found.rows.map((row) => [row.no, row.zone]))
  return (storeNo) => known.get(storeNo) ?? 'Asia/Shanghai'
}
