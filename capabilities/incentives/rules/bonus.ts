import { type Span, segments } from '#foundation/dated'
import { figureText } from '#foundation/figure'
import { allocate, mulDiv, roundHalfAway } from '#foundation/money'
import { type Day, daysIn } from '#foundation/period'
import type { Because } from '#foundation/trace'

/** What a person's monthly bonus is a multiple of, while it holds. */
export type BonusBase = Span & { baseFen: number }

/** A factor that HR gave to a card that could not be graded (H10.3). */
export type FactorSet = { factor: number; reason: string; by: string }

/** A stretch of days with its score; `factor` is null when the card was not graded. */
export type BonusStretch = {
  from: Day
  to: Day
  factor: number | null
  grade?: string | null
  total?: number | null
  factorSet?: FactorSet | null
}

/** What a stretch earns: its prorated base, the factor and the amount; both null until there is a factor. */
export type BonusLine = {
  from: Day
  to: Day
  baseFen: number
  factor: number | null
  amountFen: number | null
  because: Because[]
}

/** Factors count to these decimals, which keeps base x days x factor a whole number. */
export const factorDecimals = 4
const factorScale = 10 ** factorDecimals
const wholeFactor = (factor: number) => roundHalfAway(factor * factorScale, 0)

type BasePart = { baseFen: number; days: number; from: Day; to: Day }

function basePartBecause({ baseFen, days, from, to }: BasePart, daysOfPeriod: number): Because {
  const sum = (locale: 'zh' | 'en') => {
    const yuan = figureText(mulDiv(baseFen, days, daysOfPeriod), 'fen', locale)
    const base = figureText(baseFen, 'fen', locale)
    return days === daysOfPeriod ? base : `${base} × ${days}/${daysOfPeriod} = ${yuan}`
  }
  return {
    text: {
      zh: `绩效基数（${from} 至 ${to}，${days} 天）：${sum('zh')}`,
      en: `Bonus base (${from} to ${to}, ${days} days): ${sum('en')}`,
    },
    values: { baseFen, days, daysOfPeriod, from, to },
  }
}

function factorBecause({ grade, total, factor, factorSet }: BonusStretch): Because {
  if (factor !== null) {
    return {
      text: {
        zh: `${total == null ? '' : `总分 ${figureText(total, null, 'zh')}，`}${grade ? `评级 ${grade}，` : ''}系数 ${factor}`,
        en: `${total == null ? '' : `Total ${figureText(total, null, 'en')}, `}${grade ? `grade ${grade}, ` : ''}factor ${factor}`,
      },
      values: { total: total ?? null, grade: grade ?? null, factor },
    }
  }
  if (factorSet) {
    const { by, reason } = factorSet
    return {
      text: {
        zh: `未评级；${by}设定系数 ${factorSet.factor}，理由：${reason}`,
        en: `Not graded; ${by} set the factor ${factorSet.factor}, reason: ${reason}`,
      },
      values: { factor: factorSet.factor, by, reason },
    }
  }
  return {
    text: {
      zh: '未评级，尚无系数：请人力资源设定系数并说明理由',
      en: 'Not graded, and without a factor: HR has to set one and say why',
    },
    values: { factor: null },
  }
}

function amountBecause(parts: readonly BasePart[], factor: number, amountFen: number, daysOfPeriod: number): Because {
  // Days and factor act on the bases before any rounding.
  const weighed = parts.reduce((sum, { baseFen, days }) => sum + baseFen * days, 0)
  const alone = mulDiv(weighed, factor, daysOfPeriod)
  const sum = (locale: 'zh' | 'en') => {
    const factors = parts.map(({ baseFen, days }) => {
      const base = figureText(baseFen, 'fen', locale)
      return days === daysOfPeriod ? base : `${base} × ${days}/${daysOfPeriod}`
    })
    return `${factors.length > 1 ? `(${factors.join(' + ')})` : factors[0]} × ${factor} = ${figureText(amountFen, 'fen', locale)}`
  }
  const shifted = amountFen - alone
  return {
    text: {
      zh: `${sum('zh')}${shifted === 0 ? '' : `（各段合计等于全月应得，本段尾差 ${shifted} 分）`}`,
      en: `${sum('en')}${shifted === 0 ? '' : ` (the stretches sum to the month's whole; ${shifted} fen of rounding falls here)`}`,
    },
    values: { factor, amountFen, roundingFen: shifted },
  }
}

/**
 * The monthly bonus of one person (H11.7), a line for each stretch in which a base was held: base x days / days of the
 * period x factor. What the person gets is rounded once, half away from zero to the fen, and shared by largest remainder:
 * cutting a month into stretches neither wins nor loses a fen. Stretches do not overlap and lie inside the period.
 */
export function monthlyBonus(
  period: { from: Day; to: Day },
  bases: readonly BonusBase[],
  stretches: readonly BonusStretch[],
): BonusLine[] {
  const daysOfPeriod = daysIn(period)
  const held = stretches.flatMap((stretch) => {
    const parts = segments(bases, stretch.from, stretch.to).flatMap(({ value, days, from, to }) =>
      value ? [{ baseFen: value.baseFen, days, from, to }] : [],
    )
    const weighed = parts.reduce((sum, { baseFen, days }) => sum + baseFen * days, 0)
    return parts.length
      ? [{ stretch, parts, weighed, factor: stretch.factor ?? stretch.factorSet?.factor ?? null }]
      : []
  })
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)

  const baseWeights = held.map(({ weighed }) => weighed)
  const baseFens = allocate(held.length ? mulDiv(sumOf(baseWeights), 1, daysOfPeriod) : 0, baseWeights)
  const payWeights = held.map(({ weighed, factor }) => (factor === null ? 0 : weighed * wholeFactor(factor)))
  const payFens = allocate(held.length ? mulDiv(sumOf(payWeights), 1, daysOfPeriod * factorScale) : 0, payWeights)

  return held.map(({ stretch, parts, factor }, index) => {
    const amountFen = factor === null ? null : (payFens[index] ?? 0)
    const because = [...parts.map((part) => basePartBecause(part, daysOfPeriod)), factorBecause(stretch)]
    if (factor !== null && amountFen !== null) because.push(amountBecause(parts, factor, amountFen, daysOfPeriod))
    return { from: stretch.from, to: stretch.to, baseFen: baseFens[index] ?? 0, factor, amountFen, because }
  })
}
