import { parentPort, workerData } from 'node:worker_threads'
import { isFailure } from '#foundation/failure'
import { headingsAmong, openingRecords, type TableRecord } from '../tableHeadings.ts'
import { openWorkbook, type Tab, type Workbook, workbookFailure } from './sheet.ts'

/** What a sheet held: rows below the headings as lines of JSON, each `[line, cells]`. */
export type SheetRead = {
  sheets: string[]
  sheet: string
  headings: string[]
  line: number
  lines: Uint8Array<ArrayBuffer>[]
}

/** What comes back from the thread; a failure travels by its code. */
export type Answer = { read: SheetRead } | { code: string; values: Record<string, unknown> } | { defect: string }

const charactersAtOnce = 1_000_000

async function sheetOf(book: Workbook, tab: Tab): Promise<SheetRead | null> {
  const opening: TableRecord[] = []
  const encoder = new TextEncoder()
  const lines: Uint8Array<ArrayBuffer>[] = []
  let text = ''
  let found: ReturnType<typeof headingsAmong> = null
  const keep = ({ line, cells }: TableRecord) => {
    if (found && line <= found.line) return
    text += `${JSON.stringify([line, cells])}\n`
    if (text.length < charactersAtOnce) return
    lines.push(encoder.encode(text))
    text = ''
  }
  for await (const record of book.rows(tab)) {
    if (found) keep(record)
    else if (opening.push(record) === openingRecords) {
      found = headingsAmong(opening)
      opening.forEach(keep)
    }
  }
  if (!found) {
    found = headingsAmong(opening)
    opening.forEach(keep)
  }
  if (!found) return null
  if (text !== '') lines.push(encoder.encode(text))
  return { sheets: [], sheet: tab.name, headings: found.headings, line: found.line, lines }
}

async function answer(file: Buffer, wanted: string | null): Promise<Answer> {
  const book = await openWorkbook(file)
  const sheets = book.tabs.map(({ name }) => name)
  if (wanted !== null) {
    const tab = book.tabs.find(({ name }) => name === wanted)
    if (!tab) return { code: 'file.sheet_unknown', values: { value: wanted, allowed: sheets.join(', ') } }
    const read = await sheetOf(book, tab)
    return read ? { read: { ...read, sheets } } : { code: 'file.sheet_empty', values: { value: wanted } }
  }
  // Hidden sheets come last; the first that holds anything is taken.
  for (const tab of [...book.tabs].sort((a, b) => Number(b.visible) - Number(a.visible))) {
    const read = await sheetOf(book, tab)
    if (read) return { read: { ...read, sheets } }
  }
  return { code: 'file.workbook_empty', values: {} }
}

const { file, sheet } = workerData as { file: Uint8Array; sheet: string | null }
const told = await answer(Buffer.from(file.buffer, file.byteOffset, file.byteLength), sheet).catch(
  (error: unknown): Answer => {
    const failure = workbookFailure(error)
    return isFailure(failure)
      ? { code: failure.code, values: { ...failure.values } }
      : { defect: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) }
  },
)
parentPort?.postMessage(told, 'read' in told ? told.read.lines.map((lines) => lines.buffer) : [])
