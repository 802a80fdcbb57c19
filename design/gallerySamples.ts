import type { Locale } from '#foundation/actor'
import type { Light } from '#foundation/figure'
import type { ChainLink } from './chain.tsx'
import type { Grade } from './scoreBar.tsx'

type Tone = 'open' | 'going' | 'done' | 'attention' | 'stopped'
type Kpi = 'ftr' | 'complaints' | 'nps' | 'ticket'
type Cell = { value: number | null; light: Light }
type Person = {
  name: string
  position: string
  tone: Tone
  score: number | null
  grade: Grade | null
  factor: number | null
  amount: string
  fen: number
}
type Samples = {
  title: string
  mainAction: string
  openWall: string
  overSelling: string
  sinceMonth: string
  import: string
  dropHint: string
  toast: string
  showToast: string
  sum: string
  warnings: string
  nodes: [string, string, string, string]
  states: Record<Tone, string>
  kpis: Record<Kpi | 'output' | 'csat' | 'intake' | 'minutes', string>
  columns: Record<'person' | 'state' | 'score' | 'amount' | 'store' | 'trend', string>
  tables: Record<'pay' | 'network', string>
  people: Person[]
  stores: ({ name: string } & Record<Kpi, Cell>)[]
  chain: ChainLink[]
  brokenChain: ChainLink[]
  empty: { title: string; why: string; action: string }
  error: { title: string; place: string; reason: string; remedy: string }
  trace: {
    label: string
    scope: string
    formula: string
    measures: { id: string; name: string; value: number; unit: 'count'; part: string }[]
    because: string[]
  }
  facts: { id: string; title: string; detail: string; value: string }[]
  form: {
    name: string
    placeholder: string
    target: string
    targetError: string
    position: string
    positions: string[]
    check: string
    toggle: string
    save: string
    later: string
  }
}

const cells = [
  { ftr: 96.2, complaints: 0.6, nps: 72, ticket: 346_000 },
  { ftr: 94, complaints: 1.5, nps: 68, ticket: 368_000 },
  { ftr: 88.4, complaints: 0.9, nps: 61, ticket: 312_500 },
  { ftr: null, complaints: 0.8, nps: null, ticket: 338_000 },
]
const lights: Record<Kpi, Light>[] = [
  { ftr: 'green', complaints: 'green', nps: 'green', ticket: 'green' },
  { ftr: 'yellow', complaints: 'red', nps: 'yellow', ticket: 'yellow' },
  { ftr: 'red', complaints: 'green', nps: 'red', ticket: 'red' },
  { ftr: 'grey', complaints: 'green', nps: 'grey', ticket: 'yellow' },
]
const stores = (names: string[]) =>
  names.map((name, index) => {
    const cell = (kpi: Kpi): Cell => ({ value: cells[index]?.[kpi] ?? null, light: lights[index]?.[kpi] ?? 'grey' })
    return { name, ftr: cell('ftr'), complaints: cell('complaints'), nps: cell('nps'), ticket: cell('ticket') }
  })
const people = (names: [string, string][]): Person[] => {
  const results = [
    { tone: 'done', score: 99.33, grade: 'S', factor: 1.5, amount: '¥6,300.00', fen: 630_000 },
    { tone: 'attention', score: 88, grade: 'A', factor: 1.2, amount: '¥5,400.00', fen: 540_000 },
    { tone: 'going', score: 76.4, grade: 'B', factor: 1, amount: '¥5,400.00', fen: 540_000 },
    { tone: 'open', score: null, grade: null, factor: null, amount: '–', fen: 0 },
  ] as const
  return names.flatMap(([name, position], index) => {
    const result = results[index]
    return result ? [{ name, position, ...result }] : []
  })
}

