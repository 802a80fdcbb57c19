import type { Day } from '#foundation/period'
import { sql, type Transaction } from '#platform/database'

/** Days over which a node's measures are summed; `whole`: they are calendar months. */
export type NodeDays = { nodeNo: number; from: Day; to: Day; whole: boolean }

/**
 * The measures of nodes, summed over days, in the order asked for: an array by the registry's places, null where nothing
 * is known or seen.
 */
export async function nodeSums(
  tx: Transaction,
  wanted: readonly NodeDays[],
  places: number,
): Promise<(number[] | null)[]> {
  if (wanted.length === 0) return []
  const sums = Array.from({ length: places }, (_, place) => `coalesce(sum(measured[${place + 1}]), 0)`).join(', ')
  const found = await sql<{ place: number; measured: number[] }>`
    WITH wanted AS (
      SELECT * FROM unnest(${wanted.map((one) => one.nodeNo)}::int[], ${wanted.map((one) => one.from)}::date[],
        ${wanted.map((one) => one.to)}::date[], ${wanted.map((one) => one.whole)}::boolean[])
      WITH ORDINALITY AS w(node_no, from_day, to_day, whole, place)
    ), found AS (
      SELECT w.place, r.measured FROM wanted w
      JOIN measures.rollup_month r ON r.node_no = w.node_no AND r.month BETWEEN w.from_day AND w.to_day WHERE w.whole
      UNION ALL
      SELECT w.place, r.measured FROM wanted w
      JOIN measures.rollup_day r ON r.node_no = w.node_no AND r.day BETWEEN w.from_day AND w.to_day WHERE NOT w.whole
    )
    SELECT place, ARRAY[${sql.raw(sums)}]::float8[] AS measured FROM found GROUP BY place`.execute(tx)
  const sumOf: (number[] | null)[] = wanted.map(() => null)
  for (const { place, measured } of found.rows) sumOf[place - 1] = measured
  return sumOf
}

/** What KPIs need beyond the sums of their days: a year's sums and what holds at its end, in the order asked for. */
export async function nodeWindows(
  tx: Transaction,
  wanted: readonly { nodeNo: number; to: Day }[],
): Promise<((number | null)[] | null)[]> {
  if (wanted.length === 0) return []
  const found = await sql<{ windows: (number | null)[] | null }>`
    SELECT measures.windows(w.node_no, w.to_day) AS windows
    FROM unnest(${wanted.map((one) => one.nodeNo)}::int[], ${wanted.map((one) => one.to)}::date[])
      WITH ORDINALITY AS w(node_no, to_day, place) ORDER BY w.place`.execute(tx)
  return found.rows.map((row) => row.windows)
}
