import { evenly } from './chance.ts'
import { after, instant, inTheDay, isBy, type Moment } from './moments.ts'
import type { OrderLife } from './orders.ts'
import { type Facts, head, noFacts, type Row } from './rows.ts'
import { along } from './stories.ts'
import { luckOf, onDuty, type World } from './world.ts'

type Made = Pick<Facts, 'complaints' | 'inspections' | 'appointments' | 'part-requests' | 'customers'>

const grounds = ['返修', '等待时间', '价格', '态度', '交车清洁', '配件']
const parts = ['机油滤清器', '前刹车片', '蓄电池', '空调滤芯', '火花塞', '雨刮片', '正时皮带', '减震器']

/** What belongs to the orders of a month, as far as it is known: complaints, checks, appointments, parts and new customers. */
export function besideOrders(world: World, month: string, orders: readonly OrderLife[], by: Moment): Made {
  const made = noFacts()
  const luck = luckOf(world, month, 'beside orders')
  const shares = {
    complaint: evenly(luck.next(), 0.618034),
    proposal: evenly(luck.next(), 0.618034),
    check: evenly(luck.next(), 0.414214),
    sample: evenly(luck.next(), 0.618034),
    passed: evenly(luck.next(), 0.732051),
    part: evenly(luck.next(), 0.618034),
    record: evenly(luck.next(), 0.732051),
  }
  for (const order of orders) {
    const own = luckOf(world, order.id, 'beside')
    const given = { world, order, by, luck: own, shares }
    made.complaints.push(...complaintOf(given))
    made.inspections.push(...checksOf(given))
    made.appointments.push(...appointmentsOf(given))
    made['part-requests'].push(...partOf(given))
    made.customers.push(...recordOf(given))
  }
  return made
}

type Given = {
  world: World
  order: OrderLife
  by: Moment
  luck: ReturnType<typeof luckOf>
  shares: Record<'complaint' | 'proposal' | 'check' | 'sample' | 'passed' | 'part' | 'record', () => number>
}

/** The newest of some moments that is over. */
const newest = (by: Moment, moments: readonly Moment[]): Moment =>
  moments.reduce((latest, one) => (isBy(one, by) && !isBy(one, latest) ? one : latest))

/** Complaints come some days after the delivery, sooner when the car had to come back. */
function complaintOf({ world, order, by, luck, shares }: Given): Row<'complaints'>[] {
  if (shares.complaint() >= along(world.story.complaints, order.months)) return []
  const opened = after({ day: order.delivered.day, minute: luck.whole(9 * 60, 17 * 60) }, 1440 * luck.whole(1, 6))
  const soon = shares.proposal() < along(world.story.proposals, order.months)
  const proposed = inTheDay(after(opened, soon ? luck.whole(30, 1200) : luck.whole(1500, 5600)))
  const closed = inTheDay(after(proposed, luck.whole(600, 7200)))
  if (!isBy(opened, by)) return []
  const known = (moment: Moment) => (isBy(moment, by) ? instant(moment) : null)
  return [
    {
      ...head(`K-${order.id}`, newest(by, [opened, proposed, closed]), order.store),
      openedAt: instant(opened),
      order: order.id,
      advisor: order.advisor,
      category: luck.pick(order.original === null ? grounds : grounds.slice(0, 2)),
      proposedAt: known(proposed),
      closedAt: known(closed),
    },
  ]
}

