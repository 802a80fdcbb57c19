import type { Day } from '#foundation/period'
import type { KeptStep, Step } from './steps.ts'

/** What an entry is for: one person, rule, period and beginning of a stretch. Further entries for it are corrections. */
export type LedgerKey<Id extends string | number> = { person: Id; rule: string; period: string; fromDay: Day }

/** What is due for a key in all, whatever has been paid of it. */
export type Due<Id extends string | number> = LedgerKey<Id> & {
  store: Id
  ruleVersion: number
  dueFen: number
  because: readonly KeptStep[]
}

export type Entry<Id extends string | number> = LedgerKey<Id> & {
  store: Id
  ruleVersion: number
  amountFen: number
  because: readonly KeptStep[]
}

/** What the ledger already holds; of an entry its key, its store and its amount count. */
export type Posted<Id extends string | number> = Omit<Entry<Id>, 'because'>

const keyText = <Id extends string | number>({ person, rule, period, fromDay }: LedgerKey<Id>) =>
  JSON.stringify([person, rule, period, fromDay])

const correction = (dueFen: number, postedFen: number): Step => ({
  step: 'posted',
  dueFen,
  postedFen,
  amountFen: dueFen - postedFen,
})

/**
 * The entries to append so that the ledger holds what is due, key by key (H11.8): differences only, none where there is
 * none, a counter-entry for what is posted and due no more. `posted` is everything in the ledger of the people, rules and
 * periods that `due` speaks for; a second run with its own entries posted appends nothing. RangeError for a key due twice.
 */
export function ledgerEntries<Id extends string | number>(
  due: readonly Due<Id>[],
  posted: readonly Posted<Id>[],
): Entry<Id>[] {
  const held = new Map<string, { sumFen: number; last: Posted<Id> }>()
  for (const entry of posted) {
    const key = keyText(entry)
    held.set(key, { sumFen: (held.get(key)?.sumFen ?? 0) + entry.amountFen, last: entry })
  }

  const entries: Entry<Id>[] = []
  const spokenFor = new Set<string>()
  for (const { dueFen, because, ...line } of due) {
    const key = keyText(line)
    if (spokenFor.has(key)) throw new RangeError(`Due twice: ${key}`)
    spokenFor.add(key)
    const before = held.get(key)
    const amountFen = dueFen - (before?.sumFen ?? 0)
    if (amountFen === 0) continue
    entries.push({
      ...line,
      amountFen,
      because: before ? [...because, correction(dueFen, before.sumFen)] : because,
    })
  }
  for (const [key, { sumFen, last }] of held) {
    if (spokenFor.has(key) || sumFen === 0) continue
    const { person, store, rule, ruleVersion, period, fromDay } = last
    const because = [correction(0, sumFen)]
    entries.push({ person, store, rule, ruleVersion, period, fromDay, amountFen: -sumFen, because })
  }
  return entries
}
