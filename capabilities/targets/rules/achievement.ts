import type { Direction } from '#foundation/figure'

const most = 150

/**
 * Achievement in percent, 0 to 150 (H10.2); null without an actual value or a target. Higher is better: actual / target.
 * Lower is better: 2 - actual / target. With a start that the target improves on: the share of the way from start to
 * target. A target of 0 or less without such a way: met 100, missed 0.
 */
export function achievement(
  actual: number | null,
  target: number | null,
  direction: Direction,
  start: number | null = null,
): number | null {
  if (actual === null || target === null) return null
  // A start at or past the target leaves no way to measure along.
  const hasWay = start !== null && (direction === 'higher' ? start < target : start > target)
  if (hasWay) return bounded(((actual - start) * 100) / (target - start))
  if (target <= 0) return (direction === 'higher' ? actual >= target : actual <= target) ? 100 : 0
  const ratio = (actual * 100) / target
  return bounded(direction === 'higher' ? ratio : 200 - ratio)
}

function bounded(percent: number): number {
  return percent <= 0 ? 0 : Math.min(percent, most)
}
