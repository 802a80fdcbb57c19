import type { Day } from '#foundation/period'
import { run, type Transaction } from '#platform/database'
import type { MeasureSource, PersonSource, StoreSource } from '../rules/source.ts'
import { added, labourColumns, orderColumns, orderConditions, surveyColumns, surveyConditions } from './statements.ts'

/** A fact with what it adds to a sum of measures: 1 or -1 where it is counted, an amount where one is summed. */
export type FactBehind = {
  kind: 'work-orders' | 'surveys'
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
  terms: readonly { sign: 1 | -1; source: MeasureSource }[]
  after: number
  limit: number
}

/** The facts whose additions make up a sum of measures of a node and some days; their additions sum to it exactly. */
export async function factsBehind(tx: Transaction, query: BehindQuery): Promise<Behind> {
  const personal = query.node.kind === 'person' || query.node.kind === 'department'
  const branches = query.terms.flatMap(({ sign, source }) =>
    personal
      ? source.person
        ? personBranches(source.person, sign)
        : []
      : (source.store ?? []).flatMap((one) => storeBranch(one, sign)),
  )
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
    )
    SELECT f.kind, f.source, f.external_id AS "externalId", n.id AS store, f.day, f.counts, f.rework, f.nps, f.points, f.amount_fen AS "amountFen",
      a.id AS advisor, a.name AS "advisorName", t.id AS technician, t.name AS "technicianName",
      count(*) OVER () AS facts, sum(f.counts) OVER () AS total
    FROM facts f JOIN organisation.node n ON n.no = f.store_no
    LEFT JOIN organisation.node a ON a.no = f.advisor_no LEFT JOIN organisation.node t ON t.no = f.technician_no
    ORDER BY f.day, f.external_id, f.source OFFSET $4 LIMIT $5`
  const values = [query.node.no, query.from, query.to, query.after, query.limit]
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

const inPlace = (alias: string, day: string) =>
  `JOIN places p ON p.store_no = ${alias}.store_no AND ${alias}.${day} BETWEEN p.from_day AND p.to_day`
const signed = (sign: 1 | -1, amount: string) => (sign === 1 ? amount : `-(${amount})`)
const select = (kind: string, alias: string, counts: string) =>
  `SELECT '${kind}' AS kind, ${alias}.source, ${alias}.external_id, (${counts})::float8 AS counts`

function storeBranch(source: StoreSource, sign: 1 | -1): string[] {
  if (source.of === 'calendar' || source.of === 'staff') return []
  if (source.of === 'surveys') {
    const when = source.when ? ` AND ${surveyConditions[source.when]}` : ''
    return [
      `${select('surveys', 's', signed(sign, added(source.amount, surveyColumns)))} FROM facts.survey s ${inPlace('s', 'answered_day')}
        WHERE s.answered_day BETWEEN $2::date AND $3::date AND NOT s.deleted${when}`,
    ]
  }
  const day = source.on === 'delivered' ? 'delivered_day' : 'opened_day'
  const when = source.when ? ` AND ${orderConditions[source.when]}` : ''
  return [
    `${select('work-orders', 'w', signed(sign, added(source.amount, orderColumns)))} FROM facts.work_order w ${inPlace('w', day)}
      WHERE w.${day} BETWEEN $2::date AND $3::date AND NOT w.deleted${when}`,
  ]
}

function personBranches(source: PersonSource, sign: 1 | -1): string[] {
  if (source.credit === 'surveyed') {
    const when = source.when ? ` AND ${surveyConditions[source.when]}` : ''
    return [
      `${select('surveys', 's', signed(sign, added(source.amount, surveyColumns)))} FROM facts.survey s ${inPlace('s', 'answered_day')}
        WHERE NOT s.deleted AND (s.credited_advisor_no = p.person_no OR s.credited_technician_no = p.person_no)${when}`,
    ]
  }
  if (source.credit === 'labour') {
    return [
      `${select('work-orders', 'w', signed(sign, added(source.amount, labourColumns)))} FROM facts.work_order w ${inPlace('w', 'delivered_day')}
        CROSS JOIN LATERAL unnest(w.labour_technician_no, w.labour_billed_minutes, w.labour_actual_minutes, w.labour_credited_fen)
          AS l(technician_no, billed, actual, credited)
        WHERE NOT w.deleted AND l.technician_no = p.person_no`,
    ]
  }
  const credited = {
    lead: 'w.lead_no = p.person_no',
    advisor: 'w.advisor_no = p.person_no',
    handled: '(w.lead_no = p.person_no OR w.advisor_no = p.person_no)',
    charged: 'w.rework AND w.charged_no = p.person_no',
  }[source.credit]
  const when = source.when ? ` AND ${orderConditions[source.when]}` : ''
  return [
    `${select('work-orders', 'w', signed(sign, added(source.amount, orderColumns)))} FROM facts.work_order w ${inPlace('w', 'delivered_day')}
      WHERE NOT w.deleted AND ${credited}${when}`,
  ]
}
