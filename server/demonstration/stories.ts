/**
 * A figure over time: points of (months until the network was first shown, so negative before; value), straight in between,
 * level before and after.
 */
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

export const steady = (value: number): Course => [[0, value]]

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
  doorToDoor: Course
  /** The share of customers who have been here before. */
  regulars: Course
  promoters: Course
  detractors: Course
  /** Share of the answers below 9 that are raised or deleted afterwards, or given at the counter under the advisor's eyes. */
  padding: Course
  /** Complaints for each job. */
  complaints: Course
  /** Complaints that get a proposal within a day. */
  proposals: Course
  /** Calls that are answered in ten minutes when few call, and when many do. */
  answers: Course
  answersAtPeaks: Course
  parts: Course
  obsolete: Course
  turnover: Course
  /** Orders with all checks, and samples that pass. */
  checks: Course
  samples: Course
  records: Course
  /** How much of the bays' time cars stand in them on a day with the arrivals that the store was built for. */
  bays: Course
  netMargin: Course
}

/** An ordinary store; what is said of a store differs from it. */
export const ordinary: StoreStory = {
  arrivals: steady(11),
  faults: steady(0.078),
  efficiency: steady(0.99),
  ticketFen: [
    [-15, 336_000],
    [0, 348_000],
  ],
  appointments: [
    [-15, 0.55],
    [0, 0.6],
  ],
  addOns: steady(0.185),
  doorToDoor: steady(0.08),
  regulars: steady(0.6),
  promoters: steady(0.64),
  detractors: steady(0.11),
  padding: steady(0),
  complaints: steady(0.021),
  proposals: steady(0.91),
  answers: steady(0.95),
  answersAtPeaks: steady(0.88),
  parts: steady(0.93),
  obsolete: steady(0.08),
  turnover: steady(6.2),
  checks: steady(0.95),
  samples: steady(0.975),
  records: steady(0.86),
  bays: steady(0.77),
  netMargin: steady(0.11),
}

/** What sets one technician apart from the story of the store; everything is 1 and 0 for most. */
export type Craft = {
  /** Times the store's share of returns, over time. */
  faults: Course
  /** Times the store's efficiency. */
  efficiency: number
  /** Added to the share of promoters, over time. */
  liked: Course
  /** How many orders this technician leads against another. */
  leads: number
}

export const usualCraft: Craft = { faults: steady(1), efficiency: 1, liked: steady(0), leads: 1 }

/** Two points of time and the way between them: level, then straight, then level. */
const turn = (from: number, before: number, to: number, after: number): Course => [
  [from, before],
  [to, after],
]

