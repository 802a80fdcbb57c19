import type { Identity, Pyramid } from '#kpis'

/**
 * The pyramid as the drawing has it (H5.7): the outlet's profitability on top; revenue, cost and efficiency below; at the
 * foot jobs and ticket, labour and rent, technicians and bays. Utilisation stands beside the technicians' efficiency,
 * because only both together make up what their time yields.
 */
export const pyramid: Pyramid = {
  top: 'netMargin',
  branches: [
    {
      id: 'revenue',
      names: { zh: '收入', en: 'Revenue' },
      kpi: 'outputValue',
      drivers: ['jobs', 'averageTicket'],
    },
    {
      id: 'cost',
      names: { zh: '成本', en: 'Cost' },
      kpi: 'costRatio',
      drivers: ['labourCostRatio', 'rentRatio'],
    },
    {
      id: 'efficiency',
      names: { zh: '效率', en: 'Efficiency' },
      kpi: 'technicianProductivity',
      drivers: ['technicianEfficiency', 'technicianUtilisation', 'bayUtilisation'],
    },
  ],
}

/** KPIs written in their drivers. What has no entry is split by the measures of its own formula. */
export const identities: readonly Identity[] = [
  {
    kpi: 'netMargin',
    formula: '(revenue - operatingCost + other) / revenue * 100',
    drivers: [
      {
        id: 'revenue',
        names: { zh: '收入（财务）', en: 'Revenue by the accounts' },
        unit: 'fen',
        formula: 'revenueFen',
        leadsTo: 'outputValue',
      },
      {
        id: 'operatingCost',
        names: { zh: '经营成本', en: 'Operating cost' },
        unit: 'fen',
        formula: 'operatingCostFen',
        leadsTo: 'costRatio',
      },
      {
        id: 'other',
        names: { zh: '税费与其他收支', en: 'Tax and all else' },
        unit: 'fen',
        formula: 'netProfitFen - revenueFen + operatingCostFen',
      },
    ],
  },
  {
    kpi: 'outputValue',
    formula: 'jobs * averageTicket',
    drivers: [
      { id: 'jobs', names: { zh: '维修台次', en: 'Jobs' }, unit: 'count', formula: 'jobs', is: 'jobs' },
      {
        id: 'averageTicket',
        names: { zh: '客单价', en: 'Average ticket' },
        unit: 'fen',
        formula: 'outputFen / jobs',
        is: 'averageTicket',
      },
    ],
  },
  {
    kpi: 'costRatio',
    formula: 'labourCostRatio + rentRatio + otherCostRatio',
    drivers: [
      {
        id: 'labourCostRatio',
        names: { zh: '人工成本率', en: 'Labour cost ratio' },
        unit: 'percent',
        formula: 'labourCostFen / revenueFen * 100',
        is: 'labourCostRatio',
      },
      {
        id: 'rentRatio',
        names: { zh: '租金率', en: 'Rent ratio' },
        unit: 'percent',
        formula: 'rentFen / revenueFen * 100',
        is: 'rentRatio',
      },
      {
        id: 'otherCostRatio',
        names: { zh: '其他成本率', en: 'All other cost' },
        unit: 'percent',
        formula: '(operatingCostFen - labourCostFen - rentFen) / revenueFen * 100',
      },
    ],
  },
  {
    kpi: 'technicianProductivity',
    formula: 'technicianEfficiency * technicianUtilisation / 100',
    drivers: [
      {
        id: 'technicianEfficiency',
        names: { zh: '技师效率', en: 'Technician efficiency' },
        unit: 'percent',
        formula: 'billedMinutes / actualMinutes * 100',
        is: 'technicianEfficiency',
      },
      {
        id: 'technicianUtilisation',
        names: { zh: '技师利用率', en: 'Technician utilisation' },
        unit: 'percent',
        formula: 'actualMinutes / technicianAttendedMinutes * 100',
        is: 'technicianUtilisation',
      },
    ],
  },
  {
    kpi: 'averageTicket',
    formula: 'labourPerJob + partsPerJob',
    drivers: [
      {
        id: 'labourPerJob',
        names: { zh: '单台工时费', en: 'Labour of a job' },
        unit: 'fen',
        formula: 'labourFen / jobs',
      },
      { id: 'partsPerJob', names: { zh: '单台备件费', en: 'Parts of a job' }, unit: 'fen', formula: 'partsFen / jobs' },
    ],
  },
  {
    kpi: 'outputPerCustomer',
    formula: 'averageTicket * jobsPerCustomer',
    drivers: [
      {
        id: 'averageTicket',
        names: { zh: '客单价', en: 'Average ticket' },
        unit: 'fen',
        formula: 'outputFen / jobs',
        is: 'averageTicket',
      },
      {
        id: 'jobsPerCustomer',
        names: { zh: '每位客户台次', en: 'Jobs of a customer' },
        unit: 'times',
        formula: 'jobs / customersServed',
      },
    ],
  },
]
