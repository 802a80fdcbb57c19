import { record } from '#audit'
import { measures } from '#catalogue/measures'
import type { Actor } from '#foundation/actor'
import { registerSentences } from '#foundation/failure'
import type { Day } from '#foundation/period'
import { type Reject, readRow, refuse } from '#foundation/reading'
import { type Database, planOnce, type Transaction, together } from '#platform/database'
import { plainFact } from '../rules/plainFact.ts'
import { type FactKind, plainKinds } from '../rules/plainKinds.ts'
import { survey } from '../rules/survey.ts'
import { workOrder } from '../rules/workOrder.ts'
import {
  chargeReworks,
  creditComplaints,
  creditInspections,
  creditSurveys,
  markInspected,
  markReturning,
  type Named,
  noneNamed,
  ordersNamed,
} from '../storage/credits.ts'
import { fewFacts, writeFresh } from '../storage/freshFacts.ts'
import { tableOf } from '../storage/kinds.ts'
import { storesInScope } from '../storage/reach.ts'
import {
  type CodeNumber,
  codesOfStores,
  type FactRow,
  type KnownFact,
  knownFacts,
  lockStores,
  type Moved,
  numbersOf,
  timeZones,
  visibleStores,
  writeVersions,
  zonesInUse,
} from '../storage/versions.ts'
import { codesIn, factRow, orderNamed, type ReadFact } from './factRows.ts'
import { placing } from './placing.ts'

/** The days of stores that facts have changed. `locked`: nobody else writes in these stores until the transaction ends. */
export type Touched = {
  days: { storeNo: number; day: Day }[]
  locked: ReadonlySet<number>
  facts: number
  /** Nothing that was known before has been changed or taken away: what these facts say has come in addition. */
  onlyAdded?: boolean
  /** Of a file that comes in parts: whether the same days will be touched again, or nothing more comes. */
  part?: 'more_to_come' | 'last'
}

/** Lets the numbers follow in the same transaction; given by whoever composes the product. */
export type FollowFacts = (tx: Transaction, touched: Touched) => Promise<void>

/** Which measures may be observed beside those as shipped: whether persons have them, and until which day they count. */
export type ObservableMeasures = (
  tx: Transaction,
) => Promise<(id: string) => { personal: boolean; until: Day | null } | null>

type Deps = { database: Database; followFacts: FollowFacts; observableMeasures?: ObservableMeasures }

export type Received = {
  accepted: number
  replaced: number
  ignored: number
  rejected: Reject[]
  stores: string[]
  storeNos: number[]
  days: Day[]
}

/** One row as it came: the content, or why not even that could be read. `unversioned`: its version is only the moment at which it came. */
export type RawRow = { row: number; raw: unknown; unversioned?: boolean } | { reject: Reject }

type Read = ReadFact & { row: number; unversioned: boolean }

/**
 * Takes facts in: versions, idempotence, late and deleted ones (H4.2), by one and the same validation wherever they come
 * from. Wrong rows are refused, the rest is kept, and the numbers follow before anything is acknowledged. A dry run ends in nothing.
 */
export async function receiveFacts(
  deps: Deps,
  who: { actor: Actor; now: Date },
  input: {
    kind: FactKind
    rows: RawRow[]
    dryRun: boolean
    via: string
    /** Commits with the facts, as the worker. */
    also?: (tx: Transaction, received: Received) => Promise<void>
  },
): Promise<Received> {
  const unreadable: Reject[] = []
  const read = readerOf(input.kind)
  const items: Read[] = []
  for (const one of input.rows) {
    const outcome =
      'reject' in one
        ? one
        : readRow(one.row, () => Object.assign(read(one.raw), { row: one.row, unversioned: one.unversioned ?? false }))
    if ('reject' in outcome) unreadable.push(outcome.reject)
    else items.push(outcome.value as Read)
  }
  try {
    return await deps.database.asActor(who.actor, async (tx) => {
      const received = await keep(tx, deps, who, input, items, unreadable)
      await input.also?.(tx, received)
      if (input.dryRun) throw new DryRunEnds(received)
      return received
    })
  } catch (error) {
    if (error instanceof DryRunEnds) return error.received
    throw error
  }
}

