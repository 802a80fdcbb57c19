import type { Words } from '#foundation/actor'
import type { Direction, Light, Unit } from '#foundation/figure'
import { allocate, roundHalfAway } from '#foundation/money'
import type { Because } from '#foundation/trace'
import { bscAchievement } from './bsc.ts'
import { type Card, type CardItem, type Coverage, type Grade, type ItemTarget, itemTarget, wholeMonth } from './card.ts'
import {
  gateBecause,
  gradeBecause,
  itemBecause,
  kpiTotalBecause,
  noDataBecause,
  notGradedBecause,
  onePointBecause,
  valuesBecause,
  vetoBecause,
} from './explanation.ts'
import { cappedBand, gradeBand, qualityCap } from './grade.ts'
import { type AchievementRule, itemScore, type OnePoint, onePoint } from './onePoint.ts'

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
export type ItemOfScore = {
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
  because: Because[]
}

export type Score = {
  card: { id: string; version: number }
  position: string
  items: ItemOfScore[]
  measuredWeight: number
  kpiTotal: number | null
  valuesScore: number | null
  total: number | null
  grade: Grade | null
  factor: number | null
  /** The achievement of the card as a whole, which unlike the total may pass 100 (H10.6). */
  bsc: number | null
  because: Because[]
}

// H10.5: what a serious violation leaves, whatever the total is.
const veto = { grade: 'D', factor: 0 } as const

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
    return {
      item,
      kpi,
      target,
      judged,
      actual,
      achieved: achievement(actual, target.value, kpi.direction, item.start),
      score: itemScore(actual, judged),
    }
  })
}

function gradeOf(of: ScoreOf, total: number | null, measuredWeight: number) {
  const { card, kpis, actuals, lights } = of
  if (of.seriousViolation) return { ...veto, because: [vetoBecause(veto.grade, veto.factor)] }
  if (total === null || measuredWeight < card.measuredWeightMin)
    return { grade: null, factor: null, because: [notGradedBecause(measuredWeight, card.measuredWeightMin)] }

  const band = gradeBand(total, card.grades)
  const because = [gradeBecause(total, band)]
  if (!card.qualityGate) return { grade: band.grade, factor: band.factor, because }
  const cap = qualityCap(
    card.items.map((item) => {
      const { dimension = '', direction, industry } = kpiOf(kpis, item)
      const actual = actuals[item.kpi] ?? null
      const benchmark = (direction === 'higher' ? industry?.low : industry?.high) ?? null
      return { kpi: item.kpi, dimension, direction, actual, light: lights?.[item.kpi] ?? 'grey', benchmark }
    }),
  )
  if (!cap) return { grade: band.grade, factor: band.factor, because }
  const capped = cappedBand(band, cap.cap, card.grades)
  const gate = kpis[cap.kpi]
  if (gate && capped !== band) because.push(gateBecause(gate, cap, capped))
  return { grade: capped.grade, factor: capped.factor, because }
}

/**
 * The score of a card (H10.2 to H10.7): computed without rounding, shown to two decimals, graded by what is shown. Items
 * without data leave their weight to the others; nothing measured gives a total of null. RangeError for a KPI without
 * its definition.
 */
export function score(of: ScoreOf): Score {
  const { card } = of
  const judged = judgements(of)
  const measured = judged.filter((one) => one.score !== null)
  const measuredSum = measured.reduce((sum, { item }) => sum + item.weight, 0)
  const shownWeights = measured.length
    ? allocate(
        10_000,
        judged.map((one) => (one.score === null ? 0 : one.item.weight)),
      )
    : judged.map(() => 0)

  const valuesScore = card.valuesShare > 0 ? (of.valuesScore ?? null) : null
  const kpiShare = valuesScore === null ? 1 : 1 - card.valuesShare

  let kpiSum = 0
  const items = judged.map((one, index): ItemOfScore => {
    const { item, kpi, target, actual, achieved } = one
    const row = { kpi: item.kpi, weight: item.weight, target: target.value, targetFrom: target.source, actual }
    if (one.score === null || actual === null || achieved === null) {
      const because = [noDataBecause(kpi, item.weight)]
      return { ...row, effectiveWeight: 0, achievement: null, score: null, points: null, onePoint: null, because }
    }
    const weight = (item.weight * 100) / measuredSum
    kpiSum += (weight * one.score) / 100
    const effectiveWeight = (shownWeights[index] ?? 0) / 100
    const achievement = twoDecimals(achieved)
    const shownScore = twoDecimals(one.score)
    const points = twoDecimals((weight * one.score) / 100)
    const next = onePoint(actual, weight * kpiShare, one.judged)
    const shownNext = next === 'full' ? next : { actual: next.actual, points: twoDecimals(next.points) }
    const figures = { weight: item.weight, effectiveWeight, target, actual, achievement, score: shownScore, points }
    const because = [itemBecause(kpi, figures), onePointBecause(kpi, shownNext)]
    return { ...row, effectiveWeight, achievement, score: shownScore, points, onePoint: shownNext, because }
  })

  const measuredWeight = twoDecimals(measuredSum)
  const kpiTotal = measured.length ? twoDecimals(kpiSum) : null
  const total =
    kpiTotal === null
      ? null
      : twoDecimals(valuesScore === null ? kpiSum : kpiShare * kpiSum + card.valuesShare * valuesScore)
  const because: Because[] = []
  if (kpiTotal !== null)
    because.push(
      kpiTotalBecause(
        items.flatMap(({ points }) => (points === null ? [] : [points])),
        kpiTotal,
      ),
    )
  if (kpiTotal !== null && total !== null && valuesScore !== null)
    because.push(valuesBecause(card.valuesShare, kpiTotal, valuesScore, total))
  const { grade, factor, because: graded } = gradeOf(of, total, measuredWeight)
  return {
    card: { id: card.id, version: card.version },
    position: card.position,
    items,
    measuredWeight,
    kpiTotal,
    valuesScore: valuesScore === null ? null : twoDecimals(valuesScore),
    total,
    grade,
    factor,
    bsc: bscAchievement(
      judged.map(({ item, achieved }) => ({ weight: item.weight, achievement: achieved })),
      card.measuredWeightMin,
    ),
    because: [...because, ...graded],
  }
}
