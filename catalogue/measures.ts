import type { Words } from '#foundation/actor'

/** An additive base quantity of a node and a day (H5.1), as an entry of the append-only registry (A4). */
export type Measure = {
  id: string
  /** The index in a rollup's array: never changed, never given to another measure. */
  position: number
  names: Words
  /** One plain sentence: what is counted or summed, and to whom it is credited. */
  explanation: Words
  unit: 'count' | 'minutes' | 'fen' | 'points' | 'days'
  kind: 'additive' | 'level'
  /** Whether persons have it too; such measures lie before `storePositionsFrom`. */
  personal: boolean
  /** The kind of fact that it is made of; null for the calendar, the memberships, and all kinds together. */
  fact: null | 'work-orders' | 'surveys'
  /** The event whose business day it counts on; null where no single event decides. */
  day: null | 'delivered' | 'opened' | 'answered'
}

/** Rows of persons and departments are cut before this position; from here on measures belong to stores and above. */
export const storePositionsFrom = 24

const ofOrders = { kind: 'additive', fact: 'work-orders', day: 'delivered' } as const
const ofSurveys = { kind: 'additive', fact: 'surveys', day: 'answered' } as const

export const measures: readonly Measure[] = [
  {
    id: 'handledJobs',
    position: 0,
    names: { zh: '经手台次', en: 'Jobs handled' },
    explanation: {
      zh: '本人作为主修技师或服务顾问的已交车工单数，同一工单只计一次。',
      en: 'Delivered orders in which the person was lead technician or advisor; an order counts once.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'ledJobs',
    position: 1,
    names: { zh: '主修台次', en: 'Jobs led' },
    explanation: {
      zh: '本人作为主修技师的已交车工单数。',
      en: 'Delivered orders whose lead technician the person was.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'chargedReworks',
    position: 2,
    names: { zh: '归责返修台次', en: 'Reworks charged' },
    explanation: {
      zh: '因本人主修的原工单而回厂的返修台次，计在返修交车当天。',
      en: 'Rework visits that go back to an order led by the person, on the day the rework was delivered.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'advisedJobs',
    position: 3,
    names: { zh: '接待台次', en: 'Jobs advised' },
    explanation: {
      zh: '本人作为服务顾问的已交车工单数。',
      en: 'Delivered orders whose service advisor the person was.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'advisedOutputFen',
    position: 4,
    names: { zh: '接待产值', en: 'Output advised' },
    explanation: {
      zh: '本人接待的已交车工单的工时费与备件费合计，不含增值税。',
      en: 'Labour and parts billed on the delivered orders that the person advised, before VAT.',
    },
    unit: 'fen',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'advisedAddOns',
    position: 5,
    names: { zh: '接待增项台次', en: 'Add-ons advised' },
    explanation: {
      zh: '本人接待的已交车工单中含增项的台次。',
      en: 'Delivered orders advised by the person that include additional work.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'advisedAppointments',
    position: 6,
    names: { zh: '接待预约台次', en: 'Appointments advised' },
    explanation: {
      zh: '本人接待的已交车工单中经预约到店的台次。',
      en: 'Delivered orders advised by the person that came by appointment.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'labourLines',
    position: 7,
    names: { zh: '工时记录数', en: 'Labour bookings' },
    explanation: {
      zh: '已交车工单上的工时记录条数，归登记的技师。',
      en: 'Labour bookings on delivered orders, credited to the technician who booked them.',
    },
    unit: 'count',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'billedMinutes',
    position: 8,
    names: { zh: '计费工时', en: 'Billed time' },
    explanation: {
      zh: '已交车工单上向客户计费的工时，归登记的技师。',
      en: 'Working time billed on delivered orders, credited to the technician who booked it.',
    },
    unit: 'minutes',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'actualMinutes',
    position: 9,
    names: { zh: '实际工时', en: 'Actual time' },
    explanation: {
      zh: '已交车工单上实际花费的工时，归登记的技师。',
      en: 'Working time really spent on delivered orders, credited to the technician who booked it.',
    },
    unit: 'minutes',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'creditedOutputFen',
    position: 10,
    names: { zh: '分摊产值', en: 'Output credited' },
    explanation: {
      zh: '已交车工单的产值按计费工时分摊给各位技师后归本人的部分。',
      en: 'The person’s part of the output of delivered orders, split among the technicians by billed time.',
    },
    unit: 'fen',
    personal: true,
    ...ofOrders,
  },
  {
    id: 'npsAnswers',
    position: 11,
    names: { zh: 'NPS 回答数', en: 'NPS answers' },
    explanation: {
      zh: '给出 0 至 10 分推荐意愿的评价数，归工单的服务顾问和主修技师，门店只计一次。',
      en: 'Surveys with a 0 to 10 recommendation, for the order’s advisor and lead technician; once at the store.',
    },
    unit: 'count',
    personal: true,
    ...ofSurveys,
  },
  {
    id: 'promoters',
    position: 12,
    names: { zh: '推荐者', en: 'Promoters' },
    explanation: { zh: '推荐意愿为 9 分或 10 分的评价数。', en: 'Surveys that recommend with 9 or 10.' },
    unit: 'count',
    personal: true,
    ...ofSurveys,
  },
  {
    id: 'detractors',
    position: 13,
    names: { zh: '贬损者', en: 'Detractors' },
    explanation: { zh: '推荐意愿为 0 至 6 分的评价数。', en: 'Surveys that recommend with 0 to 6.' },
    unit: 'count',
    personal: true,
    ...ofSurveys,
  },
  {
    id: 'scoredSurveys',
    position: 14,
    names: { zh: '有评分的评价数', en: 'Surveys with a score' },
    explanation: {
      zh: '给出满意度评分的评价数，星级或百分制均可。',
      en: 'Surveys that rate satisfaction, in stars or out of 100.',
    },
    unit: 'count',
    personal: true,
    ...ofSurveys,
  },
  {
    id: 'scorePoints',
    position: 15,
    names: { zh: '评分合计', en: 'Score points' },
    explanation: {
      zh: '满意度评分按百分制的合计，一星折 20 分。',
      en: 'The sum of satisfaction scores out of 100, a star being 20.',
    },
    unit: 'points',
    personal: true,
    ...ofSurveys,
  },
  {
    id: 'jobs',
    position: 24,
    names: { zh: '总台次', en: 'Jobs' },
    explanation: { zh: '已交车的工单数，返修也算一台。', en: 'Delivered orders; a rework visit is one of them.' },
    unit: 'count',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'reworks',
    position: 25,
    names: { zh: '返修台次', en: 'Reworks' },
    explanation: {
      zh: '30 天内因同一问题回厂的已交车工单数，计在返修当天。',
      en: 'Delivered orders that are a return within 30 days for the same complaint, on their own day.',
    },
    unit: 'count',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'intake',
    position: 26,
    names: { zh: '进厂台次', en: 'Intake' },
    explanation: {
      zh: '到店开单的工单数，计在到店当天，无论是否已交车。',
      en: 'Orders opened, on the day of arrival, delivered or not.',
    },
    unit: 'count',
    kind: 'additive',
    personal: false,
    fact: 'work-orders',
    day: 'opened',
  },
  {
    id: 'outputFen',
    position: 27,
    names: { zh: '产值', en: 'Output' },
    explanation: {
      zh: '已交车工单的工时费与备件费合计，含保修，不含增值税。',
      en: 'Labour and parts billed on delivered orders, warranty included, before VAT.',
    },
    unit: 'fen',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'labourFen',
    position: 28,
    names: { zh: '工时费', en: 'Labour billed' },
    explanation: { zh: '已交车工单的工时费，不含增值税。', en: 'Labour billed on delivered orders, before VAT.' },
    unit: 'fen',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'partsFen',
    position: 29,
    names: { zh: '备件费', en: 'Parts billed' },
    explanation: { zh: '已交车工单的备件费，不含增值税。', en: 'Parts billed on delivered orders, before VAT.' },
    unit: 'fen',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'addOns',
    position: 30,
    names: { zh: '增项台次', en: 'Jobs with add-ons' },
    explanation: { zh: '含增项的已交车工单数。', en: 'Delivered orders that include additional work.' },
    unit: 'count',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'appointments',
    position: 31,
    names: { zh: '预约台次', en: 'Jobs by appointment' },
    explanation: { zh: '经预约到店的已交车工单数。', en: 'Delivered orders that came by appointment.' },
    unit: 'count',
    personal: false,
    ...ofOrders,
  },
  {
    id: 'operatingDays',
    position: 32,
    names: { zh: '营业天数', en: 'Operating days' },
    explanation: {
      zh: '门店日历上的营业日数；多家门店时为各店之和。',
      en: 'Days on which the store is open by its calendar; summed over stores.',
    },
    unit: 'days',
    kind: 'additive',
    personal: false,
    fact: null,
    day: null,
  },
  {
    id: 'technicianDays',
    position: 33,
    names: { zh: '技师在岗天数', en: 'Technician days' },
    explanation: {
      zh: '每天在任的技师人数，逐日相加。',
      en: 'Technicians holding the position on each day, added up over the days.',
    },
    unit: 'days',
    kind: 'additive',
    personal: false,
    fact: null,
    day: null,
  },
  {
    id: 'facts',
    position: 34,
    names: { zh: '业务记录数', en: 'Facts' },
    explanation: {
      zh: '各类业务记录的条数，用来区分“没有数据”和“确实为零”。',
      en: 'Facts of every kind, which tells a true zero from having no data.',
    },
    unit: 'count',
    kind: 'additive',
    personal: false,
    fact: null,
    day: null,
  },
]