function readerOf(kind: FactKind): (raw: unknown) => ReadFact {
  if (kind === 'work-orders') return workOrder
  if (kind === 'surveys') return survey
  return (raw) => plainFact(plainKinds[kind], raw)
}

async function keep(
  tx: Transaction,
  deps: Deps,
  who: { actor: Actor; now: Date },
  { kind, via }: { kind: FactKind; via: string },
  items: Read[],
  unreadable: readonly Reject[],
): Promise<Received> {
  const rejected = [...unreadable]
  const codes = items.flatMap((item) => (item.store === null ? [] : [item.store]))
  const table = tableOf(kind)
  // The stores as the actor may see them, all else as the worker; none waits for another, so they share a round trip.
  const [, visible, , numbers, before, zones] = await together(
    items.length <= fewFacts ? planOnce(tx) : Promise.resolve(),
    visibleStores(tx, [...new Set(codes)]),
    deps.database.becomeWorker(tx),
    numbersOf(tx, [...new Set(items.flatMap((item) => codesIn(kind, item)))]),
    knownFacts(tx, table, items),
    zonesInUse(tx),
  )
  const found = { visible, numbers, before, zones }
  const observed = await observedOf(tx, deps, kind)
  const { fitting, locked } = await resolve(tx, kind, items, found, rejected, observed)
  // Nothing is known of these stores that another writer may still change: waiting and the first writing go out together.
  const lock = lockStores(tx, [...locked])
  rejected.sort((a, b) => a.row - b.row)
  const kept = { accepted: 0, replaced: 0, ignored: 0 }
  if (fitting.length === 0) {
    await lock
    return { ...kept, rejected, stores: [], storeNos: [], days: [] }
  }
  const touched = touchedDays()
  // Most facts are new; only what stands already, or twice in the request, needs to be weighed against another version.
  const { fresh, versions } = freshOf(fitting, before)
  const [, moved, names] = await together(
    lock,
    writeFresh(
      tx,
      table,
      fresh.map((item) => item.fact),
      who.now,
    ),
    kind === 'work-orders'
      ? ordersNamed(
          tx,
          fitting.map((item) => item.fact.external_id),
        )
      : Promise.resolve(noneNamed()),
  )
  const weighed = moved ? versions : fitting
  if (moved) {
    kept.accepted = fresh.length
    for (const { fact } of fresh) for (const name of table.days) touched.add(fact.store_no, fact[name])
  }
  for (const round of rounds(weighed)) {
    const facts = round.map((item) => item.fact)
    const written = await writeVersions(tx, table, facts, who.now)
    for (const one of written) {
      kept[one.inserted ? 'accepted' : 'replaced'] += 1
      for (const day of one.days) touched.add(one.store_no, day)
      for (const day of one.days_before ?? []) touched.add(one.store_before ?? one.store_no, day)
    }
    kept.ignored += round.length - written.length
  }
  const days = [...new Set(touched.all().map((one) => one.day))].sort()
  const { reach } = table
  if (reach) for (const { storeNo, day } of touched.all()) for (const other of reach(day)) touched.add(storeNo, other)
  for (const { store_no, day } of moved ?? []) touched.add(store_no, day)
  for (const { store_no, day } of await recredit(tx, kind, names, fitting, weighed, before)) touched.add(store_no, day)
  const stores = [...new Set(fitting.map((item) => item.store))].sort()
  const storeNos = [...new Set(fitting.map((item) => item.fact.store_no))]
  await together(
    deps.followFacts(tx, {
      days: touched.all(),
      locked,
      facts: fitting.length,
      onlyAdded: kept.replaced === 0,
    }),
    record(tx, who, {
      action: 'facts.receive',
      subject: kind,
      node: storeNos.length === 1 ? storeNos[0] : undefined,
      details: { ...kept, rejected: rejected.length, via },
    }),
  )
  return { ...kept, rejected, stores, storeNos, days }
}

/** Rolls everything back at the end of a dry run: what it counted is exactly what would have happened. */
class DryRunEnds extends Error {
  readonly received: Received
  constructor(received: Received) {
    super('a dry run')
    this.received = received
  }
}

type Fitting = { row: number; store: string; fact: FactRow; order: string | null }
type Found = {
  visible: ReadonlyMap<string, number>
  numbers: ReadonlyMap<string, CodeNumber>
  before: readonly KnownFact[]
  zones: readonly string[]
}

