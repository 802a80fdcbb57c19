import type {
  Amount,
  MeasureSource,
  OrderColumn,
  OrderCondition,
  PersonSource,
  StoreSource,
  SurveyColumn,
  SurveyCondition,
} from '../rules/source.ts'

/** A place of the registry with what fills it. */
export type Place = { id: string; position: number; personal: boolean; source: MeasureSource }

export type Statements = {
  storeDays: string
  personDays: string
  months: string
  personMonths: string
  parentDays: string
}

export const orderColumns: Record<OrderColumn, string> = {
  labour_fen: 'w.labour_fen',
  parts_fen: 'w.parts_fen',
  billed_minutes: 'w.billed_minutes',
  actual_minutes: 'w.actual_minutes',
  labour_lines: 'coalesce(cardinality(w.labour_technician_no), 0)',
}
export const orderConditions: Record<OrderCondition, string> = {
  rework: 'w.rework',
  has_add_on: 'w.has_add_on',
  has_appointment: 'w.has_appointment',
}
export const surveyColumns: Record<SurveyColumn, string> = { points: 's.points' }
export const surveyConditions: Record<SurveyCondition, string> = {
  nps_answered: 's.nps IS NOT NULL',
  promoter: 's.nps >= 9',
  detractor: 's.nps <= 6',
  scored: 's.points IS NOT NULL',
}
export const labourColumns = {
  billed_minutes: 'l.billed',
  actual_minutes: 'l.actual',
  credited_fen: 'l.credited',
} as const

/** What one row adds: 1 for a count, the columns' sum otherwise. */
export function added<Column extends string>(amount: Amount<Column>, columns: Record<Column, string>): string {
  return amount === 'count' ? '1' : amount.sum.map((column) => columns[column]).join(' + ')
}

const aggregated = (amount: string, condition: string | undefined) =>
  `sum(${amount})${condition ? ` FILTER (WHERE ${condition})` : ''}`

