import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { csvLine, csvMark, openCsv } from './csv.ts'

async function read(file: string | Buffer) {
  const opened = await openCsv(typeof file === 'string' ? Buffer.from(file) : file)
  const rows = []
  for await (const row of opened.rows()) rows.push(row)
  return { ...opened, rows, cells: rows.map((row) => row.cells) }
}

describe('reading', () => {
  it.each([
    ['UTF-8', Buffer.from('工单号,门店\nWO-1,上海一店\n'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeff工单号,门店\nWO-1,上海一店\n'), 'utf-8'],
    ['GB18030', iconv.encode('工单号,门店\nWO-1,上海一店\n', 'gb18030'), 'gb18030'],
  ])('knows %s', async (_, file, encoding) => {
    const found = await read(file)
    expect(found).toMatchObject({ encoding, headings: ['工单号', '门店'], cells: [['WO-1', '上海一店']] })
  })

  it('reads a large file in GB18030 across chunks', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `WO-${index},门店𠮷${'店'.repeat(index % 3)}`)
    const { rows } = await read(iconv.encode(`工单号,门店\r\n${lines.join('\r\n')}`, 'gb18030'))
    expect(rows.map((row) => row.cells.join(','))).toEqual(lines)
  })

  it.each([
    ['file.spreadsheet', Buffer.from('PK\u0003\u0004rest')],
    ['file.binary', Buffer.from('a,b\n1,\u0000\n')],
    ['file.binary', Buffer.from('\ufeffa,b\n', 'utf16le')],
    ['file.encoding_unknown', Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a, 0x80, 0x20])],
    ['file.empty', Buffer.from('\n \n')],
    ['file.empty', Buffer.from('')],
    ['file.too_many_columns', Buffer.from('a,'.repeat(2000))],
    ['file.quote_open', Buffer.from('a,b\n1,2\n"3,4\n5,6\n')],
  ])('refuses with %s', async (code, file) => {
    await expect(read(file)).rejects.toMatchObject({ failure: 'invalid', code })
  })

  it.each([
    [',', 'a,b;c,d\n1,2,3\n'],
    [';', 'a;b;"c,d,e,f"\n1;2;3\n'],
    ['\t', 'a\tb, c\td\n1\t2\t3\n'],
    [',', 'single\n1\n'],
  ])('finds the separator %j by the headings', async (delimiter, file) => {
    expect((await read(file)).delimiter).toBe(delimiter)
  })

  it('keeps quotes, separators and line ends inside quotes, and stray quotes as they are', async () => {
    const { cells } = await read('a,b\r\n"1,""x""","line\r\nend"\r\n5" pipe,2\r\n')
    expect(cells).toEqual([
      ['1,"x"', 'line\r\nend'],
      ['5" pipe', '2'],
    ])
  })

  it('skips blank lines but counts them, fills short rows and leaves long ones long', async () => {
    const { rows } = await read('\na,b,c\n1,2,3\n\n,,\n4\n5,6,7,8\n9,9,9,,\n')
    expect(rows).toEqual([
      { row: 1, cells: ['1', '2', '3'] },
      { row: 4, cells: ['4', '', ''] },
      { row: 5, cells: ['5', '6', '7', '8'] },
      { row: 6, cells: ['9', '9', '9'] },
    ])
  })

  it('reads every line end, mixed ones too', async () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect((await read(`a,b${end}1,2${end}3,4`)).cells).toEqual([
        ['1', '2'],
        ['3', '4'],
      ])
    expect((await read('a,b\r\n1,2\n3,4\r\n')).cells).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it('names every heading once', async () => {
    expect((await read('技师,,技师,技师 (2)\n1,2,3,4\n')).headings).toEqual(['技师', '#2', '技师 (2)', '技师 (2) (2)'])
  })
})

describe('writing', () => {
  it('guards what a spreadsheet would run, and leaves numbers alone', () => {
    expect(csvLine(['=1+1', '+8613800', '-5', '-5+A1', '@x', '-12.50', 'a,b', '＝1', 'x"y'])).toBe(
      `'=1+1,+8613800,-5,'-5+A1,'@x,-12.50,"a,b",'＝1,"x""y"\r\n`,
    )
  })

  it('is read back as it was', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '中', '=', '+', '-', "'", '"', ',', ' ', '1', '\n', '\t', ';'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const { cells } = await read(csvMark + csvLine(['a', 'b', 'c']) + rows.map(csvLine).join(''))
          expect(cells).toEqual(rows)
        },
      ),
      { numRuns: 300 },
    )
  })
})
