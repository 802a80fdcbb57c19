import { lazy, Suspense } from 'react'
import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/hours/$node',
    title: { zh: '时段与排班', en: 'Hours and staffing' },
    nav: { group: 'boards', order: 25, icon: 'history', permission: 'boards.read' },
    load: () => import('./screens/hours.tsx'),
  },
  {
    path: '/kpis/studio/measures/$id',
    title: { zh: '定义度量', en: 'Define a measure' },
    load: () => import('./screens/measureEditor.tsx'),
  },
]

export { type ListedMeasure, useMeasures, useToday } from './screens/reads.ts'

const Loaded = lazy(() => import('./screens/measureList.tsx'))

/** The measures that were defined here; loaded where it is used. */
export function MeasureList() {
  return (
    <Suspense fallback={<div style={{ minHeight: 60 }} />}>
      <Loaded />
    </Suspense>
  )
}
