import type { Words } from '#foundation/actor'
import type { StreamName } from './source.ts'

/** What may be asked of a fact by who defines a measure (H5.6): a closed vocabulary, in both languages. */

export type FieldType = 'number' | 'fen' | 'minutes' | 'seconds' | 'points' | 'boolean' | 'text' | 'choice'

export type FactField = {
  id: string
  type: FieldType
  names: Words
  /** The values of a choice. */
  choices?: readonly { value: string; names: Words }[]
  /** Whether adding it up means something: an hour of the day does not add up. */
  summable?: true
}

/** Whom a fact may be credited to (H5.9); `labour`: by the booked lines, which only sums of time and output have. */
export type DefinedCredit = 'lead' | 'advisor' | 'labour' | 'surveyed' | 'complained' | 'contacted' | 'attended'

export type FieldsOf = {
  /** The kind of fact and the day on which it counts. */
  names: Words
  fields: readonly FactField[]
  credits: readonly DefinedCredit[]
}

const field = (id: string, type: FieldType, zh: string, en: string): FactField => ({ id, type, names: { zh, en } })
const sum = (id: string, type: FieldType, zh: string, en: string): FactField => ({
  ...field(id, type, zh, en),
  summable: true,
})
const choice = (id: string, zh: string, en: string, values: readonly (readonly [string, string, string])[]) => ({
  ...field(id, 'choice', zh, en),
  choices: values.map(([value, ofZh, ofEn]) => ({ value, names: { zh: ofZh, en: ofEn } })),
})
const source = field('source', 'text', '来源系统', 'Source system')
const hour = (id: string, zh: string, en: string) => field(id, 'number', zh, en)

const ofOrders: readonly FactField[] = [
  sum('outputFen', 'fen', '产值', 'Output'),
  sum('labourFen', 'fen', '工时费', 'Labour billed'),
  sum('partsFen', 'fen', '备件费', 'Parts billed'),
  sum('billedMinutes', 'minutes', '计费工时', 'Billed time'),
  sum('actualMinutes', 'minutes', '实际工时', 'Actual time'),
  sum('labourLines', 'number', '工时记录数', 'Labour bookings'),
  hour('openedHour', '到店小时（0–23）', 'Hour of arrival (0-23)'),
  hour('deliveredHour', '交车小时（0–23）', 'Hour of delivery (0-23)'),
  field('weekday', 'number', '星期几（1–7）', 'Weekday (1-7)'),
  sum('minutesInShop', 'minutes', '在厂时长', 'Time in the shop'),
  field('hasAppointment', 'boolean', '经预约', 'By appointment'),
  field('hasAddOn', 'boolean', '有增项', 'With additional work'),
  field('hasDoorToDoor', 'boolean', '上门取送', 'Door to door'),
  field('rework', 'boolean', '返修', 'Return visit'),
  field('inspected', 'boolean', '质检齐全', 'Checks complete'),
  field('returningCustomer', 'boolean', '老客户', 'Returning customer'),
  field('late', 'boolean', '晚于承诺交车', 'Later than promised'),
  source,
]

