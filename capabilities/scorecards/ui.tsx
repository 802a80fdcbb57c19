import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/scores/$person',
    title: { zh: '我的绩效', en: 'My score' },
    nav: { group: 'scores', order: 10, icon: 'scores', permission: 'scorecards.read', phone: true },
    asks: ['/scorecards/$person', '/boards/$person', '/kpis'],
    load: () => import('./screens/myScore.tsx'),
  },
  {
    path: '/scores',
    title: { zh: '团队绩效', en: 'Team scores' },
    // Whoever sees the organization has a team; an employee sees only their own score.
    nav: { group: 'scores', order: 20, icon: 'people', permission: 'org.read' },
    load: () => import('./screens/teamScores.tsx'),
  },
  {
    path: '/cards',
    title: { zh: '计分卡', en: 'Scorecards' },
    nav: { group: 'scores', order: 30, icon: 'table', permission: 'scorecards.design' },
    load: () => import('./screens/cardList.tsx'),
  },
  {
    path: '/cards/$id',
    title: { zh: '设计计分卡', en: 'Scorecard design' },
    load: () => import('./screens/cardStudio.tsx'),
  },
]
