import type { Words } from '#foundation/actor'
import type { Day } from '#foundation/period'

/** What is paid, as dated data (H11). The monthly bonus is base x grade factor, the base prorated by calendar days. */
export type RewardRule = {
  id: 'monthlyBonus' | 'monthlyBonusAdjustment'
  version: number
  from: Day
  to: Day | null
  names: Words
}
