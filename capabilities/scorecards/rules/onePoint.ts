import type { Direction, Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { CardItem } from './card.ts'

/** Achievement in percent, 0 to 150, null without data (H10.2); the rule belongs to targets and is handed in. */
export type AchievementRule = (
  actual: number | null,
  target: number | null,
  direction: Direction,
  start?: number | null,
) => number | null

/** The actual that would bring `points` more of the total; `full` when the item has all its points. */
export type OnePoint = { actual: number; points: number } | 'full'

/** How a KPI is judged here. */
export type Judged = { item: CardItem; direction: Direction; unit: Unit; target: number; achievement: AchievementRule }

/** The item's score, 0 to 100, not rounded (H10.3); null without data. */
function itemScore(actual: number | null, judged: Judged): number | null {
  const { item, direction, target, achievement } = judged
  return scoreOfAchievement(achievement(actual, target, direction, item.start), item)
}

/** The same of an achievement that is known. */
export function scoreOfAchievement(achieved: number | null, item: CardItem): number | null {
  if (achieved === null) return null
  // A ratio such as 56.99999999999999 percent is the 57 that it was meant to be.
  const met = roundHalfAway(achieved, 9) >= 100
  if (item.mode === 'allOrNothing') return met ? 100 : 0
  return met ? 100 : Math.max(0, achieved)
}

/** Up to what the reader's figures show, always to the side that suffices. */
function sufficient(value: number, { unit, direction }: Judged): number {
  const power = unit === 'fen' || unit === 'count' || unit === 'minutes' ? 1 : 100
  const scaled = roundHalfAway(value * power, 6)
  return (direction === 'higher' ? Math.ceil(scaled) : Math.floor(scaled)) / power
}

/**
 * What one more point of the total would take from this item alone (H10.7). `weight` is what the item weighs in the
 * total, in points. An item that can't give a whole point answers with its target and the points that are left.
 */
export function onePoint(actual: number, weight: number, judged: Judged): OnePoint {
  const { target } = judged
  const score = itemScore(actual, judged)
  if (score === null || score >= 100) return 'full'
  const left = (weight * (100 - score)) / 100
  const atTarget = { actual: target, points: left }
  if (judged.item.mode === 'allOrNothing' || left <= 1) return atTarget

  // Between where it starts to count and the target the score is a straight line. Far off it lies at 0 for a stretch:
  // halve the way until a second point of the line is found. There is none when the target is either met or missed.
  let from = actual
  let fromScore: number = score
  for (let halving = 0; fromScore <= 0 && halving < 60; halving++) {
    from = (from + target) / 2
    fromScore = itemScore(from, judged) ?? 0
  }
  if (fromScore <= 0 || fromScore >= 100) return atTarget
  const wanted = score + 100 / weight
  const needed = target + ((from - target) * (100 - wanted)) / (100 - fromScore)
  const shown = sufficient(needed, judged)
  const reached = itemScore(shown, judged) ?? 0
  return reached >= 100 ? atTarget : { actual: shown, points: 1 }
}