/** The text of every statement, made once from the registry: it names fixed columns and holds nothing that a user wrote. */
export function statements(places: readonly Place[]): Statements {
  const length = Math.max(...places.map((place) => place.position)) + 1
  const personLength = Math.max(...places.filter((place) => place.personal).map((place) => place.position)) + 1
  const sums = (upTo: number) =>
    Array.from({ length: upTo }, (_, place) => `coalesce(sum(r.measured[${place + 1}]), 0)`).join(', ')
  return {
    storeDays: storeDays(places, length),
    personDays: personDays(places, personLength),
    months: `
      INSERT INTO measures.rollup_month AS known (node_no, month, measured, facts_up_to)
      SELECT r.node_no, t.month, ARRAY[${sums(length)}]::float8[], max(r.facts_up_to)
      FROM (SELECT DISTINCT node_no, date_trunc('month', day)::date AS month FROM unnest($1::int[], $2::date[]) AS t(node_no, day)) t
      JOIN measures.rollup_day r ON r.node_no = t.node_no AND r.day >= t.month AND r.day < t.month + interval '1 month'
      GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (node_no, month) DO UPDATE SET measured = excluded.measured, facts_up_to = excluded.facts_up_to`,
    personMonths: `
      INSERT INTO measures.person_month (person_no, month, store_no, measured, facts_up_to)
      SELECT r.person_no, t.month, t.store_no, ARRAY[${sums(personLength)}]::float8[], max(r.facts_up_to)
      FROM (SELECT DISTINCT store_no, date_trunc('month', day)::date AS month FROM unnest($1::int[], $2::date[]) AS t(store_no, day)) t
      JOIN measures.person_day r ON r.store_no = t.store_no AND r.day >= t.month AND r.day < t.month + interval '1 month'
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    parentDays: `
      INSERT INTO measures.rollup_day AS known (node_no, day, measured, facts_up_to)
      SELECT t.node_no, t.day, ARRAY[${sums(length)}]::float8[], max(r.facts_up_to)
      FROM unnest($1::int[], $2::date[]) AS t(node_no, day)
      JOIN organisation.placement p ON p.parent_no = t.node_no AND p.from_day <= t.day AND (p.to_day IS NULL OR p.to_day >= t.day)
      JOIN measures.rollup_day r ON r.node_no = p.node_no AND r.day = t.day
      GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (node_no, day) DO UPDATE SET measured = excluded.measured, facts_up_to = excluded.facts_up_to`,
  }
}

function storeDays(places: readonly Place[], length: number): string {
  const columns: Record<'d' | 'o' | 's', string[]> = { d: [], o: [], s: [] }
  const elements = new Array<string>(length).fill('0')
  const positions = new Set<string>()
  for (const { position, source } of places) {
    const parts = (source.store ?? []).map((one) => {
      if (one.of === 'calendar') return `(organisation.operates(t.store_no, t.day))::int`
      if (one.of === 'staff') {
        positions.add(one.position)
        return `coalesce(f.${staffColumn(one.position)}, 0)`
      }
      const { from, text } = storeColumn(one)
      const name = `c${columns[from].length}`
      columns[from].push(`${text} AS ${name}`)
      return `coalesce(${from}.${name}, 0)`
    })
    if (parts.length > 0) elements[position] = parts.join(' + ')
  }
  const listed = (from: 'd' | 'o' | 's') => columns[from].map((column) => `, ${column}`).join('')
  const staff = [...positions]
    .map((position) => `, count(*) FILTER (WHERE m.position = '${position}') AS ${staffColumn(position)}`)
    .join('')
  return `
    WITH t AS MATERIALIZED (SELECT DISTINCT store_no, day FROM unnest($1::int[], $2::date[]) AS t(store_no, day)),
    d AS (SELECT t.store_no, t.day, max(w.delivered_at) AS up_to${listed('d')}
      FROM t JOIN facts.work_order w ON w.store_no = t.store_no AND w.delivered_day = t.day AND NOT w.deleted GROUP BY 1, 2),
    o AS (SELECT t.store_no, t.day, max(w.opened_at) AS up_to${listed('o')}
      FROM t JOIN facts.work_order w ON w.store_no = t.store_no AND w.opened_day = t.day AND NOT w.deleted GROUP BY 1, 2),
    s AS (SELECT t.store_no, t.day, max(s.answered_at) AS up_to${listed('s')}
      FROM t JOIN facts.survey s ON s.store_no = t.store_no AND s.answered_day = t.day AND NOT s.deleted GROUP BY 1, 2),
    f AS (SELECT t.store_no, t.day${staff}
      FROM t JOIN organisation.staffing m ON m.store_no = t.store_no AND m.from_day <= t.day AND (m.to_day IS NULL OR m.to_day >= t.day) GROUP BY 1, 2)
    INSERT INTO measures.rollup_day AS known (node_no, day, measured, facts_up_to)
    SELECT t.store_no, t.day, ARRAY[${elements.join(', ')}]::float8[], greatest(d.up_to, o.up_to, s.up_to)
    FROM t LEFT JOIN d USING (store_no, day) LEFT JOIN o USING (store_no, day) LEFT JOIN s USING (store_no, day) LEFT JOIN f USING (store_no, day)
    ORDER BY 1, 2
    ON CONFLICT (node_no, day) DO UPDATE SET measured = excluded.measured, facts_up_to = excluded.facts_up_to`
}

const staffColumn = (position: string) => {
  if (!/^[a-z_]+$/.test(position)) throw new Error(`${position} is no position`)
  return `staff_${position}`
}

function storeColumn(source: Exclude<StoreSource, { of: 'calendar' } | { of: 'staff' }>): {
  from: 'd' | 'o' | 's'
  text: string
} {
  if (source.of === 'surveys') {
    return {
      from: 's',
      text: aggregated(added(source.amount, surveyColumns), source.when && surveyConditions[source.when]),
    }
  }
  const text = aggregated(added(source.amount, orderColumns), source.when && orderConditions[source.when])
  return { from: source.on === 'delivered' ? 'd' : 'o', text }
}

/** One branch for each way in which a fact is credited; a person's day is the sum over the branches. */
function personDays(places: readonly Place[], length: number): string {
  const branch = (
    credits: readonly PersonSource['credit'][],
    person: string,
    from: string,
    where: string,
    upTo: string,
  ) => {
    const values = new Array<string>(length).fill('0')
    for (const { position, source } of places) {
      const one = source.person
      if (one && credits.includes(one.credit)) values[position] = personValue(one)
    }
    return `SELECT t.store_no, t.day, ${person} AS person_no, ${upTo} AS up_to, ${values.map((value, place) => `${value} AS v${place}`).join(', ')}
      FROM t ${from} WHERE ${where}`
  }
  const orders = 'JOIN facts.work_order w ON w.store_no = t.store_no AND w.delivered_day = t.day AND NOT w.deleted'
  const labour = `${orders} CROSS JOIN LATERAL unnest(w.labour_technician_no, w.labour_billed_minutes, w.labour_actual_minutes, w.labour_credited_fen)
      AS l(technician_no, billed, actual, credited)`
  const surveys = 'JOIN facts.survey s ON s.store_no = t.store_no AND s.answered_day = t.day AND NOT s.deleted'
  const branches = [
    branch(['lead', 'handled'], 'w.lead_no', orders, 'w.lead_no IS NOT NULL', 'w.delivered_at'),
    // Who led the order as well as advised it has handled it once.
    branch(['advisor'], 'w.advisor_no', orders, 'w.advisor_no IS NOT NULL', 'w.delivered_at'),
    branch(
      ['handled'],
      'w.advisor_no',
      orders,
      'w.advisor_no IS NOT NULL AND w.advisor_no IS DISTINCT FROM w.lead_no',
      'w.delivered_at',
    ),
    branch(['charged'], 'w.charged_no', orders, 'w.rework AND w.charged_no IS NOT NULL', 'w.delivered_at'),
    branch(['labour'], 'l.technician_no', labour, 'true', 'w.delivered_at'),
    branch(['surveyed'], 's.credited_advisor_no', surveys, 's.credited_advisor_no IS NOT NULL', 's.answered_at'),
    branch(
      ['surveyed'],
      's.credited_technician_no',
      surveys,
      's.credited_technician_no IS NOT NULL AND s.credited_technician_no IS DISTINCT FROM s.credited_advisor_no',
      's.answered_at',
    ),
  ]
  return `
    WITH t AS MATERIALIZED (SELECT DISTINCT store_no, day FROM unnest($1::int[], $2::date[]) AS t(store_no, day)),
    c AS (${branches.join('\n      UNION ALL ')})
    INSERT INTO measures.person_day (person_no, day, store_no, measured, facts_up_to)
    SELECT person_no, day, store_no, ARRAY[${Array.from({ length }, (_, place) => `sum(v${place})`).join(', ')}]::float8[], max(up_to)
    FROM c GROUP BY person_no, day, store_no ORDER BY person_no, day, store_no`
}

function personValue(source: PersonSource): string {
  if (source.credit === 'labour') return added(source.amount, labourColumns)
  if (source.credit === 'surveyed') {
    const value = added(source.amount, surveyColumns)
    return source.when ? `CASE WHEN ${surveyConditions[source.when]} THEN ${value} ELSE 0 END` : value
  }
  const value = added(source.amount, orderColumns)
  return source.when ? `CASE WHEN ${orderConditions[source.when]} THEN ${value} ELSE 0 END` : value
}
