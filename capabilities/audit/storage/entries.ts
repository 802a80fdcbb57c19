import { kept, sql, type Transaction } from '#platform/database'

export type AuditRow = {
  node: number
  seq: number
  at: Date
  actor: string
  action: string
  subject: string
  details: Record<string, unknown>
}

/** Appends one entry to the chain of a store (0: to the installation's own). */
export async function appendEntry(
  tx: Transaction,
  entry: {
    node: number
    at: Date
    actorNo: number | null
    actorName: string
    action: string
    subject: string
    details: Record<string, unknown>
  },
): Promise<void> {
  await kept(
    tx,
    sql`SELECT audit.record(${entry.node}, ${entry.at}, ${entry.actorNo}, ${entry.actorName}, ${entry.action},
    ${entry.subject}, ${JSON.stringify(entry.details)}::jsonb)`,
  )
}

export async function entriesBefore(
  tx: Transaction,
  { before, action, limit }: { before: Date | null; action: string | null; limit: number },
): Promise<AuditRow[]> {
  const found = await sql<AuditRow>`
    SELECT node_no AS node, seq, at, actor_name AS actor, action, subject, details FROM audit.entry
    WHERE (${before}::timestamptz IS NULL OR at < ${before}) AND (${action}::text IS NULL OR action = ${action})
    ORDER BY at DESC, node_no, seq DESC LIMIT ${limit}`.execute(tx)
  return found.rows
}

/** The first entry of each chain whose hash does not follow from what stands before it, or is missing at the end. */
export async function brokenLinks(tx: Transaction): Promise<{ node: number; seq: number }[]> {
  const found = await sql<{ node: number; seq: number }>`
    WITH linked AS (
      SELECT node_no, seq, hash,
        audit.link(lag(hash, 1, '\\x00') OVER chain, at, actor_no, actor_name, action, subject, details) AS expected,
        row_number() OVER chain AS place
      FROM audit.entry WINDOW chain AS (PARTITION BY node_no ORDER BY seq)
    )
    SELECT node_no AS node, min(seq) AS seq FROM linked WHERE hash <> expected OR seq <> place GROUP BY node_no
    UNION ALL
    SELECT h.node_no, h.seq FROM audit.chain_head h
    WHERE h.seq > 0 AND NOT EXISTS (SELECT FROM audit.entry e WHERE e.node_no = h.node_no AND e.seq = h.seq AND e.hash = h.hash)
    ORDER BY 1`.execute(tx)
  return found.rows
}
