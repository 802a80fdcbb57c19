import type { Actor } from '#foundation/actor'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { dayAt, type Period, parsePeriod } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { distribution, movers, type Outcome, payoutFen } from '../rules/backtest.ts'
import type { Card } from '../rules/card.ts'
import { bonusBasesOf } from '../storage/bases.ts'
import { allCards } from '../storage/cards.ts'
import { nodeById } from '../storage/people.ts'
import type { Backtest } from '../wire.ts'
import { type CardDesign, checkCard, designed } from './designCards.ts'
import { scorePeople } from './scorePeople.ts'

const moversMax = 100

/** Long before any fact: a card that is tried holds in every month that it is tried on. */
const always = '1900-01-01'

/**
 * What a card would have given in past months to whoever held its position, beside the card in force then (H16.1). Both
 * sides are computed from today's facts, so that only the cards differ; nothing is written.
 */
export async function backtestCard(
  { database }: { database: Database },
  { actor, now }: { actor: Actor; now: Date },
  input: { card: CardDesign; node: string; months: readonly string[] },
): Promise<Backtest> {
  const today = dayAt(now, 'Asia/Shanghai')
  const periods = [...new Set(input.months)].sort().map((text): Period => {
    const period = parsePeriod(text)
    if (period?.kind !== 'month') throw invalid('scorecards.backtest.month', { month: text })
    if (period.from > today) throw invalid('scorecards.backtest.future', { month: text })
    return period
  })
  if (input.card.holder === 'node') throw invalid('scorecards.backtest.of_people', { position: input.card.position })
  const { findings } = checkCard(input.card, now)
  const unusable = findings.filter(({ code }) => unscorable.has(code))
  if (unusable.length) throw invalid('scorecards.card.refused', { card: '', findings: unusable })
  const tried = designed(input.card, { id: 'backtest', version: 0, from: always })
  const seesPay = actor.permissions.has('pay.read')
  return database.asActor(actor, async (tx) => {
    const node = await nodeById(tx, input.node)
    if (!node) throw notFound('scorecards.node.unknown', { node: input.node })
    const inForce = (await allCards(tx)).filter((card) => card.position === tried.position && card.holder !== 'node')
    const months: Backtest['months'] = []
    for (const period of periods) {
      const asOf = today < period.to ? today : period.to
      const whose = node.kind === 'person' ? { personNos: [node.no] } : { nodeNo: node.no }
      const outcomes = (cards: readonly Card[]) =>
        outcomesOf(tx, { ...whose, period, asOf, recompute: true, cards }, seesPay)
      const before = await outcomes(inForce)
      const after = await outcomes([tried])
      const moved = movers(before, after)
      months.push({
        period: period.text,
        before: distribution(before, seesPay),
        after: distribution(after, seesPay),
        moving: moved.length,
        movers: moved.slice(0, moversMax),
      })
    }
    return { months }
  })
}

/** What keeps a card from being scored at all; that it is out of balance is worth seeing. */
const unscorable = new Set([
  'balance.weights.sum',
  'balance.weight.not_positive',
  'balance.kpi.twice',
  'balance.kpi.unknown',
])

async function outcomesOf(
  tx: Transaction,
  wanted: Parameters<typeof scorePeople>[1],
  seesPay: boolean,
): Promise<Outcome[]> {
  const { scores } = await scorePeople(tx, wanted)
  const bases = seesPay ? await bonusBasesOf(tx, [...new Set(scores.map(({ personNo }) => personNo))]) : []
  const basesOf = Map.groupBy(bases, ({ personNo }) => personNo)
  return scores.map(({ personNo, score }) => ({
    person: score.person,
    name: score.name,
    store: score.store,
    from: score.from,
    total: score.total,
    grade: score.grade,
    factor: score.factor,
    payoutFen: payoutFen(wanted.period, score, basesOf.get(personNo) ?? [], score.factor),
  }))
}

registerSentences({
  'scorecards.backtest.month': {
    zh: ({ month }) => `看不懂月份“${month}”，请写成 2024-03。`,
    en: ({ month }) => `"${month}" is no month; write it as 2024-03.`,
  },
  'scorecards.backtest.future': {
    zh: ({ month }) => `${month} 还没有开始，没有数据可以试算。`,
    en: ({ month }) => `${month} has not begun: there is nothing to try the card on.`,
  },
  'scorecards.backtest.of_people': {
    zh: () => '试算只针对岗位的计分卡；门店的计分卡请直接看各店得分。',
    en: () => 'Only cards of positions can be tried; of a card of stores look at the scores of the stores.',
  },
})
