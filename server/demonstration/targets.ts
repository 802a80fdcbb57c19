import { days, type Period, parsePeriod } from '#foundation/period'
import { companyId, type Network, type StoreSketch, staffOn } from './network.ts'
import { dayWeight } from './season.ts'

export type TargetRow = { node: string; kpi: string; period: string; value: number; reason: string }

const reason = '示范网络的年度分解'

/** What head office asks of a store: cars on a usual day, and the ratios of the balanced card. */
const asked: Readonly<Record<string, { dailyIntake: number; ftr: number; nps: number; appointmentRate: number }>> = {
  HZ01: { dailyIntake: 15, ftr: 92, nps: 60, appointmentRate: 65 },
  BJ01: { dailyIntake: 16, ftr: 92, nps: 55, appointmentRate: 60 },
  SH01: { dailyIntake: 16, ftr: 95, nps: 65, appointmentRate: 70 },
  TJ01: { dailyIntake: 13, ftr: 95, nps: 65, appointmentRate: 60 },
}
const averageTicketFen = 350_000
const everywhere = { technicianEfficiency: 100, averageTicket: averageTicketFen, addOnRate: 20, satisfactionScore: 90 }

type Figures = Record<string, number>

/** Which of its store's ratios a department answers for as well. */
const departments: Readonly<Record<string, readonly string[]>> = {
  WORKSHOP: ['ftr', 'reworkRate', 'technicianEfficiency', 'satisfactionScore', 'nps'],
  FRONT: ['averageTicket', 'addOnRate', 'appointmentRate', 'satisfactionScore', 'nps'],
}

/** The targets of a month for departments, stores, regions and the company. Counts and money add up along the tree. */
export function monthTargets(network: Network, month: string): TargetRow[] {
  const rows = (node: string, figures: Figures): TargetRow[] =>
    Object.entries(figures).map(([kpi, value]) => ({ node, kpi, period: month, value, reason }))
  const stores = network.stores.map((store) => ({ store, figures: storeFigures(network, store, month) }))
  const regions = Map.groupBy(stores, ({ store }) => store.region)
  return [
    ...rows(companyId, together(stores.map(({ figures }) => figures))),
    ...[...regions].flatMap(([region, below]) => rows(region, together(below.map(({ figures }) => figures)))),
    ...stores.flatMap(({ store, figures }) => [
      ...rows(store.id, figures),
      ...Object.entries(departments).flatMap(([department, kpis]) =>
        rows(`${store.id}-${department}`, Object.fromEntries(kpis.map((kpi) => [kpi, figures[kpi] as number]))),
      ),
    ]),
  ]
}

/** A month's jobs follow its season: no flat split (H6.3). */
function storeFigures(network: Network, store: StoreSketch, month: string): Figures {
  const { dailyIntake, ftr, ...ratios } = asked[store.id] as (typeof asked)[string]
  const all = days(parsePeriod(month) as Period)
  const busy = all.reduce((sum, day) => sum + dayWeight(day), 0)
  const jobs = Math.round((dailyIntake * busy) / 5) * 5
  const posts = all.reduce((sum, day) => sum + staffOn(network, store.id, ['technician'], day).length, 0) / all.length
  const outputValue = jobs * averageTicketFen
  return {
    ftr,
    reworkRate: 100 - ftr,
    ...ratios,
    ...everywhere,
    dailyIntake,
    jobs,
    outputValue,
    outputPerTechnician: Math.round(outputValue / posts / 100_000) * 100_000,
  }
}

/** Parts of a whole: counts and money are summed, ratios meet in proportion to the jobs. */
function together(parts: readonly Figures[]): Figures {
  const jobs = parts.reduce((sum, part) => sum + (part.jobs as number), 0)
  return Object.fromEntries(
    Object.keys(parts[0] as Figures).map((kpi) => {
      if (kpi === 'jobs' || kpi === 'outputValue')
        return [kpi, parts.reduce((sum, part) => sum + (part[kpi] as number), 0)]
      const mean = parts.reduce((sum, part) => sum + ((part[kpi] as number) * (part.jobs as number)) / jobs, 0)
      return [kpi, kpi === 'outputPerTechnician' ? Math.round(mean / 100_000) * 100_000 : Math.round(mean * 10) / 10]
    }),
  )
}
