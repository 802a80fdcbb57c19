/** The shipped grades and what they pay (H10.4). */
const grades = [
  { grade: 'S', from: 95, factor: 1.5 },
  { grade: 'A', from: 85, factor: 1.2 },
  { grade: 'B', from: 75, factor: 1.0 },
  { grade: 'C', from: 60, factor: 0.8 },
  { grade: 'D', from: 0, factor: 0.5 },
] as const

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
    grades,
    measuredWeightMin: 60,
    valuesShare: 0.2,
    qualityGate: false,
  },
] as const
