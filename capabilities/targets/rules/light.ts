import { type Direction, figureText, type Light, type Unit } from '#foundation/figure'
import type { Because } from '#foundation/trace'

export type Judgement = {
  light: Light
  /** 'met', 'below_target', 'above_target', 'no_data', 'no_target', or the reason of the guard band ('over_selling'). */
  reason: string
  because: Because[]
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

function grey(reason: 'no_data' | 'no_target'): Judgement {
  const text =
    reason === 'no_data'
      ? { zh: '没有数据，无法判断。', en: 'There is no data to judge.' }
      : { zh: '没有目标，无法判断。', en: 'There is no target to judge against.' }
  return { light: 'grey', reason, because: [{ text }] }
}

/**
 * The light of a value against what is due of its target by now (H7.1 to H7.3). Green when met, yellow when missed by
 * less than the tolerance, red when missed by the tolerance or more, grey without data or target. Met, but above the
 * guard band, is yellow with the band's reason. The default tolerance is taken of what is due, so that a running
 * month is judged as strictly on its third day as on its last.
 */
export function lightFor(input: {
  value: number | null
  due: number | null
  direction: Direction
  unit: Unit
  tolerance?: number | null
  guardBand?: { abovePercent: number; reason: string } | null
}): Judgement {
  const { value, due, direction, unit, guardBand } = input
  if (value === null) return grey('no_data')
  if (due === null) return grey('no_target')

  const missed = direction === 'higher' ? due - value : value - due
  const tolerance = input.tolerance ?? toleranceOf(due, unit)
  const slack = noise(value, due)
  const shown = { value, due, missed: Math.max(0, missed), tolerance }
  const zh = { value: figureText(value, unit, 'zh'), due: figureText(due, unit, 'zh') }
  const en = { value: figureText(value, unit, 'en'), due: figureText(due, unit, 'en') }

  if (missed <= slack) {
    const above = value - due
    if (guardBand && due > 0 && above > (due * guardBand.abovePercent) / 100 + slack) {
      const over = (above / due) * 100
      return {
        light: 'yellow',
        reason: guardBand.reason,
        because: [
          {
            text: {
              zh: `${zh.value} 比目标 ${zh.due} 高 ${figureText(over, 'percent', 'zh')}，超过允许的 ${guardBand.abovePercent}%，请核查。`,
              en: `${en.value} is ${figureText(over, 'percent', 'en')} above the target of ${en.due}, more than the ${guardBand.abovePercent}% allowed: worth a check.`,
            },
            values: { ...shown, overPercent: over, allowedPercent: guardBand.abovePercent },
          },
        ],
      }
    }
    return {
      light: 'green',
      reason: 'met',
      because: [
        {
          text: {
            zh: `${zh.value} 达到应有的 ${zh.due}。`,
            en: `${en.value} meets the ${en.due} due.`,
          },
          values: shown,
        },
      ],
    }
  }

  const red = missed >= tolerance - slack
  const gap = { zh: figureText(missed, unit, 'zh'), en: figureText(missed, unit, 'en') }
  const limit = { zh: figureText(tolerance, unit, 'zh'), en: figureText(tolerance, unit, 'en') }
  return {
    light: red ? 'red' : 'yellow',
    reason: direction === 'higher' ? 'below_target' : 'above_target',
    because: [
      {
        text: {
          zh: `${zh.value} 与应有的 ${zh.due} 相差 ${gap.zh}，${red ? '达到或超过' : '小于'}容差 ${limit.zh}。`,
          en: `${en.value} misses the ${en.due} due by ${gap.en}, ${red ? 'at or beyond' : 'within'} the tolerance of ${limit.en}.`,
        },
        values: shown,
      },
    ],
  }
}

/** The rule itself, for those who are handed it. */
export type LightOf = typeof lightFor
