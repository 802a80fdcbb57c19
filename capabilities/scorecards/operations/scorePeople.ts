import { kpis } from '#catalogue/kpis'
import { measures } from '#catalogue/measures'
import { type Day, daysIn, monthsCount, type Period } from '#foundation/period'
import type { Because } from '#foundation/trace'
import { type Kpi, kpiValue } from '#kpis'
import type { Transaction } from '#platform/database'
import { achievement, lightFor } from '#targets'
import { type Card, itemTarget } from '../rules/card.ts'
import { score as scoreOfCard } from '../rules/score.ts'
import { type Stretch, stretches } from '../rules/tenure.ts'
import { allCards } from '../storage/cards.ts'
import { frozenScores } from '../storage/frozen.ts'
import { type HeldRow, heldBy, heldUnder, measuredSums, ownTargets } from '../storage/people.ts'
import type { Score } from '../wire.ts'

/** A score with the numbers of its person and store. */
export type ScoredStretch = { personNo: number; storeNo: number; score: Score }

/** Days in which somebody held a position that has no card. */
export type Cardless = { personNo: number; storeNo: number; position: string; from: Day; to: Day }

export type Scored = { scores: ScoredStretch[]; cardless: Cardless[] }

type Wanted = ({ personNos: readonly number[] } | { nodeNo: number }) & {
  period: Period
  /** The last day that counts; of a running period the rest is cut off. */
  asOf: Day
  /** Computes again what was frozen, too. */
  recompute?: boolean
}

type Stay = Stretch<number> & { held: HeldRow; card: Card }

const personal = measures.filter((measure) => measure.personal)
const placeOf = new Map(personal.map((measure) => [measure.id, measure.position]))
const places = Math.max(...personal.map((measure) => measure.position)) + 1

/**
 * The scores of people, or of everybody below a node, in a month: one for each stretch of days with a position that has
 * a card (H10, H11.7). A frozen score counts as it was frozen (H10.8). Reads what row level security shows, in a number
 * of queries that does not grow with the people.
 */
