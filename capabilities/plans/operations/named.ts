import type { Actor } from '#foundation/actor'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { type Day, isDay, type Period, parsePeriod } from '#foundation/period'
import { newestKpi } from '#kpis'
import type { Transaction } from '#platform/database'
import { nodeById, type PlanNode, worksUnder } from '../storage/nodes.ts'

export type Who = { actor: Actor; now: Date }

export function monthNamed(text: string): Period {
  const period = parsePeriod(text)
  if (period?.kind !== 'month') throw invalid('plans.month.unknown', { month: text })
  return period
}

export function weekNamed(text: string): Period {
  const period = parsePeriod(text)
  if (period?.kind !== 'week') throw invalid('plans.week.unknown', { week: text })
  return period
}

export function dayNamed(text: string): Day {
  if (!isDay(text)) throw invalid('plans.day.unknown', { day: text })
  return text
}

export function kpiNamed(id: string) {
  const kpi = newestKpi(id)
  if (!kpi) throw invalid('plans.kpi.unknown', { kpi: id })
  return kpi
}

export async function nodeNamed(tx: Transaction, id: string): Promise<PlanNode> {
  const node = await nodeById(tx, id)
  if (!node) throw notFound('plans.node.unknown', { node: id })
  return node
}

/** Whoever is to do something for a node works there at that time. */
export async function ownerNamed(
  tx: Transaction,
  id: string,
  node: PlanNode,
  within: { from: Day; to: Day },
): Promise<PlanNode> {
  const owner = await nodeById(tx, id)
  if (owner?.kind !== 'person') throw invalid('plans.owner.unknown', { owner: id })
  if (!(await worksUnder(tx, owner.no, node.no, within.from, within.to)))
    throw invalid('plans.owner.elsewhere', { owner: owner.name, node: node.name })
  return owner
}

registerSentences({
  'plans.month.unknown': {
    zh: ({ month }) => `“${month}”不是月份，请写成 2024-04。`,
    en: ({ month }) => `"${month}" is no month; write it as 2024-04.`,
  },
  'plans.week.unknown': {
    zh: ({ week }) => `“${week}”不是计划周，请写成 2024-04-W2；该月可能没有这么多周。`,
    en: ({ week }) => `"${week}" is no plan week; write it as 2024-04-W2. The month may have fewer weeks.`,
  },
  'plans.day.unknown': {
    zh: ({ day }) => `“${day}”不是日期，请写成 2024-04-10。`,
    en: ({ day }) => `"${day}" is no day; write it as 2024-04-10.`,
  },
  'plans.kpi.unknown': {
    zh: ({ kpi }) => `没有指标“${kpi}”。每项任务都要对应一个指标，请从指标库中选择。`,
    en: ({ kpi }) => `There is no KPI "${kpi}". Each task serves one: choose it from the library.`,
  },
  'plans.node.unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'plans.owner.unknown': {
    zh: ({ owner }) => `找不到人员“${owner}”，请从名单中选择负责人。`,
    en: ({ owner }) => `There is no person "${owner}"; choose the owner from the list.`,
  },
  'plans.owner.elsewhere': {
    zh: ({ owner, node }) => `${owner} 这段时间不在“${node}”任职，请换一位负责人。`,
    en: ({ owner, node }) => `${owner} does not work at "${node}" at that time; choose another owner.`,
  },
})
