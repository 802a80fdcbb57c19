import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import type { Traced } from './kpiTrace.tsx'

const KpiTrace = lazy(() => import('./kpiTrace.tsx'))

/** "Where from" for the figures of a screen: `trace` opens it, `drawer` stands once, anywhere on the screen. */
export function useKpiTrace(): { trace: (of: Traced) => void; drawer: ReactNode } {
  const [of, setOf] = useState<Traced | null>(null)
  const [asked, setAsked] = useState(false)
  const trace = useCallback((next: Traced) => {
    setAsked(true)
    setOf(next)
  }, [])
  return {
    trace,
    drawer: asked ? (
      <Suspense fallback={null}>
        <KpiTrace of={of} onClose={() => setOf(null)} />
      </Suspense>
    ) : null,
  }
}
