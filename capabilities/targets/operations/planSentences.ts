import type { Locale } from '#foundation/actor'
import { invalid, registerSentences, sentence } from '#foundation/failure'
import { figureText, type Unit } from '#foundation/figure'
import type { Kpi } from '#kpis'
import type { PlanProblem, PlanWarning } from '../rules/decomposition.ts'

/** Why a year can't be taken apart as asked, as a failure that names by how much. */
export function planFailure(problem: PlanProblem, kpi: Kpi) {
  const { code, ...values } = problem
  const named = { kpi: kpi.id, unit: kpi.unit, ...values }
  return invalid(`targets.plan.${code}`, 'step' in problem ? { ...named, month: problem.step + 1 } : named)
}

export const warningSentence = (code: PlanWarning, locale: Locale) => sentence(`targets.plan.${code}`, {}, locale)

export type GapSaid = {
  unit: Unit
  additive: boolean
  weighted: number | null
  parent: number | null
  missing: number
  raise: { name: string; by: number } | null
}

/** The gap between a parent and its children in one sentence: what they give, what is wanted, and what would close it. */
export function gapSentence(gap: GapSaid, locale: Locale): string {
  const code =
    gap.parent === null
      ? 'no_parent'
      : gap.weighted === null
        ? 'no_children'
        : gap.missing === 0
          ? 'reached'
          : gap.additive
            ? 'sum'
            : gap.raise
              ? 'raise'
              : 'unreachable'
  return sentence(`targets.gap.${code}`, { ...gap, raiseName: gap.raise?.name, raiseBy: gap.raise?.by }, locale)
}

const amount = (locale: Locale) => (value: unknown, unit: unknown) => figureText(Number(value), unit as Unit, locale)
const zh = amount('zh')
const en = amount('en')

