import { perspectives } from '../rules/objective.ts'
import { type Item, ordered, rowWidth, type Step, spread } from './mapOrder.ts'
import type { StrategyMap } from './reads.ts'

export const card = { width: 216, height: 120 }
const lane = 184
const title = 120
const margin = 16
/** As wide as an arrow needs that passes through a row. */
const passage = 8

type Point = { x: number; y: number }
export type Laid = {
  width: number
  lanes: { perspective: (typeof perspectives)[number]; y: number; height: number }[]
  places: Map<string, Point>
  /** The drawn way of an arrow, by "cause effect". */
  ways: Map<string, string>
}
type Linked = Pick<StrategyMap, 'objectives' | 'links'>
/** An arrow by the items that it touches: cause, gaps, effect. */
type Way = { id: string; stops: string[] }

export const wayId = (cause: string, effect: string) => `${cause} ${effect}`

/** Four rows, what is earned above what is learned, each in the order in which the arrows cross least and run over no card. */
export function laidOut({ objectives, links }: Linked): Laid {
  const rowOf = new Map(objectives.map(({ id, perspective }) => [id, perspectives.indexOf(perspective)]))
  const rows: Item[][] = perspectives.map((perspective) =>
    objectives
      .filter((one) => one.perspective === perspective)
      .map(({ id }) => ({ id, width: card.width, gap: false })),
  )
  const ways = links.flatMap(({ cause, effect }): Way[] => {
    const [low, high] = [rowOf.get(cause), rowOf.get(effect)]
    if (low === undefined || high === undefined) return []
    const id = wayId(cause, effect)
    const gaps: string[] = []
    const step = Math.sign(high - low)
    for (let row = low + step; step !== 0 && row !== high; row += step) {
      gaps.push(`${id} ${row}`)
      rows[row]?.push({ id: `${id} ${row}`, width: passage, gap: true })
    }
    return [{ id, stops: [cause, ...gaps, effect] }]
  })
  const steps = ways.flatMap(({ stops }) =>
    stops.slice(1).map((to, index): Step => ({ from: stops[index] as string, to })),
  )
  const inOrder = ordered(rows, steps)
  const inner = Math.max(card.width, ...inOrder.map(rowWidth))
  const places = new Map<string, Point>()
  const gaps = new Map<string, Point>()
  inOrder.forEach((row, index) => {
    const left = spread(row, inner)
    for (const { id, gap } of row) {
      const place = { x: title + (left.get(id) ?? 0), y: index * lane + (lane - card.height) / 2 }
      if (gap) gaps.set(id, { ...place, x: place.x + passage / 2 })
      else places.set(id, place)
    }
  })
  return {
    width: title + inner + margin,
    lanes: perspectives.map((perspective, index) => ({ perspective, y: index * lane, height: lane })),
    places,
    ways: drawn(ways, places, gaps),
  }
}

function drawn(ways: Way[], places: Map<string, Point>, gaps: Map<string, Point>): Map<string, string> {
  const ports = portsOf(ways, places, gaps)
  const paths = ways.map(({ id, stops }): [string, string] => {
    const [cause, effect] = [stops[0] as string, stops.at(-1) as string]
    const [from, to] = [places.get(cause), places.get(effect)]
    if (!from || !to) return [id, '']
    if (from.y === to.y) return [id, beside(from, to, places, ports, id)]
    const up = from.y > to.y
    const start = { x: ports.get(`${id} out`) ?? from.x, y: up ? from.y : from.y + card.height }
    const end = { x: ports.get(`${id} in`) ?? to.x, y: up ? to.y + card.height : to.y }
    let path = `M${start.x} ${start.y}`
    let at = start
    for (const gap of stops.slice(1, -1).map((stop) => gaps.get(stop) as Point)) {
      const [enter, leave] = up ? [gap.y + card.height, gap.y] : [gap.y, gap.y + card.height]
      path += `${curve(at, { x: gap.x, y: enter })}L${gap.x} ${leave}`
      at = { x: gap.x, y: leave }
    }
    return [id, path + curve(at, end)]
  })
  return new Map(paths)
}

/** Leaves and arrives upright, so that no arrow lies along a card's edge. */
function curve(from: Point, to: Point): string {
  const middle = (from.y + to.y) / 2
  return `C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`
}

/** Within a row: straight to the neighbour, in a bow over the cards to one that stands farther off. */
function beside(from: Point, to: Point, places: Map<string, Point>, ports: Map<string, number>, id: string): string {
  const right = to.x > from.x
  const inBetween = [...places.values()].some(
    ({ x, y }) => y === from.y && x > Math.min(from.x, to.x) && x < Math.max(from.x, to.x),
  )
  const middle = from.y + card.height / 2
  if (!inBetween) return `M${from.x + (right ? card.width : 0)} ${middle}L${to.x + (right ? 0 : card.width)} ${middle}`
  const [start, end] = [ports.get(`${id} out`) ?? from.x, ports.get(`${id} in`) ?? to.x]
  const over = from.y - (lane - card.height) * 0.8
  return `M${start} ${from.y}C${start} ${over} ${end} ${over} ${end} ${from.y}`
}

/** Where arrows leave and reach the cards: side by side along an edge, in the order of where they come from or go. */
function portsOf(ways: Way[], places: Map<string, Point>, gaps: Map<string, Point>): Map<string, number> {
  const centre = (stop: string) => {
    const place = places.get(stop)
    return place ? { x: place.x + card.width / 2, y: place.y } : gaps.get(stop)
  }
  const edges = new Map<string, { port: string; wish: number }[]>()
  const add = (id: string, edge: 'top' | 'bottom', port: string, wish: number) => {
    const key = `${edge} ${id}`
    edges.set(key, [...(edges.get(key) ?? []), { port, wish }])
  }
  for (const { id, stops } of ways) {
    const [cause, next, last, effect] = [stops[0], stops[1], stops.at(-2), stops.at(-1)] as [
      string,
      string,
      string,
      string,
    ]
    const [from, to] = [centre(cause), centre(effect)]
    if (!from || !to) continue
    const level = from.y === to.y
    const up = from.y > to.y
    add(cause, up || level ? 'top' : 'bottom', `${id} out`, centre(next)?.x ?? from.x)
    add(effect, up ? 'bottom' : 'top', `${id} in`, centre(last)?.x ?? to.x)
  }
  return new Map(
    [...edges].flatMap(([key, ports]) => {
      const left = places.get(key.slice(key.indexOf(' ') + 1))?.x ?? 0
      const sorted = [...ports].sort((a, b) => a.wish - b.wish)
      return sorted.map(({ port }, index): [string, number] => [
        port,
        left + (card.width * (index + 1)) / (sorted.length + 1),
      ])
    }),
  )
}
