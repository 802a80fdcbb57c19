import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/kpis',
    title: { zh: '指标库', en: 'KPI library' },
    nav: { group: 'boards', order: 30, icon: 'formula', permission: 'boards.read' },
    load: () => import('./screens/kpiLibrary.tsx'),
  },
  {
    path: '/kpis/pyramid/$node',
    title: { zh: '指标金字塔', en: 'KPI pyramid' },
    nav: { group: 'boards', order: 20, icon: 'tree', permission: 'boards.read' },
    load: () => import('./screens/pyramid.tsx'),
  },
]

export { Contributions } from './screens/contributions.tsx'
export type { Traced } from './screens/kpiTrace.tsx'
export { benchmarkBand, type Kpi, type KpiLibrary, useFormula, useKpis } from './screens/library.ts'
export { useKpiTrace } from './screens/useKpiTrace.tsx'
