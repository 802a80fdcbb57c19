import { addDays, type Day, periodOf } from '#foundation/period'
import { kept, sql, type Transaction } from '#platform/database'

/** Whose rows are read: stores, regions and companies have rollups, people rows of their own, departments those of their people. */
export type RowsOf = 'node' | 'person' | 'department'

/** Measures of a node over days; in the order of the places asked for. */
export type Sums = { no: number; measured: (number | null)[]; later: number | null }

const list = (places: readonly number[], of: (place: number) => string) => sql.raw(places.map(of).join(', '))

/**
 * The measures of many nodes over days, in one statement. A stretch that ends in months (`byDay` false) is read from the
 * months' rows less the days after `to`, which is the same sum and few rows; `later` is what the first place asked for
 * comes to after `to`. Places count from 1.
 */
export async function sumsOf(
  tx: Transaction,
  rows: RowsOf,
  query: { nos: readonly number[]; from: Day; to: Day; end: Day; byDay: boolean; places: readonly number[] },
): Promise<Map<number, Sums>> {
  const { nos, from, to, end, byDay, places } = query
  if (nos.length === 0) return new Map()
  const signed = list(places, (place) => `sum(r.sign * coalesce(r.measured[${place}], 0))`)
  const first = sql.raw(`sum(r.measured[${places[0] ?? 1}]) FILTER (WHERE r.later)`)
  if (!byDay && rows === 'node' && to === end && from.slice(0, 7) === end.slice(0, 7)) {
    // One whole month: its row is the sum.
    const found = await kept(
      tx,
      sql<Sums>`
      SELECT d.node_no AS no, ARRAY[${list(places, (place) => `d.measured[${place}]`)}]::float8[] AS measured, NULL AS later
      FROM measures.rollup_month d WHERE d.node_no = ANY (${[...nos]}::int[]) AND d.month = ${from}::date`,
    )
    return new Map(found.map((row) => [row.no, row]))
  }
  const days = byDay || rows === 'department'
  const whole = days
    ? dayRows(rows, nos, from, to, sql`1 AS sign, false AS later`)
    : sql`${monthRows(rows, nos, from, end, sql`1 AS sign, false AS later`)}
      UNION ALL ${dayRows(rows, nos, after(to), end, sql`-1 AS sign, true AS later`)}`
  const found = await sql<Sums>`
    SELECT r.no, ARRAY[${signed}]::float8[] AS measured, ${first} AS later FROM (
      ${whole}${days && rows === 'node' ? sql` UNION ALL ${dayRows(rows, nos, after(to), end, sql`0 AS sign, true AS later`)}` : sql``}
    ) r GROUP BY r.no`.execute(tx)
  return new Map(found.rows.map((row) => [row.no, row]))
}

const after = (day: Day) => sql`(${day}::date + 1)`
type Piece = ReturnType<typeof sql.raw>
type When = Day | Piece
const date = (day: When) => (typeof day === 'string' ? sql`${day}::date` : day)

function dayRows(rows: RowsOf, nos: readonly number[], from: When, to: When, extra: Piece) {
  switch (rows) {
    case 'node':
      return sql`SELECT d.node_no AS no, d.measured, ${extra} FROM measures.rollup_day d
        WHERE d.node_no = ANY (${[...nos]}::int[]) AND d.day BETWEEN ${date(from)} AND ${date(to)}`
    case 'person':
      return sql`SELECT d.person_no AS no, d.measured, ${extra} FROM measures.person_day d
        WHERE d.person_no = ANY (${[...nos]}::int[]) AND d.day BETWEEN ${date(from)} AND ${date(to)}`
    case 'department':
      return sql`SELECT m.node_no AS no, d.measured, ${extra} FROM organisation.staffing m
        JOIN measures.person_day d ON d.person_no = m.person_no
          AND d.day BETWEEN greatest(m.from_day, ${date(from)}) AND least(coalesce(m.to_day, ${date(to)}), ${date(to)})
        WHERE m.node_no = ANY (${[...nos]}::int[])`
  }
}

