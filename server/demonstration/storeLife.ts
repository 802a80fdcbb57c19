import { addDays, type Day, dayNumber, weekday } from '#foundation/period'
import { type Chance, chance, evenly } from './chance.ts'
import { type Moment, monthsSince, openDay } from './moments.ts'
import { type DemonstrationPerson, type Network, type StoreSketch, staffOn } from './network.ts'
import { arrivalHours, dayWeight, newYearRest } from './season.ts'
import { along, type StoreStory, stories } from './stories.ts'

/** An order as it ends; what is known of it at some moment is cut from this. */
export type OrderLife = {
  id: string
  store: string
  opened: Moment
  promised: Moment
  delivered: Moment
  customer: string
  vehicle: string
  advisor: string
  lead: DemonstrationPerson
  labour: { technician: string; billedMinutes: number; actualMinutes: number }[]
  labourFen: number
  partsFen: number
  hasAppointment: boolean
  hasAddOn: boolean
  original: string | null
  /** How far the store's story has gone, in months. */
  months: number
}

/** An order that may come back, on the account of who led it. */
type Mended = { id: string; deliveredOn: number; customer: string; vehicle: string }

/** Returns come between two and twenty-five days after the delivery, and so are over within thirty. */
const returnsAfter = { least: 2, most: 25 }
const closesAt = 18 * 60 + 30
const usualMinutes = 105
const fenPerMinute = 700
/** A return is mended at a quarter of the usual price, on warranty. */
const returnPrice = 0.25

const surnames = [...'赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹章苏潘葛范彭']
const plateSigns = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']

/**
 * The orders of one store from the first day to the last, in the order of arrival. What happens on a day depends on the
 * seed and the days before it alone: asked again later, the same days hold the same orders, and new ones follow.
 */
export function storeLife(network: Network, store: StoreSketch, seed: string, last: Day): OrderLife[] {
  const story = stories[store.id] as StoreStory
  const luck = chance(`${seed} ${store.id} ${network.outline.firstMonth}`)
  const first = `${network.outline.firstMonth}-01`
  const shut = new Set<Day>()
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)) + 1; year++)
    for (const day of newYearRest(year)) shut.add(day)
  const shares = { appointment: evenly(luck.next(), 0.618034), addOn: evenly(luck.next(), 0.414214) }
  const returns = returnsOf(luck)
  const orders: OrderLife[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (shut.has(day)) continue
    const months = monthsSince(first, day)
    const crew = onDuty(staffOn(network, store.id, ['technician', 'technician_lead'], day), day)
    const advisors = onDuty(staffOn(network, store.id, ['service_advisor'], day), day)
    const count = Math.round(along(story.arrivals, months) * dayWeight(day) * luck.between(0.88, 1.12))
    const moments = Array.from({ length: count }, () => arrival(luck, day)).sort((a, b) => a.minute - b.minute)
    const due = returns.due(dayNumber(day), Math.floor(count / 3))
    const slots = new Map(spread(count, due.length).map((slot, index) => [slot, due[index] as Due]))
    moments.forEach((opened, index) => {
      const back = slots.get(index) ?? null
      const lead = leadOf(luck, crew, back)
      const order = visit({ luck, shares, story, months, store, shut, crew, lead, back, opened })
      const id = `${store.id}-${day.replaceAll('-', '').slice(2)}-${String(index + 1).padStart(3, '0')}`
      orders.push({ ...order, id, advisor: luck.pick(advisors).id })
      const faults = along(story.faults, months) * lead.craft.faults
      returns.mended(lead, faults, {
        id,
        deliveredOn: dayNumber(order.delivered.day),
        customer: order.customer,
        vehicle: order.vehicle,
      })
    })
  }
  return orders
}

type Due = { technician: DemonstrationPerson; order: Mended }

type Account = { technician: DemonstrationPerson; sum: number; at: number; orders: Mended[] }

/**
 * Who has how many returns coming. Each order led adds the technician's share of returns to a sum, and at about one a car
 * comes back: so the rate holds month by month, and which car and which day stay open.
 */
function returnsOf(luck: Chance) {
  const accounts = new Map<string, Account>()
  return {
    mended(technician: DemonstrationPerson, faults: number, order: Mended): void {
      const account = accounts.get(technician.id) ?? { technician, sum: luck.between(0, 0.6), at: 1, orders: [] }
      account.sum += faults
      account.orders.push(order)
      accounts.set(technician.id, account)
    },
    due(today: number, most: number): Due[] {
      const found: Due[] = []
      for (const account of accounts.values()) {
        account.orders = account.orders.filter((order) => today - order.deliveredOn <= returnsAfter.most)
        while (account.sum >= account.at && found.length < most) {
          const ready = account.orders.filter((order) => today - order.deliveredOn >= returnsAfter.least)
          if (ready.length === 0) break
          const order = luck.pick(ready)
          account.orders.splice(account.orders.indexOf(order), 1)
          account.sum -= 1
          account.at = luck.between(0.7, 1.3)
          found.push({ technician: account.technician, order })
        }
      }
      return found
    },
  }
}

