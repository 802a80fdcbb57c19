import { expect, test } from 'vitest'
import { lockedMonths, locksOfRow } from './monthLocks.ts'

const marks = (...months: number[]) => Array.from({ length: 12 }, (_, index) => months.includes(index + 1))
const code = (work: () => unknown) => {
  try {
    work()
    return 'went through'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test.each([
  ['1, 2', marks(1, 2)],
  ['1月、2月', marks(1, 2)],
  ['１-３；12', marks(1, 2, 3, 12)],
  ['', marks()],
  ['–', marks()],
  [null, marks()],
])('%s', (text, expected) => {
  expect(lockedMonths(text)).toEqual(expected)
})

test.each(['13', '0', '3-1', '一季度'])('%s names no months', (text) => {
  expect(code(() => lockedMonths(text))).toBe('targets.file.locks_unknown')
})

test('a locked month has its value in the same row, and one year', () => {
  expect(locksOfRow(marks(1, 2), '1, 2', ['2024-01', '2024-02', '2024'])).toEqual({ year: 2024 })
  expect(locksOfRow(marks(), null, ['2024-01'])).toEqual({ year: 2024 })
  expect(locksOfRow(marks(), null, ['2024-Q1'])).toBeNull()
  expect(code(() => locksOfRow(marks(3), '3', ['2024-01']))).toBe('targets.file.locks_without_value')
  expect(code(() => locksOfRow(marks(3), '3', ['2024-Q1']))).toBe('targets.file.locks_without_months')
  expect(code(() => locksOfRow(marks(1), '1', ['2024-01', '2025-01']))).toBe('targets.file.locks_years')
})
