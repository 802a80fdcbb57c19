import type { Day } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { type Behind, factsBehind } from '../storage/behind.ts'
import { measured, type NodeSeen, nodeSeen, windowsOf } from '../storage/sums.ts'
import { placeOf, registeredMeasure } from './registry.ts'
import { lasts, windowsIn } from './windows.ts'

export type MeasuresOf = { node: NodeSeen; level: 'store' | 'person'; lookup: (id: string) => number | undefined }

/** The measures of a node over some days, as a look-up: undefined where there is no row or the level has no such measure. Null: not to be seen. */
export async function measuresOf(tx: Transaction, id: string, from: Day, to: Day): Promise<MeasuresOf | null> {
  const node = await nodeSeen(tx, id)
  if (!node) return null
  const level = node.kind === 'person' || node.kind === 'department' ? 'person' : 'store'
  const row = await measured(tx, node, from, to)
  const { last } = windowsIn(level === 'store' ? await windowsOf(tx, node.no, to) : null)
  return {
    node,
    level,
    lookup: (measure) => {
      if (lasts.has(measure)) return last(measure)
      const place = placeOf(measure, level)
      return row && place !== null ? (row[place] ?? 0) : undefined
    },
  }
}

/** The facts that make up a sum of measures. */
export async function factsOf(
  tx: Transaction,
  query: {
    node: NodeSeen
    from: Day
    to: Day
    terms: readonly { measure: string; sign: 1 | -1 }[]
    after: number
    limit: number
  },
): Promise<Behind> {
  // A level that has been added up since the beginning has its facts there.
  const from = query.terms.some(({ measure }) => lasts.has(measure)) ? '1900-01-01' : query.from
  const terms = query.terms.map(({ measure, sign }) => ({
    measure,
    sign,
    source: registeredMeasure(measure)?.source ?? {},
  }))
  return factsBehind(tx, { ...query, from, terms })
}
