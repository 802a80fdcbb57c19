import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { registerSentences } from '#foundation/failure'
import { type Day, dayAt } from '#foundation/period'
import { type Reject, readRow, refuse } from '#foundation/reading'
import type { Database, Transaction } from '#platform/database'
import { type Survey, satisfactionPoints, survey } from '../rules/survey.ts'
import { creditedOutputFen, type Deleted, type WorkOrder, workOrder } from '../rules/workOrder.ts'
import { type KindTable, surveyTable, workOrderTable } from '../storage/kinds.ts'
import { storesInScope } from '../storage/reach.ts'
import {
  type CodeNumber,
  chargeReworks,
  creditSurveys,
  type FactRow,
  lockStores,
  numbersOf,
  storesOfFacts,
  timeZones,
  visibleStores,
  type Written,
  writeVersions,
} from '../storage/versions.ts'

export type FactKind = 'work-orders' | 'surveys'

/** The days of stores that facts have changed. `locked`: nobody else writes in these stores until the transaction ends. */
export type Touched = { days: { storeNo: number; day: Day }[]; locked: ReadonlySet<number>; facts: number }

/** Lets the numbers follow in the same transaction; given by whoever composes the product. */
export type FollowFacts = (tx: Transaction, touched: Touched) => Promise<void>

export type Received = {
  accepted: number
  replaced: number
  ignored: number
  rejected: Reject[]
  stores: string[]
  days: Day[]
}

/** One row as it came: the content, or why not even that could be read. `unversioned`: its version is only the moment at which it came. */
export type RawRow = { row: number; raw: unknown; unversioned?: boolean } | { reject: Reject }

type Read = (WorkOrder | Survey | Deleted) & { row: number; unversioned: boolean }

/**
 * Takes facts in: versions, idempotence, late and deleted ones (H4.2), by one and the same validation wherever they come
 * from. Wrong rows are refused, the rest is kept, and the numbers follow before anything is acknowledged. A dry run ends in nothing.
 */
export async function receiveFacts(
  deps: { database: Database; followFacts: FollowFacts },
  who: { actor: Actor; now: Date },
  input: { kind: FactKind; rows: RawRow[]; dryRun: boolean; via: string },
): Promise<Received> {
  const unreadable: Reject[] = []
  const read = input.kind === 'work-orders' ? workOrder : survey
  const items: Read[] = []
  for (const one of input.rows) {
    const outcome =
      'reject' in one
        ? one
        : readRow(one.row, () => ({ ...read(one.raw), row: one.row, unversioned: one.unversioned ?? false }))
    if ('reject' in outcome) unreadable.push(outcome.reject)
    else items.push(outcome.value as Read)
  }
  try {
    return await deps.database.asActor(who.actor, async (tx) => {
      const received = await keep(tx, deps, who, input.kind, items, unreadable)
      const { accepted, replaced, ignored, rejected } = received
      if (accepted + replaced + ignored > 0) {
        const details = { accepted, replaced, ignored, rejected: rejected.length, via: input.via }
        await record(tx, who, { action: 'facts.receive', subject: input.kind, details })
      }
      if (input.dryRun) throw new DryRunEnds(received)
      return received
    })
  } catch (error) {
    if (error instanceof DryRunEnds) return error.received
    throw error
  }
}

