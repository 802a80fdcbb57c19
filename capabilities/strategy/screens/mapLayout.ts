import { perspectives } from '../rules/objective.ts'
import type { StrategyMap } from './reads.ts'

export const card = { width: 216, height: 128 }
const gap = { x: 28, y: 44 }
const title = 128

export type Laid = {
  width: number
  lanes: { perspective: (typeof perspectives)[number]; y: number; height: number }[]
  places: Map<string, { x: number; y: number }>
}

/** Four rows, what is earned above what is learned; the cards of a row stand in its middle, in their order. */
export function laidOut({ objectives }: Pick<StrategyMap, 'objectives'>): Laid {
  const rows = perspectives.map((perspective) => objectives.filter((one) => one.perspective === perspective))
  const longest = Math.max(1, ...rows.map((row) => row.length))
  const inner = longest * card.width + (longest - 1) * gap.x
  const height = card.height + gap.y
  const places = new Map<string, { x: number; y: number }>()
  rows.forEach((row, index) => {
    const used = row.length * card.width + (row.length - 1) * gap.x
    row.forEach(({ id }, at) => {
      places.set(id, {
        x: title + (inner - used) / 2 + at * (card.width + gap.x),
        y: index * height + gap.y / 2,
      })
    })
  })
  return {
    width: title + inner + gap.x,
    lanes: perspectives.map((perspective, index) => ({ perspective, y: index * height, height })),
    places,
  }
}
