import { describe, expect, test } from 'vitest'
import { technicianCard } from './card.fixture.ts'
import { cappedBand, type GateItem, gradeBand, qualityCap } from './grade.ts'

const { grades: bands } = technicianCard

test.each([
  [100, 'S', 1.5],
  [95, 'S', 1.5],
  [94.995, 'S', 1.5],
  [94.994, 'A', 1.2],
  [84.995, 'A', 1.2],
  [84.99, 'B', 1],
  [75, 'B', 1],
  [74.99, 'C', 0.8],
  [60, 'C', 0.8],
  [59.994, 'D', 0.5],
  [0, 'D', 0.5],
])('%d is %s with the factor %d', (total, grade, factor) => {
  expect(gradeBand(total, bands)).toMatchObject({ grade, factor })
})

test('the order in which the bands are written does not matter', () => {
  expect(gradeBand(86, [...bands].reverse()).grade).toBe('A')
})

describe('quality gate', () => {
  const ftr: GateItem = {
    kpi: 'ftr',
    dimension: 'quality',
    direction: 'higher',
    actual: 96,
    light: 'green',
    benchmark: 88,
  }

  test('nothing is capped while quality is neither red nor under the benchmark', () => {
    expect(qualityCap([ftr, { ...ftr, kpi: 'outputValue', dimension: 'business', light: 'red', actual: 1 }])).toBeNull()
    expect(qualityCap([{ ...ftr, actual: null, light: 'grey' }])).toBeNull()
  })

  test('red caps at B, worse than the industry at C, whichever comes first', () => {
    const red = { ...ftr, actual: 89, light: 'red' } as const
    const bad = { ...ftr, kpi: 'reworkRate', direction: 'lower', actual: 13, benchmark: 12, light: 'red' } as const
    expect(qualityCap([red])).toMatchObject({ cap: 'B', reason: 'red' })
    expect(qualityCap([red, bad])).toMatchObject({ cap: 'C', kpi: 'reworkRate', reason: 'below_benchmark' })
  })

  test('a cap lowers a grade and never raises one', () => {
    expect(cappedBand(gradeBand(99, bands), 'B', bands)).toMatchObject({ grade: 'B', factor: 1 })
    expect(cappedBand(gradeBand(50, bands), 'B', bands)).toMatchObject({ grade: 'D', factor: 0.5 })
  })
})
