import type { Transaction } from '#platform/database'
import type { Ground } from '../rules/ground.ts'
import { keptFigures } from '../rules/keptFigures.ts'
import { insertFrozen, type NewFrozen } from '../storage/frozen.ts'
import { keptGrounds } from '../storage/grounds.ts'
import type { Basis } from './shownScore.ts'

/** Keeps the scores that a settlement was approved with: from now on they are what everybody reads (H10.8). */
export async function freezeScores(
  tx: Transaction,
  period: string,
  now: Date,
  scores: readonly NewFrozen[],
): Promise<void> {
  if (scores.length > 0) await insertFrozen(tx, period, now, scores)
}

/** A score as whoever settles by it keeps it until it is frozen, as texts. */
export type ScoreKept = Pick<NewFrozen, 'groundNo' | 'figures' | 'score'>

/** Keeps what scores stand on, each ground once, and says how each of these scores is to be kept. */
export function scoreKeeper(tx: Transaction): (bases: Iterable<Basis>) => Promise<(basis: Basis) => ScoreKept> {
  const noOf = new Map<Ground, number>()
  return async (bases) => {
    const fresh = new Set<Ground>()
    for (const basis of bases) if ('ground' in basis && !noOf.has(basis.ground)) fresh.add(basis.ground)
    const nos = await keptGrounds(tx, [...fresh])
    for (const [index, ground] of [...fresh].entries()) noOf.set(ground, nos[index] ?? 0)
    return (basis) => {
      if ('told' in basis)
        return { groundNo: null, figures: null, score: JSON.stringify({ ...basis.told, frozen: true }) }
      const { ground, figures } = basis
      return { groundNo: noOf.get(ground) ?? 0, figures: JSON.stringify(keptFigures(ground, figures)), score: null }
    }
  }
}
