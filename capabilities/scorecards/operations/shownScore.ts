import type { Day, Period } from '#foundation/period'
import type { Because } from '#foundation/trace'
import type { Kpi } from '#kpis'
import { achievement, lightFor } from '#targets'
import { type Card, type CardItem, type Coverage, itemTarget } from '../rules/card.ts'
import { score as scoreOfCard } from '../rules/score.ts'
import type { Score } from '../wire.ts'

export type Targets = Record<string, number>

/** A card over days, with everything that it is scored by. */
export type Shown = {
  card: Card
  who: { id: string; name: string; store: string }
  period: Period
  days: { from: Day; to: Day }
  coverage: Coverage
  definitions: Record<string, Kpi>
  figureOf: (kpi: Kpi, item: CardItem) => number | null
  /** The targets of whoever holds the card. */
  targets: Targets
  storeTargets: Targets
  valuesScore: number | null
  seriousViolation: boolean
}

const sources = { own: 'person', store: 'store', card: 'card' } as const

/** The score of a card as the wire shows it. */
export function shownScore(of: Shown): Score {
  const { card, who, period, days, coverage, definitions, targets, storeTargets } = of
  const actuals: Record<string, number | null> = {}
  const lights: NonNullable<Parameters<typeof scoreOfCard>[0]['lights']> = {}
  for (const item of card.items) {
    const kpi = definitions[item.kpi]
    if (!kpi) continue
    const value = of.figureOf(kpi, item)
    actuals[item.kpi] = value
    if (card.qualityGate) {
      const { direction, unit, tolerance, guardBand } = kpi
      const due = itemTarget(item, targets[item.kpi], unit, coverage, storeTargets[item.kpi]).value
      Object.assign(lights, { [item.kpi]: lightFor({ value, due, direction, unit, tolerance, guardBand }).light })
    }
  }
  const { valuesScore, seriousViolation } = of
  const given = { card, kpis: definitions, actuals, targets, storeTargets, lights, coverage }
  const scored = scoreOfCard({ ...given, valuesScore, seriousViolation, achievement })
  const ofStore = new Set(card.items.filter((item) => item.of === 'store').map(({ kpi }) => kpi))
  return {
    person: who.id,
    name: who.name,
    period: period.text,
    position: card.position,
    store: who.store,
    from: days.from,
    to: days.to,
    card: { id: card.id, version: card.version, names: card.names },
    items: scored.items.map(({ onePoint, because, targetFrom, ...item }) => ({
      ...item,
      targetFrom: sources[targetFrom],
      ...(ofStore.has(item.kpi) ? { of: 'store' as const } : {}),
      onePointMore: onePoint === null || onePoint === 'full' ? null : onePoint.actual,
      because: because.map(words),
    })),
    measuredWeight: scored.measuredWeight,
    kpiTotal: scored.kpiTotal,
    valuesScore: scored.valuesScore,
    total: scored.total,
    grade: scored.grade,
    factor: scored.factor,
    ...(card.holder === 'node' ? { bscAchievement: scored.bsc } : {}),
    because: scored.because.map(words),
    frozen: false,
  }
}

/** Targets of several nodes, by the node and the KPI. */
export function targetsByNode(rows: readonly { nodeNo: number; kpi: string; value: number }[]): Map<number, Targets> {
  const found = new Map<number, Targets>()
  for (const { nodeNo, kpi, value } of rows) {
    const own = found.get(nodeNo) ?? {}
    own[kpi] = value
    found.set(nodeNo, own)
  }
  return found
}

const words = ({ text }: Because) => text
