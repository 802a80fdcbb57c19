import type { Locale, Words } from '#foundation/actor'
import type { Light, Unit } from '#foundation/figure'
import { newestKpis } from '#kpis'
import { type ExportColumn, type Exported, filledSheet, nameIn, yuan } from '#platform/exports'
import type { BoardKpi } from '../rules/board.ts'
import type { Network as NetworkSchema } from '../wire.ts'
import type { Board } from './readBoard.ts'

const unitNames: Record<Unit, Words> = {
  percent: { zh: '%', en: '%' },
  points: { zh: '分', en: 'points' },
  score5: { zh: '分（5 分制）', en: 'of 5' },
  score100: { zh: '分（百分制）', en: 'of 100' },
  fen: { zh: '元', en: 'yuan' },
  count: { zh: '', en: '' },
  minutes: { zh: '分钟', en: 'minutes' },
  days: { zh: '天', en: 'days' },
  times: { zh: '次', en: 'times' },
}
const lightNames: Record<Light, Words> = {
  green: { zh: '绿', en: 'green' },
  yellow: { zh: '黄', en: 'yellow' },
  red: { zh: '红', en: 'red' },
  grey: { zh: '灰', en: 'grey' },
}
const kinds: Readonly<Record<string, Words>> = {
  company: { zh: '公司', en: 'Company' },
  region: { zh: '大区', en: 'Region' },
  store: { zh: '门店', en: 'Store' },
  department: { zh: '部门', en: 'Department' },
  person: { zh: '人员', en: 'Person' },
}
const words = {
  board: { zh: '看板', en: 'board' },
  children: { zh: '下级对比', en: 'comparison' },
  network: { zh: '网络对比', en: 'network' },
}

const figure = (value: number | null, { unit }: { unit: Unit }) => (unit === 'fen' ? yuan(value) : value)
const figureFormat = '#,##0.00'

const columns: readonly ExportColumn<BoardKpi>[] = [
  { headings: { zh: '指标', en: 'KPI' }, width: 26, cell: (kpi, locale) => nameIn(newestKpis(), kpi.id, locale) },
  { headings: { zh: '编码', en: 'Id' }, width: 26, cell: (kpi) => kpi.id },
  {
    headings: { zh: '实际', en: 'Actual' },
    width: 14,
    format: figureFormat,
    cell: (kpi) => figure(kpi.value, kpi),
  },
  { headings: { zh: '单位', en: 'Unit' }, width: 12, cell: (kpi, locale) => unitNames[kpi.unit][locale] },
  {
    headings: { zh: '目标', en: 'Target' },
    width: 14,
    format: figureFormat,
    cell: (kpi) => figure(kpi.target, kpi),
  },
  {
    headings: { zh: '截至当前应达', en: 'Due by now' },
    width: 14,
    format: figureFormat,
    cell: (kpi) => figure(kpi.due, kpi),
  },
  {
    headings: { zh: '达成率（%）', en: 'Achievement (%)' },
    width: 14,
    format: figureFormat,
    cell: (kpi) => kpi.achievement,
  },
  { headings: { zh: '灯', en: 'Light' }, width: 8, cell: (kpi, locale) => lightNames[kpi.light][locale] },
  { headings: { zh: '分子', en: 'Numerator' }, width: 16, cell: (kpi) => kpi.numerator },
  { headings: { zh: '分母', en: 'Denominator' }, width: 16, cell: (kpi) => kpi.denominator },
]

/** A board as a table: a row for each KPI, amounts in yuan; numerator and denominator as they were counted. */
export function exportedBoard({ node, period, kpis: lines }: Board, locale: Locale): Exported {
  const title = `${node.name} ${period}`
  return {
    sheet: filledSheet(title, columns, lines, locale),
    file: `${words.board[locale]}-${node.id}-${period}`,
  }
}

type Compared = Pick<Board, 'node' | 'period' | 'kpis'>

