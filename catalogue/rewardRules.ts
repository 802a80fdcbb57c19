/** The shipped reward rules (H11), by version and with the days from and to which they hold. */
export const rewardRules = [
  {
    id: 'monthlyBonus',
    version: 1,
    from: '2020-01-01',
    to: null,
    names: { zh: '月度绩效奖金', en: 'Monthly performance bonus' },
  },
  {
    id: 'monthlyBonusAdjustment',
    version: 1,
    from: '2020-01-01',
    to: null,
    names: { zh: '月度绩效奖金调整', en: 'Adjustment of a monthly performance bonus' },
  },
] as const
