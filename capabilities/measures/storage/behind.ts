import type { Day } from '#foundation/period'
import { run, type Transaction } from '#platform/database'
import type { DefinedSource } from '../rules/definition.ts'
import type { CountedKind, FactSource, MeasureSource, PersonSource, StoreSource } from '../rules/source.ts'
import { type Bind, definedAmount, parameters } from './definedSql.ts'
import { added, labourColumns, labourLines, streamOf, streams, wordsOf } from './streams.ts'

/** A fact with what it adds to a sum of measures: 1 or -1 where it is counted, an amount where one is summed. */
export type FactBehind = {
  kind: string
  source: string
  externalId: string
  store: string
  day: Day
  counts: number
  rework: boolean | null
  nps: number | null
  points: number | null
  amountFen: number | null
  advisor: string | null
  advisorName: string | null
  technician: string | null
  technicianName: string | null
}

export type Behind = { count: number; sum: number; facts: FactBehind[]; more: boolean }

export type BehindQuery = {
  node: { no: number; kind: 'company' | 'region' | 'store' | 'department' | 'person' }
  from: Day
  to: Day
  terms: readonly { measure: string; sign: 1 | -1; source: MeasureSource }[]
  after: number
  limit: number
}

/** The facts whose additions make up a sum of measures of a node and some days; their additions sum to it exactly. */
export async function factsBehind(tx: Transaction, query: BehindQuery): Promise<Behind> {
  const personal = query.node.kind === 'person' || query.node.kind === 'department'
  const { bind, values: defined } = parameters(6)
  const branches = query.terms.flatMap(({ measure, sign, source }) => {
    if (source.defined) {
      const made = definedBranch(source.defined, sign, personal, bind)
      return made.length > 0 ? [...made, observedBranch(measure, sign, personal, observedOn(source.defined, bind))] : []
    }
    const made = personal
      ? source.person
        ? personBranches(source.person, sign)
        : []
      : (source.store ?? []).flatMap((one) => storeBranch(one, sign))
    const observedOnly = source.store?.length === 0
    return made.length > 0 || observedOnly ? [...made, observedBranch(measure, sign, personal)] : []
  })
  if (branches.length === 0) return { count: 0, sum: 0, facts: [], more: false }
  const text = `
    WITH places AS MATERIALIZED (${personal ? peopleOf(query.node.kind) : 'SELECT node_no AS store_no, from_day, to_day FROM organisation.spans_under($1::int)'}),
    additions AS (${branches.join('\n UNION ALL ')}),
    behind AS (SELECT kind, source, external_id, sum(counts)::float8 AS counts FROM additions GROUP BY kind, source, external_id HAVING sum(counts) <> 0),
    facts AS (
      SELECT b.kind, b.source, b.external_id, b.counts, w.store_no, coalesce(w.delivered_day, w.opened_day) AS day, w.rework, NULL::int AS nps, NULL::float8 AS points,
        w.labour_fen + w.parts_fen AS amount_fen, w.advisor_no, w.lead_no AS technician_no
      FROM behind b JOIN facts.work_order w ON b.kind = 'work-orders' AND w.source = b.source AND w.external_id = b.external_id
      UNION ALL
      SELECT b.kind, b.source, b.external_id, b.counts, s.store_no, s.answered_day, NULL, s.nps, s.points, NULL, s.credited_advisor_no, s.credited_technician_no
      FROM behind b JOIN facts.survey s ON b.kind = 'surveys' AND s.source = b.source AND s.external_id = b.external_id
      ${Object.entries(others).map(otherFacts).join('\n      ')}
    )
    SELECT f.kind, f.source, f.external_id AS "externalId", n.id AS store, f.day, f.counts, f.rework, f.nps, f.points, f.amount_fen AS "amountFen",
      a.id AS advisor, a.name AS "advisorName", t.id AS technician, t.name AS "technicianName",
      count(*) OVER () AS facts, sum(f.counts) OVER () AS total
    FROM facts f JOIN organisation.node n ON n.no = f.store_no
    LEFT JOIN organisation.node a ON a.no = f.advisor_no LEFT JOIN organisation.node t ON t.no = f.technician_no
    ORDER BY f.day, f.external_id, f.source OFFSET $4 LIMIT $5`
  const values = [query.node.no, query.from, query.to, query.after, query.limit, ...defined]
  const rows = await run<FactBehind & { facts: number; total: number }>(tx, text, values)
  const first = rows[0]
  return {
    count: first?.facts ?? 0,
    sum: first?.total ?? 0,
    facts: rows.map(({ facts, total, ...fact }) => fact),
    more: query.after + rows.length < (first?.facts ?? 0),
  }
}

