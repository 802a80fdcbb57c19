import type { BalanceGround, BalanceKpi } from './balance.ts'
import type { CardItem } from './card.ts'

const kpi = (zh: string, dimension: BalanceKpi['dimension'], accountable: string, personal = true): BalanceKpi => ({
  names: { zh, en: zh },
  dimension,
  accountable,
  personal,
})

/** A small network's content, for the tests of this folder. */
export const ground: BalanceGround = {
  kpis: {
    ftr: kpi('首次修复率', 'quality', 'technician_lead'),
    reworkRate: kpi('返修率', 'quality', 'quality_inspector'),
    complaintRate: kpi('客诉率', 'quality', 'store_manager'),
    technicianEfficiency: kpi('技师效率', 'efficiency', 'technician'),
    appointmentRate: kpi('预约率', 'efficiency', 'appointment_specialist'),
    partsFillRate: kpi('备件满足率', 'efficiency', 'parts_supervisor', false),
    nps: kpi('NPS', 'customer', 'store_manager'),
    satisfactionScore: kpi('客户满意度', 'customer', 'service_advisor'),
    retention: kpi('留存率', 'customer', 'crm_specialist', false),
    averageTicket: kpi('客单价', 'business', 'service_advisor'),
    addOnRate: kpi('增项率', 'business', 'service_advisor'),
    outputValue: kpi('产值', 'business', 'store_manager'),
    dailyIntake: kpi('日均进厂', 'business', 'store_manager', false),
    inventoryTurnover: kpi('库存周转率', 'business', 'parts_supervisor', false),
    obsoleteStockRate: kpi('呆滞率', 'business', 'parts_supervisor', false),
    partsGrossMargin: kpi('备件毛利率', 'finance', 'parts_supervisor', false),
    netMargin: kpi('净利润率', 'finance', 'store_manager', false),
    newCarSales: kpi('新车销量', 'business', 'store_manager', false),
    torqueMet: kpi('扭矩达标率', 'quality', 'quality_inspector'),
  },
  influence: {
    ftr: ['technician'],
    technicianEfficiency: ['technician'],
    satisfactionScore: ['technician'],
    outputValue: ['technician'],
    complaintRate: ['service_advisor'],
    appointmentRate: ['service_advisor'],
  },
  answerForAll: ['store_manager'],
  output: ['outputValue', 'averageTicket', 'addOnRate', 'dailyIntake'],
  opinion: ['nps', 'satisfactionScore'],
  complements: [['ftr', 'reworkRate']],
}

export const weighed = (weights: Record<string, number>): CardItem[] =>
  Object.entries(weights).map(([kpi, weight]) => ({ kpi, weight, target: 1, mode: 'proportional' }))
