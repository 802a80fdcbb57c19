import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/plans/$node/weeks',
    title: { zh: '周计划', en: 'Week plan' },
    nav: { group: 'plans', order: 10, icon: 'calendar', permission: 'boards.read' },
    load: () => import('./screens/weekScreen.tsx'),
  },
  {
    path: '/plans/$node/weeks/$week',
    title: { zh: '周计划', en: 'Week plan' },
    load: () => import('./screens/weekScreen.tsx'),
  },
  {
    path: '/plans/$node/months',
    title: { zh: '月计划', en: 'Month plan' },
    nav: { group: 'plans', order: 20, icon: 'table', permission: 'boards.read' },
    load: () => import('./screens/monthScreen.tsx'),
  },
]
