import { type Day, daysIn, monthsCount, type Period } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { groundOf } from '../rules/ground.ts'
import { nodeCardIn } from '../rules/tenure.ts'
import { allCards } from '../storage/cards.ts'
import { type FoundNode, ownTargets } from '../storage/people.ts'
import type { Score } from '../wire.ts'
import { definitionsOn } from './definitions.ts'
import { nodeFigures } from './figures.ts'
import { explained, judgedFigures, scoreHead, targetsByNode } from './shownScore.ts'

/**
 * The score of a node by the card of its kind, and its BSC achievement (H10.6), in a month, quarter or year as far as it
 * has come; null when its kind has no card then. Of a node the figures are always its own.
 */
export async function scoreNode(tx: Transaction, node: FoundNode, period: Period, asOf: Day): Promise<Score | null> {
  const card = nodeCardIn(await allCards(tx), node.kind, period)
  if (!card || asOf < period.from) return null
  const days = { from: period.from, to: asOf < period.to ? asOf : period.to }
  const definitions = definitionsOn(period.to)
  const kpis = card.items.flatMap(({ kpi }) => definitions[kpi] ?? [])
  const [figureOf] = await nodeFigures(tx, [{ nodeNo: node.no, ...days, kpis }])
  const targets = targetsByNode(await ownTargets(tx, [node.no], period.text)).get(node.no) ?? {}
  const ground = groundOf(card, definitions)
  const figures = judgedFigures({
    card,
    coverage: { months: monthsCount(days), share: daysIn(days) / daysIn(period) },
    definitions,
    figureOf: (kpi) => figureOf?.(kpi) ?? null,
    targets,
    storeTargets: {},
    valuesScore: null,
    seriousViolation: false,
  })
  const who = { id: node.id, name: node.name, store: node.id }
  const basis = { ground, figures }
  return explained(scoreHead(basis, { who, period, days }), basis)
}
