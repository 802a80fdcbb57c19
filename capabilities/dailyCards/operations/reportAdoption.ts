import { type FollowFacts, receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { addDays, type Day, dayAt } from '#foundation/period'
import { followFacts } from '#measures'
import type { Database, Transaction } from '#platform/database'
import type { Adoption } from '../rules/adoption.ts'
import {
  adoptionSource,
  cardsUsed,
  type ObservedRow,
  observedBefore,
  type StoreDay,
  storeDays,
  strategicOn,
} from '../storage/adoption.ts'
import { adoptionOf } from './adoption.ts'

type Deps = { database: Database; followFacts?: FollowFacts }

/** The product by itself: what it counts of its own cards is no user's word. */
const reporter: Actor = {
  no: 0,
  kind: 'system',
  name: 'Baton',
  personNo: null,
  permissions: new Set(['facts.write']),
  scope: '{(,)}',
  payScope: '{}',
  locale: 'zh',
}

/** So many stores' days are counted and sent together. */
const daysAtOnce = 400
const roundsMax = 3

/**
 * Sends how the cards of stores and days were used, as observations of each person (H8.5). Counted anew from the cards and
 * compared with what was sent before, so that running it again sends nothing. Days to come are left out. Returns how many
 * observations were sent.
 */
export async function reportAdoption(
  { database, followFacts: follow = followFacts }: Deps,
  { of, now }: { of: readonly StoreDay[]; now: Date },
): Promise<number> {
  const today = dayAt(now, 'Asia/Shanghai')
  const past = of.filter(({ day }) => day <= today)
  let sent = 0
  for (let from = 0; from < past.length; from += daysAtOnce) {
    const some = past.slice(from, from + daysAtOnce)
    // Looked at again after each sending: what somebody else changed meanwhile has been counted by one of the two.
    for (let round = 0; round < roundsMax; round++) {
      const rows = await database.asWorker((tx) => uncounted(tx, some, now))
      if (rows.length === 0) break
      sent += await send({ database, followFacts: follow }, rows, now)
    }
  }
  return sent
}

type Row = ReturnType<typeof changed>[number]

async function send(deps: Required<Deps>, rows: readonly Row[], now: Date): Promise<number> {
  const input = {
    kind: 'observations' as const,
    rows: rows.map((raw, index) => ({ row: index + 1, raw })),
    dryRun: false,
    via: 'dailyCards',
  }
  const { accepted, replaced } = await receiveFacts(deps, { actor: reporter, now }, input)
  return accepted + replaced
}

/** What was sent is read before the cards are, so that a count is never older than what it replaces. */
async function uncounted(tx: Transaction, of: readonly StoreDay[], now: Date): Promise<Row[]> {
  const before = new Map((await observedBefore(tx, of)).map((row) => [row.externalId, row]))
  const strategic = Map.groupBy(await strategicOn(tx, of), ({ personNo, day }) => `${personNo} ${day}`)
  return (await cardsUsed(tx, of)).flatMap((card) =>
    changed(card, adoptionOf([card], strategic.get(`${card.personNo} ${card.day}`) ?? []), before, now),
  )
}

/** The stores' days of a span: the evening's job, and whoever writes many cards at once. */
export async function reportSpan(
  deps: Deps,
  { from, to, storeNos = null, now }: { from: Day; to: Day; storeNos?: readonly number[] | null; now: Date },
): Promise<number> {
  const of = await deps.database.asWorker((tx) => storeDays(tx, { from, to, storeNos }))
  return reportAdoption(deps, { of, now })
}

/** What the evening counts: the day that ends, and the day before, whose cards may have been closed late. */
export function reportDaysEnding(deps: Deps, { today, now }: { today: Day; now: Date }): Promise<number> {
  return reportSpan(deps, { from: addDays(today, -1), to: today, now })
}

type Counted = { person: string; store: string; day: Day }

/** The counts that differ from what was sent; what was never sent is 0. A clock behind the last sender's still counts up. */
function changed(
  { person, store, day }: Counted,
  counts: Adoption,
  before: ReadonlyMap<string, ObservedRow>,
  now: Date,
) {
  return Object.entries(counts).flatMap(([measure, value]) => {
    const externalId = `${measure} ${store} ${person} ${day}`
    const known = before.get(externalId)
    if ((known?.value ?? 0) === value) return []
    const version = new Date(Math.max(now.getTime(), (known?.version.getTime() ?? 0) + 1)).toISOString()
    return [{ source: adoptionSource, externalId, version, store, node: person, measure, day, value }]
  })
}
