import type { Locale, Words } from '#foundation/actor'
import { type ExportColumn, type Exported, filledSheet } from '#platform/exports'

type Entry = {
  node: number
  seq: number
  at: string
  actor: string
  action: string
  subject: string
  details: Record<string, unknown>
}

const columns: readonly ExportColumn<Entry>[] = [
  { headings: { zh: '时间', en: 'At' }, width: 26, cell: (entry) => entry.at },
  { headings: { zh: '操作人', en: 'Actor' }, width: 18, cell: (entry) => entry.actor },
  { headings: { zh: '操作', en: 'Action' }, width: 30, cell: (entry) => entry.action },
  { headings: { zh: '对象', en: 'Subject' }, width: 30, cell: (entry) => entry.subject },
  { headings: { zh: '详情', en: 'Details' }, width: 60, cell: (entry) => JSON.stringify(entry.details) },
  { headings: { zh: '链', en: 'Chain' }, width: 8, cell: (entry) => entry.node },
  { headings: { zh: '链内序号', en: 'Place in chain' }, width: 12, cell: (entry) => entry.seq },
]
const title: Words = { zh: '审计记录', en: 'Audit trail' }

/** A stretch of the audit trail as a table; chain and place lead back to the entry whose hash is checked. */
export function exportedEntries({ entries }: { entries: readonly Entry[] }, locale: Locale): Exported {
  return { sheet: filledSheet(title[locale], columns, entries, locale), file: title[locale] }
}
