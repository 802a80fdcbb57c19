/** A figure over time: points of (months since the first day, value), straight in between, level before and after. */
export type Course = readonly (readonly [number, number])[]

export function along(course: Course, months: number): number {
  let [from, value] = course[0] as readonly [number, number]
  for (const [to, next] of course) {
    if (months < to) return to === from ? next : value + ((next - value) * (months - from)) / (to - from)
    from = to
    value = next
  }
  return value
}

/** What happens in a store, as the figures that its boards should show. */
export type StoreStory = {
  /** Cars on a usual day, returns included. */
  arrivals: Course
  /** The share of jobs that come back, for a technician whose `faults` are 1. */
  faults: Course
  /** Billed against worked time, for a technician whose `efficiency` is 1. */
  efficiency: Course
  ticketFen: Course
  appointments: Course
  addOns: Course
  promoters: Course
  detractors: Course
}

const steady = (value: number): Course => [[0, value]]

export const stories: Readonly<Record<string, StoreStory>> = {
  // The ordinary one, in which a master and a novice work side by side: quality depends on whom the customer meets.
  HZ01: {
    arrivals: steady(15),
    faults: steady(0.085),
    efficiency: steady(1.01),
    ticketFen: [
      [0, 338_000],
      [6, 346_000],
    ],
    appointments: [
      [0, 0.58],
      [6, 0.63],
    ],
    addOns: steady(0.19),
    promoters: steady(0.66),
    detractors: steady(0.1),
  },
  // Pay by output alone: three months of records, then everything that was skipped comes back. Recovery takes a year.
  BJ01: {
    arrivals: [
      [0.5, 14],
      [2.5, 17.6],
      [3.5, 18],
      [5.5, 16.6],
      [9, 14.5],
    ],
    faults: [
      [0.5, 0.09],
      [1.5, 0.105],
      [2.5, 0.13],
      [3.5, 0.165],
      [4.5, 0.195],
      [5.4, 0.222],
      [7, 0.222],
      [16, 0.09],
    ],
    efficiency: [
      [0, 1.02],
      [2.5, 1.14],
      [7, 1.12],
      [16, 1.02],
    ],
    ticketFen: [
      [0.5, 348_000],
      [2, 378_000],
      [4, 374_000],
      [6, 356_000],
    ],
    appointments: [
      [0, 0.6],
      [6, 0.52],
    ],
    addOns: [
      [0.5, 0.2],
      [2.5, 0.27],
      [6, 0.25],
    ],
    promoters: [
      [0.5, 0.63],
      [2, 0.61],
      [5.5, 0.49],
      [8, 0.48],
      [16, 0.63],
    ],
    detractors: [
      [0.5, 0.11],
      [2, 0.12],
      [5.5, 0.23],
      [8, 0.22],
      [16, 0.11],
    ],
  },
  // What good looks like: quality first, and everything else follows.
  SH01: {
    arrivals: [
      [0, 16],
      [6, 16.8],
    ],
    faults: steady(0.038),
    efficiency: steady(1.07),
    ticketFen: steady(352_000),
    appointments: [
      [0, 0.67],
      [6, 0.72],
    ],
    addOns: steady(0.205),
    promoters: steady(0.76),
    detractors: steady(0.055),
  },
  // Advisors who sell too little rather than too much: content customers, a ticket and add-ons below target.
  TJ01: {
    arrivals: steady(12.8),
    faults: steady(0.058),
    efficiency: steady(0.97),
    ticketFen: [
      [0, 318_000],
      [6, 325_000],
    ],
    appointments: steady(0.51),
    addOns: steady(0.155),
    promoters: steady(0.71),
    detractors: steady(0.075),
  },
}

/** What sets one technician apart from the story of the store; everything is 1 and 0 for most. */
export type Craft = {
  /** Times the store's share of returns. */
  faults: number
  /** Times the store's efficiency. */
  efficiency: number
  /** Added to the share of promoters. */
  liked: number
  /** How many orders this technician leads against another. */
  leads: number
}
