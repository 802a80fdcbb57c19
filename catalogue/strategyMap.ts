import type { Words } from '#foundation/actor'
import type { Perspective } from '#strategy'

/**
 * The strategy map of an after-sales organisation as shipped (H15). `figures` are one organisation's year: where it stood
 * and where it wants to be by the end of it, in the unit of the KPI. `drives`: what an objective brings about.
 */
export type ShippedObjective = {
  key: string
  perspective: Perspective
  names: Words
  reasons: Words
  /** The position that usually answers for it. */
  accountable: string
  kpis: readonly { kpi: string; start: number | null; goal: number | null }[]
  drives: readonly string[]
}

export const strategyMap: readonly ShippedObjective[] = [
  {
    key: 'output',
    perspective: 'financial',
    names: { zh: '做大售后产值', en: 'Grow after-sales output' },
    reasons: {
      zh: '规模摊薄固定成本，也给人员和设备投入腾出空间。增长要来自更多老客户回厂，而不是向同一批客户多开项目。',
      en: 'Volume carries fixed costs and pays for people and equipment. It should come from customers who return, not from selling more to the same ones.',
    },
    accountable: 'store_manager',
    kpis: [
      { kpi: 'outputValue', start: 8_000_000_000, goal: 10_000_000_000 },
      { kpi: 'averageTicket', start: null, goal: null },
      { kpi: 'addOnRate', start: null, goal: null },
    ],
    drives: [],
  },
  {
    key: 'earning',
    perspective: 'financial',
    names: { zh: '守住盈利水平', en: 'Keep the business earning' },
    reasons: {
      zh: '产值上去而利润下来，说明在用折扣、返工和加班换规模。毛利与净利一起看，才知道增长值不值。',
      en: 'Output that rises while profit falls is bought with discounts, rework and overtime. Margins tell whether growth was worth it.',
    },
    accountable: 'store_manager',
    kpis: [
      { kpi: 'netMargin', start: null, goal: 12 },
      { kpi: 'partsGrossMargin', start: null, goal: 35 },
    ],
    drives: [],
  },
  {
    key: 'recommend',
    perspective: 'customer',
    names: { zh: '让客户愿意推荐', en: 'Have customers recommend us' },
    reasons: {
      zh: '愿意推荐的客户会自己回来，也会带人来，是最便宜的客源。',
      en: 'Customers who recommend come back by themselves and bring others; no source of customers costs less.',
    },
    accountable: 'store_manager',
    kpis: [
      { kpi: 'nps', start: 45, goal: 70 },
      { kpi: 'experienceScore', start: 3.8, goal: 4 },
      { kpi: 'csat', start: null, goal: null },
    ],
    drives: ['output', 'loyal'],
  },
  {
    key: 'loyal',
    perspective: 'customer',
    names: { zh: '把老客户留下来', en: 'Keep the customers we have' },
    reasons: {
      zh: '出保后的客户最容易走。留住一位老客户，比找一位新客户省得多。',
      en: 'Customers leave when the warranty ends. Keeping one costs far less than finding another.',
    },
    accountable: 'crm_specialist',
    kpis: [{ kpi: 'retention', start: null, goal: 75 }],
    drives: ['output'],
  },
  {
    key: 'calm',
    perspective: 'customer',
    names: { zh: '少投诉、快答复', en: 'Fewer complaints, answered sooner' },
    reasons: {
      zh: '投诉是客户给的最后一次机会。当天有人回话，多数不满不会传出去。',
      en: 'A complaint is the last chance that a customer gives. Answered the same day, most discontent goes no further.',
    },
    accountable: 'store_manager',
    kpis: [
      { kpi: 'complaintRate', start: null, goal: 1 },
      { kpi: 'complaintsAnsweredIn24h', start: null, goal: 100 },
    ],
    drives: ['recommend', 'loyal'],
  },
  {
    key: 'ftr',
    perspective: 'process',
    names: { zh: '一次修好', en: 'Fix it right the first time' },
    reasons: {
      zh: '返修占工位、耗备件，还把客户的信任一并退回去。诊断准、终检严，比返修便宜。',
      en: 'Rework takes bays and parts, and returns the customer’s trust with them. Careful diagnosis and a strict last check cost less.',
    },
    accountable: 'technician_lead',
    kpis: [
      { kpi: 'ftr', start: 88, goal: 95 },
      { kpi: 'inspectionCoverage', start: null, goal: 100 },
      { kpi: 'reworkRate', start: null, goal: null },
    ],
    drives: ['recommend', 'calm', 'earning'],
  },
  {
    key: 'respond',
    perspective: 'process',
    names: { zh: '十分钟内有人响应', en: 'Answer within ten minutes' },
    reasons: {
      zh: '客户等的第一个十分钟决定了后面的印象。高峰时段的排班，是这一条的关键。',
      en: 'The first ten minutes of waiting shape the rest. Rosters that follow the peaks decide it.',
    },
    accountable: 'customer_service_agent',
    kpis: [{ kpi: 'tenMinuteResponseRate', start: 78, goal: 90 }],
    drives: ['recommend', 'calm'],
  },
  {
    key: 'flow',
    perspective: 'process',
    names: { zh: '预约进厂、均衡作业', en: 'Even out the day by appointments' },
    reasons: {
      zh: '预约把客流从高峰挪开，工位和技师才用得满、忙得不乱。',
      en: 'Appointments move cars out of the peaks, so that bays and technicians are used without haste.',
    },
    accountable: 'appointment_specialist',
    kpis: [
      { kpi: 'appointmentRate', start: null, goal: 70 },
      { kpi: 'technicianEfficiency', start: null, goal: 100 },
      { kpi: 'technicianUtilisation', start: null, goal: null },
      { kpi: 'dailyIntake', start: null, goal: null },
    ],
    drives: ['respond', 'earning'],
  },
  {
    key: 'parts',
    perspective: 'process',
    names: { zh: '备件跟得上、不积压', en: 'The right parts, and no more' },
    reasons: {
      zh: '缺件让客户白跑，积压占住现金。两头一起管，才算管好了备件。',
      en: 'A missing part sends a customer home; a surplus ties up cash. Both ends belong to one objective.',
    },
    accountable: 'parts_supervisor',
    kpis: [
      { kpi: 'partsFillRate', start: null, goal: 95 },
      { kpi: 'obsoleteStockRate', start: null, goal: 5 },
      { kpi: 'inventoryTurnover', start: null, goal: null },
    ],
    drives: ['ftr', 'earning'],
  },
  {
    key: 'skills',
    perspective: 'learning',
    names: { zh: '练好诊断与沟通', en: 'Train diagnosis and conversation' },
    reasons: {
      zh: '新能源车型越来越多，靠老经验修不好新车。每人每周都要有学习任务，练过再上手。',
      en: 'New drive trains outrun old experience. Everybody has something to learn each week, and practises before it counts.',
    },
    accountable: 'technician_lead',
    // The library measures no training hours; what training brings shows in who fixes a car at once and how fast.
    kpis: [
      { kpi: 'outputPerTechnician', start: null, goal: null },
      { kpi: 'outputPerEmployee', start: null, goal: null },
    ],
    drives: ['ftr', 'flow'],
  },
  {
    key: 'everyDay',
    perspective: 'learning',
    names: { zh: '让战略落到每一天', en: 'Bring the strategy into every day' },
    reasons: {
      zh: '目标再好，没有人今天去做就是一张纸。每人每天三件要紧事，当天做、当天结、当天解决问题。',
      en: 'A goal that nobody works on today is paper. Three things that matter for everybody, done and closed the same day, problems included.',
    },
    accountable: 'store_manager',
    kpis: [
      { kpi: 'cardsClosedRate', start: null, goal: 95 },
      { kpi: 'strategicTaskRate', start: null, goal: 85 },
      { kpi: 'problemsSolvedSameDayRate', start: null, goal: 80 },
    ],
    drives: ['respond', 'ftr', 'calm'],
  },
  {
    key: 'team',
    perspective: 'learning',
    names: { zh: '稳住骨干队伍', en: 'Keep the team together' },
    reasons: {
      zh: '一名熟练技师要带两三年。人一走，手艺和老客户一起走。',
      en: 'A skilled technician takes years. Whoever leaves takes craft and customers along.',
    },
    accountable: 'store_manager',
    kpis: [{ kpi: 'staffTurnover', start: null, goal: 10 }],
    drives: ['skills', 'ftr'],
  },
  {
    key: 'customerData',
    perspective: 'learning',
    names: { zh: '把客户资料记全', en: 'Know every customer' },
    reasons: {
      zh: '知道客户的车、习惯和联系方式，才谈得上提醒、预约和关怀。',
      en: 'Reminders, appointments and care begin with knowing a customer’s car, habits and number.',
    },
    accountable: 'crm_specialist',
    kpis: [{ kpi: 'customerDataCompleteness', start: null, goal: 95 }],
    drives: ['flow', 'respond', 'loyal'],
  },
]
