import { describe, expect, test } from 'vitest'
import { kpis } from '#catalogue/kpis'
import { lasts, yearly } from '#measures'
import { kpiFixture } from '../rules/kpi.fixture.ts'
import { formulaMeasures, kpiValue } from '../rules/value.ts'

/** Every row of the KPI tables of the second document: a formula on small numbers, both benchmarks, direction, who answers. */
type Row = [
  id: string,
  sums: Record<string, number>,
  value: number,
  industry: [number, number],
  excellent: number,
  direction: 'higher' | 'lower',
  accountable: string,
]
const yuan = (amount: number) => amount * 100

const tables: Row[] = [
  ['netMargin', { netProfitFen: 12, revenueFen: 100 }, 12, [8, 12], 15, 'higher', 'store_manager'],
  [
    'roi',
    { netProfitFen: 300, investmentFen: 12_000, investmentMonths: 12 },
    30,
    [20, 30],
    40,
    'higher',
    'general_manager',
  ],
  ['revenueGrowth', { revenueFen: 115, revenueYearBeforeFen: 100 }, 15, [10, 15], 20, 'higher', 'store_manager'],
  ['ftr', { jobs: 450, reworks: 27 }, 94, [88, 88], 95, 'higher', 'technician_lead'],
  ['reworkRate', { jobs: 450, reworks: 27 }, 6, [8, 12], 5, 'lower', 'quality_inspector'],
  ['complaintRate', { complaints: 3, jobs: 200, complaintsEver: 3 }, 1.5, [2, 3], 1, 'lower', 'store_manager'],
  [
    'inspectionCoverage',
    { inspectedJobs: 45, jobs: 50, inspectionsEver: 45 },
    90,
    [90, 90],
    100,
    'higher',
    'quality_inspector',
  ],
  ['technicianEfficiency', { billedMinutes: 648, actualMinutes: 600 }, 108, [80, 99], 100, 'higher', 'technician'],
  [
    'technicianUtilisation',
    { actualMinutes: 360, technicianAttendedMinutes: 480 },
    75,
    [70, 80],
    85,
    'higher',
    'technician_lead',
  ],
  ['bayUtilisation', { usedBayMinutes: 510, availableBayMinutes: 600 }, 85, [70, 80], 85, 'higher', 'store_manager'],
  ['partsFillRate', { partsInTime: 93, partRequests: 100 }, 93, [90, 93], 95, 'higher', 'parts_supervisor'],
  ['appointmentRate', { appointments: 270, jobs: 450 }, 60, [50, 60], 70, 'higher', 'appointment_specialist'],
  ['nps', { promoters: 78, detractors: 10, npsAnswers: 100 }, 68, [30, 50], 55, 'higher', 'store_manager'],
  ['csat', { satisfiedSurveys: 93, scoredSurveys: 100 }, 93, [85, 90], 93, 'higher', 'service_advisor'],
  ['retention', { customersBefore: 1000, customersRetained: 640 }, 64, [60, 70], 80, 'higher', 'crm_specialist'],
  [
    'averageTicket',
    { outputFen: yuan(1_656_000), jobs: 450 },
    yuan(3680),
    [yuan(3000), yuan(3500)],
    yuan(4000),
    'higher',
    'service_advisor',
  ],
  ['addOnRate', { addOns: 90, jobs: 450 }, 20, [15, 20], 25, 'higher', 'service_advisor'],
  ['dailyIntake', { intake: 450, operatingDays: 30, facts: 1 }, 15, [10, 12], 15, 'higher', 'store_manager'],
  [
    'outputPerEmployee',
    { revenueFen: yuan(500_000), headcountDays: 310, coveredDays: 31, financeMonths: 1 },
    yuan(50_000),
    [yuan(40_000), yuan(50_000)],
    yuan(60_000),
    'higher',
    'department_manager',
  ],
  [
    'outputPerSquareMetre',
    { revenueFen: yuan(24_000_000), areaDays: 2400 * 366, coveredDays: 366 },
    yuan(10_000),
    [yuan(10_000), yuan(20_000)],
    yuan(25_000),
    'higher',
    'store_manager',
  ],
  [
    'inventoryTurnover',
    { costOfSalesFen: 8_000, stockFenDays: 1_000 * 366, stockDays: 366 },
    8,
    [4, 6],
    8,
    'higher',
    'parts_supervisor',
  ],
  ['obsoleteStockRate', { obsoleteFenDays: 50, stockFenDays: 1_000 }, 5, [8, 12], 5, 'lower', 'parts_supervisor'],
]

const month = { days: 31, months: 1 }
const kpiOf = (id: string) => {
  const found = kpis.find((kpi) => kpi.id === id)
  if (!found) throw new Error(`There is no KPI ${id}`)
  return found
}
const figure = (id: string, sums: Record<string, number>, level: 'store' | 'person' = 'store') =>
  kpiValue(kpiOf(id), (measure) => sums[measure], month, level)

