import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useLocation,
  useRouter,
  useRouterState,
} from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useCallback, useMemo, useState } from 'react'
import { type Navigation, NavigationProvider, type Screen, type ScreenProps, type Search } from '#design/screen'
import { type SessionUser, useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { ErrorPage, NotFoundPage, NothingPage } from './errorPage.tsx'
import { withNode } from './navigation.ts'
import { Shell } from './shell.tsx'

const nodeKey = 'baton.node'

/** One route per screen, each loaded when it is first visited (or pointed at). `user` is asked at every navigation. */
export function router(screens: Screen[], user: () => SessionUser | null) {
  const root = createRootRoute({
    component: () => (
      <Placed screens={screens}>
        <Shell screens={screens}>
          <Outlet />
        </Shell>
      </Placed>
    ),
    errorComponent: ErrorPage,
    notFoundComponent: NotFoundPage,
  })
  const guarded = ({ location }: { location: { href: string } }) => {
    if (!user() && screens.some((screen) => screen.path === '/sign-in')) {
      throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true })
    }
  }
  const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: (context) => {
      guarded(context)
      const landing = user()?.landing
      if (landing && landing !== '/') throw redirect({ to: landing, replace: true })
    },
    component: NothingPage,
  })
  const children: AnyRoute[] = screens.map((screen) => {
    const Loaded = lazyRouteComponent(screen.load) as unknown as ComponentType<ScreenProps>
    const route = createRoute({
      getParentRoute: () => root,
      path: screen.path,
      beforeLoad: (context) => {
        if (!screen.open && screen.path !== '/sign-in') guarded(context)
      },
      component: () => <Loaded params={route.useParams()} search={route.useSearch()} />,
      // Once a screen is there, the library takes its `preload` away; the loader runs again when the address changes.
      loader: () => (Loaded as unknown as { preload?: () => Promise<void> }).preload?.(),
      errorComponent: ErrorPage,
    })
    return route
  })
  return createRouter({
    routeTree: root.addChildren([home, ...children]),
    defaultPreload: false,
    defaultPendingMs: 200,
    defaultPendingComponent: () => <Skeletons shape="figures" />,
    scrollRestoration: true,
    // Everything stays text: a period such as 2024 must not become a number.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(present(search)).toString()
      return text ? `?${text}` : ''
    },
  })
}

function present(search: Search): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)]],
    ),
  )
}

/** Gives the kit its way to move between screens, and remembers the node that the reader looks at. */
function Placed({ screens, children }: { screens: Screen[]; children: ReactNode }) {
  const { user } = useSession()
  const router = useRouter()
  const location = useLocation()
  const matches = useRouterState({ select: (state) => state.matches })
  const pattern = matches.at(-1)?.fullPath ?? '/'
  const params: Record<string, string> = matches.at(-1)?.params ?? {}
  const [kept, keep] = useState<string | null>(() => sessionStorage.getItem(nodeKey))
  const node = params.node ?? kept ?? user?.homeNode ?? null
  const search = location.search as Record<string, string>
  const go = useCallback<Navigation['go']>(
    (to, next, options) => void router.navigate({ href: address(to, next), replace: options?.replace ?? false }),
    [router],
  )
  const value = useMemo<Navigation>(
    () => ({
      pathname: location.pathname,
      search,
      go,
      href: address,
      preload: (to) => {
        const [, , found] = router.getMatchedRoutes(to.split('?')[0] ?? to)
        const screen = screens.find((each) => each.path === found?.fullPath)
        // Without a network there is nothing to fetch ahead.
        screen?.load().catch(() => undefined)
      },
      node,
      chooseNode: (chosen) => {
        sessionStorage.setItem(nodeKey, chosen)
        keep(chosen)
        const moved = withNode(pattern, location.pathname, chosen)
        if (moved) go(moved, search)
      },
    }),
    [location.pathname, search, go, node, pattern, router, screens],
  )
  return <NavigationProvider value={value}>{children}</NavigationProvider>
}

function address(to: string, search: Search = {}): string {
  const text = new URLSearchParams(present(search)).toString()
  return text ? `${to}?${text}` : to
}
