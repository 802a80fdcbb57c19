import type { Amount, Credit, StreamName, Streams } from '../rules/source.ts'

/** A stream of facts in SQL. `at` is the moment up to which a fact lets a board be known. */
type Stream<Name extends StreamName> = {
  kind: string
  table: string
  alias: string
  day: string
  at: string
  columns: Record<Streams[Name]['columns'], string>
  conditions: Record<Streams[Name]['conditions'], string>
}

const wholeDay = (column: string) => `${column}::timestamp AT TIME ZONE 'UTC'`

/** The one place where the vocabulary of measures becomes SQL. */
export const streams: { readonly [Name in StreamName]: Stream<Name> } = {
  delivered: {
    kind: 'work-orders',
    table: 'facts.work_order',
    alias: 'w',
    day: 'delivered_day',
    at: 'w.delivered_at',
    columns: {
      labour_fen: 'w.labour_fen',
      parts_fen: 'w.parts_fen',
      billed_minutes: 'w.billed_minutes',
      actual_minutes: 'w.actual_minutes',
      labour_lines: 'coalesce(cardinality(w.labour_technician_no), 0)',
    },
    conditions: {
      rework: 'w.rework',
      has_add_on: 'w.has_add_on',
      has_appointment: 'w.has_appointment',
      has_door_to_door: 'w.has_door_to_door',
      inspected: 'w.inspected',
      returning_customer: 'w.returning_customer',
    },
  },
  opened: {
    kind: 'work-orders',
    table: 'facts.work_order',
    alias: 'w',
    day: 'opened_day',
    at: 'w.opened_at',
    columns: {},
    conditions: {},
  },
  surveys: {
    kind: 'surveys',
    table: 'facts.survey',
    alias: 's',
    day: 'answered_day',
    at: 's.answered_at',
    columns: { points: 's.points' },
    conditions: {
      nps_answered: 's.nps IS NOT NULL',
      promoter: 's.nps >= 9',
      detractor: 's.nps <= 6',
      scored: 's.points IS NOT NULL',
      satisfied: 's.points >= 80',
    },
  },
  complaints: {
    kind: 'complaints',
    table: 'facts.complaint',
    alias: 'c',
    day: 'opened_day',
    at: 'c.opened_at',
    columns: {},
    conditions: { answered_in_24h: "c.proposed_at <= c.opened_at + interval '24 hours'" },
  },
  contacts: {
    kind: 'contacts',
    table: 'facts.contact',
    alias: 'k',
    day: 'received_day',
    at: 'k.contacted_at',
    columns: { response_seconds: 'k.response_seconds' },
    conditions: { answered: 'k.response_seconds IS NOT NULL', in_time: 'k.in_time' },
  },
  attendance: {
    kind: 'attendance',
    table: 'facts.attendance',
    alias: 'a',
    day: 'day',
    at: wholeDay('a.day'),
    columns: { attended_minutes: 'a.attended_minutes' },
    conditions: {
      as_technician: `EXISTS (SELECT FROM organisation.staffing m WHERE m.person_no = a.person_no AND m.position = 'technician'
        AND m.from_day <= a.day AND (m.to_day IS NULL OR m.to_day >= a.day))`,
    },
  },
  inspections: {
    kind: 'inspections',
    table: 'facts.inspection',
    alias: 'i',
    day: 'at_day',
    at: 'i.at',
    columns: {},
    conditions: { sample: "i.level = 'sample'", sample_passed: "i.level = 'sample' AND i.passed" },
  },
  appointments: {
    kind: 'appointments',
    table: 'facts.appointment',
    alias: 'ap',
    day: 'scheduled_day',
    at: 'ap.scheduled_at',
    columns: {},
    conditions: {
      not_cancelled: 'ap.cancelled_at IS NULL',
      kept: 'ap.cancelled_at IS NULL AND ap.arrived_at IS NOT NULL',
    },
  },
  partRequests: {
    kind: 'part-requests',
    table: 'facts.part_request',
    alias: 'pr',
    day: 'requested_day',
    at: 'pr.requested_at',
    columns: {},
    conditions: { in_time: 'pr.available_when_requested' },
  },
  bayUsage: {
    kind: 'bay-usage',
    table: 'facts.bay_usage',
    alias: 'b',
    day: 'day',
    at: wholeDay('b.day'),
    columns: { used_minutes: 'b.used_minutes', available_minutes: 'b.available_minutes' },
    conditions: {},
  },
  finance: {
    kind: 'finance',
    table: 'facts.finance',
    alias: 'fi',
    day: 'month',
    at: wholeDay('fi.month'),
    columns: {
      revenue_fen: 'fi.revenue_fen',
      cost_fen: 'fi.cost_fen',
      net_profit_fen: 'fi.net_profit_fen',
      operating_cost_fen: 'fi.operating_cost_fen',
      labour_cost_fen: 'fi.labour_cost_fen',
      rent_fen: 'fi.rent_fen',
      investment_fen: 'fi.investment_fen',
      parts_revenue_fen: 'fi.parts_revenue_fen',
      parts_cost_fen: 'fi.parts_cost_fen',
    },
    conditions: { invested: 'fi.investment_fen IS NOT NULL' },
  },
  staffChanges: {
    kind: 'staff-changes',
    table: 'facts.staff_change',
    alias: 'sc',
    day: 'day',
    at: wholeDay('sc.day'),
    columns: {},
    conditions: { joined: "sc.change = 'joined'", left: "sc.change = 'left'" },
  },
  customersCreated: {
    kind: 'customers',
    table: 'facts.customer',
    alias: 'cu',
    day: 'created_day',
    at: 'cu.created_at',
    columns: {},
    conditions: {},
  },
  customersCompleted: {
    kind: 'customers',
    table: 'facts.customer',
    alias: 'cu',
    day: 'completed_day',
    at: 'coalesce(cu.completed_at, cu.created_at)',
    columns: {},
    conditions: {},
  },
}

export const streamNames = Object.keys(streams) as StreamName[]

/**
 * A line of labour, as it stands beside its order under the alias `l`. Not unnest of four arrays in FROM: that keeps the lines of
 * each order in a store of their own first, which takes five times as long.
 */
export const labourLines = `CROSS JOIN LATERAL (SELECT unnest(w.labour_technician_no) AS technician_no, unnest(w.labour_billed_minutes) AS billed,
      unnest(w.labour_actual_minutes) AS actual, unnest(w.labour_credited_fen) AS credited) l`
export const labourColumns = {
  billed_minutes: 'l.billed',
  actual_minutes: 'l.actual',
  credited_fen: 'l.credited',
} as const

/** The stream that a credit is taken from. */
export const streamOf: Record<Credit, StreamName> = {
  handled: 'delivered',
  lead: 'delivered',
  charged: 'delivered',
  advisor: 'delivered',
  labour: 'delivered',
  surveyed: 'surveys',
  complained: 'complaints',
  contacted: 'contacts',
  attended: 'attendance',
}

/** The columns and conditions of any stream, for what was checked to belong to it when it was declared. */
export function wordsOf(name: StreamName): {
  columns: Readonly<Record<string, string>>
  conditions: Readonly<Record<string, string>>
} {
  return streams[name]
}

/** What one row adds: 1 for a count, the columns' sum otherwise. */
export function added(amount: Exclude<Amount<string>, 'customers'>, columns: Readonly<Record<string, string>>): string {
  return amount === 'count' ? '1' : amount.sum.map((column) => columns[column]).join(' + ')
}
