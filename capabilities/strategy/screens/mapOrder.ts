/** What stands in a row: an objective, or the gap through which an arrow to a row farther up passes. */
export type Item = { id: string; width: number; gap: boolean }
/** Two neighbouring items of an arrow's way; both in one row where an objective drives its neighbour. */
export type Step = { from: string; to: string }

const betweenCards = 28
const besideGap = 12
const rounds = 12

/** The left edges of a row's items, the row in the middle of `width`. */
export function spread(row: readonly Item[], width: number): Map<string, number> {
  let x = (width - rowWidth(row)) / 2
  return new Map(
    row.map((item, index) => {
      const at = x
      x += item.width + between(item, row[index + 1])
      return [item.id, at]
    }),
  )
}

export const rowWidth = (row: readonly Item[]) =>
  row.reduce((sum, item, index) => sum + item.width + between(item, row[index + 1]), 0)

function between(left: Item, right: Item | undefined): number {
  if (!right) return 0
  return left.gap || right.gap ? besideGap : betweenCards
}

/**
 * The same rows with few crossings: each row is put into the order of what its items are joined with (the barycentre of
 * Sugiyama's method), and then neighbours change places as long as that helps. Where nothing is gained, the order given
 * stays.
 */
export function ordered(rows: readonly Item[][], steps: readonly Step[]): Item[][] {
  let best = rows.map((row) => [...row])
  let least = cost(best, steps)
  const keep = (candidate: Item[][]) => {
    const price = cost(candidate, steps)
    if (price >= least - 1e-9) return false
    best = candidate
    least = price
    return true
  }
  let swept = best
  for (let round = 0; round < rounds; round++) {
    const down = round % 2 === 0
    for (let index = 0; index < rows.length; index++) {
      const at = down ? index : rows.length - 1 - index
      swept = swept.map((row, other) => (other === at ? byBarycentre(row, swept, steps, at) : row))
      keep(swept)
    }
  }
  for (let round = 0; round < rounds; round++) {
    let better = false
    for (let at = 0; at < best.length; at++)
      for (let left = 0; left < (best[at]?.length ?? 0); left++)
        for (let right = left + 1; right < (best[at]?.length ?? 0); right++)
          better = keep(best.map((row, other) => (other === at ? exchanged(row, left, right) : row))) || better
    if (!better) break
  }
  return best
}

function exchanged(row: readonly Item[], left: number, right: number): Item[] {
  const changed = [...row]
  ;[changed[left], changed[right]] = [row[right] as Item, row[left] as Item]
  return changed
}

function byBarycentre(row: readonly Item[], rows: readonly Item[][], steps: readonly Step[], at: number): Item[] {
  const centre = centres(rows)
  const inRow = new Set(row.map(({ id }) => id))
  const wish = new Map(
    row.map(({ id }) => {
      const joined = steps
        .flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
        .filter((other) => !inRow.has(other))
        .map((other) => centre.get(other)?.x ?? 0)
      return [id, joined.length ? joined.reduce((sum, x) => sum + x, 0) / joined.length : (centre.get(id)?.x ?? at)]
    }),
  )
  return [...row].sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0))
}

function centres(rows: readonly Item[][]): Map<string, { x: number; row: number; index: number }> {
  const width = Math.max(...rows.map(rowWidth))
  return new Map(
    rows.flatMap((row, at) => {
      const left = spread(row, width)
      return row.map(({ id, width: own }, index) => [id, { x: (left.get(id) ?? 0) + own / 2, row: at, index }] as const)
    }),
  )
}

/** Crossings first, then arrows that jump over a neighbour, then length. */
function cost(rows: readonly Item[][], steps: readonly Step[]): number {
  const centre = centres(rows)
  const drawn = steps.flatMap(({ from, to }) => {
    const [a, b] = [centre.get(from), centre.get(to)]
    return a && b ? [a.row >= b.row ? { low: a, high: b } : { low: b, high: a }] : []
  })
  let price = 0
  drawn.forEach(({ low, high }, index) => {
    price += Math.abs(low.x - high.x) / 2000
    if (low.row === high.row) price += (Math.abs(low.index - high.index) - 1) * 3
    for (const other of drawn.slice(index + 1))
      if (low.row !== high.row && other.low.row === low.row && other.high.row === high.row)
        if ((low.x - other.low.x) * (high.x - other.high.x) < 0) price += 1
  })
  return price
}
