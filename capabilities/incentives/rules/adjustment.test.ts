import { expect, test } from 'vitest'
import { periodOf } from '#foundation/period'
import { monthlyBonusAdjustment } from './adjustment.ts'
import { type StretchPay, told } from './steps.ts'

const march = periodOf('month', '2024-03-01')
const settled: StretchPay = { total: 84.39, grade: 'B', factor: 1, amountFen: 300_000 }
const corrected: StretchPay = { total: 85.1, grade: 'A', factor: 1.2, amountFen: 360_000 }

test('a corrected fact raises the grade of March: the difference is paid with the next settlement', () => {
  const line = monthlyBonusAdjustment(march, [settled], [corrected], 0)
  expect(line).toMatchObject({
    rule: 'monthlyBonusAdjustment',
    period: '2024-03',
    fromDay: '2024-03-01',
    toDay: '2024-03-31',
    amountFen: 60_000,
    dueFen: 60_000,
  })
  expect(told(line?.because ?? []).map(({ text }) => text)).toEqual([
    { zh: '2024-03 结算时：84.39 B × 1 = 3,000 元', en: '2024-03 as settled: 84.39 B × 1 = 3,000 yuan' },
    { zh: '按更正后的数据：85.1 A × 1.2 = 3,600 元', en: 'By the corrected facts: 85.1 A × 1.2 = 3,600 yuan' },
    {
      zh: '差额 3,600 元 - 3,000 元 = 600 元；本次调整 600 元',
      en: 'Difference 3,600 yuan - 3,000 yuan = 600 yuan; now 600 yuan',
    },
  ])
})

test('what was adjusted before is not adjusted again', () => {
  expect(monthlyBonusAdjustment(march, [settled], [corrected], 60_000)).toBeNull()
  const better = { ...corrected, factor: 1.5, amountFen: 450_000 }
  expect(monthlyBonusAdjustment(march, [settled], [better], 60_000)).toMatchObject({
    amountFen: 90_000,
    dueFen: 150_000,
  })
})

test('a correction that is withdrawn takes the adjustment back', () => {
  expect(monthlyBonusAdjustment(march, [settled], [settled], 60_000)).toMatchObject({ amountFen: -60_000, dueFen: 0 })
})

test('a score that changes without changing the pay adjusts nothing', () => {
  expect(monthlyBonusAdjustment(march, [settled], [{ ...settled, total: 80 }], 0)).toBeNull()
})

test('other stretches than before are compared as a whole', () => {
  const halves = [
    { ...settled, amountFen: 150_000 },
    { ...corrected, amountFen: 180_000 },
  ]
  expect(monthlyBonusAdjustment(march, [settled], halves, 0)).toMatchObject({ amountFen: 30_000 })
  expect(monthlyBonusAdjustment(march, [settled], [], 0)).toMatchObject({ amountFen: -300_000 })
})

test('what can not be graded now stands as it was frozen', () => {
  const open = { total: null, grade: null, factor: null, amountFen: null }
  expect(monthlyBonusAdjustment(march, [settled], [open], 0)).toBeNull()
})
