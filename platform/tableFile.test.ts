import { deflateRawSync } from 'node:zlib'
import excel from 'exceljs'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { readSheet } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { spreadsheet } from './spreadsheet.ts'
import { openTable, tableBytesMax } from './tableFile.ts'

async function read(file: Buffer | string, sheet?: string) {
  const table = await openTable(typeof file === 'string' ? Buffer.from(file) : file, sheet ? { sheet } : {})
  const rows = []
  for await (const row of table.rows()) rows.push(row)
  return { ...table, rows, cells: rows.map(({ cells }) => cells) }
}

async function book(fill: (made: excel.Workbook) => void): Promise<Buffer> {
  const made = new excel.Workbook()
  fill(made)
  return Buffer.from(await made.xlsx.writeBuffer())
}

const sheetOf = (rows: unknown[][], name = '工单') =>
  book((made) => {
    made.addWorksheet(name).addRows(rows)
  })

/** A zip of these entries; `claimed` is the size that its directory claims. */
function zip(entries: { name: string; content: Buffer; claimed?: number; flags?: number }[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claimed = content.length, flags = 0 } of entries) {
    const packed = deflateRawSync(content)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claimed, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(claimed, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    parts.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, index, end])
}

const workbookXml = '<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
const relsXml =
  '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
const handmade = (sheet: string, claimed?: number) =>
  zip([
    { name: 'xl/workbook.xml', content: Buffer.from(workbookXml) },
    { name: 'xl/_rels/workbook.xml.rels', content: Buffer.from(relsXml) },
    { name: 'xl/worksheets/sheet1.xml', content: Buffer.from(sheet), ...(claimed ? { claimed } : {}) },
  ])