registerSentences({
  'targets.plan.kpi_unknown': { zh: ({ kpi }) => `没有指标“${kpi}”。`, en: ({ kpi }) => `There is no KPI "${kpi}".` },
  'targets.plan.node_unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'targets.plan.unknown': {
    zh: ({ no }) => `没有编号为 ${no} 的分解方案，或不在您的范围内。`,
    en: ({ no }) => `There is no plan ${no} within your scope.`,
  },
  'targets.plan.period_unknown': {
    zh: ({ period }) => `期间“${period}”无法识别，请写成 2024-04-10、2024-04-W2、2024-04、2024-Q2 或 2024。`,
    en: ({ period }) => `The period "${period}" is not known; write 2024-04-10, 2024-04-W2, 2024-04, 2024-Q2 or 2024.`,
  },
  'targets.plan.month_wanted': {
    zh: ({ month }) => `“${month}”不是月份，请写成 2024-04。`,
    en: ({ month }) => `"${month}" is no month; write 2024-04.`,
  },
  'targets.plan.locked_exceed': {
    zh: ({ by, unit }) => `锁定的月份合计比全年目标多 ${zh(by, unit)}。请解锁或调低几个月，或提高全年目标。`,
    en: ({ by, unit }) =>
      `The locked months exceed the year by ${en(by, unit)}. Unlock or lower some, or raise the year.`,
  },
  'targets.plan.locked_short': {
    zh: ({ by, unit }) => `十二个月都锁定了，合计比全年目标少 ${zh(by, unit)}。请解锁至少一个月，或调低全年目标。`,
    en: ({ by, unit }) =>
      `All months are locked and fall short of the year by ${en(by, unit)}. Unlock one, or lower the year.`,
  },
  'targets.plan.hand_differs': {
    zh: ({ by, unit }) => `各月合计与全年目标相差 ${zh(by, unit)}。请改到一致，或改全年目标。`,
    en: ({ by, unit }) => `The months differ from the year by ${en(by, unit)}. Make them agree, or change the year.`,
  },
  'targets.plan.turns_back': {
    zh: ({ month, value, from, to, unit }) =>
      `${month} 月的 ${zh(value, unit)} 会让路径往回走：应在 ${zh(from, unit)} 与 ${zh(to, unit)} 之间。`,
    en: ({ month, value, from, to, unit }) =>
      `Month ${month} at ${en(value, unit)} turns the path back: it must lie between ${en(from, unit)} and ${en(to, unit)}.`,
  },
  'targets.plan.not_whole': {
    zh: ({ value }) => `${value} 不是整数：金额以分为单位、数量以个为单位，且不小于 0。`,
    en: ({ value }) => `${value} is no whole number of 0 or more: money is in fen, counts are in pieces.`,
  },
  'targets.plan.start_missing': {
    zh: () => '没有历史数据，请填写起点（去年底的水平）。',
    en: () => 'There is no history to start from; give the start (where it stood at the end of last year).',
  },
  'targets.plan.month_missing': {
    zh: () => '手工填写要填满十二个月。',
    en: () => 'By hand, all twelve months are needed.',
  },
  'targets.plan.flat': {
    zh: () => '每个月几乎一样：平均分摊没有考虑季节、春节和活动。旁边是按季节的建议。',
    en: () =>
      'Every month is nearly the same: a flat split knows no season, new year or event. The split by season stands beside it.',
  },
  'targets.plan.worse_than_start': {
    zh: () => '目标比起点还差，请确认是否有意为之。',
    en: () => 'The goal is worse than where it starts; make sure that this is meant.',
  },
  'targets.plan.reason': {
    zh: () => '请写明原因（至少两个字）：目标每次变动都要留下原因。',
    en: () => 'Give a reason (two characters at least): every change of a target keeps its reason.',
  },
  'targets.plan.children_differ': {
    zh: ({ by, unit }) => `下级合计与上级相差 ${zh(by, unit)}，请改到一致。`,
    en: ({ by, unit }) => `The nodes below differ from the whole by ${en(by, unit)}; make them agree.`,
  },
  'targets.plan.not_in_state': {
    zh: ({ state }) => `该方案现在是“${state}”，不能这样操作；请刷新后再看。`,
    en: ({ state }) => `The plan is "${state}" now, so this can't be done; look again.`,
  },
  'targets.plan.no_work': {
    zh: () => '这个方案现在没有可以停止或继续的后台工作，请刷新页面。',
    en: () => 'This plan has no background work that could be stopped or go on now; load the page again.',
  },
  'targets.plan.applying': {
    zh: () =>
      '已批准的方案正在变成目标，中途停下会让一部分下级用新目标、一部分用旧目标，所以不能停止。可以离开本页，后台会继续。',
    en: () =>
      'The approved plan is becoming targets. Stopped half way, some nodes would go by the new targets and some by the old ones, so it goes on; you can leave this page.',
  },
  'targets.plan.incomplete': {
    zh: () => '方案还在后台分解到下级，完成后再审批。',
    en: () => 'The plan is still being taken down the tree in the background; approve it when that is done.',
  },
  'targets.plan.own_node': {
    zh: ({ node }) => `“${node}”的目标要由上一级审批。`,
    en: ({ node }) => `The targets of "${node}" are approved by somebody above.`,
  },
  'targets.plan.based_on': {
    zh: ({ basedOn }) => `滚动建议所依据的方案 ${basedOn} 不是该节点、指标和年度已批准的方案。`,
    en: ({ basedOn }) => `Plan ${basedOn} is no approved plan of this node, KPI and year to go on from.`,
  },
  'targets.plan.event_range': {
    zh: () => '活动的开始月份不能晚于结束月份。',
    en: () => 'An event can’t end before it begins.',
  },
  'targets.plan.event_unknown': {
    zh: ({ no }) => `没有编号为 ${no} 的活动，或不在您的范围内。`,
    en: ({ no }) => `There is no event ${no} within your scope.`,
  },
  'targets.gap.no_parent': {
    zh: () => '上级还没有目标，无从比较。',
    en: () => 'The node above has no target to compare with.',
  },
  'targets.gap.no_children': {
    zh: () => '下级还没有目标，或没有可用的权重。',
    en: () => 'The nodes below have no targets yet, or nothing to weigh them by.',
  },
  'targets.gap.reached': {
    zh: () => '下级合起来达到上级目标。',
    en: () => 'The nodes below reach the target together.',
  },
  'targets.gap.sum': {
    zh: ({ weighted, parent, missing, unit }) =>
      `下级合计 ${zh(weighted, unit)}，上级要 ${zh(parent, unit)}：${Number(missing) > 0 ? '还差' : '多了'} ${zh(Math.abs(Number(missing)), unit)}。`,
    en: ({ weighted, parent, missing, unit }) =>
      `The nodes below sum to ${en(weighted, unit)}, the target is ${en(parent, unit)}: ${en(Math.abs(Number(missing)), unit)} ${Number(missing) > 0 ? 'missing' : 'too much'}.`,
  },
  'targets.gap.raise': {
    zh: ({ weighted, parent, missing, unit, raiseName, raiseBy }) =>
      `下级目标加权得 ${zh(weighted, unit)}，上级要 ${zh(parent, unit)}：还差 ${zh(missing, unit)}。例如把“${raiseName}”再提高 ${zh(raiseBy, unit)}。`,
    en: ({ weighted, parent, missing, unit, raiseName, raiseBy }) =>
      `The targets below, weighted, give ${en(weighted, unit)}; the parent wants ${en(parent, unit)}: ${en(missing, unit)} missing. Improve "${raiseName}" by ${en(raiseBy, unit)}, for instance.`,
  },
  'targets.gap.unreachable': {
    zh: ({ weighted, parent, missing, unit }) =>
      `下级目标加权得 ${zh(weighted, unit)}，上级要 ${zh(parent, unit)}：还差 ${zh(missing, unit)}，单靠任何一个下级都补不上，要几个一起提高。`,
    en: ({ weighted, parent, missing, unit }) =>
      `The targets below, weighted, give ${en(weighted, unit)}; the parent wants ${en(parent, unit)}: ${en(missing, unit)} missing, more than any one of them can add. Raise several.`,
  },
})
