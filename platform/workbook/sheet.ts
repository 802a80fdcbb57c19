import { invalid, isFailure } from '#foundation/failure'
import { decimalText, formatMeans, lengthText, momentText } from './numbers.ts'
import { attributes, type Block, blocks, elements, plainXml, stringText } from './xml.ts'
import { entryText, wholeText, type ZipEntry, zipEntries } from './zip.ts'

/** A sheet's tab; `visible` is false for one that is hidden. */
export type Tab = { name: string; path: string; visible: boolean }

export type Workbook = {
  tabs: Tab[]
  from1904: boolean
  /** Rows of a sheet that aren't blank, with their line in it. */
  rows(tab: Tab): AsyncGenerator<{ line: number; cells: string[] }>
}

const rowCharactersMax = 8_000_000
const stringCharactersMax = 400_000
/** All strings that cells share, and all text that comes out. */
const charactersMax = 400_000_000
const columnsMax = 2_000
/** No spreadsheet program makes longer sheets; a file that does was made to keep us busy. */
const linesMax = 1_048_576

/** Opens a workbook (XLSX); nothing but its small parts is read yet. */
export async function openWorkbook(file: Buffer): Promise<Workbook> {
  const entries = zipEntries(file)
  const named = new Map([...entries].map(([name, entry]) => [name.toLowerCase().replace(/^\//, ''), entry]))
  const whole = (path: string) => wholeText(file, named.get(path.toLowerCase()))
  const root = await related(whole, '')
  const main = [...root.values()].find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml'
  if (!named.has(main.toLowerCase()) || !/\.xml$/i.test(main)) throw noWorkbook(named)
  const xml = await whole(main)
  const parts = await related(whole, main)
  const pathOf = (type: string) => [...parts.values()].find((part) => part.type === type)?.path ?? ''
  const tabs = elements(xml, 'sheet').flatMap((sheet): Tab[] => {
    const part = parts.get(sheet.get('id') ?? '')
    if (part?.type !== 'worksheet') return []
    return [{ name: sheet.get('name') ?? '', path: part.path, visible: !sheet.get('state')?.includes('idden') }]
  })
  if (tabs.length === 0) throw invalid('file.workbook_empty')
  const from1904 = ['1', 'true', 'on'].includes(elements(xml, 'workbookPr')[0]?.get('date1904') ?? '')
  const look = formats(await whole(pathOf('styles')))
  let strings: string[] | null = null
  return {
    tabs,
    from1904,
    rows: async function* (tab) {
      const entry = named.get(tab.path.toLowerCase())
      if (!entry) throw invalid('file.workbook_broken')
      strings ??= await sharedStrings(file, named.get(pathOf('sharedStrings').toLowerCase()))
      yield* rowsOf(file, entry, { strings, look, from1904 })
    },
  }
}

function noWorkbook(entries: ReadonlyMap<string, ZipEntry>): Error {
  const names = [...entries.keys()]
  if (names.some((name) => name.endsWith('workbook.bin'))) return invalid('file.workbook_binary')
  if (names.includes('content.xml')) return invalid('file.workbook_other', { kind: 'OpenDocument (.ods)' })
  return invalid('file.zip')
}

type Part = { type: string; path: string }

/** What a part refers to, by the id that it uses for it. */
async function related(whole: (path: string) => Promise<string>, of: string): Promise<Map<string, Part>> {
  const folder = of.slice(0, of.lastIndexOf('/') + 1)
  const xml = await whole(`${folder}_rels/${of.slice(folder.length)}.rels`)
  return new Map(
    elements(xml, 'Relationship').map((one) => {
      const target = one.get('Target') ?? ''
      const path = target.startsWith('/') ? target.slice(1) : settled(folder + target)
      return [one.get('Id') ?? '', { type: (one.get('Type') ?? '').replace(/^.*\//, ''), path }]
    }),
  )
}

/** A path without its detours (`xl/../xl/a.xml`). */
function settled(path: string): string {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

type Look = (style: string | undefined) => 'date' | 'elapsed' | null

/** What the style of a cell makes of its number. */
function formats(styles: string): Look {
  const codes = new Map(elements(styles, 'numFmt').map((one) => [one.get('numFmtId'), one.get('formatCode')]))
  const cells = /<(?:\w+:)?cellXfs[\s>][\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(styles)?.[0] ?? ''
  const means = elements(cells, 'xf').map((one) => {
    const id = one.get('numFmtId')
    return formatMeans(Number(id), codes.get(id))
  })
  return (style) => (style === undefined ? null : (means[Number(style)] ?? null))
}

async function sharedStrings(file: Buffer, entry: ZipEntry | undefined): Promise<string[]> {
  const strings: string[] = []
  if (!entry) return strings
  let characters = 0
  for await (const block of blocks(entryText(file, entry), 'si', stringCharactersMax)) {
    if (!block) throw invalid('file.workbook_broken')
    const text = stringText(block.inside)
    characters += text.length
    if (characters > charactersMax) throw invalid('file.workbook_too_large')
    strings.push(text)
  }
  return strings
}

type Reading = { strings: readonly string[]; look: Look; from1904: boolean }

async function* rowsOf(file: Buffer, entry: ZipEntry, reading: Reading) {
  let line = 0
  let characters = 0
  for await (const block of blocks(entryText(file, entry), 'row', rowCharactersMax)) {
    if (!block) throw invalid('file.workbook_broken')
    const named = Number(attributes(block.tag).get('r'))
    line = Number.isInteger(named) && named > line ? named : line + 1
    if (line > linesMax) throw invalid('file.workbook_too_large')
    const cells = cellsOf(block, reading)
    if (cells.length === 0) continue
    for (const cell of cells) characters += cell.length
    if (characters > charactersMax) throw invalid('file.workbook_too_large')
    yield { line, cells }
  }
}

const cell = /<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g
const reference = /\sr=["']([A-Z]{1,3})\d/
const kindOf = /\st=["'](\w+)/
const styleOf = /\ss=["'](\d+)/
const value = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/
const formula = /<(?:\w+:)?f(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?f>/

/** The texts of a row by their columns, up to the last that isn't empty. */
function cellsOf({ inside }: Block, reading: Reading): string[] {
  const cells: string[] = []
  let at = 0
  for (const [, tag = '', content] of inside.matchAll(cell)) {
    const letters = reference.exec(tag)?.[1]
    if (letters) at = columnAt(letters)
    const text = content === undefined ? '' : cellText(tag, content, reading)
    if (text.trim() !== '') {
      if (at >= columnsMax) throw invalid('file.too_many_columns', { found: at + 1, max: columnsMax })
      while (cells.length < at) cells.push('')
      cells[at] = text
    }
    at += 1
  }
  return cells
}

function columnAt(letters: string): number {
  let column = 0
  for (let at = 0; at < letters.length; at += 1) column = column * 26 + letters.charCodeAt(at) - 64
  return column - 1
}

function cellText(tag: string, content: string, { strings, look, from1904 }: Reading): string {
  const kind = kindOf.exec(tag)?.[1] ?? 'n'
  if (kind === 'inlineStr') return stringText(content)
  const raw = value.exec(content)?.[1] ?? ''
  if (raw === '') {
    // Saved by a program that does not reckon: what stands there is only the formula.
    const reckoned = formula.exec(content)?.[1]
    return reckoned && kind !== 'str' ? `=${plainXml(reckoned)}` : ''
  }
  if (kind === 's') return strings[Number(raw)] ?? ''
  if (kind === 'b') return raw.trim() === '1' ? 'TRUE' : 'FALSE'
  if (kind === 'd')
    return plainXml(raw)
      .trim()
      .replace(/T00:00:00(\.0+)?Z?$/, '')
  if (kind !== 'n') return plainXml(raw)
  const means = look(styleOf.exec(tag)?.[1])
  if (means === 'date') return momentText(Number(raw), from1904) ?? decimalText(raw)
  if (means === 'elapsed' && Number(raw) >= 0) return lengthText(Number(raw))
  return decimalText(raw)
}

/** Whatever goes wrong inside a file that isn't what it seems is told as a fault of the file. */
export function workbookFailure(error: unknown): Error {
  if (isFailure(error)) return error as Error
  if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError)
    return invalid('file.workbook_broken')
  return error as Error
}
