import { days, type Period, parsePeriod } from '#foundation/period'
import { companyId, type Network, staffOn } from './network.ts'
import { monthAfter } from './outline.ts'
import { dayWeight } from './season.ts'
import type { StoreSketch } from './sketches.ts'
import { along } from './stories.ts'
import { type World, worldOf } from './world.ts'

export type TargetRow = { node: string; kpi: string; period: string; value: number; reason: string }

const reason = '示范网络的年度分解'

/** What head office asks of every store; between what is usual in the trade and what is excellent. */
const everywhere = {
  ftr: 92,
  nps: 60,
  csat: 88,
  satisfactionScore: 90,
  complaintRate: 2,
  complaintsAnsweredIn24h: 90,
  tenMinuteResponseRate: 90,
  technicianEfficiency: 100,
  technicianUtilisation: 75,
  bayUtilisation: 75,
  partsFillRate: 93,
  appointmentRate: 60,
  addOnRate: 20,
  averageTicket: 350_000,
  inspectionCoverage: 95,
  customerDataCompleteness: 82,
  repeatPurchaseRate: 60,
  retention: 55,
  doorToDoorCoverage: 10,
  netMargin: 11,
  revenueGrowth: 10,
  costRatio: 85,
  roi: 18,
  staffTurnover: 10,
  inventoryTurnover: 6,
  obsoleteStockRate: 8,
  partsGrossMargin: 34,
} as const

type Kpi = keyof typeof everywhere
type Figures = Record<string, number>

/** What is asked of some stores beyond that, or not yet. */
const asked: Readonly<Record<string, Partial<Record<Kpi, number>>>> = {
  HZ01: { nps: 65, appointmentRate: 62 },
  BJ01: { nps: 55 },
  SH01: { ftr: 95, nps: 65, appointmentRate: 70, netMargin: 18, doorToDoorCoverage: 20 },
  TJ01: { nps: 65 },
  GZ01: { nps: 55 },
  SU01: { doorToDoorCoverage: 30, nps: 65 },
  WH01: { ftr: 94 },
}

/** Which of its store's ratios a department answers for as well. */
const departments: Readonly<Record<string, readonly string[]>> = {
  WORKSHOP: ['ftr', 'reworkRate', 'technicianEfficiency', 'satisfactionScore', 'nps'],
  FRONT: ['averageTicket', 'addOnRate', 'appointmentRate', 'satisfactionScore', 'nps'],
}

/** What people are asked for themselves. The cards ask the rest. */
const personal: Readonly<Record<string, readonly string[]>> = {
  technician: ['outputValue'],
  service_advisor: ['appointmentRate'],
}
const firstMonthsOfPeople = 3

/** Kept of a network of thousands of stores. */
const few = ['ftr', 'nps', 'technicianEfficiency', 'averageTicket', 'jobs', 'outputValue', 'netMargin']
const manyStores = 100

/** Counts and money add up along the tree; everything else is met in proportion to the jobs. */
const additive = new Set(['jobs', 'outputValue'])

/** The months that have targets when the network comes: all, but for a very large one, where the last ones do. */
export function targetMonths({ outline, stores }: Network, last: string): string[] {
  const from = stores.length > manyStores ? monthAfter(outline.firstMonth, outline.months - 1) : outline.firstMonth
  const months: string[] = []
  for (let month = from; month <= last; month = monthAfter(month, 1)) months.push(month)
  return months
}

/** The targets of a month: people, departments, stores and regions first, the company last. */
export function monthTargets(network: Network, month: string): TargetRow[] {
  const large = network.stores.length > manyStores
  const rows = (node: string, figures: Figures): TargetRow[] =>
    Object.entries(figures).map(([kpi, value]) => ({ node, kpi, period: month, value, reason }))
  const stores = network.stores.map((store) => {
    const figures = storeFigures(worldOf(network, store), month)
    return { store, figures: large ? only(figures, few) : figures }
  })
  const regions = Map.groupBy(stores, ({ store }) => store.region)
  return [
    ...stores.flatMap(({ store, figures }) => [
      ...(large ? [] : peopleTargets(network, store, figures, month).flatMap((one) => rows(one.id, one.figures))),
      ...(large
        ? []
        : Object.entries(departments).flatMap(([department, kpis]) =>
            rows(`${store.id}-${department}`, only(figures, kpis)),
          )),
      ...rows(store.id, figures),
    ]),
    ...[...regions].flatMap(([region, below]) => rows(region, together(below.map(({ figures }) => figures)))),
    ...rows(companyId, together(stores.map(({ figures }) => figures))),
  ]
}

