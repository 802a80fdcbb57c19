import type { Direction, Light, Unit } from '#foundation/figure'

export type Judgement = {
  light: Light
  /** 'met', 'below_target', 'above_target', 'no_data', 'no_target', or the reason of the guard band ('over_selling'). */
  reason: string
}

type LightInput = {
  value: number | null
  due: number | null
  direction: Direction
  unit: Unit
  tolerance?: number | null
  guardBand?: { abovePercent: number; reason: string } | null
}

/** The tolerance of H7.1 in the KPI's unit: how far a target may be missed before yellow becomes red. */
function toleranceOf(due: number, unit: Unit): number {
  const size = Math.abs(due)
  switch (unit) {
    case 'percent':
    case 'points':
      return Math.min(5, size * 0.2)
    case 'score5':
      return 0.2
    default:
      return size * 0.1
  }
}

// Figures come from binary arithmetic: a miss that differs from the tolerance only by its noise is the tolerance.
const noise = (...figures: number[]) => 1e-9 * Math.max(1, ...figures.map(Math.abs))

/**
 * The light of a value against what is due of its target by now (H7.1 to H7.3). Green when met, yellow when missed by
 * less than the tolerance, red when missed by the tolerance or more, grey without data or target. Met, but above the
 * guard band, is yellow with the band's reason. The default tolerance is taken of what is due, so that a running
 * month is judged as strictly on its third day as on its last.
 */
export function lightFor(input: LightInput): Judgement {
  const { value, due, direction, unit, guardBand } = input
  if (value === null) return { light: 'grey', reason: 'no_data' }
  if (due === null) return { light: 'grey', reason: 'no_target' }
  const missed = direction === 'higher' ? due - value : value - due
  const tolerance = input.tolerance ?? toleranceOf(due, unit)
  const slack = noise(value, due)
  if (missed > slack) {
    return {
      light: missed >= tolerance - slack ? 'red' : 'yellow',
      reason: direction === 'higher' ? 'below_target' : 'above_target',
    }
  }
  if (guardBand && due > 0 && value - due > (due * guardBand.abovePercent) / 100 + slack) {
    return { light: 'yellow', reason: guardBand.reason }
  }
  return { light: 'green', reason: 'met' }
}

/** The rule itself, for those who are handed it. */
export type LightOf = typeof lightFor
