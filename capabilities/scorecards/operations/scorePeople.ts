import { type Day, daysIn, monthsCount, type Period } from '#foundation/period'
import type { Kpi } from '#kpis'
import { type Transaction, together } from '#platform/database'
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
import { type Basis, judgedFigures, type ScoreHead, scoreHead, targetsByNode } from './shownScore.ts'

/** A score with its person and store, and with what explains it. */
export type ScoredStretch = {
  personNo: number
  storeNo: number
  storeName: string
  score: ScoreHead
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
 * of queries that does not grow with the people, as long as they are one part.
 */
export async function scorePeople(tx: Transaction, wanted: Wanted): Promise<Scored> {
  const all: Scored = { scores: [], cardless: [] }
  for await (const { scores, cardless } of scorePeopleInParts(tx, wanted, async () => null)) {
    all.scores.push(...scores)
    all.cardless.push(...cardless)
  }
  all.scores.sort(
    (a, b) =>
      order(a.score.store, b.score.store) || order(a.score.person, b.score.person) || order(a.score.from, b.score.from),
  )
  return all
}

/** So many people are read and scored together. */
const peopleAtOnce = 2_000

type People = { personNos: readonly number[]; storeNos: readonly number[] }

/**
 * The same in parts, ordered by store and person, everything of a person in one of them. While one part is scored, and
 * whoever asks goes on with it, the database reads the next; `alongside` says what else to read for its people.
 */
export async function* scorePeopleInParts<Also>(
  tx: Transaction,
  wanted: Wanted,
  alongside: (people: People) => Promise<Also>,
): AsyncGenerator<Scored & { also: Also }> {
  const { period, recompute = false } = wanted
  const [held, inForce] = await together(
    'nodeNo' in wanted
      ? heldUnder(tx, wanted.nodeNo, period.from, period.to)
      : heldBy(tx, wanted.personNos, period.from, period.to),
    allCards(tx),
  )
  const cards = wanted.cards ?? inForce
  const byPerson = rowsByPerson(held)
  const frozen = recompute ? [] : await frozenScores<Score>(tx, [...byPerson.keys()], period.text)
  const grounds = await groundsByNo(tx, frozen)
  const frozenOf = Map.groupBy(frozen, (row) => row.personNo)
  const definitions = definitionsOn(period.to)
  const known = { ...wanted, cards, definitions, groundsOf: new Map<Card, Ground>() }

  const all = [...byPerson]
  const partAt = (from: number) => {
    const people = all.slice(from, from + peopleAtOnce)
    if (people.length === 0) return null
    const part = partOf(people, known, frozenOf, grounds)
    const read = together(readPart(tx, part, known), alongside(part.people))
    // Told when the part is waited for, or not at all where the one before it failed.
    read.catch(() => undefined)
    return { part, read }
  }
  let next = partAt(0)
  for (let from = peopleAtOnce; next; from += peopleAtOnce) {
    const { part, read } = next
    const [figures, also] = await read
    next = partAt(from)
    // Lets what the next part reads go out before this one is scored.
    await new Promise(setImmediate)
    yield { ...scoredPart(part, figures, known), also }
  }
}

type Known = Wanted & {
  cards: readonly Card[]
  definitions: Record<string, Kpi>
  /** Made once for each card. */
  groundsOf: Map<Card, Ground>
}

type Part = Scored & { stays: Stay[]; people: People }

/** Everybody's rows, in the order of the first that counts. */
function rowsByPerson(held: readonly HeldRow[]): Map<number, HeldRow[]> {
  const byPerson = new Map<number, HeldRow[]>()
  for (const row of held) if (row.under && !byPerson.has(row.personNo)) byPerson.set(row.personNo, [])
  for (const row of held) byPerson.get(row.personNo)?.push(row)
  return byPerson
}

/** Which days of these people are to be scored by which card; what was frozen already is scored. */
function partOf(
  people: readonly [number, HeldRow[]][],
  { cards, period, asOf }: Known,
  frozenOf: ReadonlyMap<number, FrozenRow<Score>[]>,
  grounds: ReadonlyMap<number, Ground>,
): Part {
  const stays: Stay[] = []
  const cardless: Cardless[] = []
  const scores: ScoredStretch[] = []
  const storeNos = new Set<number>()
  for (const [personNo, rows] of people) {
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
    for (const { storeNo } of rows) storeNos.add(storeNo)
  }
  return {
    stays,
    cardless,
    scores,
    people: { personNos: people.map(([personNo]) => personNo), storeNos: [...storeNos] },
  }
}

/** Everything that a part is scored by, asked for at once. */
async function readPart(tx: Transaction, { stays, people }: Part, { definitions, period }: Known) {
  const { personNos, storeNos } = people
  const ofStores = stays.filter(({ card }) => card.items.some((item) => item.of === 'store'))
  const [figuresOf, storeFigures, targets, ratings] = await together(
    personFigures(
      tx,
      stays.map(({ held, from, to }) => ({ personNo: held.personNo, from, to })),
      personKpis(stays, definitions),
    ),
    nodeFigures(
      tx,
      ofStores.map(({ held, card, from, to }) => {
        return { nodeNo: held.storeNo, from, to, kpis: storeKpis(card, definitions) }
      }),
    ),
    ownTargets(tx, [...personNos, ...storeNos], period.text),
    ratingsBefore(tx, personNos, period.from),
  )
  return {
    figuresOf,
    storeFiguresOf: new Map(ofStores.map((stay, index) => [stay, storeFigures[index]])),
    targets: targetsByNode(targets),
    ratings: new Map(ratings.map((rating) => [rating.personNo, rating])),
  }
}

function scoredPart(part: Part, read: Awaited<ReturnType<typeof readPart>>, known: Known): Scored {
  const { definitions, groundsOf, period } = known
  const { figuresOf, storeFiguresOf, targets, ratings } = read
  const { scores, cardless } = part
  part.stays.forEach((stay, index) => {
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
    const basis = { ground, figures }
    scores.push({ personNo, storeNo, storeName, score: scoreHead(basis, { who, period, days: { from, to } }), basis })
  })
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
  grounds: ReadonlyMap<number, Ground>,
): ScoredStretch {
  const { personNo, storeNo, storeName } = row
  if (kept.score) {
    // A draft's line that was kept with its sentences was not frozen then.
    const told = { ...kept.score, frozen: true }
    const { items, because, ...head } = told
    return { personNo, storeNo, storeName, score: head, basis: { told } }
  }
  const ground = grounds.get(kept.groundNo ?? 0)
  if (!ground || !kept.figures) throw new RangeError(`A frozen score of ${row.person} without its ground`)
  const basis = { ground, figures: figuresKept(ground, kept.figures) }
  const who = { id: row.person, name: row.name, store: row.store }
  const days = { from: kept.from, to: kept.to }
  return { personNo, storeNo, storeName, score: scoreHead(basis, { who, period, days }, true), basis }
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