async function resolve(
  tx: Transaction,
  kind: FactKind,
  items: Read[],
  { visible, numbers, before, zones }: Found,
  rejected: Reject[],
  observed: Observed,
) {
  const elsewhere = new Map(before.map((fact) => [`${fact.source} ${fact.externalId}`, fact.storeNo]))
  const placeOf = await placing(tx, { kind, items, numbers })

  const placed: { item: Read; storeNo: number }[] = []
  for (const item of items) {
    const outcome = readRow(item.row, () => ({ item, storeNo: storeOf(item, visible, elsewhere, placeOf) }))
    if ('reject' in outcome) rejected.push(outcome.reject)
    else placed.push(outcome.value)
  }
  const inScope = new Set(visible.values())
  const outside = [...elsewhere.values(), ...placed.map(({ storeNo }) => storeNo)].filter((no) => !inScope.has(no))
  const reachable = outside.length > 0 ? await storesInScope(tx, outside) : new Set<number>()
  const mayWrite = (storeNo: number) => inScope.has(storeNo) || reachable.has(storeNo)
  const storeNos = [...new Set(placed.map(({ storeNo }) => storeNo))]
  const zoneOf = await timeZones(tx, zones, storeNos)
  const codes = new Map([...visible].map(([code, no]) => [no, code]))
  const unseen = storeNos.filter((no) => !codes.has(no))
  if (unseen.length > 0) for (const [no, code] of await codesOfStores(tx, unseen)) codes.set(no, code)

  const fitting: Fitting[] = []
  for (const { item, storeNo } of placed) {
    const outcome = readRow(item.row, (): Fitting => {
      const stands = elsewhere.get(`${item.source} ${item.externalId}`)
      if (stands !== undefined && !mayWrite(stands)) refuse('externalId', item.externalId, 'facts.fact.elsewhere')
      // Only what a person, an order or a node led to can lie outside the scope here; it is unknown to whoever asks.
      if (!mayWrite(storeNo)) unknownPlace(kind, item)
      checkObserved(item, numbers, observed)
      return {
        row: item.row,
        store: codes.get(storeNo) ?? '',
        order: orderNamed(item),
        fact: factRow(item, { kind, storeNo, zone: zoneOf(storeNo), numbers }),
      }
    })
    if ('reject' in outcome) rejected.push(outcome.reject)
    else fitting.push(outcome.value)
  }
  const locked = new Set([...fitting.map((item) => item.fact.store_no), ...elsewhere.values()])
  return { fitting, locked }
}

function storeOf(
  item: Read,
  visible: ReadonlyMap<string, number>,
  elsewhere: ReadonlyMap<string, number>,
  placeOf: (item: Read) => number,
): number {
  if (item.store !== null) return visible.get(item.store) ?? refuse('store', item.store, 'facts.store.unknown')
  if (!item.deleted) return placeOf(item)
  // A deletion may leave the store out: the fact stays where it stands.
  return elsewhere.get(`${item.source} ${item.externalId}`) ?? refuse('store', null, 'row.field.missing')
}

function unknownPlace(kind: FactKind, item: Read): never {
  if (kind === 'inspections') refuse('order', orderNamed(item), 'facts.order.unknown')
  const values = 'values' in item ? item.values : null
  if (values?.node) refuse('node', values.node, 'facts.node.not_observed')
  refuse('person', values?.person ?? null, 'facts.person.unknown')
}

type Observed = Awaited<ReturnType<ObservableMeasures>>
const shipped = new Map(measures.map(({ id, personal }) => [id, { personal: personal === true, until: null }]))

async function observedOf(tx: Transaction, { observableMeasures }: Deps, kind: FactKind): Promise<Observed> {
  const defined = kind === 'observations' ? await observableMeasures?.(tx) : undefined
  return (id) => shipped.get(id) ?? defined?.(id) ?? null
}

