import { monthOf } from '#foundation/period'
import { besideOrders } from './beside.ts'
import { dailyFacts } from './daily.ts'
import { instant, isBy, type Moment } from './moments.ts'
import { earlierAccounts, monthlyFacts } from './monthly.ts'
import type { Network } from './network.ts'
import { type OrderLife, storeOrders } from './orders.ts'
import { type Facts, head, type Row } from './rows.ts'
import type { StoreSketch } from './sketches.ts'
import { surveyRows } from './surveys.ts'
import { worldOf } from './world.ts'

/**
 * What is known at a moment of a store, month by month: a fact belongs to the month in which its car arrived or its day lies.
 * Cars that are still in the workshop are open orders; once delivered, the same order has a greater version. Asked for months in
 * their order it makes each only once.
 */
export function storeFacts(network: Network, store: StoreSketch, by: Moment): (month: string) => Facts {
  const world = worldOf(network, store)
  const ordersOf = storeOrders(world)
  const limit = instant(by)
  return (month) => {
    const orders = ordersOf(month)
    const first = month === monthOf(world.first)
    const withHistory = first && network.outline.months >= 12
    const monthly = monthlyFacts(world, month, orders, by)
    const daily = dailyFacts(world, month, orders, by)
    return {
      ...besideOrders(world, month, orders, by),
      'work-orders': orders.flatMap((order) =>
        isBy(order.opened, by) ? [orderRow(order, by, world.countsByHand)] : [],
      ),
      surveys: surveyRows(world, month, orders).filter((row) => row.version <= limit),
      attendance: daily.attendance,
      contacts: daily.contacts,
      'bay-usage': daily['bay-usage'],
      observations: daily.observations,
      inventory: monthly.inventory,
      finance: [...(withHistory ? earlierAccounts(world) : []), ...monthly.finance],
      'staff-changes': monthly['staff-changes'],
    }
  }
}

function orderRow(order: OrderLife, by: Moment, countedByHand: boolean): Row<'work-orders'> {
  const delivered = isBy(order.delivered, by)
  return {
    ...head(order.id, delivered ? order.delivered : order.opened, order.store),
    openedAt: instant(order.opened),
    promisedAt: instant(order.promised),
    deliveredAt: delivered ? instant(order.delivered) : null,
    customer: order.customer.name,
    vehicle: order.customer.vehicle,
    advisor: order.advisor,
    leadTechnician: order.lead.id,
    labour: delivered ? order.labour : [],
    labourFen: delivered ? order.labourFen : 0,
    partsFen: delivered ? order.partsFen : 0,
    hasAppointment: order.hasAppointment,
    hasAddOn: delivered && order.hasAddOn,
    hasDoorToDoor: countedByHand ? null : order.hasDoorToDoor,
    rework: order.original === null ? null : { originalOrder: order.original },
  }
}
