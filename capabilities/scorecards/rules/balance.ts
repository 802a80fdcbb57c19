import type { Words } from '#foundation/actor'
import { roundHalfAway } from '#foundation/money'
import type { CardItem } from './card.ts'

/** What a KPI counts as in the balance of a card (H16.1). */
export const dimensions = ['quality', 'efficiency', 'customer', 'business', 'finance'] as const
export type BalanceDimension = (typeof dimensions)[number]

/** What the check needs to know of a KPI. `personal`: people have a figure of their own in it. */
export type BalanceKpi = {
  names: Words
  dimension: BalanceDimension
  accountable: string
  personal: boolean
}

/** What the check takes from the network's content rather than from the card. */
export type BalanceGround = {
  kpis: Readonly<Record<string, BalanceKpi>>
  /** The positions that can move a KPI by their own work. */
  influence: Readonly<Record<string, readonly string[]>>
  /** The positions that answer for a whole store, and so for whatever happens in it. */
  answerForAll: readonly string[]
  /** KPIs that grow by selling and producing more, whatever becomes of the customer. */
  output: readonly string[]
  /** KPIs that are customers' opinions, which can be bought with time and gifts. */
  opinion: readonly string[]
  /** Pairs of which one follows from the other. */
  complements: readonly (readonly [string, string])[]
}

/** A card as far as its balance goes; a card of nodes has no position that would have to influence anything. */
export type BalancedCard = { position: string | null; items: readonly CardItem[]; qualityGate: boolean }

export type FindingLevel = 'error' | 'warning' | 'offer'

/** One remark on a card: what is so, and why it matters. An error keeps the card from being used; an offer is a hint. */
export type Finding = {
  code: string
  level: FindingLevel
  text: Words
  why: Words
  kpis: string[]
  values: Record<string, string | number>
}

const dimensionsMin = 3
const dimensionWarnOver = 50
const dimensionRefuseFrom = 80
const itemsMax = 10
/** A counterweight that weighs less than this is there in name only. */
const counterweightMin = 10

export const dimensionNames: Record<BalanceDimension, Words> = {
  quality: { zh: '质量', en: 'quality' },
  efficiency: { zh: '效率', en: 'efficiency' },
  customer: { zh: '客户', en: 'customer' },
  business: { zh: '业务', en: 'business' },
  finance: { zh: '财务', en: 'finance' },
}

const whyDimension: Record<BalanceDimension, Words> = {
  quality: {
    zh: '只求不出错，就会躲开难活、拖慢进度，没人顾得上客户与经营。',
    en: 'Where not failing is all that counts, hard jobs are avoided and everything slows down.',
  },
  efficiency: {
    zh: '只求快，检查和解释最先被省掉。',
    en: 'Where speed is all that counts, checks and explanations go first.',
  },
  customer: {
    zh: '只看满意度，就会拖时间、送项目、不接难活，效率与盈利一起下滑。',
    en: 'Where opinions are all that count, time and work are given away and hard jobs refused; efficiency and profit fall.',
  },
  business: {
    zh: '只看产出，就会过度增项、赶工、抢单，质量与口碑随后垮掉。',
    en: 'Where output is all that counts, work is oversold, rushed and fought over; quality and reputation follow down.',
  },
  finance: {
    zh: '只看利润，就会从客户和质量上省，账面好看一时。',
    en: 'Where profit is all that counts, it is saved on customers and quality, and lasts a while only.',
  },
}

/** The weight of each dimension that a card has, heaviest first; KPIs that nobody knows count nowhere. */
export function dimensionWeights(
  items: readonly CardItem[],
  kpis: BalanceGround['kpis'],
): { dimension: BalanceDimension; weight: number }[] {
  return dimensions
    .map((dimension) => {
      const own = items.filter(({ kpi }) => kpis[kpi]?.dimension === dimension)
      return { dimension, weight: roundHalfAway(sum(own), 6), count: own.length }
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ dimension, weight }) => ({ dimension, weight }))
}

const sum = (items: readonly CardItem[]) => items.reduce((total, { weight }) => total + weight, 0)

/**
 * What speaks against a card (H16.1), errors first: weights, dimensions, counterweights, complements, and KPIs that the
 * position can't influence; and the offer of the quality gate (H10.4).
 */
export function balance(card: BalancedCard, ground: BalanceGround): Finding[] {
  const found = [
    ...weightFindings(card),
    ...unknownFindings(card, ground),
    ...dimensionFindings(card, ground),
    ...counterweightFindings(card, ground),
    ...influenceFindings(card, ground),
    ...listFindings(card, ground),
    ...gateOffer(card, ground),
  ]
  const rank: Record<FindingLevel, number> = { error: 0, warning: 1, offer: 2 }
  return found.sort((a, b) => rank[a.level] - rank[b.level])
}

export const isRefused = (findings: readonly Finding[]) => findings.some(({ level }) => level === 'error')

