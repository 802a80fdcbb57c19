/** The shipped grades and what they pay (H10.4). */
export const usualGrades = [
  { grade: 'S', from: 95, factor: 1.5 },
  { grade: 'A', from: 85, factor: 1.2 },
  { grade: 'B', from: 75, factor: 1.0 },
  { grade: 'C', from: 60, factor: 0.8 },
  { grade: 'D', from: 0, factor: 0.5 },
] as const

const usualRules = { grades: usualGrades, measuredWeightMin: 60, valuesShare: 0.2, qualityGate: false } as const

/** The shipped scorecards (H10.1). Targets are in the unit of their KPI: percent, points out of 100, fen. */
export const scorecards = [
  {
    id: 'technician',
    version: 1,
    position: 'technician',
    from: '2020-01-01',
    names: { zh: '技师计分卡', en: 'Technician scorecard' },
    items: [
      { kpi: 'ftr', weight: 40, target: 95, mode: 'proportional' },
      { kpi: 'technicianEfficiency', weight: 30, target: 100, mode: 'proportional' },
      { kpi: 'satisfactionScore', weight: 20, target: 90, mode: 'proportional' },
      { kpi: 'outputValue', weight: 10, target: 3_000_000, mode: 'proportional', per: 'month' },
    ],
    ...usualRules,
  },
  {
    id: 'store_manager',
    version: 1,
    position: 'store_manager',
    from: '2020-01-01',
    names: { zh: '店长计分卡', en: 'Store manager scorecard' },
    items: [
      { kpi: 'netMargin', weight: 25, target: 15, mode: 'proportional', of: 'store' },
      { kpi: 'ftr', weight: 20, target: 95, mode: 'proportional', of: 'store' },
      { kpi: 'nps', weight: 20, target: 65, mode: 'proportional', of: 'store' },
      { kpi: 'dailyIntake', weight: 15, target: 15, mode: 'proportional', of: 'store' },
      { kpi: 'technicianEfficiency', weight: 10, target: 100, mode: 'proportional', of: 'store' },
      { kpi: 'retention', weight: 10, target: 80, mode: 'proportional', of: 'store' },
    ],
    ...usualRules,
  },
  {
    id: 'service_advisor',
    version: 1,
    position: 'service_advisor',
    from: '2020-01-01',
    names: { zh: '服务顾问计分卡', en: 'Service advisor scorecard' },
    items: [
      { kpi: 'averageTicket', weight: 30, target: 350_000, mode: 'proportional' },
      { kpi: 'satisfactionScore', weight: 25, target: 92, mode: 'proportional' },
      { kpi: 'addOnRate', weight: 20, target: 20, mode: 'proportional' },
      { kpi: 'appointmentRate', weight: 15, target: 70, mode: 'proportional' },
      { kpi: 'complaintRate', weight: 10, target: 1, mode: 'proportional' },
    ],
    ...usualRules,
  },
  {
    id: 'parts_supervisor',
    version: 1,
    position: 'parts_supervisor',
    from: '2020-01-01',
    names: { zh: '备件主管计分卡', en: 'Parts supervisor scorecard' },
    items: [
      { kpi: 'partsFillRate', weight: 40, target: 95, mode: 'proportional', of: 'store' },
      { kpi: 'inventoryTurnover', weight: 30, target: 8, mode: 'proportional', of: 'store' },
      { kpi: 'obsoleteStockRate', weight: 20, target: 5, mode: 'proportional', of: 'store' },
      { kpi: 'partsGrossMargin', weight: 10, target: 35, mode: 'proportional', of: 'store' },
    ],
    ...usualRules,
  },
  {
    // "Met is enough" needs no item of all or nothing: no item gains above its target (H10.3). The output of a store is
    // measured by the store's own target; without one by what 15 cars a day at 3,500 yuan come to in a month of 30 days.
    id: 'service_centre',
    version: 1,
    holder: 'node',
    position: 'store',
    from: '2020-01-01',
    names: { zh: '服务中心平衡计分卡', en: 'Balanced service-centre scorecard' },
    items: [
      { kpi: 'ftr', weight: 35, target: 95, mode: 'proportional' },
      { kpi: 'technicianEfficiency', weight: 30, target: 100, mode: 'proportional' },
      { kpi: 'nps', weight: 25, target: 65, mode: 'proportional' },
      { kpi: 'outputValue', weight: 10, target: 157_500_000, mode: 'proportional', per: 'month' },
    ],
    ...usualRules,
  },
] as const

const shopFloor = ['technician', 'technician_lead', 'department_manager'] as const
const desk = ['service_advisor', 'department_manager'] as const
const telephone = ['customer_service_agent', 'appointment_specialist', 'crm_specialist'] as const
const parts = ['parts_supervisor', 'parts_clerk', 'department_manager'] as const

/**
 * What the balance of a card is checked against (H16.1). Influence follows from who answers for a KPI and from whose work
 * is credited in it (H5.9); whoever answers for a store can move all of it. What is listed empty is moved by nobody else.
 */
export const balanceGround = {
  influence: {
    netMargin: [],
    roi: [],
    revenueGrowth: [],
    costRatio: [],
    labourCostRatio: [],
    rentRatio: [],
    outputPerSquareMetre: [],
    ftr: [...shopFloor, 'quality_inspector'],
    reworkRate: [...shopFloor, 'quality_inspector'],
    inspectionCoverage: [...shopFloor, 'quality_inspector'],
    complaintRate: [...desk, ...telephone, 'technician_lead'],
    complaintsAnsweredIn24h: [...desk, ...telephone],
    technicianEfficiency: shopFloor,
    technicianUtilisation: shopFloor,
    bayUtilisation: ['technician_lead', ...desk],
    partsFillRate: parts,
    inventoryTurnover: parts,
    obsoleteStockRate: parts,
    partsGrossMargin: parts,
    appointmentRate: [...desk, ...telephone],
    nps: [...shopFloor, 'service_advisor', ...telephone],
    csat: [...shopFloor, 'service_advisor', ...telephone],
    satisfactionScore: [...shopFloor, 'service_advisor', ...telephone],
    experienceScore: [...shopFloor, 'service_advisor', ...telephone],
    retention: [...desk, 'crm_specialist'],
    repeatPurchaseRate: [...desk, 'crm_specialist'],
    averageTicket: desk,
    outputPerCustomer: desk,
    addOnRate: [...desk, 'technician', 'technician_lead'],
    dailyIntake: [...desk, ...telephone],
    customersServed: [...desk, ...telephone],
    doorToDoorCoverage: [...desk, ...telephone],
    customerDataCompleteness: [...desk, ...telephone],
    tenMinuteResponseRate: [...desk, ...telephone],
    meanResponseTime: [...desk, ...telephone],
    outputValue: [...shopFloor, 'service_advisor'],
    jobs: [...shopFloor, 'service_advisor'],
    outputPerTechnician: shopFloor,
    outputPerEmployee: ['department_manager'],
    staffTurnover: ['department_manager', 'technician_lead'],
  },
  answerForAll: ['store_manager'],
  output: [
    'outputValue',
    'outputPerTechnician',
    'outputPerEmployee',
    'outputPerSquareMetre',
    'outputPerCustomer',
    'averageTicket',
    'addOnRate',
    'jobs',
    'customersServed',
    'dailyIntake',
    'revenueGrowth',
  ],
  opinion: ['nps', 'csat', 'satisfactionScore', 'experienceScore'],
  complements: [['ftr', 'reworkRate']],
} as const
