import { type Day, dayNumber, days, monthOf, type Period, parsePeriod } from '#foundation/period'
import { type Chance, evenly } from './chance.ts'
import { type Customer, customerOf } from './customers.ts'
import { type Moment, openDay } from './moments.ts'
import { monthAfter } from './outline.ts'
import { arrivalHours, dayWeight } from './season.ts'
import type { DemonstrationPerson } from './staff.ts'
import { along } from './stories.ts'
import { luckOf, onDuty, type World } from './world.ts'

/** An order as it ends; what is known of it at some moment is cut from this. */
export type OrderLife = {
  id: string
  store: string
  opened: Moment
  promised: Moment
  delivered: Moment
  customer: Customer
  advisor: string
  lead: DemonstrationPerson
  labour: { technician: string; billedMinutes: number; actualMinutes: number }[]
  labourFen: number
  partsFen: number
  hasAppointment: boolean
  hasAddOn: boolean
  hasDoorToDoor: boolean
  original: string | null
  /** How far the store's story has gone, in months. */
  months: number
  /** Days after the delivery on which the car comes back for the same complaint. */
  returnsAfter: number | null
}

/** Returns come between two and twenty-five days after the delivery, and so are over within thirty. */
const returnsAfter = { least: 2, most: 25 }
const closesAt = 18 * 60 + 30
const fenPerMinute = 700
/** A return is mended at a quarter of the usual price, on warranty. */
const returnPrice = 0.25

/** The orders of a store, month by month. Those of a month follow from the seed and the month before alone. */
export function storeOrders(world: World): (month: string) => OrderLife[] {
  const made = new Map<string, OrderLife[]>()
  const fresh = (month: string) => {
    const known = made.get(month)
    if (known) return known
    const orders = month < monthOf(world.first) ? [] : freshOrders(world, month)
    made.set(month, orders)
    for (const old of made.keys()) if (made.size > 2) made.delete(old)
    return orders
  }
  return (month) => {
    const before = fresh(monthAfter(month, -1))
    const ours = fresh(month)
    const back = [...before, ...ours].flatMap((order) => returnOf(world, order, month) ?? [])
    return [...ours, ...back].sort((a, b) =>
      a.opened.day < b.opened.day ? -1 : a.opened.day > b.opened.day ? 1 : a.opened.minute - b.opened.minute,
    )
  }
}

function freshOrders(world: World, month: string): OrderLife[] {
  const luck = luckOf(world, month, 'orders')
  const shares = {
    appointment: evenly(luck.next(), 0.618034),
    addOn: evenly(luck.next(), 0.414214),
    doorToDoor: evenly(luck.next(), 0.732051),
  }
  const returns = returnsOf(luck)
  return days(parsePeriod(month) as Period).flatMap((day) => {
    if (world.shut.has(day)) return []
    const months = world.at(day)
    const crew = onDuty(world, ['technician', 'technician_lead'], day)
    const advisors = onDuty(world, ['service_advisor'], day)
    const faults = along(world.story.faults, months)
    const count = Math.round(world.arrivals(day) * (1 - faults) * dayWeight(day) * luck.between(0.88, 1.12))
    const moments = Array.from({ length: count }, () => arrival(luck, day)).sort((a, b) => a.minute - b.minute)
    return moments.map((opened, index): OrderLife => {
      const lead = luck.weighted(crew, (one) => one.craft.leads)
      const id = `${world.store.id}-${day.replaceAll('-', '').slice(2)}-${String(index + 1).padStart(3, '0')}`
      const advisor = luck.pick(advisors).id
      const customer = customerOf(world, day, index)
      const hasAddOn = shares.addOn() < along(world.story.addOns, months) / (1 - faults)
      const work = { luck, world, months, crew, lead, opened, back: false, hasAddOn }
      return {
        ...visit(work),
        id,
        advisor,
        customer,
        hasAppointment: shares.appointment() < along(world.story.appointments, months),
        hasDoorToDoor: shares.doorToDoor() < along(world.story.doorToDoor, months),
        original: null,
        returnsAfter: returns(lead, faults * along(lead.craft.faults, months)),
      }
    })
  })
}

/**
 * Which cars come back. Each order led adds the technician's share of returns to a sum, and at one a car comes back: so the
 * rate holds month by month, and which car and which day stay open.
 */
function returnsOf(luck: Chance): (technician: DemonstrationPerson, share: number) => number | null {
  const sums = new Map<string, number>()
  return (technician, share) => {
    // A share of all jobs, of which the returns themselves are part.
    const sum = (sums.get(technician.id) ?? luck.next()) + share / (1 - share)
    sums.set(technician.id, sum >= 1 ? sum - 1 : sum)
    return sum >= 1 ? luck.whole(returnsAfter.least, returnsAfter.most - 1) : null
  }
}

