/** What a measure is made of, as data (H5.1): a closed vocabulary that is turned into SQL in one place and can express nothing else. */

/** Columns of the facts that measures may look at. */
export type OrderColumn = 'labour_fen' | 'parts_fen' | 'billed_minutes' | 'actual_minutes' | 'labour_lines'
export type SurveyColumn = 'points'

export type Amount<Column> = 'count' | { sum: readonly Column[] }

export type OrderCondition = 'rework' | 'has_add_on' | 'has_appointment'
export type SurveyCondition = 'nps_answered' | 'promoter' | 'detractor' | 'scored'

/**
 * Where a store's measure comes from. Orders count on the day of delivery or, as intake, on the day of arrival; surveys
 * on the day of the answer; `calendar` and `staff` come from the organization.
 */
export type StoreSource =
  | { of: 'orders'; on: 'delivered' | 'opened'; amount: Amount<OrderColumn>; when?: OrderCondition }
  | { of: 'surveys'; amount: Amount<SurveyColumn>; when?: SurveyCondition }
  | { of: 'calendar' }
  | { of: 'staff'; position: string }

export type PersonSource =
  | { credit: 'handled' | 'lead' | 'charged' | 'advisor'; amount: Amount<OrderColumn>; when?: OrderCondition }
  | { credit: 'labour'; amount: 'count' | { sum: readonly ('billed_minutes' | 'actual_minutes' | 'credited_fen')[] } }
  | { credit: 'surveyed'; amount: Amount<SurveyColumn>; when?: SurveyCondition }

export type MeasureSource = { store?: readonly StoreSource[]; person?: PersonSource }

const output = ['labour_fen', 'parts_fen'] as const

/** By measure id; a store's measure with several sources is their sum. */
export const measureSources: Record<string, MeasureSource> = {
  handledJobs: { person: { credit: 'handled', amount: 'count' } },
  ledJobs: { person: { credit: 'lead', amount: 'count' } },
  chargedReworks: { person: { credit: 'charged', amount: 'count' } },
  advisedJobs: { person: { credit: 'advisor', amount: 'count' } },
  advisedOutputFen: { person: { credit: 'advisor', amount: { sum: output } } },
  advisedAddOns: { person: { credit: 'advisor', amount: 'count', when: 'has_add_on' } },
  advisedAppointments: { person: { credit: 'advisor', amount: 'count', when: 'has_appointment' } },
  labourLines: {
    store: [{ of: 'orders', on: 'delivered', amount: { sum: ['labour_lines'] } }],
    person: { credit: 'labour', amount: 'count' },
  },
  billedMinutes: {
    store: [{ of: 'orders', on: 'delivered', amount: { sum: ['billed_minutes'] } }],
    person: { credit: 'labour', amount: { sum: ['billed_minutes'] } },
  },
  actualMinutes: {
    store: [{ of: 'orders', on: 'delivered', amount: { sum: ['actual_minutes'] } }],
    person: { credit: 'labour', amount: { sum: ['actual_minutes'] } },
  },
  creditedOutputFen: { person: { credit: 'labour', amount: { sum: ['credited_fen'] } } },
  npsAnswers: {
    store: [{ of: 'surveys', amount: 'count', when: 'nps_answered' }],
    person: { credit: 'surveyed', amount: 'count', when: 'nps_answered' },
  },
  promoters: {
    store: [{ of: 'surveys', amount: 'count', when: 'promoter' }],
    person: { credit: 'surveyed', amount: 'count', when: 'promoter' },
  },
  detractors: {
    store: [{ of: 'surveys', amount: 'count', when: 'detractor' }],
    person: { credit: 'surveyed', amount: 'count', when: 'detractor' },
  },
  scoredSurveys: {
    store: [{ of: 'surveys', amount: 'count', when: 'scored' }],
    person: { credit: 'surveyed', amount: 'count', when: 'scored' },
  },
  scorePoints: {
    store: [{ of: 'surveys', amount: { sum: ['points'] }, when: 'scored' }],
    person: { credit: 'surveyed', amount: { sum: ['points'] }, when: 'scored' },
  },
  jobs: { store: [{ of: 'orders', on: 'delivered', amount: 'count' }] },
  reworks: { store: [{ of: 'orders', on: 'delivered', amount: 'count', when: 'rework' }] },
  intake: { store: [{ of: 'orders', on: 'opened', amount: 'count' }] },
  outputFen: { store: [{ of: 'orders', on: 'delivered', amount: { sum: output } }] },
  labourFen: { store: [{ of: 'orders', on: 'delivered', amount: { sum: ['labour_fen'] } }] },
  partsFen: { store: [{ of: 'orders', on: 'delivered', amount: { sum: ['parts_fen'] } }] },
  addOns: { store: [{ of: 'orders', on: 'delivered', amount: 'count', when: 'has_add_on' }] },
  appointments: { store: [{ of: 'orders', on: 'delivered', amount: 'count', when: 'has_appointment' }] },
  operatingDays: { store: [{ of: 'calendar' }] },
  technicianDays: { store: [{ of: 'staff', position: 'technician' }] },
  facts: {
    store: [
      { of: 'orders', on: 'delivered', amount: 'count' },
      { of: 'orders', on: 'opened', amount: 'count' },
      { of: 'surveys', amount: 'count' },
    ],
  },
}
