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

/** The hours that lack people, those that lack the same on the same weekdays said together, the most lacking first. */
export function advices(days: readonly { weekday: number; hours: readonly StaffedHour[] }[]): Advice[] {
  const groups = new Map<string, Advice & { cells: number }>()
  const lacking = new Map<number, Map<number, number[]>>()
  for (const { weekday, hours } of days) {
    for (const { hour, extra } of hours) {
      if (!extra) continue
      const ofHour = lacking.get(hour) ?? new Map<number, number[]>()
      ofHour.set(extra, [...(ofHour.get(extra) ?? []), weekday])
      lacking.set(hour, ofHour)
    }
  }
  for (const [hour, byExtra] of [...lacking].sort((a, b) => a[0] - b[0])) {
    for (const [extra, on] of byExtra) {
      const weekdays = [...on].sort((a, b) => a - b)
      const key = `${extra} ${weekdays.join()}`
      const cells = days
        .filter((day) => on.includes(day.weekday))
        .flatMap((day) => day.hours.filter((one) => one.hour === hour))
      const known = groups.get(key) ?? {
        hours: [],
        weekdays,
        extra,
        contacts: 0,
        intake: 0,
        needed: 0,
        present: 0,
        servedPercent: 0,
        cells: 0,
      }
      known.hours.push(hour)
      for (const cell of cells) {
        known.contacts += cell.contacts
        known.intake += cell.intake
        known.needed = Math.max(known.needed, cell.needed)
        known.present += cell.present ?? 0
        known.servedPercent += cell.servedPercent ?? 0
        known.cells += 1
      }
      groups.set(key, known)
    }
  }
  return [...groups.values()]
    .map(({ cells, ...sum }) => ({
      ...sum,
      contacts: sum.contacts / cells,
      intake: sum.intake / cells,
      present: sum.present / cells,
      servedPercent: sum.servedPercent / cells,
    }))
    .sort((a, b) => b.extra - a.extra || (a.hours[0] ?? 0) - (b.hours[0] ?? 0))
}
