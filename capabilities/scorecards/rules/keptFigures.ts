import type { GradeBand } from './card.ts'
import type { Ground } from './ground.ts'
import { type Graded, gradeGiven, type ItemFigures, type ScoreFigures } from './score.ts'

/**
 * The figures of a score as they are kept: numbers in the order of form 1, first of the whole and then of each item of the
 * ground. A score's sentences are twenty times as long, and a network settles twenty thousand of them at once.
 */
export type KeptFigures = (number | null)[][]

const sources = ['own', 'store', 'card'] as const
const reasons = ['red', 'below_benchmark'] as const
const byVeto = -1
const byNothing = -2

export function keptFigures(ground: Ground, figures: ScoreFigures): KeptFigures {
  const { measuredWeight, kpiTotal, valuesScore, total, bsc } = figures
  return [
    [measuredWeight, kpiTotal, valuesScore, total, bsc, ...keptGraded(ground, figures.graded)],
    ...figures.items.map(keptItem),
  ]
}

function keptItem(item: ItemFigures): (number | null)[] {
  const { target, targetFrom, actual, effectiveWeight, achievement, score, points, onePoint } = item
  const due = [target, sources.indexOf(targetFrom)]
  if (onePoint === null) return [...due, actual]
  const judged = [...due, actual, effectiveWeight, achievement, score, points]
  return onePoint === 'full' ? judged : [...judged, onePoint.actual, onePoint.points]
}

function keptGraded({ grades, items }: Ground, graded: Graded): number[] {
  if (graded.by === 'veto') return [byVeto]
  if (graded.by === 'unmeasured') return [byNothing]
  const placeOf = ({ grade, from, factor }: GradeBand) =>
    grades.findIndex((band) => band.grade === grade && band.from === from && band.factor === factor)
  const { band, gate } = graded
  if (!gate) return [placeOf(band)]
  const { kpi, reason } = gate.cap
  const item = items.findIndex((one) => one.kpi === kpi)
  return [placeOf(band), item, reasons.indexOf(reason), placeOf(gate.band)]
}

/** The score that was kept. RangeError for figures that do not fit their ground, or a form that is not known here. */
export function figuresKept(ground: Ground, kept: KeptFigures): ScoreFigures {
  const [head, ...rows] = kept
  if (ground.form !== 1 || !head || rows.length !== ground.items.length)
    throw new RangeError(`Figures that do not fit form ${ground.form} of ${ground.card.id}`)
  const [measuredWeight = 0, kpiTotal = null, valuesScore = null, total = null, bsc = null, ...rest] = head
  const graded = gradedKept(ground, rest)
  const given = graded.by === 'veto' ? ground.veto : gradeGiven(graded)
  return {
    items: ground.items.map((item, index) => itemKept(item, rows[index] ?? [])),
    measuredWeight: measuredWeight ?? 0,
    kpiTotal,
    valuesScore,
    total,
    grade: given.grade,
    factor: given.factor,
    bsc,
    graded,
  }
}

function itemKept({ kpi, weight }: { kpi: string; weight: number }, row: readonly (number | null)[]): ItemFigures {
  const [target, source, actual = null, effectiveWeight, achievement = null, score = null, points = null] = row
  const [nextActual, nextPoints] = row.slice(7)
  const measured = row.length > 3
  return {
    kpi,
    weight,
    effectiveWeight: effectiveWeight ?? 0,
    target: target ?? 0,
    targetFrom: sources[source ?? 2] ?? 'card',
    actual,
    achievement,
    score,
    points,
    onePoint: !measured ? null : nextActual == null ? 'full' : { actual: nextActual, points: nextPoints ?? 0 },
  }
}

function gradedKept({ grades, items }: Ground, kept: readonly (number | null)[]): Graded {
  const [by, item, reason, capped] = kept
  if (by === byVeto) return { by: 'veto' }
  if (by === byNothing) return { by: 'unmeasured' }
  const band = grades[by ?? -1]
  if (!band) throw new RangeError(`No band ${by}`)
  const gate = grades[capped ?? -1]
  const kpi = items[item ?? -1]?.kpi
  const why = reasons[reason ?? -1]
  if (!gate || !kpi || !why) return { by: 'band', band, gate: null }
  return { by: 'band', band, gate: { cap: { cap: gate.grade, kpi, reason: why }, band: gate } }
}