function weightFindings({ items }: BalancedCard): Finding[] {
  const found: Finding[] = []
  const total = roundHalfAway(sum(items), 6)
  const missing = roundHalfAway(100 - total, 6)
  if (missing !== 0)
    found.push({
      code: 'balance.weights.sum',
      level: 'error',
      text: {
        zh: `权重合计 ${total}，应为 100，请${missing > 0 ? '增加' : '减少'} ${Math.abs(missing)}。`,
        en: `The weights sum to ${total} instead of 100: ${missing > 0 ? 'add' : 'take away'} ${Math.abs(missing)}.`,
      },
      why: {
        zh: '总分是各项得分按权重相加，满分要正好是 100。',
        en: 'The total adds the items up by weight, and full marks have to be 100.',
      },
      kpis: [],
      values: { sum: total, missing },
    })
  const odd = items.filter(({ weight }) => !(weight > 0)).map(({ kpi }) => kpi)
  if (odd.length)
    found.push({
      code: 'balance.weight.not_positive',
      level: 'error',
      text: { zh: '每一项的权重都要大于 0。', en: 'Every item needs a weight over 0.' },
      why: { zh: '不考核的指标请移除。', en: 'Take out a KPI that is not to count.' },
      kpis: odd,
      values: {},
    })
  const twice = [...new Set(items.map(({ kpi }) => kpi).filter((kpi, index, all) => all.indexOf(kpi) !== index))]
  if (twice.length)
    found.push({
      code: 'balance.kpi.twice',
      level: 'error',
      text: { zh: '同一个指标出现了两次，请合并为一项。', en: 'A KPI stands on the card twice: join the two items.' },
      why: { zh: '同一件事算两遍，权重就不再是看到的样子。', en: 'What counts twice weighs more than the card shows.' },
      kpis: twice,
      values: {},
    })
  return found
}

function unknownFindings({ items }: BalancedCard, { kpis }: BalanceGround): Finding[] {
  return items
    .filter(({ kpi }) => !kpis[kpi])
    .map(({ kpi }) => ({
      code: 'balance.kpi.unknown',
      level: 'error' as const,
      text: { zh: `指标库里没有“${kpi}”。`, en: `The KPI library has no "${kpi}".` },
      why: { zh: '没有定义就算不出实际值。', en: 'Without a definition there is nothing to measure.' },
      kpis: [kpi],
      values: { kpi },
    }))
}

function dimensionFindings({ items }: BalancedCard, { kpis }: BalanceGround): Finding[] {
  const weights = dimensionWeights(items, kpis)
  const found: Finding[] = []
  if (weights.length < dimensionsMin)
    found.push({
      code: 'balance.dimensions.few',
      level: 'error',
      text: {
        zh: `只覆盖 ${weights.length} 个维度${listed(weights, 'zh')}，至少要 ${dimensionsMin} 个。`,
        en: `Only ${weights.length} ${weights.length === 1 ? 'dimension' : 'dimensions'}${listed(weights, 'en')}, and at least ${dimensionsMin} are needed.`,
      },
      why: {
        zh: '考核什么，团队就做什么；没进卡的那一面会被牺牲。',
        en: 'People do what is measured; the side that is not on the card pays for it.',
      },
      kpis: [],
      values: { dimensions: weights.length, dimensionsMin },
    })
  for (const { dimension, weight } of weights) {
    if (weight <= dimensionWarnOver) continue
    const refused = weight >= dimensionRefuseFrom
    const names = dimensionNames[dimension]
    const limit = refused ? dimensionRefuseFrom : dimensionWarnOver
    found.push({
      code: refused ? 'balance.dimension.dominates' : 'balance.dimension.heavy',
      level: refused ? 'error' : 'warning',
      text: {
        zh: `${names.zh}占 ${weight}，${refused ? `达到 ${limit} 即不可用` : `超过 ${limit} 就偏重了`}。`,
        en: `The ${names.en} dimension has ${weight} of 100: ${refused ? `${limit} and more is refused` : `over ${limit} is heavy`}.`,
      },
      why: whyDimension[dimension],
      kpis: items.filter(({ kpi }) => kpis[kpi]?.dimension === dimension).map(({ kpi }) => kpi),
      values: { dimension, weight, limit },
    })
  }
  return found
}

function listed(weights: readonly { dimension: BalanceDimension }[], locale: 'zh' | 'en'): string {
  if (weights.length === 0) return ''
  const names = weights.map(({ dimension }) => dimensionNames[dimension][locale])
  return locale === 'zh' ? `（${names.join('、')}）` : ` (${names.join(', ')})`
}

/** What needs a counterweight, and which dimension is one. */
const counterweights = [
  {
    of: 'output',
    by: 'quality',
    names: { zh: '产出', en: 'Output' },
    why: whyDimension.business,
  },
  {
    of: 'opinion',
    by: 'efficiency',
    names: { zh: '满意度', en: 'Satisfaction' },
    why: whyDimension.customer,
  },
] as const

