import { expect, test } from 'vitest'
import { bscAchievement } from './bsc.ts'

const items = (...pairs: [number, number | null][]) => pairs.map(([weight, achievement]) => ({ weight, achievement }))

test('achievements by weight, above 100 as well', () => {
  expect(bscAchievement(items([35, 101], [30, 110], [25, 120], [10, 90]), 60)).toBe(107.35)
})

test('each is bounded to 0 ... 150', () => {
  expect(bscAchievement(items([50, 400], [50, -20]), 60)).toBe(75)
})

test('what has no data leaves its weight to the others, down to 60 percent measured', () => {
  expect(bscAchievement(items([60, 110], [40, null]), 60)).toBe(110)
  expect(bscAchievement(items([59, 110], [41, null]), 60)).toBeNull()
  expect(bscAchievement([], 0)).toBeNull()
})
