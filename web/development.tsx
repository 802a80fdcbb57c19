import type { Screen } from '#design/screen'

/** Screens of development builds only. */
export const screens: Screen[] = [
  {
    path: '/design',
    title: { zh: '设计部件', en: 'Design kit' },
    nav: { group: 'settings', order: 99, icon: 'boards' },
    open: true,
    load: () => import('#design/gallery'),
  },
]
