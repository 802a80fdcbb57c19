import { type Day, dayNumber, dayOfNumber } from '#foundation/period'
import type { Field, FieldType } from '../rules/plainFact.ts'
import { type FactKind, type PlainKindName, plainKinds } from '../rules/plainKinds.ts'

/** How a kind of fact is kept: its table, its columns beside the head, and the days that it counts on. */
export type KindTable = {
  kind: FactKind
  table: string
  /** Column name and type, in the names that rows are given with. */
  columns: readonly (readonly [string, string])[]
  days: readonly string[]
  /** Of a plain kind: the field of the moment whose business day the first day is, where that day is no field itself. */
  moment?: string
  /** More days whose numbers change with a fact of this day. */
  reach?: (day: Day) => Day[]
  /** Columns that follow from other facts: not part of what a version says, and worked out anew after it was written. */
  credited: readonly string[]
  /** What such columns are as long as no other fact says more, in SQL over the row `r`; most rows then need no second writing. */
  begins?: Readonly<Record<string, string>>
}

export const workOrderTable: KindTable = {
  kind: 'work-orders',
  table: 'facts.work_order',
  columns: [
    ['opened_at', 'timestamptz'],
    ['opened_day', 'date'],
    ['promised_at', 'timestamptz'],
    ['delivered_at', 'timestamptz'],
    ['delivered_day', 'date'],
    ['customer', 'text'],
    ['vehicle', 'text'],
    ['advisor_no', 'int'],
    ['lead_no', 'int'],
    ['labour_technician_no', 'int[]'],
    ['labour_billed_minutes', 'int[]'],
    ['labour_actual_minutes', 'int[]'],
    ['labour_credited_fen', 'bigint[]'],
    ['billed_minutes', 'int'],
    ['actual_minutes', 'int'],
    ['labour_fen', 'bigint'],
    ['parts_fen', 'bigint'],
    ['has_appointment', 'boolean'],
    ['has_add_on', 'boolean'],
    ['has_door_to_door', 'boolean'],
    ['rework', 'boolean'],
    ['original_order', 'text'],
  ],
  days: ['opened_day', 'delivered_day'],
  credited: ['charged_no', 'inspected', 'returning_customer'],
  begins: {
    inspected: 'false',
    returning_customer:
      'CASE WHEN r.customer IS NOT NULL AND r.delivered_day IS NOT NULL AND NOT r.deleted THEN false END',
  },
}

export const surveyTable: KindTable = {
  kind: 'surveys',
  table: 'facts.survey',
  columns: [
    ['answered_at', 'timestamptz'],
    ['answered_day', 'date'],
    ['order_id', 'text'],
    ['advisor_no', 'int'],
    ['technician_no', 'int'],
    ['credited_advisor_no', 'int'],
    ['credited_technician_no', 'int'],
    ['nps', 'smallint'],
    ['stars', 'smallint'],
    ['score', 'float8'],
    ['points', 'float8'],
    ['text', 'text'],
  ],
  days: ['answered_day'],
  credited: ['credited_advisor_no', 'credited_technician_no'],
}

/** A snapshot of stock holds until the next, for so many days at most. */
const stockHoldsDays = 31

const columnTypes: Record<FieldType, string> = {
  instant: 'timestamptz',
  day: 'date',
  month: 'date',
  person: 'int',
  node: 'int',
  order: 'text',
  text: 'text',
  fen: 'bigint',
  minutes: 'int',
  count: 'int',
  number: 'float8',
  boolean: 'boolean',
  checks: 'jsonb',
}

/** The column that a field is kept in. */
export function columnOf({ name, type }: Pick<Field, 'name' | 'type'>): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  // The head has a received_at of its own: when the fact came in.
  if (snake === 'received_at') return 'contacted_at'
  if (type === 'node') return 'person_no'
  if (type === 'person') return `${snake}_no`
  return type === 'order' ? `${snake}_id` : snake
}

const plain = (
  kind: PlainKindName,
  table: string,
  day: string,
  more: { derived?: KindTable['columns']; credited?: KindTable['columns']; reach?: KindTable['reach'] } = {},
): KindTable => {
  const fields = plainKinds[kind].fields.map((field) => [columnOf(field), columnTypes[field.type]] as const)
  const { derived = [], credited = [], reach } = more
  const ofDay = fields.some(([name]) => name === day) ? [] : [[day, 'date'] as const]
  // `opened_day` is the day of `openedAt`, `at_day` of `at`.
  const moment = plainKinds[kind].fields.find(
    ({ name, type }) => type === 'instant' && day === `${name.replace(/(.)At$/, '$1').toLowerCase()}_day`,
  )
  if (ofDay.length > 0 && !moment) throw new Error(`${kind}: no moment has the day ${day}`)
  return {
    kind,
    table,
    columns: [...fields, ...ofDay, ...derived, ...credited],
    days: [day, ...derived.map(([name]) => name).filter((name) => name.endsWith('_day'))],
    ...(ofDay.length > 0 && moment ? { moment: moment.name } : {}),
    credited: credited.map(([name]) => name),
    reach,
  }
}

export const plainTables: Readonly<Record<PlainKindName, KindTable>> = {
  complaints: plain('complaints', 'facts.complaint', 'opened_day', { credited: [['credited_advisor_no', 'int']] }),
  attendance: plain('attendance', 'facts.attendance', 'day'),
  inspections: plain('inspections', 'facts.inspection', 'at_day', { credited: [['credited_lead_no', 'int']] }),
  observations: plain('observations', 'facts.observation', 'day'),
  contacts: plain('contacts', 'facts.contact', 'received_day', {
    derived: [
      ['response_seconds', 'int'],
      ['in_time', 'boolean'],
    ],
  }),
  customers: plain('customers', 'facts.customer', 'created_day', { derived: [['completed_day', 'date']] }),
  appointments: plain('appointments', 'facts.appointment', 'scheduled_day'),
  'part-requests': plain('part-requests', 'facts.part_request', 'requested_day'),
  inventory: plain('inventory', 'facts.inventory', 'day', {
    reach: (day) => Array.from({ length: stockHoldsDays - 1 }, (_, index) => dayOfNumber(dayNumber(day) + index + 1)),
  }),
  'bay-usage': plain('bay-usage', 'facts.bay_usage', 'day'),
  // The growth of the same month a year later is reckoned from it.
  finance: plain('finance', 'facts.finance', 'month', { reach: (day) => [yearAfter(day)] }),
  'staff-changes': plain('staff-changes', 'facts.staff_change', 'day'),
}

const yearAfter = (day: Day): Day => `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}${day.slice(4)}`

export function tableOf(kind: FactKind): KindTable {
  if (kind === 'work-orders') return workOrderTable
  return kind === 'surveys' ? surveyTable : plainTables[kind]
}
