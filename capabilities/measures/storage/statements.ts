import { type Day, isDay } from '#foundation/period'
import type { Credit, FactSource, MeasureSource, PersonSource, StoreSource, StreamName } from '../rules/source.ts'

import { type Bind, definedAmount, parameters } from './definedSql.ts'
import { added, labourColumns, labourLines, streamNames, streamOf, streams, wordsOf } from './streams.ts'

/** A place of the registry with what fills it. */
export type Place = {
  id: string
  position: number
  /** Where persons have it; null: they don't. */
  personPosition: number | null
  /** Of several nodes: added up, or 1 if any has it. */
  across: 'sum' | 'any'
  source: MeasureSource
}

/** A text with the values of its parameters from $3 on; $1 and $2 are the nodes and days. */
export type Statement = { text: string; values: readonly unknown[] }

export type Statements = {
  storeDays: Statement
  personDays: Statement
  months: string
  personMonths: string
  parentDays: string
}

/** Every statement, made once from the registry: its text names fixed columns, and what a user wrote stands in its values. */
export function statements(places: readonly Place[]): Statements {
  const length = Math.max(...places.map((place) => place.position)) + 1
  const personLength = Math.max(...places.map((place) => place.personPosition ?? 0)) + 1
  const sums = (upTo: number, any: ReadonlySet<number> = new Set()) =>
    Array.from(
      { length: upTo },
      (_, place) => `coalesce(${any.has(place) ? 'max' : 'sum'}(r.measured[${place + 1}]), 0)`,
    ).join(', ')
  const anyOf = new Set(places.filter((place) => place.across === 'any').map((place) => place.position))
  return {
    storeDays: bound((bind) => storeDays(places, length, bind)),
    personDays: bound((bind) => personDays(places, personLength, bind)),
    months: `
      INSERT INTO measures.rollup_month AS known (node_no, month, measured, facts_up_to)
      SELECT r.node_no, t.month, ARRAY[${sums(length)}]::float8[], max(r.facts_up_to)
      FROM (SELECT DISTINCT node_no, date_trunc('month', day)::date AS month FROM unnest($1::int[], $2::date[]) AS t(node_no, day)) t
      JOIN measures.rollup_day r ON r.node_no = t.node_no AND r.day >= t.month AND r.day < t.month + interval '1 month'
      GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (node_no, month) DO UPDATE SET ${changed}`,
    personMonths: `
      WITH t AS MATERIALIZED (SELECT DISTINCT store_no, date_trunc('month', day)::date AS month FROM unnest($1::int[], $2::date[]) AS t(store_no, day)),
      credited AS MATERIALIZED (
        SELECT r.person_no, t.month, t.store_no, ARRAY[${sums(personLength)}]::float8[] AS measured, max(r.facts_up_to) AS facts_up_to
        FROM t JOIN measures.person_day r ON r.store_no = t.store_no AND r.day >= t.month AND r.day < t.month + interval '1 month'
        GROUP BY 1, 2, 3
      ),
      gone AS (
        DELETE FROM measures.person_month p USING (
          SELECT k.person_no, k.month, k.store_no FROM t JOIN measures.person_month k ON k.store_no = t.store_no AND k.month = t.month
          EXCEPT SELECT person_no, month, store_no FROM credited
        ) g WHERE p.person_no = g.person_no AND p.month = g.month AND p.store_no = g.store_no
      )
      INSERT INTO measures.person_month AS known (person_no, month, store_no, measured, facts_up_to)
      SELECT person_no, month, store_no, measured, facts_up_to FROM credited ORDER BY person_no, month, store_no
      ON CONFLICT (person_no, month, store_no) DO UPDATE SET ${changed}`,
    parentDays: `
      INSERT INTO measures.rollup_day AS known (node_no, day, measured, facts_up_to)
      SELECT t.node_no, t.day, ARRAY[${sums(length, anyOf)}]::float8[], max(r.facts_up_to)
      FROM unnest($1::int[], $2::date[]) AS t(node_no, day)
      JOIN organisation.placement p ON p.parent_no = t.node_no AND p.from_day <= t.day AND (p.to_day IS NULL OR p.to_day >= t.day)
      JOIN measures.rollup_day r ON r.node_no = p.node_no AND r.day = t.day
      GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (node_no, day) DO UPDATE SET ${changed}`,
  }
}

