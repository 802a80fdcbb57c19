import excel from 'exceljs'
import { expect, test } from 'vitest'
import { plainText, spreadsheet } from './spreadsheet.ts'

async function readBack(file: Buffer) {
  const book = new excel.Workbook()
  await book.xlsx.load(file as unknown as Parameters<typeof book.xlsx.load>[0])
  const page = book.worksheets[0]
  if (!page) throw new Error('No sheet')
  return page
}

const columns = [
  { heading: '姓名', width: 12 },
  { heading: '金额（元）', width: 14, format: '#,##0.00' },
]

test('numbers are numbers, text is text, the total stands last', async () => {
  const file = await spreadsheet({
    sheet: '绩效结算 2024-03',
    columns,
    rows: [
      ['王伟', 4500],
      ['李娜', null],
    ],
    total: ['合计', 4500],
  })
  const page = await readBack(file)
  expect(page.name).toBe('绩效结算 2024-03')
  const rows = page.getSheetValues().slice(1) as unknown[][]
  expect(rows.map((row) => row.slice(1))).toEqual([['姓名', '金额（元）'], ['王伟', 4500], ['李娜'], ['合计', 4500]])
  expect(page.getCell('B2').numFmt).toBe('#,##0.00')
  expect(page.getCell('A1').font.bold).toBe(true)
  expect(page.getCell('B4').font.bold).toBe(true)
})

test.each(['=1+1', '+86 139', '-2', '@SUM(A1)', '\t=1', '＝1+1', ' =1'])('%j stays text', async (text) => {
  expect(plainText(text).startsWith("'")).toBe(true)
  const page = await readBack(await spreadsheet({ sheet: 's', columns, rows: [[text, 1]] }))
  expect(page.getCell('A2').type).toBe(excel.ValueType.String)
})

test('what no workbook may hold is left out', async () => {
  const page = await readBack(
    await spreadsheet({ sheet: 'a/b:c*'.repeat(9), columns, rows: [['王\u0000\u000b伟\ud800 <&>', 1]] }),
  )
  expect(page.name.length).toBeLessThanOrEqual(31)
  expect(page.getCell('A2').value).toBe('王伟\ufffd <&>')
})

test('twenty thousand rows', async () => {
  function* rows() {
    for (let row = 0; row < 20_000; row++) yield [`P${row}`, row / 100]
  }
  const file = await spreadsheet({ sheet: 's', columns, rows: rows() })
  expect(file.length).toBeGreaterThan(100_000)
})
