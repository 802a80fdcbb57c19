import { positions } from '#catalogue/positions'
import { type Day, days, type Period, parsePeriod, weekday } from '#foundation/period'
import { evenly } from './chance.ts'
import { after, instant, isBy, type Moment } from './moments.ts'
import type { OrderLife } from './orders.ts'
import { type Facts, head, noFacts } from './rows.ts'
import { dayWeight } from './season.ts'
import { along } from './stories.ts'
import { luckOf, onDuty, type World } from './world.ts'

type Made = Pick<Facts, 'attendance' | 'contacts' | 'bay-usage' | 'observations'>

const everybody = positions.map((position) => position.id)
const telephone = ['customer_service_agent', 'appointment_specialist', 'crm_specialist']
const peaks = new Set([10, 14])

/** Customers call from eight to six, close to half of them at ten and at two. */
const calls: readonly { hour: number; weight: number }[] = [
  { hour: 8, weight: 6 },
  { hour: 9, weight: 10 },
  { hour: 10, weight: 25 },
  { hour: 11, weight: 9 },
  { hour: 12, weight: 5 },
  { hour: 13, weight: 7 },
  { hour: 14, weight: 22 },
  { hour: 15, weight: 8 },
  { hour: 16, weight: 6 },
  { hour: 17, weight: 4 },
]

/** What happens day by day beside the orders: who was there, who called, how full the bays were. */
export function dailyFacts(world: World, month: string, orders: readonly OrderLife[], by: Moment): Made {
  const made = noFacts()
  const luck = luckOf(world, month, 'days')
  const shares = { quiet: evenly(luck.next(), 0.618034), peak: evenly(luck.next(), 0.618034) }
  const arrived = Map.groupBy(orders, (order) => order.opened.day)
  for (const day of days(parsePeriod(month) as Period)) {
    if (world.shut.has(day)) continue
    const cars = arrived.get(day)?.length ?? 0
    const own = luckOf(world, day, 'day')
    const evening = { day, minute: 18 * 60 + 40 }
    made.contacts.push(...contactsOn(world, day, by, own, shares))
    if (!isBy(evening, by)) continue
    for (const person of onDuty(world, everybody, day)) {
      made.attendance.push({
        ...head(`A-${person.id}-${day}`, evening, world.store.id),
        person: person.id,
        day,
        attendedMinutes: 480 + own.whole(-15, 40),
      })
    }
    const available = world.store.bays * 540
    const full = along(world.story.bays, -15) * (cars / world.arrivalsBuiltFor) * own.between(0.95, 1.05)
    made['bay-usage'].push({
      ...head(`U-${world.store.id}-${day}`, evening, world.store.id),
      day,
      usedMinutes: Math.min(available, Math.round(available * full)),
      availableMinutes: available,
    })
    // One store keeps its fetching and bringing on paper: somebody counts it once a week.
    if (world.countsByHand && weekday(day) === 7)
      made.observations.push({
        ...head(`O-${world.store.id}-${day}`, evening, world.store.id),
        node: world.store.id,
        measure: 'doorToDoorJobs',
        day,
        value: own.whole(4, 9),
      })
  }
  return made
}

type Shares = { quiet: () => number; peak: () => number }

function contactsOn(
  world: World,
  day: Day,
  by: Moment,
  luck: ReturnType<typeof luckOf>,
  shares: Shares,
): Facts['contacts'] {
  const months = world.at(day)
  const telephoned = onDuty(world, telephone, day)
  // Whoever is at the telephone takes most calls, and advisors the rest.
  const staff = [...telephoned, ...telephoned, ...onDuty(world, ['service_advisor'], day)]
  const count = Math.round(world.arrivals(day) * 0.75 * dayWeight(day) * luck.between(0.8, 1.2))
  const rows: Facts['contacts'] = []
  for (let index = 0; index < count; index++) {
    const { hour } = luck.weighted(calls, (one) => one.weight)
    const received = { day, minute: hour * 60 + luck.whole(0, 59) }
    const peak = peaks.has(hour)
    const share = along(peak ? world.story.answersAtPeaks : world.story.answers, months)
    const inTime = (peak ? shares.peak() : shares.quiet()) < share
    const answered = after(received, inTime ? luck.whole(0, 9) : luck.whole(12, 55))
    const person = luck.pick(staff).id
    const lost = !inTime && luck.next() < 0.15
    const channel = luck.pick(['电话', '电话', '微信', '官网'])
    if (!isBy(received, by)) continue
    const known = !lost && isBy(answered, by)
    rows.push({
      ...head(
        `T-${world.store.id}-${day.replaceAll('-', '').slice(2)}-${index + 1}`,
        known ? answered : received,
        world.store.id,
      ),
      receivedAt: instant(received),
      firstAnsweredAt: known ? instant(answered) : null,
      person: known ? person : null,
      channel,
    })
  }
  return rows
}
