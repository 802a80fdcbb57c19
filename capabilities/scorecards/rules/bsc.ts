import { roundHalfAway } from '#foundation/money'

const most = 150

/**
 * The BSC achievement of a card (H10.6): achievements by weight, each bounded to 0 ... 150 percent, rounded to two
 * decimals. Unlike a score it rises above 100, because targets surpassed raise the team's pool. Items without data leave
 * their weight to the others, and below `measuredWeightMin` there is none, as with a grade (H10.3).
 */
export function bscAchievement(
  items: readonly { weight: number; achievement: number | null }[],
  measuredWeightMin: number,
): number | null {
  let weights = 0
  let sum = 0
  for (const { weight, achievement } of items) {
    if (achievement === null) continue
    weights += weight
    sum += weight * Math.max(0, Math.min(most, achievement))
  }
  if (weights === 0 || roundHalfAway(weights, 6) < measuredWeightMin) return null
  return roundHalfAway(sum / weights, 2)
}
