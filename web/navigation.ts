import type { NavigationGroup, Screen } from '#design/screen'
import type { SessionUser } from '#design/session'

export type Entry = { screen: Screen; to: string; phone: boolean; order: number }
export type Group = { group: NavigationGroup; entries: Entry[] }

const loop: NavigationGroup[] = ['strategy', 'targets', 'plans', 'today', 'boards', 'scores', 'pay', 'data', 'settings']
/** What a bottom bar holds with targets that a thumb hits; the rest is under "more". */
const tabsMax = 4

/** The navigation of one reader: what permissions allow, in the order of the loop, with `$node` and `$person` filled in. */
export function navigation(screens: Screen[], user: SessionUser | null, node: string | null): Group[] {
  const values: Record<string, string | null | undefined> = { node: node ?? user?.homeNode, person: user?.person }
  const may = (permission: string | undefined) => !permission || user?.permissions.includes(permission)
  const entries = screens.flatMap((screen): Entry[] => {
    if (!screen.nav || !may(screen.nav.permission) || (screen.nav.person && !user?.person)) return []
    const to = filled(screen.path, values)
    return to ? [{ screen, to, phone: screen.nav.phone ?? false, order: screen.nav.order }] : []
  })
  return loop
    .map((group) => ({
      group,
      entries: entries.filter((entry) => entry.screen.nav?.group === group).sort((a, b) => a.order - b.order),
    }))
    .filter(({ entries: inside }) => inside.length > 0)
}

export function phoneTabs(groups: Group[]): Entry[] {
  return groups
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.phone)
    .slice(0, tabsMax)
}

/** The entry that the address belongs to: by its pattern, whatever node or person it names. */
export function entryAt(groups: Group[], pathname: string): Entry | undefined {
  return groups
    .flatMap(({ entries }) => entries)
    .filter((entry) => matches(entry.screen.path, pathname))
    .sort((a, b) => b.screen.path.length - a.screen.path.length)[0]
}

/** The same address for another node, or null where the address names none. */
export function withNode(path: string, pathname: string, node: string): string | null {
  const pattern = path.split('/')
  const at = pattern.indexOf('$node')
  if (at < 0) return null
  return pathname
    .split('/')
    .map((part, index) => (index === at ? encodeURIComponent(node) : part))
    .join('/')
}

function filled(path: string, values: Record<string, string | null | undefined>): string | null {
  const parts = path.split('/').map((part) => {
    if (!part.startsWith('$')) return part
    const value = values[part.slice(1)]
    return value ? encodeURIComponent(value) : null
  })
  return parts.includes(null) ? null : parts.join('/')
}

function matches(path: string, pathname: string): boolean {
  const pattern = path.split('/')
  const parts = pathname.split('/')
  return pattern.length <= parts.length && pattern.every((part, index) => part.startsWith('$') || part === parts[index])
}
