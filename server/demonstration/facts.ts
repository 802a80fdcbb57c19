import type { z } from 'zod'
import type { Survey, WorkOrder } from '#facts/wire'
import { monthOf } from '#foundation/period'
import { instant, isBy, type Moment, momentAt } from './moments.ts'
import type { Network } from './network.ts'
import { type OrderLife, storeLife } from './storeLife.ts'
import { type SurveyLife, surveyLife } from './surveyLife.ts'

export type OrderRow = z.infer<typeof WorkOrder>
export type SurveyRow = z.infer<typeof Survey>

/** The facts of a month, as they are sent: what arrived in it, or what was answered in it. */
export type Batch =
  | { kind: 'work-orders'; month: string; rows: OrderRow[] }
  | { kind: 'surveys'; month: string; rows: SurveyRow[] }

const source = 'demonstration'
const seed = 'baton'

/**
 * All that is known at a moment, by month and kind, rows sorted by store and day. Cars that are still in the workshop are
 * open orders; once delivered, the same order has a greater version.
 */
export function factBatches(network: Network, now: Date): Batch[] {
  const by = momentAt(now)
  const orders: OrderRow[] = []
  const surveys: SurveyRow[] = []
  for (const store of network.stores) {
    const life = storeLife(network, store, seed, by.day)
    for (const order of life) if (isBy(order.opened, by)) orders.push(orderRow(order, by))
    for (const survey of surveyLife(life, store.id, seed))
      if (isBy(survey.answered, by)) surveys.push(surveyRow(survey))
  }
  const byMonth = <Row>(rows: Row[], at: (row: Row) => string) =>
    Map.groupBy(rows, (row) => monthOf(at(row).slice(0, 10)))
  const orderMonths = byMonth(orders, (row) => row.openedAt)
  const surveyMonths = byMonth(surveys, (row) => row.answeredAt)
  return [...orderMonths.keys()].sort().flatMap((month): Batch[] => {
    const answers = surveyMonths.get(month)
    const batch: Batch = { kind: 'work-orders', month, rows: orderMonths.get(month) ?? [] }
    return answers ? [batch, { kind: 'surveys', month, rows: answers }] : [batch]
  })
}

function orderRow(order: OrderLife, by: Moment): OrderRow {
  const head = {
    source,
    externalId: order.id,
    store: order.store,
    openedAt: instant(order.opened),
    promisedAt: instant(order.promised),
    customer: order.customer,
    vehicle: order.vehicle,
    advisor: order.advisor,
    leadTechnician: order.lead.id,
    hasAppointment: order.hasAppointment,
    rework: order.original === null ? null : { originalOrder: order.original },
  }
  if (!isBy(order.delivered, by)) {
    return {
      ...head,
      version: head.openedAt,
      deliveredAt: null,
      labour: [],
      labourFen: 0,
      partsFen: 0,
      hasAddOn: false,
    }
  }
  const deliveredAt = instant(order.delivered)
  const { labour, labourFen, partsFen, hasAddOn } = order
  return { ...head, version: deliveredAt, deliveredAt, labour, labourFen, partsFen, hasAddOn }
}

function surveyRow({ id, order, answered, nps, stars, score, text }: SurveyLife): SurveyRow {
  const answeredAt = instant(answered)
  const named = { order: order.id, advisor: order.advisor, technician: order.lead.id }
  return {
    source,
    externalId: id,
    version: answeredAt,
    store: order.store,
    answeredAt,
    ...named,
    nps,
    stars,
    score,
    text,
  }
}
