import type { ComponentType } from 'react'
import { screens as ofAccess } from '#access/ui'
import { screens as ofActions } from '#actions/ui'
import { screens as ofBoards } from '#boards/ui'
import { screens as ofDailyCards } from '#dailyCards/ui'
import type { Screen } from '#design/screen'
import { screens as ofFacts } from '#facts/ui'
import { screens as ofIncentives } from '#incentives/ui'
import { screens as ofKpis } from '#kpis/ui'
import { screens as ofMeasures } from '#measures/ui'
import { screens as ofOrganisation } from '#organisation/ui'
import { screens as ofPlans } from '#plans/ui'
import { screens as ofScorecards } from '#scorecards/ui'
import { screens as ofStrategy } from '#strategy/ui'
import { screens as ofTargets } from '#targets/ui'

/** Every screen of every capability, as its web door offers it. */
export const screens: Screen[] = [
  ...ofStrategy,
  ...ofPlans,
  ...ofActions,
  ...ofDailyCards,
  ...ofBoards,
  ...ofKpis,
  ...ofMeasures,
  ...ofTargets,
  ...ofScorecards,
  ...ofIncentives,
  ...ofFacts,
  ...ofOrganisation,
  ...ofAccess,
]

/** Stands at the left of the top bar and lets the reader choose the node to look at. */
export type NodePickerProps = { node: string | null; onChoose: (node: string) => void }
export const nodePicker: () => Promise<{ default: ComponentType<NodePickerProps> }> = () => import('./nodePicker.tsx')
