import type { Words } from '#foundation/actor'
import type { Unit } from '#foundation/figure'

/** What a KPI is made up of by arithmetic: one quantity, as a formula over measures; with the KPI that it is or leads to. */
export type Driver = {
  id: string
  names: Words
  unit: Unit
  formula: string
  /** The KPI that this driver is, word for word; only such a driver has a target of its own. */
  is?: string
  /** The KPI that explains this driver further. */
  leadsTo?: string
}

/** A KPI written in its drivers, which holds for stores and all above them: outputValue = jobs * averageTicket (H5.7). */
export type Identity = { kpi: string; formula: string; drivers: readonly Driver[] }

/** One column of the pyramid: an operational KPI with the execution KPIs that explain it. */
export type PyramidBranch = { id: string; names: Words; kpi: string; drivers: readonly string[] }

/** The pyramid as drawn: one strategic KPI on top of its branches. */
export type Pyramid = { top: string; branches: readonly PyramidBranch[] }

/** The KPIs that the pyramid draws right below one; none below the last row. */
export function drawnBelow(pyramid: Pyramid, kpi: string): readonly string[] {
  if (kpi === pyramid.top) return pyramid.branches.map((branch) => branch.kpi)
  return pyramid.branches.find((branch) => branch.kpi === kpi)?.drivers ?? []
}

/** Every KPI of the pyramid, each once, from the top down. */
export function drawn(pyramid: Pyramid): string[] {
  const rows = [
    pyramid.top,
    ...pyramid.branches.map((one) => one.kpi),
    ...pyramid.branches.flatMap((one) => one.drivers),
  ]
  return [...new Set(rows)]
}