function monthRows(rows: 'node' | 'person', nos: readonly number[], from: Day, to: Day, extra: Piece) {
  return rows === 'node'
    ? sql`SELECT d.node_no AS no, d.measured, ${extra} FROM measures.rollup_month d
        WHERE d.node_no = ANY (${[...nos]}::int[]) AND d.month BETWEEN ${from}::date AND ${to}::date`
    : sql`SELECT d.person_no AS no, d.measured, ${extra} FROM measures.person_month d
        WHERE d.person_no = ANY (${[...nos]}::int[]) AND d.month BETWEEN ${from}::date AND ${to}::date`
}

/** Measures of a node in a month; null where its rows don't have the place. */
export type MonthSums = { no: number; month: string; measured: (number | null)[] }

/** The same for every month up to the one of `to` and no further than `to`, from the first of `from` on or from the beginning. */
export async function monthlySums(
  tx: Transaction,
  rows: RowsOf,
  query: { nos: readonly number[]; from: Day | null; to: Day; places: readonly number[] },
): Promise<MonthSums[]> {
  const { nos, to, places } = query
  if (nos.length === 0 || places.length === 0) return []
  const from = query.from ?? '1900-01-01'
  const month = sql`date_trunc('month', r.day)::date`
  const signed = list(places, (place) => `sum(r.sign * r.measured[${place}])`)
  const summed = (parts: Piece) => sql<MonthSums>`
    SELECT r.no, to_char(${month}, 'YYYY-MM') AS month, ARRAY[${signed}]::float8[] AS measured
    FROM (${parts}) r GROUP BY r.no, ${month}`
  if (rows === 'department') return (await summed(dayRows(rows, nos, from, to, sql`1 AS sign, d.day`)).execute(tx)).rows
  const first = sql`date_trunc('month', ${to}::date)::date`
  const end = monthEnd(to)
  const whole = to === end
  // A month's row is the sum already, but for a person, who may have one in each of several stores.
  const closedTo = whole ? to : addDays(`${to.slice(0, 7)}-01`, -1)
  const closed =
    rows === 'node'
      ? sql<MonthSums>`SELECT d.node_no AS no, to_char(d.month, 'YYYY-MM') AS month,
          ARRAY[${list(places, (place) => `d.measured[${place}]`)}]::float8[] AS measured FROM measures.rollup_month d
          WHERE d.node_no = ANY (${[...nos]}::int[]) AND d.month BETWEEN ${from}::date AND ${closedTo}::date`
      : summed(monthRows(rows, nos, from, closedTo, sql`1 AS sign, d.month AS day`))
  if (whole) return (await closed.execute(tx)).rows
  const running = summed(
    sql`${monthRows(rows, nos, `${to.slice(0, 7)}-01`, to, sql`1 AS sign, ${first} AS day`)}
      UNION ALL ${dayRows(rows, nos, after(to), end, sql`-1 AS sign, ${first} AS day`)}`,
  )
  return [...(await closed.execute(tx)).rows, ...(await running.execute(tx)).rows]
}

const monthEnd = (day: Day): Day => periodOf('month', day).to

/**
 * What `measures.windows` says of one node, for many: sums over the twelve months that end with the day's, levels since the
 * beginning, and what was counted at the month's end.
 */
export async function windowsOfMany(
  tx: Transaction,
  query: { nos: readonly number[]; to: Day; yearPlaces: readonly number[]; addedPlaces: readonly number[] },
): Promise<Map<number, (number | null)[]>> {
  const { nos, to, yearPlaces, addedPlaces } = query
  if (nos.length === 0) return new Map()
  const month = sql`date_trunc('month', ${to}::date)::date`
  const first = sql`(date_trunc('month', ${to}::date) - interval '11 months')::date`
  const all = sql.raw(
    [
      ...yearPlaces.map((place) => `sum(r.sign * r.measured[${place}]) FILTER (WHERE r.this_year)`),
      ...addedPlaces.map((place) => `sum(r.sign * r.measured[${place}])`),
    ].join(', '),
  )
  const found = await sql<{ no: number; windows: (number | null)[] }>`
    SELECT n.no, coalesce(s.sums, ${sql.raw(`array_fill(NULL::float8, ARRAY[${yearPlaces.length + addedPlaces.length}])`)})
      || coalesce(t.counted, ARRAY[NULL, NULL, NULL]::float8[]) AS windows
    FROM unnest(${[...nos]}::int[]) AS n(no)
    LEFT JOIN (
      SELECT r.no, ARRAY[${all}]::float8[] AS sums FROM (
        SELECT m.node_no AS no, m.measured, 1 AS sign, m.month >= ${first} AS this_year FROM measures.rollup_month m
        WHERE m.node_no = ANY (${[...nos]}::int[]) AND m.month <= ${month} ${addedPlaces.length === 0 ? sql`AND m.month >= ${first}` : sql``}
        UNION ALL
        SELECT d.node_no, d.measured, -1, true FROM measures.rollup_day d
        WHERE d.node_no = ANY (${[...nos]}::int[]) AND d.day > ${to}::date AND d.day < ${month} + interval '1 month'
      ) r GROUP BY r.no
    ) s ON s.no = n.no
    LEFT JOIN measures.retention t ON t.node_no = n.no AND t.month = ${month}`.execute(tx)
  return new Map(found.rows.map((row) => [row.no, row.windows]))
}

