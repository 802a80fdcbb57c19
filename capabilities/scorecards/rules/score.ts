import type { Words } from '#foundation/actor'
import type { Direction, Light, Unit } from '#foundation/figure'
import { allocate, roundHalfAway } from '#foundation/money'
import type { Because } from '#foundation/trace'
import { bscAchievement } from './bsc.ts'
import {
  type Card,
  type CardItem,
  type Coverage,
  type Grade,
  type GradeBand,
  type ItemTarget,
  itemTarget,
  wholeMonth,
} from './card.ts'
import { cappedBand, gradeBand, type QualityCap, qualityCap } from './grade.ts'
import { groundOf, veto } from './ground.ts'
import { type AchievementRule, type OnePoint, onePoint, scoreOfAchievement } from './onePoint.ts'
import { sentencesOf } from './sentences.ts'

/** What a score needs to know of a KPI; dimension and the industry's range serve the quality gate. */
export type ScoredKpi = {
  names: Words
  unit: Unit
  direction: Direction
  dimension?: string
  industry?: { low: number; high: number } | null
}

/**
 * A card with what is to be scored. `targets` are the person's own for the whole period; where there is none the card's
 * counts. `valuesScore` is the last closed values rating, 0 to 100. `lights` serve the quality gate.
 */
export type ScoreOf = {
  card: Card
  kpis: Readonly<Record<string, ScoredKpi>>
  actuals: Readonly<Record<string, number | null | undefined>>
  targets?: Readonly<Record<string, number | null | undefined>>
  /** The targets of the store, for the items that take its figures. */
  storeTargets?: Readonly<Record<string, number | null | undefined>>
  lights?: Readonly<Record<string, Light | undefined>>
  coverage?: Coverage
  valuesScore?: number | null
  seriousViolation?: boolean
  achievement: AchievementRule
}

/** Achievement, score and points to two decimals; effective weights to two decimals that sum to 100 exactly. */
export type ItemFigures = {
  kpi: string
  weight: number
  effectiveWeight: number
  target: number
  targetFrom: ItemTarget['source']
  actual: number | null
  achievement: number | null
  score: number | null
  points: number | null
  onePoint: OnePoint | null
}

/** How a grade came about: by a veto, not at all because too little is measured, or by a band, which a quality gate may cap. */
export type Graded =
  | { by: 'veto' }
  | { by: 'unmeasured' }
  | { by: 'band'; band: GradeBand; gate: { cap: QualityCap; band: GradeBand } | null }

/** A score in figures, with everything that its sentences are made of besides the card itself. */
export type ScoreFigures = {
  items: ItemFigures[]
  measuredWeight: number
  kpiTotal: number | null
  valuesScore: number | null
  total: number | null
  grade: Grade | null
  factor: number | null
  /** The achievement of the card as a whole, which unlike the total may pass 100 (H10.6). */
  bsc: number | null
  graded: Graded
}

/** The same with its sentences. */
export type Score = Omit<ScoreFigures, 'items' | 'graded'> & {
  card: { id: string; version: number }
  position: string
  items: (ItemFigures & { because: Because[] })[]
  because: Because[]
}

const twoDecimals = (value: number) => roundHalfAway(value, 2)

function kpiOf(kpis: ScoreOf['kpis'], { kpi }: CardItem): ScoredKpi {
  const found = kpis[kpi]
  if (!found) throw new RangeError(`Unknown KPI ${kpi}`)
  return found
}

function judgements(of: ScoreOf) {
  const { card, kpis, actuals, targets, storeTargets, coverage = wholeMonth, achievement } = of
  return card.items.map((item) => {
    const kpi = kpiOf(kpis, item)
    const target = itemTarget(item, targets?.[item.kpi], kpi.unit, coverage, storeTargets?.[item.kpi])
    const judged = { item, direction: kpi.direction, unit: kpi.unit, target: target.value, achievement }
    const actual = actuals[item.kpi] ?? null
    const achieved = achievement(actual, target.value, kpi.direction, item.start)
    return { item, target, judged, actual, achieved, score: scoreOfAchievement(achieved, item) }
  })
}

