import type { Day, Period } from '#foundation/period'
import type { Step, StretchPay } from './steps.ts'

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
  because: Step[]
}

function sumFen(stretches: readonly StretchPay[]): number | null {
  let sum = 0
  for (const { amountFen } of stretches) {
    if (amountFen === null) return null
    sum += amountFen
  }
  return sum
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

  const because: Step[] = [
    { step: 'settled', period: origin.text, pay: [...frozen], sumFen: beforeFen },
    { step: 'corrected', pay: [...recomputed], sumFen: nowFen },
    { step: 'difference', nowFen, beforeFen, dueFen, adjustedFen, amountFen },
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