describe('the tables of the second document', () => {
  test('have 22 rows', () => expect(new Set(tables.map(([id]) => id)).size).toBe(22))

  test.each(tables)('%s', (id, sums, value, [low, high], excellent, direction, accountable) => {
    expect(figure(id, sums).value).toBe(value)
    expect(kpiOf(id)).toMatchObject({ industry: { low, high }, excellent, direction, accountable })
  })

  test.each(tables)('%s has no value without facts, and none when it divides by zero', (id, sums) => {
    expect(figure(id, {}).value).toBeNull()
    expect(figure(id, Object.fromEntries(Object.keys(sums).map((name) => [name, 0]))).value).toBeNull()
  })
})

describe('the KPIs that the documents use elsewhere', () => {
  test.each([
    ['costRatio', { operatingCostFen: 76, revenueFen: 100 }, 76],
    ['labourCostRatio', { labourCostFen: 30, revenueFen: 100 }, 30],
    ['rentRatio', { rentFen: 5, revenueFen: 100 }, 5],
    ['partsGrossMargin', { partsRevenueFen: 100, partsCostFen: 65 }, 35],
    ['tenMinuteResponseRate', { contactsInTime: 82, contacts: 100 }, 82],
    ['meanResponseTime', { responseSeconds: 1200, answeredContacts: 4 }, 5],
    ['experienceScore', { scorePoints: 230, scoredSurveys: 3 }, 3.8333333333333335],
    ['customerDataCompleteness', { completeRecords: 7, customerRecords: 10 }, 70],
    ['complaintsAnsweredIn24h', { complaintsIn24h: 3, complaints: 4 }, 75],
    ['repeatPurchaseRate', { returningCustomers: 30, customersServed: 120 }, 25],
    ['customersServed', { customersServed: 120, facts: 1 }, 120],
    ['outputPerCustomer', { outputFen: 360_000, customersServed: 3 }, 120_000],
    ['doorToDoorCoverage', { doorToDoorJobs: 9, jobs: 90 }, 10],
    ['staffTurnover', { leavers: 2, headcountDays: 20 * 366, coveredDays: 366, leaversEver: 2 }, 10],
  ] as const)('%s', (id, sums, value) => {
    expect(figure(id, sums).value).toBe(value)
    expect(figure(id, {}).value).toBeNull()
  })

  test('people are credited with their own (H5.9)', () => {
    expect(figure('complaintRate', { complaints: 1, advisedJobs: 50 }, 'person').value).toBe(2)
    expect(figure('tenMinuteResponseRate', { contactsInTime: 9, contacts: 10 }, 'person').value).toBe(90)
    expect(figure('meanResponseTime', { responseSeconds: 600, contacts: 5 }, 'person').value).toBe(2)
    expect(figure('inspectionCoverage', { ledInspected: 9, ledJobs: 10 }, 'person').value).toBe(90)
    expect(
      figure('technicianUtilisation', { actualMinutes: 360, technicianAttendedMinutes: 480 }, 'person').value,
    ).toBe(75)
    // An advisor is at work, too, and has no utilisation of a technician.
    expect(figure('technicianUtilisation', { actualMinutes: 0, attendedMinutes: 480 }, 'person').value).toBeNull()
    expect(figure('netMargin', { netProfitFen: 1, revenueFen: 2 }, 'person').value).toBeNull()
  })

  test('none is 0 where such facts are recorded, and no data where they never were', () => {
    expect(figure('complaintRate', { complaints: 0, jobs: 200, complaintsEver: 7 }).value).toBe(0)
    expect(figure('complaintRate', { complaints: 0, jobs: 200, complaintsEver: 0 }).value).toBeNull()
    expect(figure('inspectionCoverage', { inspectedJobs: 0, jobs: 50, inspectionsEver: 9 }).value).toBe(0)
    expect(
      figure('staffTurnover', { leavers: 0, headcountDays: 7320, coveredDays: 366, leaversEver: 0 }).value,
    ).toBeNull()
  })

  test('output is jobs times the average ticket', () => {
    const sums = { jobs: 450, outputFen: 165_600_000, facts: 1 }
    const jobs = figure('jobs', sums).value as number
    const ticket = figure('averageTicket', sums).value as number
    expect(jobs * ticket).toBe(figure('outputValue', sums).value)
  })
})

test('the formulas that the rules of KPIs are tested with are those as shipped', () => {
  for (const { id, formula, personFormula } of Object.values(kpiFixture))
    expect([kpiOf(id).formula, kpiOf(id).personFormula]).toEqual([formula, personFormula])
})

test('the measures of a trailing window are among those that boards read over a year', () => {
  for (const kpi of kpis.filter(({ window }) => window === 'trailing12'))
    expect([...yearly, ...lasts]).toEqual(expect.arrayContaining(formulaMeasures(kpi, 'store')))
})