describe('a workbook', () => {
  it('is a table of texts: days, moments, times, amounts, yes and no, formulas as what they came to', async () => {
    const file = await book((made) => {
      const page = made.addWorksheet('工单')
      page.addRow(['工单号', '进厂日期', '交车时间', '上班', '时长', '金额', '预约', '合计'])
      const row = page.addRow(['WO-1', 45369, 45369.395833333336, 0.375, 1.0625, 0.1 + 0.2, true])
      row.getCell(2).numFmt = 'yyyy"年"m"月"d"日"'
      row.getCell(3).numFmt = 'yyyy-mm-dd hh:mm'
      row.getCell(4).numFmt = 'h:mm'
      row.getCell(5).numFmt = '[h]:mm'
      row.getCell(8).value = { formula: 'F2*2', result: 0.6 }
    })
    const { kind, headings, cells } = await read(file)
    expect(kind).toBe('xlsx')
    expect(headings).toHaveLength(8)
    expect(cells).toEqual([['WO-1', '2024-03-18', '2024-03-18T09:30:00', '09:00:00', '25:30:00', '0.3', 'TRUE', '0.6']])
  })

  it('of the calendar from 1904 has the days that it shows', async () => {
    const file = await book((made) => {
      made.properties.date1904 = true
      const page = made.addWorksheet('x')
      page.addRow(['工单号', '日期'])
      page.addRow(['WO-1', 45369 - 1462]).getCell(2).numFmt = 'yyyy-mm-dd'
    })
    expect((await read(file)).cells).toEqual([['WO-1', '2024-03-18']])
  })

  it('says where a formula was never reckoned, rather than nothing', async () => {
    const sheet = handmade(
      '<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>' +
        '<row r="4"><c r="A4"><v>1E-7</v></c><c r="B4"><f>A4*2</f></c></row></sheetData></worksheet>',
    )
    expect((await read(sheet)).rows).toEqual([{ row: 3, cells: ['0.0000001', '=A4*2'] }])
  })

  it('takes runs of text as one, and leaves out how they are read aloud', async () => {
    const file = await book((made) => {
      const page = made.addWorksheet('x')
      page.addRow(['姓名', '备注'])
      page.addRow([{ richText: [{ text: '王' }, { text: ' & 李', font: { bold: true } }] }, 'a\r\nb _x0041_'])
    })
    expect((await read(file)).cells[0]?.[0]).toBe('王 & 李')
  })

  it('is read below its titles and with headings of two rows', async () => {
    const titled = await sheetOf([
      ['苏州店工单明细'],
      ['期间：2024-03', '制表：王芳'],
      [],
      ['工单号', '工时', null, '金额', '备注'],
      [null, '计费', '实际', null, null],
      ['WO-1', 1.5, 1.2, 600, '好'],
      [],
      ['WO-2', 1, 1, 300, '好'],
    ])
    const { headings, headingRow, rows } = await read(titled)
    expect(headings).toEqual(['工单号', '工时 计费', '工时 实际', '金额', '备注'])
    expect(headingRow).toBe(5)
    expect(rows.map(({ row }) => row)).toEqual([1, 3])
  })

  it('has sheets: the first with anything in it, or the one that is asked for', async () => {
    const file = await book((made) => {
      made.addWorksheet('空')
      made.addWorksheet('三月').addRows([
        ['a', 'b'],
        [1, 2],
      ])
      made.addWorksheet('四月').addRows([
        ['a', 'b'],
        [3, 4],
      ])
    })
    expect(await read(file)).toMatchObject({ sheets: ['空', '三月', '四月'], sheet: '三月', cells: [['1', '2']] })
    expect(await read(file, '四月')).toMatchObject({ sheet: '四月', cells: [['3', '4']] })
    await expect(read(file, '五月')).rejects.toMatchObject({ code: 'file.sheet_unknown' })
    await expect(read(file, '空')).rejects.toMatchObject({ code: 'file.sheet_empty' })
  })

  it('reads what is written, and as another reader does', async () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('中', 'a', '&', '<', '"', '1', ' x'), minLength: 1 }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((number) => Math.round(number * 100) / 100),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const columns = ['甲', '乙', '丙'].map((heading) => ({ heading, width: 9 }))
          const file = await spreadsheet({ sheet: 's', columns, rows })
          const texts = rows.map((row) => row.map((one) => (one === 0 ? '0' : String(one))))
          const { cells } = await read(file)
          expect(cells.map((row) => row.map((one) => one.trim()))).toEqual(
            texts.map((row) => row.map((one) => one.trim())),
          )
          const others = (await readSheet(file)).slice(1).map((row) => row.map(String))
          expect(cells.map((row) => row.map((one) => one.trim()))).toEqual(others)
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('what is no table', () => {
  const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)])
  it.each([
    ['file.workbook_old', ole],
    ['file.workbook_locked', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])],
    ['file.workbook_locked', zip([{ name: 'xl/workbook.xml', content: Buffer.from('x'), flags: 1 }])],
    ['file.workbook_page', Buffer.from('\ufeff <html><table><tr><td>工单号</td></tr></table>')],
    ['file.workbook_page', Buffer.from('<?xml version="1.0"?><Workbook/>')],
    ['file.json', Buffer.from('[\n  {"a": 1}\n]\n')],
    ['file.workbook_binary', zip([{ name: 'xl/workbook.bin', content: Buffer.from('x') }])],
    ['file.workbook_other', zip([{ name: 'content.xml', content: Buffer.from('x') }])],
    ['file.zip', zip([{ name: 'a.csv', content: Buffer.from('a,b') }])],
    ['file.workbook_broken', Buffer.from('PK\u0003\u0004 broken off')],
    ['file.workbook_empty', handmade('<worksheet><sheetData/></worksheet>')],
    ['file.workbook_broken', handmade(`<worksheet>${' '.repeat(5000)}</worksheet>`, 100)],
    ['file.workbook_too_large', handmade('<worksheet/>', 4_000_000_000)],
    ['file.workbook_too_large', handmade(' '.repeat(40_000_000))],
    ['file.too_large', Buffer.alloc(tableBytesMax + 1)],
    ['file.too_many_columns', handmade('<row><c r="ZZZ1"><v>1</v></c></row>')],
  ])('is refused with %s', async (code, file) => {
    await expect(read(file)).rejects.toMatchObject({ failure: 'invalid', code })
  })

  it('never breaks anything, however a workbook was damaged', async () => {
    const sound = await sheetOf([
      ['a', 'b'],
      ['1', 2],
      ['3', 4],
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.nat(sound.length),
        async (changes, length) => {
          const damaged = Buffer.from(length % 3 === 0 ? sound.subarray(0, length) : sound)
          for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte
          const outcome = await read(damaged).catch((error: { failure?: string }) => error)
          if ('failure' in outcome) expect(outcome.failure).toBe('invalid')
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('separated values', () => {
  it.each([
    ['GB18030', iconv.encode('工单号,门店\nWO-1,上海一店\n', 'gb18030')],
    ['Unicode text', Buffer.from('\ufeff工单号\t门店\nWO-1\t上海一店\n', 'utf16le')],
    ['titles above', Buffer.from('工单明细\n2024-03\n工单号;门店\nWO-1;上海一店\n')],
  ])('are a table too: %s', async (_, file) => {
    expect(await read(file)).toMatchObject({ kind: 'csv', headings: ['工单号', '门店'], cells: [['WO-1', '上海一店']] })
  })

  it('keep their first line as headings where rows below are torn', async () => {
    const { headings, headingRow } = await read('工单号,金额\nWO-1,1,2,3,4,x\nWO-2,1,2,3,4,y\n')
    expect({ headings, headingRow }).toEqual({ headings: ['工单号', '金额'], headingRow: 1 })
  })
})
