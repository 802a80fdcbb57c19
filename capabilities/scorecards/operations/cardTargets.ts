import { type Day, monthsCount, type Period } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { itemTarget } from '../rules/card.ts'
import { cardIn } from '../rules/tenure.ts'
import { allCards } from '../storage/cards.ts'
import { heldBy } from '../storage/people.ts'
import { definitionsOn } from './definitions.ts'

/**
 * What people should reach in a period by the card of the position that they hold on a day, by person and KPI (H10.1). A
 * target per month counts by the months of the period. What a card measures by the store's figure is no target of the
 * person's own. Who has no position or no card is left out.
 */
export async function cardTargets(
  tx: Transaction,
  people: readonly number[],
  period: Period,
  on: Day,
): Promise<Map<number, Record<string, number>>> {
  const held = await heldBy(tx, people, on, on)
  if (held.length === 0) return new Map()
  const cards = await allCards(tx)
  const definitions = definitionsOn(period.to)
  const coverage = { months: monthsCount(period), share: 1 }
  const targets = new Map<number, Record<string, number>>()
  for (const [personNo, rows] of Map.groupBy(held, (row) => row.personNo)) {
    // Of positions held at the same time the one that began last counts, as in a score (H11.7).
    const position = rows.toSorted((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0))[0]?.position
    const card = position === undefined ? null : cardIn(cards, position, period)
    if (!card) continue
    const own = card.items.flatMap((item): [string, number][] => {
      const kpi = definitions[item.kpi]
      return item.of === 'store' || !kpi ? [] : [[item.kpi, itemTarget(item, null, kpi.unit, coverage).value]]
    })
    targets.set(personNo, Object.fromEntries(own))
  }
  return targets
}
