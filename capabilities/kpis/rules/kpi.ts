import type { Words } from '#foundation/actor'
import type { Direction, Unit } from '#foundation/figure'
import type { Day } from '#foundation/period'

/** The five classes in which the library is shown. */
export type Category = 'financial' | 'quality' | 'efficiency' | 'customer' | 'business'

/** What a KPI counts as when a scorecard is checked for balance (H16.1). */
export type Dimension = 'quality' | 'efficiency' | 'customer' | 'business' | 'finance'

/** The level of the pyramid (H5.7). */
export type Tier = 'strategic' | 'operational' | 'execution'

/** The perspective of the balanced scorecard. */
export type Perspective = 'financial' | 'customer' | 'process' | 'learning'

/**
 * How a KPI behaves over time and over nodes: an additive one's parts sum to the whole, a ratio is formed again from
 * summed measures, a level is a state.
 */
export type Aggregation = 'additive' | 'ratio' | 'level'

/** The days that the measures are summed over: the period itself, or the twelve months up to its end. */
export type Window = 'period' | 'trailing12'

/** What the trade usually reaches, in the KPI's unit; one figure is a range of equal ends. */
export type Benchmark = { low: number; high: number }

/** Above the target by more than this share of it is unhealthy too, for the reason named (H7.2). */
export type GuardBand = { abovePercent: number; reason: string }

/** The definition of a KPI (H5.3): plain data, dated and versioned. */
export type Kpi = {
  id: string
  version: number
  /** The first business day on which this version holds. */
  from: Day
  names: Words
  /** One plain sentence. */
  explanation: Words
  category: Category
  dimension: Dimension
  tier: Tier
  perspective: Perspective
  /** Over the measures of stores, regions and companies. */
  formula: string
  /** Over the measures credited to persons and departments (H5.9); absent: the same formula; null: no value there. */
  personFormula?: string | null
  unit: Unit
  direction: Direction
  aggregation: Aggregation
  industry: Benchmark | null
  /** The benchmark of excellence, in the KPI's unit. */
  excellent: number | null
  /** The id of the position that answers for the KPI. */
  accountable: string
  window: Window
  /** The light's tolerance in the KPI's unit; null: the rule's default (H7.1). */
  tolerance: number | null
  guardBand: GuardBand | null
  /** A measure that must not be 0 for the value to exist, where no denominator says so. */
  basis: string | null
  /** The same for persons and departments, of several any one; absent: the same measure; null: none. */
  personBasis?: string | readonly string[] | null
}
