import { type DefinedStream, vocabulary } from '../rules/fields.ts'

const zone = "AT TIME ZONE 'Asia/Shanghai'"
const hourOf = (column: string) => `extract(hour FROM ${column} ${zone})`
const minutesBetween = (from: string, to: string) => `floor(extract(epoch FROM ${to} - ${from}) / 60)`

const ofOrders: Readonly<Record<string, string>> = {
  outputFen: '(w.labour_fen + w.parts_fen)',
  labourFen: 'w.labour_fen',
  partsFen: 'w.parts_fen',
  billedMinutes: 'w.billed_minutes',
  actualMinutes: 'w.actual_minutes',
  labourLines: 'coalesce(cardinality(w.labour_technician_no), 0)',
  openedHour: hourOf('w.opened_at'),
  deliveredHour: hourOf('w.delivered_at'),
  minutesInShop: minutesBetween('w.opened_at', 'w.delivered_at'),
  hasAppointment: 'w.has_appointment',
  hasAddOn: 'w.has_add_on',
  hasDoorToDoor: 'w.has_door_to_door',
  rework: 'w.rework',
  inspected: 'w.inspected',
  returningCustomer: 'w.returning_customer',
  late: '(w.delivered_at > w.promised_at)',
  source: 'w.source',
}

/** The column behind every field that a filter may ask of: the only SQL that a user's choice can lead to. */
const columns: Readonly<Record<DefinedStream, Readonly<Record<string, string>>>> = {
  delivered: { ...ofOrders, weekday: 'extract(isodow FROM w.delivered_day)' },
  opened: { ...ofOrders, weekday: 'extract(isodow FROM w.opened_day)' },
  surveys: { points: 's.points', nps: 's.nps', stars: 's.stars', source: 's.source' },
  complaints: {
    category: 'c.category',
    minutesToProposal: minutesBetween('c.opened_at', 'c.proposed_at'),
    minutesToClose: minutesBetween('c.opened_at', 'c.closed_at'),
    source: 'c.source',
  },
  contacts: {
    channel: 'k.channel',
    responseSeconds: 'k.response_seconds',
    inTime: 'k.in_time',
    receivedHour: hourOf('k.contacted_at'),
    source: 'k.source',
  },
  attendance: { attendedMinutes: 'a.attended_minutes', source: 'a.source' },
  inspections: { level: 'i.level', passed: 'i.passed', source: 'i.source' },
  appointments: {
    arrived: '(ap.arrived_at IS NOT NULL)',
    cancelled: '(ap.cancelled_at IS NOT NULL)',
    scheduledHour: hourOf('ap.scheduled_at'),
    source: 'ap.source',
  },
  partRequests: {
    part: 'pr.part',
    quantity: 'pr.quantity',
    availableWhenRequested: 'pr.available_when_requested',
    minutesToAvailable: minutesBetween('pr.requested_at', 'pr.available_at'),
    source: 'pr.source',
  },
  bayUsage: {
    bay: 'b.bay',
    usedMinutes: 'b.used_minutes',
    availableMinutes: 'b.available_minutes',
    source: 'b.source',
  },
  finance: {
    revenueFen: 'fi.revenue_fen',
    costFen: 'fi.cost_fen',
    netProfitFen: 'fi.net_profit_fen',
    operatingCostFen: 'fi.operating_cost_fen',
    labourCostFen: 'fi.labour_cost_fen',
    rentFen: 'fi.rent_fen',
    partsRevenueFen: 'fi.parts_revenue_fen',
    partsCostFen: 'fi.parts_cost_fen',
    source: 'fi.source',
  },
  staffChanges: { change: 'sc.change', source: 'sc.source' },
  customersCreated: {
    contact: 'cu.contact',
    preferences: 'cu.preferences',
    serviceHistory: 'cu.service_history',
    source: 'cu.source',
  },
}

/** The column and the type of a field of a stream; a name that is none is an error of ours, for it was checked before. */
export function columnOf(of: DefinedStream, field: string): { column: string; cast: string } {
  const type = vocabulary(of)?.fields.find((one) => one.id === field)?.type
  const column = Object.hasOwn(columns[of], field) ? columns[of][field] : undefined
  if (!type || !column) throw new Error(`${of} has no field ${field}`)
  return { column, cast: type === 'boolean' ? 'boolean' : type === 'text' || type === 'choice' ? 'text' : 'float8' }
}
