import { positions } from '#catalogue/positions'
import type { Locale, Words } from '#foundation/actor'
import { type ExportColumn, type Exported, filledSheet, moneyFormat, nameIn, yuan } from '#platform/exports'

type Person = {
  id: string
  name: string
  memberships: readonly { node: string; position: string; from: string; to: string | null }[]
  bonusBases?: readonly { baseFen: number; from: string }[]
}
type Line = Person & { membership: Person['memberships'][number] | null }

const columns: readonly ExportColumn<Line>[] = [
  { headings: { zh: '工号', en: 'Person' }, width: 14, cell: (line) => line.id },
  { headings: { zh: '姓名', en: 'Name' }, width: 16, cell: (line) => line.name },
  { headings: { zh: '组织', en: 'Node' }, width: 18, cell: (line) => line.membership?.node ?? null },
  {
    headings: { zh: '岗位', en: 'Position' },
    width: 18,
    cell: (line, locale) => line.membership && nameIn(positions, line.membership.position, locale),
  },
  { headings: { zh: '起', en: 'From' }, width: 12, cell: (line) => line.membership?.from ?? null },
  { headings: { zh: '止', en: 'To' }, width: 12, cell: (line) => line.membership?.to ?? null },
]
const payColumns: readonly ExportColumn<Line>[] = [
  {
    headings: { zh: '当前绩效基数（元）', en: 'Latest bonus base (yuan)' },
    width: 20,
    format: moneyFormat,
    cell: (line) => yuan(line.bonusBases?.at(-1)?.baseFen ?? null),
  },
]
const title: Words = { zh: '人员', en: 'People' }

/** People as a table, a row for each membership; bonus bases only where the answer holds them. */
export function exportedPeople({ people }: { people: readonly Person[] }, locale: Locale): Exported {
  const lines = people.flatMap((person): Line[] =>
    person.memberships.length > 0
      ? person.memberships.map((membership) => ({ ...person, membership }))
      : [{ ...person, membership: null }],
  )
  const withPay = people.some((person) => person.bonusBases !== undefined)
  const shown = withPay ? [...columns, ...payColumns] : columns
  return { sheet: filledSheet(title[locale], shown, lines, locale), file: title[locale] }
}

type Node = {
  id: string
  kind: string
  parent: string | null
  name: string
  openedOn: string | null
  areaSquareMetres: number | null
  bays: number | null
}
const nodeColumns: readonly ExportColumn<Node>[] = [
  { headings: { zh: '编码', en: 'Id' }, width: 14, cell: (node) => node.id },
  { headings: { zh: '名称', en: 'Name' }, width: 26, cell: (node) => node.name },
  { headings: { zh: '类别', en: 'Kind' }, width: 12, cell: (node, locale) => kinds[node.kind]?.[locale] ?? node.kind },
  { headings: { zh: '上级', en: 'Parent' }, width: 14, cell: (node) => node.parent },
  { headings: { zh: '开业日期', en: 'Opened on' }, width: 12, cell: (node) => node.openedOn },
  { headings: { zh: '面积（平方米）', en: 'Area (square metres)' }, width: 14, cell: (node) => node.areaSquareMetres },
  { headings: { zh: '工位数', en: 'Bays' }, width: 10, cell: (node) => node.bays },
]
const kinds: Readonly<Record<string, Words>> = {
  company: { zh: '公司', en: 'Company' },
  region: { zh: '大区', en: 'Region' },
  store: { zh: '门店', en: 'Store' },
  department: { zh: '部门', en: 'Department' },
}
const nodeTitle: Words = { zh: '组织', en: 'Organisation' }

/** The nodes of the tree as a table. */
export function exportedNodes({ nodes }: { nodes: readonly Node[] }, locale: Locale): Exported {
  return { sheet: filledSheet(nodeTitle[locale], nodeColumns, nodes, locale), file: nodeTitle[locale] }
}
