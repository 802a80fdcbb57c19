import { notFound } from '#foundation/failure'
import type { Transaction } from '#platform/database'
import { type KeptStep, told } from '../rules/steps.ts'
import { entriesOf } from '../storage/ledger.ts'
import { type LineRow, linesOf } from '../storage/lines.ts'
import { settlementById, stepsOf, summaries, unsettledOf } from '../storage/settlements.ts'
import type { LedgerEntry, Settlement, Summary } from '../wire.ts'

const words = (steps: readonly KeptStep[]) => told(steps).map(({ text }) => text)

/**
 * A settlement with its lines, as it goes over the wire; not found when it is outside the pay scope. Whoever has just
 * worked the lines out hands them in: thousands of them are not read again to be shown.
 */
export async function settlementView(
  tx: Transaction,
  id: string,
  worked: readonly LineRow[] | null = null,
): Promise<Settlement> {
  const settlement = await settlementById(tx, id)
  if (!settlement) throw notFound('incentives.settlement.unknown', { settlement: id })
  const lines = worked ?? (await linesOf(tx, id))
  const steps = await stepsOf(tx, id)
  return {
    id,
    node: { id: settlement.node, name: settlement.nodeName },
    period: settlement.period,
    state: settlement.state,
    totalFen: settlement.totalFen,
    open: lines.filter((line) => line.amountFen === null).length,
    steps: steps.map((step) => ({ ...step, at: step.at.toISOString() })),
    lines: lines.map(lineView),
    unsettled: await unsettledOf(tx, id),
  }
}

function lineView(line: LineRow): Settlement['lines'][number] {
  const { score, factorSet } = line
  return {
    line: line.line,
    person: line.person,
    name: line.name,
    store: line.store,
    position: score?.position ?? '',
    rule: line.rule,
    ruleVersion: line.ruleVersion,
    period: line.period,
    from: line.from,
    to: line.to,
    baseFen: line.baseFen,
    grade: score?.grade ?? null,
    total: score?.total ?? null,
    factor: line.factor,
    amountFen: line.amountFen,
    because: words(line.because),
    factorSetBy: factorSet && { by: factorSet.by, at: factorSet.at, reason: factorSet.reason },
  }
}

export async function listSettlements(tx: Transaction): Promise<Summary[]> {
  const rows = await summaries(tx)
  return rows.map(({ node, nodeName, changedAt, ...row }) => ({
    ...row,
    node: { id: node, name: nodeName },
    changedAt: changedAt.toISOString(),
  }))
}

/** Ledger entries: the actor's own and those within the pay scope. */
export async function readLedger(
  tx: Transaction,
  wanted: { person?: string; period?: string; settlement?: string },
): Promise<{ entries: LedgerEntry[]; totalFen: number }> {
  const { person = null, period = null, settlement = null } = wanted
  const rows = await entriesOf(tx, { person, period, settlement })
  const entries = rows.map((row) => ({ ...row, because: words(row.because), postedAt: row.postedAt.toISOString() }))
  return { entries, totalFen: entries.reduce((sum, { amountFen }) => sum + amountFen, 0) }
}
