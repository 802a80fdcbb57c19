import type { Unit } from '#foundation/figure'
import type { Kpi } from './kpi.ts'

/** A definition in which only what a test speaks of matters. */
function kpi(id: string, zh: string, en: string, unit: Unit, part: Partial<Kpi> & { formula: string }): Kpi {
  return {
    id,
    version: 1,
    from: '2000-01-01',
    names: { zh, en },
    explanation: { zh, en },
    category: 'quality',
    dimension: 'quality',
    tier: 'operational',
    perspective: 'process',
    unit,
    direction: 'higher',
    aggregation: 'ratio',
    industry: null,
    excellent: null,
    accountable: 'store_manager',
    window: 'period',
    tolerance: null,
    guardBand: null,
    basis: null,
    ...part,
  }
}

const ofFacts = { basis: 'facts', personBasis: null }

/** KPIs with the formulas that the catalogue ships (the catalogue's test holds it to the same ones). */
export const kpiFixture = {
  ftr: kpi('ftr', '首次修复率', 'Fixed right first time', 'percent', {
    formula: '(jobs - reworks) / jobs * 100',
    personFormula: 'max(0, ledJobs - chargedReworks) / ledJobs * 100',
  }),
  reworkRate: kpi('reworkRate', '返修率', 'Rework rate', 'percent', {
    formula: 'reworks / jobs * 100',
    personFormula: 'chargedReworks / ledJobs * 100',
    direction: 'lower',
  }),
  technicianEfficiency: kpi('technicianEfficiency', '技师效率', 'Technician efficiency', 'percent', {
    formula: 'billedMinutes / actualMinutes * 100',
  }),
  averageTicket: kpi('averageTicket', '客单价', 'Average ticket', 'fen', {
    formula: 'outputFen / jobs',
    personFormula: 'advisedOutputFen / advisedJobs',
  }),
  nps: kpi('nps', 'NPS 净推荐值', 'NPS', 'points', { formula: '(promoters - detractors) / npsAnswers * 100' }),
  satisfactionScore: kpi('satisfactionScore', '客户满意度', 'Satisfaction score', 'score100', {
    formula: 'scorePoints / scoredSurveys',
    basis: 'scoredSurveys',
  }),
  outputValue: kpi('outputValue', '产值', 'Output value', 'fen', {
    formula: 'outputFen',
    personFormula: 'creditedOutputFen',
    aggregation: 'additive',
    ...ofFacts,
  }),
  outputPerTechnician: kpi('outputPerTechnician', '技师人均产值', 'Output per technician', 'fen', {
    formula: 'outputFen / (technicianDays / days) / months',
    personFormula: null,
    ...ofFacts,
  }),
  dailyIntake: kpi('dailyIntake', '日均进厂台次', 'Daily intake', 'count', {
    formula: 'intake / operatingDays',
    personFormula: null,
    ...ofFacts,
  }),
  jobs: kpi('jobs', '维修台次', 'Jobs', 'count', {
    formula: 'jobs',
    personFormula: 'handledJobs',
    aggregation: 'additive',
    ...ofFacts,
  }),
}
