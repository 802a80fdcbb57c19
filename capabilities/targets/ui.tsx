import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/targets/import',
    title: { zh: '导入目标', en: 'Import targets' },
    nav: { group: 'data', order: 15, icon: 'target', permission: 'targets.write' },
    load: () => import('./screens/importTargets.tsx'),
  },
]
