import { type Day, daysIn, monthsCount, type Period } from '#foundation/period'
import type { Kpi } from '#kpis'
import type { Transaction } from '#platform/database'
import type { Card } from '../rules/card.ts'
import { type Stretch, stretches } from '../rules/tenure.ts'
import { allCards } from '../storage/cards.ts'
import { frozenScores } from '../storage/frozen.ts'
import { type HeldRow, heldBy, heldUnder, ownTargets } from '../storage/people.ts'
import { ratingsBefore } from '../storage/valuesRatings.ts'
import type { Score } from '../wire.ts'
import { definitionsOn } from './definitions.ts'
import { nodeFigures, personFigures } from './figures.ts'
import { shownScore, targetsByNode } from './shownScore.ts'

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

  const definitions = definitionsOn(period.to)
  const ofStores = stays.filter(({ card }) => card.items.some((item) => item.of === 'store'))
  const figures = await personFigures(
    tx,
    stays.map(({ held, from, to }) => ({ personNo: held.personNo, from, to })),
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
  stays.forEach((stay, index) => {
    const { card, held, from, to, months, share } = stay
    const { personNo, storeNo } = held
    const rating = ratings.get(personNo)
    const score = shownScore({
      card,
      who: { id: held.person, name: held.name, store: held.store },
      period,
      days: { from, to },
      coverage: { months, share },
      definitions,
      figureOf: (kpi, item) => (item.of === 'store' ? storeFiguresOf.get(stay) : figures[index])?.(kpi) ?? null,
      targets: targets.get(personNo) ?? {},
      storeTargets: targets.get(storeNo) ?? {},
      valuesScore: rating?.score ?? null,
      seriousViolation: rating?.seriousViolation ?? false,
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

function storeKpis(card: Card, definitions: Record<string, Kpi>): Kpi[] {
  return card.items.flatMap(({ kpi, of }) => {
    const definition = definitions[kpi]
    return of === 'store' && definition ? [definition] : []
  })
}
