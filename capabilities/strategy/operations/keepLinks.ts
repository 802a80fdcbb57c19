import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { conflict, forbidden, invalid } from '#foundation/failure'
import type { Database, Transaction } from '#platform/database'
import { circleClosed, type Link } from '../rules/links.ts'
import { endLink, insertLinks, linksOfNodes } from '../storage/links.ts'
import { lockMaps, type ObjectiveRow, objectivesOfNodes, wayUp } from '../storage/objectives.ts'
import { seen, shown, todayOf } from './readMap.ts'

type Deps = { database: Database }
type Who = { actor: Actor; now: Date }

/**
 * Says that one objective drives another. The link belongs to the map of the cause; it may lead to an objective of the
 * same map or of one above, never downwards. Returns whether it is new.
 */
export async function addLink({ database }: Deps, who: Who, link: Link): Promise<boolean> {
  return database.asActor(who.actor, async (tx) => {
    await lockMaps(tx)
    const cause = await holding(tx, link.cause)
    const effect = await holding(tx, link.effect)
    if (!cause.inScope)
      throw forbidden('strategy.link.inherited', { objective: cause.names.zh, english: cause.names.en })
    await refuseDownwards(tx, who, cause, effect)
    const links = await linksOfNodes(tx, [cause.nodeNo])
    const circle = circleClosed(links, link)
    if (circle) {
      const names = new Map((await objectivesOfNodes(tx, [cause.nodeNo])).map((row) => [row.id, row.names]))
      throw invalid('strategy.link.circle', {
        circle: circle.map((id) => names.get(id) ?? { zh: id, en: id }),
        ids: circle,
      })
    }
    const row = { ...link, nodeNo: cause.nodeNo }
    const added = (await insertLinks(tx, [row], { name: who.actor.name, at: who.now })) > 0
    if (added) await audited(tx, who, 'strategy.link.add', row)
    return added
  })
}

/** Takes a link away; its history stays. Returns whether there was one. */
export async function removeLink({ database }: Deps, who: Who, link: Link): Promise<boolean> {
  return database.asActor(who.actor, async (tx) => {
    await lockMaps(tx)
    const cause = await seen(tx, link.cause)
    if (!cause.inScope)
      throw forbidden('strategy.link.inherited', { objective: cause.names.zh, english: cause.names.en })
    const removed = await endLink(tx, link, { name: who.actor.name, at: who.now })
    if (removed) await audited(tx, who, 'strategy.link.remove', { ...link, nodeNo: cause.nodeNo })
    return removed
  })
}

async function holding(tx: Transaction, id: string): Promise<ObjectiveRow> {
  const row = await seen(tx, id)
  if (row.endedOn !== null) throw conflict('strategy.objective.ended', { objective: row.names.zh, day: row.endedOn })
  return row
}

async function refuseDownwards(tx: Transaction, { actor, now }: Who, cause: ObjectiveRow, effect: ObjectiveRow) {
  if (cause.nodeNo === effect.nodeNo) return
  const [shownCause] = await shown(tx, [cause], [], actor)
  const way = await wayUp(tx, shownCause?.node.id ?? '', todayOf(now))
  if (way.every(({ no }) => no !== effect.nodeNo))
    throw invalid('strategy.link.downwards', { cause: cause.names.zh, effect: effect.names.zh })
}

const audited = (tx: Transaction, who: Who, action: string, { nodeNo, cause, effect }: Link & { nodeNo: number }) =>
  record(tx, who, { action, subject: cause, node: nodeNo, details: { cause, effect } })
