import { answeringHours } from '#catalogue/openingHours'
import { dayAt } from '#foundation/period'
import { refuse } from '#foundation/reading'
import type { Deleted } from '../rules/factHead.ts'
import { hoursOn, openSeconds } from '../rules/openingHours.ts'
import type { PlainFact, Values } from '../rules/plainFact.ts'
import { type FactKind, plainKinds } from '../rules/plainKinds.ts'
import { type Survey, satisfactionPoints } from '../rules/survey.ts'
import { creditedOutputFen, type WorkOrder } from '../rules/workOrder.ts'
import { columnOf, tableOf } from '../storage/kinds.ts'
import type { CodeNumber, FactRow } from '../storage/versions.ts'

/** A fact as it was read: one of the two kinds with a shape of their own, or a plain one. */
export type ReadFact = WorkOrder | Survey | PlainFact | Deleted

type Resolved = { kind: FactKind; storeNo: number; zone: string; numbers: ReadonlyMap<string, CodeNumber> }

/** The codes in a fact that name people or nodes. */
export function codesIn(kind: FactKind, item: ReadFact): string[] {
  if ('values' in item) return item.values ? codesOf(kind, item.values) : []
  if (item.deleted) return []
  const named =
    'labour' in item
      ? [item.advisor, item.leadTechnician, ...item.labour.map((line) => line.technician)]
      : 'answeredAt' in item
        ? [item.advisor, item.technician]
        : []
  return named.filter((id) => id !== null)
}

function codesOf(kind: FactKind, values: Values): string[] {
  if (kind === 'work-orders' || kind === 'surveys') return []
  return plainKinds[kind].fields
    .filter(({ type }) => type === 'person' || type === 'node')
    .map(({ name }) => values[name])
    .filter((code) => typeof code === 'string')
}

/** The order that a fact names. */
export function orderNamed(item: ReadFact): string | null {
  if ('values' in item) return typeof item.values?.order === 'string' ? item.values.order : null
  if (item.deleted) return null
  if ('labour' in item) return item.rework?.originalOrder ?? null
  return 'order' in item ? item.order : null
}

/** A fact as it is kept: codes as numbers, instants also as days. */
export function factRow(item: ReadFact & { unversioned: boolean }, resolved: Resolved): FactRow {
  const { storeNo, zone, numbers } = resolved
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
    version: item.version,
    deleted: item.deleted,
    store_no: storeNo,
    by_content: item.unversioned,
  }
  if ('values' in item) return item.values ? { ...head, ...plainColumns(item.values, resolved, person) } : head
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
      has_door_to_door: item.hasDoorToDoor,
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

function plainColumns(
  values: Values,
  { kind, zone, numbers }: Resolved,
  person: (id: string | null, field: string) => number | null,
): Record<string, unknown> {
  if (kind === 'work-orders' || kind === 'surveys') return {}
  const columns: Record<string, unknown> = {}
  for (const field of plainKinds[kind].fields) {
    const value = values[field.name] ?? null
    const code = typeof value === 'string' ? value : null
    if (field.type === 'person') columns[columnOf(field)] = person(code, field.name)
    else if (field.type === 'node') {
      const found = numbers.get(code ?? '')
      columns[columnOf(field)] = found?.kind === 'person' ? found.no : null
    } else columns[columnOf(field)] = value
  }
  const dayOf = (name: string) => {
    const instant = values[name]
    return instant instanceof Date ? dayAt(instant, zone) : null
  }
  const { moment, days } = tableOf(kind)
  const [first = ''] = days
  if (moment) columns[first] = dayOf(moment)
  return { ...columns, ...derivedColumns(kind, values, zone, { columns, dayOf }) }
}

type Known = { columns: Record<string, unknown>; dayOf: (field: string) => string | null }

/** What follows from the fields of a kind besides its day. */
function derivedColumns(kind: FactKind, values: Values, zone: string, { columns, dayOf }: Known) {
  if (kind === 'complaints') return { credited_advisor_no: columns.advisor_no }
  if (kind === 'contacts') return answered(values, columns.received_day as string, zone)
  if (kind !== 'customers') return {}
  const complete = values.contact && values.preferences && values.serviceHistory
  return { completed_day: complete ? (dayOf('completedAt') ?? dayOf('createdAt')) : null }
}

/** How long a contact waited for its first answer, by the hours of its day. */
function answered({ receivedAt, firstAnsweredAt }: Values, day: string, zone: string) {
  if (!(receivedAt instanceof Date) || !(firstAnsweredAt instanceof Date))
    return { response_seconds: null, in_time: false }
  const hours = hoursOn(answeringHours, day)
  const seconds = openSeconds(localSecond(receivedAt, zone), localSecond(firstAnsweredAt, zone), hours)
  return { response_seconds: seconds, in_time: seconds <= hours.withinSeconds }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Seconds of local time since a midnight that all moments share. */
function localSecond(instant: Date, zone: string): number {
  if (zone === 'Asia/Shanghai') return instant.getTime() / 1000 + 8 * 3600
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clocks.set(zone, clock)
  }
  const [hour = 0, minute = 0, second = 0] = clock.format(instant).split(':').map(Number)
  return Date.parse(`${dayAt(instant, zone)}T00:00:00Z`) / 1000 + hour * 3600 + minute * 60 + second
}