const zh: Samples = {
  title: '设计部件',
  mainAction: '查看数据来源',
  openWall: '打开大屏尺寸',
  overSelling: '高于目标，查是否过度推销',
  sinceMonth: '较上月',
  import: '导入 3 月工单',
  dropHint: '工单明细，CSV 或 Excel，不超过 32 MB',
  toast: '已把“等待时间超过 20 分钟”静默到明天',
  showToast: '显示一条可撤销的提示',
  sum: '合计',
  warnings: '3 项预警：投诉率连续 2 天未达标，2 台车可能误时交车',
  nodes: ['华诚汽车服务', '华北大区', '城东店', '机修车间'],
  states: { open: '未开始', going: '进行中', done: '已完成', attention: '待我处理', stopped: '已撤回' },
  kpis: {
    ftr: '首次修复率',
    complaints: '客诉率',
    nps: '净推荐值',
    ticket: '客单价',
    output: '本月产值',
    csat: '客户体验分',
    intake: '本月进厂台次',
    minutes: '平均首次响应',
  },
  columns: { person: '人员', state: '状态', score: '得分', amount: '金额', store: '门店', trend: '近 12 个月' },
  tables: { pay: '三月绩效结算', network: '门店对比' },
  people: people([
    ['赵建国', '技师'],
    ['欧阳晓雯', '服务顾问'],
    ['孙磊', '技师'],
    ['周敏', '备件专员'],
  ]),
  stores: stores(['城东店', '城西店', '高新店', '临港店']),
  chain: [
    { kind: 'objective', label: '让客户愿意再来', detail: '客户层面' },
    { kind: 'target', label: '首次修复率 95%', detail: '3 月，已达 94.0%', light: 'yellow' },
    { kind: 'plan', label: '疑难故障双人会诊', detail: '第 3 周，负责人孙磊' },
    { kind: 'task', label: '完成 4 台交车前互检', detail: '今日，已完成 3 台' },
    { kind: 'fact', label: '工单 WO-240318-017', detail: '10:32 互检通过' },
  ],
  brokenChain: [
    { kind: 'objective', label: '稳住单店盈利', detail: '财务层面' },
    { kind: 'target', label: '客单价 3,500 元', light: 'yellow' },
    { kind: 'plan', label: null },
    { kind: 'task', label: null },
    { kind: 'fact', label: '工单 WO-240318-021', detail: '3,680 元' },
  ],
  empty: {
    title: '还没有业务数据',
    why: '导入工单后，看板和红绿灯会自动亮起来。',
    action: '导入第一份工单',
  },
  error: {
    title: '第 4 行没有导入',
    place: '工单明细.csv，第 4 行，“技师”列',
    reason: '找不到编号为 P9 的人员。',
    remedy: '在“人员”里补录 P9，或改成正确编号后重传这一行。',
  },
  trace: {
    label: '首次修复率',
    scope: '城东店 · 2024年3月',
    formula: '（完工工单 − 返修工单）÷ 完工工单 × 100%',
    measures: [
      { id: 'good', name: '一次修好的工单', value: 423, unit: 'count', part: 'numerator' },
      { id: 'jobs', name: '完工工单', value: 450, unit: 'count', part: 'denominator' },
    ],
    because: ['返修按返回当天计入，30 天内同一问题算返修。', '目标 95%，差 1.0 个百分点，小于容差 5，所以亮黄灯。'],
  },
  facts: [
    { id: '1', title: 'WO-240318-017 · 制动异响', detail: '3月18日 10:32 · 赵建国', value: '¥1,280.00' },
    { id: '2', title: 'WO-240318-014 · 空调不制冷', detail: '3月18日 09:47 · 孙磊', value: '¥2,460.00' },
    { id: '3', title: 'WO-240317-052 · 三万公里保养', detail: '3月17日 17:20 · 赵建国', value: '¥890.00' },
  ],
  form: {
    name: '名称',
    placeholder: '例如：疑难故障双人会诊',
    target: '7 月工时目标',
    targetError: '各周之和为 386，还差 24。补足或调整目标。',
    position: '岗位',
    positions: ['技师', '服务顾问', '店长'],
    check: '公示给全店',
    toggle: '按季节分配',
    save: '保存目标',
    later: '稍后再说',
  },
}

