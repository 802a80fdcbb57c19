import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/sign-in',
    title: { zh: '登录', en: 'Sign in' },
    chrome: 'none',
    open: true,
    load: () => import('./screens/signInScreen.tsx'),
  },
  {
    path: '/access',
    title: { zh: '权限', en: 'Access' },
    nav: { group: 'settings', order: 20, icon: 'key', permission: 'access.manage' },
    load: () => import('./screens/accessScreen.tsx'),
  },
  {
    path: '/audit',
    title: { zh: '操作记录', en: 'Audit trail' },
    nav: { group: 'settings', order: 30, icon: 'history', permission: 'audit.read' },
    load: () => import('./screens/auditScreen.tsx'),
  },
  {
    path: '/account',
    title: { zh: '我的账户', en: 'My account' },
    nav: { group: 'settings', order: 90, icon: 'person' },
    load: () => import('./screens/accountScreen.tsx'),
  },
]
