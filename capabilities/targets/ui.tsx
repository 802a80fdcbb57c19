import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/targets/import',
    title: { zh: '导入目标', en: 'Import targets' },
    nav: { group: 'data', order: 15, icon: 'target', permission: 'targets.write' },
    load: () => import('./screens/importTargets.tsx'),
  },
  {
    path: '/targets/$node',
    title: { zh: '年度目标', en: 'Targets of the year' },
    nav: { group: 'boards', order: 40, icon: 'target', permission: 'boards.read' },
    load: () => import('./screens/targetsScreen.tsx'),
  },
]
