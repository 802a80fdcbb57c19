import { randomUUID } from 'node:crypto'
import { strategyMap } from '#catalogue/strategyMap'
import { dayAt } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { insertLinks } from '../storage/links.ts'
import { companiesWithoutMap, personById, type Written, writeObjectives } from '../storage/objectives.ts'

/**
 * Gives every company that never had a map the one as shipped. Goals that follow from what is good in the trade come
 * along; where a company stands and how much money it wants to make, nobody can know for it, unless `figures` says that
 * the shipped year is its own. `owners`: who answers for the objectives of a position, by the person's id. Call as the worker. Returns how many companies got a map.
 */
export async function loadMaps(
  tx: Transaction,
  now: Date,
  {
    company,
    figures = false,
    owners = new Map(),
  }: { company?: string; figures?: boolean; owners?: ReadonlyMap<string, string> } = {},
): Promise<number> {
  const without = (await companiesWithoutMap(tx)).filter(({ id }) => company === undefined || id === company)
  const people = new Map<string, { no: number; name: string }>()
  for (const id of new Set(owners.values())) {
    const person = without.length > 0 ? await personById(tx, id) : null
    if (person) people.set(id, person)
  }
  const year = dayAt(now, 'Asia/Shanghai').slice(0, 4)
  for (const { no } of without) {
    const ids = new Map(strategyMap.map(({ key }) => [key, randomUUID() as string]))
    const idOf = (key: string) => ids.get(key) as string
    const rows = strategyMap.map(({ key, perspective, names, reasons, accountable, kpis }, index): Written => {
      const owner = people.get(owners.get(accountable) ?? '')
      return {
        id: idOf(key),
        nodeNo: no,
        version: 1,
        period: year,
        perspective,
        place: index + 1,
        names,
        reasons,
        ownerNo: owner?.no ?? null,
        ownerName: owner?.name ?? '',
        kpis: kpis.map(({ kpi, start, goal }) => ({
          kpi,
          start: figures ? start : null,
          goal: figures || kpi !== 'outputValue' ? goal : null,
          by: `${year}-12-31`,
        })),
        endedOn: null,
        note: '',
      }
    })
    const by = { no: null, name: '', at: now }
    await writeObjectives(tx, rows, by)
    const links = strategyMap.flatMap(({ key, drives }) =>
      drives.map((effect) => ({ nodeNo: no, cause: idOf(key), effect: idOf(effect) })),
    )
    await insertLinks(tx, links, by)
  }
  return without.length
}

/** The same when the product starts: for companies that were there before maps were. */
export async function loadStrategyMaps({ database }: { database: Database }, now: Date): Promise<number> {
  return database.asWorker((tx) => loadMaps(tx, now))
}
