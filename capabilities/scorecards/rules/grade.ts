import type { Direction, Light } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { Grade, GradeBand } from './card.ts'

const bestFirst = (bands: readonly GradeBand[]) => [...bands].sort((a, b) => b.from - a.from)

/** The band of a total: boundaries compare the total rounded to two decimals (H10.4). RangeError without bands. */
export function gradeBand(total: number, bands: readonly GradeBand[]): GradeBand {
  const ordered = bestFirst(bands)
  const rounded = roundHalfAway(total, 2)
  const band = ordered.find((candidate) => candidate.from <= rounded) ?? ordered.at(-1)
  if (!band) throw new RangeError('No grades')
  return band
}

/** The band, or the cap's where that is the worse one. A cap that the card does not know leaves the band as it is. */
export function cappedBand(band: GradeBand, cap: Grade, bands: readonly GradeBand[]): GradeBand {
  const limit = bands.find((candidate) => candidate.grade === cap)
  return limit && limit.from < band.from ? limit : band
}

/** What the quality gate looks at in one KPI of the card; `benchmark` is the worst figure usual in the industry. */
export type GateItem = {
  kpi: string
  dimension: string
  direction: Direction
  actual: number | null
  light: Light
  benchmark: number | null
}

export type QualityCap = { cap: Grade; kpi: string; reason: 'red' | 'below_benchmark' }

function isWorse(actual: number, benchmark: number, direction: Direction): boolean {
  return direction === 'higher' ? actual < benchmark : actual > benchmark
}

/**
 * The best grade that the quality gate leaves (H10.4): C when a quality KPI is worse than its industry benchmark, B when
 * one is red, null when neither is.
 */
export function qualityCap(items: readonly GateItem[]): QualityCap | null {
  const quality = items.filter((item) => item.dimension === 'quality')
  for (const { kpi, actual, benchmark, direction } of quality) {
    if (actual !== null && benchmark !== null && isWorse(actual, benchmark, direction))
      return { cap: 'C', kpi, reason: 'below_benchmark' }
  }
  const red = quality.find((item) => item.light === 'red')
  return red ? { cap: 'B', kpi: red.kpi, reason: 'red' } : null
}
