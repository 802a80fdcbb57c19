import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#foundation/period'
import type { Goal, GoalVocabulary, SmartLetter } from '../rules/goal.ts'
import { smartCheck } from '../rules/smart.ts'
import { checkGoal, goalVocabulary } from './checkGoal.ts'

const now = new Date('2024-04-10T02:00:00Z')
const vocabulary = goalVocabulary() as GoalVocabulary
const ground = { vocabulary, past: {}, today: '2024-04-10' }

const check = (goal: string | Goal, past: Record<string, (number | null)[]> = {}) =>
  checkGoal({ ...(typeof goal === 'string' ? { text: goal } : goal), past }, now)
const states = (goal: string | Goal, past: Record<string, (number | null)[]> = {}) =>
  Object.fromEntries(check(goal, past).letters.map(({ letter, state }) => [letter, state])) as Record<
    SmartLetter,
    string
  >
const missed = (goal: string | Goal, past: Record<string, (number | null)[]> = {}) =>
  check(goal, past)
    .letters.filter(({ state }) => state === 'miss')
    .map(({ letter }) => letter)
const read = (text: string) => check(text).read

describe('the five letters of a goal (H16.2)', () => {
  it.each(['Improve customer satisfaction', '提升客户满意度', 'Make customers happy', '让客户更满意'])(
    '%s: nobody knows of what, how much, and when',
    (text) => expect(missed(text)).toEqual(['specific', 'measurable', 'timeBound']),
  )

  it.each([
    'NPS from 52 to 65 by the end of June',
    '6月底前NPS从52提升到65',
    '6月底前，NPS 由 52 分提高至 65 分',
    'NPS 52→65 by June 30',
  ])('%s passes', (text) => {
    expect(Object.values(states(text))).toEqual(['pass', 'pass', 'pass', 'pass', 'pass'])
    expect(read(text)).toEqual({ kpi: 'nps', from: 52, to: 65, by: '2024-06-30' })
  })

  it('FTR from 88% to 95% says by how much and not by when', () => {
    expect(missed('FTR from 88% to 95%')).toEqual(['timeBound'])
    expect(missed('FTR从88%提升到95%')).toEqual(['timeBound'])
  })

  it('Q2末FTR提升至95% is time-bound, and starts where the KPI stands when that is known', () => {
    expect(read('Q2末FTR提升至95%')).toEqual({ kpi: 'ftr', from: null, to: 95, by: '2024-06-30' })
    expect(states('Q2末FTR提升至95%')).toMatchObject({ specific: 'pass', timeBound: 'pass', measurable: 'miss' })
    expect(missed('Q2末FTR提升至95%', { ftr: [91, null, 92] })).toEqual([])
  })

  it.each(['improve service quality', '提高服务质量', '把工作做好'])('%s can not be measured', (text) =>
    expect(missed(text)).toContain('measurable'),
  )

  it('a first-time fix rate of 99 is out of reach in three months, 92 is not', () => {
    expect(states('FTR from 88% to 99% within 3 months').achievable).toBe('miss')
    expect(states('三个月内FTR从88%提升到99%').achievable).toBe('miss')
    expect(states('FTR from 88% to 92% within 3 months').achievable).toBe('pass')
    expect(missed({ kpi: 'ftr', from: 88, to: 92, by: '2024-07-10' })).toEqual([])
  })

  it('what a store has done before tells what it can do', () => {
    const goal = { kpi: 'ftr', from: 88, to: 93, by: '2024-07-10' }
    expect(missed(goal)).toEqual([])
    expect(missed(goal, { ftr: [87.8, 87.9, 88, 88, 88] })).toEqual(['achievable'])
    expect(missed(goal, { ftr: [82, 84, 86, 88] })).toEqual([])
  })

  it('a technician repairs cars and sells none', () => {
    const sales = { text: '6月底前新车销量从10台提升到11台', position: 'technician' }
    expect(missed(sales)).toEqual(['relevant'])
    expect(missed({ text: 'New-car sales from 10 to 11 by the end of June', position: 'technician' })).toEqual([
      'relevant',
    ])
    expect(missed({ text: '6月底前维修台次从120台提升到126台', position: 'technician' })).toEqual([])
    expect(missed({ text: 'Repair jobs from 120 to 126 by the end of June', position: 'technician' })).toEqual([])
  })

  it('a store manager answers for everything in the store', () => {
    expect(states({ kpi: 'netMargin', position: 'store_manager' }).relevant).toBe('pass')
    expect(states({ kpi: 'netMargin', position: 'technician' }).relevant).toBe('miss')
  })

  it('a result that one can count is specific and measurable', () => {
    expect(missed('今天获得3个5星好评')).toEqual([])
    expect(missed('本周五前完成40人的AI客服培训')).toEqual([])
    expect(missed('Train 40 people by Friday')).toEqual([])
  })

  it('the plan of a month of the first document passes', () => {
    for (const text of ['4月底前10分钟响应率从78%提升到85%', '4月底前客户体验评分从3.8分提升到4.0分']) {
      const { letters } = checkGoal({ text, past: {} }, new Date('2024-04-01T01:00:00Z'))
      expect(letters.every(({ state }) => state === 'pass')).toBe(true)
    }
    expect(missed('全年产值从8000万增至10000万')).toEqual([])
    expect(read('全年产值从8000万增至10000万')).toMatchObject({ from: 8_000_000_000, to: 10_000_000_000 })
    const year = checkGoal({ text: '今年底NPS从45分提升至70分', past: {} }, new Date('2024-01-02T01:00:00Z'))
    expect(year.letters.every(({ state }) => state === 'pass')).toBe(true)
  })

  it('a figure beside a vague word tells which KPI it is', () => {
    expect(read('6月底前客户满意度从85分提升到90分').kpi).toBe('satisfactionScore')
    expect(read('customer satisfaction from 88% to 91% by June').kpi).toBe('csat')
  })

  it('a change without a start is resolved from what is known', () => {
    expect(missed('6月底前NPS提升3分')).toEqual(['measurable'])
    expect(check('6月底前NPS提升3分', { nps: [50, 51, 52] }).read).toMatchObject({ from: 52, to: 55 })
    expect(check('complaint rate down by 0.5% by the end of June', { complaintRate: [3, 3, 3] }).read).toMatchObject({
      to: 2.5,
    })
  })

  it('a goal behind its start, or a day that has gone by, is told', () => {
    expect(missed('6月底前NPS从65降到52')).toEqual(['achievable'])
    expect(missed('NPS from 52 to 65 by 2024-03-31')).toEqual(['timeBound'])
  })
})

