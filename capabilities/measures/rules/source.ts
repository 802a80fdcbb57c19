import type { FactKind } from '#facts'
import type { DefinedSource } from './definition.ts'

/** What a measure is made of, as data (H5.1): a closed vocabulary that is turned into SQL in one place and can express nothing else. */

/**
 * The streams of facts, each on the day on which it counts: orders when delivered or, as intake, when opened; customers'
 * records when created and when completed. With the columns that may be summed and the conditions that may be asked.
 */
export type Streams = {
  delivered: {
    columns: 'labour_fen' | 'parts_fen' | 'billed_minutes' | 'actual_minutes' | 'labour_lines'
    conditions: 'rework' | 'has_add_on' | 'has_appointment' | 'has_door_to_door' | 'inspected' | 'returning_customer'
  }
  opened: { columns: never; conditions: never }
  surveys: { columns: 'points'; conditions: 'nps_answered' | 'promoter' | 'detractor' | 'scored' | 'satisfied' }
  complaints: { columns: never; conditions: 'answered_in_24h' }
  contacts: { columns: 'response_seconds'; conditions: 'answered' | 'in_time' }
  attendance: { columns: 'attended_minutes'; conditions: 'as_technician' }
  inspections: { columns: never; conditions: 'sample' | 'sample_passed' }
  appointments: { columns: never; conditions: 'not_cancelled' | 'kept' }
  partRequests: { columns: never; conditions: 'in_time' }
  bayUsage: { columns: 'used_minutes' | 'available_minutes'; conditions: never }
  finance: {
    columns:
      | 'revenue_fen'
      | 'cost_fen'
      | 'net_profit_fen'
      | 'operating_cost_fen'
      | 'labour_cost_fen'
      | 'rent_fen'
      | 'investment_fen'
      | 'parts_revenue_fen'
      | 'parts_cost_fen'
    conditions: 'invested'
  }
  staffChanges: { columns: never; conditions: 'joined' | 'left' }
  customersCreated: { columns: never; conditions: never }
  customersCompleted: { columns: never; conditions: never }
}

/** Stock is a level and no fact that could be counted. */
export type CountedKind = Exclude<FactKind, 'inventory'>

export type StreamName = keyof Streams

/** `customers`: each customer once a day. */
export type Amount<Column> = 'count' | 'customers' | { sum: readonly Column[] }

export type FactSource = {
  [Name in StreamName]: {
    of: Name
    amount: Amount<Streams[Name]['columns']>
    when?: Streams[Name]['conditions']
    /** 1 when there is any such fact, whatever it adds up to. */
    present?: true
  }
}[StreamName]

/**
 * Where a store's measure comes from: a stream of facts, or what is there without any: the calendar, the people, the floor,
 * the stock as last reported, the accounts of the same month a year before.
 */
export type StoreSource =
  | FactSource
  | { of: 'calendar' }
  | { of: 'covered' }
  | { of: 'staff'; position: string }
  | { of: 'headcount' }
  | { of: 'area' }
  | { of: 'stock'; column: 'stock_fen' | 'obsolete_fen' | 'known' }
  | { of: 'yearBefore'; column: 'revenue_fen' }

/** Whom a fact is credited to (H5.9). `handled`: lead technician or advisor, once. */
export type PersonSource =
  | {
      credit: 'handled' | 'lead' | 'charged' | 'advisor'
      amount: Amount<Streams['delivered']['columns']>
      when?: Streams['delivered']['conditions']
    }
  | { credit: 'labour'; amount: 'count' | { sum: readonly ('billed_minutes' | 'actual_minutes' | 'credited_fen')[] } }
  | { credit: 'surveyed'; amount: Amount<Streams['surveys']['columns']>; when?: Streams['surveys']['conditions'] }
  | { credit: 'complained'; amount: 'count'; when?: Streams['complaints']['conditions'] }
  | { credit: 'contacted'; amount: Amount<Streams['contacts']['columns']>; when?: Streams['contacts']['conditions'] }
  | {
      credit: 'attended'
      amount: Amount<Streams['attendance']['columns']>
      when?: Streams['attendance']['conditions']
    }

export type Credit = PersonSource['credit']

/** `defined`: by a user at run time (H5.6), for the store and whoever it is credited to. */
export type MeasureSource = { store?: readonly StoreSource[]; person?: PersonSource; defined?: DefinedSource }

