import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/actions/$node',
    title: { zh: '对策', en: 'Countermeasures' },
    nav: { group: 'plans', order: 30, icon: 'check', permission: 'boards.read' },
    load: () => import('./screens/actionsScreen.tsx'),
  },
]
