import type { Words } from '#foundation/actor'
import { fenOfCell, quantityOfCell, textOfCell } from '#foundation/cell'
import {
  type ColumnMapping,
  type ColumnsProblem,
  columnsProblem,
  lackingColumn,
  plainHeading,
  type TableColumn,
  unbracketed,
} from '#foundation/columns'
import { registerSentences } from '#foundation/failure'
import type { Direction, Unit } from '#foundation/figure'
import { parsePeriod } from '#foundation/period'
import { refuse } from '#foundation/reading'
import { lockedMonths, locksOfRow } from './monthLocks.ts'

/** What of a KPI a file of targets needs. */
export type FileKpi = { id: string; names: Words; unit: Unit; direction: Direction }

const column = (
  id: string,
  zh: string,
  en: string,
  required: boolean,
  example: string,
  headings: string,
): TableColumn => ({ id, names: { zh, en }, required, example, headings: headings.split('|') })

/** The fields of a file of targets, and the headings by which they are known from the start. */
export const targetColumns: readonly TableColumn[] = [
  column(
    'node',
    '组织',
    'Node',
    true,
    'S1',
    '组织编码|节点|节点编码|门店|门店编码|门店代码|门店名称|店名|网点|网点编码|大区|公司|部门|工号|姓名|人员|store|store code|store id|store name|region|company|person|employee id|node id|org unit',
  ),
  column(
    'kpi',
    '指标',
    'KPI',
    false,
    '首次修复率',
    '指标名称|指标编码|KPI|KPI名称|KPI编码|考核指标|indicator|metric|kpi name|kpi id|measure',
  ),
  column('period', '期间', 'Period', false, '2024-03', '周期|月份|年月|考核期|考核周期|时间|month|quarter|date'),
  column('value', '目标值', 'Target', false, '95', '目标|目标数|指标值|数值|值|target value|goal|value|plan'),
  column('year', '年度', 'Year', false, '2024', '年|年份|year'),
  column('locks', '锁定的月份', 'Locked months', false, '1, 2', '锁定月份|已锁定的月份|locked|locked month|locks'),
  column('reason', '原因', 'Reason', false, '', '说明|备注|调整原因|reason|note|remark|comment'),
]

/** What one column of a wide file holds: the targets of a period, or of a KPI. */
export type WideColumn =
  | { heading: string; means: 'period'; period: string | null; month: number | null }
  | { heading: string; means: 'kpi'; kpi: string }

const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The period that a text means: 2024-03, 2024年3月, 2024/03, 202403, 2024Q2, 2024年, and whatever the product writes itself. */
export function periodOfText(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (parsePeriod(plain)) return plain
  const month = /^(\d{4})(?:[-/.年]?)(\d{1,2})月?(?:[-/.]0?1(?:T.*)?)?$/.exec(plain)
  const read = month ? `${month[1]}-${month[2]?.padStart(2, '0')}` : null
  if (read && parsePeriod(read)) return read
  const quarter = /^(\d{4})[-年]?(?:Q([1-4])|第?([1-4一二三四])季度?)$/i.exec(plain)
  if (quarter) return `${quarter[1]}-Q${quarter[2] ?? ('一二三四'.indexOf(quarter[3] ?? '') + 1 || quarter[3])}`
  const year = /^(\d{4})年度?$/.exec(plain)
  return year?.[1] && parsePeriod(year[1]) ? year[1] : null
}

/** A month without its year: 1月, 三月, Mar. */
function monthOfText(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const eastern = /^(\d{1,2}|[一二三四五六七八九十]{1,2})月份?$/.exec(plain)?.[1]
  if (eastern) {
    const read = /^\d/.test(eastern)
      ? Number(eastern)
      : ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'].indexOf(eastern) + 1
    return read >= 1 && read <= 12 ? read : null
  }
  const western = englishMonths.findIndex((name) => plain === name || (plain.length > 3 && plain.startsWith(name)))
  return western >= 0 && /^[a-z]+\.?$/.test(plain) ? western + 1 : null
}

/** Finds KPIs by id or by name in either language, with or without a unit behind it in brackets. */
export function kpiFinder(kpis: readonly FileKpi[]) {
  const known = new Map<string, FileKpi>()
  for (const kpi of kpis) for (const name of [kpi.names.en, kpi.names.zh, kpi.id]) known.set(plainHeading(name), kpi)
  return (text: string): FileKpi | null => known.get(plainHeading(text)) ?? known.get(unbracketed(text)) ?? null
}

