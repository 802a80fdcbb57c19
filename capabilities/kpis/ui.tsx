import { lazy, Suspense } from 'react'
import type { Screen } from '#design/screen'
import type { ContributionsProps } from './screens/contributions.tsx'

export const screens: Screen[] = [
  {
    path: '/kpis',
    title: { zh: '指标库', en: 'KPI library' },
    nav: { group: 'boards', order: 30, icon: 'formula', permission: 'boards.read' },
    load: () => import('./screens/kpiLibrary.tsx'),
  },
  {
    path: '/kpis/studio',
    title: { zh: '指标工作室', en: 'KPI studio' },
    nav: { group: 'settings', order: 25, icon: 'formula', permission: 'kpis.define' },
    load: () => import('./screens/studio.tsx'),
  },
  {
    path: '/kpis/studio/kpis/$id',
    title: { zh: '定义指标', en: 'Define a KPI' },
    load: () => import('./screens/kpiEditor.tsx'),
  },
  {
    path: '/kpis/pyramid/$node',
    title: { zh: '指标金字塔', en: 'KPI pyramid' },
    nav: { group: 'boards', order: 20, icon: 'tree', permission: 'boards.read' },
    load: () => import('./screens/pyramid.tsx'),
  },
]

export type { Traced } from './screens/kpiTrace.tsx'
export { benchmarkBand, type Kpi, type KpiLibrary, kpisQuery, useFormula, useKpis } from './screens/library.ts'
export { useKpiTrace } from './screens/useKpiTrace.tsx'

const Loaded = lazy(() => import('./screens/contributions.tsx'))

/** What changed a KPI, driver by driver; loaded where it is used. */
export function Contributions(props: ContributionsProps) {
  return (
    <Suspense fallback={<div style={{ minHeight: 60 }} />}>
      <Loaded {...props} />
    </Suspense>
  )
}
