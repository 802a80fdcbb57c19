import { type Day, daysIn, monthsCount, type Period } from '#foundation/period'
import type { Kpi } from '#kpis'
import type { Transaction } from '#platform/database'
import type { Card } from '../rules/card.ts'
import { type Ground, groundOf } from '../rules/ground.ts'
import { figuresKept } from '../rules/keptFigures.ts'
import { type Stretch, stretches } from '../rules/tenure.ts'
import { allCards } from '../storage/cards.ts'
import { type FrozenRow, frozenScores } from '../storage/frozen.ts'
import { groundsByNo } from '../storage/grounds.ts'
import { type HeldRow, heldBy, heldUnder, ownTargets } from '../storage/people.ts'
import { ratingsBefore } from '../storage/valuesRatings.ts'
import type { Score } from '../wire.ts'
import { definitionsOn } from './definitions.ts'
import { nodeFigures, personFigures } from './figures.ts'
import { type Basis, judgedFigures, type PlainScore, plainScore, targetsByNode } from './shownScore.ts'

/** A score with its person and store, and with what explains it. */
export type ScoredStretch = {
  personNo: number
  storeNo: number
  storeName: string
  score: PlainScore
  basis: Basis
}

/** Days in which somebody held a position that has no card. */
export type Cardless = { personNo: number; storeNo: number; position: string; from: Day; to: Day }

export type Scored = { scores: ScoredStretch[]; cardless: Cardless[] }

type Wanted = ({ personNos: readonly number[] } | { nodeNo: number }) & {
  period: Period
  /** The last day that counts; of a running period the rest is cut off. */
  asOf: Day
  /** Computes again what was frozen, too. */
  recompute?: boolean
  /** Instead of the cards in force, to see what others would give. */
  cards?: readonly Card[]
}

type Stay = Stretch<number> & { held: HeldRow; card: Card }

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
  const cards = wanted.cards ?? (await allCards(tx))
  const frozen = recompute ? [] : await frozenScores<Score>(tx, personNos, period.text)
  const grounds = await groundsByNo(tx, frozen)
  const frozenOf = Map.groupBy(frozen, (row) => row.personNo)

  const stays: Stay[] = []
  const cardless: Cardless[] = []
  const scores: ScoredStretch[] = []
  for (const [personNo, rows] of byPerson) {
    const kept = frozenOf.get(personNo) ?? []
    for (const one of kept) {
      const row = rows.find(({ under, storeNo }) => under && storeNo === one.storeNo)
      if (row) scores.push(frozenStretch(one, row, period, grounds))
    }
    const spans = rows.map(({ storeNo, position, from, to }) => ({ store: storeNo, position, from, to }))
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

  const definitions = definitionsOn(period.to)
  const ofStores = stays.filter(({ card }) => card.items.some((item) => item.of === 'store'))
  const figuresOf = await personFigures(
    tx,
    stays.map(({ held, from, to }) => ({ personNo: held.personNo, from, to })),
    personKpis(stays, definitions),
  )
  const storeFigures = await nodeFigures(
    tx,
    ofStores.map(({ held, card, from, to }) => ({
      nodeNo: held.storeNo,
      from,
      to,
      kpis: storeKpis(card, definitions),
    })),
  )
  const storeFiguresOf = new Map(ofStores.map((stay, index) => [stay, storeFigures[index]]))
  const storeNos = [...new Set(ofStores.map(({ held }) => held.storeNo))]
  const targets = targetsByNode(await ownTargets(tx, [...personNos, ...storeNos], period.text))
  const ratings = new Map((await ratingsBefore(tx, personNos, period.from)).map((rating) => [rating.personNo, rating]))
  const groundsOf = new Map<Card, Ground>()
  stays.forEach((stay, index) => {
    const { card, held, from, to, months, share } = stay
    const { personNo, storeNo, storeName } = held
    const ground = groundsOf.get(card) ?? groundOf(card, definitions)
    groundsOf.set(card, ground)
    const rating = ratings.get(personNo)
    const figures = judgedFigures({
      card,
      coverage: { months, share },
      definitions,
      figureOf: (kpi, item) => (item.of === 'store' ? storeFiguresOf.get(stay) : figuresOf[index])?.(kpi) ?? null,
      targets: targets.get(personNo) ?? {},
      storeTargets: targets.get(storeNo) ?? {},
      valuesScore: rating?.score ?? null,
      seriousViolation: rating?.seriousViolation ?? false,
    })
    const who = { id: held.person, name: held.name, store: held.store }
    const score = plainScore(ground, figures, { who, period, days: { from, to } })
    scores.push({ personNo, storeNo, storeName, score, basis: { ground, figures } })
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

/** A frozen score as it was kept, under the name that its person now has. */
function frozenStretch(
  kept: FrozenRow<Score>,
  row: HeldRow,
  period: Period,
  grounds: Map<number, Ground>,
): ScoredStretch {
  const { personNo, storeNo, storeName } = { ...row, storeNo: kept.storeNo }
  if (kept.score) return { personNo, storeNo, storeName, score: kept.score, basis: { told: kept.score } }
  const ground = grounds.get(kept.groundNo ?? 0)
  if (!ground || !kept.figures) throw new RangeError(`A frozen score of ${row.person} without its ground`)
  const figures = figuresKept(ground, kept.figures)
  const who = { id: row.person, name: row.name, store: row.store }
  const score = plainScore(ground, figures, { who, period, days: { from: kept.from, to: kept.to } }, true)
  return { personNo, storeNo, storeName, score, basis: { ground, figures } }
}

/** The KPIs for which these people's own figures count. */
function personKpis(stays: readonly Stay[], definitions: Record<string, Kpi>): Set<Kpi> {
  const cards = new Set(stays.map(({ card }) => card))
  const items = [...cards].flatMap((card) => card.items.filter(({ of }) => of !== 'store'))
  return new Set(items.flatMap(({ kpi }) => definitions[kpi] ?? []))
}

function storeKpis(card: Card, definitions: Record<string, Kpi>): Kpi[] {
  return card.items.flatMap(({ kpi, of }) => {
    const definition = definitions[kpi]
    return of === 'store' && definition ? [definition] : []
  })
}
