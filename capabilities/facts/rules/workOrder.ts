import { registerSentences } from '#foundation/failure'
import { allocate } from '#foundation/money'
import {
  booleanIn,
  codeIn,
  type Fields,
  instantIn,
  listIn,
  objectOf,
  optionalCode,
  optionalInstant,
  optionalText,
  refuse,
  wholeNumber,
} from '#foundation/reading'
import { type Deleted, type FactHead, factHead } from './factHead.ts'

export type Labour = { technician: string; billedMinutes: number; actualMinutes: number }

export type WorkOrder = FactHead & {
  openedAt: Date
  promisedAt: Date | null
  deliveredAt: Date | null
  customer: string | null
  vehicle: string | null
  advisor: string | null
  leadTechnician: string | null
  labour: Labour[]
  labourFen: number
  partsFen: number
  hasAppointment: boolean
  hasAddOn: boolean
  /** Fetched or brought back by the store; null where the source does not say. */
  hasDoorToDoor: boolean | null
  rework: { originalOrder: string | null } | null
}

const fenMax = 100_000_000_000
const minutesMax = 100_000

/** Reads one work order; refuses it with the field and the reason when it does not hold together. */
export function workOrder(raw: unknown): WorkOrder | Deleted {
  const fields = objectOf(raw)
  const head = factHead(fields)
  if (head.deleted) return { ...head, deleted: true }
  const openedAt = instantIn(fields, 'openedAt')
  const deliveredAt = optionalInstant(fields, 'deliveredAt')
  if (deliveredAt && deliveredAt < openedAt)
    refuse('deliveredAt', fields.deliveredAt, 'facts.work_order.delivered_before_opened', {
      openedAt: openedAt.toISOString(),
    })
  return {
    ...head,
    openedAt,
    promisedAt: optionalInstant(fields, 'promisedAt'),
    deliveredAt,
    customer: optionalText(fields, 'customer'),
    vehicle: optionalText(fields, 'vehicle'),
    advisor: optionalCode(fields, 'advisor'),
    leadTechnician: optionalCode(fields, 'leadTechnician'),
    labour: listIn(fields, 'labour', { max: 100 }).map(labourLine),
    labourFen: wholeNumber(fields, 'labourFen', { min: -fenMax, max: fenMax }),
    partsFen: wholeNumber(fields, 'partsFen', { min: -fenMax, max: fenMax }),
    hasAppointment: booleanIn(fields, 'hasAppointment'),
    hasAddOn: booleanIn(fields, 'hasAddOn'),
    hasDoorToDoor: fields.hasDoorToDoor == null ? null : booleanIn(fields, 'hasDoorToDoor'),
    rework: reworkOf(fields),
  }
}

function labourLine(raw: unknown, index: number): Labour {
  const path = `labour.${index}`
  const line = objectOf(raw, path)
  return {
    technician: codeIn(line, 'technician', `${path}.technician`),
    billedMinutes: wholeNumber(line, 'billedMinutes', { max: minutesMax, path: `${path}.billedMinutes` }),
    actualMinutes: wholeNumber(line, 'actualMinutes', { max: minutesMax, path: `${path}.actualMinutes` }),
  }
}

function reworkOf(fields: Fields): WorkOrder['rework'] {
  if (fields.rework === undefined || fields.rework === null) return null
  const rework = objectOf(fields.rework, 'rework')
  return { originalOrder: optionalText(rework, 'originalOrder', { path: 'rework.originalOrder' }) }
}

/**
 * The output value of an order, credited to those who booked labour on it, by billed minutes (H5.9): 1,000 yuan with 90 and
 * 30 minutes credits 750 and 250. Sums to the order's output to the fen. Without billed minutes nobody is credited.
 */
export function creditedOutputFen(order: Pick<WorkOrder, 'labour' | 'labourFen' | 'partsFen'>): number[] {
  const minutes = order.labour.map((line) => line.billedMinutes)
  if (!minutes.some((billed) => billed > 0)) return minutes.map(() => 0)
  return allocate(order.labourFen + order.partsFen, minutes)
}

registerSentences({
  'facts.work_order.delivered_before_opened': {
    zh: ({ value, openedAt }) => `交车时间 ${value} 早于进厂时间 ${openedAt}。`,
    en: ({ value, openedAt }) => `Delivered ${value}, before it was opened ${openedAt}.`,
  },
  'facts.store.unknown': {
    zh: ({ value }) => `找不到门店“${value}”，请核对编码或先导入组织。`,
    en: ({ value }) => `There is no store "${value}"; check the code or import the organization first.`,
  },
  'facts.person.unknown': {
    zh: ({ value }) => `找不到人员“${value}”，请核对工号或先导入人员。`,
    en: ({ value }) => `There is no person "${value}"; check the code or import the people first.`,
  },
})
