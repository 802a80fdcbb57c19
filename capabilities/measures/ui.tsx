import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/hours/$node',
    title: { zh: '时段与排班', en: 'Hours and staffing' },
    nav: { group: 'boards', order: 25, icon: 'history', permission: 'boards.read' },
    load: () => import('./screens/hours.tsx'),
  },
]
