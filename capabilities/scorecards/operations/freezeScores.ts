import type { Transaction } from '#platform/database'
import { insertFrozen } from '../storage/frozen.ts'
import type { ScoredStretch } from './scorePeople.ts'

/** Keeps the scores that a settlement was approved with: from now on they are what everybody reads (H10.8). */
export async function freezeScores(
  tx: Transaction,
  period: string,
  now: Date,
  scores: readonly ScoredStretch[],
): Promise<void> {
  if (scores.length === 0) return
  const rows = scores.map(({ personNo, storeNo, score }) => ({
    personNo,
    storeNo,
    from: score.from,
    to: score.to,
    score: { ...score, frozen: true },
  }))
  await insertFrozen(tx, period, now, rows)
}
