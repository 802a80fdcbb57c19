import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { LocaleProvider } from '#design/locale'
import { type SessionUser, useSession } from '#design/session'
import { LookProvider } from '#design/theme'
import { ToastProvider } from '#design/toast'
import { queryClient } from './queryClient.ts'
import { router } from './router.tsx'
import { screens } from './routes.tsx'
import { SessionGate, sessionKey } from './sessionGate.tsx'

const queries = queryClient(() => queries.setQueryData(sessionKey, null))
const ofDevelopment = import.meta.env.DEV ? (await import('./development.tsx')).screens : []
const all = [...screens, ...ofDevelopment]
const routes = router(all, () => queries.getQueryData<SessionUser | null>(sessionKey) ?? null)

// The first screen is fetched while the session is still being asked for.
const [, , first] = routes.getMatchedRoutes(location.pathname)
void all
  .find((screen) => screen.path === first?.fullPath)
  ?.load()
  .catch(() => undefined)

// The shell is kept for where there is no network; a development build changes too often for that.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined))
}

function App() {
  const { user } = useSession()
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever signs in or out is sent where they belong
  useEffect(() => {
    void routes.invalidate()
  }, [user])
  return <RouterProvider router={routes} />
}

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
createRoot(place).render(
  <StrictMode>
    <LookProvider>
      <LocaleProvider>
        <QueryClientProvider client={queries}>
          <ToastProvider>
            <SessionGate>
              <App />
            </SessionGate>
          </ToastProvider>
        </QueryClientProvider>
      </LocaleProvider>
    </LookProvider>
  </StrictMode>,
)