describe('days in goals', () => {
  it.each([
    ['6月底', '2024-06-30'],
    ['6月30日', '2024-06-30'],
    ['3月底', '2025-03-31'],
    ['Q2末', '2024-06-30'],
    ['二季度末', '2024-06-30'],
    ['2024年Q3', '2024-09-30'],
    ['2024-06-30', '2024-06-30'],
    ['2024年6月30日', '2024-06-30'],
    ['本周五', '2024-04-12'],
    ['下周三', '2024-04-17'],
    ['周一', '2024-04-15'],
    ['本月底', '2024-04-30'],
    ['月底', '2024-04-30'],
    ['下个月', '2024-05-31'],
    ['年底', '2024-12-31'],
    ['明年底', '2025-12-31'],
    ['上半年', '2024-06-30'],
    ['今天', '2024-04-10'],
    ['明天', '2024-04-11'],
    ['两周内', '2024-04-24'],
    ['10天内', '2024-04-20'],
    ['by Friday', '2024-04-12'],
    ['next Monday', '2024-04-15'],
    ['by the end of June', '2024-06-30'],
    ['by end of June', '2024-06-30'],
    ['by June', '2024-06-30'],
    ['by June 30', '2024-06-30'],
    ['by 30 June 2024', '2024-06-30'],
    ['by Q2', '2024-06-30'],
    ['in Q3 2024', '2024-09-30'],
    ['this month', '2024-04-30'],
    ['by the end of the quarter', '2024-06-30'],
    ['by the end of the year', '2024-12-31'],
    ['by year-end', '2024-12-31'],
    ['in two weeks', '2024-04-24'],
    ['today', '2024-04-10'],
    ['by May', '2024-05-31'],
  ])('%s is %s', (text, day) => expect(read(`NPS ${text}`).by).toBe(day))

  it.each(['每天', 'FTR 95%', '十分钟响应率', 'we may improve', '8000-10000', 'market'])('%s names none', (text) =>
    expect(read(text).by).toBeNull(),
  )
})

describe('whatever somebody types', () => {
  const word = fc.constantFrom(
    ...vocabulary.kpis.flatMap(({ names, synonyms }) => [names.zh, names.en, ...synonyms]),
    ...vocabulary.vague.flatMap(({ words }) => words),
    '6月底',
    'Q2末',
    '本周五',
    'by Friday',
    '明年',
    '2023-01-01',
    '从',
    '提升到',
    '降低',
    'from',
    'to',
    '->',
    '88%',
    '3.8',
    '8000万',
    '-5',
    '40人',
    '0',
    '百分点',
  )
  const goal = fc.record({
    text: fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    ),
    kpi: fc.option(fc.constantFrom(...vocabulary.kpis.map(({ id }) => id), 'unheard-of')),
    from: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    to: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    by: fc.option(
      fc.oneof(
        fc.integer({ min: -400, max: 800 }).map((days) => addDays('2024-04-10', days)),
        fc.string(),
      ),
    ),
    position: fc.option(fc.constantFrom(...vocabulary.positions.map(({ id }) => id), 'unheard-of')),
  })
  const past = fc.dictionary(
    fc.constantFrom(...vocabulary.kpis.map(({ id }) => id)),
    fc.array(fc.option(fc.double({ min: 0, max: 100, noNaN: true })), { maxLength: 12 }),
  )

  it('is answered with five letters, and each miss with a wording that passes it', () => {
    fc.assert(
      fc.property(goal, past, (given, months) => {
        const own = { ...ground, past: months }
        const { letters } = smartCheck(given, own)
        expect(letters.map(({ letter }) => letter)).toEqual([
          'specific',
          'measurable',
          'achievable',
          'relevant',
          'timeBound',
        ])
        for (const { letter, state, better } of letters) {
          expect(better === null).toBe(state !== 'miss')
          for (const text of better ? [better.zh, better.en] : []) {
            const again = smartCheck({ text, position: given.position }, own).letters.find(
              (one) => one.letter === letter,
            )
            expect([text, letter, again?.state]).toEqual([text, letter, 'pass'])
          }
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('a long text is no burden', () => {
    const begun = performance.now()
    check('提升从到 52 '.repeat(20_000))
    check('1,'.repeat(50_000))
    check('a '.repeat(50_000))
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
