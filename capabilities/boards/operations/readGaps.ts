import { addDays, type Day } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { missingDaysMin, suspectedGaps } from '../rules/network.ts'
import { newestDays, operatingDays } from '../storage/factDays.ts'
import { placesBelow } from '../storage/members.ts'
import { scene } from './readNetwork.ts'

/** How far back days are counted; a longer gap says "at least". */
const daysBack = 45
/** Whoever sent a kind at all in these days is expected to go on, and so is every store beside it. */
const aliveDays = 90
/** Stores whose operating days are counted: those that wait longest. */
const storesMost = 400

/** Which kinds of fact have stopped coming from which stores, although these worked (H3.3). */
export async function readGaps(tx: Transaction, query: { node: string; asOf?: string; limit?: number }, now: Date) {
  const { request, node } = await scene(tx, { ...query, period: undefined }, now)
  const yesterday = addDays(request.asOfDay, -1)
  const days = { from: yesterday, to: yesterday }
  const members =
    node.kind === 'store'
      ? [{ ...node, under: null }]
      : node.kind === 'company' || node.kind === 'region'
        ? await placesBelow(tx, node.no, 'store', days)
        : []
  const newest = await newestDays(
    tx,
    members.map(({ no }) => no),
    request.asOfDay,
  )
  const suspects = suspectedGaps(newest, addDays(request.asOfDay, -aliveDays), addDays(yesterday, -missingDaysMin + 1))
  const waiting = suspects.toSorted((a, b) => ((a.newest ?? '') < (b.newest ?? '') ? -1 : 1))
  const stores = [...new Set(waiting.map(({ no }) => no))].slice(0, storesMost)
  const first: Day = addDays(yesterday, 1 - daysBack)
  const worked = await operatingDays(tx, stores, { from: first, to: yesterday })
  const byNo = new Map(members.map((member) => [member.no, member]))
  const missing = suspects
    .flatMap(({ no, kind, newest: day }) => {
      const member = byNo.get(no)
      const without = (worked.get(no) ?? []).filter((one) => day === null || one > day).length
      if (!member || without < missingDaysMin) return []
      const { id, name, under } = member
      return [{ node: { id, name }, under, kind, newest: day, days: without, orMore: day === null || day < first }]
    })
    .sort((a, b) => b.days - a.days || (a.node.id < b.node.id ? -1 : a.node.id > b.node.id ? 1 : 0))
  return {
    node: { id: node.id, kind: node.kind, name: node.name },
    upTo: yesterday,
    stores: members.length,
    total: missing.length,
    missing: missing.slice(0, query.limit ?? 20),
  }
}
