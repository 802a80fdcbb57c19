import fc from 'fast-check'
import { expect, test } from 'vitest'
import { achievement, cardOf, kpis, technicianCard } from './card.fixture.ts'
import { type Ground, groundOf } from './ground.ts'
import { figuresKept, type KeptFigures, keptFigures } from './keptFigures.ts'
import { type ScoreOf, score, scoreFigures } from './score.ts'
import { sentencesOf } from './sentences.ts'

const read = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))
const ids = Object.keys(kpis)
const figure = fc.oneof(
  fc.constant(null),
  fc.double({ min: -200, max: 4_000_000, noNaN: true }).map((one) => one + 0),
)
const numbers = fc.dictionary(fc.constantFrom(...ids), figure)
const gated = {
  ...cardOf(
    { kpi: 'ftr', weight: 40, target: 95, mode: 'proportional', of: 'store' },
    { kpi: 'complaintRate', weight: 35, target: 1, mode: 'allOrNothing' },
    { kpi: 'nps', weight: 25, target: 65, mode: 'proportional', start: 20 },
  ),
  qualityGate: true,
}

test('a score says the same when it was kept and is read again, whatever its figures are', () => {
  const light = fc.constantFrom('green', 'red', undefined)
  fc.assert(
    fc.property(
      fc.record({
        card: fc.constantFrom(technicianCard, gated),
        actuals: numbers,
        targets: numbers,
        storeTargets: numbers,
        lights: fc.dictionary(fc.constantFrom(...ids), light),
        valuesScore: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 100, noNaN: true })),
        seriousViolation: fc.boolean(),
      }),
      (given) => {
        const of: ScoreOf = { ...given, kpis, achievement }
        const ground = groundOf(given.card, kpis)
        const figures = scoreFigures(of)
        const again = figuresKept(read(ground), read(keptFigures(ground, figures)))
        expect(again).toEqual(read(figures))
        const { items, because } = sentencesOf(read(ground), again)
        const told = score(of)
        expect(because.map(({ text }) => text)).toEqual(told.because.map(({ text }) => text))
        expect(items.map((one) => one.map(({ text }) => text))).toEqual(
          told.items.map((item) => item.because.map(({ text }) => text)),
        )
      },
    ),
  )
})

/** As a server wrote it in form 1. What stands below it was promised to people: it may never read otherwise. */
const ground: Ground = {
  form: 1,
  card: { id: 'technician', version: 3, names: { zh: '技师计分卡', en: 'Technician scorecard' } },
  position: 'technician',
  items: [
    { kpi: 'ftr', weight: 60, names: { zh: '首次修复率', en: 'FTR' }, unit: 'percent', direction: 'higher' },
    { kpi: 'nps', weight: 25, names: { zh: '净推荐值', en: 'NPS' }, unit: 'points', direction: 'higher' },
    { kpi: 'output', weight: 15, of: 'store', names: { zh: '产值', en: 'Output' }, unit: 'fen', direction: 'higher' },
  ],
  grades: [
    { grade: 'A', from: 80, factor: 1.2 },
    { grade: 'C', from: 60, factor: 0.8 },
  ],
  veto: { grade: 'D', factor: 0 },
  measuredWeightMin: 60,
  valuesShare: 0.2,
}
const kept: KeptFigures = [
  [75, 93.33, 80, 90.66, null, 0, 0, 1, 1],
  [95, 0, 91, 80, 95.79, 95.79, 76.63, 92.19, 1],
  [65, 2, null],
  [2_800_000, 1, 3_000_000, 20, 107.14, 100, 20],
]

test('what was kept in form 1 is told in the words of form 1', () => {
  const { items, because } = sentencesOf(ground, figuresKept(ground, kept))
  expect(items.flat().map(({ text }) => text.zh)).toEqual([
    '首次修复率：实际 91%，个人目标 95%，达成率 95.79%，得分 95.79；权重由 60 调整为 80，计 80 × 95.79 / 100 = 76.63 分',
    '首次修复率至少达到 92.19%，总分可加 1 分',
    '净推荐值：没有数据，不计分；其权重 25 按比例分摊到有数据的各项',
    '产值：实际 30,000 元，门店目标 28,000 元，达成率 107.14%，得分 100；权重由 15 调整为 20，计 20 × 100 / 100 = 20 分',
    '产值已得满分，超过目标不再加分',
  ])
  expect(because.map(({ text }) => text.en)).toEqual([
    'KPI total 76.63 + 20 = 93.33 (items are shown to two decimals and summed before rounding)',
    'With the values rating: 0.8 × 93.33 + 0.2 × 80 = 90.66',
    'Total 90.66, which reaches 80: grade A, factor 1.2',
    'Quality gate: FTR is worse than the industry benchmark, so the grade is C at best; grade C, factor 0.8',
  ])
  const told = (head: (number | null)[]) => sentencesOf(ground, figuresKept(ground, [head, ...kept.slice(1)])).because
  expect(told([75, 93.33, null, 93.33, null, -1]).at(-1)?.text.zh).toBe('严重违反价值观，一票否决：评级 D，系数 0')
  expect(told([40, 93.33, null, 93.33, null, -2]).at(-1)?.text.en).toBe(
    '40% of the weight is measured, less than 60%: not graded. HR sets the factor and says why',
  )
})

test('figures that do not fit what they stand on are refused', () => {
  expect(() => figuresKept(ground, kept.slice(1))).toThrow(RangeError)
  expect(() => figuresKept({ ...ground, form: 2 as never }, kept)).toThrow(RangeError)
})
