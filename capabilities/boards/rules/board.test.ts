import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ranking, rankingShown } from './board.ts'

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

  it('is shown whole up to two hundred, and beyond that by its first and its last who have a rank', () => {
    const stores = (count: number) => Array.from({ length: count }, (_, at) => row(`S${at}`, at < 5 ? null : at))
    expect(rankingShown(ranking(stores(200), 'lower'))).toHaveLength(200)
    const shown = rankingShown(ranking(stores(1_000), 'lower'))
    expect(shown).toHaveLength(200)
    expect([shown[0]?.rank, shown[99]?.rank, shown[100]?.rank, shown[199]?.rank]).toEqual([1, 100, 896, 995])
  })
})
