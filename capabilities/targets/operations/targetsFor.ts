import type { Transaction } from '#platform/database'
import { targetsOf } from '../storage/targets.ts'

/** The targets of a node for one period, by KPI, as the transaction's actor may see them. */
export async function targetsFor(tx: Transaction, node: string, period: string): Promise<ReadonlyMap<string, number>> {
  const rows = await targetsOf(tx, { node, period, kpi: null })
  return new Map(rows.map((row) => [row.kpi, row.value]))
}
