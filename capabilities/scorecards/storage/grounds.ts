import { createHash } from 'node:crypto'
import { sql, type Transaction } from '#platform/database'
import type { Ground } from '../rules/ground.ts'

/** The numbers of grounds; those that are not known yet are kept. Equal grounds have one number, however often they come. */
export async function keptGrounds(tx: Transaction, grounds: readonly Ground[]): Promise<number[]> {
  if (grounds.length === 0) return []
  const contents = grounds.map((ground) => JSON.stringify(ground))
  const hashes = contents.map((content) => createHash('sha256').update(content).digest('hex'))
  await sql`
    INSERT INTO scorecards.ground (hash, content)
    SELECT DISTINCT ON (hash) hash, content::json FROM unnest(${hashes}::text[], ${contents}::text[]) AS g(hash, content)
    ON CONFLICT (hash) DO NOTHING`.execute(tx)
  const found = await sql<{ no: number; hash: string }>`
    SELECT no, hash FROM scorecards.ground WHERE hash = ANY (${hashes})`.execute(tx)
  const noOf = new Map(found.rows.map(({ no, hash }) => [hash, no]))
  return hashes.map((hash) => noOf.get(hash) ?? 0)
}

/** The grounds that rows refer to, by their numbers. */
export async function groundsByNo(
  tx: Transaction,
  rows: readonly { groundNo: number | null }[],
): Promise<Map<number, Ground>> {
  const nos = [...new Set(rows.flatMap(({ groundNo }) => groundNo ?? []))]
  if (nos.length === 0) return new Map()
  const found = await sql<{ no: number; content: Ground }>`
    SELECT no, content FROM scorecards.ground WHERE no = ANY (${nos}::int[])`.execute(tx)
  return new Map(found.rows.map(({ no, content }) => [no, content]))
}