/** The targets of a year for stores, regions and company: what adds up is the sum of its months. */
export function yearTargets(network: Network, year: string): TargetRow[] {
  if (network.stores.length > manyStores) return []
  const nodes = new Set(network.nodes.filter(({ kind }) => kind !== 'department').map(({ id }) => id))
  const byNode = new Map<string, Figures[]>()
  for (const month of Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`))
    for (const [node, rows] of Map.groupBy(monthTargets(network, month), (row) => row.node))
      if (nodes.has(node))
        byNode.set(node, [...(byNode.get(node) ?? []), Object.fromEntries(rows.map(({ kpi, value }) => [kpi, value]))])
  return [...byNode].flatMap(([node, months]) =>
    Object.entries(together(months)).map(([kpi, value]) => ({ node, kpi, period: year, value, reason })),
  )
}

const only = (figures: Figures, kpis: readonly string[]): Figures =>
  Object.fromEntries(kpis.map((kpi) => [kpi, figures[kpi] as number]))

/** A month's jobs follow its season: no flat split (H6.3). */
function storeFigures(world: World, month: string): Figures {
  const { store, story, scale, network } = world
  const ratios = { ...everywhere, ...asked[store.id] }
  const all = days(parsePeriod(month) as Period)
  const busy = all.reduce((sum, day) => sum + dayWeight(day), 0)
  // Asked for at the beginning of the story, and a little more each year.
  const arrivals = along(story.arrivals, -15) * (1 + Math.max(0, world.at(`${month}-01`) + 15) / 1000)
  const dailyIntake = Math.max(1, Math.round(arrivals * scale))
  const jobs = Math.max(1, Math.round(dailyIntake * busy * 0.2) * 5)
  const posts = all.reduce((sum, day) => sum + staffOn(network, store.id, ['technician'], day).length, 0) / all.length
  const outputValue = jobs * ratios.averageTicket
  return {
    ...ratios,
    reworkRate: 100 - ratios.ftr,
    dailyIntake,
    jobs,
    outputValue,
    outputPerTechnician: Math.round(outputValue / Math.max(1, posts) / 100_000) * 100_000,
  }
}

/** A technician's part of the store's output, which the cards' usual amount cannot know. */
function peopleTargets(
  network: Network,
  store: StoreSketch,
  figures: Figures,
  month: string,
): { id: string; figures: Figures }[] {
  const { firstMonth, months } = network.outline
  if (month < monthAfter(firstMonth, Math.max(0, months - firstMonthsOfPeople))) return []
  const crew = staffOn(network, store.id, ['technician', 'technician_lead'], `${month}-01`)
  const whole = crew.reduce((sum, one) => sum + one.craft.leads, 0)
  return Object.entries(personal).flatMap(([position, kpis]) =>
    staffOn(network, store.id, [position], `${month}-01`).map((person) => ({
      id: person.id,
      figures: Object.fromEntries(
        kpis.map((kpi) => {
          if (kpi !== 'outputValue') return [kpi, figures[kpi] as number]
          const share = ((figures.outputValue as number) * person.craft.leads) / whole
          return [kpi, Math.round(share / 100_000) * 100_000]
        }),
      ),
    })),
  )
}

function together(parts: readonly Figures[]): Figures {
  const jobs = parts.reduce((sum, part) => sum + (part.jobs as number), 0)
  return Object.fromEntries(
    Object.keys(parts[0] as Figures).map((kpi) => {
      if (additive.has(kpi)) return [kpi, parts.reduce((sum, part) => sum + (part[kpi] as number), 0)]
      const mean = parts.reduce((sum, part) => sum + ((part[kpi] as number) * (part.jobs as number)) / jobs, 0)
      const whole = kpi === 'outputPerTechnician' || kpi === 'averageTicket'
      return [kpi, whole ? Math.round(mean / 10_000) * 10_000 : Math.round(mean * 10) / 10]
    }),
  )
}
