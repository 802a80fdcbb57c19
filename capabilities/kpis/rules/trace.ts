import type { Locale, Words } from '#foundation/actor'
import { figureText } from '#foundation/figure'
import type { Because } from '#foundation/trace'
import type { MeasureLookup, SpanCounts } from './compiled.ts'
import { measuresOf, type SpanName } from './formula.ts'
import { formulaText } from './formulaText.ts'
import type { Kpi } from './kpi.ts'
import { formulaAt, kpiValue, type Level, readyAt } from './value.ts'

/** What a trace needs to know of a measure. */
export type MeasureWords = { names: Words; unit: string }

const spanWords: Record<SpanName, Words> = {
  days: { zh: '天数', en: 'days' },
  months: { zh: '月数', en: 'months' },
}

/**
 * How a value came about (H5.8): the formula in words, then in figures with the result, or why there is no value.
 * Money is shown in yuan.
 */
export function valueTrace(
  kpi: Kpi,
  measures: MeasureLookup,
  span: SpanCounts,
  level: Level,
  words: (id: string) => MeasureWords | undefined,
): Because[] {
  const parts = readyAt(kpi, level)
  if (!parts) {
    const text = {
      zh: `${kpi.names.zh}不按个人或部门计算。`,
      en: `${kpi.names.en} has no value for a person or a department.`,
    }
    return [{ text }]
  }

  const nameOf = (id: string, locale: Locale) => words(id)?.names[locale] ?? id
  const named = (locale: Locale) =>
    formulaText(parts.tree, (leaf) => (leaf.kind === 'span' ? spanWords[leaf.name][locale] : nameOf(leaf.id, locale)))
  const figured = (locale: Locale) =>
    formulaText(parts.tree, (leaf) => {
      if (leaf.kind === 'span') return figureText(span[leaf.name], null, locale)
      const value = measures(leaf.id)
      return value == null ? '—' : figureText(value, words(leaf.id)?.unit === 'fen' ? 'fen' : null, locale)
    })

  const formula: Because = {
    text: { zh: `${kpi.names.zh} = ${named('zh')}`, en: `${kpi.names.en} = ${named('en')}` },
    values: { formula: formulaAt(kpi, level) },
  }
  const figures: Record<string, number | string | null> = {}
  for (const id of measuresOf(parts.tree)) figures[id] = measures(id) ?? null
  const { value } = kpiValue(kpi, measures, span, level)
  if (value !== null) {
    const result = (locale: Locale) => `${figured(locale)} = ${figureText(value, kpi.unit, locale)}`
    return [formula, { text: { zh: result('zh'), en: result('en') }, values: { ...figures, value } }]
  }

  const missing = measuresOf(parts.tree).filter((id) => measures(id) == null)
  const text = (locale: Locale): string => {
    const list = missing.map((id) => nameOf(id, locale)).join(locale === 'zh' ? '、' : ', ')
    if (parts.basis.length > 0 && !parts.basis.some((id) => measures(id))) {
      const basis = parts.basis.map((id) => nameOf(id, locale)).join(locale === 'zh' ? '、' : ', ')
      return locale === 'zh' ? `没有数据：${basis}为零。` : `No data: there are no ${basis.toLowerCase()}.`
    }
    if (missing.length > 0) return locale === 'zh' ? `没有数据：缺少${list}。` : `No data: ${list} not known.`
    return locale === 'zh'
      ? `没有数据：${figured(locale)} 的除数为零。`
      : `No data: ${figured(locale)} divides by zero.`
  }
  return [formula, { text: { zh: text('zh'), en: text('en') }, values: { ...figures, value: null } }]
}
