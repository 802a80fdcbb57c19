import { isUtf8 } from 'node:buffer'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { invalid, registerSentences } from '#foundation/failure'
import { fitted, headingsAmong, openingRecords, type TableRecord } from './tableHeadings.ts'

export type CsvEncoding = 'utf-8' | 'gb18030'

/** A row below the headings: `row` counts from 1, blank lines included, so that row n is line n + 1 of a spreadsheet. */
export type CsvRow = { row: number; cells: string[] }

export type CsvFile = {
  encoding: CsvEncoding
  delimiter: string
  /** Every heading once: one without a name is `#3`, and a name that comes again is `name (2)`. */
  headings: string[]
  /** The line of the headings, from 1; titles may stand above. */
  headingRow: number
  /** Rows that aren't blank, as long as the headings at least; each call reads from the beginning. */
  rows(): AsyncGenerator<CsvRow>
}

const chunkBytes = 65_536
/** A quote that is never closed would otherwise take in the whole file. */
const recordCharactersMax = 1_048_576

/**
 * Opens a file of separated values: UTF-8 when it is valid UTF-8, GB18030 otherwise, separated by comma, semicolon or
 * tab. Rows are read as they are asked for; only the file itself is held.
 */
export async function openCsv(file: Buffer): Promise<CsvFile> {
  const encoding = encodingOf(file)
  const delimiter = delimiterOf(beginning(file, encoding))
  const opening: TableRecord[] = []
  for await (const record of records(file, encoding, delimiter)) {
    opening.push(record)
    if (opening.length === openingRecords) break
  }
  const found = headingsAmong(opening)
  if (!found) throw invalid('file.empty')
  const { headings, line } = found
  return {
    encoding,
    delimiter,
    headings,
    headingRow: line,
    rows: () => rowsBelow(file, { encoding, delimiter, width: headings.length, line }),
  }
}

type Below = { encoding: CsvEncoding; delimiter: string; width: number; line: number }

async function* rowsBelow(file: Buffer, { encoding, delimiter, width, line: top }: Below): AsyncGenerator<CsvRow> {
  for await (const { line, cells } of records(file, encoding, delimiter))
    if (line > top) yield { row: line - top, cells: fitted(cells, width) }
}

/** Records that aren't blank, with their place among all of them. */
async function* records(file: Buffer, encoding: CsvEncoding, delimiter: string) {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: recordCharactersMax,
  })
  // Errors reach whoever reads the parser; a reader who stops early is no error.
  pipeline(Readable.from(decoded(file, encoding)), parser, () => undefined)
  let line = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line += 1
      if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record.map(unguarded) }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
      throw invalid('file.quote_open', { row: Math.max(line, 1) })
    throw invalid('file.unreadable', { row: Math.max(line, 1), problem: error.message })
  }
}

const spreadsheetStarts = [Buffer.from('PK\u0003\u0004'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])]
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

function encodingOf(file: Buffer): CsvEncoding {
  if (spreadsheetStarts.some((start) => file.subarray(0, start.length).equals(start))) throw invalid('file.spreadsheet')
  if (file.includes(0)) throw invalid('file.binary')
  if (isUtf8(file)) return 'utf-8'
  for (const text of decoded(file, 'gb18030')) if (text.includes('\ufffd')) throw invalid('file.encoding_unknown')
  return 'gb18030'
}

function* decoded(file: Buffer, encoding: CsvEncoding): Generator<string> {
  const start = file.subarray(0, 3).equals(utf8Mark) ? 3 : 0
  const decoder = encoding === 'utf-8' ? new TextDecoder() : iconv.getDecoder('gb18030')
  for (let at = start; at < file.length; at += chunkBytes) {
    const chunk = file.subarray(at, at + chunkBytes)
    const text = decoder instanceof TextDecoder ? decoder.decode(chunk, { stream: true }) : decoder.write(chunk)
    // A parser's stream takes an empty text for the end.
    if (text !== '') yield at === start ? text.replace(/^\ufeff/, '') : text
  }
  const rest = decoder instanceof TextDecoder ? decoder.decode() : decoder.end()
  if (rest) yield rest
}

function beginning(file: Buffer, encoding: CsvEncoding): string {
  for (const text of decoded(file, encoding)) return text
  return ''
}

/** The separator that stands most often in the first line that has one, outside quotes. */
function delimiterOf(text: string): string {
  const found = new Map([',', ';', '\t'].map((delimiter) => [delimiter, 0]))
  let quoted = false
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character !== '\n' && character !== '\r') found.set(character, (found.get(character) ?? Number.NaN) + 1)
    else if ([...found.values()].some((times) => times > 0)) break
  }
  return [...found].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** Begins a file so that spreadsheets read it as UTF-8. */
export const csvMark = '\ufeff'

/** One line of a file for spreadsheets; text that they would take for a formula gets an apostrophe, which reading removes. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`
}

const quoted = (cell: string) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

const formula = /^'*\s*[=+\-@＝＋－＠]|^'*[\t\r\n]/
const plainNumber = /^[+-]?\d+(\.\d+)?$/
const guarded = (cell: string) => (formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell)
const unguarded = (cell: string) => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell)

registerSentences({
  'file.empty': {
    zh: () => '文件是空的。第一行应为列标题，其下每行一条记录。',
    en: () => 'The file is empty. Its first line holds the headings, with one record a line below.',
  },
  'file.spreadsheet': {
    zh: () => '这是 Excel 工作簿。请在 Excel 中“另存为”CSV（UTF-8 或 GB18030）后再上传。',
    en: () => 'This is an Excel workbook. Save it as CSV (UTF-8 or GB18030) and upload that.',
  },
  'file.binary': {
    zh: () => '这不是文本文件。请另存为 CSV（UTF-8 或 GB18030）后再上传。',
    en: () => 'This is no text file. Save it as CSV (UTF-8 or GB18030) and upload that.',
  },
  'file.encoding_unknown': {
    zh: () => '文件的编码既不是 UTF-8 也不是 GB18030。请用其中一种编码另存后再上传。',
    en: () => 'The file is neither UTF-8 nor GB18030. Save it in one of them and upload again.',
  },
  'file.quote_open': {
    zh: ({ row }) => `第 ${row} 行之后有一个引号没有闭合，请检查该处的双引号。`,
    en: ({ row }) => `After row ${row} a quotation mark is never closed; check the double quotes there.`,
  },
  'file.unreadable': {
    zh: ({ row, problem }) => `第 ${row} 行之后无法读取：${problem}`,
    en: ({ row, problem }) => `The file can't be read after row ${row}: ${problem}`,
  },
})
