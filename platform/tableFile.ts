import { Worker } from 'node:worker_threads'
import { invalid, registerSentences } from '#foundation/failure'
import { type CsvEncoding, openCsv } from './csv.ts'
import { fitted } from './tableHeadings.ts'
import type { Answer, SheetRead } from './workbook/reading.ts'

/** A row below the headings; `row` counts from 1 at the line after them, blank lines included. */
export type TableRow = { row: number; cells: string[] }

/** A table out of a file, whatever the file is: everything in it as text. */
export type TableFile = {
  kind: 'csv' | 'xlsx'
  /** Null for a workbook. */
  encoding: CsvEncoding | null
  /** The names of all sheets, and the one that was read; a file of separated values has none. */
  sheets: string[]
  sheet: string | null
  /** Every heading once: one without a name is `#3`, and a name that comes again is `name (2)`. */
  headings: string[]
  /** The line of the headings, from 1; titles may stand above. */
  headingRow: number
  /** Rows that aren't blank, as long as the headings at least; each call reads from the beginning. */
  rows(): AsyncGenerator<TableRow>
}

/** No file may be larger than this. */
export const tableBytesMax = 64 * 1024 * 1024

/**
 * Opens a file as a table: separated values (UTF-8, GB18030) or a workbook (XLSX), told apart by what is in it and not by
 * its name. Of a workbook one sheet is read, by default the first with anything in it. Days are '2024-03-18', moments
 * '2024-03-18T09:30:00', times and lengths of time '09:30:00', numbers plain decimals, formulas what they came to.
 */
export async function openTable(file: Buffer, { sheet = null }: { sheet?: string | null } = {}): Promise<TableFile> {
  if (file.length > tableBytesMax) throw invalid('file.too_large', { max: tableBytesMax / 1024 / 1024 })
  if (startsWith(file, oleStart)) throw invalid(olderKind(file))
  if (startsWith(file, zipStart)) return workbookTable(await readSheet(file, sheet))
  if (isJson(file)) throw invalid('file.json')
  if (isPage(file)) throw invalid('file.workbook_page')
  const { encoding, headings, headingRow, rows } = await openCsv(asUtf8(file))
  return { kind: 'csv', encoding, sheets: [], sheet: null, headings, headingRow, rows }
}

const zipStart = Buffer.from('PK\u0003\u0004')
const oleStart = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
const startsWith = (file: Buffer, start: Buffer) => file.subarray(0, start.length).equals(start)

/** Both the workbooks before 2007 and those under a password are such files; only the latter have an encrypted part. */
const olderKind = (file: Buffer) =>
  file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'file.workbook_locked' : 'file.workbook_old'

/** Many systems export a page under the name of a workbook. */
const isPage = (file: Buffer) =>
  /^\ufeff?\s*<(!doctype|html|head|meta|table|style|\?xml|\?mso)/i.test(file.subarray(0, 512).toString('utf8'))

/** Text that begins like JSON and ends like it; a table may begin with a bracket too. */
const isJson = (file: Buffer) =>
  /^\ufeff?\s*(\[\s*[[{"\]]|\{\s*["}])/.test(file.subarray(0, 512).toString('utf8')) &&
  /[\]}]\s*$/.test(file.subarray(-64).toString('utf8'))

/** "Unicode text" of spreadsheets is UTF-16 with its mark. */
function asUtf8(file: Buffer): Buffer {
  if (!startsWith(file, Buffer.from([0xff, 0xfe]))) return file
  return Buffer.from(file.subarray(2).toString('utf16le'))
}

function workbookTable({ sheets, sheet, headings, line: headingRow, lines }: SheetRead): TableFile {
  return {
    kind: 'xlsx',
    encoding: null,
    sheets,
    sheet,
    headings,
    headingRow,
    rows: async function* () {
      for (const some of lines) {
        for (const text of Buffer.from(some.buffer, some.byteOffset, some.byteLength).toString().split('\n')) {
          if (text === '') continue
          const [line, cells] = JSON.parse(text) as [number, string[]]
          yield { row: line - headingRow, cells: fitted(cells, headings.length) }
        }
      }
    },
  }
}

const millisecondsMax = 120_000
const memoryMegabytesMax = 1_024
const atOnce = 2
let running = 0
const waiting: (() => void)[] = []

