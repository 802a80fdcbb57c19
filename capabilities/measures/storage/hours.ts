import type { Day } from '#foundation/period'
import { runKept, sql, type Transaction } from '#platform/database'
import type { NodeDay } from './rollups.ts'

/** Contacts and intake by the hour (H5.10), kept beside the rollups of days. */

const counted = ['contacts', 'in_time', 'intake'] as const
const places = Array.from({ length: 24 }, (_, hour) => hour)
/** One array of 24 for each of what is counted. */
const summedArrays = counted.map(
  (column) => `ARRAY[${places.map((hour) => `coalesce(sum(u.${column}[${hour + 1}]), 0)`).join(', ')}]::int[]`,
)

/** The same from rows of one hour each. */
const byHour = counted.map(
  (column) =>
    `ARRAY[${places.map((hour) => `coalesce(sum(p.${column}) FILTER (WHERE p.hour = ${hour}), 0)`).join(', ')}]::int[]`,
)

const keep = `ON CONFLICT (node_no, day) DO UPDATE SET contacts = excluded.contacts, in_time = excluded.in_time, intake = excluded.intake
  WHERE (known.contacts, known.in_time, known.intake) IS DISTINCT FROM (excluded.contacts, excluded.in_time, excluded.intake)`

const hourOf = (moment: string) => `extract(hour FROM ${moment} AT TIME ZONE t.zone)::int AS hour`

const ofStores = `
  WITH stores AS MATERIALIZED (SELECT no, organisation.time_zone_of(no) AS zone FROM (SELECT DISTINCT unnest($1::int[]) AS no) s),
  t AS MATERIALIZED (
    SELECT DISTINCT d.store_no, d.day, s.zone FROM unnest($1::int[], $2::date[]) AS d(store_no, day) JOIN stores s ON s.no = d.store_no
  ),
  happened AS MATERIALIZED (
    SELECT t.store_no, t.day, ${hourOf('k.contacted_at')}, count(*) AS contacts, count(*) FILTER (WHERE k.in_time) AS in_time, 0 AS intake
    FROM t JOIN facts.contact k ON k.store_no = t.store_no AND k.received_day = t.day AND NOT k.deleted GROUP BY 1, 2, 3
    UNION ALL
    SELECT t.store_no, t.day, ${hourOf('w.opened_at')}, 0, 0, count(*)
    FROM t JOIN facts.work_order w ON w.store_no = t.store_no AND w.opened_day = t.day AND NOT w.deleted GROUP BY 1, 2, 3
  ),
  gone AS (
    DELETE FROM measures.hour_day h USING t WHERE h.node_no = t.store_no AND h.day = t.day
      AND NOT EXISTS (SELECT FROM happened p WHERE p.store_no = t.store_no AND p.day = t.day)
  )
  INSERT INTO measures.hour_day AS known (node_no, day, contacts, in_time, intake)
  SELECT p.store_no, p.day, ${byHour.join(', ')} FROM happened p GROUP BY 1, 2 ORDER BY 1, 2 ${keep}`

const ofParents = `
  WITH t AS MATERIALIZED (SELECT DISTINCT node_no, day FROM unnest($1::int[], $2::date[]) AS t(node_no, day)),
  under AS MATERIALIZED (
    SELECT t.node_no, t.day, h.contacts, h.in_time, h.intake FROM t
    JOIN organisation.placement p ON p.parent_no = t.node_no AND p.from_day <= t.day AND (p.to_day IS NULL OR p.to_day >= t.day)
    JOIN measures.hour_day h ON h.node_no = p.node_no AND h.day = t.day
  ),
  gone AS (
    DELETE FROM measures.hour_day h USING t WHERE h.node_no = t.node_no AND h.day = t.day
      AND NOT EXISTS (SELECT FROM under u WHERE u.node_no = t.node_no AND u.day = t.day)
  )
  INSERT INTO measures.hour_day AS known (node_no, day, contacts, in_time, intake)
  SELECT u.node_no, u.day, ${summedArrays.join(', ')}
  FROM under u GROUP BY 1, 2 ORDER BY 1, 2 ${keep}`

