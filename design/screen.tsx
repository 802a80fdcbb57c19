import { type AnchorHTMLAttributes, type ComponentType, createContext, type MouseEvent, useContext } from 'react'
import type { Words } from '#foundation/actor'
import type { IconName } from './icon.tsx'

/** The groups of the navigation, in the order of the loop (H1). */
export type NavigationGroup =
  | 'strategy'
  | 'targets'
  | 'plans'
  | 'today'
  | 'boards'
  | 'scores'
  | 'pay'
  | 'data'
  | 'settings'

export type ScreenProps = { params: Record<string, string>; search: Record<string, string> }

/** A screen that a capability offers. */
export type Screen = {
  /** `/boards/$node`: in the navigation `$node` is filled with the chosen node, `$person` with the reader. */
  path: string
  title: Words
  nav?: {
    group: NavigationGroup
    order: number
    icon: IconName
    permission?: string
    /** Among the tabs at the bottom of the phone. */
    phone?: boolean
    /** Only for readers who are people of the organization. */
    person?: boolean
  }
  /** `app` has navigation, `wall` is dark and bare, `none` is bare. */
  chrome?: 'app' | 'wall' | 'none'
  /**
   * What of `/api/v1` it asks for first, such as `/boards/$node`: on its way with the page itself, before the code. The text
   * stands here as the screen's own call writes it; the build reads it (web/pages.config.ts).
   */
  asks?: string[]
  /** Readable without a session, as sign-in is. */
  open?: boolean
  load: () => Promise<ScreenModule>
}

export type ScreenModule = {
  default: ComponentType<ScreenProps>
  /** What is awaited for a moment before a page that opens with this screen is drawn: the answers to its `asks`. */
  first?: (at: ScreenProps & { person: string | null }) => FirstQuery[]
}

/** As the query library takes it; the kit does not know that. */
export type FirstQuery = {
  queryKey: readonly unknown[]
  queryFn: (context: { signal: AbortSignal }) => Promise<unknown>
  staleTime?: number
}

export type Search = Record<string, string | undefined>

/** How the kit moves between screens, without knowing the router. */
export type Navigation = {
  pathname: string
  search: Record<string, string>
  go: (to: string, search?: Search, options?: { replace?: boolean }) => void
  href: (to: string, search?: Search) => string
  preload: (to: string) => void
  /** The node that the reader looks at, across screens. */
  node: string | null
  chooseNode: (node: string) => void
}

const NavigationContext = createContext<Navigation | null>(null)
export const NavigationProvider = NavigationContext.Provider

export function useNavigation(): Navigation {
  const value = useContext(NavigationContext)
  if (!value) throw new Error('useNavigation needs a NavigationProvider')
  return value
}

/** `go('/boards/S1', { period: '2024-03' })` */
export function useNavigateTo(): Navigation['go'] {
  return useNavigation().go
}

/** What stands behind the question mark, always as strings, and a way to change single values. */
export function useSearch(): [Record<string, string>, (changes: Search, options?: { replace?: boolean }) => void] {
  const { pathname, search, go } = useNavigation()
  return [search, (changes, options = { replace: true }) => go(pathname, { ...search, ...changes }, options)]
}

/** The chosen node, and how to choose another. */
export function useNode(): [string | null, (node: string) => void] {
  const { node, chooseNode } = useNavigation()
  return [node, chooseNode]
}

type ScreenLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { to: string; search?: Search }

export function ScreenLink({ to, search, onClick, ...rest }: ScreenLinkProps) {
  const { go, href, preload } = useNavigation()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || rest.target) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to, search)
  }
  return (
    <a
      {...rest}
      href={href(to, search)}
      onClick={follow}
      onFocus={() => preload(to)}
      onPointerEnter={() => preload(to)}
      onTouchStart={() => preload(to)}
    />
  )
}
