import { lazy, Suspense } from 'react'
import type { Screen } from '#design/screen'
import type { NodeSelectProps } from './screens/nodeSelect.tsx'

export { positionNames } from './screens/messages.ts'
export { type OrgNode, useNodes } from './screens/nodes.ts'
export { type Choosable, usePeopleUnder } from './screens/peopleUnder.ts'
export { usePositionName } from './screens/positions.ts'

export const screens: Screen[] = [
  {
    path: '/people',
    title: { zh: '人员', en: 'People' },
    nav: { group: 'settings', order: 10, icon: 'people', permission: 'org.read' },
    load: () => import('./screens/peopleScreen.tsx'),
  },
]

/** Fetches the code of the choice before it is shown. */
export const fetchNodeSelect = () => import('./screens/nodeSelect.tsx')
const Loaded = lazy(fetchNodeSelect)

/** A choice of one node of the tree, indented as it hangs; loaded where it is used. */
export function NodeSelect(props: NodeSelectProps) {
  return (
    <Suspense fallback={<div style={{ minHeight: 60 }} />}>
      <Loaded {...props} />
    </Suspense>
  )
}
