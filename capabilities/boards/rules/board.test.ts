import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ranking } from './board.ts'

const row = (node: string, value: number | null) => ({ node, name: node, value, light: 'grey' as const })

describe('a ranking', () => {
  it('puts the best first, lets equals share a rank, and leaves out who has no value', () => {
    const ranks = ranking([row('S1', 90), row('S2', null), row('S3', 97), row('S4', 90), row('S5', 80)], 'higher')
    expect(ranks.map(({ node, rank }) => [node, rank])).toEqual([
      ['S3', 1],
      ['S1', 2],
      ['S4', 2],
      ['S5', 4],
      ['S2', null],
    ])
  })

  it('turns round where lower is better', () => {
    expect(ranking([row('S1', 1.5), row('S2', 0.5)], 'lower')[0]?.node).toBe('S2')
  })

  it('does not depend on the order of its rows', () => {
    const rows = fc.uniqueArray(
      fc.record({ node: fc.string({ minLength: 1 }), value: fc.option(fc.integer({ min: 0, max: 5 })) }),
      { selector: ({ node }) => node },
    )
    fc.assert(
      fc.property(rows, (given) => {
        const made = given.map(({ node, value }) => row(node, value))
        expect(ranking([...made].reverse(), 'higher')).toEqual(ranking(made, 'higher'))
      }),
    )
  })
})
