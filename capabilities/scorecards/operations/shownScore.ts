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

/** What a score says as a whole, without its items and sentences. */
export type ScoreHead = Omit<Score, 'items' | 'because'>

/** What the rest of a score is made of: its figures and their ground; of one that was frozen with its sentences itself. */
export type Figured = { ground: Ground; figures: ScoreFigures }
export type Basis = Figured | { told: Score }

type Of = { who: { id: string; name: string; store: string }; period: Period; days: { from: Day; to: Day } }

export function scoreHead({ ground, figures }: Figured, of: Of, frozen = false): ScoreHead {
  return {
    person: of.who.id,
    name: of.who.name,
    period: of.period.text,
    position: ground.position,
    store: of.who.store,
    from: of.days.from,
    to: of.days.to,
    card: ground.card,
    measuredWeight: figures.measuredWeight,
    kpiTotal: figures.kpiTotal,
    valuesScore: figures.valuesScore,
    total: figures.total,
    grade: figures.grade,
    factor: figures.factor,
    ...(ground.holder === 'node' ? { bscAchievement: figures.bsc } : {}),
    frozen,
  }
}

const sources = { own: 'person', store: 'store', card: 'card' } as const

/** The items of a score in figures. */
export function itemsOf(basis: Basis): Omit<Score['items'][number], 'because'>[] {
  if ('told' in basis) return basis.told.items
  const { ground, figures } = basis
  return figures.items.map(({ onePoint, targetFrom, ...item }, index) => ({
    ...item,
    targetFrom: sources[targetFrom],
    ...(ground.items[index]?.of === 'store' ? { of: 'store' as const } : {}),
    onePointMore: onePoint === null || onePoint === 'full' ? null : onePoint.actual,
  }))
}

/** The whole score: sentences are made when somebody reads them. */
export function explained(head: ScoreHead, basis: Basis): Score {
  if ('told' in basis) return basis.told
  const { items, because } = sentencesOf(basis.ground, basis.figures)
  return {
    ...head,
    items: itemsOf(basis).map((item, index) => ({ ...item, because: (items[index] ?? []).map(words) })),
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
