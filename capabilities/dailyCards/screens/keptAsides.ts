import { hashKey, type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { estimateQuery } from '#incentives/ui'
import { keepAside, keptAside } from './keeping.ts'

/** What My day shows beside the tasks and names that they need, by the names under which a phone keeps them. */
const asidesOf = (person: string): Record<string, QueryKey> => ({
  kpis: ['kpis'],
  board: ['board', person, null, null],
  actions: ['actions', 'person', person],
  history: ['cardHistory', person],
  estimate: estimateQuery(person).queryKey,
})

/**
 * Keeps on the phone what stands beside the tasks, whichever screen asked for it, and lays what was kept in the place of
 * an answer that is still to come, so that without a network a KPI has its name and the month its estimate.
 */
export function useKeptAsides(person: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    const names = new Map(Object.entries(asidesOf(person)).map(([name, key]) => [hashKey(key), name]))
    for (const [name, key] of Object.entries(asidesOf(person))) void begin(queries, person, name, key)
    return queries.getQueryCache().subscribe((event) => {
      // What was laid in by hand is what the phone has already.
      if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
      const name = names.get(event.query.queryHash)
      const { data, dataUpdatedAt } = event.query.state
      if (name) void keepAside(person, name, { answer: data, heardAt: dataUpdatedAt })
    })
  }, [person, queries])
}

async function begin(queries: QueryClient, person: string, name: string, key: QueryKey): Promise<void> {
  const known = queries.getQueryState(key)
  if (known?.data !== undefined) return keepAside(person, name, { answer: known.data, heardAt: known.dataUpdatedAt })
  const kept = await keptAside(person, name)
  if (kept && queries.getQueryData(key) === undefined)
    queries.setQueryData(key, kept.answer, { updatedAt: kept.heardAt })
}
