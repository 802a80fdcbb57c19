import { expect, test } from 'vitest'
import { isCode } from './ids.ts'

test('codes are letters, digits, dot, underscore and hyphen, 1 to 64 of them (P1)', () => {
  for (const code of ['S1', 'a.b-c_9', 'x'.repeat(64)]) expect(isCode(code)).toBe(true)
  for (const other of ['', 'x'.repeat(65), 'a b', '门店', 'S1\n', 'a/b', 7, null]) expect(isCode(other)).toBe(false)
})
