import { describe, expect, test } from 'vitest'
import { kpis } from './kpis.ts'
import { measures, storePositionsFrom } from './measures.ts'
import { positions } from './positions.ts'
import { identities, pyramid } from './pyramid.ts'

/** The names in a formula that have to be measures. */
const measureNames = (formula: string) =>
  (formula.match(/[A-Za-z]\w*/g) ?? []).filter((name) => !['min', 'max', 'days', 'months'].includes(name))

test('ids are unique', () => {
  for (const list of [kpis, measures, positions]) {
    const ids = list.map((each) => each.id)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('every text is there in both languages', () => {
  for (const { names } of positions) expect(Math.min(names.zh.length, names.en.length)).toBeGreaterThan(0)
  for (const { names, explanation } of [...kpis, ...measures])
    for (const words of [names, explanation]) {
      expect(words.zh).toMatch(/\p{Script=Han}/u)
      expect(words.en).not.toMatch(/\p{Script=Han}/u)
    }
})

describe('KPIs', () => {
  test('the library holds every KPI that outside tools rely on (P4)', () => {
    const relied =
      'netMargin roi revenueGrowth ftr reworkRate complaintRate inspectionCoverage technicianEfficiency technicianUtilisation bayUtilisation partsFillRate appointmentRate nps csat retention averageTicket addOnRate dailyIntake outputPerEmployee outputPerSquareMetre inventoryTurnover obsoleteStockRate outputValue outputPerTechnician outputPerCustomer jobs customersServed satisfactionScore experienceScore tenMinuteResponseRate meanResponseTime customerDataCompleteness complaintsAnsweredIn24h staffTurnover costRatio labourCostRatio rentRatio repeatPurchaseRate partsGrossMargin doorToDoorCoverage cardsClosedRate strategicTaskRate problemsSolvedSameDayRate'
    expect(kpis.map((kpi) => kpi.id)).toEqual(expect.arrayContaining(relied.split(' ')))
  })

  test('the pyramid as it is drawn (H5.7)', () => {
    const tierOf = (tier: string) => kpis.filter((kpi) => kpi.tier === tier).map((kpi) => kpi.id)
    expect(tierOf('strategic')).toEqual(['netMargin', 'roi', 'revenueGrowth'])
    expect(tierOf('operational')).toEqual(expect.arrayContaining(['outputValue', 'costRatio', 'ftr', 'nps']))
    expect(tierOf('execution')).toEqual(
      expect.arrayContaining([
        'jobs',
        'averageTicket',
        'labourCostRatio',
        'rentRatio',
        'technicianEfficiency',
        'bayUtilisation',
      ]),
    )
    // The drawing decides the tier, whatever the table says.
    const tier = (id: string) => kpis.find((kpi) => kpi.id === id)?.tier
    expect(tier(pyramid.top)).toBe('strategic')
    for (const branch of pyramid.branches) {
      expect([branch.kpi, tier(branch.kpi)]).toEqual([branch.kpi, 'operational'])
      for (const driver of branch.drivers) expect([driver, tier(driver)]).toEqual([driver, 'execution'])
    }
  })

  test('an identity is written in its own drivers, and these in measures; a driver that is a KPI is it word for word', () => {
    const all = measures.map((measure) => measure.id)
    for (const { kpi, formula, drivers } of identities) {
      expect(kpis.map((one) => one.id)).toContain(kpi)
      expect([...new Set(measureNames(formula))].sort()).toEqual(drivers.map((driver) => driver.id).sort())
      for (const driver of drivers) {
        expect(all).toEqual(expect.arrayContaining(measureNames(driver.formula)))
        if (driver.is === undefined) continue
        const same = kpis.find((one) => one.id === driver.is)
        expect([driver.formula, driver.names, driver.unit]).toEqual([same?.formula, same?.names, same?.unit])
      }
    }
  })

  test('formulas and bases name measures that exist at their level', () => {
    const all = measures.map((measure) => measure.id)
    const personal = measures.filter((measure) => measure.personal).map((measure) => measure.id)
    for (const kpi of kpis) {
      expect(all).toEqual(expect.arrayContaining([...measureNames(kpi.formula), ...(kpi.basis ? [kpi.basis] : [])]))
      if (kpi.personFormula === null) continue
      const basis = kpi.personBasis === undefined ? kpi.basis : kpi.personBasis
      const names = measureNames(kpi.personFormula ?? kpi.formula)
      expect(personal).toEqual(expect.arrayContaining([...names, ...[basis ?? []].flat()]))
    }
  })

  test('excellence is at least as good as the trade, and a position answers for each', () => {
    for (const { id, direction, industry, excellent, accountable } of kpis) {
      expect(positions.map((position) => position.id)).toContain(accountable)
      if (!industry || excellent === null) continue
      expect(industry.low, id).toBeLessThanOrEqual(industry.high)
      if (direction === 'higher') expect(excellent, id).toBeGreaterThan(industry.high)
      else expect(excellent, id).toBeLessThan(industry.low)
    }
  })
})

test('the registry of measures keeps its places (A4): only ever add to this list', () => {
  expect(measures.map((measure) => `${measure.position} ${measure.id}`)).toEqual([
    '0 handledJobs',
    '1 ledJobs',
    '2 chargedReworks',
    '3 advisedJobs',
    '4 advisedOutputFen',
    '5 advisedAddOns',
    '6 advisedAppointments',
    '7 labourLines',
    '8 billedMinutes',
    '9 actualMinutes',
    '10 creditedOutputFen',
    '11 npsAnswers',
    '12 promoters',
    '13 detractors',
    '14 scoredSurveys',
    '15 scorePoints',
    '16 satisfiedSurveys',
    '17 complaints',
    '18 complaintsIn24h',
    '19 contacts',
    '20 contactsInTime',
    '21 responseSeconds',
    '22 attendedMinutes',
    '23 ledInspected',
    '24 jobs',
    '25 reworks',
    '26 intake',
    '27 outputFen',
    '28 labourFen',
    '29 partsFen',
    '30 addOns',
    '31 appointments',
    '32 operatingDays',
    '33 technicianDays',
    '34 facts',
    '35 answeredContacts',
    '36 technicianAttendedMinutes',
    '37 inspectedJobs',
    '38 samples',
    '39 passedSamples',
    '40 usedBayMinutes',
    '41 availableBayMinutes',
    '42 partRequests',
    '43 partsInTime',
    '44 customersServed',
    '45 returningCustomers',
    '46 doorToDoorJobs',
    '47 bookedAppointments',
    '48 keptAppointments',
    '49 revenueFen',
    '50 costOfSalesFen',
    '51 netProfitFen',
    '52 operatingCostFen',
    '53 labourCostFen',
    '54 rentFen',
    '55 investmentFen',
    '56 partsRevenueFen',
    '57 partsCostFen',
    '58 revenueYearBeforeFen',
    '59 financeMonths',
    '60 headcountDays',
    '61 areaDays',
    '62 coveredDays',
    '63 stockFenDays',
    '64 obsoleteFenDays',
    '65 stockDays',
    '66 joiners',
    '67 leavers',
    '68 customerRecords',
    '69 completeRecords',
    '70 investmentMonths',
    '71 customersBefore',
    '72 customersRetained',
    '73 activeCustomers',
    '74 complaintsEver',
    '75 inspectionsEver',
    '76 leaversEver',
    '77 cardsDue',
    '78 cardsClosed',
    '79 strategicTasksDue',
    '80 strategicTasksDone',
    '81 problemsRaised',
    '82 problemsSolvedSameDay',
  ])
  for (const { position, personal, personPosition } of measures)
    expect(position < storePositionsFrom).toBe(personal && personPosition === undefined)
  // Places of persons before 32 are the product's; from 32 on they belong to what is defined at run time.
  expect(measures.flatMap(({ personPosition = null }) => personPosition ?? [])).toEqual([30, 24, 25, 26, 27, 28, 29])
})
