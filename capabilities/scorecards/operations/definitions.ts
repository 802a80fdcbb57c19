import { balanceGround } from '#catalogue/scorecards'
import type { Day } from '#foundation/period'
import { type Kpi, kpisOn } from '#kpis'
import type { BalanceGround } from '../rules/balance.ts'

/** The version of each KPI that holds on a day, such as the last one of a period. */
export function definitionsOn(day: Day): Record<string, Kpi> {
  return Object.fromEntries(kpisOn(day).map((kpi) => [kpi.id, kpi]))
}

/** What a card's balance is checked against on a day. */
export function groundOn(day: Day): BalanceGround {
  const definitions = Object.values(definitionsOn(day))
  return {
    ...balanceGround,
    kpis: Object.fromEntries(
      definitions.map(({ id, names, dimension, accountable, personFormula }) => [
        id,
        { names, dimension, accountable, personal: personFormula !== null },
      ]),
    ),
  }
}
