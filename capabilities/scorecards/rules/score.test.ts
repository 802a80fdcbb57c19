import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundHalfAway } from '#foundation/money'
import { achievement, cardOf, kpis, technicianCard } from './card.fixture.ts'
import type { CardItem } from './card.ts'
import { type ScoreOf, score } from './score.ts'

const actuals = { ftr: 96, technicianEfficiency: 110, satisfactionScore: 92, outputValue: 2_800_000 }
const scored = (of: Partial<ScoreOf>) => score({ card: technicianCard, kpis, actuals, achievement, ...of })

describe('the technician', () => {
  test('FTR 96, efficiency 110, satisfaction 92, output 28,000: 99.33, S, 1.5', () => {
    const result = scored({})
    expect(result).toMatchObject({
      kpiTotal: 99.33,
      valuesScore: null,
      total: 99.33,
      grade: 'S',
      factor: 1.5,
      measuredWeight: 100,
    })
    expect(result.items.map(({ achievement, score, points }) => [achievement, score, points])).toEqual([
      [101.05, 100, 40],
      [110, 100, 30],
      [102.22, 100, 20],
      [93.33, 93.33, 9.33],
    ])
    expect(result).toMatchObject({ card: { id: 'technician', version: 1 }, position: 'technician' })
  })

  test('the same with FTR 88: 96.39, S', () => {
    expect(scored({ actuals: { ...actuals, ftr: 88 } })).toMatchObject({ total: 96.39, grade: 'S' })
  })

  test('efficiency 60 as well: 84.39, B', () => {
    const result = scored({ actuals: { ...actuals, ftr: 88, technicianEfficiency: 60 } })
    expect(result).toMatchObject({ total: 84.39, grade: 'B', factor: 1 })
  })

  test('the score says how it came about, in both languages, with the figures', () => {
    const result = scored({})
    expect(result.items[3]?.because.map(({ text }) => text)).toEqual([
      {
        zh: '产值：实际 28,000 元，计分卡目标 30,000 元，达成率 93.33%，得分 93.33；权重 10，计 10 × 93.33 / 100 = 9.33 分',
        en: "Output: actual 28,000 yuan, the card's target 30,000 yuan, achievement 93.33%, score 93.33; weight 10, 10 × 93.33 / 100 = 9.33 points",
      },
      {
        zh: '产值至少达到 30,000 元，总分可加 0.67 分',
        en: 'Output of at least 30,000 yuan would add 0.67 to the total',
      },
    ])
    expect(result.because.map(({ text }) => text.en)).toEqual([
      'KPI total 40 + 30 + 20 + 9.33 = 99.33 (items are shown to two decimals and summed before rounding)',
      'Total 99.33, which reaches 95: grade S, factor 1.5',
    ])
  })

  test("the person's own target wins", () => {
    const item = scored({ targets: { outputValue: 2_800_000 } }).items[3]
    expect(item).toMatchObject({ target: 2_800_000, score: 100, points: 10 })
    expect(item?.because[0]?.text.zh).toContain('个人目标 28,000 元')
  })

  test('half a month owes half of the month’s output', () => {
    const result = scored({ actuals: { ...actuals, outputValue: 1_500_000 }, coverage: { months: 0.5, share: 0.5 } })
    expect(result.items[3]).toMatchObject({ target: 1_500_000, score: 100 })
  })
})

describe('no data', () => {
  test('the weight goes to the others in proportion, and is shown', () => {
    const result = scored({ actuals: { ...actuals, satisfactionScore: null } })
    expect(result.items.map(({ effectiveWeight }) => effectiveWeight)).toEqual([50, 37.5, 0, 12.5])
    expect(result).toMatchObject({ measuredWeight: 80, total: 99.17, grade: 'S' })
    expect(result.items[2]).toMatchObject({
      actual: null,
      achievement: null,
      score: null,
      points: null,
      onePoint: null,
    })
    expect(result.items[2]?.because[0]?.text.en).toContain('no data')
    expect(result.items[0]?.because[0]?.text.en).toContain('weight 40 raised to 50')
  })

  test('60 percent of the weight is enough for a grade, less is not', () => {
    const enough = scored({ actuals: { ftr: 96, satisfactionScore: 92 } })
    expect(enough).toMatchObject({ measuredWeight: 60, total: 100, grade: 'S' })
    const few = scored({ actuals: { ftr: 96, outputValue: 3_000_000 } })
    expect(few).toMatchObject({ measuredWeight: 50, total: 100, grade: null, factor: null })
    expect(few.because.at(-1)?.text.zh).toContain('有数据的权重为 50%，不足 60%')
  })

  test('nothing measured has no total', () => {
    expect(scored({ actuals: {}, valuesScore: 90 })).toMatchObject({
      measuredWeight: 0,
      kpiTotal: null,
      total: null,
      grade: null,
    })
  })
})

