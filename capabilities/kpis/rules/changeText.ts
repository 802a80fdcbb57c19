import type { Locale, Words } from '#foundation/actor'
import { figureText, type Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { Change, Splitting } from './drivers.ts'

/** A difference, always signed; percentages differ by points. */
export function changeText(value: number, unit: Unit, locale: Locale): string {
  const text =
    unit === 'percent'
      ? `${figureText(value, null, locale)}${locale === 'zh' ? ' 个百分点' : ' pp'}`
      : figureText(value, unit, locale)
  const zero = roundHalfAway(unit === 'fen' ? value / 100 : value, 2) === 0
  return zero ? text : value > 0 ? `+${text}` : text.replace('-', '−')
}

const reasons: Record<Splitting, Words> = {
  exact: {
    zh: '各项相加正好等于总变化；共同造成的部分平均分给各项。',
    en: 'The parts add up to the change exactly; what drivers did together is shared evenly among them.',
  },
  no_value: {
    zh: '有一端缺少数据，所以只列出变化，不拆分。',
    en: 'One end lacks data, so movements are shown without parts.',
  },
  no_target: {
    zh: '因素没有足够的目标，所以不能对目标拆分。',
    en: 'Too few of the drivers have targets to split the gap.',
  },
  single: {
    zh: '这个指标直接计数，没有可以拆分的算式。',
    en: 'This KPI is counted directly; there is no formula to split.',
  },
  too_many: { zh: '因素太多，拆开也看不清，所以不拆分。', en: 'There are too many drivers to split it readably.' },
}

/** The change in sentences: the whole, each driver's part, and how the parts add up or why there are none. */
export function changeBecause(
  names: Words,
  unit: Unit,
  change: Change,
  ends: { from: Words; to: Words; days: number | null },
): Words[] {
  const both = (say: (locale: Locale) => string): Words => ({ zh: say('zh'), en: say('en') })
  const figure = (value: number | null, of: Unit, locale: Locale) =>
    value === null ? (locale === 'zh' ? '无数据' : 'no data') : figureText(value, of, locale)
  const lines: Words[] = [
    both((locale) => {
      const [from, to] = [figure(change.from, unit, locale), figure(change.to, unit, locale)]
      const by = change.change === null ? '' : changeText(change.change, unit, locale)
      return locale === 'zh'
        ? `${names.zh}：${ends.from.zh} ${from}，${ends.to.zh} ${to}${by && `，变化 ${by}`}。`
        : `${names.en}: ${from} ${ends.from.en}, ${to} ${ends.to.en}${by && `, a change of ${by}`}.`
    }),
  ]
  for (const driver of change.drivers) {
    if (driver.contribution === null) continue
    lines.push(
      both((locale) => {
        const [from, to] = [figure(driver.from, driver.unit, locale), figure(driver.to, driver.unit, locale)]
        const part = changeText(driver.contribution ?? 0, unit, locale)
        return locale === 'zh'
          ? `${driver.names.zh} ${from} → ${to}，贡献 ${part}。`
          : `${driver.names.en} ${from} → ${to} contributes ${part}.`
      }),
    )
  }
  lines.push(reasons[change.split])
  const { days } = ends
  if (days !== null)
    lines.push({
      zh: `本期还没结束，另一期也只取前 ${days} 天。`,
      en: `The period still runs, so the other one is taken for its first ${days} days too.`,
    })
  return lines
}
