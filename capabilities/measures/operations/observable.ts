import type { Day } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { registeredMeasure, statementsNow } from './registry.ts'

/** Whether persons have a measure, and the last day on which it counts; null: it has none. */
export type Observable = { personal: boolean; until: Day | null }

/** Which measures may be observed (H4.1), those defined here included, however late this process heard of them. */
export async function observableMeasures(tx: Transaction): Promise<(id: string) => Observable | null> {
  await statementsNow(tx)
  return (id) => {
    const measure = registeredMeasure(id)
    if (!measure) return null
    const last = measure.source.defined?.parts.at(-1)
    return { personal: measure.personPosition !== null, until: last?.to ?? null }
  }
}
