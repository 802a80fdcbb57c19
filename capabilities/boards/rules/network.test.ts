import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lights } from '#foundation/figure'
import {
  lightCounts,
  lit,
  movers,
  movingSampleMin,
  type NetworkRow,
  type NetworkSort,
  named,
  pageOf,
  redRun,
  sortedRows,
  suspectedGaps,
} from './network.ts'

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const row = (id: string, value: number | null, light: (typeof lights)[number] = 'grey'): NetworkRow => ({
  node: { id, name: `Store ${id}` },
  under: null,
  cells: [{ kpi: 'ftr', value, light, reason: value === null ? 'no_data' : 'met' }],
})
const ids = (rows: readonly NetworkRow[]) => rows.map(({ node }) => node.id)

const anyRow = fc
  .record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    under: fc.option(fc.constantFrom('North', 'South')),
    cells: fc.tuple(
      fc.record({ value: fc.option(fc.integer({ min: 0, max: 3 })), light: fc.constantFrom(...lights) }),
      fc.record({ value: fc.option(fc.integer({ min: 0, max: 3 })), light: fc.constantFrom(...lights) }),
    ),
  })
  .map(
    ({ id, under, cells }): NetworkRow => ({
      node: { id, name: id.toUpperCase() },
      under: under === null ? null : { id: under, name: under },
      cells: cells.map((cell, index) => ({ ...cell, kpi: index === 0 ? 'ftr' : 'nps', reason: 'met' })),
    }),
  )
const anyRows = fc.uniqueArray(anyRow, { selector: ({ node }) => node.id, maxLength: 30 })
const anySort: fc.Arbitrary<NetworkSort> = fc.record({
  by: fc.oneof(
    fc.constantFrom('name' as const, 'under' as const, 'attention' as const),
    fc.constantFrom({ kpi: 'ftr' }, { kpi: 'nps' }),
  ),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
})

describe('rows of a network', () => {
  it('stand by value, and without a value last whichever way', () => {
    const rows = [row('A', 90), row('B', null), row('C', 70)]
    expect(ids(sortedRows(rows, { by: { kpi: 'ftr' }, direction: 'asc' }, compare))).toEqual(['C', 'A', 'B'])
    expect(ids(sortedRows(rows, { by: { kpi: 'ftr' }, direction: 'desc' }, compare))).toEqual(['A', 'C', 'B'])
  })

  it('have one order, however they came, and lose nobody', () => {
    fc.assert(
      fc.property(anyRows, anySort, (rows, sort) => {
        const sorted = sortedRows(rows, sort, compare)
        expect(ids(sortedRows(rows.toReversed(), sort, compare))).toEqual(ids(sorted))
        expect(ids(sorted).toSorted()).toEqual(ids(rows).toSorted())
      }),
    )
  })

  it('put any red before any number of yellows', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const reds = sortedRows(rows, { by: 'attention', direction: 'desc' }, compare).map(
          ({ cells }) => cells.filter(({ light }) => light === 'red').length,
        )
        expect(reds).toEqual(reds.toSorted((a, b) => b - a))
      }),
    )
  })

  it('come in pages that make up the whole', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 7 }), (rows, limit) => {
        const seen: string[] = []
        let after: string | undefined
        for (;;) {
          const page = pageOf(rows, after, limit)
          seen.push(...ids(page?.rows ?? []))
          if (!page?.next) break
          after = page.next
        }
        expect(seen).toEqual(ids(rows))
      }),
    )
    expect(pageOf([row('A', 1)], 'gone', 5)).toBeNull()
  })

  it('are counted by light, each once, and grey ones by their reason', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { green, yellow, red, grey, reasons } = lightCounts(rows, 'ftr')
        expect(green + yellow + red + grey).toBe(rows.length)
        expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(grey)
        expect(rows.filter((one) => lit(one, { light: 'red', of: 'ftr' }))).toHaveLength(red)
      }),
    )
  })

  it('are found by a part of the name or id', () => {
    expect(named(row('BJ01', 1), ' bj ')).toBe(true)
    expect(named(row('BJ01', 1), 'STORE')).toBe(true)
    expect(named(row('BJ01', 1), 'shanghai')).toBe(false)
  })
})

describe('movers', () => {
  const week = (...values: [string, number | null, number][]) =>
    values.map(([node, value, sample]) => ({ node, value, sample }))

  it('are who gained and who lost most; 1 of 2 is none', () => {
    const before = week(['A', 80, 40], ['B', 90, 40], ['C', 50, 2], ['D', 70, 40], ['E', null, 0])
    const now = week(['A', 88, 40], ['B', 85, 40], ['C', 100, 1], ['D', 70, 40], ['E', 90, 40])
    const found = movers(before, now, 'higher', 5)
    expect(found.better.map(({ node, change }) => [node, change])).toEqual([['A', 8]])
    expect(found.worse.map(({ node, change }) => [node, change])).toEqual([['B', -5]])
    expect(found.tooFew).toBe(2)
  })

  it('go the other way where lower is better, and nobody is on both lists', () => {
    const one = fc.record({
      node: fc.string({ minLength: 1, maxLength: 3 }),
      before: fc.integer({ min: 0, max: 9 }),
      now: fc.integer({ min: 0, max: 9 }),
      sample: fc.integer({ min: 0, max: 20 }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ node }) => node }), (all) => {
        const before = all.map(({ node, before: value, sample }) => ({ node, value, sample }))
        const now = all.map(({ node, now: value, sample }) => ({ node, value, sample }))
        const higher = movers(before, now, 'higher', 100)
        const lower = movers(before, now, 'lower', 100)
        const names = (list: { node: string }[]) => list.map(({ node }) => node).toSorted()
        expect(names(lower.better)).toEqual(names(higher.worse))
        expect(names(lower.worse)).toEqual(names(higher.better))
        expect(higher.tooFew).toBe(all.filter(({ sample }) => sample < movingSampleMin).length)
        const still = all.filter((each) => each.sample >= movingSampleMin && each.before === each.now).length
        expect(higher.better.length + higher.worse.length + higher.tooFew + still).toBe(all.length)
      }),
    )
  })
})

describe('a red light that lasts', () => {
  it('is counted back from the last month without a break', () => {
    expect(redRun(['red', 'green', 'red', 'red'])).toBe(2)
    expect(redRun(['red', 'red', 'yellow'])).toBe(0)
    expect(redRun([])).toBe(0)
  })

  it('grows by one with each red month, and ends with any other', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lights)), (past) => {
        expect(redRun([...past, 'red'])).toBe(redRun(past) + 1)
        expect(redRun([...past, 'grey'])).toBe(0)
      }),
    )
  })
})

describe('missing data', () => {
  it('is suspected where a kind that somebody still sends has stopped, or never began', () => {
    const rows = [
      { no: 1, kind: 'surveys', newest: '2024-04-19' },
      { no: 2, kind: 'surveys', newest: '2024-04-01' },
      { no: 3, kind: 'surveys', newest: null },
      { no: 1, kind: 'contacts', newest: '2023-01-01' },
      { no: 2, kind: 'contacts', newest: null },
    ]
    expect(suspectedGaps(rows, '2024-01-20', '2024-04-17').map(({ no, kind }) => [no, kind])).toEqual([
      [2, 'surveys'],
      [3, 'surveys'],
    ])
  })
})