function counterweightFindings({ items }: BalancedCard, ground: BalanceGround): Finding[] {
  return counterweights.flatMap(({ of, by, names, why }): Finding[] => {
    const pushing = items.filter(({ kpi }) => ground[of].includes(kpi))
    if (pushing.length === 0) return []
    const against = sum(items.filter(({ kpi }) => ground.kpis[kpi]?.dimension === by))
    if (against >= counterweightMin) return []
    const pushed = roundHalfAway(sum(pushing), 6)
    const dimension = dimensionNames[by]
    const kpis = pushing.map(({ kpi }) => kpi)
    const values = { pushed, against: roundHalfAway(against, 6), by }
    if (against > 0)
      return [
        {
          code: `balance.${of}.thin_counterweight`,
          level: 'warning',
          text: {
            zh: `${names.zh}类指标占 ${pushed}，${dimension.zh}只占 ${values.against}，制约不够，建议至少 ${counterweightMin}。`,
            en: `${names.en} has ${pushed} and ${dimension.en} only ${values.against} to hold it: at least ${counterweightMin} is better.`,
          },
          why,
          kpis,
          values,
        },
      ]
    return [
      {
        code: `balance.${of}.no_counterweight`,
        level: 'error',
        text: {
          zh: `考核了${names.zh}，却没有${dimension.zh}指标制约它。`,
          en: `${names.en} is measured without any KPI of ${dimension.en} to hold it.`,
        },
        why,
        kpis,
        values,
      },
    ]
  })
}

/** Whether a position can move a KPI: it answers for it, its work does, or it answers for the whole store. */
export function canInfluence(position: string, id: string, ground: BalanceGround): boolean {
  const kpi = ground.kpis[id]
  if (!kpi || ground.answerForAll.includes(position) || kpi.accountable === position) return true
  const named = ground.influence[id]
  // Of a KPI that the network added itself only its definition is known: whoever has a figure of their own can move it.
  return named ? named.includes(position) : kpi.personal
}

function influenceFindings({ position, items }: BalancedCard, ground: BalanceGround): Finding[] {
  if (position === null) return []
  return items
    .filter(({ kpi }) => !canInfluence(position, kpi, ground))
    .map(({ kpi }) => {
      const names = ground.kpis[kpi]?.names ?? { zh: kpi, en: kpi }
      return {
        code: 'balance.kpi.no_influence',
        level: 'error' as const,
        text: {
          zh: `这个岗位左右不了“${names.zh}”。`,
          en: `This position can't influence "${names.en}".`,
        },
        why: {
          zh: '拿左右不了的事考核人，只会让人放弃或做手脚。',
          en: 'Measured by what lies out of their hands, people give up or cheat.',
        },
        kpis: [kpi],
        values: { kpi, position },
      }
    })
}

function listFindings({ items }: BalancedCard, { kpis, complements }: BalanceGround): Finding[] {
  const found: Finding[] = []
  if (items.length > itemsMax)
    found.push({
      code: 'balance.items.many',
      level: 'warning',
      text: {
        zh: `共 ${items.length} 个指标，超过 ${itemsMax} 个。`,
        en: `${items.length} KPIs are more than ${itemsMax}.`,
      },
      why: { zh: '样样都考，等于没有重点。', en: 'Where everything counts, nothing stands out.' },
      kpis: [],
      values: { items: items.length, itemsMax },
    })
  const on = new Set(items.map(({ kpi }) => kpi))
  for (const [first, second] of complements) {
    const [one, other] = [kpis[first], kpis[second]]
    if (!one || !other || !on.has(first) || !on.has(second)) continue
    found.push({
      code: 'balance.kpi.complements',
      level: 'warning',
      text: {
        zh: `“${one.names.zh}”与“${other.names.zh}”是同一件事的两面，留一个就够。`,
        en: `"${one.names.en}" and "${other.names.en}" are two sides of one thing: one is enough.`,
      },
      why: {
        zh: '一个动，另一个必然跟着动，等于给同一件事加了倍。',
        en: 'One follows from the other, so the same thing counts twice.',
      },
      kpis: [first, second],
      values: {},
    })
  }
  return found
}

function gateOffer({ items, qualityGate }: BalancedCard, { kpis }: BalanceGround): Finding[] {
  const quality = items.filter(({ kpi }) => kpis[kpi]?.dimension === 'quality').map(({ kpi }) => kpi)
  if (qualityGate || quality.length === 0) return []
  return [
    {
      code: 'balance.gate.offer',
      level: 'offer',
      text: {
        zh: '可以打开质量关：质量指标亮红灯，评级最高 B；差于行业基准，最高 C。',
        en: 'The quality gate can be switched on: a red quality KPI caps the grade at B, one worse than the industry at C.',
      },
      why: {
        zh: '没有它，别的项做得再多也能盖过质量问题。',
        en: 'Without it, enough of everything else can cover up poor quality.',
      },
      kpis: quality,
      values: {},
    },
  ]
}