function gradedOf(of: ScoreOf, total: number | null, measuredWeight: number): Graded {
  const { card, kpis, actuals, lights } = of
  if (of.seriousViolation) return { by: 'veto' }
  if (total === null || measuredWeight < card.measuredWeightMin) return { by: 'unmeasured' }

  const band = gradeBand(total, card.grades)
  if (!card.qualityGate) return { by: 'band', band, gate: null }
  const cap = qualityCap(
    card.items.map((item) => {
      const { dimension = '', direction, industry } = kpiOf(kpis, item)
      const actual = actuals[item.kpi] ?? null
      const benchmark = (direction === 'higher' ? industry?.low : industry?.high) ?? null
      return { kpi: item.kpi, dimension, direction, actual, light: lights?.[item.kpi] ?? 'grey', benchmark }
    }),
  )
  const capped = cap && cappedBand(band, cap.cap, card.grades)
  return { by: 'band', band, gate: capped && capped !== band ? { cap, band: capped } : null }
}

/** The grade and factor that follow. */
export function gradeGiven(graded: Graded): { grade: Grade | null; factor: number | null } {
  if (graded.by === 'veto') return veto
  if (graded.by === 'unmeasured') return { grade: null, factor: null }
  const { grade, factor } = (graded.gate ?? graded).band
  return { grade, factor }
}

/** Shares depend on nothing but which items are measured: of a card there are a few patterns, and thousands of people. */
const weightsOfCards = new WeakMap<Card, Map<string, readonly number[]>>()

function shownWeights(card: Card, judged: readonly { score: number | null }[]): readonly number[] {
  let kept = weightsOfCards.get(card)
  if (!kept) {
    kept = new Map()
    weightsOfCards.set(card, kept)
  }
  let pattern = ''
  for (const { score } of judged) pattern += score === null ? '0' : '1'
  const known = kept.get(pattern)
  if (known) return known
  const weights = judged.map(({ score }, index) => (score === null ? 0 : (card.items[index]?.weight ?? 0)))
  const made = pattern.includes('1') ? allocate(10_000, weights).map((share) => share / 100) : weights
  kept.set(pattern, made)
  return made
}

/**
 * The score of a card (H10.2 to H10.7): computed without rounding, shown to two decimals, graded by what is shown. Items
 * without data leave their weight to the others; nothing measured gives a total of null. RangeError for a KPI without
 * its definition.
 */
export function scoreFigures(of: ScoreOf): ScoreFigures {
  const { card } = of
  const judged = judgements(of)
  let measuredSum = 0
  let measured = 0
  for (const one of judged) {
    if (one.score === null) continue
    measuredSum += one.item.weight
    measured += 1
  }
  const effectiveWeights = shownWeights(card, judged)
  const valuesScore = card.valuesShare > 0 ? (of.valuesScore ?? null) : null
  const kpiShare = valuesScore === null ? 1 : 1 - card.valuesShare

  let kpiSum = 0
  const items = judged.map((one, index): ItemFigures => {
    const { item, target, actual, achieved } = one
    const row = { kpi: item.kpi, weight: item.weight, target: target.value, targetFrom: target.source, actual }
    if (one.score === null || actual === null || achieved === null)
      return { ...row, effectiveWeight: 0, achievement: null, score: null, points: null, onePoint: null }
    const weight = (item.weight * 100) / measuredSum
    const points = (weight * one.score) / 100
    kpiSum += points
    const next = one.score >= 100 ? 'full' : onePoint(actual, weight * kpiShare, one.judged)
    return {
      ...row,
      effectiveWeight: effectiveWeights[index] ?? 0,
      achievement: twoDecimals(achieved),
      score: twoDecimals(one.score),
      points: twoDecimals(points),
      onePoint: next === 'full' ? next : { actual: next.actual, points: twoDecimals(next.points) },
    }
  })

  const measuredWeight = twoDecimals(measuredSum)
  const kpiTotal = measured > 0 ? twoDecimals(kpiSum) : null
  const total =
    kpiTotal === null
      ? null
      : twoDecimals(valuesScore === null ? kpiSum : kpiShare * kpiSum + card.valuesShare * valuesScore)
  const graded = gradedOf(of, total, measuredWeight)
  return {
    items,
    measuredWeight,
    kpiTotal,
    valuesScore: valuesScore === null ? null : twoDecimals(valuesScore),
    total,
    ...gradeGiven(graded),
    bsc: bscAchievement(
      judged.map(({ item, achieved }) => ({ weight: item.weight, achievement: achieved })),
      card.measuredWeightMin,
    ),
    graded,
  }
}

/** The same, explained. */
export function score(of: ScoreOf): Score {
  const { card } = of
  const figures = scoreFigures(of)
  const { items, because } = sentencesOf(groundOf(card, of.kpis), figures)
  const { graded, ...rest } = figures
  return {
    card: { id: card.id, version: card.version },
    position: card.position,
    ...rest,
    items: figures.items.map((item, index) => ({ ...item, because: items[index] ?? [] })),
    because,
  }
}
