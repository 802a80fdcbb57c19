import { describe, expect, test } from 'vitest'
import { kpis } from './kpis.ts'
import { measures, storePositionsFrom } from './measures.ts'
import { positions } from './positions.ts'

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
  test('the formulas as shipped, for stores and for persons', () => {
    expect(kpis.map((kpi) => [kpi.id, kpi.formula, kpi.personFormula])).toEqual([
      ['ftr', '(jobs - reworks) / jobs * 100', 'max(0, ledJobs - chargedReworks) / ledJobs * 100'],
      ['reworkRate', 'reworks / jobs * 100', 'chargedReworks / ledJobs * 100'],
      ['technicianEfficiency', 'billedMinutes / actualMinutes * 100', undefined],
      ['averageTicket', 'outputFen / jobs', 'advisedOutputFen / advisedJobs'],
      ['addOnRate', 'addOns / jobs * 100', 'advisedAddOns / advisedJobs * 100'],
      ['appointmentRate', 'appointments / jobs * 100', 'advisedAppointments / advisedJobs * 100'],
      ['nps', '(promoters - detractors) / npsAnswers * 100', undefined],
      ['satisfactionScore', 'scorePoints / scoredSurveys', undefined],
      ['outputValue', 'outputFen', 'creditedOutputFen'],
      ['outputPerTechnician', 'outputFen / (technicianDays / days) / months', 'creditedOutputFen / months'],
      ['dailyIntake', 'intake / operatingDays', null],
      ['jobs', 'jobs', 'handledJobs'],
    ])
  })

  test('formulas and bases name measures that exist at their level', () => {
    const all = measures.map((measure) => measure.id)
    const personal = measures.filter((measure) => measure.personal).map((measure) => measure.id)
    for (const kpi of kpis) {
      expect(all).toEqual(expect.arrayContaining([...measureNames(kpi.formula), ...(kpi.basis ? [kpi.basis] : [])]))
      if (kpi.personFormula === null) continue
      const basis = kpi.personBasis === undefined ? kpi.basis : kpi.personBasis
      const names = measureNames(kpi.personFormula ?? kpi.formula)
      expect(personal).toEqual(expect.arrayContaining([...names, ...(basis ? [basis] : [])]))
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
  ])
  for (const measure of measures) expect(measure.position < storePositionsFrom).toBe(measure.personal)
})
