import type { Actor } from '#foundation/actor'
import { invalid, notFound } from '#foundation/failure'
import { type Day, dayAt, parsePeriod } from '#foundation/period'
import type { Database, Transaction } from '#platform/database'
import { holdsIn, mapKinds, type WayPoint } from '../rules/objective.ts'
import { linksAt, linksOfNodes } from '../storage/links.ts'
import {
  nodesByNo,
  type ObjectiveRow,
  objectiveById,
  objectivesOfNodes,
  versionsOf,
  wayUp,
} from '../storage/objectives.ts'
import type { Objective, ObjectivePage, StrategyMap } from '../wire.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

export const todayOf = (now: Date): Day => dayAt(now, 'Asia/Shanghai')

/** The year that a text names, or that the period it names lies in. */
export function yearNamed(text: string): string {
  const period = parsePeriod(text)
  if (!period) throw invalid('strategy.period.unknown', { period: text })
  return period.from.slice(0, 4)
}

/** The nodes whose maps count for a node, the node itself first. */
export async function wayOf(tx: Transaction, node: string, day: Day): Promise<[WayPoint, ...WayPoint[]]> {
  const [own, ...above] = await wayUp(tx, node, day)
  if (!own) throw notFound('strategy.node.unknown', { node })
  return [own, ...above]
}

/** The strategy map of a node: its own objectives and those of the nodes above, with their links. */
export async function readMap(
  { database }: Deps,
  { actor, now }: Who,
  { node, period }: { node: string; period?: string },
): Promise<StrategyMap> {
  const today = todayOf(now)
  const year = period === undefined ? today.slice(0, 4) : yearNamed(period)
  return database.asActor(actor, async (tx) => {
    const way = await wayOf(tx, node, today)
    const [own] = way
    const nos = way.map(({ no }) => no)
    const kept = (await objectivesOfNodes(tx, nos)).filter((row) => holdsIn(row, year))
    // What holds for everybody stands first.
    const rows = nos.toReversed().flatMap((no) => kept.filter(({ nodeNo }) => nodeNo === no))
    const objectives = await shown(tx, rows, way, actor)
    const holding = new Set(rows.map(({ id }) => id))
    const links = (await linksOfNodes(tx, nos)).filter(({ cause, effect }) => holding.has(cause) && holding.has(effect))
    return {
      node: { id: own.id, kind: own.kind, name: own.name },
      period: year,
      mayAdd: mapKinds.includes(own.kind) && actor.permissions.has('strategy.write'),
      objectives,
      links: links.map(({ nodeNo, cause, effect }) => ({ cause, effect, inherited: nodeNo !== own.no })),
    }
  })
}

/** One objective with what drives it, what it drives, and every version of it. */
export async function readObjective(
  { database }: Deps,
  { actor, now }: Who,
  { id, node }: { id: string; node?: string },
): Promise<ObjectivePage> {
  const today = todayOf(now)
  return database.asActor(actor, async (tx) => {
    const row = await seen(tx, id)
    const way = node === undefined ? [] : await wayOf(tx, node, today)
    const links = await linksAt(tx, id)
    const neighbours = async (ids: readonly string[]) => {
      const found = await Promise.all(ids.map((one) => objectiveById(tx, one)))
      return shown(tx, found.filter((one) => one !== null && one.endedOn === null) as ObjectiveRow[], way, actor)
    }
    const [objective] = await shown(tx, [row], way, actor)
    return {
      objective: objective as Objective,
      causes: await neighbours(links.filter(({ effect }) => effect === id).map(({ cause }) => cause)),
      effects: await neighbours(links.filter(({ cause }) => cause === id).map(({ effect }) => effect)),
      versions: (await versionsOf(tx, id)).map((one) => ({
        version: one.version,
        names: one.names,
        perspective: one.perspective,
        kpis: one.kpis,
        owner: one.ownerName,
        endedOn: one.endedOn,
        note: one.note,
        by: one.by,
        at: one.at.toISOString(),
      })),
    }
  })
}

/** What other capabilities hang their plans and tasks on. */
export type Served = Pick<Objective, 'id' | 'names' | 'perspective' | 'node'> & { kpis: string[] }

/**
 * The objectives that hold for a node on a day, the node's own first, then those of the nodes above. Inside a
 * transaction of an actor, or of the worker.
 */
export async function objectivesOf(tx: Transaction, { node, day }: { node: string; day: Day }): Promise<Served[]> {
  const way = await wayUp(tx, node, day)
  const rows = await objectivesOfNodes(
    tx,
    way.map(({ no }) => no),
  )
  const holding = rows.filter((row) => row.period <= day.slice(0, 4) && (row.endedOn === null || row.endedOn > day))
  return way.flatMap(({ no, id, name }) =>
    holding
      .filter(({ nodeNo }) => nodeNo === no)
      .map((row) => ({
        id: row.id,
        names: row.names,
        perspective: row.perspective,
        node: { id, name },
        kpis: row.kpis.map(({ kpi }) => kpi),
      })),
  )
}

/** The objective that a KPI of a node serves on a day: the nearest map that names it; null when none does. */
export async function objectiveServed(
  tx: Transaction,
  { node, kpi, day }: { node: string; kpi: string; day: Day },
): Promise<Served | null> {
  return (await objectivesOf(tx, { node, day })).find(({ kpis }) => kpis.includes(kpi)) ?? null
}

/** An objective that the actor sees; 404 otherwise. */
export async function seen(tx: Transaction, id: string): Promise<ObjectiveRow> {
  const row = await objectiveById(tx, id)
  if (!row) throw notFound('strategy.objective.unknown', { objective: id })
  return row
}

/** Rows as they are answered. Names of nodes above come from the way, since these lie outside the scope. */
export async function shown(
  tx: Transaction,
  rows: readonly ObjectiveRow[],
  way: readonly WayPoint[],
  actor: Actor,
): Promise<Objective[]> {
  const persons = rows.flatMap(({ ownerNo }) => (ownerNo === null ? [] : [ownerNo]))
  const nodes = await nodesByNo(tx, [...new Set([...rows.map(({ nodeNo }) => nodeNo), ...persons])])
  const onWay = new Map(way.map((point) => [point.no, point]))
  return rows.map((row) => {
    const { id, version, period, perspective, place, names, reasons, kpis, endedOn } = row
    const node = onWay.get(row.nodeNo) ?? nodes.get(row.nodeNo)
    const ownerId = row.ownerNo === null ? null : (nodes.get(row.ownerNo)?.id ?? null)
    return {
      id,
      version,
      node: { id: node?.id ?? '', name: node?.name ?? '' },
      inherited: way.length > 0 ? (onWay.get(row.nodeNo)?.step ?? 0) > 0 : !row.inScope,
      mayChange: row.inScope && actor.permissions.has('strategy.write'),
      period,
      perspective,
      place,
      names,
      reasons,
      owner: row.ownerName === '' ? null : { id: ownerId, name: row.ownerName },
      kpis,
      endedOn,
    }
  })
}
