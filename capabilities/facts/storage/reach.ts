import { sql, type Transaction } from '#platform/database'

/** The stores among these that the transaction's actor has in scope, also while it runs as the worker. */
export async function storesInScope(tx: Transaction, storeNos: number[]): Promise<Set<number>> {
  const found = await sql<{
    no: number
  }>`SELECT no FROM unnest(${storeNos}::int[]) AS no WHERE no <@ (SELECT platform.scope())`.execute(tx)
  return new Set(found.rows.map((row) => row.no))
}
