import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/boards/$node',
    title: { zh: '看板', en: 'Board' },
    nav: { group: 'boards', order: 10, icon: 'boards', permission: 'boards.read', phone: true },
    asks: ['/boards/$node', '/kpis'],
    load: () => import('./screens/board.tsx'),
  },
  {
    path: '/network/$node',
    title: { zh: '网络', en: 'Network' },
    nav: { group: 'boards', order: 5, icon: 'table', permission: 'org.read' },
    load: () => import('./screens/network.tsx'),
  },
  {
    path: '/wall/$node',
    title: { zh: '大屏', en: 'Wall screen' },
    chrome: 'wall',
    load: () => import('./screens/wall.tsx'),
  },
  {
    path: '/kpis/$kpi/$node',
    title: { zh: '指标', en: 'KPI' },
    load: () => import('./screens/kpiPage.tsx'),
  },
]
