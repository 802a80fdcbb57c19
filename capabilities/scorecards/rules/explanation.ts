import type { Locale, Words } from '#foundation/actor'
import { type Direction, figureText, type Unit } from '#foundation/figure'
import { roundHalfAway } from '#foundation/money'
import type { Because } from '#foundation/trace'
import type { Grade, GradeBand, ItemTarget } from './card.ts'
import type { QualityCap } from './grade.ts'
import type { OnePoint } from './onePoint.ts'

type Named = { names: Words; unit: Unit; direction: Direction }

const figure = (value: number, locale: Locale, unit: Unit | null = null) => figureText(value, unit, locale)

const sources: Record<ItemTarget['source'], Words> = {
  own: { zh: '个人目标', en: 'own target' },
  store: { zh: '门店目标', en: "the store's target" },
  card: { zh: '计分卡目标', en: "the card's target" },
}

type Counted = {
  weight: number
  effectiveWeight: number
  target: ItemTarget
  actual: number
  achievement: number
  score: number
  points: number
}

export function itemBecause(named: Named, figures: Counted): Because {
  const { names, unit } = named
  const { target, actual, achievement, score, weight, effectiveWeight, points } = figures
  const text = (locale: Locale) => ({
    actual: figure(actual, locale, unit),
    target: figure(target.value, locale, unit),
    achieved: figure(achievement, locale, 'percent'),
    sum: `${figure(effectiveWeight, locale)} × ${figure(score, locale)} / 100 = ${figure(points, locale)}`,
    spread: effectiveWeight !== weight,
  })
  const zh = text('zh')
  const en = text('en')
  return {
    text: {
      zh: `${names.zh}：实际 ${zh.actual}，${sources[target.source].zh} ${zh.target}，达成率 ${zh.achieved}，得分 ${figure(score, 'zh')}；权重${zh.spread ? `由 ${weight} 调整为 ${figure(effectiveWeight, 'zh')}` : ` ${weight}`}，计 ${zh.sum} 分`,
      en: `${names.en}: actual ${en.actual}, ${sources[target.source].en} ${en.target}, achievement ${en.achieved}, score ${figure(score, 'en')}; weight ${weight}${en.spread ? ` raised to ${figure(effectiveWeight, 'en')}` : ''}, ${en.sum} points`,
    },
    values: {
      actual,
      target: target.value,
      source: target.source,
      achievement,
      score,
      weight,
      effectiveWeight,
      points,
    },
  }
}

export function noDataBecause({ names }: Named, weight: number): Because {
  return {
    text: {
      zh: `${names.zh}：没有数据，不计分；其权重 ${weight} 按比例分摊到有数据的各项`,
      en: `${names.en}: no data, not scored; its weight of ${weight} is spread over the items with data in proportion`,
    },
    values: { weight, effectiveWeight: 0 },
  }
}

export function onePointBecause({ names, unit, direction }: Named, next: OnePoint): Because {
  if (next === 'full') {
    return {
      text: {
        zh: `${names.zh}已得满分，超过目标不再加分`,
        en: `${names.en} has all its points; more than the target adds none`,
      },
    }
  }
  const points = roundHalfAway(next.points, 2)
  const bound: Words = direction === 'higher' ? { zh: '至少', en: 'at least' } : { zh: '至多', en: 'at most' }
  const way = (locale: Locale) => figure(next.actual, locale, unit)
  return {
    text: {
      zh: `${names.zh}${bound.zh}达到 ${way('zh')}，总分可加 ${figure(points, 'zh')} 分`,
      en: `${names.en} of ${bound.en} ${way('en')} would add ${figure(points, 'en')} to the total`,
    },
    values: { actual: next.actual, points },
  }
}

export function kpiTotalBecause(points: readonly number[], kpiTotal: number): Because {
  const sum = (locale: Locale) => points.map((part) => figure(part, locale)).join(' + ')
  return {
    text: {
      zh: `指标得分 ${sum('zh')} = ${figure(kpiTotal, 'zh')}（各项按两位小数显示，合计按未舍入的数计算）`,
      en: `KPI total ${sum('en')} = ${figure(kpiTotal, 'en')} (items are shown to two decimals and summed before rounding)`,
    },
    values: { kpiTotal },
  }
}

export function valuesBecause(share: number, kpiTotal: number, valuesScore: number, total: number): Because {
  const rest = roundHalfAway(1 - share, 4)
  const sum = (locale: Locale) =>
    `${rest} × ${figure(kpiTotal, locale)} + ${share} × ${figure(valuesScore, locale)} = ${figure(total, locale)}`
  return {
    text: { zh: `加上价值观评分：${sum('zh')}`, en: `With the values rating: ${sum('en')}` },
    values: { kpiTotal, valuesScore, share, total },
  }
}

export function notGradedBecause(measuredWeight: number, measuredWeightMin: number): Because {
  return {
    text: {
      zh: `有数据的权重为 ${figure(measuredWeight, 'zh')}%，不足 ${measuredWeightMin}%，不评级；系数由人力资源说明理由后确定`,
      en: `${figure(measuredWeight, 'en')}% of the weight is measured, less than ${measuredWeightMin}%: not graded. HR sets the factor and says why`,
    },
    values: { measuredWeight, measuredWeightMin },
  }
}

export function gradeBecause(total: number, band: GradeBand): Because {
  return {
    text: {
      zh: `总分 ${figure(total, 'zh')}，达到 ${band.from} 分：评级 ${band.grade}，系数 ${band.factor}`,
      en: `Total ${figure(total, 'en')}, which reaches ${band.from}: grade ${band.grade}, factor ${band.factor}`,
    },
    values: { total, from: band.from, grade: band.grade, factor: band.factor },
  }
}

export function gateBecause({ names }: Named, { cap, reason }: QualityCap, band: GradeBand): Because {
  const why: Words =
    reason === 'red'
      ? { zh: '亮红灯', en: 'is red' }
      : { zh: '差于行业基准', en: 'is worse than the industry benchmark' }
  return {
    text: {
      zh: `质量关：${names.zh}${why.zh}，评级最高为 ${cap}；评级 ${band.grade}，系数 ${band.factor}`,
      en: `Quality gate: ${names.en} ${why.en}, so the grade is ${cap} at best; grade ${band.grade}, factor ${band.factor}`,
    },
    values: { cap, reason, grade: band.grade, factor: band.factor },
  }
}

export function vetoBecause(grade: Grade, factor: number): Because {
  return {
    text: {
      zh: `严重违反价值观，一票否决：评级 ${grade}，系数 ${factor}`,
      en: `A serious violation of the values is a veto: grade ${grade}, factor ${factor}`,
    },
    values: { grade, factor },
  }
}
