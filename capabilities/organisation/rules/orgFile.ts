import { textOfCell } from '#foundation/cell'
import { type ColumnMapping, type ColumnsProblem, columnsProblem, lackingColumn } from '#foundation/columns'
import { registerSentences } from '#foundation/failure'
import { type Reject, refuse } from '#foundation/reading'
import { madeCode } from './madeCode.ts'
import { type OrgFileKind, type OwnKind, orgColumns } from './orgColumns.ts'

/** A row as it stands in the file, the first under the headings being 1. */
export type FileRow = { row: number; cells: readonly string[] }

/** How a file is read: which column means what, and what holds for all its rows. */
export type OrgLayout = {
  headings: readonly string[]
  mapping: ColumnMapping
  /** The column that codes are made of where the file has none. */
  codesFrom: string | null
  /** Regions and companies that are only named get a code made of their name. */
  makeCodes: boolean
  /** What a row is when no column says it. */
  kind: OwnKind
  /** The node that rows without a parent of their own hang under or work in. */
  parent: string | null
}

/** A node as the reader of a file may see it. */
export type SeenNode = {
  id: string
  kind: OwnKind
  name: string
  parent: string | null
  timeZone: string | null
  openedOn: string | null
  closedOn: string | null
  areaSquareMetres: number | null
  bays: number | null
  worksOnHolidays: boolean
}

/** What keeps a file from being read with this layout at all; null when nothing does. */
export function layoutProblem(layout: OrgLayout, kind: OrgFileKind): ColumnsProblem | null {
  const { mapping, headings, codesFrom } = layout
  const wrong = columnsProblem(mapping, headings, orgColumns[kind])
  if (wrong) return wrong
  if (codesFrom !== null && !headings.includes(codesFrom))
    return { code: 'columns.heading_unknown', values: { field: 'codesFrom', heading: codesFrom } }
  for (const field of orgColumns[kind]) {
    if (!field.required) continue
    if (field.id === 'id' && codesFrom !== null) continue
    const lacking = lackingColumn(mapping, field)
    if (lacking) return field.id === 'id' ? { code: 'org.file.codes_missing', values: lacking.values } : lacking
  }
  const placed = ['node', 'store', 'department'].some((field) => mapping[field] !== undefined)
  if (kind === 'people' && !placed && layout.parent === null) return { code: 'org.file.place_missing', values: {} }
  return null
}

/** The cells of a row by field. */
export function cellsOf({ headings, mapping }: OrgLayout) {
  const places = new Map(Object.entries(mapping).map(([field, heading]) => [field, headings.indexOf(heading)]))
  return ({ cells }: FileRow, field: string): string | null => textOfCell(cells[places.get(field) ?? -1])
}

/** The code of a row: its own, or made of the column that was chosen for it. */
export function codeOfRow(layout: OrgLayout) {
  const cell = cellsOf(layout)
  const from = layout.codesFrom === null ? -1 : layout.headings.indexOf(layout.codesFrom)
  return (row: FileRow): string | null => {
    const own = cell(row, 'id')
    if (own !== null || from < 0) return own
    const text = textOfCell(row.cells[from])
    return text === null ? null : madeCode(text)
  }
}

/** The field as the file calls it. */
export function inFileWords({ mapping }: OrgLayout, reject: Reject): Reject {
  const field = reject.field === 'baseFen' ? 'bonusBase' : reject.field
  const parents = field === 'parent' ? ['parent', 'store', 'region', 'company'] : [field]
  const heading = parents.map((one) => mapping[one]).find((one) => one !== undefined)
  return { ...reject, field: heading ?? field }
}

export type Named = { id: string; kind: OwnKind; name: string; parent: string | null }

/** Finds nodes by code, or by a name that only one of their kind has. */
export function finder(nodes: readonly Named[]) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const byName = new Map<string, Named[]>()
  const spelled = (name: string) => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  for (const node of byId.values()) byName.set(spelled(node.name), [...(byName.get(spelled(node.name)) ?? []), node])
  return (text: string, field: string, kinds: readonly OwnKind[], under: string | null = null): Named | null => {
    const own = byId.get(text)
    if (own && kinds.includes(own.kind)) return own
    const called = (byName.get(spelled(text)) ?? []).filter(
      ({ kind, parent }) => kinds.includes(kind) && (under === null || parent === under),
    )
    if (called.length > 1)
      refuse(field, text, 'org.file.name_ambiguous', {
        count: called.length,
        ids: called.slice(0, 5).map(({ id }) => id),
      })
    return called[0] ?? null
  }
}

const kindNames: Record<OwnKind, { zh: string; en: string }> = {
  company: { zh: '公司', en: 'company' },
  region: { zh: '大区', en: 'region' },
  store: { zh: '门店', en: 'store' },
  department: { zh: '部门', en: 'department' },
}
type Words = { zh: string; en: string }

/** Refuses a row that names a node that is not there. */
export function refuseUnknown(field: string, text: string, kind: OwnKind): never {
  refuse(field, text, kind === 'region' || kind === 'company' ? 'org.file.upper_unknown' : 'org.file.place_unknown', {
    kind: kindNames[kind],
  })
}

registerSentences({
  'org.file.codes_missing': {
    zh: () => '文件里没有编码列。其他系统靠编码认门店和人员，请选一列来生成编码（例如网点编号），或先在文件里补上。',
    en: () =>
      'No column holds codes, and other systems know stores and people by them. Choose a column to make codes from (such as a plant number), or add one to the file.',
  },
  'org.file.place_missing': {
    zh: () => '不知道这些人在哪里任职：请指明门店或部门所在的列，或为整个文件选择一个组织。',
    en: () =>
      'Where do these people work? Match the column of the store or department, or choose one node for the file.',
  },
  'org.file.name_ambiguous': {
    zh: ({ value, count, ids }) => `有 ${count} 个节点都叫“${value}”，请改填编码：${(ids as string[]).join('、')}。`,
    en: ({ value, count, ids }) =>
      `${count} nodes are called "${value}"; write the code instead: ${(ids as string[]).join(', ')}.`,
  },
  'org.file.upper_unknown': {
    zh: ({ value, kind }) => `还没有叫“${value}”的${(kind as Words).zh}。请先导入它，或勾选“按名称生成编码”一起建立。`,
    en: ({ value, kind }) =>
      `There is no ${(kind as Words).en} "${value}" yet. Import it first, or let codes be made of names and it is set up too.`,
  },
  'org.file.place_unknown': {
    zh: ({ value, kind }) => `找不到${(kind as Words).zh}“${value}”。请核对编码或名称，或先导入它。`,
    en: ({ value, kind }) =>
      `There is no ${(kind as Words).en} "${value}". Check its code or name, or import it first.`,
  },
})
