import { figureText } from '#foundation/figure'
import type { Day, Period } from '#foundation/period'
import type { Because } from '#foundation/trace'

/** The pay of one stretch with the score behind it, as it was frozen or as it comes out now. */
export type StretchPay = {
  total: number | null
  grade: string | null
  factor: number | null
  amountFen: number | null
}

/**
 * The line that brings an earlier period's pay up to date. `amountFen` is what this settlement adds; `dueFen` is the sum
 * of all adjustments to that period, which is what the ledger has to hold for the key (person, rule, period, fromDay).
 */
export type AdjustmentLine = {
  rule: 'monthlyBonusAdjustment'
  period: string
  fromDay: Day
  toDay: Day
  amountFen: number
  dueFen: number
  because: Because[]
}

function sumFen(stretches: readonly StretchPay[]): number | null {
  let sum = 0
  for (const { amountFen } of stretches) {
    if (amountFen === null) return null
    sum += amountFen
  }
  return sum
}

function described(stretches: readonly StretchPay[], locale: 'zh' | 'en'): string {
  const none = locale === 'zh' ? '无' : 'nothing'
  const one = ({ total, grade, factor, amountFen }: StretchPay) => {
    const score = total === null ? '' : `${figureText(total, null, locale)} `
    const graded = grade === null ? '' : `${grade} `
    const amount = amountFen === null ? none : figureText(amountFen, 'fen', locale)
    return `${score}${graded}× ${factor ?? '-'} = ${amount}`
  }
  return stretches.length ? stretches.map(one).join(locale === 'zh' ? '；' : '; ') : none
}

/**
 * The adjustment of a settled period (H10.8): what its facts give now against what was frozen, less what earlier
 * settlements adjusted already. Null when nothing is left to adjust, or when it can't be recomputed for want of a factor:
 * what was frozen stands then. One line for the person and period, even where the stretches have changed.
 */
export function monthlyBonusAdjustment(
  origin: Period,
  frozen: readonly StretchPay[],
  recomputed: readonly StretchPay[],
  adjustedFen: number,
): AdjustmentLine | null {
  const beforeFen = sumFen(frozen)
  const nowFen = sumFen(recomputed)
  if (beforeFen === null || nowFen === null) return null
  const dueFen = nowFen - beforeFen
  const amountFen = dueFen - adjustedFen
  if (amountFen === 0) return null

  const text = (fen: number, locale: 'zh' | 'en') => figureText(fen, 'fen', locale)
  const because: Because[] = [
    {
      text: {
        zh: `${origin.text} 结算时：${described(frozen, 'zh')}`,
        en: `${origin.text} as settled: ${described(frozen, 'en')}`,
      },
      values: { period: origin.text, frozenFen: beforeFen },
    },
    {
      text: {
        zh: `按更正后的数据：${described(recomputed, 'zh')}`,
        en: `By the corrected facts: ${described(recomputed, 'en')}`,
      },
      values: { recomputedFen: nowFen },
    },
    {
      text: {
        zh: `差额 ${text(nowFen, 'zh')} - ${text(beforeFen, 'zh')} = ${text(dueFen, 'zh')}${adjustedFen === 0 ? '' : `，此前已调整 ${text(adjustedFen, 'zh')}`}；本次调整 ${text(amountFen, 'zh')}`,
        en: `Difference ${text(nowFen, 'en')} - ${text(beforeFen, 'en')} = ${text(dueFen, 'en')}${adjustedFen === 0 ? '' : `, of which ${text(adjustedFen, 'en')} was adjusted before`}; now ${text(amountFen, 'en')}`,
      },
      values: { dueFen, adjustedFen, amountFen },
    },
  ]
  return {
    rule: 'monthlyBonusAdjustment',
    period: origin.text,
    fromDay: origin.from,
    toDay: origin.to,
    amountFen,
    dueFen,
    because,
  }
}