/** Everybody but those whose free day of the week it is. */
function onDuty(staff: DemonstrationPerson[], day: Day): DemonstrationPerson[] {
  const present = staff.filter((_, index) => weekday(day) !== ((index * 2) % 5) + 1)
  return present.length > 0 ? present : staff
}

function arrival(luck: Chance, day: Day): Moment {
  const { hour } = luck.weighted(arrivalHours, (one) => one.weight)
  return { day, minute: hour * 60 + (hour === 8 ? luck.whole(30, 59) : luck.whole(0, 59)) }
}

/** So many places out of a number, evenly over the day. */
function spread(places: number, wanted: number): number[] {
  return Array.from({ length: wanted }, (_, index) => Math.floor(((index + 0.5) * places) / wanted))
}

/** A return goes to whoever mended it or to the lead of the workshop; anything else to anybody. */
function leadOf(luck: Chance, crew: DemonstrationPerson[], back: Due | null): DemonstrationPerson {
  const drawn = luck.weighted(crew, (one) => one.craft.leads)
  if (!back) return drawn
  const first = luck.next() < 0.5 ? back.technician.id : `${back.technician.id.split('-')[0]}-L`
  return crew.find((one) => one.id === first) ?? drawn
}

type Visit = {
  luck: Chance
  shares: { appointment: () => number; addOn: () => number }
  story: StoreStory
  months: number
  store: StoreSketch
  shut: ReadonlySet<Day>
  crew: DemonstrationPerson[]
  lead: DemonstrationPerson
  back: Due | null
  opened: Moment
}

function visit({
  luck,
  shares,
  story,
  months,
  store,
  shut,
  crew,
  lead,
  back,
  opened,
}: Visit): Omit<OrderLife, 'id' | 'advisor'> {
  const faults = along(story.faults, months)
  const billed =
    Math.round((usualMinutes * (back ? luck.between(0.3, 0.6) : Math.max(0.35, 1 + 0.38 * luck.bell()))) / 6) * 6
  const addOns = along(story.addOns, months) / (1 - faults)
  const hasAddOn = !back && shares.addOn() < addOns
  const hasAppointment = shares.appointment() < along(story.appointments, months)
  const labourFen = Math.round((billed * fenPerMinute) / 1000) * 1000
  const totalFen = priceFen({ luck, story, months, faults, addOns, hasAddOn, billed, back: back !== null })
  const effort = (along(story.efficiency, months) * lead.craft.efficiency) / (back ? 1.1 : 1)
  const labour = labourOf(luck, crew, lead, billed, effort)
  const minutes = Math.round(billed + luck.between(50, 170))
  const delivered = handover(luck, opened, minutes, shut)
  return {
    store: store.id,
    opened,
    promised: promise(opened, delivered, luck),
    delivered,
    customer: back?.order.customer ?? `${luck.pick(surnames)}${luck.pick(['先生', '女士'])}`,
    vehicle: back?.order.vehicle ?? `${store.plate}·${luck.pick(plateSigns)}**${luck.whole(10, 99)}`,
    lead,
    labour,
    labourFen: back ? Math.min(labourFen, Math.round(totalFen / 2)) : labourFen,
    partsFen: totalFen - (back ? Math.min(labourFen, Math.round(totalFen / 2)) : labourFen),
    hasAppointment,
    hasAddOn,
    original: back?.order.id ?? null,
    months,
  }
}

type Price = {
  luck: Chance
  story: StoreStory
  months: number
  faults: number
  addOns: number
  hasAddOn: boolean
  billed: number
  back: boolean
}

/** Around the store's average ticket, which the cheap returns are part of; dearer with more work and with an add-on. */
function priceFen({ luck, story, months, faults, addOns, hasAddOn, billed, back }: Price): number {
  const usualFen = along(story.ticketFen, months) / (1 - (1 - returnPrice) * faults)
  if (back) return Math.round(usualFen * returnPrice * luck.between(0.6, 1.4))
  const work = 0.5 + (0.5 * billed) / usualMinutes
  const sold = hasAddOn ? 1.25 : (1 - 1.25 * addOns) / (1 - addOns)
  const labourFen = billed * fenPerMinute
  return Math.max(Math.round(usualFen * work * sold * luck.between(0.62, 1.38)), Math.round(labourFen * 1.15))
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
  return [
    line(lead, billed - helped),
    line(
      luck.weighted(others, (one) => one.craft.leads),
      helped,
    ),
  ]
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
