import type { Locale, Words } from '#foundation/actor'
import { newestKpi, newestKpis } from '#kpis'
import { type ExportColumn, type Exported, filledSheet, nameIn, yuan } from '#platform/exports'

type Line = {
  node: string
  kpi: string
  period: string
  value: number
  version: number
  reason: string
  by: string
  setAt: string
}

const columns: readonly ExportColumn<Line>[] = [
  { headings: { zh: '组织', en: 'Node' }, width: 16, cell: (line) => line.node },
  { headings: { zh: '指标', en: 'KPI' }, width: 26, cell: (line, locale) => nameIn(newestKpis(), line.kpi, locale) },
  { headings: { zh: '编码', en: 'Id' }, width: 24, cell: (line) => line.kpi },
  { headings: { zh: '期间', en: 'Period' }, width: 12, cell: (line) => line.period },
  {
    headings: { zh: '目标值（金额为元）', en: 'Target (money in yuan)' },
    width: 20,
    format: '#,##0.00',
    cell: (line) => (newestKpi(line.kpi)?.unit === 'fen' ? yuan(line.value) : line.value),
  },
  { headings: { zh: '版本', en: 'Version' }, width: 8, cell: (line) => line.version },
  { headings: { zh: '原因', en: 'Reason' }, width: 40, cell: (line) => line.reason },
  { headings: { zh: '设定人', en: 'Set by' }, width: 16, cell: (line) => line.by },
  { headings: { zh: '设定时间', en: 'Set at' }, width: 26, cell: (line) => line.setAt },
]
const title: Words = { zh: '目标', en: 'Targets' }

/** Targets, or the versions of one, as a table. */
export function exportedTargets({ targets }: { targets: readonly Line[] }, locale: Locale): Exported {
  return { sheet: filledSheet(title[locale], columns, targets, locale), file: title[locale] }
}
