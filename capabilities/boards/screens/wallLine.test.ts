import { expect, test } from 'vitest'
import { room, turns } from './wallLine.ts'

const same = (text: string) => text

test('a Chinese character takes one place, a Latin letter about half', () => {
  expect(room('返修率')).toBe(3)
  expect(room('NPS')).toBeCloseTo(1.74)
})

test('warnings stand on one line as long as they fit, then take turns', () => {
  expect(turns(['返修率', '客单价', '预约率'], same, 10, 2)).toEqual([['返修率', '客单价'], ['预约率']])
})

test('a warning that is longer than the line stands alone', () => {
  expect(turns(['首次修复率低于目标', '返修率'], same, 6, 1)).toEqual([['首次修复率低于目标'], ['返修率']])
})

test('no warning needs no turn', () => {
  expect(turns([], same, 10, 2)).toEqual([])
})
