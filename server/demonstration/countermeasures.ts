import type { StoreSketch } from './sketches.ts'

/** A countermeasure as a store tells it: opened and brought on so many days before the network is shown. */
export type ToldMeasure = {
  key: string
  title: string
  problem: string
  kpi: string
  expectedChange: number
  position: string
  opened: number
  /** Days until it is due, from its opening. */
  dueIn: number
  resources: string
  acceptance: string
  fallback: string
  steps: readonly { state: 'doing' | 'done' | 'verified' | 'dropped'; ago: number; note: string }[]
}

const problem = '10 分钟响应率只有 82%，目标 90%：慢的都在 10–11 点和 14–15 点，班表按全天平均排，没有按小时的进线数。'

const telephone: readonly ToldMeasure[] = [
  {
    key: 'count-by-hour',
    title: '人工统计三天的进线时段',
    problem,
    kpi: 'tenMinuteResponseRate',
    expectedChange: 1,
    position: 'service_advisor',
    opened: 33,
    dueIn: 7,
    resources: '前台一人，每小时记一次',
    acceptance: '三天的小时表，能看出高峰',
    fallback: '从电话账单里补',
    steps: [
      { state: 'doing', ago: 32, note: '' },
      { state: 'done', ago: 28, note: '高峰在 10–11 点和 14–15 点，占全天一半' },
      { state: 'verified', ago: 14, note: '表与账单对得上，响应率开始回升' },
    ],
  },
  {
    key: 'roster-peaks',
    title: '高峰时段各增加两名接听人员',
    problem,
    kpi: 'tenMinuteResponseRate',
    expectedChange: 4,
    position: 'store_manager',
    opened: 30,
    dueIn: 10,
    resources: '前台与回访岗轮换，不加编制',
    acceptance: '两周内高峰响应率到 88%',
    fallback: '请区域借一名客服两周',
    steps: [
      { state: 'doing', ago: 28, note: '' },
      { state: 'done', ago: 21, note: '班表已执行两周' },
    ],
  },
  {
    key: 'ten-minute-prize',
    title: '设立快速响应奖，每次十元',
    problem,
    kpi: 'tenMinuteResponseRate',
    expectedChange: 2,
    position: 'store_manager',
    opened: 12,
    dueIn: 18,
    resources: '每月约两千元',
    acceptance: '一个月内响应率到 90%，没有虚报',
    fallback: '改为每周表扬',
    steps: [{ state: 'doing', ago: 10, note: '' }],
  },
  {
    key: 'hourly-crm',
    title: '客户系统按小时统计进线',
    problem,
    kpi: 'tenMinuteResponseRate',
    expectedChange: 2,
    position: 'store_manager',
    opened: 12,
    dueIn: 60,
    resources: '总部信息部排期',
    acceptance: '看板上有每小时的进线与响应',
    fallback: '继续人工统计，每月一次',
    steps: [],
  },
]

const returns: readonly ToldMeasure[] = [
  {
    key: 'returns-one-by-one',
    title: '返修逐台复盘，停掉只按产值发的奖',
    problem: '返修台次三个月翻倍，抢单快修，跳过自检。',
    kpi: 'ftr',
    expectedChange: 5,
    position: 'technician_lead',
    opened: 26,
    dueIn: 21,
    resources: '每天晨会五分钟',
    acceptance: '连续两周首次修复率不低于 85%',
    fallback: '请区域技术经理驻店一周',
    steps: [{ state: 'doing', ago: 24, note: '' }],
  },
  {
    key: 'call-all-low-marks',
    title: '低分客户当天由店长回访',
    problem: '六分及以下的评价没人联系。',
    kpi: 'nps',
    expectedChange: 5,
    position: 'store_manager',
    opened: 9,
    dueIn: 20,
    resources: '店长每天半小时',
    acceptance: '两周内低分全部有结论',
    fallback: '区域客服代打',
    steps: [],
  },
]

const shelves: readonly ToldMeasure[] = [
  {
    key: 'return-to-maker',
    title: '向厂家退呆滞件',
    problem: '呆滞库存占一成六，压住现金。',
    kpi: 'obsoleteStockRate',
    expectedChange: 4,
    position: 'store_manager',
    opened: 40,
    dueIn: 28,
    resources: '清单与运费',
    acceptance: '呆滞率降到 12%',
    fallback: '店间调剂',
    steps: [{ state: 'dropped', ago: 20, note: '厂家不收已开封的件，改为店间调剂' }],
  },
  {
    key: 'between-stores',
    title: '每周向三家店调剂呆滞件',
    problem: '厂家不收，其他店有用量。',
    kpi: 'obsoleteStockRate',
    expectedChange: 3,
    position: 'store_manager',
    opened: 20,
    dueIn: 75,
    resources: '每周一次配送',
    acceptance: '呆滞率降到 13%',
    fallback: '打折处理',
    steps: [{ state: 'doing', ago: 18, note: '' }],
  },
]

const usual: readonly ToldMeasure[] = [
  {
    key: 'two-pairs-of-eyes',
    title: '关键项请另一位技师复核',
    problem: '返修里一半是装配没拧到位。',
    kpi: 'ftr',
    expectedChange: 1.5,
    position: 'technician_lead',
    opened: 34,
    dueIn: 20,
    resources: '每单五分钟',
    acceptance: '两周内没有因装配返修',
    fallback: '班组长逐台复核',
    steps: [
      { state: 'doing', ago: 33, note: '' },
      { state: 'done', ago: 20, note: '互检表已执行' },
      { state: 'verified', ago: 8, note: '两周没有装配返修' },
    ],
  },
  {
    key: 'ask-at-handover',
    title: '交车时问一句还有哪里不满意',
    problem: '不满意到回访才说，已经写进评价。',
    kpi: 'csat',
    expectedChange: 2,
    position: 'service_advisor',
    opened: 11,
    dueIn: 17,
    resources: '无',
    acceptance: '当场解决的不满意有记录',
    fallback: '店长抽查交车',
    steps: [{ state: 'doing', ago: 9, note: '' }],
  },
]

const byStore: Readonly<Record<string, readonly ToldMeasure[]>> = {
  HZ01: [...telephone, ...usual],
  QD01: telephone,
  GZ01: telephone,
  BJ01: returns,
  CD01: shelves,
}

export const measuresOf = ({ id }: Pick<StoreSketch, 'id'>): readonly ToldMeasure[] => byStore[id] ?? usual
