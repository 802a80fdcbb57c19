import type { Actor } from '#foundation/actor'
import type { Transaction } from '#platform/database'
import { appendEntry } from '../storage/entries.ts'

/**
 * Notes in the audit trail what somebody did, in the transaction that does it: both are kept or neither is. `node` is
 * the number of the store concerned, 0 when it is no single one. Details must not hold personal data.
 */
export async function record(
  tx: Transaction,
  who: { actor: Actor | null; now: Date },
  what: { action: string; subject: string; node?: number; details?: Record<string, unknown> },
): Promise<void> {
  await appendEntry(tx, {
    node: what.node ?? 0,
    at: who.now,
    actorNo: who.actor?.no ?? null,
    actorName: who.actor?.name ?? '',
    action: what.action,
    subject: what.subject,
    details: what.details ?? {},
  })
}
