import { expect, it } from 'vitest'
import type { perspectives } from '../rules/objective.ts'
import { card, laidOut, wayId } from './mapLayout.ts'
import { type Item, ordered } from './mapOrder.ts'

type Drawn = Parameters<typeof laidOut>[0]
const drawn = (objectives: [string, (typeof perspectives)[number]][], links: [string, string][]) =>
  ({
    objectives: objectives.map(([id, perspective]) => ({ id, perspective })),
    links: links.map(([cause, effect]) => ({ cause, effect })),
  }) as Drawn

/** As many objectives and arrows as an after-sales organisation's map usually has. */
const usual: [string, (typeof perspectives)[number], string][] = [
  ['output', 'financial', ''],
  ['earning', 'financial', ''],
  ['recommend', 'customer', 'output loyal'],
  ['loyal', 'customer', 'output'],
  ['calm', 'customer', 'recommend loyal'],
  ['ftr', 'process', 'recommend calm earning'],
  ['respond', 'process', 'recommend calm'],
  ['flow', 'process', 'respond earning'],
  ['parts', 'process', 'ftr earning'],
  ['skills', 'learning', 'ftr flow'],
  ['everyDay', 'learning', 'respond ftr calm'],
  ['team', 'learning', 'skills ftr'],
  ['customerData', 'learning', 'flow respond loyal'],
]
const map = drawn(
  usual.map(([id, perspective]) => [id, perspective]),
  usual.flatMap(([id, , drives]) =>
    drives
      .split(' ')
      .filter(Boolean)
      .map((effect): [string, string] => [id, effect]),
  ),
)

/** Points along a way made of M, C and L with absolute coordinates. */
function along(path: string): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = []
  for (const [, kind, rest] of path.matchAll(/([MCL])([^MCL]*)/g)) {
    const numbers = (rest as string).split(/[ ,]+/).map(Number)
    const pair = (at: number) => ({ x: numbers[at] as number, y: numbers[at + 1] as number })
    const from = points.at(-1)
    if (kind === 'M' || !from) points.push(pair(0))
    else
      for (let step = 1; step <= 40; step++) {
        const t = step / 40
        const [a, b, c, d] = kind === 'C' ? [from, pair(0), pair(2), pair(4)] : [from, from, pair(0), pair(0)]
        const at = (axis: 'x' | 'y') =>
          (1 - t) ** 3 * a[axis] + 3 * (1 - t) ** 2 * t * b[axis] + 3 * (1 - t) * t ** 2 * c[axis] + t ** 3 * d[axis]
        points.push({ x: at('x'), y: at('y') })
      }
  }
  return points
}

it('no arrow of a usual map runs over a card', () => {
  const { places, ways } = laidOut(map)
  expect(ways.size).toBe(map.links.length)
  for (const [way, path] of ways)
    for (const { x, y } of along(path))
      for (const [id, place] of places) {
        const inside =
          x > place.x + 1 && x < place.x + card.width - 1 && y > place.y + 1 && y < place.y + card.height - 1
        expect(inside, `${way} over ${id} at ${x} ${y}`).toBe(false)
      }
})

it('an arrow over a row passes beside the cards of that row', () => {
  const { places, ways } = laidOut(
    drawn(
      [
        ['top', 'financial'],
        ['middle', 'customer'],
        ['low', 'process'],
      ],
      [
        ['low', 'top'],
        ['low', 'middle'],
      ],
    ),
  )
  const middle = places.get('middle')
  const passing = along(ways.get(wayId('low', 'top')) ?? '').filter(
    ({ y }) => middle && y > middle.y && y < middle.y + card.height,
  )
  expect(passing.length).toBeGreaterThan(0)
  for (const { x } of passing) expect(x < (middle?.x ?? 0) || x > (middle?.x ?? 0) + card.width).toBe(true)
})

const items = (...ids: string[]): Item[] => ids.map((id) => ({ id, width: 100, gap: false }))
const ids = (rows: Item[][]) => rows.map((row) => row.map(({ id }) => id))

it('objectives are put into the order in which arrows do not cross', () => {
  const rows = ordered(
    [items('a', 'b', 'c'), items('x', 'y', 'z')],
    [
      { from: 'x', to: 'c' },
      { from: 'y', to: 'b' },
      { from: 'z', to: 'a' },
    ],
  )
  const [high, low] = ids(rows) as [string[], string[]]
  expect(low.map((id) => ({ x: 'c', y: 'b', z: 'a' })[id])).toEqual(high)
})

it('the order given stays where nothing is gained by another', () => {
  expect(ids(ordered([items('a', 'b'), items('x', 'y')], []))).toEqual([
    ['a', 'b'],
    ['x', 'y'],
  ])
})

it('who drives a neighbour of the row stands beside it', () => {
  const [row] = ids(ordered([items('a', 'b', 'c')], [{ from: 'a', to: 'c' }])) as [string[]]
  expect(Math.abs(row.indexOf('a') - row.indexOf('c'))).toBe(1)
})