/** A row that would say the same is not written again. */
const changed = `measured = excluded.measured, facts_up_to = excluded.facts_up_to
      WHERE (known.measured, known.facts_up_to) IS DISTINCT FROM (excluded.measured, excluded.facts_up_to)`

function bound(make: (bind: Bind) => string): Statement {
  const { bind, values } = parameters(3)
  return { text: make(bind), values }
}

function storeDays(places: readonly Place[], length: number, bind: Bind): string {
  const columns = new Map<StreamName, string[]>(streamNames.map((name) => [name, []]))
  const elements = new Array<string>(length).fill('0')
  const positions = new Set<string>()
  const columnOf = (of: StreamName, aggregate: string) => {
    const made = columns.get(of) ?? []
    const name = `c${made.length}`
    made.push(`${aggregate} AS ${name}`)
    return `coalesce(d_${of}.${name}, 0)`
  }
  const elementOf = (source: StoreSource): string => {
    switch (source.of) {
      case 'calendar':
        return 'organisation.operates(t.store_no, t.day)::int'
      case 'covered':
        return '1'
      case 'staff':
        positions.add(source.position)
        return `coalesce(f.${staffColumn(source.position)}, 0)`
      case 'headcount':
        return 'coalesce(f.headcount, 0)'
      case 'area':
        return 'coalesce(n.area_square_metres, 0)'
      case 'stock':
        return `coalesce(stock.${source.column}, 0)`
      case 'yearBefore':
        return `coalesce(year_before.${source.column}, 0)`
      default:
        return columnOf(source.of, aggregated(source))
    }
  }
  for (const { position, source } of places) {
    const parts = (source.store ?? []).map(elementOf)
    const { defined } = source
    if (defined && defined.parts.length > 0) parts.push(columnOf(defined.of, `sum(${definedAmount(defined, bind)})`))
    if (parts.length > 0) elements[position] = parts.join(' + ')
  }
  const staff = [...positions]
    .map((position) => `, count(*) FILTER (WHERE m.position = '${position}') AS ${staffColumn(position)}`)
    .join('')
  const used = streamNames.filter((name) => (columns.get(name) ?? []).length > 0)
  const perStream = used.map((name) => {
    const { table, alias, day, at } = streams[name]
    return `d_${name} AS (SELECT t.store_no, t.day, max(${at}) AS up_to, ${(columns.get(name) ?? []).join(', ')}
      FROM t JOIN ${table} ${alias} ON ${alias}.store_no = t.store_no AND ${alias}.${day} = t.day AND NOT ${alias}.deleted GROUP BY 1, 2)`
  })
  const joined = [...used.map((name) => `d_${name}`), 'f', 'stock', 'year_before', 'observed']
  return `
    WITH t AS MATERIALIZED (SELECT DISTINCT store_no, day FROM unnest($1::int[], $2::date[]) AS t(store_no, day)),
    ${perStream.join(',\n    ')},
    f AS (SELECT t.store_no, t.day, count(DISTINCT m.person_no) AS headcount${staff}
      FROM t JOIN organisation.staffing m ON m.store_no = t.store_no AND m.from_day <= t.day AND (m.to_day IS NULL OR m.to_day >= t.day) GROUP BY 1, 2),
    stock AS (SELECT t.store_no, t.day, 1 AS known, max((x.day = t.day)::int) AS here, sum(x.stock_fen) AS stock_fen, sum(x.obsolete_fen) AS obsolete_fen
      FROM t JOIN LATERAL (
        SELECT x.day, x.stock_fen, x.obsolete_fen, max(x.day) OVER () AS last FROM facts.inventory x
        WHERE x.store_no = t.store_no AND x.day BETWEEN t.day - 30 AND t.day AND NOT x.deleted
      ) x ON x.day = x.last GROUP BY 1, 2),
    year_before AS (SELECT t.store_no, t.day, sum(x.revenue_fen) AS revenue_fen
      FROM t JOIN facts.finance x ON x.store_no = t.store_no AND x.month = (t.day - interval '1 year')::date AND NOT x.deleted
      WHERE EXISTS (SELECT FROM facts.finance y WHERE y.store_no = t.store_no AND y.month = t.day AND NOT y.deleted) GROUP BY 1, 2),
    observed AS (${observed(places, length, 'store_no')})
    INSERT INTO measures.rollup_day AS known (node_no, day, measured, facts_up_to)
    SELECT t.store_no, t.day, ${observable(`ARRAY[${elements.join(', ')}]::float8[]`)},
      greatest(${used.map((name) => `d_${name}.up_to`).join(', ')}, CASE WHEN stock.here = 1 THEN t.day::timestamp AT TIME ZONE 'UTC' END, observed.up_to)
    FROM t JOIN organisation.node n ON n.no = t.store_no
    ${joined.map((name) => `LEFT JOIN ${name} ON ${name}.store_no = t.store_no AND ${name}.day = t.day`).join('\n    ')}
    ORDER BY 1, 2
    ON CONFLICT (node_no, day) DO UPDATE SET ${changed}`
}

