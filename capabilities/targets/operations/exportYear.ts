import type { Locale, Words } from '#foundation/actor'
import { newestKpi, newestKpis } from '#kpis'
import { type ExportColumn, type Exported, filledSheet, nameIn, yuan } from '#platform/exports'

type Line = { kpi: string; goal: number | null; months: readonly (number | null)[]; locked: readonly boolean[] }
type YearAnswer = { node: { id: string; name: string }; year: number; rows: readonly Line[] }

const amount = (kpi: string, value: number | null) => (newestKpi(kpi)?.unit === 'fen' ? yuan(value) : value)
const title: Words = { zh: '年度目标', en: 'Targets of the year' }

/** A node's year as a table, a row a KPI and a column a month, in the form that files of targets are taken back in. */
export function exportedYear({ node, year, rows }: YearAnswer, locale: Locale): Exported {
  const period = (text: string, cell: (line: Line) => number | null): ExportColumn<Line> => ({
    headings: { zh: text, en: text },
    width: 14,
    format: '#,##0.00',
    cell: (line) => amount(line.kpi, cell(line)),
  })
  const columns: ExportColumn<Line>[] = [
    { headings: { zh: '组织', en: 'Node' }, width: 14, cell: () => node.id },
    { headings: { zh: '指标', en: 'KPI' }, width: 26, cell: (line) => nameIn(newestKpis(), line.kpi, locale) },
    ...Array.from({ length: 12 }, (_, month) =>
      period(`${year}-${String(month + 1).padStart(2, '0')}`, (line) => line.months[month] ?? null),
    ),
    period(String(year), (line) => line.goal),
    {
      headings: { zh: '锁定的月份', en: 'Locked months' },
      width: 20,
      cell: (line) => line.locked.flatMap((locked, month) => (locked ? [month + 1] : [])).join(', '),
    },
  ]
  const file = `${title[locale]} ${node.name} ${year}`
  return { sheet: filledSheet(title[locale], columns, rows, locale), file }
}