export async function scorePeople(tx: Transaction, wanted: Wanted): Promise<Scored> {
  const { period, asOf, recompute = false } = wanted
  const held =
    'nodeNo' in wanted
      ? await heldUnder(tx, wanted.nodeNo, period.from, period.to)
      : await heldBy(tx, wanted.personNos, period.from, period.to)
  const byPerson = Map.groupBy(held, (row) => row.personNo)
  const personNos = [...byPerson.keys()]
  const cards = await allCards(tx)
  const frozen = recompute ? [] : await frozenScores<Score>(tx, personNos, period.text)
  const frozenOf = Map.groupBy(frozen, (row) => row.personNo)

  const stays: Stay[] = []
  const cardless: Cardless[] = []
  const scores: ScoredStretch[] = []
  for (const [personNo, rows] of byPerson) {
    const kept = frozenOf.get(personNo) ?? []
    for (const { storeNo, score } of kept) {
      if (rows.some((row) => row.under && row.storeNo === storeNo)) scores.push({ personNo, storeNo, score })
    }
    const spans = rows.map((row) => ({ ...row, store: row.storeNo }))
    for (const whole of stretches(spans, cards, period)) {
      const row = rows.find(
        (one) => one.under && one.storeNo === whole.store && one.position === whole.position && overlaps(one, whole),
      )
      const stretch = cut(whole, period, asOf)
      if (!row || !stretch || kept.some((one) => overlaps(one, stretch))) continue
      const { card, position, from, to } = stretch
      if (card) stays.push({ ...stretch, card, held: row })
      else cardless.push({ personNo, storeNo: row.storeNo, position, from, to })
    }
  }

  const sums = await measuredSums(
    tx,
    stays.map(({ held, from, to }) => ({
      personNo: held.personNo,
      from,
      to,
      whole: from === period.from && to === period.to,
    })),
    places,
  )
  const targets = new Map<number, Record<string, number>>()
  for (const { personNo, kpi, value } of await ownTargets(tx, personNos, period.text)) {
    const own = targets.get(personNo) ?? {}
    own[kpi] = value
    targets.set(personNo, own)
  }
  const definitions = definitionsIn(period)
  stays.forEach((stay, index) => {
    const { personNo, storeNo } = stay.held
    const score = scoreOf(stay, {
      period,
      definitions,
      measured: sums[index] ?? null,
      targets: targets.get(personNo) ?? {},
    })
    scores.push({ personNo, storeNo, score })
  })
  scores.sort(
    (a, b) =>
      order(a.score.store, b.score.store) || order(a.score.person, b.score.person) || order(a.score.from, b.score.from),
  )
  return { scores, cardless }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function overlaps(one: { from: Day; to: Day | null }, other: { from: Day; to: Day }): boolean {
  return one.from <= other.to && (one.to === null || one.to >= other.from)
}

/** The part of a stretch that has begun by a day; null when none has. */
function cut<Store>(stretch: Stretch<Store>, period: Period, asOf: Day): Stretch<Store> | null {
  if (stretch.to <= asOf) return stretch
  if (stretch.from > asOf) return null
  const part = { from: stretch.from, to: asOf }
  return { ...stretch, ...part, days: daysIn(part), months: monthsCount(part), share: daysIn(part) / daysIn(period) }
}

/** The version of each KPI that holds at the end of the period. */
function definitionsIn(period: Period): Record<string, Kpi> {
  const holding: Record<string, Kpi> = {}
  for (const kpi of kpis) {
    const known = holding[kpi.id]
    if (kpi.from <= period.to && (!known || known.from <= kpi.from)) holding[kpi.id] = kpi
  }
  return holding
}

type Given = {
  period: Period
  definitions: Record<string, Kpi>
  measured: number[] | null
  targets: Record<string, number>
}

function scoreOf(stay: Stay, { period, definitions, measured, targets }: Given): Score {
  const { card, held, from, to, days, months, share } = stay
  const coverage = { months, share }
  const lookup = (id: string) => {
    const place = placeOf.get(id)
    // A row that an older server wrote is shorter: what lies behind its end counts as zero.
    return measured === null || place === undefined ? undefined : (measured[place] ?? 0)
  }
  const actuals: Record<string, number | null> = {}
  const lights: NonNullable<Parameters<typeof scoreOfCard>[0]['lights']> = {}
  for (const item of card.items) {
    const kpi = definitions[item.kpi]
    if (!kpi) continue
    const { value } = kpiValue(kpi, lookup, { days, months }, 'person')
    actuals[item.kpi] = value
    if (card.qualityGate) {
      const { direction, unit, tolerance, guardBand } = kpi
      const due = itemTarget(item, targets[item.kpi], unit, coverage).value
      Object.assign(lights, { [item.kpi]: lightFor({ value, due, direction, unit, tolerance, guardBand }).light })
    }
  }
  const scored = scoreOfCard({ card, kpis: definitions, actuals, targets, lights, coverage, achievement })
  return {
    person: held.person,
    name: held.name,
    period: period.text,
    position: card.position,
    store: held.store,
    from,
    to,
    card: { id: card.id, version: card.version, names: card.names },
    items: scored.items.map(({ onePoint, because, ...item }) => ({
      ...item,
      targetFrom: targets[item.kpi] === undefined ? ('card' as const) : ('person' as const),
      onePointMore: onePoint === null || onePoint === 'full' ? null : onePoint.actual,
      because: because.map(words),
    })),
    measuredWeight: scored.measuredWeight,
    kpiTotal: scored.kpiTotal,
    valuesScore: scored.valuesScore,
    total: scored.total,
    grade: scored.grade,
    factor: scored.factor,
    because: scored.because.map(words),
    frozen: false,
  }
}

const words = ({ text }: Because) => text
