import { sql, type Transaction } from '#platform/database'

/** The stores among these that the transaction's actor has in scope, also while it runs as the worker. */
export async function storesInScope(tx: Transaction, storeNos: number[]): Promise<Set<number>> {
  const found = await sql<{
    no: number
  }>`SELECT no FROM unnest(${storeNos}::int[]) AS no WHERE no <@ (SELECT platform.scope())`.execute(tx)
  return new Set(found.rows.map((row) => row.no))
}

/** The stores that these texts name, by id or by a name that only one store has. */
export async function storesNamed(tx: Transaction, texts: readonly string[]): Promise<{ id: string; name: string }[]> {
  const found = await sql<{ id: string; name: string }>`
    SELECT id, name FROM organisation.node n WHERE kind = 'store' AND (id = ANY (${[...texts]}::text[]) OR name = ANY (${[...texts]}::text[])
      AND NOT EXISTS (SELECT FROM organisation.node o WHERE o.kind = 'store' AND o.name = n.name AND o.no <> n.no))
    ORDER BY id`.execute(tx)
  return found.rows
}
