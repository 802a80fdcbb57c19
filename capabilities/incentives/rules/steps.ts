import { figureText } from '#foundation/figure'
import { mulDiv } from '#foundation/money'
import type { Day } from '#foundation/period'
import type { Because } from '#foundation/trace'

/** The pay of one stretch with the score behind it, as it was frozen or as it comes out now. */
export type StretchPay = {
  total: number | null
  grade: string | null
  factor: number | null
  amountFen: number | null
}

/**
 * One step of the way to an amount, in figures. Steps are what is kept: with them stands everything that their sentences are
 * made of, so that what a line says never changes with bases, cards or rules. Who changes a wording adds a kind of step.
 */
export type Step =
  | { step: 'base'; baseFen: number; days: number; of: number; from: Day; to: Day }
  | { step: 'graded'; total: number | null; grade: string | null; factor: number }
  | { step: 'set'; factor: number; by: string; reason: string }
  | { step: 'open' }
  | {
      step: 'amount'
      bases: [baseFen: number, days: number][]
      of: number
      factor: number
      amountFen: number
      restFen: number
    }
  | { step: 'settled'; period: string; pay: StretchPay[]; sumFen: number }
  | { step: 'corrected'; pay: StretchPay[]; sumFen: number }
  | { step: 'difference'; nowFen: number; beforeFen: number; dueFen: number; adjustedFen: number; amountFen: number }
  | { step: 'estimated'; today: Day; to: Day; wholeMonthFen: number }
  | { step: 'posted'; dueFen: number; postedFen: number; amountFen: number }

/** A step as it is read again: those that were kept before there were steps are sentences. */
export type KeptStep = Step | Because

type Locale = 'zh' | 'en'
const yuan = (fen: number, locale: Locale) => figureText(fen, 'fen', locale)
const plain = (value: number, locale: Locale) => figureText(value, null, locale)

export const told = (steps: readonly KeptStep[]): Because[] => steps.map((one) => ('step' in one ? sentence(one) : one))

/** The sentence of a step in both languages. */
export function sentence(given: Step): Because {
  const { step, ...values } = given
  const text = { zh: sentenceIn(given, 'zh'), en: sentenceIn(given, 'en') }
  return 'bases' in values || 'pay' in values ? { text } : { text, values }
}

function sentenceIn(given: Step, locale: Locale): string {
  const zh = locale === 'zh'
  switch (given.step) {
    case 'base': {
      const { baseFen, days, of, from, to } = given
      const base = yuan(baseFen, locale)
      const sum = days === of ? base : `${base} × ${days}/${of} = ${yuan(mulDiv(baseFen, days, of), locale)}`
      return zh
        ? `绩效基数（${from} 至 ${to}，${days} 天）：${sum}`
        : `Bonus base (${from} to ${to}, ${days} days): ${sum}`
    }
    case 'graded': {
      const { total, grade, factor } = given
      return zh
        ? `${total === null ? '' : `总分 ${plain(total, locale)}，`}${grade ? `评级 ${grade}，` : ''}系数 ${factor}`
        : `${total === null ? '' : `Total ${plain(total, locale)}, `}${grade ? `grade ${grade}, ` : ''}factor ${factor}`
    }
    case 'set': {
      const { factor, by, reason } = given
      return zh
        ? `未评级；${by}设定系数 ${factor}，理由：${reason}`
        : `Not graded; ${by} set the factor ${factor}, reason: ${reason}`
    }
    case 'open':
      return zh
        ? '未评级，尚无系数：请人力资源设定系数并说明理由'
        : 'Not graded, and without a factor: HR has to set one and say why'
    case 'amount':
      return amountSentence(given, locale)
    case 'settled':
      return zh
        ? `${given.period} 结算时：${described(given.pay, locale)}`
        : `${given.period} as settled: ${described(given.pay, locale)}`
    case 'corrected':
      return zh
        ? `按更正后的数据：${described(given.pay, locale)}`
        : `By the corrected facts: ${described(given.pay, locale)}`
    case 'difference': {
      const { nowFen, beforeFen, dueFen, adjustedFen, amountFen } = given
      const sum = `${yuan(nowFen, locale)} - ${yuan(beforeFen, locale)} = ${yuan(dueFen, locale)}`
      const adjusted = yuan(adjustedFen, locale)
      return zh
        ? `差额 ${sum}${adjustedFen === 0 ? '' : `，此前已调整 ${adjusted}`}；本次调整 ${yuan(amountFen, locale)}`
        : `Difference ${sum}${adjustedFen === 0 ? '' : `, of which ${adjusted} was adjusted before`}; now ${yuan(amountFen, locale)}`
    }
    case 'estimated': {
      const { today, to, wholeMonthFen } = given
      const whole = yuan(wholeMonthFen, locale)
      return zh
        ? `预估：按截至 ${today} 的得分计算；岗位和得分保持到 ${to}，全月为 ${whole}。以结算为准。`
        : `An estimate from the score up to ${today}; if position and score stay until ${to}, the month comes to ${whole}. The settlement counts.`
    }
    case 'posted': {
      const [due, posted, difference] = [given.dueFen, given.postedFen, given.amountFen].map(inTwoDecimals)
      return zh
        ? `更正：应为 ${due} 元，已入账 ${posted} 元，差额 ${difference} 元`
        : `Correction: ${due} yuan due, ${posted} yuan in the ledger, difference ${difference} yuan`
    }
  }
}

const inTwoDecimals = (fen: number) => (fen / 100).toFixed(2)

function amountSentence({ bases, of, factor, amountFen, restFen }: Step & { step: 'amount' }, locale: Locale): string {
  const parts = bases.map(([baseFen, days]) => `${yuan(baseFen, locale)}${days === of ? '' : ` × ${days}/${of}`}`)
  const sum = `${parts.length > 1 ? `(${parts.join(' + ')})` : parts[0]} × ${factor} = ${yuan(amountFen, locale)}`
  if (restFen === 0) return sum
  return locale === 'zh'
    ? `${sum}（各段合计等于全月应得，本段尾差 ${restFen} 分）`
    : `${sum} (the stretches sum to the month's whole; ${restFen} fen of rounding falls here)`
}

function described(stretches: readonly StretchPay[], locale: Locale): string {
  const none = locale === 'zh' ? '无' : 'nothing'
  const one = ({ total, grade, factor, amountFen }: StretchPay) => {
    const score = total === null ? '' : `${plain(total, locale)} `
    const graded = grade === null ? '' : `${grade} `
    return `${score}${graded}× ${factor ?? '-'} = ${amountFen === null ? none : yuan(amountFen, locale)}`
  }
  return stretches.length ? stretches.map(one).join(locale === 'zh' ? '；' : '; ') : none
}