/** Self-check of every order, cross-check of those with key items, and the inspector's sample of a fifth. */
function checksOf({ world, order, by, luck, shares }: Given): Row<'inspections'>[] {
  const { story, store } = world
  const complete = shares.check() < along(story.checks, order.months)
  const sampled = shares.sample() < 0.2
  const passed = !sampled || shares.passed() < along(story.samples, order.months)
  const at = (minutes: number) => {
    const moment = after(order.delivered, -minutes)
    return isBy(moment, order.opened) ? after(order.opened, 1) : moment
  }
  const keyItems = luck.next() < 0.25
  const check = (level: 'self' | 'cross' | 'sample', moment: Moment, inspector: string, good: boolean) => ({
    ...head(`I-${order.id}-${level}`, moment, store.id),
    order: order.id,
    level,
    inspector,
    at: instant(moment),
    passed: good,
  })
  const rows: Row<'inspections'>[] = []
  // What is not complete lacks the cross-check where there should be one, and the self-check elsewhere.
  if (complete || keyItems)
    rows.push({ ...check('self', at(25), order.lead.id, luck.next() < 0.97), crossRequired: keyItems })
  const others = onDuty(world, ['technician', 'technician_lead'], order.delivered.day).filter(
    (one) => one.id !== order.lead.id,
  )
  if (keyItems && complete && others.length > 0)
    rows.push(check('cross', at(18), luck.pick(others).id, luck.next() < 0.98))
  const [inspector] = onDuty(world, ['quality_inspector'], order.delivered.day)
  if (sampled && inspector) rows.push(check('sample', at(10), inspector.id, passed))
  return rows.filter((row) => row.version <= instant(by))
}

/** Who had an appointment, kept it; beside them those who cancelled or did not come. */
function appointmentsOf({ world, order, by, luck }: Given): Row<'appointments'>[] {
  if (!order.hasAppointment || !isBy(order.opened, by)) return []
  const [specialist] = onDuty(world, ['appointment_specialist'], order.opened.day)
  const person = specialist?.id ?? order.advisor
  const slot = Math.max(8 * 60 + 30, Math.round((order.opened.minute - luck.whole(-12, 15)) / 15) * 15)
  const kept: Row<'appointments'> = {
    ...head(`B-${order.id}`, order.opened, order.store),
    scheduledAt: instant({ day: order.opened.day, minute: slot }),
    arrivedAt: instant(order.opened),
    customer: order.customer.name,
    order: order.id,
    person,
  }
  if (luck.next() > 0.14) return [kept]
  const scheduled = { day: order.opened.day, minute: luck.whole(35, 67) * 15 }
  const cancelled = luck.next() < 0.6 ? after(scheduled, -luck.whole(60, 900)) : null
  const known = after(scheduled, 60)
  if (!isBy(known, by)) return [kept]
  return [
    kept,
    {
      ...head(`B-${order.id}-X`, known, order.store),
      scheduledAt: instant(scheduled),
      cancelledAt: cancelled && instant(cancelled),
      person,
    },
  ]
}

function partOf({ world, order, by, luck, shares }: Given): Row<'part-requests'>[] {
  if (luck.next() > 0.5) return []
  const requested = after(order.opened, luck.whole(15, 45))
  if (!isBy(requested, by)) return []
  const there = shares.part() < along(world.story.parts, order.months)
  const available = there ? after(requested, luck.whole(3, 15)) : after(requested, luck.whole(300, 4000))
  return [
    {
      ...head(`P-${order.id}`, newest(by, [requested, available]), order.store),
      requestedAt: instant(requested),
      availableAt: isBy(available, by) ? instant(available) : null,
      availableWhenRequested: there,
      order: order.id,
      part: luck.pick(parts),
      quantity: luck.whole(1, 4),
    },
  ]
}

/** A record for whoever comes for the first time; some stay incomplete. */
function recordOf({ world, order, by, luck, shares }: Given): Row<'customers'>[] {
  if (!order.customer.isNew || order.original !== null || !isBy(order.opened, by)) return []
  const complete = shares.record() < along(world.story.records, order.months)
  const completed = inTheDay(after(order.delivered, luck.whole(20, 600)))
  const isComplete = complete && isBy(completed, by)
  return [
    {
      ...head(`C-${order.id}`, isComplete ? completed : order.opened, order.store),
      createdAt: instant(order.opened),
      contact: true,
      preferences: isComplete || luck.next() < 0.5,
      serviceHistory: isComplete,
      completedAt: isComplete ? instant(completed) : null,
      completedBy: isComplete ? order.advisor : null,
    },
  ]
}