/** An observation is of a measure that there is; of a person only one that persons have. */
function checkObserved(item: Read, numbers: ReadonlyMap<string, CodeNumber>, observed: Observed): void {
  const values = 'values' in item ? item.values : null
  if (!values?.node || typeof values.measure !== 'string') return
  const measure = observed(values.measure)
  if (!measure) refuse('measure', values.measure, 'facts.measure.unknown')
  if (!measure.personal && numbers.get(String(values.node))?.kind === 'person')
    refuse('measure', values.measure, 'facts.measure.not_personal')
  if (measure.until !== null && String(values.day) > measure.until)
    refuse('measure', values.measure, 'facts.measure.retired', { until: measure.until })
}

/** One statement can write a fact once; a fact that stands several times in a request is written in as many rounds, in its order. */
function rounds(items: Fitting[]): Fitting[][] {
  const times = new Map<string, number>()
  const made: Fitting[][] = []
  for (const item of items) {
    const key = `${item.fact.source} ${item.fact.external_id}`
    const time = times.get(key) ?? 0
    times.set(key, time + 1)
    const round = made[time] ?? []
    round.push(item)
    made[time] = round
  }
  return made
}

/** Facts of which nothing is known yet, each once; and all others, in their order. */
function freshOf(items: Fitting[], before: readonly KnownFact[]): { fresh: Fitting[]; versions: Fitting[] } {
  const known = new Set(before.map(({ source, externalId }) => `${source} ${externalId}`))
  const fresh: Fitting[] = []
  const versions: Fitting[] = []
  for (const item of items) {
    const key = `${item.fact.source} ${item.fact.external_id}`
    if (known.has(key)) versions.push(item)
    else {
      known.add(key)
      fresh.push(item)
    }
  }
  return { fresh, versions }
}

/** Days of stores, each once. */
function touchedDays() {
  const days = new Map<number, Set<Day>>()
  return {
    add(storeNo: number, day: unknown): void {
      if (typeof day !== 'string') return
      const known = days.get(storeNo)
      if (known) known.add(day)
      else days.set(storeNo, new Set([day]))
    },
    all: (): { storeNo: number; day: Day }[] =>
      [...days].flatMap(([storeNo, all]) => [...all].map((day) => ({ storeNo, day }))),
  }
}

/**
 * Credit follows from one fact to another: from an order to its returns, surveys, complaints and inspections, and back. Of
 * orders that are new, whether the customer came back is known from their writing; `weighed` are the others.
 */
async function recredit(
  tx: Transaction,
  kind: FactKind,
  names: Named,
  items: readonly Fitting[],
  weighed: readonly Fitting[],
  before: readonly KnownFact[],
): Promise<Moved[]> {
  const named = items.flatMap((item) => (item.order === null ? [] : [item.order]))
  const formerly = before.flatMap(({ order }) => (order === null ? [] : [order]))
  const moved: Moved[] = []
  if (kind === 'work-orders') {
    moved.push(...(await chargeReworks(tx, [...new Set([...named, ...names.rework])])))
    moved.push(...(await creditSurveys(tx, names.survey)), ...(await creditComplaints(tx, names.complaint)))
    // An order without any inspection begins as not inspected.
    moved.push(...(await creditInspections(tx, names.inspection)), ...(await markInspected(tx, names.inspection)))
    moved.push(...(await markReturning(tx, visitsOf(weighed, before))))
  } else if (kind === 'surveys') moved.push(...(await creditSurveys(tx, [...new Set(named)])))
  else if (kind === 'complaints') moved.push(...(await creditComplaints(tx, [...new Set(named)])))
  else if (kind === 'inspections') {
    moved.push(...(await creditInspections(tx, [...new Set(named)])))
    moved.push(...(await markInspected(tx, [...new Set([...named, ...formerly])])))
  }
  return moved
}

/** The customers of these orders, as they are and as they were. */
function visitsOf(items: readonly Fitting[], before: readonly KnownFact[]): { storeNo: number; customer: string }[] {
  const visits: { storeNo: number; customer: string }[] = []
  for (const { fact } of items)
    if (typeof fact.customer === 'string') visits.push({ storeNo: fact.store_no, customer: fact.customer })
  for (const { storeNo, customer } of before) if (customer !== null) visits.push({ storeNo, customer })
  return visits
}

registerSentences({
  'facts.fact.elsewhere': {
    zh: ({ value }) => `编号“${value}”已经属于您看不到的另一家门店，请核对编号和来源。`,
    en: ({ value }) => `The id "${value}" belongs to a store outside your scope; check the id and the source.`,
  },
})
