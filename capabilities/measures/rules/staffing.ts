/** What a queue is judged by: the share that waits no longer than a limit. */
export type ServiceLevel = { withinSeconds: number; targetPercent: number }

/** What comes in an hour and how long each keeps somebody busy. */
export type HourLoad = { contacts: number; intake: number; contactSeconds: number; intakeSeconds: number }

/** Nobody is asked for more people than this in one hour of one store. */
export const peopleMax = 200
const secondsOfHour = 3600

/** People's worth of work that comes in an hour. */
function offered({ contacts, intake, contactSeconds, intakeSeconds }: HourLoad): number {
  return (contacts * contactSeconds + intake * intakeSeconds) / secondsOfHour
}

function meanSeconds(load: HourLoad): number {
  const arrivals = load.contacts + load.intake
  return arrivals === 0 ? load.contactSeconds : (offered(load) * secondsOfHour) / arrivals
}

/**
 * The share in percent that is served within the limit when so many people are there: the waiting room of Erlang (C). Who
 * has less time than work comes in falls behind without end: 0.
 */
export function servedInTime(load: HourLoad, people: number, withinSeconds: number): number {
  const work = offered(load)
  if (work === 0) return 100
  if (people <= work) return 0
  // Erlang B by its recursion, then C: no factorial, so no number too large to hold.
  let blocked = 1
  for (let busy = 1; busy <= people; busy++) blocked = (work * blocked) / (busy + work * blocked)
  const waits = (people * blocked) / (people - work * (1 - blocked))
  return 100 * (1 - waits * Math.exp((-(people - work) * withinSeconds) / meanSeconds(load)))
}

/** The fewest people with whom the target is met; 0 where nothing comes. */
export function peopleNeeded(load: HourLoad, { withinSeconds, targetPercent }: ServiceLevel): number {
  if (offered(load) === 0) return 0
  let people = 1
  while (people < peopleMax && servedInTime(load, people, withinSeconds) < targetPercent) people++
  return people
}

export type StaffedHour = {
  hour: number
  contacts: number
  intake: number
  needed: number
  present: number | null
  /** How many more; 0 where there are enough, null where nobody knows who is there. */
  extra: number | null
  servedPercent: number | null
}

/** What each hour of a day needs against who is there; `present` is a mean and may be broken. */
export function staffed(
  hours: readonly { hour: number; contacts: number; intake: number }[],
  times: Pick<HourLoad, 'contactSeconds' | 'intakeSeconds'>,
  present: number | null,
  level: ServiceLevel,
): StaffedHour[] {
  return hours.map(({ hour, contacts, intake }) => {
    const load = { contacts, intake, ...times }
    const needed = peopleNeeded(load, level)
    const there = present === null ? null : Math.round(present)
    return {
      hour,
      contacts,
      intake,
      needed,
      present,
      extra: there === null ? null : Math.max(0, needed - there),
      servedPercent: there === null ? null : servedInTime(load, there, level.withinSeconds),
    }
  })
}

/** More people at these hours of these weekdays. */
export type Advice = {
  hours: number[]
  weekdays: number[]
  extra: number
  contacts: number
  intake: number
  needed: number
  present: number
  servedPercent: number
}

type Cell = { weekday: number; hour: StaffedHour }

/** Shifts are planned for working days and for the weekend, not for each day by itself. */
const shiftOf = (weekday: number) => (weekday <= 5 ? 'working' : 'weekend')

/**
 * The hours that lack people, the most lacking first. In a shift the worst day decides, so that the target is met on each;
 * hours that lack the same on the same weekdays are said together.
 */
export function advices(days: readonly { weekday: number; hours: readonly StaffedHour[] }[]): Advice[] {
  const lacking = new Map<string, Cell[]>()
  for (const { weekday, hours } of days) {
    for (const hour of hours) {
      if (!hour.extra) continue
      const key = `${hour.hour} ${shiftOf(weekday)}`
      lacking.set(key, [...(lacking.get(key) ?? []), { weekday, hour }])
    }
  }
  const extraOf = (cells: readonly Cell[]) => Math.max(...cells.map((cell) => cell.hour.extra ?? 0))
  const byHour = new Map<string, Cell[]>()
  for (const cells of lacking.values()) {
    const key = `${cells[0]?.hour.hour} ${extraOf(cells)}`
    byHour.set(key, [...(byHour.get(key) ?? []), ...cells])
  }
  const together = new Map<string, Cell[]>()
  for (const cells of byHour.values()) {
    const key = `${extraOf(cells)} ${weekdaysOf(cells).join()}`
    together.set(key, [...(together.get(key) ?? []), ...cells])
  }
  return [...together.values()]
    .map((cells): Advice => {
      const mean = (value: (hour: StaffedHour) => number) =>
        cells.reduce((sum, cell) => sum + value(cell.hour), 0) / cells.length
      return {
        hours: [...new Set(cells.map((cell) => cell.hour.hour))].sort((a, b) => a - b),
        weekdays: weekdaysOf(cells),
        extra: extraOf(cells),
        needed: Math.max(...cells.map((cell) => cell.hour.needed)),
        contacts: mean((hour) => hour.contacts),
        intake: mean((hour) => hour.intake),
        present: mean((hour) => hour.present ?? 0),
        servedPercent: mean((hour) => hour.servedPercent ?? 0),
      }
    })
    .sort((a, b) => b.extra - a.extra || (a.hours[0] ?? 0) - (b.hours[0] ?? 0))
}

const weekdaysOf = (cells: readonly Cell[]) => [...new Set(cells.map((cell) => cell.weekday))].sort((a, b) => a - b)
