import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/targets/import',
    title: { zh: '导入目标', en: 'Import targets' },
    nav: { group: 'targets', order: 20, icon: 'upload', permission: 'targets.write' },
    load: () => import('./screens/importTargets.tsx'),
  },
  {
    path: '/targets/$node',
    title: { zh: '年度目标', en: 'Targets of the year' },
    nav: { group: 'targets', order: 10, icon: 'target', permission: 'boards.read' },
    load: () => import('./screens/targetsScreen.tsx'),
  },
]
