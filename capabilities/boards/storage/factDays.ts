import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

/** The kinds of fact that a store which works has on most days, with where the day of each stands; all have an index by store and day. */
const dailyKinds = {
  'work-orders': ['facts.work_order', 'delivered_day'],
  surveys: ['facts.survey', 'answered_day'],
  attendance: ['facts.attendance', 'day'],
  inspections: ['facts.inspection', 'at_day'],
  contacts: ['facts.contact', 'received_day'],
  appointments: ['facts.appointment', 'scheduled_day'],
  'part-requests': ['facts.part_request', 'requested_day'],
  'bay-usage': ['facts.bay_usage', 'day'],
} as const
export type DailyKind = keyof typeof dailyKinds
export const dailyKindsKnown = Object.keys(dailyKinds) as DailyKind[]

export type NewestDay = { no: number; kind: DailyKind; newest: Day | null }

/** The day of each store's newest fact of each kind up to a day; null where it has none. One probe of an index each. */
export async function newestDays(tx: Transaction, stores: readonly number[], upTo: Day): Promise<NewestDay[]> {
  const probes = dailyKindsKnown.map((kind) => {
    const [table, day] = dailyKinds[kind]
    return sql`SELECT s.no, ${sql.raw(`'${kind}'`)} AS kind, (
      SELECT f.${sql.raw(day)} FROM ${sql.raw(table)} f
      WHERE f.store_no = s.no AND NOT f.deleted AND f.${sql.raw(day)} <= ${upTo}::date ORDER BY f.${sql.raw(day)} DESC LIMIT 1
    ) AS newest FROM stores s`
  })
  const found = await sql<NewestDay>`WITH stores AS MATERIALIZED (SELECT * FROM unnest(${[...stores]}::int[]) AS s(no))
    ${sql.join(probes, sql` UNION ALL `)}`.execute(tx)
  return found.rows
}

/** The days among some on which stores worked (H3.3), newest first, by store. */
export async function operatingDays(
  tx: Transaction,
  stores: readonly number[],
  { from, to }: { from: Day; to: Day },
): Promise<Map<number, Day[]>> {
  if (stores.length === 0) return new Map()
  const found = await sql<{ no: number; days: Day[] }>`
    SELECT s.no, array_agg(d.day::date::text ORDER BY d.day DESC) AS days
    FROM unnest(${[...stores]}::int[]) AS s(no) CROSS JOIN generate_series(${from}::date, ${to}::date, interval '1 day') AS d(day)
    WHERE organisation.operates(s.no, d.day::date) GROUP BY s.no`.execute(tx)
  return new Map(found.rows.map(({ no, days }) => [no, days]))
}
