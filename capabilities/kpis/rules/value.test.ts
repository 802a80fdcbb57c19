import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measuresOf } from './formula.ts'
import { kpiFixture } from './kpi.fixture.ts'
import type { Kpi } from './kpi.ts'
import { valueTrace } from './trace.ts'
import { kpiValue, type Level, readyAt } from './value.ts'

const month = { days: 31, months: 1 }
type KpiId = keyof typeof kpiFixture
const kpis: Kpi[] = Object.values(kpiFixture)
const figureOf = (id: KpiId, sums: Record<string, number>, level: Level = 'store', span = month) =>
  kpiValue(kpiFixture[id], (measure) => sums[measure], span, level)

describe('the handbook’s examples', () => {
  test('450 jobs with 27 reworks: FTR 94.0, from 423 of 450', () => {
    expect(figureOf('ftr', { jobs: 450, reworks: 27 })).toEqual({ value: 94, numerator: 423, denominator: 450 })
    expect(figureOf('reworkRate', { jobs: 450, reworks: 27 })).toEqual({ value: 6, numerator: 27, denominator: 450 })
  })
  test('a region’s FTR comes from its summed measures, not from the mean of its stores (H5.1)', () => {
    // 90 percent of 100 jobs and 98 percent of 900: 97.2, where the mean of the two would be 94.
    expect(figureOf('ftr', { jobs: 100, reworks: 10 }).value).toBe(90)
    expect(figureOf('ftr', { jobs: 900, reworks: 18 }).value).toBe(98)
    expect(figureOf('ftr', { jobs: 1000, reworks: 28 }).value).toBe(97.2)
  })
  test('a person’s FTR is never below 0 (H5.9)', () => {
    expect(figureOf('ftr', { ledJobs: 50, chargedReworks: 2 }, 'person').value).toBe(96)
    expect(figureOf('ftr', { ledJobs: 2, chargedReworks: 3 }, 'person')).toEqual({
      value: 0,
      numerator: 0,
      denominator: 2,
    })
    expect(figureOf('ftr', { ledJobs: 0, chargedReworks: 3 }, 'person').value).toBeNull()
  })
  test('NPS: the share of 9 and 10 minus the share of 0 to 6', () => {
    expect(figureOf('nps', { promoters: 78, detractors: 10, npsAnswers: 100 }).value).toBe(68)
    expect(figureOf('nps', { promoters: 1, detractors: 3, npsAnswers: 4 }, 'person').value).toBe(-50)
  })
  test('daily intake divides by operating days', () => {
    expect(figureOf('dailyIntake', { intake: 450, operatingDays: 30, facts: 9 })).toEqual({
      value: 15,
      numerator: 450,
      denominator: 30,
    })
    expect(figureOf('dailyIntake', { intake: 0, operatingDays: 30, facts: 0 }).value).toBeNull()
    expect(figureOf('dailyIntake', { intake: 1, operatingDays: 1, facts: 1 }, 'person').value).toBeNull()
  })
  test('average ticket in fen', () => {
    expect(figureOf('averageTicket', { outputFen: 165_600_000, jobs: 450 }).value).toBe(368_000)
    expect(figureOf('averageTicket', { advisedOutputFen: 700_000, advisedJobs: 2 }, 'person').value).toBe(350_000)
  })
  test('technician efficiency: 108 percent', () => {
    expect(figureOf('technicianEfficiency', { billedMinutes: 6480, actualMinutes: 6000 }).value).toBe(108)
  })
  test('output per technician is per month, whatever the period', () => {
    const ten = { outputFen: 30_000_000, facts: 1 }
    expect(figureOf('outputPerTechnician', { ...ten, technicianDays: 310 }).value).toBe(3_000_000)
    const quarter = { outputFen: 90_000_000, facts: 1, technicianDays: 910 }
    expect(figureOf('outputPerTechnician', quarter, 'store', { days: 91, months: 3 })).toEqual({
      value: 3_000_000,
      numerator: 90_000_000,
      denominator: 30,
    })
    expect(figureOf('outputPerTechnician', { creditedOutputFen: 3_000_000 }, 'person').value).toBeNull()
  })
  test('satisfaction is out of 100', () => {
    expect(figureOf('satisfactionScore', { scorePoints: 275, scoredSurveys: 3 }).value).toBeCloseTo(91.667, 3)
    expect(figureOf('satisfactionScore', { scorePoints: 0, scoredSurveys: 0 }).value).toBeNull()
  })
  test('no facts are no data, no jobs among facts are 0 jobs', () => {
    expect(figureOf('jobs', { jobs: 0, facts: 0 }).value).toBeNull()
    expect(figureOf('jobs', { jobs: 0, facts: 3 })).toEqual({ value: 0, numerator: 0, denominator: null })
    expect(figureOf('jobs', { handledJobs: 12 }, 'person').value).toBe(12)
    expect(figureOf('jobs', {}, 'person').value).toBeNull()
    expect(figureOf('outputValue', { outputFen: 5, facts: 1 }).value).toBe(5)
  })
})

