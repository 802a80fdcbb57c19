import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/import',
    title: { zh: '导入数据', en: 'Import' },
    nav: { group: 'data', order: 10, icon: 'upload', permission: 'facts.write' },
    load: () => import('./screens/importScreen.tsx'),
  },
  {
    path: '/customers',
    title: { zh: '客户个人信息', en: 'Customers’ data' },
    nav: { group: 'data', order: 40, icon: 'lock', permission: 'customers.erase' },
    load: () => import('./screens/customerScreen.tsx'),
  },
]
