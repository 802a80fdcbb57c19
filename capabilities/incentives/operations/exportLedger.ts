import { rewardRules } from '#catalogue/rewardRules'
import type { Locale, Words } from '#foundation/actor'
import { type ExportColumn, type Exported, filledSheet, moneyFormat, nameIn, yuan } from '#platform/exports'
import type { LedgerEntry } from '../wire.ts'

const amount = 'Amount (yuan)'
const columns: readonly ExportColumn<LedgerEntry>[] = [
  { headings: { zh: '序号', en: 'No' }, width: 10, cell: (entry) => entry.no },
  { headings: { zh: '结算单', en: 'Settlement' }, width: 24, cell: (entry) => entry.settlement },
  { headings: { zh: '工号', en: 'Person' }, width: 14, cell: (entry) => entry.person },
  { headings: { zh: '姓名', en: 'Name' }, width: 16, cell: (entry) => entry.name },
  { headings: { zh: '期间', en: 'Period' }, width: 10, cell: (entry) => entry.period },
  {
    headings: { zh: '规则', en: 'Rule' },
    width: 24,
    cell: (entry, locale) => `${nameIn(rewardRules, entry.rule, locale)} v${entry.ruleVersion}`,
  },
  {
    headings: { zh: '金额（元）', en: amount },
    width: 15,
    format: moneyFormat,
    cell: (entry) => yuan(entry.amountFen),
  },
  { headings: { zh: '入账时间', en: 'Posted at' }, width: 26, cell: (entry) => entry.postedAt },
  { headings: { zh: '入账人', en: 'Posted by' }, width: 16, cell: (entry) => entry.postedBy },
  {
    headings: { zh: '计算说明', en: 'Explanation' },
    width: 80,
    cell: (entry, locale) => entry.because.map((text) => text[locale]).join(locale === 'zh' ? '；' : '; '),
  },
]
const title: Words = { zh: '奖金台账', en: 'Ledger' }
const total: Words = { zh: '合计', en: 'Total' }

/** Ledger entries as a table with their sum, amounts in yuan. */
export function exportedLedger(
  { entries, totalFen }: { entries: readonly LedgerEntry[]; totalFen: number },
  locale: Locale,
): Exported {
  const last = { No: total[locale], [amount]: yuan(totalFen) }
  return { sheet: filledSheet(title[locale], columns, entries, locale, last), file: title[locale] }
}
