import { dayOfCell, numberOfCell } from '#foundation/cell'
import { registerSentences } from '#foundation/failure'
import { type Reject, readRow, refuse } from '#foundation/reading'
import { madeCode } from './madeCode.ts'
import { kindOfWord, type OwnKind } from './orgColumns.ts'
import {
  cellsOf,
  codeOfRow,
  type FileRow,
  finder,
  type Named,
  type OrgLayout,
  refuseUnknown,
  type SeenNode,
} from './orgFile.ts'

/** Rows ready for the import, each with the row of the file that it comes from. */
export type FileNodes = { rows: { row: number; raw: Record<string, unknown> }[]; rejects: Reject[]; made: number }

const upperOf: Record<OwnKind, readonly OwnKind[]> = {
  company: [],
  region: ['company'],
  store: ['region', 'company'],
  department: ['store'],
}
const prefixes: Record<OwnKind, string> = { company: 'C-', region: 'R-', store: '', department: '' }

/**
 * What a file says of nodes, as rows of the import. A column that the file lacks leaves what is known as it is; regions
 * and companies that are only named are found by name, or made when that was asked for.
 */
export function nodesOfFile(layout: OrgLayout, rows: readonly FileRow[], seen: readonly SeenNode[]): FileNodes {
  const cell = cellsOf(layout)
  const codeOf = codeOfRow(layout)
  const known = new Map(seen.map((node) => [node.id, node]))
  const rejects: Reject[] = []
  const codes = new Map<string, string>()
  const made = new Map<string, { row: number; raw: Record<string, unknown> }>()
  const heads = rows.flatMap((row) => {
    const outcome = readRow(row.row, () => {
      const id = codeOf(row)
      if (id === null) refuse('id', null, 'row.field.missing')
      const word = cell(row, 'kind')
      const kind = word === null ? (known.get(id)?.kind ?? layout.kind) : kindOfWord(word)
      if (kind === null) refuse('kind', word, 'org.file.kind_unknown')
      return { row, id, kind, name: cell(row, 'name') ?? '', parent: null }
    })
    if ('value' in outcome) return [outcome.value]
    rejects.push(outcome.reject)
    return []
  })
  const find = finder([...seen, ...heads])
  const companies = [...seen, ...heads].filter(({ kind }) => kind === 'company')
  const onlyCompany = companies.length === 1 ? (companies[0]?.id ?? null) : null

  /** Finds a region or company by what a row says, or makes it. */
  const upper = (row: FileRow, kind: OwnKind, text: string): string => {
    const found: Named | null = find(text, kind, [kind])
    if (found) return found.id
    const above = kind === 'region' ? cell(row, 'company') : null
    if (!layout.makeCodes || (kind !== 'region' && kind !== 'company')) refuseUnknown(kind, text, kind)
    // "TAMIL NADU" is the region that an earlier row calls "Tamil Nadu".
    const spelled = `${kind} ${text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()}`
    const id = codes.get(spelled) ?? madeCode(text, prefixes[kind])
    codes.set(spelled, id)
    if (!made.has(id)) {
      const parent =
        kind === 'company' ? null : above !== null ? upper(row, 'company', above) : (layout.parent ?? onlyCompany)
      if (kind === 'region' && parent === null) refuse('region', text, 'org.file.region_top_missing')
      // Before those that hang under it only for the reader; the import settles parents whatever their order.
      made.set(id, { row: row.row, raw: { id, kind, name: text, parent } })
    }
    return id
  }
  const parentOf = (row: FileRow, kind: OwnKind, id: string): string | null => {
    if (kind === 'company') return null
    const named = cell(row, 'parent')
    if (named !== null) {
      const found = find(named, 'parent', ['company', 'region', 'store'])
      return found ? found.id : refuseUnknown('parent', named, upperOf[kind][0] ?? 'company')
    }
    for (const above of upperOf[kind]) {
      const text = cell(row, above)
      if (text !== null) return upper(row, above, text)
    }
    const before = known.get(id)?.parent ?? layout.parent
    if (before === null)
      refuse('parent', null, kind === 'department' ? 'org.file.store_missing' : 'org.file.top_missing')
    return before
  }
  const ready = heads.flatMap(({ row, id, kind, name }) => {
    const outcome = readRow(row.row, () => {
      const before = known.get(id)
      const day = (field: 'openedOn' | 'closedOn') => {
        const text = cell(row, field)
        return text === null ? (before?.[field] ?? null) : dayOfCell(text, field)
      }
      const number = (field: 'areaSquareMetres' | 'bays') => {
        const text = cell(row, field)
        return text === null ? (before?.[field] ?? null) : numberOfCell(text, field)
      }
      if (name === '') refuse('name', null, 'row.field.missing')
      return {
        id,
        kind,
        name,
        parent: parentOf(row, kind, id),
        openedOn: day('openedOn'),
        closedOn: day('closedOn'),
        areaSquareMetres: number('areaSquareMetres'),
        bays: number('bays'),
        ...(before ? { timeZone: before.timeZone, worksOnHolidays: before.worksOnHolidays } : {}),
      }
    })
    if ('value' in outcome) return [{ row: row.row, raw: outcome.value }]
    rejects.push(outcome.reject)
    return []
  })
  // A region of rejected rows only is made by nobody.
  const wanted = new Set(ready.map(({ raw }) => raw.parent))
  for (const { raw } of made.values()) if (wanted.has(raw.id as string)) wanted.add(raw.parent as string | null)
  const uppers = [...made.values()].filter(({ raw }) => wanted.has(raw.id as string))
  return { rows: [...uppers, ...ready], rejects, made: uppers.length }
}

registerSentences({
  'org.file.kind_unknown': {
    zh: ({ value }) => `不认识类型“${value}”，可用：公司、大区、门店、部门。`,
    en: ({ value }) => `The kind "${value}" is not known; use company, region, store or department.`,
  },
  'org.file.top_missing': {
    zh: () => '不知道它挂在哪里：这一行没有上级、大区或公司。请补上，或为整个文件选择上级。',
    en: () =>
      'It hangs nowhere: the row names neither parent, region nor company. Add one, or choose a parent for the file.',
  },
  'org.file.region_top_missing': {
    zh: ({ value }) => `要新建大区“${value}”，但不知道它属于哪家公司。请为整个文件选择公司。`,
    en: ({ value }) => `The region "${value}" is new; choose the company that it belongs to for the whole file.`,
  },
  'org.file.store_missing': {
    zh: () => '不知道这个部门属于哪家门店，请补上“所属门店”，或为整个文件选择门店。',
    en: () => 'Which store does this department belong to? Add the store, or choose one for the whole file.',
  },
})
