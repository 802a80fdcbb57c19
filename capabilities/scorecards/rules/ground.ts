import type { Words } from '#foundation/actor'
import type { Direction, Unit } from '#foundation/figure'
import type { Card, GradeBand } from './card.ts'

/** H10.5: what a serious violation leaves, whatever the total is. */
export const veto = { grade: 'D', factor: 0 } as const

/** A KPI as a card's sentences name it and write its figures. */
export type GroundItem = {
  kpi: string
  weight: number
  of?: 'store'
  names: Words
  unit: Unit
  direction: Direction
}

/**
 * What the figures of a score stand on: everything of the card and its KPIs that its sentences are made of. It is kept with
 * the figures, once for all scores of a card, so that a kept score says the same for ever, whatever becomes of card, KPIs
 * and their names. `form` names the order of the figures and the wording; who changes either adds a form.
 */
export type Ground = {
  form: 1
  card: { id: string; version: number; names: Words }
  position: string
  holder?: 'node'
  items: GroundItem[]
  grades: GradeBand[]
  veto: { grade: GradeBand['grade']; factor: number }
  measuredWeightMin: number
  valuesShare: number
}

type NamedKpi = { names: Words; unit: Unit; direction: Direction }

/** The ground of the scores of a card by these definitions. RangeError for a KPI without its definition. */
export function groundOf(card: Card, kpis: Readonly<Record<string, NamedKpi>>): Ground {
  return {
    form: 1,
    card: { id: card.id, version: card.version, names: card.names },
    position: card.position,
    ...(card.holder === 'node' ? { holder: card.holder } : {}),
    items: card.items.map(({ kpi, weight, of }) => {
      const known = kpis[kpi]
      if (!known) throw new RangeError(`Unknown KPI ${kpi}`)
      const { names, unit, direction } = known
      return { kpi, weight, ...(of === 'store' ? { of } : {}), names: { zh: names.zh, en: names.en }, unit, direction }
    }),
    grades: card.grades.map(({ grade, from, factor }) => ({ grade, from, factor })),
    veto,
    measuredWeightMin: card.measuredWeightMin,
    valuesShare: card.valuesShare,
  }
}
