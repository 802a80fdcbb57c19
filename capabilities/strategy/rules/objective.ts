import type { Words } from '#foundation/actor'
import type { Light } from '#foundation/figure'
import type { Day } from '#foundation/period'

/** The four rows of a map, from what is earned down to what is learned. */
export const perspectives = ['financial', 'customer', 'process', 'learning'] as const
export type Perspective = (typeof perspectives)[number]

/** Where a KPI is to be by when; what is not known is null. `place` orders the KPIs of an objective. */
export type Wish = { kpi: string; start: number | null; goal: number | null; by: Day | null }

/** What somebody writes down as an objective. */
export type ObjectiveDraft = {
  period: string
  perspective: Perspective
  names: Words
  reasons: Words
  /** The person who answers for it, by id; left out, whoever does already. */
  owner?: string | null
  kpis: readonly Wish[]
}

/** A node whose map counts for another one, nearest first: `step` 0 is the node itself. */
export type WayPoint = { no: number; id: string; kind: string; name: string; step: number }

/** The kinds of node that can have a map of their own. */
export const mapKinds: readonly string[] = ['company', 'region', 'store']

/** The same KPI twice in one objective has no meaning: the first such, or null. */
export function kpiTwice(kpis: readonly Wish[]): string | null {
  const seen = new Set<string>()
  for (const { kpi } of kpis) {
    if (seen.has(kpi)) return kpi
    seen.add(kpi)
  }
  return null
}

/** Does an objective hold in a year? It begins with its period and ends with the year in which it was ended. */
export function holdsIn({ period, endedOn }: { period: string; endedOn: Day | null }, year: string): boolean {
  return period <= year && (endedOn === null || endedOn > `${year}-12-31`)
}

const weight: Record<Light, number> = { red: 3, yellow: 2, green: 1, grey: 0 }

/** The light of an objective: the worst of its KPIs' lights; grey only where none is judged. */
export function worstLight(lights: readonly Light[]): Light {
  return lights.reduce<Light>((worst, light) => (weight[light] > weight[worst] ? light : worst), 'grey')
}
