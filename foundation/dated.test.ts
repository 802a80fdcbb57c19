import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, segments } from './dated.ts'
import { addDays, contains } from './period.ts'

const technician = { from: '2023-01-01', to: '2024-04-10', position: 'technician' }
const lead = { from: '2024-04-11', to: null, position: 'technician_lead' }

test('both ends of a span are inside', () => {
  const list = [technician, lead]
  expect(at(list, '2022-12-31')).toBeNull()
  expect(at(list, '2023-01-01')).toBe(technician)
  expect(at(list, '2024-04-10')).toBe(technician)
  expect(at(list, '2024-04-11')).toBe(lead)
  expect(at(list, '2099-01-01')).toBe(lead)
})

test('of open spans the one that began last holds', () => {
  const list = [
    { from: '2024-01-01', baseFen: 320000 },
    { from: '2023-01-01', baseFen: 300000 },
  ]
  expect(at(list, '2023-06-01')?.baseFen).toBe(300000)
  expect(at(list, '2024-06-01')?.baseFen).toBe(320000)
})

test('two positions in a month are two pieces with their days (H11.7)', () => {
  expect(segments([technician, lead], '2024-04-01', '2024-04-30')).toEqual([
    { from: '2024-04-01', to: '2024-04-10', days: 10, value: technician },
    { from: '2024-04-11', to: '2024-04-30', days: 20, value: lead },
  ])
})

test('a gap is a piece without a value', () => {
  const left = { from: '2024-04-05', to: '2024-04-06' }
  expect(segments([left], '2024-04-01', '2024-04-30').map((piece) => [piece.days, piece.value])).toEqual([
    [4, null],
    [2, left],
    [24, null],
  ])
  expect(segments([], '2024-04-01', '2024-04-30')).toEqual([
    { from: '2024-04-01', to: '2024-04-30', days: 30, value: null },
  ])
})

test('pieces cover the range once, and each day has what holds on it', () => {
  const span = fc.tuple(fc.integer({ min: -20, max: 60 }), fc.option(fc.nat(30))).map(([start, length]) => ({
    from: addDays('2024-04-01', start),
    to: length === null ? null : addDays('2024-04-01', start + length),
  }))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 6 }), (list) => {
      const pieces = segments(list, '2024-04-01', '2024-05-15')
      expect(pieces.reduce((sum, piece) => sum + piece.days, 0)).toBe(45)
      for (let day = '2024-04-01'; day <= '2024-05-15'; day = addDays(day, 1)) {
        const holding = pieces.filter((piece) => contains(piece, day))
        expect(holding).toHaveLength(1)
        expect(holding[0]?.value).toBe(at(list, day))
      }
    }),
  )
})
