import type { Screen } from '#design/screen'

export const screens: Screen[] = [
  {
    path: '/my/day',
    title: { zh: '我的今日', en: 'My day' },
    nav: { group: 'today', order: 10, icon: 'today', permission: 'boards.read', phone: true, person: true },
    asks: ['/my/day', '/kpis'],
    load: () => import('./screens/myDay.tsx'),
  },
  {
    path: '/team/$node',
    title: { zh: '今日团队', en: 'Team today' },
    nav: { group: 'today', order: 20, icon: 'people', permission: 'cards.write', phone: true },
    load: () => import('./screens/team.tsx'),
  },
]

/** Before signing out: sends what is waiting. Resolves to how many changes could not be sent. */
export async function sendMyDay(person: string): Promise<number> {
  return (await import('./screens/outbox.ts')).sendRest(person)
}

/** Forgets the days that this device kept of a person, or of everybody but one. */
export async function forgetDays(who: { of: string } | { but: string | null }): Promise<void> {
  const { forget, forgetOthers } = await import('./screens/keeping.ts')
  return 'of' in who ? forget(who.of) : forgetOthers(who.but)
}
