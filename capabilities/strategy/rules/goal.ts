import type { Words } from '#foundation/actor'
import type { Direction, Unit } from '#foundation/figure'
import type { Day } from '#foundation/period'

/** The five letters of a good goal (H16.2), in their order. */
export const smartLetters = ['specific', 'measurable', 'achievable', 'relevant', 'timeBound'] as const
export type SmartLetter = (typeof smartLetters)[number]

/** What the check needs to know of a KPI. */
export type GoalKpi = {
  id: string
  names: Words
  synonyms: readonly string[]
  unit: Unit
  direction: Direction
  industry: { low: number; high: number } | null
  excellent: number | null
  /** The positions that can move it by their work; nobody: it lies outside after-sales. */
  movedBy: readonly string[]
}

/** The words by which goals are understood: the library handed in, and what people say for it. */
export type GoalVocabulary = {
  kpis: readonly GoalKpi[]
  /** Words that could mean several KPIs. */
  vague: readonly { words: readonly string[]; kpis: readonly string[] }[]
  positions: readonly { id: string; names: Words }[]
}

/** A goal as fields, as free text, or both: a field wins over what the text says. */
export type Goal = {
  text?: string
  kpi?: string | null
  from?: number | null
  to?: number | null
  by?: Day | null
  /** Of whoever is to reach it. */
  position?: string | null
}

/** What a goal is judged against. `past`: KPIs by month, the latest closed month last; of those that are known. */
export type GoalGround = {
  vocabulary: GoalVocabulary
  past: Readonly<Record<string, readonly (number | null)[]>>
  today: Day
}

/** What was understood of a goal; figures in the unit of the KPI. */
export type ReadGoal = {
  kpi: GoalKpi | null
  /** The KPIs that a vague word may have meant, where no other was named. */
  maybe: readonly string[]
  from: number | null
  to: number | null
  /** A change without a start, such as +10 points. */
  change: number | null
  /** Something that one can see or count, such as 3 five-star reviews. */
  deed: boolean
  by: Day | null
  position: string | null
}

export type SmartState = 'pass' | 'miss' | 'open'

/** One letter's verdict. `better` is a wording of the whole goal that passes this letter. */
export type SmartLetterVerdict = { letter: SmartLetter; state: SmartState; why: Words; better: Words | null }