/** The columns of a wide file, among those that are matched to no field. */
export function wideColumns(
  headings: readonly string[],
  mapping: ColumnMapping,
  kpiOf: (text: string) => FileKpi | null,
): WideColumn[] {
  const matched = new Set(Object.values(mapping))
  return headings.flatMap((heading): WideColumn[] => {
    if (matched.has(heading)) return []
    const bare = heading.replace(/目标值?$|\btarget$/i, '')
    const period = periodOfText(heading) ?? periodOfText(bare)
    if (period !== null) return [{ heading, means: 'period', period, month: null }]
    const month = monthOfText(bare)
    if (month !== null) return [{ heading, means: 'period', period: null, month }]
    const kpi = kpiOf(heading) ?? kpiOf(bare)
    return kpi ? [{ heading, means: 'kpi', kpi: kpi.id }] : []
  })
}

/** How a file of targets is read. `year`, `period` and `reason` hold where no column says them. */
export type TargetLayout = {
  headings: readonly string[]
  mapping: ColumnMapping
  wide: readonly WideColumn[]
  year: string | null
  period: string | null
  reason: string | null
}

/** What keeps a file from being read at all; null when nothing does. */
export function targetLayoutProblem({ mapping, headings, wide, year, period }: TargetLayout): ColumnsProblem | null {
  const wrong = columnsProblem(mapping, headings, targetColumns)
  if (wrong) return wrong
  const lacking = (id: string) => {
    const field = targetColumns.find((one) => one.id === id)
    return field ? lackingColumn(mapping, field) : null
  }
  const node = lacking('node')
  if (node) return node
  const periods = wide.filter(({ means }) => means === 'period')
  const ofKpis = wide.some(({ means }) => means === 'kpi')
  if (mapping.value === undefined && wide.length === 0) return { code: 'targets.file.values_missing', values: {} }
  if (mapping.value === undefined && periods.length > 0 && ofKpis && mapping.kpi === undefined)
    return { code: 'targets.file.both_wide', values: {} }
  if (needsKpi({ mapping, wide })) return lacking('kpi')
  if (
    periods.some((one) => one.means === 'period' && one.month !== null) &&
    mapping.year === undefined &&
    year === null
  )
    return { code: 'targets.file.year_missing', values: {} }
  if (needsPeriod({ mapping, wide }) && mapping.period === undefined && period === null) return lacking('period')
  return null
}

type Shape = Pick<TargetLayout, 'mapping' | 'wide'>
const inUse = ({ mapping, wide }: Shape): readonly WideColumn[] =>
  mapping.value !== undefined
    ? []
    : wide.filter(({ means }) =>
        mapping.kpi === undefined && wide.some((one) => one.means === 'kpi') ? means === 'kpi' : means === 'period',
      )
const needsKpi = (shape: Shape) => shape.mapping.kpi === undefined && !inUse(shape).some(({ means }) => means === 'kpi')
const needsPeriod = (shape: Shape) => !inUse(shape).some(({ means }) => means === 'period')

/** One target that a row names, as texts of the file. */
export type NamedTarget = {
  heading: string
  node: string
  kpi: string
  period: string | null
  value: string
  reason: string | null
  /** What the row says of locked months; absent without such a column. */
  locks?: { text: string | null; locked: boolean[]; year: number }
}

