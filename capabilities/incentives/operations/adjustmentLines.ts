import { type Period, parsePeriod, previousPeriod } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { type ScoredStretch, scorePeople } from '#scorecards'
import { monthlyBonusAdjustment } from '../rules/adjustment.ts'
import { type BonusBase, monthlyBonus } from '../rules/bonus.ts'
import type { StretchPay } from '../rules/steps.ts'
import { adjustedElsewhere, type NewLine, type PaidLine, paidLines } from '../storage/lines.ts'
import { basesByPerson, overlaps, ruleIn } from './calculateLines.ts'

/** So many months back a settlement looks for facts that were corrected after they were paid for. */
const monthsBack = 3

/**
 * Adjustments of the months before (H10.8), for whoever was paid in a store below the node, whether still there or not:
 * what the facts of that month give now against what was paid for it. One line for each person, month and store.
 */
export async function adjustmentLines(
  tx: Transaction,
  { settlementId, nodeNo, period }: { settlementId: string; nodeNo: number; period: Period },
): Promise<NewLine[]> {
  const earlier: Period[] = []
  for (let month = previousPeriod(period); earlier.length < monthsBack; month = previousPeriod(month))
    earlier.push(month)
  const rule = ruleIn('monthlyBonusAdjustment', period)
  const periods = earlier.map((month) => month.text)
  const paid = await paidLines(tx, { rule: 'monthlyBonus', periods, nodeNo, onDay: period.to })
  if (paid.length === 0) return []
  const personNos = [...new Set(paid.map((line) => line.personNo))]
  const bases = await basesByPerson(tx, personNos)
  const adjusted = new Map<string, number>()
  for (const { personNo, storeNo, period: text, amountFen } of await adjustedElsewhere(tx, {
    rule: rule.id,
    periods,
    personNos,
    settlementId,
  }))
    adjusted.set(`${personNo} ${storeNo} ${text}`, amountFen)

  const lines: NewLine[] = []
  for (const [text, ofMonth] of Map.groupBy(paid, (line) => line.period)) {
    const origin = parsePeriod(text)
    if (!origin) continue
    const byPerson = Map.groupBy(ofMonth, (line) => line.personNo)
    const { scores } = await scorePeople(tx, {
      personNos: [...byPerson.keys()],
      period: origin,
      asOf: origin.to,
      recompute: true,
    })
    const scoresOf = Map.groupBy(scores, (one) => one.personNo)
    for (const [personNo, theirs] of byPerson) {
      const nowOf = paidAgain(origin, theirs, scoresOf.get(personNo) ?? [], bases.get(personNo) ?? [])
      for (const [storeNo, before] of Map.groupBy(theirs, (line) => line.storeNo)) {
        if (!before.some((line) => line.under)) continue
        const line = monthlyBonusAdjustment(
          origin,
          before,
          nowOf.get(storeNo) ?? [],
          adjusted.get(`${personNo} ${storeNo} ${text}`) ?? 0,
        )
        if (!line) continue
        const [first, last] = [before[0] as PaidLine, before.at(-1) as PaidLine]
        const { person, name, store, storeName } = first
        lines.push({
          ...{ personNo, person, name, storeNo, store, storeName },
          rule: line.rule,
          ruleVersion: rule.version,
          period: text,
          // The days that were paid keep the adjustments of two stores apart in the ledger.
          from: first.from,
          to: last.to,
          baseFen: 0,
          factor: null,
          amountFen: line.amountFen,
          score: null,
          because: line.because,
          factorSet: null,
        })
      }
    }
  }
  return lines.sort((a, b) => (a.period === b.period ? a.personNo - b.personNo : a.period < b.period ? -1 : 1))
}

/**
 * What a person's month would be paid now, by the store that paid it. A stretch takes the place of the paid line that it
 * overlaps, of the same store first; what no line was paid for is no correction. Lines of one settlement are worked out
 * together as they were then: otherwise the rounding between them would look like a correction.
 */
function paidAgain(
  origin: Period,
  paid: readonly PaidLine[],
  scores: readonly ScoredStretch[],
  bases: readonly BonusBase[],
): Map<number, StretchPay[]> {
  const taken = scores.flatMap(({ storeNo, score }) => {
    const over = paid.filter((line) => overlaps(line, score))
    const line = over.find((one) => one.storeNo === storeNo) ?? over[0]
    return line ? [{ line, score }] : []
  })
  const nowOf = new Map<number, StretchPay[]>()
  for (const together of Map.groupBy(taken, ({ line }) => line.settlementId).values()) {
    const stretches = together.map(({ line, score }) => ({
      from: score.from,
      to: score.to,
      factor: score.factor,
      factorSet: score.factor === null ? line.factorSet : null,
    }))
    for (const { from, factor, amountFen } of monthlyBonus(origin, bases, stretches)) {
      const found = together.find(({ score }) => score.from === from)
      if (!found) continue
      const { total, grade } = found.score
      nowOf.set(found.line.storeNo, [...(nowOf.get(found.line.storeNo) ?? []), { total, grade, factor, amountFen }])
    }
  }
  return nowOf
}
