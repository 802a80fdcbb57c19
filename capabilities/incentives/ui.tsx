import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/pay',
    title: { zh: '我的收入', en: 'My pay' },
    nav: { group: 'pay', order: 10, icon: 'pay', phone: true },
    load: () => import('./screens/payScreen.tsx'),
  },
  {
    path: '/settlements',
    title: { zh: '绩效结算', en: 'Settlements' },
    nav: { group: 'pay', order: 20, icon: 'table', permission: 'pay.read' },
    load: () => import('./screens/settlementsScreen.tsx'),
  },
  {
    path: '/settlements/$id',
    title: { zh: '绩效结算', en: 'Settlement' },
    load: () => import('./screens/settlementScreen.tsx'),
  },
]
