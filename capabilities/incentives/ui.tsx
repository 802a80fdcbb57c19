import { lazy, Suspense } from 'react'
import type { Screen } from '#design/screen'
import type { EarnedProps } from './screens/earned.tsx'

export const screens: Screen[] = [
  {
    path: '/pay',
    title: { zh: '我的收入', en: 'My pay' },
    nav: { group: 'pay', order: 10, icon: 'pay', phone: true, person: true },
    load: () => import('./screens/payScreen.tsx'),
  },
  {
    path: '/settlements',
    title: { zh: '绩效结算', en: 'Settlements' },
    nav: { group: 'pay', order: 20, icon: 'table', permission: 'pay.read', phone: true },
    load: () => import('./screens/settlementsScreen.tsx'),
  },
  {
    path: '/settlements/$id',
    title: { zh: '绩效结算', en: 'Settlement' },
    load: () => import('./screens/settlementScreen.tsx'),
  },
]

export { type Estimate, estimateQuery } from './screens/estimating.ts'

const Loaded = lazy(() => import('./screens/earned.tsx'))

/** What the running month has brought so far, as an estimate; loaded where it is used. */
export function Earned(props: EarnedProps) {
  return (
    <Suspense fallback={<div style={{ minHeight: 160 }} />}>
      <Loaded {...props} />
    </Suspense>
  )
}
