import { roundHalfAway } from '#foundation/money'

/** How a whole is shared out over the nodes below (H6.5). */
export type ChildrenMethod = 'history' | 'capacity' | 'hand'

/** What a child's share is reckoned from; null is not known. */
export type ChildBasis = {
  id: string
  /** What it did in the months before, summed. */
  history: number | null
  technicians: number
  hoursPerDay: number
  bays: number | null
  hand: number | null
}

export type ChildShares = {
  weights: number[]
  /** Children that the method knows nothing about; they get the mean of the others. */
  unknown: string[]
}

const sum = (values: readonly number[]) => values.reduce((left, right) => left + right, 0)

/** The weight of each child. By capacity: technicians x hours; for who has none, bays x hours. */
export function childShares(method: ChildrenMethod, children: readonly ChildBasis[]): ChildShares {
  const raw = children.map((child) => basisOf(method, child))
  const known = raw.filter((value): value is number => value !== null)
  const mean = known.length > 0 ? sum(known) / known.length : 1
  return {
    weights: raw.map((value) => roundHalfAway(value ?? mean, 6)),
    unknown: children.filter((_, index) => raw[index] === null).map(({ id }) => id),
  }
}

function basisOf(method: ChildrenMethod, child: ChildBasis): number | null {
  switch (method) {
    case 'history':
      return child.history !== null && child.history > 0 ? child.history : null
    case 'capacity': {
      const heads = child.technicians > 0 ? child.technicians : (child.bays ?? 0)
      return heads > 0 ? heads * child.hoursPerDay : null
    }
    case 'hand':
      return child.hand === null ? 0 : Math.max(0, child.hand)
  }
}

/** A child of a ratio: where it stands, what it weighs in the parent's figure (jobs, answers), and its own target where set. */
export type RatioChild = { id: string; start: number | null; weight: number; target: number | null }

export type RatioCheck = {
  /** The children's targets, weighted; null when nothing weighs. */
  weighted: number | null
  /** How much the parent's target is missed by; 0 when it is reached. */
  missing: number
  /** Children one of which, raised by so much, would close the gap, the smallest raise first. */
  raises: { id: string; by: number; to: number }[]
  /** Children without a target. */
  without: string[]
}

const tenth = (value: number) => Math.ceil(value * 10 - 1e-9) / 10

/**
 * Whether children's targets of a ratio reach the parent's when weighted (H6.5), and what would: stores' targets weighted by
 * jobs give 93.2, the parent wants 95, so 1.8 is missing. `best` is the figure that no child can pass.
 */
export function ratioCheck(
  parent: number,
  children: readonly RatioChild[],
  { direction, best }: { direction: 'higher' | 'lower'; best: number | null },
): RatioCheck {
  const set = children.filter((child): child is RatioChild & { target: number } => child.target !== null)
  const whole = sum(set.map(({ weight }) => weight))
  const without = children.filter(({ target }) => target === null).map(({ id }) => id)
  if (whole <= 0) return { weighted: null, missing: 0, raises: [], without }
  const weighted = sum(set.map(({ weight, target }) => weight * target)) / whole
  const way = direction === 'higher' ? 1 : -1
  const missing = (parent - weighted) * way
  if (missing <= 1e-9) return { weighted: roundHalfAway(weighted, 2), missing: 0, raises: [], without }
  const raises = set
    .filter(({ weight }) => weight > 0)
    .map(({ id, weight, target }) => {
      const by = tenth((missing * whole) / weight)
      return { id, by, to: roundHalfAway(target + by * way, 2) }
    })
    .filter(({ to }) => best === null || (direction === 'higher' ? to <= best : to >= best))
    .sort((a, b) => a.by - b.by)
  return { weighted: roundHalfAway(weighted, 2), missing: roundHalfAway(missing, 2), raises, without }
}

/**
 * Targets for children of a ratio that reach the parent's when weighted: everybody improves by the same, nobody beyond what is
 * best and nobody falls back behind where they stand. A child whose standing is unknown gets the parent's target.
 */
export function ratioTargets(
  parent: number,
  children: readonly RatioChild[],
  { direction, best }: { direction: 'higher' | 'lower'; best: number | null },
): number[] {
  const way = direction === 'higher' ? 1 : -1
  const bounded = (value: number) =>
    best === null ? value : direction === 'higher' ? Math.min(value, best) : Math.max(value, best)
  const at = (step: number) =>
    children.map(({ start }) => (start === null ? parent : roundHalfAway(bounded(start + way * step), 1)))
  const reached = (targets: readonly number[]) =>
    ratioCheck(
      parent,
      children.map((child, index) => ({ ...child, target: targets[index] ?? null })),
      { direction, best },
    ).missing === 0
  // In tenths: the smallest common step that reaches the parent; a step as large as the whole scale reaches what can be reached.
  const far =
    Math.ceil(Math.max(0, ...children.map(({ start }) => (start === null ? 0 : (parent - start) * way))) * 10) + 1000
  let low = 0
  let high = far
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (reached(at(middle / 10))) high = middle
    else low = middle + 1
  }
  return at(low / 10)
}
