import { registerSentences } from '#foundation/failure'

registerSentences({
  'incentives.settlement.unknown': {
    zh: ({ settlement }) => `找不到结算“${settlement}”，请核对编号；也可能不在您的薪酬查看范围内。`,
    en: ({ settlement }) => `There is no settlement "${settlement}" whose pay you may see; check the id.`,
  },
  'incentives.node.unknown': {
    zh: ({ node }) => `找不到组织节点“${node}”，请核对编码；也可能不在您的薪酬查看范围内。`,
    en: ({ node }) => `There is no node "${node}" whose pay you may see; check the id.`,
  },
  'incentives.person.none': {
    zh: () => '当前账号没有对应的人员，没有收入可看。请让管理员把账号与人员关联。',
    en: () => 'This account stands for no person and has no pay. Ask the administrator to link it.',
  },
  'incentives.person.unknown': {
    zh: ({ person }) => `找不到人员“${person}”，请核对编码；也可能不在您的薪酬查看范围内。`,
    en: ({ person }) => `There is no person "${person}" whose pay you may see; check the id.`,
  },
  'incentives.node.kind': {
    zh: ({ node }) => `“${node}”不能单独结算，请选择公司、大区或门店。`,
    en: ({ node }) => `"${node}" can't be settled by itself; choose a company, a region or a store.`,
  },
  'incentives.period.unknown': {
    zh: ({ period }) => `看不懂期间“${period}”，月份请写成 2024-03。`,
    en: ({ period }) => `"${period}" is no period; write a month as 2024-03.`,
  },
  'incentives.period.not_month': {
    zh: ({ period }) => `绩效按月结算，“${period}”不是月份，请写成 2024-03。`,
    en: ({ period }) => `Pay is settled by month and "${period}" is none; write it as 2024-03.`,
  },
  'incentives.period.future': {
    zh: ({ period }) => `${period} 还没有开始，不能结算。`,
    en: ({ period }) => `${period} has not begun yet and can't be settled.`,
  },
  'incentives.period.running': {
    zh: ({ period, to }) => `${period} 到 ${to} 才结束，之前只能保留为草稿；请在月末之后重新计算再核对。`,
    en: ({ period, to }) =>
      `${period} ends on ${to}; until then it stays a draft. Recalculate and check it after that day.`,
  },
  'incentives.settlement.outdated': {
    zh: ({ period }) => `这份草稿算得太早，不包括 ${period} 的全部数据；请重新计算后再继续。`,
    en: ({ period }) => `This draft was worked out before all of ${period} was known; recalculate it first.`,
  },
  'incentives.settlement.not_draft': {
    zh: () => '只有草稿可以重新计算；已核对的结算请先退回草稿。',
    en: () => 'Only a draft can be recalculated; take a checked settlement back to draft first.',
  },
  'incentives.settlement.not_checked': {
    zh: () => '只有已核对、尚未批准的结算可以退回草稿。',
    en: () => 'Only a settlement that is checked and not approved yet can be taken back to draft.',
  },
  'incentives.settlement.partly_visible': {
    zh: ({ settlement }) => `结算“${settlement}”有一部分不在您的薪酬查看范围内，请由能看到全部明细的人处理。`,
    en: ({ settlement }) =>
      `Part of the settlement "${settlement}" is outside your pay scope; somebody who sees all of it has to do this.`,
  },
  'incentives.line.unknown': {
    zh: ({ settlement, line }) => `结算“${settlement}”没有第 ${line} 行，请刷新后再试。`,
    en: ({ settlement, line }) => `The settlement "${settlement}" has no line ${line}; load it again.`,
  },
  'incentives.line.adjustment': {
    zh: ({ line }) => `第 ${line} 行是以前月份的调整，没有系数可设。`,
    en: ({ line }) => `Line ${line} adjusts an earlier month and takes no factor.`,
  },
  'incentives.ledger.already_posted': {
    zh: ({ settlement }) => `结算“${settlement}”中有些天的奖金已经入账，没有再次支付；请退回草稿并重新计算。`,
    en: ({ settlement }) =>
      `Some days of the settlement "${settlement}" are in the ledger already and are not paid again; take it back to draft and recalculate.`,
  },
  'incentives.publication.reserved': {
    zh: () => '公示功能尚未开放；已核对的结算可以直接批准。',
    en: () => 'Publication is not available yet; a checked settlement can be approved directly.',
  },
  'incentives.rule.none': {
    zh: ({ rule, period }) => `${period} 没有生效的奖励规则“${rule}”，无法结算。`,
    en: ({ rule, period }) => `No reward rule "${rule}" holds in ${period}, so nothing can be settled.`,
  },
})
