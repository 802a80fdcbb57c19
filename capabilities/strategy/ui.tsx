import { lazy, Suspense } from 'react'
import type { Screen } from '#design/screen'
import type { SmartCheckProps } from './screens/smartCheck.tsx'
import type { TaskChainProps } from './screens/taskChain.tsx'

export { useTaskWalked } from './screens/workReads.ts'

export const screens: Screen[] = [
  {
    path: '/strategy/$node',
    title: { zh: '战略地图', en: 'Strategy map' },
    nav: { group: 'strategy', order: 10, icon: 'tree', permission: 'boards.read' },
    load: () => import('./screens/mapScreen.tsx'),
  },
  {
    path: '/strategy/objectives/$id',
    title: { zh: '战略目标', en: 'Objective' },
    load: () => import('./screens/objectivePage.tsx'),
  },
]

const Loaded = lazy(() => import('./screens/smartCheck.tsx'))

/** The five letters of a goal while it is typed: advice that never blocks; loaded where it is used. */
export function SmartCheck(props: SmartCheckProps) {
  return (
    <Suspense fallback={<div style={{ minHeight: 40 }} />}>
      <Loaded {...props} />
    </Suspense>
  )
}

const Chained = lazy(() => import('./screens/taskChain.tsx'))

/** A task of a daily card in its whole chain: objective, target, plan, task, facts, and what the last one like it moved. */
export function TaskChain(props: TaskChainProps) {
  return (
    <Suspense fallback={<div style={{ minHeight: 240 }} />}>
      <Chained {...props} />
    </Suspense>
  )
}