/** By stream: the fields of its facts. Every id has its column in `storage/fieldColumns.ts`. */
export const fieldsOf = {
  delivered: {
    names: { zh: '工单（按交车日）', en: 'Orders, on the day of delivery' },
    fields: ofOrders,
    credits: ['lead', 'advisor', 'labour'],
  },
  opened: {
    names: { zh: '工单（按到店日）', en: 'Orders, on the day of arrival' },
    fields: ofOrders,
    credits: [],
  },
  surveys: {
    names: { zh: '评价', en: 'Surveys' },
    fields: [
      sum('points', 'points', '满意度（百分制）', 'Satisfaction out of 100'),
      sum('nps', 'points', '推荐分（0–10）', 'Recommendation (0-10)'),
      sum('stars', 'points', '星级（1–5）', 'Stars (1-5)'),
      source,
    ],
    credits: ['surveyed'],
  },
  complaints: {
    names: { zh: '客诉', en: 'Complaints' },
    fields: [
      field('category', 'text', '类别', 'Category'),
      sum('minutesToProposal', 'minutes', '提出方案用时', 'Time to a proposal'),
      sum('minutesToClose', 'minutes', '结案用时', 'Time to close'),
      source,
    ],
    credits: ['complained'],
  },
  contacts: {
    names: { zh: '来电与咨询', en: 'Contacts' },
    fields: [
      field('channel', 'text', '渠道', 'Channel'),
      sum('responseSeconds', 'seconds', '响应用时（营业时间内）', 'Time to answer, in opening hours'),
      field('inTime', 'boolean', '十分钟内响应', 'Answered in ten minutes'),
      hour('receivedHour', '来电小时（0–23）', 'Hour of receipt (0-23)'),
      source,
    ],
    credits: ['contacted'],
  },
  attendance: {
    names: { zh: '出勤', en: 'Attendance' },
    fields: [sum('attendedMinutes', 'minutes', '出勤时长', 'Time attended'), source],
    credits: ['attended'],
  },
  inspections: {
    names: { zh: '质检', en: 'Inspections' },
    fields: [
      choice('level', '级别', 'Level', [
        ['self', '自检', 'Self'],
        ['cross', '互检', 'Cross'],
        ['sample', '抽检', 'Sample'],
      ]),
      field('passed', 'boolean', '通过', 'Passed'),
      source,
    ],
    credits: [],
  },
  appointments: {
    names: { zh: '预约', en: 'Appointments' },
    fields: [
      field('arrived', 'boolean', '已到店', 'Arrived'),
      field('cancelled', 'boolean', '已取消', 'Cancelled'),
      hour('scheduledHour', '约定小时（0–23）', 'Hour agreed (0-23)'),
      source,
    ],
    credits: [],
  },
  partRequests: {
    names: { zh: '备件需求', en: 'Part requests' },
    fields: [
      field('part', 'text', '备件', 'Part'),
      sum('quantity', 'number', '数量', 'Quantity'),
      field('availableWhenRequested', 'boolean', '需要时有货', 'In stock when wanted'),
      sum('minutesToAvailable', 'minutes', '到货用时', 'Time until available'),
      source,
    ],
    credits: [],
  },
  bayUsage: {
    names: { zh: '工位使用', en: 'Bay usage' },
    fields: [
      field('bay', 'text', '工位', 'Bay'),
      sum('usedMinutes', 'minutes', '使用时长', 'Time used'),
      sum('availableMinutes', 'minutes', '可用时长', 'Time available'),
      source,
    ],
    credits: [],
  },
  finance: {
    names: { zh: '财务报表（月）', en: 'Accounts of a month' },
    fields: [
      sum('revenueFen', 'fen', '收入', 'Revenue'),
      sum('costFen', 'fen', '销售成本', 'Cost of sales'),
      sum('netProfitFen', 'fen', '净利润', 'Net profit'),
      sum('operatingCostFen', 'fen', '经营成本', 'Operating cost'),
      sum('labourCostFen', 'fen', '人工成本', 'Labour cost'),
      sum('rentFen', 'fen', '租金', 'Rent'),
      sum('partsRevenueFen', 'fen', '备件收入', 'Parts revenue'),
      sum('partsCostFen', 'fen', '备件成本', 'Parts cost'),
      source,
    ],
    credits: [],
  },
  staffChanges: {
    names: { zh: '人员异动', en: 'Staff changes' },
    fields: [
      choice('change', '异动', 'Change', [
        ['joined', '入职', 'Joined'],
        ['left', '离职', 'Left'],
      ]),
      source,
    ],
    credits: [],
  },
  customersCreated: {
    names: { zh: '客户档案（按建档日）', en: 'Customer records, on the day of creation' },
    fields: [
      field('contact', 'boolean', '有联系方式', 'With contact'),
      field('preferences', 'boolean', '有偏好', 'With preferences'),
      field('serviceHistory', 'boolean', '有服务历史', 'With service history'),
      source,
    ],
    credits: [],
  },
} as const satisfies Partial<Record<StreamName, FieldsOf>>

export type DefinedStream = keyof typeof fieldsOf
export const definedStreams = Object.keys(fieldsOf) as DefinedStream[]

/** The vocabulary of a stream, or null for a name that is none. */
export function vocabulary(of: string): FieldsOf | null {
  return Object.hasOwn(fieldsOf, of) ? fieldsOf[of as DefinedStream] : null
}
