import { PassThrough } from 'node:stream'
import excel from 'exceljs'

export type Cell = string | number | null

/** `format` is a number format of the spreadsheet, '#,##0.00' for money. */
export type Column = { heading: string; width: number; format?: string }

export type Sheet = {
  /** The name on the tab; what a tab can't carry is left out. */
  sheet: string
  columns: readonly Column[]
  rows: Iterable<readonly Cell[]>
  /** A last row in bold. */
  total?: readonly Cell[]
}

/**
 * A workbook (XLSX) of one sheet: bold headings that stay in view, a filter, numbers as numbers. Written row by row, so
 * that memory does not grow with cells. Text is never taken for a formula.
 */
export async function spreadsheet({ sheet, columns, rows, total }: Sheet): Promise<Buffer> {
  const chunks: Buffer[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const book = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const page = book.addWorksheet(tabName(sheet), { views: [{ state: 'frozen', ySplit: 1 }] })
  page.columns = columns.map(({ heading, width, format }) => ({
    header: plainText(heading),
    width,
    ...(format ? { style: { numFmt: format } } : {}),
  }))
  page.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
  const heading = page.getRow(1)
  heading.font = { bold: true }
  heading.commit()
  for (const row of rows) page.addRow(row.map(safeCell)).commit()
  if (total) {
    const last = page.addRow(total.map(safeCell))
    last.font = { bold: true }
    last.commit()
  }
  page.commit()
  await book.commit()
  return Buffer.concat(chunks)
}

const safeCell = (cell: Cell): Cell => (typeof cell === 'string' ? plainText(cell) : cell)

// A formula begins with one of these, in some programs also behind blanks or in full width, and not behind an apostrophe.
const beginsFormula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u

/** Text that stays text wherever the sheet is taken, without characters that no XML may hold. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const kept = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
  // A cell holds no more than this.
  const short = kept.length > 32_000 ? `${kept.slice(0, 32_000).toWellFormed()}…` : kept
  return beginsFormula.test(short) ? `'${short}` : short
}

function tabName(name: string): string {
  return (
    name
      .replace(/[*?:\\/[\]]/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet'
  )
}