/** The boards of the nodes right below as one table: a row for each node, and for each KPI a value and a light. */
export function exportedChildren({ boards }: { boards: readonly Compared[] }, locale: Locale): Exported {
  const period = boards[0]?.period ?? ''
  const ids = new Set(boards.flatMap((board) => board.kpis.map((kpi) => kpi.id)))
  const of = (board: Compared, id: string) => board.kpis.find((kpi) => kpi.id === id)
  const perKpi = [...ids].flatMap((id): ExportColumn<Compared>[] => {
    const unit = boards.map((board) => of(board, id)?.unit).find((one) => one !== undefined) ?? 'count'
    const heading = (tongue: Locale, rest: string) =>
      `${nameIn(newestKpis(), id, tongue)}${rest}${unitNames[unit][tongue] && !rest ? ` (${unitNames[unit][tongue]})` : ''}`
    return [
      {
        headings: { zh: heading('zh', ''), en: heading('en', '') },
        width: 16,
        format: figureFormat,
        cell: (board) => figure(of(board, id)?.value ?? null, { unit }),
      },
      {
        headings: { zh: heading('zh', ' 灯'), en: heading('en', ' light') },
        width: 8,
        cell: (board, tongue) => lightNames[of(board, id)?.light ?? 'grey'][tongue],
      },
    ]
  })
  const all: ExportColumn<Compared>[] = [
    { headings: { zh: '编码', en: 'Id' }, width: 14, cell: ({ node }) => node.id },
    { headings: { zh: '名称', en: 'Name' }, width: 24, cell: ({ node }) => node.name },
    {
      headings: { zh: '类别', en: 'Kind' },
      width: 10,
      cell: ({ node }, tongue) => kinds[node.kind]?.[tongue] ?? node.kind,
    },
    { headings: { zh: '期间', en: 'Period' }, width: 12, cell: (board) => board.period },
    ...perKpi,
  ]
  return {
    sheet: filledSheet(`${words.children[locale]} ${period}`, all, boards, locale),
    file: `${words.children[locale]}-${period}`,
  }
}

type Network = (typeof NetworkSchema)['_output']
type NetworkLine = Network['rows'][number]
const unders: Readonly<Record<string, Words>> = {
  region: { zh: '上级', en: 'Part of' },
  store: { zh: '大区', en: 'Region' },
  department: { zh: '门店', en: 'Store' },
  person: { zh: '部门', en: 'Department' },
}

/** The rows of a network table as asked for: for each KPI its value, its target and its light. */
export function exportedNetwork(network: Network, locale: Locale): Exported {
  const perKpi = network.kpis.flatMap(({ id, unit }, index): ExportColumn<NetworkLine>[] => {
    const heading = (tongue: Locale, rest: string) =>
      `${nameIn(newestKpis(), id, tongue)}${rest}${unitNames[unit][tongue] && !rest ? ` (${unitNames[unit][tongue]})` : ''}`
    const number = (of: 'value' | 'target') => (row: NetworkLine) => figure(row.cells[index]?.[of] ?? null, { unit })
    return [
      {
        headings: { zh: heading('zh', ''), en: heading('en', '') },
        width: 16,
        format: figureFormat,
        cell: number('value'),
      },
      {
        headings: { zh: heading('zh', ' 目标'), en: heading('en', ' target') },
        width: 14,
        format: figureFormat,
        cell: number('target'),
      },
      {
        headings: { zh: heading('zh', ' 灯'), en: heading('en', ' light') },
        width: 8,
        cell: (row, tongue) => lightNames[row.cells[index]?.light ?? 'grey'][tongue],
      },
    ]
  })
  const all: ExportColumn<NetworkLine>[] = [
    { headings: { zh: '编码', en: 'Id' }, width: 14, cell: ({ node }) => node.id },
    { headings: { zh: '名称', en: 'Name' }, width: 24, cell: ({ node }) => node.name },
    {
      headings: unders[network.kind] ?? { zh: '上级', en: 'Part of' },
      width: 18,
      cell: ({ under }) => under?.name ?? '',
    },
    ...perKpi,
  ]
  const title = `${network.node.name} ${words.network[locale]} ${network.period}`
  return {
    sheet: filledSheet(title, all, network.rows, locale),
    file: `${words.network[locale]}-${network.node.id}-${network.period}`,
  }
}