/** The people whose credit counts, and the days of stores on which they have any. */
function peopleOf(kind: BehindQuery['node']['kind']): string {
  if (kind === 'person') {
    return 'SELECT DISTINCT r.person_no, r.store_no, r.day AS from_day, r.day AS to_day FROM measures.person_day r WHERE r.person_no = $1::int AND r.day BETWEEN $2::date AND $3::date'
  }
  return `SELECT DISTINCT r.person_no, r.store_no, r.day AS from_day, r.day AS to_day
    FROM organisation.staffing m JOIN measures.person_day r ON r.person_no = m.person_no AND r.day >= m.from_day AND (m.to_day IS NULL OR r.day <= m.to_day)
    WHERE m.node_no = $1::int AND r.day BETWEEN $2::date AND $3::date`
}

type Other = { table: string; day: string; advisor?: string; technician?: string; fen?: string }

/** The kinds that need no more than day, people and an amount to be shown. */
const others: Readonly<Record<Exclude<CountedKind, 'work-orders' | 'surveys'>, Other>> = {
  complaints: { table: 'facts.complaint', day: 'opened_day', advisor: 'credited_advisor_no' },
  contacts: { table: 'facts.contact', day: 'received_day', advisor: 'person_no' },
  attendance: { table: 'facts.attendance', day: 'day', technician: 'person_no' },
  inspections: { table: 'facts.inspection', day: 'at_day', technician: 'credited_lead_no' },
  appointments: { table: 'facts.appointment', day: 'scheduled_day', advisor: 'person_no' },
  'part-requests': { table: 'facts.part_request', day: 'requested_day' },
  'bay-usage': { table: 'facts.bay_usage', day: 'day' },
  finance: { table: 'facts.finance', day: 'month', fen: 'revenue_fen' },
  'staff-changes': { table: 'facts.staff_change', day: 'day', technician: 'person_no' },
  customers: { table: 'facts.customer', day: 'created_day' },
  observations: { table: 'facts.observation', day: 'day', technician: 'person_no' },
}

const otherFacts = ([kind, { table, day, advisor, technician, fen }]: [string, Other]) => {
  const column = (name: string | undefined) => (name ? `x.${name}` : 'NULL')
  return `UNION ALL SELECT b.kind, b.source, b.external_id, b.counts, x.store_no, x.${day}, NULL, NULL, NULL, ${column(fen)}, ${column(advisor)}, ${column(technician)}
      FROM behind b JOIN ${table} x ON b.kind = '${kind}' AND x.source = b.source AND x.external_id = b.external_id`
}

const inPlace = (alias: string, day: string) =>
  `JOIN places p ON p.store_no = ${alias}.store_no AND ${alias}.${day} BETWEEN p.from_day AND p.to_day`
const signed = (sign: 1 | -1, amount: string) => (sign === 1 ? amount : `-(${amount})`)
const select = (kind: string, alias: string, counts: string) =>
  `SELECT '${kind}' AS kind, ${alias}.source, ${alias}.external_id, (${counts})::float8 AS counts`

/** Stock, staff, floor and calendar are no facts that could be counted; what a fact says of another year stands there. */
function isFactSource(source: StoreSource): source is FactSource {
  return source.of in streams
}

