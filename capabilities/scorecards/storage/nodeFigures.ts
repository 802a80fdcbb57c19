import type { Day } from '#foundation/period'
import { arrayOf, kept, sql, type Transaction } from '#platform/database'
import { measuredAt } from './measuredAt.ts'

/** Days over which a node's measures are summed; `whole`: they are calendar months. */
export type NodeDays = { nodeNo: number; from: Day; to: Day; whole: boolean }

/**
 * The measures of nodes at these places (from 0), summed over days, in the order asked for: an array in the order of the
 * places, null where nothing is known or seen.
 */
export async function nodeSums(
  tx: Transaction,
  wanted: readonly NodeDays[],
  places: readonly number[],
): Promise<(number[] | null)[]> {
  const sumOf: (number[] | null)[] = wanted.map(() => null)
  if (wanted.length === 0) return sumOf
  const found = await kept(
    tx,
    sql<{ place: number; measured: number[] }>`
    WITH wanted AS (
      SELECT * FROM unnest(${arrayOf(wanted.map((one) => one.nodeNo))}::int[],
        ${arrayOf(wanted.map((one) => one.from))}::date[], ${arrayOf(wanted.map((one) => one.to))}::date[],
        ${arrayOf(wanted.map((one) => one.whole))}::boolean[])
      WITH ORDINALITY AS w(node_no, from_day, to_day, whole, place)
    ), found AS (
      SELECT w.place, r.measured FROM wanted w
      JOIN measures.rollup_month r ON r.node_no = w.node_no AND r.month BETWEEN w.from_day AND w.to_day WHERE w.whole
      UNION ALL
      SELECT w.place, r.measured FROM wanted w
      JOIN measures.rollup_day r ON r.node_no = w.node_no AND r.day BETWEEN w.from_day AND w.to_day WHERE NOT w.whole
    )
    SELECT r.place, ${measuredAt(places, 'sum')} AS measured FROM found r GROUP BY r.place`,
  )
  for (const { place, measured } of found) sumOf[place - 1] = measured
  return sumOf
}

export type WindowPlaces = {
  /** The measures (from 1) that are summed over the twelve months that end with the day's. */
  year: readonly number[]
  /** Those that are summed from the beginning; of these none is read unless `levels` is set. */
  added: readonly number[]
  levels: boolean
}

/**
 * What KPIs need beyond the sums of their days, in the order asked for: sums over a year, levels at the day, and what was
 * counted at the month's end, as \`measures.windows\` says it of one node.
 */
export async function nodeWindows(
  tx: Transaction,
  wanted: readonly { nodeNo: number; to: Day }[],
  { year, added, levels }: WindowPlaces,
): Promise<((number | null)[] | null)[]> {
  if (wanted.length === 0) return []
  const sums = [
    ...year.map((place) => `sum(r.measured[${place}]) FILTER (WHERE r.month >= w.first_month)`),
    ...added.map((place) => (levels ? `sum(r.measured[${place}])` : 'NULL')),
  ]
  const summed = year.length > 0 || levels
  const from = levels ? sql`` : sql`AND m.month >= w.first_month`
  const found = await kept(
    tx,
    sql<{ windows: (number | null)[] | null }>`
    WITH wanted AS MATERIALIZED (
      SELECT w.node_no, w.to_day, w.place, date_trunc('month', w.to_day)::date AS last_month,
        (date_trunc('month', w.to_day) - interval '11 months')::date AS first_month,
        w.to_day = (date_trunc('month', w.to_day) + interval '1 month' - interval '1 day')::date AS whole
      FROM unnest(${arrayOf(wanted.map((one) => one.nodeNo))}::int[], ${arrayOf(wanted.map((one) => one.to))}::date[])
        WITH ORDINALITY AS w(node_no, to_day, place)
    ), rows AS (
      SELECT w.place, m.month, m.measured FROM wanted w JOIN measures.rollup_month m ON m.node_no = w.node_no
        AND (m.month < w.last_month OR w.whole AND m.month = w.last_month) ${from}
      UNION ALL
      SELECT w.place, w.last_month, d.measured FROM wanted w JOIN measures.rollup_day d ON d.node_no = w.node_no
        AND d.day BETWEEN w.last_month AND w.to_day WHERE NOT w.whole
    ), summed AS (
      SELECT w.place, ARRAY[${sql.raw(sums.join(', '))}]::float8[] AS sums
      FROM wanted w LEFT JOIN rows r ON r.place = w.place AND ${summed ? sql`true` : sql`false`} GROUP BY w.place
    )
    SELECT s.sums || coalesce(t.counted, ARRAY[NULL, NULL, NULL]::float8[]) AS windows
    FROM wanted w JOIN summed s ON s.place = w.place
    LEFT JOIN measures.retention t ON t.node_no = w.node_no AND t.month = w.last_month
    ORDER BY w.place`,
  )
  return found.map((row) => row.windows)
}
