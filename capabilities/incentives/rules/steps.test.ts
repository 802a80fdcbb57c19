import { expect, test } from 'vitest'
import { type KeptStep, type Step, told } from './steps.ts'

/** As they were kept with lines and in the ledger. What they say was promised to people: it may never read otherwise. */
const kept: [Step, zh: string, en: string][] = [
  [
    { step: 'base', baseFen: 310_000, days: 20, of: 31, from: '2024-03-01', to: '2024-03-20' },
    '绩效基数（2024-03-01 至 2024-03-20，20 天）：3,100 元 × 20/31 = 2,000 元',
    'Bonus base (2024-03-01 to 2024-03-20, 20 days): 3,100 yuan × 20/31 = 2,000 yuan',
  ],
  [
    { step: 'graded', total: 99.33, grade: 'S', factor: 1.5 },
    '总分 99.33，评级 S，系数 1.5',
    'Total 99.33, grade S, factor 1.5',
  ],
  [{ step: 'graded', total: null, grade: null, factor: 0 }, '系数 0', 'factor 0'],
  [
    { step: 'set', factor: 0.8, by: '王敏', reason: '外出培训' },
    '未评级；王敏设定系数 0.8，理由：外出培训',
    'Not graded; 王敏 set the factor 0.8, reason: 外出培训',
  ],
  [
    { step: 'open' },
    '未评级，尚无系数：请人力资源设定系数并说明理由',
    'Not graded, and without a factor: HR has to set one and say why',
  ],
  [
    {
      step: 'amount',
      bases: [
        [300_000, 15],
        [310_000, 16],
      ],
      of: 31,
      factor: 1.5,
      amountFen: 457_742,
      restFen: 1,
    },
    '(3,000 元 × 15/31 + 3,100 元 × 16/31) × 1.5 = 4,577.42 元（各段合计等于全月应得，本段尾差 1 分）',
    "(3,000 yuan × 15/31 + 3,100 yuan × 16/31) × 1.5 = 4,577.42 yuan (the stretches sum to the month's whole; 1 fen of rounding falls here)",
  ],
  [
    {
      step: 'settled',
      period: '2024-03',
      pay: [{ total: 84.39, grade: 'B', factor: 1, amountFen: 300_000 }],
      sumFen: 300_000,
    },
    '2024-03 结算时：84.39 B × 1 = 3,000 元',
    '2024-03 as settled: 84.39 B × 1 = 3,000 yuan',
  ],
  [{ step: 'corrected', pay: [], sumFen: 0 }, '按更正后的数据：无', 'By the corrected facts: nothing'],
  [
    { step: 'difference', nowFen: 360_000, beforeFen: 300_000, dueFen: 60_000, adjustedFen: 10_000, amountFen: 50_000 },
    '差额 3,600 元 - 3,000 元 = 600 元，此前已调整 100 元；本次调整 500 元',
    'Difference 3,600 yuan - 3,000 yuan = 600 yuan, of which 100 yuan was adjusted before; now 500 yuan',
  ],
  [
    { step: 'posted', dueFen: 0, postedFen: 5, amountFen: -5 },
    '更正：应为 0.00 元，已入账 0.05 元，差额 -0.05 元',
    'Correction: 0.00 yuan due, 0.05 yuan in the ledger, difference -0.05 yuan',
  ],
]

test.each(kept)('%o is told in its words', (step, zh, en) => {
  expect(told(JSON.parse(JSON.stringify([step])) as KeptStep[]).map(({ text }) => text)).toEqual([{ zh, en }])
})

test('sentences that were kept stay as they are', () => {
  const before: KeptStep[] = [{ text: { zh: '3,000 元 × 1.5', en: '3,000 yuan × 1.5' }, values: { factor: 1.5 } }]
  expect(told(before)).toEqual(before)
})
