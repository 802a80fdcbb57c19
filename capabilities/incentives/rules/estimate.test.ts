import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#foundation/period'
import { monthlyBonus } from './bonus.ts'
import { type Estimate, estimate } from './estimate.ts'
import { told } from './steps.ts'

const yuan = (amount: number) => amount * 100
const april = { from: '2024-04-01', to: '2024-04-30' }
const week = { from: '2024-04-08', to: '2024-04-14' }
const base = [{ from: '2023-01-01', baseFen: yuan(3_000) }]
const stretch = { from: '2024-04-01', to: '2024-04-10', factor: 1.5, grade: 'S', total: 99.33 }
const asked = { period: april, week, today: '2024-04-10', bases: base, stretches: [stretch] }
const made = (found: ReturnType<typeof estimate>): Estimate => {
  if ('why' in found) throw new Error(found.why)
  return found
}

test('ten days of a month of thirty at factor 1.5: 150 yuan a day', () => {
  const found = made(estimate(asked))
  expect(found).toMatchObject({
    todayFen: yuan(150),
    weekFen: yuan(450),
    monthFen: yuan(1_500),
    wholeMonthFen: yuan(4_500),
  })
  expect(told(found.because).map(({ text }) => text.zh)).toEqual([
    '绩效基数（2024-04-01 至 2024-04-10，10 天）：3,000 元 × 10/30 = 1,000 元',
    '总分 99.33，评级 S，系数 1.5',
    '3,000 元 × 10/30 × 1.5 = 1,500 元',
    '预估：按截至 2024-04-10 的得分计算；岗位和得分保持到 2024-04-30，全月为 4,500 元。以结算为准。',
  ])
})

test('a base that begins in the middle earns from its day on', () => {
  const found = made(estimate({ ...asked, bases: [{ from: '2024-04-10', baseFen: yuan(3_000) }] }))
  expect(found).toMatchObject({ todayFen: yuan(150), weekFen: yuan(150), monthFen: yuan(150) })
})

test('who left the position earns nothing more', () => {
  const left = { ...stretch, to: '2024-04-05' }
  expect(made(estimate({ ...asked, stretches: [left] }))).toMatchObject({
    todayFen: 0,
    weekFen: 0,
    monthFen: yuan(750),
    wholeMonthFen: yuan(750),
  })
})

test('without a base or a factor there is no figure, and it says which', () => {
  expect(estimate({ ...asked, bases: [] })).toMatchObject({ why: 'no_base' })
  expect(estimate({ ...asked, stretches: [] })).toMatchObject({ why: 'no_base' })
  expect(estimate({ ...asked, stretches: [{ ...stretch, factor: null }] })).toMatchObject({ why: 'not_graded' })
})

test('the month so far is what a settlement of these days would pay, to the fen; its parts never exceed it', () => {
  const factor = fc.constantFrom(0.5, 0.8, 1, 1.2, 1.5)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), factor, factor, fc.integer({ min: 2, max: 29 }), (...drawn) => {
      const [baseFen, first, second, day] = drawn
      const today = addDays(april.from, day)
      const cut = addDays(april.from, Math.floor(day / 2))
      const stretches = [
        { from: april.from, to: addDays(cut, -1), factor: first },
        { from: cut, to: today, factor: second },
      ].filter(({ from, to }) => from <= to)
      const bases = [{ from: '2024-01-01', baseFen }]
      const found = made(estimate({ period: april, week, today, bases, stretches }))
      const paid = monthlyBonus(april, bases, stretches).reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0)
      expect(found.monthFen).toBe(paid)
      expect(found.todayFen).toBeLessThanOrEqual(found.monthFen)
      expect(found.weekFen).toBeLessThanOrEqual(found.monthFen)
    }),
  )
})
