import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatonFailure } from '#foundation/failure'
import { checkDesign, checkSuccession, definedSource, type MeasureDesign, unitOf } from './definition.ts'
import { definedStreams, fieldsOf, vocabulary } from './fields.ts'
import { checkFilter, comparisonsFor, type Filter, meets } from './filter.ts'

const { fields } = fieldsOf.delivered

const refusal = (filter: Filter) => {
  try {
    checkFilter(filter, fields)
    return null
  } catch (error) {
    const { code, values } = error as BatonFailure
    return `${code} ${values.place}`
  }
}

describe('a filter', () => {
  it('takes night orders over 5,000 yuan', () => {
    const night: Filter = {
      all: [
        {
          any: [
            { field: 'openedHour', is: '>=', value: 20 },
            { field: 'openedHour', is: '<', value: 6 },
          ],
        },
        { field: 'outputFen', is: '>', value: 500_000 },
      ],
    }
    expect(refusal(night)).toBeNull()
    expect(meets({ openedHour: 22, outputFen: 600_000 }, night)).toBe(true)
    expect(meets({ openedHour: 10, outputFen: 600_000 }, night)).toBe(false)
    expect(meets({ openedHour: 22, outputFen: null }, night)).toBe(false)
  })

  it('says where it is wrong and why', () => {
    expect(refusal({ field: 'colour', is: '=', value: 1 })).toBe('measures.filter.unknown_field where.field')
    expect(refusal({ all: [{ field: 'rework', is: '>', value: true }] })).toBe(
      'measures.filter.comparison where.all.0.is',
    )
    expect(refusal({ not: { field: 'outputFen', is: '=', value: '5000' } })).toBe(
      'measures.filter.value where.not.value',
    )
    expect(refusal({ field: 'outputFen', is: 'between', value: [9, 1] })).toBe('measures.filter.value where')
    expect(refusal({ field: 'source', is: 'in', value: ['a', 5] })).toBe('measures.filter.value where.value.1')
    expect(refusal({ any: [] })).toBe('measures.filter.nothing where.any')
    expect(refusal({ field: 'outputFen', is: '=', value: Number.NaN })).toBe('measures.filter.value where.value')
    expect(refusal({ field: 'source', is: '=', value: 'a\0b' })).toBe('measures.filter.value where.value')
    expect(refusal({ field: '__proto__', is: '=', value: 1 })).toBe('measures.filter.unknown_field where.field')
    let deep: Filter = { field: 'rework', is: '=', value: true }
    for (let count = 0; count < 6; count += 1) deep = { not: deep }
    expect(refusal(deep)).toContain('measures.filter.too_deep')
  })

  it('meets a filter or its opposite, never both', () => {
    const scalar = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null))
    const condition = fc.oneof(
      fc.record({
        field: fc.constant('outputFen'),
        is: fc.constantFrom(...(['=', '<>', '<', '<=', '>', '>='] as const)),
        value: fc.integer({ min: -3, max: 3 }),
      }),
      fc.constant({ field: 'outputFen', is: 'empty' } as const),
    )
    fc.assert(
      fc.property(scalar, condition, (outputFen, filter) => {
        expect(meets({ outputFen }, filter)).toBe(!meets({ outputFen }, { not: filter }))
      }),
    )
  })
})

describe('the vocabulary', () => {
  it('has no field twice, and a comparison for each', () => {
    for (const of of definedStreams) {
      const known = vocabulary(of)?.fields ?? []
      expect(new Set(known.map((field) => field.id)).size).toBe(known.length)
      for (const field of known) expect(comparisonsFor(field.type)).toContain('=')
    }
    expect(vocabulary('toString')).toBeNull()
  })
})

describe('a measure', () => {
  const design: MeasureDesign = {
    names: { zh: '大单', en: 'Large orders' },
    of: 'delivered',
    amount: 'count',
    where: { field: 'outputFen', is: '>', value: 500_000 },
    credit: 'advisor',
  }
  const code = (work: () => void) => {
    try {
      work()
      return null
    } catch (error) {
      return (error as BatonFailure).code
    }
  }

  it('adds up what can be added up, for whom facts can be credited', () => {
    expect(code(() => checkDesign(design))).toBeNull()
    expect(code(() => checkDesign({ ...design, amount: { sum: 'openedHour' } }))).toBe('measures.definition.amount')
    expect(code(() => checkDesign({ ...design, credit: 'contacted' }))).toBe('measures.definition.credit')
    expect(code(() => checkDesign({ ...design, credit: 'labour' }))).toBe('measures.definition.labour')
    expect(unitOf({ ...design, amount: { sum: 'outputFen' } })).toBe('fen')
    expect(unitOf({ ...design, amount: { sum: 'labourLines' } })).toBe('count')
  })

  it('changes from a day on and leaves the days before', () => {
    const first = { ...design, version: 1, from: '2000-01-01', retired: false }
    const where = { field: 'outputFen', is: '>', value: 800_000 } as const
    const second = { ...design, where, version: 2, from: '2024-03-01', retired: false }
    expect(definedSource([first, second])?.parts).toEqual([
      { from: '2000-01-01', to: '2024-02-29', amount: 'count', where: design.where },
      { from: '2024-03-01', to: null, amount: 'count', where },
    ])
    const third = { ...first, version: 3, from: '2024-03-01' }
    expect(definedSource([first, second, third])?.parts.map(({ from, to }) => [from, to])).toEqual([
      ['2000-01-01', '2024-02-29'],
      ['2024-03-01', null],
    ])
    const ended = { ...second, version: 2, retired: true }
    expect(definedSource([first, ended])?.parts.map(({ from, to }) => [from, to])).toEqual([
      ['2000-01-01', '2024-02-29'],
    ])
    expect(code(() => checkSuccession(second, { ...design, from: '2024-02-01' }))).toBe('measures.definition.before')
    expect(code(() => checkSuccession(first, { ...design, of: 'opened', from: '2024-02-01' }))).toBe(
      'measures.definition.another',
    )
  })
})
