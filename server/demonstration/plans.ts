/** What is planned in the stores that are told of: months after the example of a half year, weeks for those who work there. */

export type PlannedAction = { title: string; kpi: string; position: string; dueDay: number }
export type PlannedResource = {
  kind: 'people' | 'money' | 'equipment'
  title: string
  quantity?: number
  amountFen?: number
}
export type MonthPlan = { actions: readonly PlannedAction[]; resources: readonly PlannedResource[] }

const action = (title: string, kpi: string, position: string, dueDay: number): PlannedAction => ({
  title,
  kpi,
  position,
  dueDay,
})
const people = (title: string, quantity: number): PlannedResource => ({ kind: 'people', title, quantity })
const money = (title: string, yuan: number): PlannedResource => ({ kind: 'money', title, amountFen: yuan * 100 })
const equipment = (title: string, quantity: number, yuan: number): PlannedResource => ({
  kind: 'equipment',
  title,
  quantity,
  amountFen: yuan * 100,
})

/** By month of the year: the first half as an organisation once planned it, scaled to a store; the second half follows on. */
export const monthPlans: Readonly<Record<string, MonthPlan>> = {
  '01': {
    actions: [
      action('客户系统上线，前台全员会用', 'customerDataCompleteness', 'service_advisor', 20),
      action('历史客户资料合并去重', 'customerDataCompleteness', 'store_manager', 28),
    ],
    resources: [people('信息支持', 1)],
  },
  '02': {
    actions: [
      action('春节前安全检查活动', 'dailyIntake', 'store_manager', 10),
      action('客户分层，列出要回访的老客户', 'retention', 'service_advisor', 25),
    ],
    resources: [money('春节活动费用', 40_000)],
  },
  '03': {
    actions: [
      action('透明车间试点：维修过程可看', 'nps', 'store_manager', 15),
      action('给两个工位装摄像头', 'experienceScore', 'technician_lead', 25),
    ],
    resources: [equipment('工位摄像头', 4, 16_000)],
  },
  '04': {
    actions: [
      action('管家式服务上线：一位客户一位顾问', 'experienceScore', 'service_advisor', 15),
      action('高峰时段（10–11 点、14–15 点）加人接听', 'tenMinuteResponseRate', 'store_manager', 20),
    ],
    resources: [people('专属客服', 1), money('话术培训', 6_000)],
  },
  '05': {
    actions: [
      action('老客户推荐有礼', 'nps', 'service_advisor', 12),
      action('车主群每周一次用车提醒', 'retention', 'store_manager', 26),
    ],
    resources: [money('推荐奖励', 25_000)],
  },
  '06': {
    actions: [
      action('半年复盘：目标、差距、下半年三件事', 'outputValue', 'store_manager', 25),
      action('返修逐台复盘，更新自检表', 'ftr', 'technician_lead', 28),
    ],
    resources: [people('复盘参与', 8)],
  },
  '07': {
    actions: [
      action('空调与冷却系统夏季检查', 'addOnRate', 'service_advisor', 12),
      action('午间错峰预约，给到店客户留座', 'appointmentRate', 'store_manager', 25),
    ],
    resources: [money('夏季活动物料', 8_000)],
  },
  '08': {
    actions: [
      action('新能源车诊断专项练习', 'ftr', 'technician_lead', 20),
      action('暑期出行前免费检查', 'dailyIntake', 'service_advisor', 15),
    ],
    resources: [people('厂家讲师', 1), money('诊断练习用件', 12_000)],
  },
  '09': {
    actions: [
      action('九月旺季排班：技师与工位对齐', 'technicianUtilisation', 'technician_lead', 10),
      action('出保客户逐位联系', 'retention', 'service_advisor', 26),
    ],
    resources: [people('机动技师', 1)],
  },
  '10': {
    actions: [
      action('国庆前后进厂高峰分流', 'dailyIntake', 'store_manager', 12),
      action('交车讲解统一五步', 'csat', 'service_advisor', 24),
    ],
    resources: [money('接待物料', 5_000)],
  },
  '11': {
    actions: [
      action('呆滞备件清理', 'obsoleteStockRate', 'store_manager', 20),
      action('冬季轮胎与电瓶检查', 'addOnRate', 'service_advisor', 25),
    ],
    resources: [equipment('电瓶检测仪', 1, 6_800)],
  },
  '12': {
    actions: [
      action('全年目标收官：缺口逐项补', 'outputValue', 'store_manager', 22),
      action('明年目标与关键行动定稿', 'outputValue', 'store_manager', 28),
    ],
    resources: [people('规划小组', 3)],
  },
}

