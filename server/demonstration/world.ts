import { type Day, weekday } from '#foundation/period'
import { chance } from './chance.ts'
import { monthsSince } from './moments.ts'
import { type Network, staffOn } from './network.ts'
import { monthAfter, wholeSize } from './outline.ts'
import { newYearRest } from './season.ts'
import type { StoreSketch } from './sketches.ts'
import type { DemonstrationPerson } from './staff.ts'
import { along, type StoreStory } from './stories.ts'

/** A store and all that its days are made of. */
export type World = {
  network: Network
  store: StoreSketch
  story: StoreStory
  seed: string
  first: Day
  shut: ReadonlySet<Day>
  /** Times the cars that are told of. */
  scale: number
  /** Billed minutes of a usual job: what the technicians' time comes to when four fifths of it are used. */
  usualMinutes: number
  /** How far the stories have gone on a day. */
  at: (day: Day) => number
  /** Cars expected on a usual day, returns included. */
  arrivals: (day: Day) => number
  /** Cars of the day on which its bays are as full as the story says. */
  arrivalsBuiltFor: number
  /** One store's workshop system has no field for cars that are fetched and brought. */
  countsByHand: boolean
}

export function worldOf(network: Network, store: StoreSketch): World {
  const { firstMonth, months, ordersPerDay, seed } = network.outline
  const first = `${firstMonth}-01`
  const shown = `${monthAfter(firstMonth, months)}-01`
  const shut = new Set<Day>()
  const year = Number(first.slice(0, 4))
  for (let one = year - 1; one <= year + 8; one++) for (const day of newYearRest(one)) shut.add(day)
  const scale = ordersPerDay / wholeSize.ordersPerDay
  const at = (day: Day) => monthsSince(shown, day)
  const { story } = store
  const crew = staffOn(network, store.id, ['technician'], first).length
  const crewMinutes = 0.8 * crew * 411 * along(story.efficiency, -15)
  const usualMinutes = Math.max(70, Math.min(160, crewMinutes / (along(story.arrivals, -15) * scale)))
  const arrivals = (day: Day) => along(story.arrivals, at(day)) * scale
  return {
    network,
    store,
    story,
    seed: `${seed} ${store.id} ${firstMonth}`,
    first,
    shut,
    scale,
    usualMinutes,
    at,
    arrivals,
    arrivalsBuiltFor: along(story.arrivals, -15) * scale,
    countsByHand: store.id === 'TJ01',
  }
}

/** Everybody of these positions but those whose free day of the week it is. */
export function onDuty({ network, store }: World, positions: readonly string[], day: Day): DemonstrationPerson[] {
  const staff = staffOn(network, store.id, positions, day)
  const present = staff.filter((_, index) => weekday(day) !== ((index * 2) % 5) + 1)
  return present.length > 0 ? present : staff
}

/** Chance for one purpose on one day or in one month. */
export const luckOf = (world: World, when: string, what: string) => chance(`${world.seed} ${when} ${what}`)