/** The stores that have a story of their own, told with the figures of the documents that Baton goes back to. */
const told: Readonly<Record<string, Partial<StoreStory>>> = {
  // A master and a novice side by side: quality depends on whom the customer meets, until standards come.
  HZ01: {
    arrivals: steady(15),
    faults: steady(0.064),
    efficiency: steady(1.07),
    ticketFen: turn(-15, 350_000, 0, 368_000),
    appointments: turn(-15, 0.58, 0, 0.64),
    addOns: steady(0.205),
    regulars: steady(0.72),
    promoters: turn(-15, 0.68, 0, 0.755),
    detractors: steady(0.075),
    complaints: steady(0.014),
    answersAtPeaks: steady(0.86),
    netMargin: steady(0.145),
    checks: steady(0.97),
  },
  // Pay by output alone: three months of records, then everything that was skipped comes back.
  BJ01: {
    arrivals: [
      [-7.2, 12],
      [-6, 14.8],
      [-3.5, 15],
      [-0.5, 12.6],
    ],
    ticketFen: [
      [-7.2, 342_000],
      [-6, 374_000],
      [-3.5, 374_000],
      [-0.5, 352_000],
    ],
    faults: [
      [-5.2, 0.09],
      [-3.6, 0.13],
      [-1.6, 0.22],
    ],
    efficiency: turn(-7.2, 1.01, -6, 1.13),
    addOns: [
      [-7.2, 0.2],
      [-6, 0.28],
      [-0.5, 0.25],
    ],
    appointments: turn(-7, 0.6, -1, 0.5),
    promoters: turn(-4.5, 0.635, -1.4, 0.49),
    detractors: turn(-4.5, 0.115, -1.4, 0.21),
    complaints: turn(-4.5, 0.02, -1.5, 0.08),
    proposals: turn(-4.5, 0.9, -1.5, 0.66),
    regulars: turn(-4, 0.58, 0, 0.4),
    checks: turn(-7, 0.93, -4, 0.64),
    samples: turn(-6, 0.965, -2, 0.89),
    netMargin: [
      [-7, 0.115],
      [-5, 0.15],
      [-3.5, 0.13],
      [-0.5, 0.06],
    ],
    bays: steady(0.8),
  },
  // What good looks like: quality first, and everything else follows.
  SH01: {
    arrivals: turn(-14, 11.8, -1, 13.9),
    faults: steady(0.041),
    efficiency: turn(-15, 1.05, -3, 1.1),
    ticketFen: turn(-15, 348_000, 0, 356_000),
    appointments: turn(-15, 0.67, 0, 0.73),
    addOns: steady(0.21),
    doorToDoor: steady(0.2),
    regulars: steady(0.74),
    promoters: turn(-15, 0.73, -2, 0.785),
    detractors: steady(0.062),
    complaints: steady(0.008),
    proposals: steady(0.985),
    answers: steady(0.985),
    answersAtPeaks: steady(0.96),
    parts: steady(0.962),
    obsolete: steady(0.042),
    turnover: steady(8.3),
    checks: steady(0.995),
    samples: steady(0.988),
    records: steady(0.96),
    bays: turn(-15, 0.8, -1, 0.88),
    netMargin: turn(-15, 0.215, -1, 0.25),
  },
  // Content customers to whom too little is offered: ticket and add-ons below target.
  TJ01: {
    arrivals: steady(10.5),
    faults: steady(0.056),
    efficiency: steady(0.97),
    ticketFen: turn(-15, 318_000, 0, 326_000),
    appointments: steady(0.51),
    addOns: steady(0.15),
    promoters: steady(0.72),
    detractors: steady(0.07),
    complaints: steady(0.012),
    netMargin: steady(0.09),
  },
  // Surveys that are padded: raised, deleted or given at the counter, while nothing else gets better; then found out.
  GZ01: {
    arrivals: steady(12),
    faults: steady(0.088),
    promoters: turn(-2.6, 0.6, -1, 0.545),
    detractors: turn(-2.6, 0.15, -1, 0.195),
    padding: [
      [-10, 0],
      [-4.2, 0.5],
      [-3, 0.5],
      [-2, 0],
    ],
    complaints: steady(0.03),
    proposals: steady(0.8),
    answers: steady(0.9),
    answersAtPeaks: steady(0.74),
    regulars: steady(0.52),
    records: steady(0.72),
  },
  // Pay by satisfaction: time without end for each customer, and half of the bays empty.
  SZ01: {
    arrivals: turn(-8, 15, -2, 9),
    faults: steady(0.058),
    efficiency: turn(-8, 1, -2, 0.65),
    ticketFen: turn(-8, 342_000, -2, 306_000),
    addOns: turn(-8, 0.19, -2, 0.12),
    promoters: turn(-8, 0.56, -2, 0.755),
    detractors: turn(-8, 0.13, -2, 0.045),
    complaints: turn(-8, 0.021, -2, 0.009),
    proposals: steady(0.97),
    answers: steady(0.97),
    answersAtPeaks: steady(0.93),
    bays: steady(0.86),
    netMargin: turn(-8, 0.12, -1.5, -0.045),
  },
  // The telephone: nobody more at ten and at two, when half of the day's calls come.
  QD01: {
    arrivals: steady(10.5),
    answers: steady(0.9),
    answersAtPeaks: steady(0.71),
    promoters: steady(0.6),
    detractors: steady(0.14),
    complaints: steady(0.027),
    proposals: steady(0.84),
  },
  // A store that improves step by step: cars fetched and brought back since the summer, and customers who notice.
  SU01: {
    arrivals: steady(11),
    doorToDoor: [
      [-9, 0.02],
      [-8, 0.12],
      [-2, 0.38],
    ],
    promoters: [
      [-15, 0.585],
      [-9, 0.62],
      [-5, 0.69],
      [-1, 0.75],
    ],
    detractors: [
      [-15, 0.135],
      [-9, 0.1],
      [-1, 0.06],
    ],
    faults: turn(-12, 0.095, -2, 0.055),
    answersAtPeaks: turn(-9, 0.8, -2, 0.93),
    netMargin: turn(-12, 0.09, 0, 0.125),
  },
  // Shelves full of the wrong parts.
  CD01: {
    arrivals: steady(10),
    parts: turn(-12, 0.89, 0, 0.85),
    obsolete: turn(-12, 0.12, 0, 0.168),
    turnover: turn(-12, 4.4, 0, 3.4),
    efficiency: steady(0.9),
    promoters: steady(0.61),
    netMargin: turn(-12, 0.085, 0, 0.06),
  },
  // From 88 to 95 percent in a year, quarter by quarter.
  WH01: {
    arrivals: turn(-12, 9.5, 0, 11),
    faults: [
      [-12, 0.12],
      [-9, 0.1],
      [-6, 0.08],
      [-3, 0.06],
      [0, 0.05],
    ],
    efficiency: turn(-12, 0.94, 0, 1.03),
    promoters: turn(-12, 0.57, 0, 0.7),
    detractors: turn(-12, 0.15, 0, 0.08),
    checks: turn(-12, 0.85, -2, 0.99),
    complaints: turn(-12, 0.028, 0, 0.012),
    netMargin: turn(-12, 0.085, 0, 0.13),
  },
  NJ01: { arrivals: steady(11.5), faults: steady(0.07), netMargin: steady(0.12), efficiency: steady(1.02) },
  JN01: { arrivals: steady(9), faults: steady(0.092), promoters: steady(0.6), netMargin: steady(0.08) },
}

/** The story of a store that is told, on the ground of an ordinary one. */
export const toldStory = (store: string): StoreStory | null => (told[store] ? { ...ordinary, ...told[store] } : null)