async function keep(
  tx: Transaction,
  deps: { database: Database; followFacts: FollowFacts },
  who: { now: Date },
  kind: FactKind,
  items: Read[],
  unreadable: readonly Reject[],
): Promise<Received> {
  const rejected = [...unreadable]
  const known = await visibleStores(tx, [...new Set(items.map((item) => item.store))])
  await deps.database.becomeWorker(tx)
  const table = kind === 'work-orders' ? workOrderTable : surveyTable
  const { fitting, locked } = await resolve(tx, table, items, known, rejected)
  rejected.sort((a, b) => a.row - b.row)
  const kept = { accepted: 0, replaced: 0, ignored: 0 }
  if (fitting.length === 0) return { ...kept, rejected, stores: [], days: [] }
  const touched: { storeNo: number; day: Day }[] = []
  for (const round of rounds(fitting)) {
    const facts = round.map((item) => item.fact)
    const written = await writeVersions(tx, table, facts, who.now)
    for (const one of written) {
      kept[one.inserted ? 'accepted' : 'replaced'] += 1
      touched.push(...daysOf(one))
    }
    kept.ignored += round.length - written.length
  }
  touched.push(...(await recredit(tx, kind, fitting)))
  await deps.followFacts(tx, { days: touched, locked, facts: fitting.length })
  const stores = [...new Set(fitting.map((item) => item.store))].sort()
  const days = [...new Set(touched.map((one) => one.day))].sort()
  return { ...kept, rejected, stores, days }
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

async function resolve(
  tx: Transaction,
  table: KindTable,
  items: Read[],
  visible: Map<string, number>,
  rejected: Reject[],
) {
  const numbers = await numbersOf(tx, [...new Set(items.flatMap(peopleOf))])
  const zoneOf = await timeZones(tx, [...visible.values()])
  const elsewhere = new Map<string, number>()
  const keys = items.map(({ source, externalId }) => ({ source, externalId }))
  for (const fact of await storesOfFacts(tx, table, keys))
    elsewhere.set(`${fact.source} ${fact.externalId}`, fact.storeNo)
  const inScope = new Set(visible.values())
  const outside = [...elsewhere.values()].filter((storeNo) => !inScope.has(storeNo))
  const reachable = outside.length > 0 ? await storesInScope(tx, outside) : new Set<number>()
  const fitting: Fitting[] = []
  for (const item of items) {
    const outcome = readRow(item.row, (): Fitting => {
      const storeNo = visible.get(item.store)
      if (storeNo === undefined) refuse('store', item.store, 'facts.store.unknown')
      const stands = elsewhere.get(`${item.source} ${item.externalId}`)
      if (stands !== undefined && !inScope.has(stands) && !reachable.has(stands))
        refuse('externalId', item.externalId, 'facts.fact.elsewhere')
      return {
        row: item.row,
        store: item.store,
        order: orderNamed(item),
        fact: factRow(item, storeNo, zoneOf(storeNo), numbers),
      }
    })
    if ('reject' in outcome) rejected.push(outcome.reject)
    else fitting.push(outcome.value)
  }
  const locked = new Set([...fitting.map((item) => item.fact.store_no), ...elsewhere.values()])
  await lockStores(tx, [...locked])
  return { fitting, locked }
}

function peopleOf(item: Read): string[] {
  if (item.deleted) return []
  const named =
    'labour' in item
      ? [item.advisor, item.leadTechnician, ...item.labour.map((line) => line.technician)]
      : 'answeredAt' in item
        ? [item.advisor, item.technician]
        : []
  return named.filter((id) => id !== null)
}

const orderNamed = (item: Read): string | null => {
  if (item.deleted) return null
  if ('labour' in item) return item.rework?.originalOrder ?? null
  return 'order' in item ? item.order : null
}

function factRow(item: Read, storeNo: number, zone: string, numbers: Map<string, CodeNumber>): FactRow {
  const person = (id: string | null, field: string): number | null => {
    if (id === null) return null
    const found = numbers.get(id)
    if (found?.kind !== 'person') refuse(field, id, 'facts.person.unknown')
    return found.no
  }
  const day = (instant: Date | null) => instant && dayAt(instant, zone)
  const head = {
    source: item.source,
    external_id: item.externalId,
    version: item.version.toISOString(),
    deleted: item.deleted,
    store_no: storeNo,
    by_content: item.unversioned,
  }
  if (item.deleted) return head
  if ('labour' in item) {
    return {
      ...head,
      opened_at: item.openedAt,
      opened_day: day(item.openedAt),
      promised_at: item.promisedAt,
      delivered_at: item.deliveredAt,
      delivered_day: day(item.deliveredAt),
      customer: item.customer,
      vehicle: item.vehicle,
      advisor_no: person(item.advisor, 'advisor'),
      lead_no: person(item.leadTechnician, 'leadTechnician'),
      labour_technician_no: item.labour.map((line, index) => person(line.technician, `labour.${index}.technician`)),
      labour_billed_minutes: item.labour.map((line) => line.billedMinutes),
      labour_actual_minutes: item.labour.map((line) => line.actualMinutes),
      labour_credited_fen: creditedOutputFen(item),
      billed_minutes: sum(item.labour.map((line) => line.billedMinutes)),
      actual_minutes: sum(item.labour.map((line) => line.actualMinutes)),
      labour_fen: item.labourFen,
      parts_fen: item.partsFen,
      has_appointment: item.hasAppointment,
      has_add_on: item.hasAddOn,
      rework: item.rework !== null,
      original_order: item.rework?.originalOrder ?? null,
    }
  }
  const answer = item as Survey
  const advisor = person(answer.advisor, 'advisor')
  const technician = person(answer.technician, 'technician')
  return {
    ...head,
    answered_at: answer.answeredAt,
    answered_day: day(answer.answeredAt),
    order_id: answer.order,
    advisor_no: advisor,
    technician_no: technician,
    credited_advisor_no: advisor,
    credited_technician_no: technician,
    nps: answer.nps,
    stars: answer.stars,
    score: answer.score,
    points: satisfactionPoints(answer),
    text: answer.text,
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

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

function daysOf({ store_no, days, store_before, days_before }: Written): { storeNo: number; day: Day }[] {
  const now = days.map((day) => ({ storeNo: store_no, day }))
  if (store_before === null || days_before === null) return now
  return [...now, ...days_before.map((day) => ({ storeNo: store_before, day }))]
}

/** Credit follows from one fact to another: a return visit from its original order, a survey from its order. */
async function recredit(tx: Transaction, kind: FactKind, items: Fitting[]): Promise<{ storeNo: number; day: Day }[]> {
  const ofOrders = kind === 'work-orders'
  const named = items.flatMap((item) => (item.order === null ? [] : [item.order]))
  const orders = [...new Set(ofOrders ? [...named, ...items.map((item) => item.fact.external_id)] : named)]
  const moved = ofOrders
    ? [...(await chargeReworks(tx, orders)), ...(await creditSurveys(tx, orders))]
    : await creditSurveys(tx, orders)
  return moved.map((row) => ({ storeNo: row.store_no, day: row.day }))
}

registerSentences({
  'facts.fact.elsewhere': {
    zh: ({ value }) => `编号“${value}”已经属于您看不到的另一家门店，请核对编号和来源。`,
    en: ({ value }) => `The id "${value}" belongs to a store outside your scope; check the id and the source.`,
  },
})
