import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figureText } from './figure.ts'
import { roundHalfAway } from './money.ts'

test('figures inside a sentence', () => {
  expect(figureText(94, 'percent', 'zh')).toBe('94%')
  expect(figureText(98.947368, 'percent', 'en')).toBe('98.95%')
  expect(figureText(368000, 'fen', 'zh')).toBe('3,680 元')
  expect(figureText(368050, 'fen', 'en')).toBe('3,680.5 yuan')
  expect(figureText(450, 'count', 'en')).toBe('450')
  expect(figureText(-12, 'points', 'en')).toBe('-12 points')
  expect(figureText(1234.5, null, 'zh')).toBe('1,234.5')
})

test('is written as the standard writes it, whatever the number', () => {
  const standard = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      ),
      (value) => {
        expect(figureText(value, null, 'en')).toBe(standard.format(roundHalfAway(value, 2)))
      },
    ),
  )
})
