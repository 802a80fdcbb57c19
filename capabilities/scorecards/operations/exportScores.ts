import { positions } from '#catalogue/positions'
import type { Locale, Words } from '#foundation/actor'
import { type ExportColumn, type Exported, filledSheet, nameIn } from '#platform/exports'

type Line = {
  person: string
  name: string
  period: string
  position: string
  store: string
  from: string
  to: string
  card: { id: string; version: number; names: Words }
  measuredWeight: number
  kpiTotal: number | null
  valuesScore: number | null
  total: number | null
  grade: string | null
  factor: number | null
  frozen: boolean
}

const columns: readonly ExportColumn<Line>[] = [
  { headings: { zh: '工号', en: 'Person' }, width: 14, cell: (line) => line.person },
  { headings: { zh: '姓名', en: 'Name' }, width: 16, cell: (line) => line.name },
  { headings: { zh: '门店', en: 'Store' }, width: 14, cell: (line) => line.store },
  {
    headings: { zh: '岗位', en: 'Position' },
    width: 18,
    cell: (line, locale) => nameIn(positions, line.position, locale),
  },
  { headings: { zh: '期间', en: 'Period' }, width: 10, cell: (line) => line.period },
  { headings: { zh: '起', en: 'From' }, width: 12, cell: (line) => line.from },
  { headings: { zh: '止', en: 'To' }, width: 12, cell: (line) => line.to },
  {
    headings: { zh: '计分卡', en: 'Card' },
    width: 22,
    cell: (line, locale) => `${line.card.names[locale]} v${line.card.version}`,
  },
  { headings: { zh: '有数据的权重', en: 'Measured weight' }, width: 14, cell: (line) => line.measuredWeight },
  { headings: { zh: '指标得分', en: 'KPI total' }, width: 12, format: '0.00', cell: (line) => line.kpiTotal },
  { headings: { zh: '价值观得分', en: 'Values score' }, width: 12, format: '0.00', cell: (line) => line.valuesScore },
  { headings: { zh: '总分', en: 'Total' }, width: 10, format: '0.00', cell: (line) => line.total },
  { headings: { zh: '评级', en: 'Grade' }, width: 8, cell: (line) => line.grade },
  { headings: { zh: '系数', en: 'Factor' }, width: 8, format: '0.0###', cell: (line) => line.factor },
  {
    headings: { zh: '状态', en: 'State' },
    width: 10,
    cell: (line, locale) => (line.frozen ? state.frozen : state.open)[locale],
  },
]
const state = { frozen: { zh: '已冻结', en: 'frozen' }, open: { zh: '可变', en: 'open' } }
const title: Words = { zh: '绩效得分', en: 'Scores' }

/** The scores of a team as a table. */
export function exportedScores({ scores }: { scores: readonly Line[] }, locale: Locale): Exported {
  const period = scores[0]?.period ?? ''
  return {
    sheet: filledSheet(`${title[locale]} ${period}`, columns, scores, locale),
    file: `${title[locale]}-${period}`,
  }
}
