import { randomUUID } from 'node:crypto'
import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { conflict, forbidden, invalid, notFound } from '#foundation/failure'
import { isDay } from '#foundation/period'
import { newestKpi } from '#kpis'
import type { Database, Transaction } from '#platform/database'
import { kpiTwice, mapKinds, type ObjectiveDraft, type Perspective } from '../rules/objective.ts'
import { endLinksAt } from '../storage/links.ts'
import { lockMaps, objectivesOfNodes, personById, type Written, writeObjectives } from '../storage/objectives.ts'
import type { Objective } from '../wire.ts'
import { seen, shown, todayOf, wayOf } from './readMap.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

/** Adds an objective at the end of its row on the map of a node. */
export async function addObjective(
  { database }: Deps,
  who: Who,
  input: { node: string; objective: ObjectiveDraft; note: string },
): Promise<Objective> {
  return database.asActor(who.actor, async (tx) => {
    await lockMaps(tx)
    const way = await wayOf(tx, input.node, todayOf(who.now))
    const [own] = way
    if (!mapKinds.includes(own.kind)) throw invalid('strategy.map.kind', { node: own.id, kind: own.kind })
    const drafted = await drafting(tx, input.objective)
    const places = (await objectivesOfNodes(tx, [own.no])).map(({ place }) => place)
    const written: Written = {
      ...drafted,
      id: randomUUID(),
      nodeNo: own.no,
      version: 1,
      place: Math.max(0, ...places) + 1,
      endedOn: null,
      note: input.note,
    }
    await write(tx, who, [written], 'strategy.objective.add')
    return answered(tx, who, written.id)
  })
}

/** Writes a new version of an objective. */
export async function putObjective(
  { database }: Deps,
  who: Who,
  input: { id: string; objective: ObjectiveDraft; note: string; basedOn?: number },
): Promise<Objective> {
  return database.asActor(who.actor, async (tx) => {
    await lockMaps(tx)
    const row = await changeable(tx, input.id)
    if (input.basedOn !== undefined && input.basedOn !== row.version)
      throw conflict('strategy.objective.changed', { objective: row.names.zh, version: row.version, by: row.by })
    const drafted = await drafting(tx, input.objective, row)
    const written: Written = { ...row, ...drafted, version: row.version + 1, note: input.note }
    await write(tx, who, [written], 'strategy.objective.put')
    return answered(tx, who, row.id)
  })
}

/** Ends an objective on this day, with the links at it. What it was stays readable. */
export async function endObjective(
  { database }: Deps,
  who: Who,
  input: { id: string; note: string },
): Promise<Objective> {
  return database.asActor(who.actor, async (tx) => {
    await lockMaps(tx)
    const row = await changeable(tx, input.id)
    const written: Written = { ...row, version: row.version + 1, endedOn: todayOf(who.now), note: input.note }
    await write(tx, who, [written], 'strategy.objective.end')
    await endLinksAt(tx, row.id, { name: who.actor.name, at: who.now })
    return answered(tx, who, row.id)
  })
}

/** Puts a node's own objectives of one perspective into an order. Returns how many moved. */
export async function orderObjectives(
  { database }: Deps,
  who: Who,
  input: { node: string; perspective: Perspective; objectives: readonly string[] },
): Promise<number> {
  return database.asActor(who.actor, async (tx) => {
    await lockMaps(tx)
    const [own] = await wayOf(tx, input.node, todayOf(who.now))
    const rows = (await objectivesOfNodes(tx, [own.no])).filter(
      ({ perspective, endedOn }) => perspective === input.perspective && endedOn === null,
    )
    const places = rows.map(({ place }) => place)
    const wanted = new Set(input.objectives)
    if (
      wanted.size !== input.objectives.length ||
      wanted.size !== rows.length ||
      rows.some(({ id }) => !wanted.has(id))
    )
      throw conflict('strategy.order.changed', { node: own.name })
    const moved = rows.flatMap((row): Written[] => {
      const place = places[input.objectives.indexOf(row.id)] as number
      return place === row.place ? [] : [{ ...row, place, version: row.version + 1, note: '' }]
    })
    if (moved.length > 0) await write(tx, who, moved, 'strategy.objective.order')
    return moved.length
  })
}

/** A draft with what the house knows of it; refused with place and reason where it contradicts that. */
async function drafting(tx: Transaction, draft: ObjectiveDraft, known?: { ownerNo: number | null; ownerName: string }) {
  const { period, perspective, names, reasons, kpis: wishes } = draft
  if (!/^(19|20|21)\d{2}$/.test(period)) throw invalid('strategy.period.no_year', { period })
  const twice = kpiTwice(wishes)
  if (twice) throw invalid('strategy.kpi.twice', { kpi: twice })
  for (const { kpi, by } of wishes) {
    if (!newestKpi(kpi)) throw invalid('strategy.kpi.unknown', { kpi })
    if (by !== null && !isDay(by)) throw invalid('strategy.wish.day', { kpi, by })
  }
  const owner = typeof draft.owner === 'string' ? await personById(tx, draft.owner) : null
  if (typeof draft.owner === 'string' && !owner) throw invalid('strategy.owner.unknown', { owner: draft.owner })
  const stays = draft.owner === undefined && known
  return {
    period,
    perspective,
    names,
    reasons,
    ownerNo: stays ? known.ownerNo : (owner?.no ?? null),
    ownerName: stays ? known.ownerName : (owner?.name ?? ''),
    kpis: wishes.map(({ kpi, start, goal, by }) => ({ kpi, start, goal, by })),
  }
}

/** An objective that the actor sees, may change, and that still holds. */
async function changeable(tx: Transaction, id: string) {
  const row = await seen(tx, id)
  if (!row.inScope) throw forbidden('strategy.objective.inherited', { objective: row.names.zh, english: row.names.en })
  if (row.endedOn !== null) throw conflict('strategy.objective.ended', { objective: row.names.zh, day: row.endedOn })
  return row
}

async function write(tx: Transaction, who: Who, rows: Written[], action: string): Promise<void> {
  const { actor, now } = who
  await writeObjectives(tx, rows, { no: actor.no, name: actor.name, at: now })
  for (const { id, nodeNo, version, perspective, note } of rows)
    await record(tx, who, { action, subject: id, node: nodeNo, details: { version, perspective, note } })
}

async function answered(tx: Transaction, { actor }: Who, id: string): Promise<Objective> {
  const [objective] = await shown(tx, [await seen(tx, id)], [], actor)
  if (!objective) throw notFound('strategy.objective.unknown', { objective: id })
  return objective
}
