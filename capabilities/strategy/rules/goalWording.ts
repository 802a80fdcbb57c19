import type { Words } from '#foundation/actor'
import { figureText, type Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { Day } from '#foundation/period'
import type { GoalGround, GoalKpi, ReadGoal } from './goal.ts'
import { monthsAhead } from './goalDay.ts'
import { achievable, better, ceiling, monthsUntil, reach } from './goalReach.ts'
import { latest, ofHundred } from './goalText.ts'

/** Whether a position can move a KPI; without a position, whether anybody in after-sales can. */
export const moves = (kpi: GoalKpi, position: string | null) =>
  position === null ? kpi.movedBy.length > 0 : kpi.movedBy.includes(position)

/** The KPI that a mended goal speaks of: the one named, one that may have been meant, or the first that fits. */
function fitting({ kpi, maybe, position }: ReadGoal, { vocabulary }: GoalGround): GoalKpi | null {
  if (kpi && moves(kpi, position)) return kpi
  const movable = vocabulary.kpis.filter((one) => moves(one, position))
  const meant = movable.find(({ id }) => id === maybe.find((wanted) => movable.some((one) => one.id === wanted)))
  return meant ?? movable.find(({ industry, excellent }) => industry && excellent !== null) ?? movable[0] ?? null
}

const examples: Partial<Record<Unit, [higher: number, lower: number]>> = {
  percent: [80, 10],
  points: [50, 50],
  score5: [3.8, 4],
  score100: [85, 50],
  fen: [30_000_000, 30_000_000],
  count: [100, 20],
  minutes: [30, 15],
  days: [20, 10],
  times: [4, 4],
}

/** Where a KPI usually stands, for an example. */
function usual({ direction, industry, unit }: GoalKpi): number {
  const [higher, lower] = examples[unit] ?? [100, 20]
  if (direction === 'higher') return industry?.low ?? higher
  return industry?.high ?? lower
}

/** Steps in which people set goals, the coarsest that fits first. */
function steps(unit: Unit): number[] {
  if (unit === 'fen') return [1_000_000, 10_000, 100]
  if (unit === 'count') return [10, 1]
  return unit === 'score5' ? [0.1, 0.01] : [1, 0.1, 0.01]
}

/** Half of what can be reached, in a round step and not beyond what is excellent; null when no step fits. */
function sensibleGoal(kpi: GoalKpi, from: number, by: Day, { past, today }: GoalGround): number | null {
  const months = monthsUntil(by, today)
  const top = ceiling(kpi, months)
  const possible = reach(kpi, from, months, past[kpi.id])
  const wanted = Math.min(Number.isFinite(possible) ? possible / 2 : 10, top === null ? possible : Math.abs(top - from))
  for (const step of steps(kpi.unit)) {
    const whole = Math.floor(wanted / step + 1e-9) * step
    if (whole <= 0) continue
    const to = roundHalfAway(from + better(kpi) * whole, 2)
    const verdict = achievable(kpi, { from, to, months }, past[kpi.id])
    if (to !== from && verdict === 'within') return to
  }
  return null
}

const chineseDay = (day: Day) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const englishDay = (day: Day) =>
  `${Number(day.slice(8))} ${englishMonths[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`

/** A goal in words that the check itself understands. */
export function goalWords({ kpi, from, to, by }: { kpi: GoalKpi; from: number; to: number; by: Day }): Words {
  const figure = (value: number, locale: keyof Words) => figureText(value, kpi.unit, locale)
  const zh = kpi.direction === 'higher' ? '提升' : '降低'
  const scale = kpi.unit === 'score100' && to <= 5
  return {
    zh: `${chineseDay(by)}前，${kpi.names.zh}从 ${figure(from, 'zh')} ${zh}到 ${figure(to, 'zh')}${scale ? `（${ofHundred.zh}）` : ''}`,
    en: `By ${englishDay(by)}: ${kpi.names.en} from ${figure(from, 'en')} to ${figure(to, 'en')}${scale ? ` (${ofHundred.en})` : ''}`,
  }
}

const monthsOffered = 3

/** The goal as it would pass every letter, keeping what is good of it; null when nothing fits. */
export function mended(goal: ReadGoal, ground: GoalGround): Words | null {
  const kpi = fitting(goal, ground)
  if (!kpi) return null
  const same = kpi === goal.kpi
  const whole = kpi.unit === 'fen' || kpi.unit === 'count'
  const from = roundHalfAway((same ? goal.from : null) ?? latest(ground.past[kpi.id]) ?? usual(kpi), whole ? 0 : 2)
  const later = monthsAhead(ground.today, monthsOffered)
  for (const by of goal.by !== null && goal.by >= ground.today ? [goal.by, later] : [later]) {
    const months = monthsUntil(by, ground.today)
    const wished = same && goal.to !== null ? roundHalfAway(goal.to, 2) : null
    const good = wished !== null && achievable(kpi, { from, to: wished, months }, ground.past[kpi.id]) === 'within'
    const to = good ? wished : sensibleGoal(kpi, from, by, ground)
    if (to !== null) return goalWords({ kpi, from, to, by })
  }
  return goalWords({ kpi, from, to: from, by: later })
}