export type Counted = { no: number; month: string; counted: (number | null)[] }

/** What was counted of nodes at the ends of months. */
export async function countedMonthly(
  tx: Transaction,
  query: { nos: readonly number[]; from: Day; to: Day },
): Promise<Counted[]> {
  const found = await sql<Counted>`
    SELECT node_no AS no, to_char(month, 'YYYY-MM') AS month, counted FROM measures.retention
    WHERE node_no = ANY (${[...query.nos]}::int[]) AND month BETWEEN ${query.from}::date AND ${query.to}::date`.execute(
    tx,
  )
  return found.rows
}

export type TargetRow = [period: string, kpi: string, value: number, version: number]

/** The targets of many nodes for some periods and KPIs, by node. */
export async function targetsOfMany(
  tx: Transaction,
  query: { nos: readonly number[]; periods: readonly string[]; kpis: readonly string[] },
): Promise<Map<number, TargetRow[]>> {
  if (query.nos.length === 0) return new Map()
  const found = await kept(
    tx,
    sql<{ no: number; targets: TargetRow[] }>`
    SELECT t.node_no AS no, json_agg(json_build_array(t.period, t.kpi, t.value, t.version)) AS targets FROM targets.target t
    WHERE t.node_no = ANY (${[...query.nos]}::int[]) AND t.period = ANY (${[...query.periods]}::text[])
      AND t.kpi = ANY (${[...query.kpis]}::text[]) GROUP BY t.node_no`,
  )
  return new Map(found.map((row) => [row.no, row.targets]))
}

/** The KPIs that any of these nodes has a target for. */
export async function targetedKpis(
  tx: Transaction,
  query: { nos: readonly number[]; periods: readonly string[] },
): Promise<ReadonlySet<string>> {
  const found = await sql<{ kpi: string }>`SELECT DISTINCT kpi FROM targets.target
    WHERE node_no = ANY (${[...query.nos]}::int[]) AND period = ANY (${[...query.periods]}::text[])`.execute(tx)
  return new Set(found.rows.map(({ kpi }) => kpi))
}

/** The newest fact that each of these nodes shows in some days; of a department that of its people. */
export async function newestFacts(
  tx: Transaction,
  nos: readonly number[],
  { from, to }: { from: Day; to: Day },
): Promise<Map<number, Date>> {
  const found = await sql<{ no: number; at: Date }>`
    SELECT r.no, max(r.at) AS at FROM (
      SELECT d.node_no AS no, d.facts_up_to AS at FROM measures.rollup_day d
      WHERE d.node_no = ANY (${[...nos]}::int[]) AND d.day BETWEEN ${from}::date AND ${to}::date
      UNION ALL
      SELECT d.person_no, d.facts_up_to FROM measures.person_day d
      WHERE d.person_no = ANY (${[...nos]}::int[]) AND d.day BETWEEN ${from}::date AND ${to}::date
      UNION ALL
      SELECT m.node_no, d.facts_up_to FROM organisation.staffing m JOIN measures.person_day d ON d.person_no = m.person_no
        AND d.day BETWEEN greatest(m.from_day, ${from}::date) AND least(coalesce(m.to_day, ${to}::date), ${to}::date)
      WHERE m.node_no = ANY (${[...nos]}::int[])
    ) r WHERE r.at IS NOT NULL GROUP BY r.no`.execute(tx)
  return new Map(found.rows.map(({ no, at }) => [no, at]))
}
