import { kpis as shipped } from '#catalogue/kpis'
import type { Day } from '#foundation/period'
import { readRegistry } from '#measures'
import type { Database, Transaction } from '#platform/database'
import { heldOn, type KpiVersion } from '../rules/definition.ts'
import { measuresOf, parseFormula } from '../rules/formula.ts'
import type { Kpi } from '../rules/kpi.ts'
import { definitions } from '../storage.ts'

/** The KPIs that hold between two changes of the library: `kpis` from a day on. */
type Stretch = { from: Day; kpis: readonly Kpi[]; byId: ReadonlyMap<string, Kpi> }
type Library = { byId: ReadonlyMap<string, readonly KpiVersion[]>; stretches: readonly Stretch[] }

const ofProduct = shipped.map((kpi): KpiVersion => ({ kpi, retired: false }))

/**
 * The library as this process knows it: as shipped and as defined here. A cache of what the database holds, read again
 * whenever somebody defines something; so a board asks the database nothing more for it.
 */
let current = libraryOf([])

function libraryOf(defined: readonly KpiVersion[]): Library {
  const byId = Map.groupBy([...ofProduct, ...defined], ({ kpi }) => kpi.id)
  const days = new Set<Day>([...byId.values()].flat().map(({ kpi }) => kpi.from))
  const stretches = [...days].sort().map((from): Stretch => {
    const kpis = [...byId.values()].flatMap((versions) => heldOn(versions, from) ?? [])
    return { from, kpis, byId: new Map(kpis.map((kpi) => [kpi.id, kpi])) }
  })
  return { byId, stretches }
}

function stretchOn(day: Day): Stretch | undefined {
  return current.stretches.findLast(({ from }) => from <= day)
}

/** The KPIs that hold on a day. Of a period it is its last day, wherever the period is shown (H5.6). */
export function kpisOn(day: Day): readonly Kpi[] {
  return stretchOn(day)?.kpis ?? []
}

/** The definition of a KPI that holds on a day; null when it has none then. */
export function kpiOn(id: string, day: Day): Kpi | null {
  return stretchOn(day)?.byId.get(id) ?? null
}

/** The newest definition of a KPI, whether it holds today or not: for names and units. */
export function newestKpi(id: string): Kpi | null {
  return current.byId.get(id)?.at(-1)?.kpi ?? null
}

/** The newest definition of every KPI that ever was. */
export function newestKpis(): readonly Kpi[] {
  return [...current.byId.keys()].flatMap((id) => newestKpi(id) ?? [])
}

/** Whether a KPI came with the product, and so is not to be changed here. */
export function isShipped(id: string): boolean {
  return ofProduct.some(({ kpi }) => kpi.id === id)
}

/** The KPIs that use a measure on a day or later. */
export function kpisUsing(measure: string, from: Day): readonly string[] {
  const last = current.stretches.findLast((stretch) => stretch.from <= from)
  const later = current.stretches.filter((stretch) => stretch.from > from)
  const held = [last, ...later].flatMap((stretch) => stretch?.kpis ?? [])
  const uses = ({ formula, personFormula, basis }: Kpi) =>
    basis === measure ||
    [formula, personFormula].some((text) => text && measuresOf(parseFormula(text, null)).includes(measure))
  return [...new Set(held.filter(uses).map((kpi) => kpi.id))]
}

/** Reads the library again, the measures with it. */
export async function readLibrary(tx: Transaction): Promise<void> {
  await readRegistry(tx)
  current = libraryOf(await definitions(tx))
}

/** Reads the library now and whenever any server has changed it; a broken connection counts as a change. */
export async function followLibrary({
  database,
  log,
}: {
  database: Database
  log: (error: Error) => void
}): Promise<() => Promise<void>> {
  const read = () => database.asWorker(readLibrary)
  const again = () => void read().catch(log)
  const unlisten = await database.listen('baton_library', again, again)
  await read()
  return unlisten
}
