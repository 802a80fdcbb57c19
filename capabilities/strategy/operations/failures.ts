import type { Words } from '#foundation/actor'
import { registerSentences } from '#foundation/failure'

const circled = (circle: unknown, locale: keyof Words) => (circle as Words[]).map((names) => names[locale]).join(' → ')

registerSentences({
  'strategy.node.unknown': {
    zh: ({ node }) => `找不到组织节点“${node}”，请核对编码；也可能不在您的查看范围内。`,
    en: ({ node }) => `There is no node "${node}" within your reach; check the id.`,
  },
  'strategy.period.unknown': {
    zh: ({ period }) => `看不懂期间“${period}”，请写成 2024。`,
    en: ({ period }) => `"${period}" is no period; write a year as 2024.`,
  },
  'strategy.period.no_year': {
    zh: ({ period }) => `战略目标按年制定，“${period}”不是年份，请写成 2024。`,
    en: ({ period }) => `Objectives begin with a year and "${period}" is none; write it as 2024.`,
  },
  'strategy.map.kind': {
    zh: ({ node }) => `“${node}”沿用门店的战略地图，战略目标只能建在公司、大区或门店上。`,
    en: ({ node }) => `"${node}" follows its store's map; objectives belong to companies, regions and stores.`,
  },
  'strategy.objective.unknown': {
    zh: ({ objective }) => `找不到战略目标“${objective}”；也可能不在您的查看范围内。`,
    en: ({ objective }) => `There is no objective "${objective}" within your reach.`,
  },
  'strategy.objective.inherited': {
    zh: ({ objective }) => `“${objective}”是上级的战略目标，只能由上级修改；您可以在自己的地图上加一个目标来支撑它。`,
    en: ({ english }) =>
      `"${english}" belongs to a level above and is changed there; add an objective of your own that serves it.`,
  },
  'strategy.objective.ended': {
    zh: ({ objective, day }) => `“${objective}”已于 ${day} 结束，不能再改。`,
    en: ({ day }) => `The objective ended on ${day} and can't be changed any more.`,
  },
  'strategy.objective.changed': {
    zh: ({ objective, by }) => `“${objective}”刚被${by}改过，请先看过再改。`,
    en: ({ by }) => `The objective was just changed by ${by}: look at it before you change it.`,
  },
  'strategy.order.changed': {
    zh: ({ node }) => `“${node}”的战略目标刚有增减，请重新载入后再调整顺序。`,
    en: ({ node }) => `The objectives of "${node}" have changed: reload, then put them in order.`,
  },
  'strategy.kpi.unknown': {
    zh: ({ kpi }) => `指标库里没有“${kpi}”，请从指标库中选择。`,
    en: ({ kpi }) => `The library has no KPI "${kpi}"; choose one of its KPIs.`,
  },
  'strategy.kpi.twice': {
    zh: ({ kpi }) => `指标“${kpi}”在同一个目标里出现了两次，请删掉一个。`,
    en: ({ kpi }) => `The KPI "${kpi}" stands twice in one objective; take one away.`,
  },
  'strategy.wish.day': {
    zh: ({ kpi, by }) => `指标“${kpi}”的达成日期“${by}”看不懂，请写成 2024-12-31。`,
    en: ({ kpi, by }) => `"${by}" for the KPI "${kpi}" is no day; write it as 2024-12-31.`,
  },
  'strategy.owner.unknown': {
    zh: ({ owner }) => `找不到人员“${owner}”，请核对工号；也可能不在您的查看范围内。`,
    en: ({ owner }) => `There is no person "${owner}" within your reach; check the id.`,
  },
  'strategy.link.inherited': {
    zh: ({ objective }) => `“${objective}”是上级的战略目标，它的因果关系只能由上级画；请从自己的目标画起。`,
    en: ({ english }) =>
      `"${english}" belongs to a level above, which draws its links; begin with an objective of your own.`,
  },
  'strategy.link.downwards': {
    zh: ({ cause, effect }) => `“${cause}”不能指向“${effect}”：因果关系只能在同一张地图里，或从下级指向上级。`,
    en: () => 'A link stays within one map or leads to one above, never to another branch or downwards.',
  },
  'strategy.link.circle': {
    zh: ({ circle }) => `这样会绕成一圈：${circled(circle, 'zh')}。请去掉其中一条，再画这条。`,
    en: ({ circle }) => `This would close a circle: ${circled(circle, 'en')}. Take one of these links away first.`,
  },
})
