import { record } from '#audit'
import { positions } from '#catalogue/positions'
import { rewardRules } from '#catalogue/rewardRules'
import type { Locale, Words } from '#foundation/actor'
import { isFailure } from '#foundation/failure'
import { type Column, spreadsheet } from '#platform/spreadsheet'
import { nextState } from '../rules/settlement.ts'
import { told } from '../rules/steps.ts'
import { type LineRow, linesOf } from '../storage/lines.ts'
import { moveTo } from '../storage/settlements.ts'
import { type Deps, heldSettlement, stepBy, type Who } from './settle.ts'

type Shown = Column & { heading: string; cell: (line: LineRow, locale: Locale) => string | number | null }

const yuan = (fen: number | null) => (fen === null ? null : fen / 100)
const nameOf = (list: readonly { id: string; names: Words }[], id: string, locale: Locale) =>
  list.find((one) => one.id === id)?.names[locale] ?? id

const columns: (Omit<Shown, 'heading'> & { headings: Words })[] = [
  { headings: { zh: '工号', en: 'Person' }, width: 14, cell: (line) => line.person },
  { headings: { zh: '姓名', en: 'Name' }, width: 14, cell: (line) => line.name },
  { headings: { zh: '门店', en: 'Store' }, width: 24, cell: (line) => line.storeName || line.store },
  {
    headings: { zh: '岗位', en: 'Position' },
    width: 16,
    cell: (line, locale) => line.score && nameOf(positions, line.score.position, locale),
  },
  { headings: { zh: '期间', en: 'Period' }, width: 10, cell: (line) => line.period },
  { headings: { zh: '起', en: 'From' }, width: 12, cell: (line) => line.from },
  { headings: { zh: '止', en: 'To' }, width: 12, cell: (line) => line.to },
  {
    headings: { zh: '绩效基数（元）', en: 'Base (yuan)' },
    width: 14,
    format: '#,##0.00',
    cell: (line) => line.score && yuan(line.baseFen),
  },
  { headings: { zh: '得分', en: 'Score' }, width: 8, format: '0.00', cell: (line) => line.score?.total ?? null },
  { headings: { zh: '评级', en: 'Grade' }, width: 7, cell: (line) => line.score?.grade ?? null },
  { headings: { zh: '系数', en: 'Factor' }, width: 8, format: '0.0###', cell: (line) => line.factor },
  {
    headings: { zh: '金额（元）', en: 'Amount (yuan)' },
    width: 15,
    format: '#,##0.00',
    cell: (line) => yuan(line.amountFen),
  },
  {
    headings: { zh: '规则', en: 'Rule' },
    width: 24,
    cell: (line, locale) => `${nameOf(rewardRules, line.rule, locale)} v${line.ruleVersion}`,
  },
  {
    headings: { zh: '计算说明', en: 'Explanation' },
    width: 80,
    cell: (line, locale) =>
      told(line.because)
        .map(({ text }) => text[locale])
        .join(locale === 'zh' ? '；' : '; '),
  },
]

const words = {
  sheet: { zh: '绩效结算', en: 'Settlement' },
  total: { zh: '合计', en: 'Total' },
  file: { zh: '绩效结算', en: 'settlement' },
}

/**
 * An approved settlement as a workbook in the reader's language, amounts in yuan. The first export moves it on to
 * exported; later ones only read.
 */
export async function exportSettlement(
  { database }: Deps,
  who: Who & { locale: Locale },
  id: string,
): Promise<{ file: Buffer; fileName: string }> {
  const { settlement, lines } = await database.asActor(who.actor, async (tx) => {
    const found = await heldSettlement(tx, id)
    const next = nextState(found.state, 'export')
    if (isFailure(next)) throw next
    if (next !== found.state) await moveTo(tx, id, next, stepBy(who))
    await record(tx, who, { action: 'incentives.settlement.export', subject: id })
    return { settlement: found, lines: await linesOf(tx, id) }
  })
  const { locale } = who
  const total = columns.map(({ headings }) => {
    if (headings.en === 'Person') return words.total[locale]
    return headings.en === 'Amount (yuan)' ? yuan(settlement.totalFen) : null
  })
  const file = await spreadsheet({
    sheet: `${words.sheet[locale]} ${settlement.period}`,
    columns: columns.map(({ headings, width, format }) => ({
      heading: headings[locale],
      width,
      ...(format ? { format } : {}),
    })),
    rows: rowsOf(lines, locale),
    total,
  })
  return { file, fileName: `${words.file[locale]}-${settlement.period}-${settlement.node}.xlsx` }
}

function* rowsOf(lines: readonly LineRow[], locale: Locale) {
  for (const line of lines) yield columns.map(({ cell }) => cell(line, locale))
}
