import type { Words } from '#foundation/actor'
import { type BatonFailure, invalid, registerSentences } from '#foundation/failure'
import type { Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { Day } from '#foundation/period'

/** Grades from the best to the worst. */
export const grades = ['S', 'A', 'B', 'C', 'D'] as const
export type Grade = (typeof grades)[number]

/** A grade, the total from which it is given, and the factor that it pays (H10.4). */
export type GradeBand = { grade: Grade; from: number; factor: number }

/**
 * One KPI of a card. `proportional` scores with the achievement, `allOrNothing` gives 100 or 0. `start` makes it a path
 * KPI. A target `per: 'month'` adds up over time: a part of a month owes its part, a quarter three times as much. `of`
 * says whose figure it takes: the person's own credit (absent), or that of the store in which the position is held.
 */
export type CardItem = {
  kpi: string
  weight: number
  target: number
  mode: 'proportional' | 'allOrNothing'
  start?: number
  per?: 'month'
  of?: 'person' | 'store'
}

/**
 * A scorecard in one version (H10.1): of the position named, or, with `holder: 'node'`, of the kind of node named, such as
 * 'store'. `measuredWeightMin` is the percentage of weight with data that a grade
 * needs, `valuesShare` the part of the total that the values rating makes (0 turns it off).
 */
export type Card = {
  id: string
  version: number
  holder?: 'position' | 'node'
  position: string
  from: Day
  names: Words
  items: readonly CardItem[]
  grades: readonly GradeBand[]
  measuredWeightMin: number
  valuesShare: number
  qualityGate: boolean
}

/** How much time a score covers: in calendar months, and as a part of the period that targets were set for. */
export type Coverage = { months: number; share: number }

export const wholeMonth: Coverage = { months: 1, share: 1 }

export type ItemTarget = { value: number; source: 'own' | 'store' | 'card' }

/**
 * What the item is judged by: the person's own target for the period, otherwise the card's (H10.1), for the time covered.
 * A figure of the store is judged by the store's target before the card's.
 */
export function itemTarget(
  item: CardItem,
  own: number | null | undefined,
  unit: Unit,
  coverage: Coverage,
  ofStore: number | null | undefined = null,
): ItemTarget {
  const storeTarget = item.of === 'store' ? ofStore : null
  const set = own ?? storeTarget ?? null
  const source = own != null ? 'own' : storeTarget != null ? 'store' : 'card'
  const value = set ?? item.target
  const times = item.per !== 'month' ? 1 : set === null ? coverage.months : coverage.share
  if (times === 1) return { value, source }
  return { value: roundHalfAway(value * times, unit === 'fen' ? 0 : 2), source }
}

/**
 * Why a card can't be used, or null: its weights are over 0 and sum to 100, a KPI stands in it once, it has grades, and
 * their factors have at most four decimals.
 */
export function cardFailure(card: Card): BatonFailure | null {
  const sum = roundHalfAway(
    card.items.reduce((total, item) => total + item.weight, 0),
    6,
  )
  const known = new Set<string>()
  for (const { kpi, weight } of card.items) {
    if (!(weight > 0)) return invalid('scorecard.weight.not_positive', { card: card.id, kpi, weight })
    if (known.has(kpi)) return invalid('scorecard.kpi.twice', { card: card.id, kpi })
    known.add(kpi)
  }
  if (sum !== 100) return invalid('scorecard.weights.sum', { card: card.id, sum, missing: roundHalfAway(100 - sum, 6) })
  const odd = card.grades.find(({ factor }) => !(factor >= 0) || roundHalfAway(factor, 4) !== factor)
  if (odd) return invalid('scorecard.grades.factor', { card: card.id, grade: odd.grade, factor: odd.factor })
  if (card.grades.length === 0) return invalid('scorecard.grades.none', { card: card.id })
  return null
}

registerSentences({
  'scorecard.weights.sum': {
    zh: ({ card, sum, missing }) =>
      `计分卡 ${card} 的权重合计为 ${sum}，应为 100。请${Number(missing) > 0 ? '增加' : '减少'} ${Math.abs(Number(missing))}。`,
    en: ({ card, sum, missing }) =>
      `The weights of scorecard ${card} sum to ${sum} instead of 100. ${Number(missing) > 0 ? 'Add' : 'Take away'} ${Math.abs(Number(missing))}.`,
  },
  'scorecard.weight.not_positive': {
    zh: ({ card, kpi, weight }) => `计分卡 ${card} 中指标 ${kpi} 的权重为 ${weight}，须大于 0；不考核的指标请移除。`,
    en: ({ card, kpi, weight }) =>
      `KPI ${kpi} in scorecard ${card} has the weight ${weight}; it must be over 0. Remove a KPI that isn't to count.`,
  },
  'scorecard.kpi.twice': {
    zh: ({ card, kpi }) => `指标 ${kpi} 在计分卡 ${card} 中出现了两次，请合并为一项。`,
    en: ({ card, kpi }) => `KPI ${kpi} stands twice in scorecard ${card}. Join the two items.`,
  },
  'scorecard.grades.factor': {
    zh: ({ card, grade, factor }) =>
      `计分卡 ${card} 中评级 ${grade} 的系数为 ${factor}，应为不小于 0、最多四位小数的数。`,
    en: ({ card, grade, factor }) =>
      `Grade ${grade} of scorecard ${card} has the factor ${factor}; it must be 0 or more with at most four decimals.`,
  },
  'scorecard.grades.none': {
    zh: ({ card }) => `计分卡 ${card} 没有评级区间，请至少设置一个。`,
    en: ({ card }) => `Scorecard ${card} has no grades. Give it at least one.`,
  },
})
