import { expect, test } from 'vitest'
import { hoursOn, openSeconds } from './openingHours.ts'

const hours = { from: '2000-01-01', opensMinute: 480, closesMinute: 1080, withinSeconds: 600 }
const at = (day: number, hour: number, minute = 0) => day * 86_400 + hour * 3600 + minute * 60

test('the clock runs in opening hours only', () => {
  expect(openSeconds(at(1, 10), at(1, 10, 9), hours)).toBe(540)
  expect(openSeconds(at(1, 20), at(2, 8, 10), hours)).toBe(600)
  expect(openSeconds(at(1, 17, 55), at(2, 8, 5), hours)).toBe(600)
  expect(openSeconds(at(1, 6), at(1, 7), hours)).toBe(0)
  expect(openSeconds(at(1, 9), at(3, 9), hours)).toBe(20 * 3600)
})

test('the hours are those of the day', () => {
  const later = { ...hours, from: '2024-06-01', opensMinute: 540 }
  expect(hoursOn([hours, later], '2024-05-31')).toBe(hours)
  expect(hoursOn([later, hours], '2024-06-01')).toBe(later)
})