const en: Samples = {
  title: 'Design kit',
  mainAction: 'Where from',
  openWall: 'Open the wall sizes',
  overSelling: 'Above target: check for over-selling',
  sinceMonth: 'on last month',
  import: 'Import work orders, March',
  dropHint: 'Work orders, CSV or Excel, up to 32 MB',
  toast: 'Silenced “waiting over 20 minutes” until tomorrow',
  showToast: 'Show a message with undo',
  sum: 'Total',
  warnings: '3 warnings: complaint rate off target for 2 days, 2 cars may be late',
  nodes: ['Huacheng Car Service', 'North', 'Chengdong', 'Mechanics'],
  states: { open: 'Not begun', going: 'Under way', done: 'Done', attention: 'Waits for me', stopped: 'Withdrawn' },
  kpis: {
    ftr: 'First-time fix rate',
    complaints: 'Complaint rate',
    nps: 'Net promoter score',
    ticket: 'Average ticket',
    output: 'Output this month',
    csat: 'Customer experience',
    intake: 'Intake this month',
    minutes: 'Mean first response',
  },
  columns: {
    person: 'Person',
    state: 'State',
    score: 'Score',
    amount: 'Amount',
    store: 'Store',
    trend: 'Last 12 months',
  },
  tables: { pay: 'Settlement, March', network: 'Stores compared' },
  people: people([
    ['Zhao Jianguo', 'Technician'],
    ['Ouyang Xiaowen', 'Service advisor'],
    ['Sun Lei', 'Technician'],
    ['Zhou Min', 'Parts clerk'],
  ]),
  stores: stores(['Chengdong', 'Chengxi', 'Gaoxin', 'Lingang']),
  chain: [
    { kind: 'objective', label: 'Customers choose to return', detail: 'Customer perspective' },
    { kind: 'target', label: 'First-time fix rate 95%', detail: 'March, 94.0% so far', light: 'yellow' },
    { kind: 'plan', label: 'Two technicians on hard faults', detail: 'Week 3, Sun Lei' },
    { kind: 'task', label: 'Cross-check 4 cars before handover', detail: 'Today, 3 done' },
    { kind: 'fact', label: 'Order WO-240318-017', detail: 'Passed at 10:32' },
  ],
  brokenChain: [
    { kind: 'objective', label: 'Every store earns money', detail: 'Financial perspective' },
    { kind: 'target', label: 'Average ticket ¥3,500', light: 'yellow' },
    { kind: 'plan', label: null },
    { kind: 'task', label: null },
    { kind: 'fact', label: 'Order WO-240318-021', detail: '¥3,680' },
  ],
  empty: {
    title: 'No records yet',
    why: 'Once work orders are imported, boards and lights come on by themselves.',
    action: 'Import work orders',
  },
  error: {
    title: 'Row 4 was not imported',
    place: 'orders.csv, row 4, column “technician”',
    reason: 'There is no person with the id P9.',
    remedy: 'Add P9 under People, or correct the id and send this row again.',
  },
  trace: {
    label: 'First-time fix rate',
    scope: 'Chengdong · March 2024',
    formula: '(jobs − reworks) ÷ jobs × 100%',
    measures: [
      { id: 'good', name: 'Orders fixed the first time', value: 423, unit: 'count', part: 'numerator' },
      { id: 'jobs', name: 'Orders delivered', value: 450, unit: 'count', part: 'denominator' },
    ],
    because: [
      'A rework counts on the day the car returns; within 30 days for the same complaint.',
      'The target is 95%. Missing 1.0 point, less than the tolerance of 5, is yellow.',
    ],
  },
  facts: [
    { id: '1', title: 'WO-240318-017 · brake noise', detail: '18 Mar, 10:32 · Zhao Jianguo', value: '¥1,280.00' },
    { id: '2', title: 'WO-240318-014 · no cooling', detail: '18 Mar, 09:47 · Sun Lei', value: '¥2,460.00' },
    { id: '3', title: 'WO-240317-052 · 30,000 km service', detail: '17 Mar, 17:20 · Zhao Jianguo', value: '¥890.00' },
  ],
  form: {
    name: 'Name',
    placeholder: 'For example: two technicians on hard faults',
    target: 'Billed hours, July',
    targetError: 'The weeks sum to 386, 24 short. Add them or revise the target.',
    position: 'Position',
    positions: ['Technician', 'Service advisor', 'Store manager'],
    check: 'Publish to the store',
    toggle: 'Spread by season',
    save: 'Save the target',
    later: 'Later',
  },
}

/** Invented content for the gallery. */
export const samples: Record<Locale, Samples> = { zh, en }
