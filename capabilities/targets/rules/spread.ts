import { allocate } from '#foundation/money'

/** A locked part keeps its figure; null is free. */
export type Locks = readonly (number | null)[]

/** Parts of a whole, or why there are none: what is locked exceeds the whole, or all is locked and falls short of it. */
export type Spread =
  | { ok: true; parts: number[] }
  | { ok: false; problem: 'locked_exceed' | 'locked_short'; by: number }

const sum = (values: readonly number[]) => values.reduce((left, right) => left + right, 0)

/**
 * An additive whole spread over parts by weights (H6.2): locked parts stay, the rest absorbs the difference, and all of
 * them sum to the whole exactly. The whole and what is locked are whole numbers of fen or pieces.
 */
export function spread(whole: number, weights: readonly number[], locks: Locks = []): Spread {
  const kept = weights.map((_, index) => locks[index] ?? null)
  const locked = sum(kept.map((value) => value ?? 0))
  const rest = whole - locked
  if (rest < 0) return { ok: false, problem: 'locked_exceed', by: -rest }
  const free = weights.filter((_, index) => kept[index] === null)
  if (free.length === 0 && rest > 0) return { ok: false, problem: 'locked_short', by: rest }
  const shares = allocate(rest, free)
  let next = 0
  return { ok: true, parts: kept.map((value) => value ?? shares[next++] ?? 0) }
}

/**
 * Rows by columns, all whole numbers: each row sums to its own total and each column to its own, exactly (H6.2); so
 * children's months sum to the child's year and to the parent's month at once. The two kinds of totals must agree. Row
 * after row takes its share of what the columns have left, by largest remainder; no figure is negative.
 */
export function spreadTable(rows: readonly number[], columns: readonly number[]): number[][] {
  if (sum(rows) !== sum(columns)) throw new RangeError(`Rows sum to ${sum(rows)}, columns to ${sum(columns)}`)
  let left = [...columns]
  return rows.map((row) => {
    // A row without a target must not be handed equal shares of columns that are used up.
    const shares = row === 0 ? left.map(() => 0) : allocate(row, left)
    left = left.map((column, index) => column - (shares[index] ?? 0))
    return shares
  })
}

/** The sums of groups of parts: quarters of twelve months, plan weeks of a month's days. */
export function groupSums(parts: readonly number[], sizes: readonly number[]): number[] {
  let from = 0
  return sizes.map((size) => {
    const group = parts.slice(from, from + size)
    from += size
    return sum(group)
  })
}

/** Whether three or more free parts are as good as equal: nobody's year is (H6.3). */
export function isFlat(parts: readonly number[], locks: Locks = []): boolean {
  const free = parts.filter((_, index) => (locks[index] ?? null) === null)
  const mean = sum(free) / free.length
  return free.length >= 3 && mean > 0 && free.every((part) => Math.abs(part - mean) <= mean * 0.005 + 1)
}