const output = ['labour_fen', 'parts_fen'] as const
type Finance = Streams['finance']['columns']
const accounted = (column: Finance): MeasureSource => ({ store: [{ of: 'finance', amount: { sum: [column] } }] })
const deliveredWhen = (when: Streams['delivered']['conditions']): MeasureSource => ({
  store: [{ of: 'delivered', amount: 'count', when }],
})
const surveyed = (
  amount: Amount<Streams['surveys']['columns']>,
  when: Streams['surveys']['conditions'],
): MeasureSource => ({
  store: [{ of: 'surveys', amount, when }],
  person: { credit: 'surveyed', amount, when },
})
const ofLabour = (column: 'billed_minutes' | 'actual_minutes'): MeasureSource => ({
  store: [{ of: 'delivered', amount: { sum: [column] } }],
  person: { credit: 'labour', amount: { sum: [column] } },
})

/** What is only ever observed, of persons, and adds up to their store. */
const observedOnly: MeasureSource = { store: [] }

/** By measure id; a store's measure with several sources is their sum. Levels that hold at an end have none: they are read elsewhere. */
export const measureSources: Record<string, MeasureSource> = {
  handledJobs: { person: { credit: 'handled', amount: 'count' } },
  ledJobs: { person: { credit: 'lead', amount: 'count' } },
  chargedReworks: { person: { credit: 'charged', amount: 'count' } },
  advisedJobs: { person: { credit: 'advisor', amount: 'count' } },
  advisedOutputFen: { person: { credit: 'advisor', amount: { sum: output } } },
  advisedAddOns: { person: { credit: 'advisor', amount: 'count', when: 'has_add_on' } },
  advisedAppointments: { person: { credit: 'advisor', amount: 'count', when: 'has_appointment' } },
  labourLines: {
    store: [{ of: 'delivered', amount: { sum: ['labour_lines'] } }],
    person: { credit: 'labour', amount: 'count' },
  },
  billedMinutes: ofLabour('billed_minutes'),
  actualMinutes: ofLabour('actual_minutes'),
  creditedOutputFen: { person: { credit: 'labour', amount: { sum: ['credited_fen'] } } },
  npsAnswers: surveyed('count', 'nps_answered'),
  promoters: surveyed('count', 'promoter'),
  detractors: surveyed('count', 'detractor'),
  scoredSurveys: surveyed('count', 'scored'),
  scorePoints: surveyed({ sum: ['points'] }, 'scored'),
  satisfiedSurveys: surveyed('count', 'satisfied'),
  complaints: {
    store: [{ of: 'complaints', amount: 'count' }],
    person: { credit: 'complained', amount: 'count' },
  },
  complaintsIn24h: {
    store: [{ of: 'complaints', amount: 'count', when: 'answered_in_24h' }],
    person: { credit: 'complained', amount: 'count', when: 'answered_in_24h' },
  },
  contacts: {
    store: [{ of: 'contacts', amount: 'count' }],
    person: { credit: 'contacted', amount: 'count' },
  },
  contactsInTime: {
    store: [{ of: 'contacts', amount: 'count', when: 'in_time' }],
    person: { credit: 'contacted', amount: 'count', when: 'in_time' },
  },
  responseSeconds: {
    store: [{ of: 'contacts', amount: { sum: ['response_seconds'] }, when: 'answered' }],
    person: { credit: 'contacted', amount: { sum: ['response_seconds'] }, when: 'answered' },
  },
  attendedMinutes: {
    store: [{ of: 'attendance', amount: { sum: ['attended_minutes'] } }],
    person: { credit: 'attended', amount: { sum: ['attended_minutes'] } },
  },
  ledInspected: { person: { credit: 'lead', amount: 'count', when: 'inspected' } },
  jobs: { store: [{ of: 'delivered', amount: 'count' }] },
  reworks: deliveredWhen('rework'),
  intake: { store: [{ of: 'opened', amount: 'count' }] },
  outputFen: { store: [{ of: 'delivered', amount: { sum: output } }] },
  labourFen: { store: [{ of: 'delivered', amount: { sum: ['labour_fen'] } }] },
  partsFen: { store: [{ of: 'delivered', amount: { sum: ['parts_fen'] } }] },
  addOns: deliveredWhen('has_add_on'),
  appointments: deliveredWhen('has_appointment'),
  operatingDays: { store: [{ of: 'calendar' }] },
  technicianDays: { store: [{ of: 'staff', position: 'technician' }] },
  facts: {
    store: [
      { of: 'delivered', amount: 'count' },
      { of: 'opened', amount: 'count' },
      { of: 'surveys', amount: 'count' },
      { of: 'complaints', amount: 'count' },
      { of: 'contacts', amount: 'count' },
      { of: 'inspections', amount: 'count' },
      { of: 'appointments', amount: 'count' },
      { of: 'partRequests', amount: 'count' },
    ],
  },
  answeredContacts: { store: [{ of: 'contacts', amount: 'count', when: 'answered' }] },
  technicianAttendedMinutes: {
    store: [{ of: 'attendance', amount: { sum: ['attended_minutes'] }, when: 'as_technician' }],
    person: { credit: 'attended', amount: { sum: ['attended_minutes'] }, when: 'as_technician' },
  },
  inspectedJobs: deliveredWhen('inspected'),
  samples: { store: [{ of: 'inspections', amount: 'count', when: 'sample' }] },
  passedSamples: { store: [{ of: 'inspections', amount: 'count', when: 'sample_passed' }] },
  usedBayMinutes: { store: [{ of: 'bayUsage', amount: { sum: ['used_minutes'] } }] },
  availableBayMinutes: { store: [{ of: 'bayUsage', amount: { sum: ['available_minutes'] } }] },
  partRequests: { store: [{ of: 'partRequests', amount: 'count' }] },
  partsInTime: { store: [{ of: 'partRequests', amount: 'count', when: 'in_time' }] },
  customersServed: { store: [{ of: 'delivered', amount: 'customers' }] },
  returningCustomers: { store: [{ of: 'delivered', amount: 'customers', when: 'returning_customer' }] },
  doorToDoorJobs: deliveredWhen('has_door_to_door'),
  bookedAppointments: { store: [{ of: 'appointments', amount: 'count', when: 'not_cancelled' }] },
  keptAppointments: { store: [{ of: 'appointments', amount: 'count', when: 'kept' }] },
  revenueFen: accounted('revenue_fen'),
  costOfSalesFen: accounted('cost_fen'),
  netProfitFen: accounted('net_profit_fen'),
  operatingCostFen: accounted('operating_cost_fen'),
  labourCostFen: accounted('labour_cost_fen'),
  rentFen: accounted('rent_fen'),
  investmentFen: accounted('investment_fen'),
  partsRevenueFen: accounted('parts_revenue_fen'),
  partsCostFen: accounted('parts_cost_fen'),
  revenueYearBeforeFen: { store: [{ of: 'yearBefore', column: 'revenue_fen' }] },
  financeMonths: { store: [{ of: 'finance', amount: 'count', present: true }] },
  investmentMonths: { store: [{ of: 'finance', amount: 'count', when: 'invested', present: true }] },
  headcountDays: { store: [{ of: 'headcount' }] },
  areaDays: { store: [{ of: 'area' }] },
  coveredDays: { store: [{ of: 'covered' }] },
  stockFenDays: { store: [{ of: 'stock', column: 'stock_fen' }] },
  obsoleteFenDays: { store: [{ of: 'stock', column: 'obsolete_fen' }] },
  stockDays: { store: [{ of: 'stock', column: 'known' }] },
  joiners: { store: [{ of: 'staffChanges', amount: 'count', when: 'joined' }] },
  leavers: { store: [{ of: 'staffChanges', amount: 'count', when: 'left' }] },
  customerRecords: { store: [{ of: 'customersCreated', amount: 'count' }] },
  completeRecords: { store: [{ of: 'customersCompleted', amount: 'count' }] },
  complaintsEver: { store: [{ of: 'complaints', amount: 'count' }] },
  inspectionsEver: deliveredWhen('inspected'),
  leaversEver: { store: [{ of: 'staffChanges', amount: 'count', when: 'left' }] },
  customersBefore: {},
  customersRetained: {},
  activeCustomers: {},
  cardsDue: observedOnly,
  cardsClosed: observedOnly,
  strategicTasksDue: observedOnly,
  strategicTasksDone: observedOnly,
  problemsRaised: observedOnly,
  problemsSolvedSameDay: observedOnly,
}
