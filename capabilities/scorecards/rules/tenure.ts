import { type Span, segments } from '#foundation/dated'
import { type Day, daysIn, monthsCount } from '#foundation/period'
import type { Card, Coverage } from './card.ts'

/** A position held in a store. */
export type Held<Store> = Span & { store: Store; position: string }

/** Days without a break in one store and position, and the card that they are scored by; null where there is none. */
export type Stretch<Store> = Coverage & {
  from: Day
  to: Day
  days: number
  store: Store
  position: string
  card: Card | null
}

type Days = { from: Day; to: Day }

/**
 * Of the versions of one holder's card the one for a period: the version that holds on its first day. A version that
 * begins inside a period serves from the next one on, so that nobody's rules change under way, unless there was none
 * before.
 */
export function cardHeld<Version extends Card>(versions: readonly Version[], period: Days): Version | null {
  const own = versions
    .filter((card) => card.from <= period.to)
    .sort((a, b) => (a.from === b.from ? a.version - b.version : a.from < b.from ? -1 : 1))
  return own.findLast((card) => card.from <= period.from) ?? own[0] ?? null
}

/** The cards found in a list that does not change: a network asks for the same few positions once for everybody. */
const foundIn = new WeakMap<readonly Card[], Map<string, Card | null>>()

/** The card of a position in a period. */
export function cardIn(cards: readonly Card[], position: string, period: Days): Card | null {
  let found = foundIn.get(cards)
  if (!found) {
    found = new Map()
    foundIn.set(cards, found)
  }
  const key = `${period.from} ${period.to} ${position}`
  let card = found.get(key)
  if (card === undefined) {
    card = cardHeld(
      cards.filter((one) => one.position === position && one.holder !== 'node'),
      period,
    )
    found.set(key, card)
  }
  return card
}

/** The card of a kind of node in a period. */
export function nodeCardIn(cards: readonly Card[], kind: string, period: Days): Card | null {
  const own = cards.filter((card) => card.position === kind && card.holder === 'node')
  return cardHeld(own, period)
}

/**
 * The stretches of a person in a period (H11.7), in order. Two departments of one store in one position are one stretch;
 * of positions held at the same time the one that began last counts; days without any are in no stretch.
 */
export function stretches<Store>(held: readonly Held<Store>[], cards: readonly Card[], period: Days): Stretch<Store>[] {
  const [only] = held
  if (only && held.length === 1 && only.from <= period.from && (only.to == null || only.to >= period.to)) {
    const { store, position } = only
    const all = { days: daysIn(period), months: monthsCount(period), share: 1 }
    return [{ from: period.from, to: period.to, store, position, ...all, card: cardIn(cards, position, period) }]
  }
  const joined: { from: Day; to: Day; store: Store; position: string }[] = []
  let gap = true
  for (const { from, to, value } of segments(held, period.from, period.to)) {
    const last = joined.at(-1)
    if (value === null) gap = true
    else if (last && !gap && last.store === value.store && last.position === value.position) last.to = to
    else {
      joined.push({ from, to, store: value.store, position: value.position })
      gap = false
    }
  }
  return joined.map((stretch) => ({
    ...stretch,
    days: daysIn(stretch),
    months: monthsCount(stretch),
    share: daysIn(stretch) / daysIn(period),
    card: cardIn(cards, stretch.position, period),
  }))
}