describe('values', () => {
  test('count 20 percent when there is a rating', () => {
    const result = scored({ valuesScore: 80 })
    expect(result).toMatchObject({ kpiTotal: 99.33, valuesScore: 80, total: 95.47, grade: 'S' })
    expect(result.because[1]?.text.en).toBe('With the values rating: 0.8 × 99.33 + 0.2 × 80 = 95.47')
  })

  test('a share of 0 turns them off', () => {
    const result = scored({ card: { ...technicianCard, valuesShare: 0 }, valuesScore: 10 })
    expect(result).toMatchObject({ total: 99.33, valuesScore: null })
  })

  test('a serious violation is a veto, graded or not', () => {
    expect(scored({ seriousViolation: true })).toMatchObject({ total: 99.33, grade: 'D', factor: 0 })
    expect(scored({ seriousViolation: true, actuals: {} })).toMatchObject({ total: null, grade: 'D', factor: 0 })
  })
})

describe('quality gate', () => {
  const gated = { ...technicianCard, qualityGate: true }

  test('off as shipped', () => {
    expect(scored({ actuals: { ...actuals, ftr: 89 }, lights: { ftr: 'red' } }).grade).toBe('S')
  })

  test('a red FTR leaves B at best, one under the benchmark C', () => {
    const red = scored({ card: gated, actuals: { ...actuals, ftr: 89 }, lights: { ftr: 'red' } })
    expect(red).toMatchObject({ grade: 'B', factor: 1 })
    expect(red.because.at(-1)?.text.zh).toContain('质量关：首次修复率亮红灯，评级最高为 B')
    const bad = scored({ card: gated, actuals: { ...actuals, ftr: 87 }, lights: { ftr: 'red' } })
    expect(bad).toMatchObject({ grade: 'C', factor: 0.8 })
  })
})

describe('ways to score', () => {
  const one = (item: Omit<CardItem, 'weight'>, actual: number) =>
    score({ card: cardOf({ ...item, weight: 100 }), kpis, actuals: { [item.kpi]: actual }, achievement }).items[0]

  test('all or nothing', () => {
    expect(one({ kpi: 'ftr', target: 95, mode: 'allOrNothing' }, 94.9)).toMatchObject({ achievement: 99.89, score: 0 })
    expect(one({ kpi: 'ftr', target: 95, mode: 'allOrNothing' }, 95)).toMatchObject({ score: 100, onePoint: 'full' })
    expect(one({ kpi: 'ftr', target: 57, mode: 'allOrNothing' }, 0.57 * 100)).toMatchObject({ score: 100 })
  })

  test('lower is better, and a path from a start', () => {
    expect(one({ kpi: 'complaintRate', target: 1, mode: 'proportional' }, 1.5)).toMatchObject({
      achievement: 50,
      score: 50,
    })
    expect(one({ kpi: 'nps', target: 65, start: 45, mode: 'proportional' }, 50)).toMatchObject({ score: 25 })
  })
})

