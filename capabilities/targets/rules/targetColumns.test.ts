import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suggestedColumns } from '#foundation/columns'
import { readRow } from '#foundation/reading'
import {
  type FileKpi,
  kpiFinder,
  periodOfText,
  type TargetLayout,
  targetColumns,
  targetLayoutProblem,
  targetsOfRow,
  valueOfText,
  wideColumns,
} from './targetColumns.ts'

const ftr: FileKpi = {
  id: 'ftr',
  names: { zh: '首次修复率', en: 'First-time fix rate' },
  unit: 'percent',
  direction: 'higher',
}
const complaints: FileKpi = {
  id: 'complaintRate',
  names: { zh: '客诉率', en: 'Complaint rate' },
  unit: 'percent',
  direction: 'lower',
}
const output: FileKpi = {
  id: 'outputValue',
  names: { zh: '产值', en: 'Output value' },
  unit: 'fen',
  direction: 'higher',
}
const kpiOf = kpiFinder([ftr, complaints, output])

const layoutOf = (headings: string[], more: Partial<TargetLayout> = {}): TargetLayout => {
  const mapping = suggestedColumns(headings, targetColumns)
  return {
    headings,
    mapping,
    wide: wideColumns(headings, mapping, kpiOf),
    year: null,
    period: null,
    reason: null,
    ...more,
  }
}
const read = (layout: TargetLayout, cells: string[]) =>
  targetsOfRow(layout)(cells).map(({ node, kpi, period, value }) => [node, kpi, period, value])

describe('a file of targets', () => {
  it('has one target a row', () => {
    const layout = layoutOf(['门店', '指标', '月份', '目标值'])
    expect(targetLayoutProblem(layout)).toBeNull()
    expect(read(layout, ['S1', '首次修复率', '2024年3月', '95%'])).toEqual([['S1', '首次修复率', '2024-03', '95%']])
  })

  it('or a column for each month, of a year that is said beside', () => {
    const headings = ['门店', 'KPI', ...Array.from({ length: 12 }, (_, index) => `${index + 1}月`)]
    expect(targetLayoutProblem(layoutOf(headings))?.code).toBe('targets.file.year_missing')
    const layout = layoutOf(headings, { year: '2024' })
    expect(targetLayoutProblem(layout)).toBeNull()
    expect(read(layout, ['S1', 'ftr', '90', '', '-', '92', ...Array(8).fill('')])).toEqual([
      ['S1', 'ftr', '2024-01', '90'],
      ['S1', 'ftr', '2024-04', '92'],
    ])
    expect(
      read(layoutOf(['门店', 'KPI', '2024-01', '2024Q2', '2024年']), ['S1', 'ftr', '90', '91', '92']).map(
        ([, , period]) => period,
      ),
    ).toEqual(['2024-01', '2024-Q2', '2024'])
  })

  it('or a column for each KPI, of a period that is said beside', () => {
    const layout = layoutOf(['店名', '首次修复率(%)', '产值（万元）', '备注栏'], { period: '2024-03' })
    expect(targetLayoutProblem(layout)).toBeNull()
    expect(read(layout, ['城东店', '95', '350', 'x'])).toEqual([
      ['城东店', 'ftr', '2024-03', '95'],
      ['城东店', 'outputValue', '2024-03', '350'],
    ])
    expect(targetLayoutProblem({ ...layout, period: null })?.values).toMatchObject({ field: 'period' })
  })

  it('says what is lacking', () => {
    expect(targetLayoutProblem(layoutOf(['门店', '指标', '月份']))?.code).toBe('targets.file.values_missing')
    expect(targetLayoutProblem(layoutOf(['门店', '1月', '首次修复率'], { year: '2024' }))?.code).toBe(
      'targets.file.both_wide',
    )
    expect(targetLayoutProblem(layoutOf(['指标', '1月'], { year: '2024' }))?.values).toMatchObject({ field: 'node' })
  })
})

describe('a value of a file', () => {
  const codeOf = (text: string, kpi: FileKpi, heading = '目标值') => {
    const outcome = readRow(1, () => valueOfText(text, kpi, heading))
    return 'reject' in outcome ? outcome.reject.code : outcome.value
  }
  it('is percent with or without its sign, and a share is asked about', () => {
    expect(codeOf('95%', ftr)).toBe(95)
    expect(codeOf('95', ftr)).toBe(95)
    expect(codeOf('0.95', ftr)).toBe('targets.file.share')
    expect(codeOf('0.95%', ftr)).toBe(0.95)
    expect(codeOf('0.8', complaints)).toBe(0.8)
  })
  it('is money in yuan, or in 万元 when value or heading say so', () => {
    expect(codeOf('3,500,000', output)).toBe(350_000_000)
    expect(codeOf('350万', output)).toBe(350_000_000)
    expect(codeOf('350', output, '产值（万元）')).toBe(350_000_000)
    expect(codeOf('95%', output)).toBe('cell.not_money')
    expect(codeOf('300元', ftr)).toBe('targets.file.other_unit')
  })
})

it('reads whatever month is written in the ways of spreadsheets', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const two = String(month).padStart(2, '0')
      const ways = [`${year}-${two}`, `${year}年${month}月`, `${year}/${month}`, `${year}.${two}`, `${year}${two}`]
      return ways.every((text) => periodOfText(text) === `${year}-${two}`)
    }),
  )
  expect(['2024年二季度', '2024Q2', '2024-Q2', '2024年第2季度'].map(periodOfText)).toEqual(Array(4).fill('2024-Q2'))
  expect(['3月', '备注', '2024-13', '13/2024'].map(periodOfText)).toEqual([null, null, null, null])
})