function storeBranch(source: StoreSource, sign: 1 | -1): string[] {
  if (!isFactSource(source) || source.present) return []
  const { kind, table, alias, day } = streams[source.of]
  const { columns, conditions } = wordsOf(source.of)
  const when = source.when ? ` AND ${conditions[source.when]}` : ''
  // One order a day for each customer stands for the visit.
  const counts =
    source.amount === 'customers'
      ? `(row_number() OVER (PARTITION BY w.store_no, w.delivered_day, coalesce(w.customer, w.source || ' ' || w.external_id) ORDER BY w.external_id, w.source) = 1)::int`
      : added(source.amount, columns)
  return [
    `${select(kind, alias, signed(sign, counts))} FROM ${table} ${alias} ${inPlace(alias, day)}
      WHERE ${alias}.${day} BETWEEN $2::date AND $3::date AND NOT ${alias}.deleted${when}`,
  ]
}

const creditedTo = {
  lead: 'w.lead_no = p.person_no',
  advisor: 'w.advisor_no = p.person_no',
  handled: '(w.lead_no = p.person_no OR w.advisor_no = p.person_no)',
  charged: 'w.rework AND w.charged_no = p.person_no',
  labour: 'l.technician_no = p.person_no',
  surveyed: '(s.credited_advisor_no = p.person_no OR s.credited_technician_no = p.person_no)',
  complained: 'c.credited_advisor_no = p.person_no',
  contacted: 'k.person_no = p.person_no',
  attended: 'a.person_no = p.person_no',
} as const

function personBranches(source: PersonSource, sign: 1 | -1): string[] {
  const stream = streamOf[source.credit]
  const { kind, table, alias, day } = streams[stream]
  const { columns, conditions } = wordsOf(stream)
  const labour = source.credit === 'labour'
  const when = 'when' in source && source.when ? ` AND ${conditions[source.when]}` : ''
  const counts = source.amount === 'customers' ? '1' : added(source.amount, labour ? labourColumns : columns)
  return [
    `${select(kind, alias, signed(sign, counts))} FROM ${table} ${alias} ${inPlace(alias, day)} ${labour ? labourLines : ''}
      WHERE NOT ${alias}.deleted AND ${creditedTo[source.credit]}${when}`,
  ]
}

/** The facts that a defined measure counts; those that it leaves out add 0 and fall away. */
function definedBranch(source: DefinedSource, sign: 1 | -1, personal: boolean, bind: Bind): string[] {
  const { of, credit, parts } = source
  if (parts.length === 0 || (personal && credit === null)) return []
  const { kind, table, alias, day } = streams[of]
  const labour = personal && credit === 'labour'
  const whose = personal && credit !== null ? ` AND ${creditedTo[credit]}` : ''
  return [
    `${select(kind, alias, signed(sign, definedAmount(source, bind, labour)))} FROM ${table} ${alias} ${inPlace(alias, day)} ${labour ? labourLines : ''}
      WHERE ${alias}.${day} BETWEEN $2::date AND $3::date AND NOT ${alias}.deleted${whose}`,
  ]
}

/** The days on which a defined measure counts what was observed for it: those of its versions. */
function observedOn({ parts }: DefinedSource, bind: Bind): string {
  const days = parts.map(
    ({ from, to }) => `ob.day >= ${bind(from)}::date${to === null ? '' : ` AND ob.day <= ${bind(to)}::date`}`,
  )
  return ` AND (${days.join(' OR ')})`
}

/** What was observed for measures, of stores or of people. */
function observedBranch(measure: string, sign: 1 | -1, personal: boolean, days = ''): string {
  if (!/^[A-Za-z]\w*$/.test(measure)) throw new Error(`${measure} is no measure`)
  const person = personal ? ' AND ob.person_no = p.person_no' : ''
  return `${select('observations', 'ob', signed(sign, 'ob.value'))} FROM facts.observation ob ${inPlace('ob', 'day')}
      WHERE ob.day BETWEEN $2::date AND $3::date AND NOT ob.deleted AND ob.measure = '${measure}'${person}${days}`
}
