export const resourceKinds = ['people', 'money', 'equipment'] as const
export type ResourceKind = (typeof resourceKinds)[number]

/** What a month takes: heads or pieces, and what it costs; either may be missing. */
export type Resource = { month: string; kind: ResourceKind; quantity: number | null; amountFen: number | null }

export type ResourceSum = { kind: ResourceKind; quantity: number; amountFen: number }

/** Heads, pieces and fen by kind, for each period that `periodOf` names: the month, its quarter, its year. */
export function resourceSums(
  resources: readonly Resource[],
  periodOf: (month: string) => string,
): { period: string; sums: ResourceSum[] }[] {
  const found = new Map<string, Map<ResourceKind, ResourceSum>>()
  for (const { month, kind, quantity, amountFen } of resources) {
    const period = periodOf(month)
    const sums = found.get(period) ?? new Map<ResourceKind, ResourceSum>()
    const sum = sums.get(kind) ?? { kind, quantity: 0, amountFen: 0 }
    sums.set(kind, { kind, quantity: sum.quantity + (quantity ?? 0), amountFen: sum.amountFen + (amountFen ?? 0) })
    found.set(period, sums)
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([period, sums]) => ({
      period,
      sums: resourceKinds.flatMap((kind) => sums.get(kind) ?? []),
    }))
}

export const quarterOf = (month: string) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`
export const yearOf = (month: string) => month.slice(0, 4)
