import type { Day, Period } from '#foundation/period'
import type { Because } from '#foundation/trace'
import type { Kpi } from '#kpis'
import { achievement, lightFor } from '#targets'
import { type Card, type CardItem, type Coverage, itemTarget } from '../rules/card.ts'
import type { Ground } from '../rules/ground.ts'
import { type ScoreFigures, scoreFigures } from '../rules/score.ts'
import { sentencesOf } from '../rules/sentences.ts'
import type { Score } from '../wire.ts'

export type Targets = Record<string, number>

/** A card over days, with everything that it is scored by. */
export type Judged = {
  card: Card
  coverage: Coverage
  definitions: Record<string, Kpi>
  figureOf: (kpi: Kpi, item: CardItem) => number | null
  /** The targets of whoever holds the card. */
  targets: Targets
  storeTargets: Targets
  valuesScore: number | null
  seriousViolation: boolean
}

export function judgedFigures(of: Judged): ScoreFigures {
  const { card, coverage, definitions, targets, storeTargets, valuesScore, seriousViolation } = of
  const actuals: Record<string, number | null> = {}
  const lights: NonNullable<Parameters<typeof scoreFigures>[0]['lights']> = {}
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
  const given = { card, kpis: definitions, actuals, targets, storeTargets, lights, coverage }
  return scoreFigures({ ...given, valuesScore, seriousViolation, achievement })
}

/** A score as the wire shows it, without its sentences. */
export type PlainScore = Omit<Score, 'items' | 'because'> & { items: Omit<Score['items'][number], 'because'>[] }

/** What a score is explained by: its figures and their ground; of one that was frozen with its sentences these themselves. */
export type Basis = { ground: Ground; figures: ScoreFigures } | { told: Score }

const sources = { own: 'person', store: 'store', card: 'card' } as const

type Of = { who: { id: string; name: string; store: string }; period: Period; days: { from: Day; to: Day } }

export function plainScore(ground: Ground, figures: ScoreFigures, of: Of, frozen = false): PlainScore {
  const { items, graded, bsc, ...rest } = figures
  return {
    person: of.who.id,
    name: of.who.name,
    period: of.period.text,
    position: ground.position,
    store: of.who.store,
    from: of.days.from,
    to: of.days.to,
    card: ground.card,
    items: items.map(({ onePoint, targetFrom, ...item }, index) => ({
      ...item,
      targetFrom: sources[targetFrom],
      ...(ground.items[index]?.of === 'store' ? { of: 'store' as const } : {}),
      onePointMore: onePoint === null || onePoint === 'full' ? null : onePoint.actual,
    })),
    ...rest,
    ...(ground.holder === 'node' ? { bscAchievement: bsc } : {}),
    frozen,
  }
}

/** The whole score: sentences are made when somebody reads them. */
export function explained(score: PlainScore, basis: Basis): Score {
  if ('told' in basis) return basis.told
  const { items, because } = sentencesOf(basis.ground, basis.figures)
  return {
    ...score,
    items: score.items.map((item, index) => ({ ...item, because: (items[index] ?? []).map(words) })),
    because: because.map(words),
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