/** The targets of a row: one, or one for each filled cell of its wide columns. */
export function targetsOfRow(layout: TargetLayout) {
  const { headings, mapping } = layout
  const places = new Map(headings.map((heading, index) => [heading, index]))
  const wide = inUse(layout)
  return (cells: readonly string[]): NamedTarget[] => {
    const at = (heading: string | undefined) =>
      heading === undefined ? null : textOfCell(cells[places.get(heading) ?? -1])
    const node = at(mapping.node) ?? refuse('node', null, 'row.field.missing')
    const reason = at(mapping.reason) ?? layout.reason
    const named = at(mapping.kpi)
    const withLocks = (targets: NamedTarget[]): NamedTarget[] => {
      if (mapping.locks === undefined) return targets
      const text = at(mapping.locks)
      const locked = lockedMonths(text)
      const periods = wide.every(({ means }) => means === 'period') ? targets.map((target) => target.period ?? '') : []
      const found = locksOfRow(locked, text, mapping.value === undefined ? periods : [])
      return found === null
        ? targets
        : targets.map((target) => ({ ...target, locks: { text, locked, year: found.year } }))
    }
    const period = () => {
      const text = at(mapping.period) ?? layout.period ?? refuse('period', null, 'row.field.missing')
      const year = at(mapping.year) ?? layout.year
      const month = monthOfText(text)
      if (month !== null && year !== null) return inYear(year, month)
      return periodOfText(text) ?? refuse('period', text, 'targets.period.unknown')
    }
    if (mapping.value !== undefined) {
      const value = at(mapping.value) ?? refuse('value', null, 'row.field.missing')
      return withLocks([
        {
          heading: mapping.value,
          node,
          kpi: named ?? refuse('kpi', null, 'row.field.missing'),
          period: period(),
          value,
          reason,
        },
      ])
    }
    const filled = wide.flatMap((one) => {
      const value = at(one.heading)
      // A dash is how a planner leaves a cell empty.
      return value === null || /^[-–—/]$/.test(value) ? [] : [{ one, value }]
    })
    const targets = filled.map(({ one, value }) => {
      if (one.means === 'kpi') return { heading: one.heading, node, kpi: one.kpi, period: period(), value, reason }
      const year = at(mapping.year) ?? layout.year
      return {
        heading: one.heading,
        node,
        kpi: named ?? refuse('kpi', null, 'row.field.missing'),
        period: one.period ?? inYear(year ?? refuse('year', null, 'row.field.missing'), one.month ?? 0),
        value,
        reason,
      }
    })
    return withLocks(targets)
  }
}

function inYear(year: string, month: number): string {
  const digits = /^(\d{4})年?度?$/.exec(year.normalize('NFKC').trim())?.[1]
  if (digits === undefined) refuse('year', year, 'targets.file.year_unknown')
  return `${digits}-${String(month).padStart(2, '0')}`
}

/**
 * The value in the KPI's unit: percent with or without its sign, money in yuan or 万元 as fen. A share such as 0.95 for
 * a percentage that should be high is refused, for it is 95 percent in some files and 0.95 in others.
 */
export function valueOfText(text: string, { unit, direction, names }: FileKpi, heading: string): number {
  if (unit === 'fen') return fenOfCell(text, heading, /[(（]?\s*万元?\s*[)）]?$/.test(heading) ? 10_000 : 1)
  const { value, percent, money } = quantityOfCell(text, heading)
  if (money || (percent && unit !== 'percent')) refuse(heading, text, 'targets.file.other_unit', { kpi: names })
  if (unit === 'percent' && !percent && direction === 'higher' && value > 0 && value <= 1)
    refuse(heading, text, 'targets.file.share', { hundredfold: Number((value * 100).toPrecision(12)) })
  return value
}

registerSentences({
  'targets.file.values_missing': {
    zh: () => '没有找到目标值：需要“目标值”列，或者按月份（1月、2024-01）、按指标展开的列。',
    en: () => 'There are no values: the file needs a column of targets, or columns for months (2024-01, Jan) or KPIs.',
  },
  'targets.file.both_wide': {
    zh: () => '列标题里既有月份又有指标，分不清每个数字属于哪一个。请指明“指标”所在的列，或分成两个文件。',
    en: () =>
      'The headings name both months and KPIs, so that a number belongs to neither. Match the column of the KPI, or split the file.',
  },
  'targets.file.year_missing': {
    zh: () => '列标题只有月份，请填写年度。',
    en: () => 'The headings name months without a year; fill the year in.',
  },
  'targets.file.year_unknown': {
    zh: ({ value }) => `年度“${value}”无效，请写成 2024。`,
    en: ({ value }) => `"${value}" is no year; write 2024.`,
  },
  'targets.file.other_unit': {
    zh: ({ value, kpi }) => `“${value}”的单位不对，“${(kpi as Words).zh}”不是这样计的。`,
    en: ({ value, kpi }) => `"${value}" has another unit than ${(kpi as Words).en}.`,
  },
  'targets.file.share': {
    zh: ({ value, hundredfold }) => `“${value}”是 ${hundredfold}% 还是 ${value}%？请带上百分号写清楚。`,
    en: ({ value, hundredfold }) => `Is "${value}" ${hundredfold}% or ${value}%? Write it with its percent sign.`,
  },
})
