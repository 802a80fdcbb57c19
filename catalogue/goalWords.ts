import type { Words } from '#foundation/actor'
import type { Unit } from '#foundation/figure'

/** What people write when they mean a KPI of the library, besides its names; small letters. */
export const kpiSynonyms: Readonly<Record<string, readonly string[]>> = {
  netMargin: ['净利率', '净利润', 'net profit margin'],
  roi: ['投资回报', 'roi'],
  revenueGrowth: ['收入增长', '营收增长', '营收增长率', 'growth of revenue'],
  costRatio: ['成本占比', '成本率', 'cost share'],
  labourCostRatio: ['人工成本占比', 'labor cost ratio'],
  rentRatio: ['租金占比', 'rent share'],
  partsGrossMargin: ['备件毛利', '配件毛利率', 'parts margin'],
  ftr: [
    'ftr',
    '一次修复率',
    '一次修好率',
    '首修率',
    '首次修复',
    'first-time fix rate',
    'first time fix rate',
    'fix right first time',
  ],
  reworkRate: ['返工率', '返修率', 'rework', 'comeback rate'],
  complaintRate: ['投诉率', '客户投诉率', '客诉', 'complaints rate', 'complaint ratio'],
  inspectionCoverage: ['质检率', '终检覆盖率', 'inspection rate'],
  technicianEfficiency: ['技师工作效率', '技师工时效率', 'efficiency of technicians', 'technicians efficiency'],
  technicianUtilisation: ['技师出勤利用率', 'technician utilization'],
  bayUtilisation: ['工位使用率', '工位周转率', 'bay utilization'],
  partsFillRate: ['备件满足', '配件满足率', '备件供应率', 'fill rate', 'parts availability'],
  appointmentRate: ['预约占比', '预约比例', 'share of appointments', 'booking rate'],
  tenMinuteResponseRate: ['十分钟响应率', '10分钟响应率', '响应率', 'response rate', '10-minute response rate'],
  meanResponseTime: ['响应时间', '平均响应时长', 'response time'],
  nps: ['nps', '净推荐值', '推荐值', 'net promoter score'],
  csat: ['csat', '客户满意率', '满意率', 'satisfaction rate'],
  retention: ['客户保持率', '留存率', '回厂率', 'retention rate', 'retention'],
  averageTicket: ['客单价', '单车产值', '平均客单价', 'ticket', 'average repair order'],
  addOnRate: ['增项', '增项率', '追加项目率', 'upsell rate', 'add-on rate'],
  satisfactionScore: ['客户满意度', '满意度', '满意度得分', 'customer satisfaction', 'satisfaction score'],
  experienceScore: ['体验评分', '客户体验分', '体验分', 'experience score'],
  customerDataCompleteness: ['数据完整率', '客户信息完整率', '客户资料完整率', 'data completeness'],
  complaintsAnsweredIn24h: [
    '24小时答复率',
    '投诉24小时答复率',
    '24小时客诉答复率',
    'complaints answered within 24 hours',
  ],
  repeatPurchaseRate: ['复购', '再次消费率', 'repurchase rate'],
  customersServed: ['服务客户', '服务人数', 'number of customers'],
  outputPerCustomer: ['单客价值', '客均产值', 'output for each customer'],
  doorToDoorCoverage: ['上门取送率', '取送车覆盖率', 'pick-up and delivery coverage'],
  dailyIntake: ['日均进厂', '日进厂台次', '日均台次', 'cars per day', 'intake'],
  outputPerEmployee: ['人均产出', '员工人均产值', 'revenue per employee'],
  outputPerSquareMetre: ['平效', '每平米产值', 'output per square meter'],
  inventoryTurnover: ['库存周转', '周转次数', 'stock turnover', 'stock turn'],
  obsoleteStockRate: ['呆滞库存率', '呆滞件占比', 'dead stock rate', 'obsolete stock'],
  outputValue: ['产值', '售后产值', '总产值', 'output', 'service revenue', 'after-sales revenue'],
  outputPerTechnician: ['技师产值', '单技师产值', 'output for each technician'],
  jobs: [
    '台次',
    '维修台次',
    '维修量',
    '工单数',
    '维修单量',
    'repair jobs',
    'repairs',
    'number of jobs',
    'repair orders',
  ],
  cardsClosedRate: ['日清率', '日清完成率', 'cards closed', 'closing rate of cards'],
  strategicTaskRate: ['战略任务完成率', 'strategic tasks done', 'strategic task rate'],
  problemsSolvedSameDayRate: ['当日解决率', '问题当日解决率', 'problems solved the same day'],
  staffTurnover: ['流失率', '离职率', '员工离职率', 'turnover of staff', 'employee turnover', 'attrition'],
}

/** Words that could mean several KPIs: without a figure beside them nobody knows which. */
export const vagueWords: readonly { words: readonly string[]; kpis: readonly string[] }[] = [
  {
    words: [
      '客户满意度',
      '顾客满意度',
      '满意度',
      '客户满意',
      'customer satisfaction',
      'satisfaction',
      'happy customers',
    ],
    kpis: ['nps', 'csat', 'satisfactionScore', 'experienceScore'],
  },
  {
    words: ['服务质量', '服务水平', '维修质量', '质量', 'service quality', 'quality of service', 'quality'],
    kpis: ['ftr', 'reworkRate', 'complaintRate'],
  },
  {
    words: ['客户体验', '体验', 'customer experience', 'experience'],
    kpis: ['experienceScore', 'nps', 'tenMinuteResponseRate'],
  },
  {
    words: ['工作效率', '效率', 'efficiency', 'productivity'],
    kpis: ['technicianEfficiency', 'bayUtilisation', 'technicianUtilisation'],
  },
  {
    words: ['业绩', '营收', '收入', '利润', 'sales', 'revenue', 'profit', 'business'],
    kpis: ['outputValue', 'averageTicket', 'netMargin'],
  },
  { words: ['团队', '人员稳定', 'team spirit', 'morale'], kpis: ['staffTurnover'] },
]

/** Figures that people set as goals although no position of after-sales moves them. */
export const outsideKpis: readonly { id: string; names: Words; synonyms: readonly string[]; unit: Unit }[] = [
  {
    id: 'newCarSales',
    names: { zh: '新车销量', en: 'New-car sales' },
    synonyms: ['新车销售', '新车销售量', '卖车', 'new car sales', 'new cars sold', 'car sales'],
    unit: 'count',
  },
  {
    id: 'marketShare',
    names: { zh: '市场占有率', en: 'Market share' },
    synonyms: ['市场份额', '市占率'],
    unit: 'percent',
  },
]
