import { notFound } from '#foundation/failure'
import { kpisOn } from '#kpis'
import type { Transaction } from '#platform/database'
import { newestFacts } from '../storage/comparison.ts'
import { nodeOf, rightBelow } from '../storage/members.ts'
import { type BoardRequest, todayShare } from './boardRequest.ts'
import { compared } from './compared.ts'
import { inheritedTargets, type UsualTargets } from './inherited.ts'
import type { Board } from './readBoard.ts'
import { targetPeriods } from './targetOf.ts'

/** The boards of the nodes right below, read together: a few queries for each kind of node among them. */
export async function readChildren(
  tx: Transaction,
  request: BoardRequest,
  usual: UsualTargets,
): Promise<{ boards: Board[] }> {
  const { period, asOf, asOfDay } = request
  const node = await nodeOf(tx, request.node)
  if (!node) throw notFound('boards.node.unknown', { node: request.node })
  const on = asOfDay < period.to ? asOfDay : period.to
  const below = await rightBelow(tx, node, { from: period.from, to: on })
  const lines = new Map<number, Board['kpis']>()
  const newest = await newestFacts(
    tx,
    below.map(({ no }) => no),
    { from: period.from, to: on },
  )
  for (const [kind, members] of Map.groupBy(below, (member) => member.kind)) {
    const nos = members.map(({ no }) => no)
    const inherited = await inheritedTargets(tx, usual, {
      kind,
      nos,
      period,
      periods: targetPeriods(period),
      on,
      kpis: kpisOn(period.to),
    })
    const moment = { period, asOf, asOfDay, todayShare: todayShare(period, asOf) }
    for (const [no, of] of await compared(tx, { ...moment, kind, members, kpis: kpisOn(period.to), inherited }))
      lines.set(no, of)
  }
  return {
    boards: below.map(({ no, id, kind, name }) => ({
      node: { id, kind, name },
      period: period.text,
      from: period.from,
      to: period.to,
      asOf: asOf.toISOString(),
      factsUpTo: newest.get(no)?.toISOString() ?? null,
      kpis: lines.get(no) ?? [],
    })),
  }
}
