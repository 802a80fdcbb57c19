import type { Locale, Words } from '#foundation/actor'
import { type ExportColumn, type Exported, filledSheet } from '#platform/exports'

type Reject = { row: number; field: string; value: string | null; reason: string; code: string }

const columns: readonly ExportColumn<Reject>[] = [
  { headings: { zh: '行', en: 'Row' }, width: 8, cell: (reject) => reject.row },
  { headings: { zh: '字段', en: 'Field' }, width: 24, cell: (reject) => reject.field },
  { headings: { zh: '值', en: 'Value' }, width: 24, cell: (reject) => reject.value },
  { headings: { zh: '拒收原因', en: 'Reason rejected' }, width: 70, cell: (reject) => reject.reason },
  { headings: { zh: '代码', en: 'Code' }, width: 30, cell: (reject) => reject.code },
]
const title: Words = { zh: '拒收记录', en: 'Rejects' }

/** What an import rejected, as a table for reading; the file to correct and send again is the CSV. */
export function exportedRejects({ id, rejects }: { id: string; rejects: readonly Reject[] }, locale: Locale): Exported {
  return { sheet: filledSheet(title[locale], columns, rejects, locale), file: `${title[locale]}-${id}` }
}