export type PlannedTask = { position: string; title: string; result: string; kpi: string }
export type WeekTheme = {
  tasks: readonly PlannedTask[]
  expected: Readonly<Record<string, number>>
  learned: string
  stumbled: string
}

/** The weeks of a month, each a small step further. */
export const weekThemes: readonly WeekTheme[] = [
  {
    tasks: [
      {
        position: 'service_advisor',
        title: '高峰时段先接来电，再办手续',
        result: '10 分钟响应率到 84%',
        kpi: 'tenMinuteResponseRate',
      },
      { position: 'technician_lead', title: '返修车当天查到那一步', result: '本周返修每台有原因', kpi: 'ftr' },
      {
        position: 'store_manager',
        title: '排出 10–11 点、14–15 点的接听班表',
        result: '班表上墙，每个高峰两人',
        kpi: 'tenMinuteResponseRate',
      },
      { position: 'technician', title: '关键螺栓按扭矩表紧固并留记录', result: '本周记录齐全', kpi: 'ftr' },
    ],
    expected: { tenMinuteResponseRate: 84, ftr: 90 },
    learned: '高峰前十五分钟把人调好，比高峰里加人有用；下周照做。',
    stumbled: '班表贴了没人照着来，下周由店长早会点名。',
  },
  {
    tasks: [
      {
        position: 'service_advisor',
        title: '试行新排班，每天记下谁接得慢',
        result: '五天都有记录',
        kpi: 'tenMinuteResponseRate',
      },
      {
        position: 'technician_lead',
        title: '自检表减到十二项，每项能看见',
        result: '新表用上',
        kpi: 'inspectionCoverage',
      },
      { position: 'store_manager', title: '收集五十条客户反馈', result: '五十条，归成三类', kpi: 'nps' },
      {
        position: 'technician',
        title: '开工前一晚看好工单和备件',
        result: '本周没有等件停工',
        kpi: 'technicianEfficiency',
      },
    ],
    expected: { tenMinuteResponseRate: 86, ftr: 91 },
    learned: '自检表短了，大家反而真的逐项看；留用。',
    stumbled: '反馈只收到二十多条，交车太赶，下周改在回访时问。',
  },
  {
    tasks: [
      {
        position: 'service_advisor',
        title: '新接待流程全员用起来',
        result: '抽查十次，九次到位',
        kpi: 'experienceScore',
      },
      { position: 'technician_lead', title: '老师傅带一台疑难车，全组看', result: '一台车一页记录', kpi: 'ftr' },
      {
        position: 'store_manager',
        title: '表扬响应最快的人',
        result: '周会上说出名字和做法',
        kpi: 'tenMinuteResponseRate',
      },
      { position: 'technician', title: '交车前请另一位技师互检', result: '本周互检率 100%', kpi: 'inspectionCoverage' },
    ],
    expected: { tenMinuteResponseRate: 88, ftr: 91.5 },
    learned: '疑难车一起看，两个新人第二天就用上了。',
    stumbled: '新流程在两点后就走样，人手还是不够。',
  },
  {
    tasks: [
      {
        position: 'service_advisor',
        title: '月底前联系完未到店的预约客户',
        result: '名单清零',
        kpi: 'appointmentRate',
      },
      { position: 'technician_lead', title: '整理本月返修，定下月两条规矩', result: '两条规矩写上看板', kpi: 'ftr' },
      { position: 'store_manager', title: '本月总结，列出下月三件事', result: '一页纸，全店看过', kpi: 'outputValue' },
      {
        position: 'technician',
        title: '把本月卡住的两个工序说清楚',
        result: '早会讲五分钟',
        kpi: 'technicianEfficiency',
      },
    ],
    expected: { tenMinuteResponseRate: 90, ftr: 92 },
    learned: '响应率稳住靠班表，不靠加班；下月把班表固定下来。',
    stumbled: '最后两天忙着冲产值，回访又停了，下月先保回访。',
  },
]

/** How far a store keeps to what it set out: from nearly always to seldom. */
const discipline: Readonly<Record<string, number>> = {
  SH01: 0.98,
  WH01: 0.95,
  HZ01: 0.93,
  SU01: 0.91,
  NJ01: 0.86,
  SZ01: 0.78,
  JN01: 0.68,
  CD01: 0.62,
  QD01: 0.58,
  GZ01: 0.5,
  BJ01: 0.28,
}
export const disciplineOf = (store: string): number => discipline[store] ?? 0.82