describe('one more point', () => {
  test('names the actual for it, rounded to the side that suffices', () => {
    const items = scored({ actuals: { ...actuals, ftr: 88, outputValue: 1_000_000 } }).items
    expect(items[0]?.onePoint).toEqual({ actual: 90.38, points: 1 })
    expect(items[1]?.onePoint).toBe('full')
    expect(items[3]?.onePoint).toEqual({ actual: 1_300_000, points: 1 })
  })

  test('reaches through the share of values', () => {
    expect(scored({ actuals: { ...actuals, ftr: 76 }, valuesScore: 80 }).items[0]?.onePoint).toEqual({
      actual: 78.97,
      points: 1,
    })
  })

  test('far off a lower-is-better target names where counting begins', () => {
    const card = cardOf({ kpi: 'complaintRate', weight: 100, target: 1, mode: 'proportional' })
    const [item] = score({ card, kpis, actuals: { complaintRate: 9 }, achievement }).items
    expect(item?.onePoint).toEqual({ actual: 1.99, points: 1 })
  })

  const anyItem = fc.oneof(
    fc.record({ kpi: fc.constant('ftr'), target: fc.integer({ min: 50, max: 100 }) }),
    fc.record({ kpi: fc.constant('complaintRate'), target: fc.integer({ min: 1, max: 10 }) }),
    fc.record({
      kpi: fc.constant('nps'),
      target: fc.integer({ min: 50, max: 80 }),
      start: fc.integer({ min: -20, max: 45 }),
    }),
    fc.record({ kpi: fc.constant('nps'), target: fc.integer({ min: -20, max: 0 }) }),
  )
  test('what it names does give the points that it promises', () => {
    fc.assert(
      fc.property(
        anyItem,
        fc.double({ min: -20, max: 120, noNaN: true }),
        fc.integer({ min: 5, max: 60 }),
        (item, actual, weight) => {
          const other: CardItem = { kpi: 'outputValue', weight: 100 - weight, target: 100, mode: 'proportional' }
          const card = cardOf({ ...item, weight, mode: 'proportional' }, other)
          const given = (value: number) =>
            score({ card, kpis, actuals: { [item.kpi]: value, outputValue: 50 }, achievement })
          const before = given(actual)
          const next = before.items[0]?.onePoint
          if (!next || next === 'full') return
          const gained = (given(next.actual).total ?? 0) - (before.total ?? 0)
          // Totals are shown to two decimals.
          expect(gained).toBeGreaterThanOrEqual(next.points - 0.0101)
        },
      ),
    )
  })
})

describe('always', () => {
  const anyActual = fc.option(fc.double({ min: -1000, max: 1000, noNaN: true }), { nil: null })
  const anyCard = fc
    .array(
      fc.record({
        weight: fc.integer({ min: 1, max: 50 }),
        target: fc.double({ min: -10, max: 200, noNaN: true }),
        actual: anyActual,
      }),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((rows) => {
      const ids = Object.keys(kpis)
      const items = rows.map(
        ({ weight, target }, index) => ({ kpi: ids[index] ?? '', weight, target, mode: 'proportional' }) as const,
      )
      return {
        card: cardOf(...items),
        actuals: Object.fromEntries(rows.map(({ actual }, index) => [ids[index], actual])),
      }
    })

  test('the total lies within 0 and 100, and the weights that count sum to 100', () => {
    fc.assert(
      fc.property(anyCard, fc.option(fc.integer({ min: 0, max: 100 })), ({ card, actuals }, valuesScore) => {
        const { items, total, measuredWeight } = score({ card, kpis, actuals, valuesScore, achievement })
        if (measuredWeight === 0) {
          expect(total).toBeNull()
          return
        }
        expect(total).toBeGreaterThanOrEqual(0)
        expect(total).toBeLessThanOrEqual(100)
        expect(
          roundHalfAway(
            items.reduce((sum, item) => sum + item.effectiveWeight, 0),
            6,
          ),
        ).toBe(100)
      }),
    )
  })

  test('better is never worse', () => {
    fc.assert(
      fc.property(
        anyCard,
        fc.nat(5),
        fc.double({ min: 0, max: 500, noNaN: true }),
        ({ card, actuals }, index, more) => {
          const kpi = card.items[index % card.items.length]?.kpi ?? ''
          const actual = actuals[kpi]
          if (actual == null) return
          const better = kpis[kpi]?.direction === 'lower' ? actual - more : actual + more
          const before = score({ card, kpis, actuals, achievement }).total ?? 0
          expect(
            score({ card, kpis, actuals: { ...actuals, [kpi]: better }, achievement }).total,
          ).toBeGreaterThanOrEqual(before)
        },
      ),
    )
  })

  test('nothing is gained above the target', () => {
    fc.assert(
      fc.property(fc.double({ min: 95, max: 1000, noNaN: true }), (ftr) => {
        expect(scored({ actuals: { ...actuals, ftr } }).total).toBe(99.33)
      }),
    )
  })
})
