import { record } from '#audit'
import { conflict, isFailure, notFound } from '#foundation/failure'
import { dayAt } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { freezeScores } from '#scorecards'
import { type Due, ledgerEntries } from '../rules/ledger.ts'
import { checkFailure, nextState, settlementTotalFen } from '../rules/settlement.ts'
import { appendEntries, postedFor } from '../storage/ledger.ts'
import { type LineRow, linesOf, markPosted, type WholeLine, wholeLinesOf } from '../storage/lines.ts'
import { moveTo, type SettlementRow, settlementById } from '../storage/settlements.ts'
import type { Settlement } from '../wire.ts'
import { settlementView } from './readSettlements.ts'
import { type Deps, heldSettlement, monthNamed, stepBy, type Who } from './settle.ts'

const today = (instant: Date) => dayAt(instant, 'Asia/Shanghai')

/** The lines of a settlement, if the actor sees all of them: half a settlement is neither checked nor approved. */
function allOf<Line extends LineRow>(lines: Line[], { id, totalFen }: SettlementRow): Line[] {
  if (settlementTotalFen(lines) !== totalFen) throw conflict('incentives.settlement.partly_visible', { settlement: id })
  return lines
}

/** Marks a draft as checked: the month is over, it was worked out after its end, and every line has a factor. */
export async function check({ database }: Deps, who: Who, id: string): Promise<Settlement> {
  return database.asActor(who.actor, async (tx) => {
    const settlement = await heldSettlement(tx, id)
    const next = nextState(settlement.state, 'check')
    if (isFailure(next)) throw next
    const period = monthNamed(settlement.period)
    if (today(who.now) <= period.to) throw conflict('incentives.period.running', { period: period.text, to: period.to })
    if (today(settlement.calculatedAt) <= period.to)
      throw conflict('incentives.settlement.outdated', { period: period.text })
    const lines = allOf(await linesOf(tx, id), settlement)
    const failure = checkFailure(lines.map((line) => ({ ...line, factor: line.score ? line.factor : 1 })))
    if (failure) throw failure
    await moveTo(tx, id, next, stepBy(who))
    await record(tx, who, { action: 'incentives.settlement.check', subject: id })
    return settlementView(tx, id)
  })
}

/** Takes a checked settlement back to draft. */
export async function reopen({ database }: Deps, who: Who, id: string): Promise<Settlement> {
  return database.asActor(who.actor, async (tx) => {
    const { state } = await heldSettlement(tx, id)
    if (state !== 'checked') throw conflict('incentives.settlement.not_checked', { state })
    await moveTo(tx, id, 'draft', stepBy(who))
    await record(tx, who, { action: 'incentives.settlement.reopen', subject: id })
    return settlementView(tx, id)
  })
}

/**
 * Approves: freezes the scores and writes the ledger, in one transaction (H10.8, H11.8). The settlement is held, so that
 * of two approvals at once the second finds it approved; the entries sum to its total or nothing is kept.
 */
export async function approve({ database }: Deps, who: Who, id: string): Promise<Settlement> {
  return database.asActor(who.actor, async (tx) => {
    const settlement = await heldSettlement(tx, id)
    const next = nextState(settlement.state, 'approve')
    if (isFailure(next)) throw next
    const lines = allOf(await wholeLinesOf(tx, id), settlement)
    await freezeScores(tx, settlement.period, who.now, lines.flatMap(frozenLine))
    const entries = await post(tx, who, settlement, lines)
    await markPosted(tx, id, who.now)
    await moveTo(tx, id, next, stepBy(who))
    await record(tx, who, {
      action: 'incentives.settlement.approve',
      subject: id,
      details: { lines: lines.length, entries },
    })
    return settlementView(tx, id)
  })
}

function frozenLine({ personNo, storeNo, from, to, score, kept }: WholeLine) {
  return score && kept ? [{ personNo, storeNo, from, to, card: score.card, ...kept }] : []
}

async function post(
  tx: Transaction,
  who: Who,
  settlement: SettlementRow,
  lines: readonly WholeLine[],
): Promise<number> {
  const keyOf = ({ personNo, rule, period, from }: WholeLine) => ({
    person: personNo,
    rule,
    period,
    fromDay: from,
  })
  const keyText = (key: ReturnType<typeof keyOf>) => JSON.stringify([key.person, key.rule, key.period, key.fromDay])
  const posted = await postedFor(tx, lines.map(keyOf))
  const heldFen = new Map<string, number>()
  for (const { person, rule, period, fromDay, amountFen } of posted) {
    const key = keyText({ person, rule, period, fromDay })
    heldFen.set(key, (heldFen.get(key) ?? 0) + amountFen)
  }
  const lineOf = new Map<string, number>()
  const due = lines.map((line): Due<number> => {
    const key = keyOf(line)
    lineOf.set(keyText(key), line.line)
    // An adjustment comes on top of those before it; a bonus is due once, whatever was posted for it.
    const before = line.score ? 0 : (heldFen.get(keyText(key)) ?? 0)
    return {
      ...key,
      store: line.storeNo,
      ruleVersion: line.ruleVersion,
      dueFen: before + (line.amountFen ?? 0),
      because: line.because,
    }
  })
  const entries = ledgerEntries(due, posted).map((entry) => ({ ...entry, line: lineOf.get(keyText(entry)) ?? 0 }))
  const sumFen = settlementTotalFen(entries)
  if (sumFen !== settlement.totalFen)
    throw conflict('incentives.ledger.already_posted', {
      settlement: settlement.id,
      sumFen,
      totalFen: settlement.totalFen,
    })
  await appendEntries(tx, settlement.id, { at: who.now, by: who.actor.name }, entries)
  return entries.length
}

/** Publication for objection is still to come; until then a checked settlement is approved directly. */
export async function publish({ database }: Deps, who: Who, id: string): Promise<never> {
  await database.asActor(who.actor, async (tx) => {
    if (!(await settlementById(tx, id))) throw notFound('incentives.settlement.unknown', { settlement: id })
  })
  throw conflict('incentives.publication.reserved', { settlement: id })
}
