import { record } from '#audit'
import { conflict, notFound } from '#foundation/failure'
import { allCards } from '#scorecards'
import { factorFailure, settlementTotalFen } from '../rules/settlement.ts'
import { type FactorSetRow, linesOf, updateLines } from '../storage/lines.ts'
import { keepTotal } from '../storage/settlements.ts'
import type { Settlement } from '../wire.ts'
import { basesByPerson, bonusLines, ruleIn } from './calculateLines.ts'
import { settlementView } from './readSettlements.ts'
import { type Deps, heldSettlement, monthNamed, type Who } from './settle.ts'

export type FactorFor = { id: string; line: number; factor: number; reason: string }

/**
 * Gives a factor to a line whose card is measured too thinly to be graded (H10.3): by HR, in a draft, with a reason, and
 * no more than the card's best grade pays. All lines of the person are worked out again with it.
 */
export async function setFactor(
  { database }: Deps,
  who: Who,
  { id, line: number, factor, reason }: FactorFor,
): Promise<Settlement> {
  return database.asActor(who.actor, async (tx) => {
    const settlement = await heldSettlement(tx, id)
    const lines = await linesOf(tx, id)
    const line = lines.find((one) => one.line === number)
    if (!line) throw notFound('incentives.line.unknown', { settlement: id, line: number })
    const { score } = line
    if (!score) throw conflict('incentives.line.adjustment', { line: number })
    const card = (await allCards(tx)).find((one) => one.id === score.card.id && one.version === score.card.version)
    const factorMax = Math.max(0, ...(card?.grades ?? []).map((grade) => grade.factor))
    const factorSet: FactorSetRow = { factor, reason: reason.trim(), by: who.actor.name, at: who.now.toISOString() }
    const failure = factorFailure(settlement.state, score.factor, factorSet, factorMax)
    if (failure) throw failure

    const period = monthNamed(settlement.period)
    const bases = await basesByPerson(tx, [line.personNo])
    const theirs = lines.flatMap((one) => {
      if (one.personNo !== line.personNo || !one.score) return []
      return [{ ...one, score: one.score, factorSet: one.line === number ? factorSet : one.factorSet }]
    })
    const made = bonusLines(period, ruleIn('monthlyBonus', period), bases.get(line.personNo) ?? [], theirs)
    const changed = theirs.flatMap((one) => {
      const now = made.find(({ from }) => from === one.from)
      return now ? [{ ...one, ...now }] : []
    })
    if (!changed.some((one) => one.line === number))
      throw conflict('incentives.settlement.outdated', { period: settlement.period })
    await updateLines(tx, id, changed)
    await keepTotal(tx, id, settlementTotalFen(lines.map((one) => changed.find((now) => now.line === one.line) ?? one)))
    await record(tx, who, {
      action: 'incentives.settlement.set_factor',
      subject: id,
      details: { line: number, factor },
    })
    return settlementView(tx, id)
  })
}
