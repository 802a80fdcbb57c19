import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circleClosed, type Link } from './links.ts'

const chain: Link[] = [
  { cause: 'training', effect: 'ftr' },
  { cause: 'ftr', effect: 'nps' },
  { cause: 'nps', effect: 'output' },
]

describe('a circle of causes', () => {
  it('is named from the cause round to itself', () => {
    expect(circleClosed(chain, { cause: 'output', effect: 'training' })).toEqual([
      'output',
      'training',
      'ftr',
      'nps',
      'output',
    ])
  })

  it('is none where a second way leads to the same effect', () => {
    expect(circleClosed(chain, { cause: 'training', effect: 'output' })).toBeNull()
  })

  it('begins and ends with an objective that causes itself', () => {
    expect(circleClosed([], { cause: 'ftr', effect: 'ftr' })).toEqual(['ftr', 'ftr'])
  })

  it('never comes about when every link that closes one is refused', () => {
    const link = fc.record({ cause: fc.nat(7).map(String), effect: fc.nat(7).map(String) })
    fc.assert(
      fc.property(fc.array(link, { maxLength: 30 }), (wanted) => {
        const kept: Link[] = []
        for (const one of wanted) {
          const circle = circleClosed(kept, one)
          if (circle === null) kept.push(one)
          else {
            expect(circle[0]).toBe(circle.at(-1))
            const steps = circle.slice(1).map((effect, index) => ({ cause: circle[index] as string, effect }))
            for (const step of steps.slice(1)) expect(kept).toContainEqual(step)
          }
        }
        // Kahn: what has no cause left can be taken away until nothing remains.
        let left = [...kept]
        for (let before = -1; before !== left.length; ) {
          before = left.length
          left = left.filter(({ cause }) => left.some(({ effect }) => effect === cause))
        }
        expect(left).toEqual([])
      }),
    )
  })
})
