import type { Card, CardItem } from './card.ts'
import type { AchievementRule } from './onePoint.ts'
import type { ScoredKpi } from './score.ts'

/** A technician's card as shipped, for the tests of this folder. */
export const technicianCard: Card = {
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
  grades: [
    { grade: 'S', from: 95, factor: 1.5 },
    { grade: 'A', from: 85, factor: 1.2 },
    { grade: 'B', from: 75, factor: 1 },
    { grade: 'C', from: 60, factor: 0.8 },
    { grade: 'D', from: 0, factor: 0.5 },
  ],
  measuredWeightMin: 60,
  valuesShare: 0.2,
  qualityGate: false,
}

export const kpis: Record<string, ScoredKpi> = {
  ftr: {
    names: { zh: '首次修复率', en: 'FTR' },
    unit: 'percent',
    direction: 'higher',
    dimension: 'quality',
    industry: { low: 88, high: 88 },
  },
  technicianEfficiency: { names: { zh: '技师效率', en: 'Efficiency' }, unit: 'percent', direction: 'higher' },
  satisfactionScore: { names: { zh: '客户满意度', en: 'Satisfaction' }, unit: 'score100', direction: 'higher' },
  outputValue: { names: { zh: '产值', en: 'Output' }, unit: 'fen', direction: 'higher' },
  complaintRate: {
    names: { zh: '客诉率', en: 'Complaint rate' },
    unit: 'percent',
    direction: 'lower',
    dimension: 'quality',
  },
  nps: { names: { zh: '净推荐值', en: 'NPS' }, unit: 'points', direction: 'higher' },
}

/** A card of these items with the technician's grades. */
export function cardOf(...items: CardItem[]): Card {
  return { ...technicianCard, items }
}

/** Achievement as H10.2 defines it; the product's own is in targets, which hands it in. */
export const achievement: AchievementRule = (actual, target, direction, start) => {
  if (actual === null || target === null) return null
  const bounded = (percent: number) => Math.max(0, Math.min(150, percent))
  if (start != null) return bounded(((actual - start) / (target - start)) * 100)
  if (target <= 0) return (direction === 'higher' ? actual >= target : actual <= target) ? 100 : 0
  return bounded((direction === 'higher' ? actual / target : 2 - actual / target) * 100)
}
