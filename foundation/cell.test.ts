import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOfCell, fenOfCell, quantityOfCell, textOfCell } from './cell.ts'
import { readRow } from './reading.ts'

const codeOf = (read: () => unknown) => {
  const outcome = readRow(1, read)
  return 'reject' in outcome ? outcome.reject.code : null
}

describe('a cell of a table', () => {
  it('reads days with the year first, and refuses those that could be two', () => {
    expect(
      ['2019-5-1', '2019/05/01', '2019年5月1日', '20190501', '2019-05-01 00:00:00'].map((one) => dayOfCell(one, 'd')),
    ).toEqual(Array(5).fill('2019-05-01'))
    expect(codeOf(() => dayOfCell('03/04/2024', 'd'))).toBe('cell.day_ambiguous')
    expect(codeOf(() => dayOfCell('2024-02-30', 'd'))).toBe('cell.not_day')
    expect(codeOf(() => dayOfCell('43586', 'd'))).toBe('cell.not_day')
  })

  it('reads money in yuan and in ten thousands, and numbers with their unit', () => {
    expect(fenOfCell('3,000.50', 'a')).toBe(300050)
    expect(fenOfCell('¥3000', 'a')).toBe(300000)
    expect(fenOfCell('350万元', 'a')).toBe(350_000_000)
    expect(fenOfCell('350', 'a', 10_000)).toBe(350_000_000)
    expect(fenOfCell('350万', 'a', 10_000)).toBe(350_000_000)
    expect(codeOf(() => fenOfCell('0.001', 'a'))).toBe('cell.part_of_fen')
    expect(codeOf(() => fenOfCell('20%', 'a'))).toBe('cell.not_money')
    expect(quantityOfCell('９２．５％', 'q')).toEqual({ value: 92.5, percent: true, money: false })
    expect(quantityOfCell('-12.34万', 'q').value).toBe(-123400)
    expect(codeOf(() => quantityOfCell('about 5', 'q'))).toBe('cell.not_number')
  })

  it('keeps zeros that a spreadsheet kept as a formula', () => {
    expect(textOfCell('="0012"')).toBe('0012')
    expect(textOfCell('  ')).toBeNull()
  })

  it('reads whatever whole number of fen is written as yuan', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000_00 }),
        (fen) => fenOfCell((fen / 100).toFixed(2), 'a') === fen,
      ),
    )
  })
})
