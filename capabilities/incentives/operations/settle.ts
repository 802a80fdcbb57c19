import { randomBytes } from 'node:crypto'
import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { conflict, invalid, notFound } from '#foundation/failure'
import { dayAt, type Period, parsePeriod } from '#foundation/period'
import { type Database, planOnce, type Transaction } from '#platform/database'
import { dropLines, factorsSetIn } from '../storage/lines.ts'
import {
  insertSettlement,
  keepCalculation,
  lockCalculating,
  lockedSettlement,
  moveTo,
  nodeById,
  type SettlementRow,
  settlementIdOf,
} from '../storage/settlements.ts'
import type { Settlement } from '../wire.ts'
import { calculateLines } from './calculateLines.ts'
import { settlementView } from './readSettlements.ts'

export type Deps = { database: Database }
export type Who = { actor: Actor; now: Date }

const settledKinds = ['company', 'region', 'store']

export const stepBy = ({ actor, now }: Who) => ({ actorNo: actor.no, actorName: actor.name, at: now })

/** The month that a text names; invalid otherwise. */
export function monthNamed(text: string): Period {
  const period = parsePeriod(text)
  if (!period) throw invalid('incentives.period.unknown', { period: text })
  if (period.kind !== 'month') throw invalid('incentives.period.not_month', { period: text })
  return period
}

/** The settlement, held for this transaction; not found when it is none of the actor's. */
export async function heldSettlement(tx: Transaction, id: string): Promise<SettlementRow> {
  const settlement = await lockedSettlement(tx, id)
  if (!settlement) throw notFound('incentives.settlement.unknown', { settlement: id })
  return settlement
}

/**
 * Settles the monthly bonus of everybody below a company, region or store: a draft. A node and month have one
 * settlement; asked for again it is handed out as it is. A month that is still running is settled as far as it has come.
 */
export async function createSettlement(
  { database }: Deps,
  who: Who,
  input: { node: string; period: string },
): Promise<{ created: boolean; settlement: Settlement }> {
  const period = monthNamed(input.period)
  if (dayAt(who.now, 'Asia/Shanghai') < period.from) throw invalid('incentives.period.future', { period: period.text })
  return database.asActor(who.actor, async (tx) => {
    const node = await nodeById(tx, input.node)
    if (!node?.payable) throw notFound('incentives.node.unknown', { node: input.node })
    if (!settledKinds.includes(node.kind)) throw invalid('incentives.node.kind', { node: input.node, kind: node.kind })
    await lockCalculating(tx)
    const known = await settlementIdOf(tx, node.no, period.text)
    if (known) return { created: false, settlement: await settlementView(tx, known) }

    const id = `SET-${period.text}-${input.node}-${randomBytes(3).toString('hex')}`
    const calculatedAt = who.now
    await insertSettlement(tx, { id, nodeNo: node.no, period: period.text, calculatedAt })
    const calculation = { settlementId: id, nodeNo: node.no, period, now: who.now, factorsSet: [] }
    // The same statements are asked for every part of the people: each is planned once.
    await planOnce(tx)
    const { lines, ...result } = await calculateLines(tx, calculation)
    await keepCalculation(tx, id, { ...result, calculatedAt })
    await moveTo(tx, id, 'draft', stepBy(who))
    const details = { node: input.node, period: period.text, lines: lines.length }
    await record(tx, who, { action: 'incentives.settlement.create', subject: id, details })
    return { created: true, settlement: await settlementView(tx, id, lines) }
  })
}

/** Works a draft's lines out again from today's facts; factors that HR set stay where the card still gives none. */
export async function recalculate({ database }: Deps, who: Who, id: string): Promise<Settlement> {
  return database.asActor(who.actor, async (tx) => {
    await lockCalculating(tx)
    const settlement = await heldSettlement(tx, id)
    if (settlement.state !== 'draft') throw conflict('incentives.settlement.not_draft', { state: settlement.state })
    const { nodeNo } = settlement
    const factorsSet = await factorsSetIn(tx, id)
    await dropLines(tx, id)
    const calculation = { settlementId: id, nodeNo, period: monthNamed(settlement.period), now: who.now, factorsSet }
    // The same statements are asked for every part of the people: each is planned once.
    await planOnce(tx)
    const { lines, ...result } = await calculateLines(tx, calculation)
    await keepCalculation(tx, id, { ...result, calculatedAt: who.now })
    await record(tx, who, {
      action: 'incentives.settlement.recalculate',
      subject: id,
      details: { lines: lines.length },
    })
    return settlementView(tx, id, lines)
  })
}
