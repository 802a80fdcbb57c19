import { defineMessages } from '#design/locale'

export const estimateMessages = defineMessages({
  zh: {
    title: '预估奖金',
    badge: '预估',
    all: '我的收入',
    today: '今天',
    week: '本周',
    month: '本月至今',
    asOf: (v: { time: string }) => `${v.time} 的数据`,
    asOfOffline: (v: { time: string }) => `离线，显示 ${v.time} 的预估`,
    score: (v: { total: string; grade: string; factor: string; whole: string }) =>
      `现在 ${v.total} 分，${v.grade} 级，系数 ${v.factor}；保持到月底，全月 ${v.whole}。`,
    noScore: (v: { whole: string }) => `得分保持到月底，全月 ${v.whole}。`,
    counts: '只含月度绩效奖金，得分会变，以结算为准。',
    how: '怎么算出来的',
    failed: '没能载入预估奖金',
    none: '无数据',
    why: {
      no_rule: '这个月没有生效的奖金规则。奖金规则由总部设定。',
      no_work: '这个月您还没有任职记录。请店长在“人员”里核对岗位和日期。',
      no_card: '您的岗位没有绩效计分卡，算不出系数。请人力核对岗位。',
      no_base: '还没有登记您的绩效基数。请人力登记。',
      not_graded: '本月数据还太少，计分卡不足以评级，所以没有系数。数据够了会自动显示。',
    },
  },
  en: {
    title: 'Bonus, estimated',
    badge: 'Estimate',
    all: 'My pay',
    today: 'Today',
    week: 'This week',
    month: 'This month so far',
    asOf: (v) => `as of ${v.time}`,
    asOfOffline: (v) => `Offline, estimate of ${v.time}`,
    score: (v) =>
      `Score ${v.total}, grade ${v.grade}, factor ${v.factor} now; kept until the month ends, ${v.whole} for the month.`,
    noScore: (v) => `With the score kept until the month ends, ${v.whole} for the month.`,
    counts: 'The monthly performance bonus only. The score moves; the settlement counts.',
    how: 'How it was worked out',
    failed: 'The estimate did not load',
    none: 'No data',
    why: {
      no_rule: 'No bonus rule holds this month. Head office sets the rules.',
      no_work: 'No position is on record for you this month. Ask your manager to check position and dates.',
      no_card: 'Your position has no scorecard, so there is no factor. Ask HR to check your position.',
      no_base: 'Your bonus base is not on record yet. Ask HR to enter it.',
      not_graded:
        'There are too few figures this month to grade the card, so there is no factor yet. It shows once there are enough.',
    },
  },
})