function aggregated(source: FactSource): string {
  const { columns, conditions } = wordsOf(source.of)
  const filter = source.when ? ` FILTER (WHERE ${conditions[source.when]})` : ''
  if (source.present) return `(count(*)${filter} > 0)::int`
  // Whoever is not known by name is a customer of their own.
  if (source.amount === 'customers')
    return `count(DISTINCT coalesce(w.customer, w.source || ' ' || w.external_id))${filter}`
  return `sum(${added(source.amount, columns)})${filter}`
}

/** Observations of these days by store or by person and store: an array with the observed values at their measures' places. */
function observed(places: readonly Place[], length: number, by: 'store_no' | 'person_no'): string {
  const known = places
    .filter(({ source, personPosition }) =>
      by === 'store_no' ? source.defined || source.store || personPosition === null : personPosition !== null,
    )
    .flatMap(({ id, position, personPosition, source }) => {
      const place = (by === 'store_no' ? position : (personPosition ?? position)) + 1
      // Those defined here count on the days of their versions only.
      const spans = source.defined?.parts ?? [{ from: null, to: null }]
      return spans.map(({ from, to }) => `('${wordOf(id)}', ${place}, ${dayOf(from)}, ${dayOf(to)})`)
    })
    .join(', ')
  const person = by === 'person_no' ? ', o.person_no' : ''
  const of = by === 'person_no' ? ' AND x.person_no = o.person_no' : ''
  return `SELECT o.store_no, o.day${person}, max(o.day)::timestamp AT TIME ZONE 'UTC' AS up_to, (
        SELECT array_agg(coalesce(s.value, 0) ORDER BY p.place) FROM generate_series(1, ${length}) AS p(place) LEFT JOIN (
          SELECT v.place, sum(x.value) AS value FROM facts.observation x JOIN (VALUES ${known}) AS v(measure, place, first, last)
            ON v.measure = x.measure AND (v.first IS NULL OR x.day >= v.first) AND (v.last IS NULL OR x.day <= v.last)
          WHERE x.store_no = o.store_no AND x.day = o.day AND NOT x.deleted${of} GROUP BY v.place
        ) s ON s.place = p.place
      ) AS measured
      FROM t JOIN facts.observation o ON o.store_no = t.store_no AND o.day = t.day AND NOT o.deleted
      ${by === 'person_no' ? 'WHERE o.person_no IS NOT NULL' : ''} GROUP BY o.store_no, o.day${person}`
}

function dayOf(day: Day | null): string {
  if (day === null) return 'NULL::date'
  if (!isDay(day)) throw new Error(`${day} is no day`)
  return `'${day}'::date`
}

const observable = (array: string) =>
  `CASE WHEN observed.store_no IS NULL THEN ${array} ELSE measures.added(${array}, observed.measured) END`

function wordOf(id: string): string {
  if (!/^[A-Za-z]\w*$/.test(id)) throw new Error(`${id} is no measure`)
  return id
}

const staffColumn = (position: string) => {
  if (!/^[a-z_]+$/.test(position)) throw new Error(`${position} is no position`)
  return `staff_${position}`
}