const columns = (days: readonly NodeDay[]) => [days.map((one) => one.nodeNo), days.map((one) => one.day)]

/** Counts these days of stores again by the hour, from their facts. */
export function computeStoreHours(tx: Transaction, days: readonly NodeDay[]): Promise<unknown> {
  return runKept(tx, ofStores, columns(days))
}

/** Sums these days of regions and companies again from what stood under them on that day. */
export function computeParentHours(tx: Transaction, days: readonly NodeDay[]): Promise<unknown> {
  return runKept(tx, ofParents, columns(days))
}

/** A day as it was: whether anything under the node was open, and what came in each hour; without facts, null. */
export type HoursOfDay = {
  day: Day
  open: boolean
  contacts: number[] | null
  inTime: number[] | null
  intake: number[] | null
}

/** The days of a node that are known at all, in order; as many rows as days, whatever stands under the node. */
export async function hoursOf(
  tx: Transaction,
  { nodeNo, from, to, operatingPlace }: { nodeNo: number; from: Day; to: Day; operatingPlace: number },
): Promise<HoursOfDay[]> {
  const found = await sql<HoursOfDay>`
    SELECT r.day, coalesce(r.measured[${operatingPlace}::int], 0) > 0 AS open, h.contacts, h.in_time AS "inTime", h.intake
    FROM measures.rollup_day r LEFT JOIN measures.hour_day h ON h.node_no = r.node_no AND h.day = r.day
    WHERE r.node_no = ${nodeNo} AND r.day BETWEEN ${from}::date AND ${to}::date ORDER BY r.day`.execute(tx)
  return found.rows
}

/** Public holidays between two days, and of a store the days on which it does not work. */
export async function daysOff(
  tx: Transaction,
  { storeNo, from, to }: { storeNo: number | null; from: Day; to: Day },
): Promise<{ day: Day; holiday: boolean; closed: boolean }[]> {
  const found = await sql<{ day: Day; holiday: boolean; closed: boolean }>`
    SELECT d.day, d.holiday, d.closed FROM (
      SELECT g.day::date AS day, EXISTS (SELECT FROM organisation.holiday h WHERE h.day = g.day::date) AS holiday,
        ${storeNo}::int IS NOT NULL AND NOT coalesce(organisation.operates(${storeNo}::int, g.day::date), false) AS closed
      FROM generate_series(${from}::date, ${to}::date, '1 day') AS g(day)
    ) d WHERE d.holiday OR d.closed ORDER BY d.day`.execute(tx)
  return found.rows
}

/** Who answers and receives customers in a store, by day: people in post, and the minutes that they were there, as far as sent. */
export async function frontDesk(
  tx: Transaction,
  { storeNo, from, to, positions }: { storeNo: number; from: Day; to: Day; positions: readonly string[] },
): Promise<{ day: Day; people: number; attendedMinutes: number | null }[]> {
  const found = await sql<{ day: Day; people: number; attendedMinutes: number | null }>`
    SELECT g.day::date AS day, count(DISTINCT m.person_no)::int AS people, sum(a.attended_minutes)::int AS "attendedMinutes"
    FROM generate_series(${from}::date, ${to}::date, '1 day') AS g(day)
    JOIN organisation.staffing m ON m.store_no = ${storeNo} AND m.position = ANY (${[...positions]}::text[])
      AND m.from_day <= g.day AND (m.to_day IS NULL OR m.to_day >= g.day)
    LEFT JOIN facts.attendance a ON a.store_no = m.store_no AND a.person_no = m.person_no AND a.day = g.day::date AND NOT a.deleted
    GROUP BY 1 ORDER BY 1`.execute(tx)
  return found.rows
}