/** Reads a workbook in a thread of its own, so that neither its size nor what is wrong with it reaches the server. */
async function readSheet(file: Buffer, sheet: string | null): Promise<SheetRead> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    const answer = await askThread(file, sheet)
    if ('read' in answer) return answer.read
    if ('code' in answer) throw invalid(answer.code, answer.values)
    throw new Error(`A workbook could not be read: ${answer.defect}`)
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

function askThread(file: Buffer, sheet: string | null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./workbook/reading.ts', import.meta.url), {
      workerData: { file, sheet },
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytesMax },
      execArgv: [],
    })
    const tooLarge = () => resolve({ code: 'file.workbook_too_large', values: {} })
    const timer = setTimeout(() => {
      tooLarge()
      void thread.terminate()
    }, millisecondsMax)
    thread.on('message', (answer: Answer) => resolve(answer))
    thread.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') tooLarge()
      else reject(error)
    })
    thread.on('exit', () => {
      clearTimeout(timer)
      resolve({ defect: 'the thread ended without an answer' })
    })
  })
}

registerSentences({
  'file.too_large': {
    zh: ({ max }) => `文件超过 ${max} MB，请按月份或门店拆成几个文件后再上传。`,
    en: ({ max }) => `The file is larger than ${max} MB; split it by month or store and upload the parts.`,
  },
  'file.workbook_locked': {
    zh: () => '这个工作簿设了密码，打不开。请在 Excel 中取消密码、另存后再上传。',
    en: () => "This workbook has a password and can't be opened. Remove it in Excel, save, and upload again.",
  },
  'file.workbook_old': {
    zh: () => '这是旧版 Excel 文件（.xls）。请在 Excel 或 WPS 中打开，“另存为”Excel 工作簿（.xlsx）后再上传。',
    en: () =>
      'This is a workbook of the old kind (.xls). Open it, save it as an Excel workbook (.xlsx), and upload that.',
  },
  'file.workbook_page': {
    zh: () =>
      '这个文件其实是网页或 XML，只是名字像表格。请用 Excel 或 WPS 打开，“另存为”Excel 工作簿（.xlsx）后再上传。',
    en: () =>
      'This file is really a web page or XML under the name of a table. Open it in Excel, save it as an Excel workbook (.xlsx), and upload that.',
  },
  'file.json': {
    zh: () => '这是 JSON，不是表格。请导出为 Excel（.xlsx）或 CSV 后再上传；系统之间推送请用接口。',
    en: () =>
      'This is JSON and no table. Export it as Excel (.xlsx) or CSV and upload that; systems send JSON to the API.',
  },
  'file.workbook_binary': {
    zh: () => '这是二进制工作簿（.xlsb）。请“另存为”Excel 工作簿（.xlsx）后再上传。',
    en: () => 'This is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx) and upload that.',
  },
  'file.workbook_other': {
    zh: ({ kind }) => `这是 ${kind} 表格。请“另存为”Excel 工作簿（.xlsx）或 CSV 后再上传。`,
    en: ({ kind }) =>
      `This is a table of the kind ${kind}. Save it as an Excel workbook (.xlsx) or CSV and upload that.`,
  },
  'file.zip': {
    zh: () => '这是压缩包，不是表格。请解压后上传里面的表格文件。',
    en: () => 'This is a zip archive and no table. Unpack it and upload the table inside.',
  },
  'file.workbook_broken': {
    zh: () => '这个工作簿已损坏或没有传完整。请在 Excel 中打开确认、另存后再上传。',
    en: () => 'This workbook is damaged or incomplete. Open it in Excel, save it again, and upload that.',
  },
  'file.workbook_too_large': {
    zh: () => '这个工作簿解开后太大，读不下。请删去多余的工作表，或拆成几个文件后再上传。',
    en: () =>
      "Unpacked, this workbook is too large to read. Remove sheets that aren't needed, or split it, and upload again.",
  },
  'file.workbook_empty': {
    zh: () => '工作簿里没有内容。需要一行列标题，其下每行一条记录。',
    en: () => 'There is nothing in this workbook. It needs a row of headings, with one record a row below.',
  },
  'file.sheet_empty': {
    zh: ({ value }) => `工作表“${value}”是空的，请选另一个。`,
    en: ({ value }) => `The sheet "${value}" is empty; choose another.`,
  },
  'file.sheet_unknown': {
    zh: ({ value, allowed }) => `没有工作表“${value}”，可选：${allowed}。`,
    en: ({ value, allowed }) => `There is no sheet "${value}"; choose from ${allowed}.`,
  },
})
