import { rewardRules } from '#catalogue/rewardRules'
import { at } from '#foundation/dated'
import { conflict } from '#foundation/failure'
import { type Day, dayAt, type Period } from '#foundation/period'
import { type Transaction, together } from '#platform/database'
import { type Scored, type ScoredStretch, scoreKeeper, scorePeopleInParts } from '#scorecards'
import { type BonusBase, monthlyBonus } from '../rules/bonus.ts'
import type { RewardRule } from '../rules/rewardRule.ts'
import { settlementTotalFen } from '../rules/settlement.ts'
import {
  type FactorSetRow,
  insertLines,
  type Keeping,
  type LineRow,
  type NewLine,
  type ScoreHead,
  settledElsewhere,
} from '../storage/lines.ts'
import { bonusBases, payableStores, type UnsettledRow } from '../storage/settlements.ts'
import { adjustmentLines } from './adjustmentLines.ts'

export type CalculationOf = {
  settlementId: string
  nodeNo: number
  period: Period
  now: Date
  /** Factors that HR set before, which stay where the card still gives none. */
  factorsSet: readonly { personNo: number; from: Day; factorSet: FactorSetRow }[]
}

export type Calculated = { lines: LineRow[]; totalFen: number; unsettled: UnsettledRow[] }

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
 * Works out the lines of a settlement and keeps them: a bonus for each stretch of days that anybody held a card in a store
 * below the node, of a running month as far as it has come, and the adjustments of earlier months. Days that another
 * settlement pays are left to it, so that a store's and its company's settlement never pay the same day. Goes through the
 * people in parts: the database keeps the lines of one and reads for the next while the one between is worked out.
 */
export async function calculateLines(tx: Transaction, of: CalculationOf): Promise<Calculated> {
  const { settlementId, nodeNo, period, now } = of
  const rule = ruleIn('monthlyBonus', period)
  const known = {
    period,
    rule,
    factors: new Map(of.factorsSet.map((one) => [`${one.personNo} ${one.from}`, one.factorSet])),
  }
  const unsettled = new Map<string, UnsettledRow>()
  const keeper = scoreKeeper(tx)
  const lines: LineRow[] = []
  const writes: Promise<void>[] = []
  const keep = (made: readonly NewLine[], keeping: Keeping) => {
    const numbered = made.map((line, index) => ({ ...line, line: lines.length + index + 1 }))
    for (const line of numbered) lines.push(line)
    const written = insertLines(tx, settlementId, numbered, keeping)
    // Told once everything is worked out, or at once with the first failure.
    written.catch(() => undefined)
    writes.push(written)
  }
  const everybody = { nodeNo, period, asOf: dayAt(now, 'Asia/Shanghai') }
  const paidElsewhere = { rule: rule.id, period: period.text, settlementId }
  const alongside = ({ personNos, storeNos }: { personNos: readonly number[]; storeNos: readonly number[] }) =>
    together(
      payableStores(tx, storeNos),
      basesByPerson(tx, personNos),
      settledElsewhere(tx, { ...paidElsewhere, personNos }),
    )
  try {
    for await (const { also, ...scored } of scorePeopleInParts(tx, everybody, alongside)) {
      const made = partLines(scored, also, known, unsettled)
      const kept = await keeper(made.map(({ basis }) => basis))
      const basisOf = new Map(made.map(({ line, basis }) => [line.score, basis]))
      keep(
        made.map(({ line }) => line),
        ({ score }) => {
          const basis = basisOf.get(score)
          return basis ? kept(basis) : null
        },
      )
    }
    keep(await adjustmentLines(tx, { settlementId, nodeNo, period }), () => null)
  } catch (error) {
    // What comes after a failed statement only says that it failed.
    await together(...writes)
    throw error
  }
  await together(...writes)
  return { lines, totalFen: settlementTotalFen(lines), unsettled: [...unsettled.values()] }
}

type Alongside = [
  payable: Set<number>,
  bases: Map<number, BonusBase[]>,
  elsewhere: { personNo: number; from: Day; to: Day }[],
]

type Known = { period: Period; rule: RewardRule; factors: ReadonlyMap<string, FactorSetRow> }

/** The lines of some people, in the order of their scores; notes who gets none, and why. */
function partLines(
  { scores, cardless }: Scored,
  [payable, bases, elsewhere]: Alongside,
  { period, rule, factors }: Known,
  unsettled: Map<string, UnsettledRow>,
): { line: NewLine; basis: ScoredStretch['basis'] }[] {
  const leave = (row: UnsettledRow) => unsettled.set(JSON.stringify([row.personNo, row.position, row.why]), row)
  for (const { personNo, storeNo, position } of cardless)
    if (payable.has(storeNo)) leave({ personNo, position, why: 'no_card' })
  const taken = Map.groupBy(elsewhere, (one) => one.personNo)
  const people = Map.groupBy(
    scores.filter((one) => payable.has(one.storeNo)),
    (one) => one.personNo,
  )
  const made: { line: NewLine; basis: ScoredStretch['basis'] }[] = []
  for (const [personNo, all] of people) {
    const theirs = taken.get(personNo)
    const open = theirs === undefined ? all : all.filter(({ score }) => !theirs.some((one) => overlaps(one, score)))
    for (const one of all)
      if (!open.includes(one)) leave({ personNo, position: one.score.position, why: 'already_settled' })
    const paid = open.map((one) => paidBy(one, factors.get(`${personNo} ${one.score.from}`) ?? null))
    const lines = bonusLines(period, rule, bases.get(personNo) ?? [], paid)
    for (const { score, basis } of open) {
      const line = lines.find(({ from }) => from === score.from)
      if (line) made.push({ line, basis })
      else leave({ personNo, position: score.position, why: 'no_base' })
    }
  }
  return made
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