describe('properties', () => {
  const levels: Level[] = ['store', 'person']
  const used = kpis.flatMap((each) =>
    levels.flatMap((level) => measuresOf(readyAt(each, level)?.tree ?? { kind: 'number', value: 0 })),
  )
  const figure = fc.oneof(fc.constant(0), fc.constant(undefined), fc.integer({ min: 0, max: 1e12 }))
  const sums = fc.record(Object.fromEntries(used.map((id) => [id, figure])))

  test('a value is a finite number or null, never minus zero; no denominator, no value', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kpis),
        sums,
        fc.constantFrom<Level>('store', 'person'),
        fc.nat(31),
        (each, given, level, days) => {
          const { value, numerator, denominator } = kpiValue(
            each,
            (id) => given[id],
            { days, months: days / 31 },
            level,
          )
          for (const number of [value, numerator, denominator]) {
            if (number === null) continue
            expect(Number.isFinite(number)).toBe(true)
            expect(Object.is(number, -0)).toBe(false)
          }
          if (denominator === 0) expect(value).toBeNull()
          if (value !== null) expect(numerator).not.toBeNull()
          if (each.id === 'ftr' && level === 'person' && value !== null) expect(value).toBeGreaterThanOrEqual(0)
          const trace = valueTrace(
            each,
            (id) => given[id],
            { days, months: days / 31 },
            level,
            () => undefined,
          )
          for (const because of trace) {
            expect(because.text.zh).not.toMatch(/undefined|NaN|Infinity/)
            expect(because.text.en).not.toMatch(/undefined|NaN|Infinity/)
          }
        },
      ),
    )
  })

  test('FTR and rework rate of a store make 100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6), (jobs, some) => {
        const given = { jobs, reworks: Math.min(jobs, some) }
        expect((figureOf('ftr', given).value ?? 0) + (figureOf('reworkRate', given).value ?? 0)).toBeCloseTo(100, 9)
      }),
    )
  })

  test('a formula that divides by 0 inside its divisor has no value', () => {
    const own: Kpi = { ...kpiFixture.jobs, formula: 'jobs / (reworks / intake)', basis: null }
    expect(kpiValue(own, (id) => ({ jobs: 4, reworks: 2, intake: 0 })[id], month, 'store').value).toBeNull()
    expect(kpiValue(own, (id) => ({ jobs: 4, reworks: 2, intake: 3 })[id], month, 'store').value).toBe(6)
  })
})

describe('where a value comes from (H5.8)', () => {
  const names: Record<string, { names: { zh: string; en: string }; unit: string }> = {
    jobs: { names: { zh: '总台次', en: 'Jobs' }, unit: 'count' },
    reworks: { names: { zh: '返修台次', en: 'Reworks' }, unit: 'count' },
    outputFen: { names: { zh: '产值', en: 'Output' }, unit: 'fen' },
    facts: { names: { zh: '业务记录数', en: 'Facts' }, unit: 'count' },
  }
  const trace = (id: KpiId, sums: Record<string, number>, level: Level = 'store') =>
    valueTrace(
      kpiFixture[id],
      (measure) => sums[measure],
      month,
      level,
      (measure) => names[measure],
    ).map((because) => because.text)

  test('in words and in figures', () => {
    expect(trace('ftr', { jobs: 450, reworks: 27 })).toEqual([
      {
        zh: '首次修复率 = (总台次 − 返修台次) ÷ 总台次 × 100',
        en: 'Fixed right first time = (Jobs − Reworks) ÷ Jobs × 100',
      },
      { zh: '(450 − 27) ÷ 450 × 100 = 94%', en: '(450 − 27) ÷ 450 × 100 = 94%' },
    ])
  })
  test('money in yuan', () => {
    expect(trace('averageTicket', { outputFen: 165_600_000, jobs: 450 })[1]?.zh).toBe('1,656,000 元 ÷ 450 = 3,680 元')
  })
  test('and why there is none', () => {
    expect(trace('ftr', { jobs: 0, reworks: 0 })[1]?.zh).toBe('没有数据：(0 − 0) ÷ 0 × 100 的除数为零。')
    expect(trace('jobs', { jobs: 0, facts: 0 })[1]?.en).toBe('No data: there are no facts.')
    expect(trace('ftr', { jobs: 3 })[1]?.zh).toBe('没有数据：缺少返修台次。')
    expect(trace('dailyIntake', {}, 'person')[0]?.zh).toContain('不按个人')
  })
})
