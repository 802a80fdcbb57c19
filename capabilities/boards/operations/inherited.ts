import type { Day, Period } from '#foundation/period'
import type { Kpi } from '#kpis'
import type { Transaction } from '#platform/database'
import { targetsOfMany } from '../storage/comparison.ts'
import { storesOf } from '../storage/members.ts'
import { targetOf, targetsBy } from './targetOf.ts'

/** What people should reach by the cards of their positions, by number and KPI (H10.1); handed in, because cards stand above boards. */
export type UsualTargets = (
  tx: Transaction,
  people: readonly number[],
  period: Period,
  on: Day,
) => Promise<ReadonlyMap<number, Readonly<Record<string, number>>>>

export const noUsualTargets: UsualTargets = async () => new Map()

/** The target that holds for a node without one of its own, or null. */
export type Inherited = (no: number, kpi: Kpi) => number | null

const none: Inherited = () => null

/**
 * Targets of nodes that have none of their own: a person's are those of the card (H10.1); a department answers for the
 * ratios and levels of its store as they are, and for nothing that adds up, because its share of that is nobody's guess.
 */
export async function inheritedTargets(
  tx: Transaction,
  usual: UsualTargets,
  wanted: {
    kind: string
    nos: readonly number[]
    period: Period
    periods: readonly string[]
    on: Day
    kpis: readonly Kpi[]
  },
): Promise<Inherited> {
  const { kind, nos, period, periods, on, kpis } = wanted
  if (kind === 'person') {
    const ofCards = await usual(tx, nos, period, on)
    return (no, kpi) => ofCards.get(no)?.[kpi.id] ?? null
  }
  if (kind !== 'department') return none
  const stores = await storesOf(tx, nos, on)
  const shared = kpis.filter((kpi) => kpi.aggregation !== 'additive').map((kpi) => kpi.id)
  const targets = targetsBy(await targetsOfMany(tx, { nos: [...new Set(stores.values())], periods, kpis: shared }))
  return (no, kpi) => {
    const store = stores.get(no)
    return store === undefined || kpi.aggregation === 'additive' ? null : targetOf(kpi, period, targets(store))
  }
}
