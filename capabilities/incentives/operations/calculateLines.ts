import { rewardRules } from '#catalogue/rewardRules'
import { at } from '#foundation/dated'
import { conflict } from '#foundation/failure'
import { type Day, dayAt, type Period } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { type ScoredStretch, scorePeople } from '#scorecards'
import { type BonusBase, monthlyBonus } from '../rules/bonus.ts'
import type { RewardRule } from '../rules/rewardRule.ts'
import { type FactorSetRow, type NewLine, type ScoreHead, settledElsewhere } from '../storage/lines.ts'
import { bonusBases, payableStores, type UnsettledRow } from '../storage/settlements.ts'
import { adjustmentLines } from './adjustmentLines.ts'

/** The lines, and the scores that those of bonuses carry. */
export type Calculated = {
  lines: NewLine[]
  unsettled: UnsettledRow[]
  basisOf: Map<ScoreHead, ScoredStretch['basis']>
}

export type CalculationOf = {
  settlementId: string
  nodeNo: number
  period: Period
  now: Date
  /** Factors that HR set before, which stay where the card still gives none. */
  factorsSet: readonly { personNo: number; from: Day; factorSet: FactorSetRow }[]
}

/** The rule that holds on the first day of a period, if any does. */
export function knownRule(id: RewardRule['id'], period: Period): RewardRule | null {
  const rules: readonly RewardRule[] = rewardRules
  return at(
    rules.filter((one) => one.id === id),
    period.from,
  )
}

/** The same; conflict when none holds. */
export function ruleIn(id: RewardRule['id'], period: Period): RewardRule {
  const rule = knownRule(id, period)
  if (!rule) throw conflict('incentives.rule.none', { rule: id, period: period.text })
  return rule
}

export const overlaps = (one: { from: Day; to: Day }, other: { from: Day; to: Day }) =>
  one.from <= other.to && one.to >= other.from

export async function basesByPerson(tx: Transaction, personNos: readonly number[]): Promise<Map<number, BonusBase[]>> {
  return Map.groupBy(await bonusBases(tx, personNos), (base) => base.personNo)
}

/**
 * The lines of a settlement: a bonus for each stretch of days that anybody held a card in a store below the node, of a
 * running month as far as it has come, and the adjustments of earlier months. Days that another settlement pays are
 * left to it, so that a store's and its company's settlement never pay the same day.
 */
export async function calculateLines(tx: Transaction, of: CalculationOf): Promise<Calculated> {
  const { settlementId, nodeNo, period, now } = of
  const rule = ruleIn('monthlyBonus', period)
  const { scores, cardless } = await scorePeople(tx, { nodeNo, period, asOf: dayAt(now, 'Asia/Shanghai') })
  const payable = await payableStores(tx, [...new Set([...scores, ...cardless].map((one) => one.storeNo))])
  const people = Map.groupBy(
    scores.filter((one) => payable.has(one.storeNo)),
    (one) => one.personNo,
  )
  const personNos = [...people.keys()]
  const bases = await basesByPerson(tx, personNos)
  const taken = Map.groupBy(
    await settledElsewhere(tx, { rule: rule.id, period: period.text, personNos, settlementId }),
    (one) => one.personNo,
  )
  const factors = new Map(of.factorsSet.map((one) => [`${one.personNo} ${one.from}`, one.factorSet]))

  const lines: NewLine[] = []
  const unsettled = new Map<string, UnsettledRow>()
  const leave = (row: UnsettledRow) => unsettled.set(JSON.stringify([row.personNo, row.position, row.why]), row)
  for (const { personNo, storeNo, position } of cardless)
    if (payable.has(storeNo)) leave({ personNo, position, why: 'no_card' })
  for (const [personNo, all] of people) {
    const open = all.filter(({ score }) => {
      const elsewhere = (taken.get(personNo) ?? []).some((one) => overlaps(one, score))
      if (elsewhere) leave({ personNo, position: score.position, why: 'already_settled' })
      return !elsewhere
    })
    const made = bonusLines(
      period,
      rule,
      bases.get(personNo) ?? [],
      open.map((one) => paidBy(one, factors.get(`${personNo} ${one.score.from}`) ?? null)),
    )
    lines.push(...made)
    for (const { score } of open) {
      if (!made.some((line) => line.from === score.from)) leave({ personNo, position: score.position, why: 'no_base' })
    }
  }
  const placeOf = new Map(scores.map((one, index) => [`${one.personNo} ${one.score.from}`, index]))
  const place = (line: NewLine) => placeOf.get(`${line.personNo} ${line.from}`) ?? 0
  lines.sort((a, b) => place(a) - place(b))
  return {
    lines: [...lines, ...(await adjustmentLines(tx, { settlementId, nodeNo, period }))],
    unsettled: [...unsettled.values()],
    basisOf: new Map(scores.map(({ score, basis }) => [score, basis])),
  }
}

/** What a stretch is paid by. */
type Paid = Pick<NewLine, 'personNo' | 'person' | 'name' | 'storeNo' | 'store' | 'storeName' | 'from' | 'to'> & {
  score: ScoreHead
  factorSet: FactorSetRow | null
}

function paidBy({ personNo, storeNo, storeName, score }: ScoredStretch, factorSet: FactorSetRow | null): Paid {
  const { person, name, store, from, to } = score
  return { personNo, person, name, storeNo, store, storeName, from, to, score, factorSet }
}

/** The bonus of one person for stretches that are worked out together, so that no fen is lost between them. */
export function bonusLines(
  period: Period,
  rule: RewardRule,
  bases: readonly BonusBase[],
  stretches: readonly Paid[],
): NewLine[] {
  const given = stretches.map(({ from, to, score, factorSet }) => ({
    from,
    to,
    factor: score.factor,
    grade: score.grade,
    total: score.total,
    factorSet: score.factor === null ? factorSet : null,
  }))
  return monthlyBonus(period, bases, given).flatMap(({ from, to, baseFen, factor, amountFen, because }) => {
    const paid = stretches.find((one) => one.from === from)
    if (!paid) return []
    const { personNo, person, name, storeNo, store, storeName, score } = paid
    const factorSet = score.factor === null ? paid.factorSet : null
    const head = { rule: rule.id, ruleVersion: rule.version, period: period.text, from, to }
    const who = { personNo, person, name, storeNo, store, storeName }
    return [{ ...who, ...head, baseFen, factor, amountFen, score, because, factorSet }]
  })
}
