import type { Because } from '#foundation/trace'
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
import type { Ground } from './ground.ts'
import type { Graded, ItemFigures, ScoreFigures } from './score.ts'

/** The sentences of a score, of its items and of its total: from its figures and their ground, and from nothing else. */
export function sentencesOf(ground: Ground, figures: ScoreFigures): { items: Because[][]; because: Because[] } {
  const { kpiTotal, valuesScore, total } = figures
  const because: Because[] = []
  const points = figures.items.flatMap((item) => (item.points === null ? [] : [item.points]))
  if (kpiTotal !== null) because.push(kpiTotalBecause(points, kpiTotal))
  if (kpiTotal !== null && total !== null && valuesScore !== null)
    because.push(valuesBecause(ground.valuesShare, kpiTotal, valuesScore, total))
  because.push(...gradedSentences(ground, figures.graded, figures))
  return { items: figures.items.map((item, index) => itemSentences(ground, item, index)), because }
}

function itemSentences(ground: Ground, item: ItemFigures, index: number): Because[] {
  const named = ground.items[index]
  if (!named) throw new RangeError(`No item ${index} in the ground of ${ground.card.id}`)
  const { weight, effectiveWeight, actual, achievement, score, points, onePoint } = item
  if (actual === null || achievement === null || score === null || points === null || onePoint === null)
    return [noDataBecause(named, weight)]
  const target = { value: item.target, source: item.targetFrom }
  return [
    itemBecause(named, { weight, effectiveWeight, target, actual, achievement, score, points }),
    onePointBecause(named, onePoint),
  ]
}

function gradedSentences(ground: Ground, graded: Graded, { total, measuredWeight }: ScoreFigures): Because[] {
  if (graded.by === 'veto') return [vetoBecause(ground.veto.grade, ground.veto.factor)]
  if (graded.by === 'unmeasured' || total === null) return [notGradedBecause(measuredWeight, ground.measuredWeightMin)]
  const { band, gate } = graded
  const named = gate && ground.items.find(({ kpi }) => kpi === gate.cap.kpi)
  return [gradeBecause(total, band), ...(gate && named ? [gateBecause(named, gate.cap, gate.band)] : [])]
}
