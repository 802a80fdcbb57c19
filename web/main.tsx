import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { LocaleProvider } from '#design/locale'
import { type SessionUser, useSession } from '#design/session'
import { LookProvider } from '#design/theme'
import { ToastProvider } from '#design/toast'
import { keptUser } from './keptUser.ts'
import { queryClient } from './queryClient.ts'
import { router } from './router.tsx'
import { screens } from './routes.tsx'
import { currentUser, SessionGate, sessionKey } from './sessionGate.tsx'

const queries = queryClient(() => queries.setQueryData(sessionKey, null))
const ofDevelopment = import.meta.env.DEV ? (await import('./development.tsx')).screens : []
const all = [...screens, ...ofDevelopment]
const routes = router(all, () => queries.getQueryData<SessionUser | null>(sessionKey) ?? null)

// The shell is kept for where there is no network; a development build changes too often for that.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined))
}

/** What is known before anything is drawn, so that the first drawing is the screen and not its frame, waiting. */
async function begin() {
  const [, , first] = routes.getMatchedRoutes(location.pathname)
  // The screen's code is fetched while the session is still being asked for.
  void all
    .find((screen) => screen.path === first?.fullPath)
    ?.load()
    .catch(() => undefined)
  const kept = keptUser()
  // Who was there last is there at once, also without a network, until the server says otherwise.
  if (kept) queries.setQueryData(sessionKey, kept, { updatedAt: 0 })
  else await queries.prefetchQuery({ queryKey: sessionKey, queryFn: currentUser })
  const user = queries.getQueryData<SessionUser | null>(sessionKey)
  // Without an answer the gate says what is the matter.
  if (user === undefined) return
  await routes.load()
  await Promise.race([
    firstAnswers(user?.person ?? null),
    new Promise((done) => setTimeout(done, patienceMilliseconds)),
  ])
}

/** How long the first drawing waits for what the screen asked first; on most lines it is there before the code. */
const patienceMilliseconds = 300

async function firstAnswers(person: string | null) {
  const match = routes.state.matches.at(-1)
  const screen = await all.find(({ path }) => path === match?.fullPath)?.load()
  const at = {
    params: (match?.params ?? {}) as Record<string, string>,
    search: match?.search as Record<string, string>,
  }
  await Promise.all((screen?.first?.({ ...at, person }) ?? []).map((query) => queries.prefetchQuery(query)))
}

function App() {
  const { user } = useSession()
  const sentAs = useRef(user)
  // Whoever signs in or out is sent where they belong.
  useEffect(() => {
    if (sentAs.current !== user) void routes.invalidate()
    sentAs.current = user
  }, [user])
  return <RouterProvider router={routes} />
}

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
const everything = (
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
  </StrictMode>
)
// No `await` out here: screens import from this file's chunk, which would then wait for them.
void begin()
  .catch(() => undefined)
  .then(() => createRoot(place).render(everything))