/** The visit on which a car comes back, if it does in this month. */
function returnOf(world: World, first: OrderLife, month: string): OrderLife | null {
  if (first.returnsAfter === null) return null
  const day = openDay(first.delivered.day, first.returnsAfter, world.shut)
  if (monthOf(day) !== month || dayNumber(day) - dayNumber(first.delivered.day) > 28) return null
  const luck = luckOf(world, first.id, 'return')
  const crew = onDuty(world, ['technician', 'technician_lead'], day)
  const wanted = luck.next() < 0.5 ? first.lead.id : `${world.store.id}-L`
  const lead = crew.find((one) => one.id === wanted) ?? luck.weighted(crew, (one) => one.craft.leads)
  const advisors = onDuty(world, ['service_advisor'], day)
  const opened = arrival(luck, day)
  const months = world.at(day)
  return {
    ...visit({ luck, world, months, crew, lead, opened, back: true, hasAddOn: false }),
    id: `${first.id}-R`,
    advisor: (advisors.find((one) => one.id === first.advisor) ?? luck.pick(advisors)).id,
    customer: { ...first.customer, isNew: false },
    hasAppointment: luck.next() < along(world.story.appointments, months),
    hasDoorToDoor: luck.next() < along(world.story.doorToDoor, months),
    original: first.id,
    returnsAfter: null,
  }
}

function arrival(luck: Chance, day: Day): Moment {
  const { hour } = luck.weighted(arrivalHours, (one) => one.weight)
  return { day, minute: hour * 60 + (hour === 8 ? luck.whole(30, 59) : luck.whole(0, 59)) }
}

type Visit = {
  luck: Chance
  world: World
  months: number
  crew: DemonstrationPerson[]
  lead: DemonstrationPerson
  opened: Moment
  back: boolean
  hasAddOn: boolean
}

type Done = Pick<
  OrderLife,
  'store' | 'opened' | 'promised' | 'delivered' | 'lead' | 'labour' | 'labourFen' | 'partsFen' | 'hasAddOn' | 'months'
>

function visit(given: Visit): Done {
  const { luck, world, months, crew, lead, opened, back, hasAddOn } = given
  const share = back ? luck.between(0.3, 0.6) : Math.max(0.35, 1 + 0.38 * luck.bell())
  const billed = Math.max(12, Math.round((world.usualMinutes * share) / 6) * 6)
  const totalFen = priceFen(given, billed)
  const asked = Math.round((billed * fenPerMinute) / 1000) * 1000
  const labourFen = back ? Math.min(asked, Math.round(totalFen / 2)) : asked
  const effort = (along(world.story.efficiency, months) * lead.craft.efficiency) / (back ? 1.1 : 1)
  const minutes = Math.round(billed + luck.between(50, 170))
  const delivered = handover(luck, opened, minutes, world.shut)
  return {
    store: world.store.id,
    opened,
    promised: promise(opened, delivered, luck),
    delivered,
    lead,
    labour: labourOf(luck, crew, lead, billed, effort),
    labourFen,
    partsFen: totalFen - labourFen,
    hasAddOn,
    months,
  }
}

/** Around the store's average ticket, which the cheap returns are part of; dearer with more work and with an add-on. */
function priceFen({ luck, world, months, back, hasAddOn }: Visit, billed: number): number {
  const faults = along(world.story.faults, months)
  const addOns = along(world.story.addOns, months) / (1 - faults)
  const usualFen = along(world.story.ticketFen, months) / (1 - (1 - returnPrice) * faults)
  if (back) return Math.round(usualFen * returnPrice * luck.between(0.6, 1.4))
  const work = 0.5 + (0.5 * billed) / world.usualMinutes
  const sold = hasAddOn ? 1.25 : (1 - 1.25 * addOns) / (1 - addOns)
  return Math.max(
    Math.round(usualFen * work * sold * luck.between(0.62, 1.38)),
    Math.round(billed * fenPerMinute * 1.15),
  )
}

function labourOf(
  luck: Chance,
  crew: DemonstrationPerson[],
  lead: DemonstrationPerson,
  billed: number,
  effort: number,
) {
  const line = (technician: DemonstrationPerson, billedMinutes: number) => ({
    technician: technician.id,
    billedMinutes,
    actualMinutes: Math.max(
      6,
      Math.round(
        billedMinutes /
          (effort * (technician === lead ? 1 : technician.craft.efficiency / lead.craft.efficiency)) /
          Math.max(0.7, 1 + 0.08 * luck.bell()),
      ),
    ),
  })
  const others = crew.filter((one) => one !== lead)
  if (others.length === 0 || billed < 90 || luck.next() > 0.4) return [line(lead, billed)]
  const helped = Math.round((billed * luck.between(0.25, 0.4)) / 6) * 6
  const helper = luck.weighted(others, (one) => one.craft.leads)
  return [line(lead, billed - helped), line(helper, helped)]
}

/** The same day when time allows; the next open one, or a day later still when a part has to come first. */
function handover(luck: Chance, opened: Moment, minutes: number, shut: ReadonlySet<Day>): Moment {
  const waits = luck.next() < 0.06 ? luck.whole(1, 2) : 0
  const minute = opened.minute + minutes
  if (waits === 0 && minute <= closesAt) return { day: opened.day, minute }
  return { day: openDay(opened.day, Math.max(1, waits), shut), minute: luck.whole(9 * 60 + 15, 16 * 60) }
}

/** Mostly kept, with some minutes to spare. */
function promise(opened: Moment, delivered: Moment, luck: Chance): Moment {
  const spare = luck.next() < 0.85 ? luck.whole(5, 45) : -luck.whole(10, 80)
  const minute = Math.ceil((delivered.minute + spare) / 15) * 15
  if (delivered.day === opened.day && minute <= opened.minute) return { day: opened.day, minute: opened.minute + 30 }
  return { day: delivered.day, minute: Math.min(minute, 19 * 60) }
}
