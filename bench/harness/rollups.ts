import pg from 'pg'
import { kpis } from '#catalogue/kpis'
import { formulaAt } from '#kpis'
import { placeOf, rowWidth } from '#measures'

/** The day on which the planted network stands still. */
export const today = '2024-04-21'

export type Planted = { stores: number; regions: number }

/**
 * A company, its regions and their stores with fourteen months of rollups, March 2024 and the running April by day as well,
 * counted customers and targets for every KPI of every node: what the roller would have written, made straight in the database.
 */
export async function plantRollups(databaseUrl: string, { stores, regions }: Planted): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const run = (text: string, values: unknown[] = []) => client.query(text, values)
  await run(
    `INSERT INTO organisation.node (id, kind, name, time_zone, changed_at)
    SELECT 'C', 'company', 'C', 'Asia/Shanghai', now() UNION ALL
    SELECT 'R' || r, 'region', 'R' || r, NULL, now() FROM generate_series(0, $2::int - 1) AS r UNION ALL
    SELECT 'S' || s, 'store', 'S' || s, NULL, now() FROM generate_series(0, $1::int - 1) AS s`,
    [stores, regions],
  )
  await run(
    `INSERT INTO organisation.placement (node_no, parent_no, from_day) SELECT n.no, up.no, '2020-01-01' FROM organisation.node n
    JOIN organisation.node up ON up.id = CASE WHEN n.kind = 'region' THEN 'C' ELSE 'R' || (substr(n.id, 2)::int % $1) END
    WHERE n.kind IN ('region', 'store')`,
    [regions],
  )
  const places = rowWidth('store')
  const made = `(SELECT array_agg(round(random() * 100)::float8) FROM generate_series(1, ${places}) WHERE n.no IS NOT NULL)`
  await run(`INSERT INTO measures.rollup_month (node_no, month, measured, facts_up_to)
    SELECT n.no, m::date, ${made}, now() FROM organisation.node n
    CROSS JOIN generate_series('2023-03-01'::date, '2024-04-01', interval '1 month') AS m ORDER BY m, n.no`)
  // Of the days that are still to come only the calendar is known.
  const operating = placeOf('operatingDays', 'store')
  const toCome = `(SELECT array_agg((p = ${operating})::int::float8 ORDER BY p) FROM generate_series(0, ${places - 1}) AS p)`
  await run(`INSERT INTO measures.rollup_day (node_no, day, measured, facts_up_to)
    SELECT n.no, d::date, CASE WHEN d <= '${today}' THEN ${made} ELSE ${toCome} END, CASE WHEN d <= '${today}' THEN d END
    FROM organisation.node n CROSS JOIN generate_series('2024-04-01'::date, '2024-04-30', interval '1 day') AS d ORDER BY d, n.no`)
  await run(`INSERT INTO measures.retention (node_no, month, counted) SELECT n.no, m::date, ARRAY[50, 40, 30]
    FROM organisation.node n CROSS JOIN generate_series('2024-02-01'::date, '2024-04-01', interval '1 month') AS m`)
  await run(
    `INSERT INTO targets.target (node_no, period, kpi, value, version, reason, actor_no, actor_name, set_at)
    SELECT n.no, p, k, 50, 1, '', 1, 'bench', now() FROM organisation.node n
    CROSS JOIN unnest(ARRAY['2024-02', '2024-03', '2024-04']) AS p CROSS JOIN unnest($1::text[]) AS k`,
    [kpis.filter((kpi) => formulaAt(kpi, 'store') !== null).map(({ id }) => id)],
  )
  await run('VACUUM ANALYZE')
  await client.end()
}
