import { positions } from '#catalogue/positions'
import type { Locale, Words } from '#foundation/actor'
import { type ExportColumn, type Exported, filledSheet, nameIn, yuan } from '#platform/exports'
import type { Kpi } from '../rules/kpi.ts'

type Line = Pick<
  Kpi,
  'id' | 'names' | 'explanation' | 'formula' | 'unit' | 'direction' | 'industry' | 'excellent' | 'accountable'
>

const inUnit = ({ unit }: Line, value: number | null | undefined) =>
  value === null || value === undefined ? null : unit === 'fen' ? yuan(value) : value
const directions: Record<Line['direction'], Words> = {
  higher: { zh: '越高越好', en: 'higher' },
  lower: { zh: '越低越好', en: 'lower' },
}

const columns: readonly ExportColumn<Line>[] = [
  { headings: { zh: '指标', en: 'KPI' }, width: 24, cell: (kpi, locale) => kpi.names[locale] },
  { headings: { zh: '编码', en: 'Id' }, width: 24, cell: (kpi) => kpi.id },
  { headings: { zh: '含义', en: 'Meaning' }, width: 60, cell: (kpi, locale) => kpi.explanation[locale] },
  { headings: { zh: '公式', en: 'Formula' }, width: 50, cell: (kpi) => kpi.formula },
  { headings: { zh: '单位', en: 'Unit' }, width: 10, cell: (kpi) => (kpi.unit === 'fen' ? 'yuan' : kpi.unit) },
  { headings: { zh: '方向', en: 'Better' }, width: 10, cell: (kpi, locale) => directions[kpi.direction][locale] },
  { headings: { zh: '行业基准（低）', en: 'Industry, low' }, width: 14, cell: (kpi) => inUnit(kpi, kpi.industry?.low) },
  {
    headings: { zh: '行业基准（高）', en: 'Industry, high' },
    width: 14,
    cell: (kpi) => inUnit(kpi, kpi.industry?.high),
  },
  { headings: { zh: '优秀基准', en: 'Excellent' }, width: 12, cell: (kpi) => inUnit(kpi, kpi.excellent) },
  {
    headings: { zh: '责任岗位', en: 'Accountable' },
    width: 18,
    cell: (kpi, locale) => nameIn(positions, kpi.accountable, locale),
  },
]
const title: Words = { zh: '指标库', en: 'KPI library' }

/** The KPI library as a table; money in yuan. */
export function exportedKpis({ kpis }: { kpis: readonly Line[] }, locale: Locale): Exported {
  return { sheet: filledSheet(title[locale], columns, kpis, locale), file: title[locale] }
}