/**
 * One branch for each way in which a fact is credited, summed by itself over the few places that it fills; a person's day is the
 * sum over the branches. Rows that say what they said are left as they are, and those of whom there is nothing any more go.
 */
function personDays(places: readonly Place[], length: number, bind: Bind): string {
  const branch = (credits: readonly Credit[], person: string, where = `${person} IS NOT NULL`, from = '') => {
    const { table, alias, day, at } = streams[streamOf[credits[0] as Credit]]
    const values = new Array<string>(length).fill('0')
    for (const { personPosition, source } of places) {
      const { person: one, defined } = source
      if (personPosition === null) continue
      if (one && credits.includes(one.credit)) values[personPosition] = personValue(one)
      if (defined?.credit && credits.includes(defined.credit))
        values[personPosition] = definedAmount(defined, bind, defined.credit === 'labour')
    }
    const sums = values
      .map((value, place) => `${value === '0' ? '0::float8' : `sum(${value})::float8`} AS v${place}`)
      .join(', ')
    return `SELECT t.store_no, t.day, ${person} AS person_no, max(${at}) AS up_to, ${sums}
      FROM t JOIN ${table} ${alias} ON ${alias}.store_no = t.store_no AND ${alias}.${day} = t.day AND NOT ${alias}.deleted ${from} WHERE ${where} GROUP BY 1, 2, 3`
  }
  const branches = [
    branch(['lead', 'handled'], 'w.lead_no'),
    // Who led the order as well as advised it has handled it once.
    branch(['advisor'], 'w.advisor_no'),
    branch(['handled'], 'w.advisor_no', 'w.advisor_no IS NOT NULL AND w.advisor_no IS DISTINCT FROM w.lead_no'),
    branch(['charged'], 'w.charged_no', 'w.rework AND w.charged_no IS NOT NULL'),
    branch(['labour'], 'l.technician_no', 'true', labourLines),
    branch(['surveyed'], 's.credited_advisor_no'),
    branch(
      ['surveyed'],
      's.credited_technician_no',
      's.credited_technician_no IS NOT NULL AND s.credited_technician_no IS DISTINCT FROM s.credited_advisor_no',
    ),
    branch(['complained'], 'c.credited_advisor_no'),
    branch(['contacted'], 'k.person_no'),
    branch(['attended'], 'a.person_no'),
    `SELECT o.store_no, o.day, o.person_no, o.up_to, ${Array.from({ length }, (_, place) => `o.measured[${place + 1}]`).join(', ')} FROM observed o`,
  ]
  return `
    WITH t AS MATERIALIZED (SELECT DISTINCT store_no, day FROM unnest($1::int[], $2::date[]) AS t(store_no, day)),
    observed AS (${observed(places, length, 'person_no')}),
    c AS (${branches.join('\n      UNION ALL ')}),
    credited AS MATERIALIZED (
      SELECT person_no, day, store_no, ARRAY[${Array.from({ length }, (_, place) => `sum(v${place})`).join(', ')}]::float8[] AS measured, max(up_to) AS facts_up_to
      FROM c GROUP BY person_no, day, store_no
    ),
    gone AS (
      DELETE FROM measures.person_day p USING (
        SELECT k.person_no, k.day, k.store_no FROM t JOIN measures.person_day k ON k.store_no = t.store_no AND k.day = t.day
        EXCEPT SELECT person_no, day, store_no FROM credited
      ) g WHERE p.person_no = g.person_no AND p.day = g.day AND p.store_no = g.store_no
    )
    INSERT INTO measures.person_day AS known (person_no, day, store_no, measured, facts_up_to)
    SELECT person_no, day, store_no, measured, facts_up_to FROM credited ORDER BY person_no, day, store_no
    ON CONFLICT (person_no, day, store_no) DO UPDATE SET ${changed}`
}

function personValue(source: PersonSource): string {
  if (source.credit === 'labour') return added(source.amount, labourColumns)
  const { columns, conditions } = wordsOf(streamOf[source.credit])
  const value = source.amount === 'customers' ? '1' : added(source.amount, columns)
  const when = 'when' in source ? source.when : undefined
  return when ? `CASE WHEN ${conditions[when]} THEN ${value} ELSE 0 END` : value
}
