import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysIn, parsePeriod } from '#foundation/period'
import { planWeeks } from '#foundation/planWeek'
import { childShares, ratioCheck, ratioTargets } from './children.ts'
import { plannedYear, type YearPlan } from './decomposition.ts'
import { daysOfMonth, planDayWeights, weeksOfMonth } from './monthParts.ts'
import { path } from './path.ts'
import { rollingPath, rollingSum } from './rolling.ts'
import { newYearShares, seasonalWeights } from './seasonality.ts'
import { isFlat, spread, spreadTable } from './spread.ts'

// As shipped (catalogue/seasonality.ts; the test beside the operations holds the two together).
const seasonality = {
  months: [8, 8, 8.5, 8.2, 8.3, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5],
  newYear: { daysBefore: 7, daysAfter: 7, dip: 0.5 },
}
const newYears: Record<number, string> = {
  2022: '2022-02-01',
  2023: '2023-01-22',
  2024: '2024-02-10',
  2025: '2025-01-29',
  2026: '2026-02-17',
}
const newYearOf = (year: number) => newYears[year] ?? `${year}-02-05`
const season = (year: number, more = {}) => seasonalWeights({ year, profile: seasonality, newYearOf, ...more })
const total = (values: readonly number[]) => values.reduce((left, right) => left + right, 0)
const months = (year: number) =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)
const free = new Array<number | null>(12).fill(null)
const ten = 1_000_000 // ten thousand yuan, in fen
const output: YearPlan = {
  aggregation: 'additive',
  unit: 'fen',
  direction: 'higher',
  method: 'season',
  goal: 10_000 * ten,
  start: 8_000 * ten,
  weights: season(2024).weights,
  locks: free,
}
const nps: YearPlan = { ...output, aggregation: 'ratio', unit: 'points', method: 'linear', goal: 70, start: 45 }

describe('the shape of a year (H6.3)', () => {
  test('as shipped, 2024 is the source’s profile: February 10 percent under an average month', () => {
    expect(season(2024)).toEqual({
      weights: [8, 7.5, 8.5, 8.2, 8.3, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5],
      source: 'shipped',
      historyMonths: 0,
    })
    const year = plannedYear(output)
    expect(year).toMatchObject({ ok: true, warnings: [] })
    if (year.ok) expect(year.months.slice(0, 6)).toEqual([800, 750, 850, 820, 830, 850].map((value) => value * ten))
  })
  test('the dip moves with the lunar new year: 10 February 2024, 29 January 2025', () => {
    expect(newYearShares(2024, newYearOf(2024), seasonality.newYear).slice(0, 2)).toEqual([0, expect.closeTo(1)])
    const [january = 0, february = 0] = season(2025).weights
    expect(january).toBeLessThan(february)
    expect(8 - january).toBeGreaterThan(8 - february)
    expect(january + february).toBeCloseTo(15.5)
    expect(season(2023).weights.slice(0, 2)).toEqual([7.5, 8])
  })
  test('twelve months of the node’s own come first, eleven are not enough', () => {
    const values = [10, 9, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9]
    const history = months(2024).map((month, index) => ({ month, value: values[index] ?? 0 }))
    const own = season(2025, { history })
    expect(own).toMatchObject({ source: 'history', historyMonths: 12 })
    // February 2024 bore the dip; in 2025 January bears most of it.
    expect(own.weights[1]).toBeGreaterThan(9)
    expect(own.weights[0]).toBeLessThan(10)
    expect(season(2025, { history: history.slice(1) }).source).toBe('shipped')
    const gap = history.filter(({ month }) => month !== '2024-07')
    expect(
      season(2025, {
        history: [
          ...months(2022)
            .slice(5)
            .map((month) => ({ month, value: 8 })),
          ...gap,
        ],
      }).source,
    ).toBe('shipped')
  })
  test('an event lifts its months, a build-up leans the year to its end, and the sum stays 100', () => {
    const event = season(2024, { events: [{ from: 5, to: 6, factor: 1.2 }] }).weights
    expect((event[4] ?? 0) / (event[0] ?? 1)).toBeCloseTo((8.3 * 1.2) / 8, 3)
    const built = season(2024, { buildUp: { from: 0.8, to: 1.2 } }).weights
    expect(built[11]).toBeGreaterThan((built[5] ?? 0) * 1.1)
    for (const weights of [event, built]) expect(total(weights)).toBeCloseTo(100, 8)
  })
})

describe('an additive year (H6.2)', () => {
  test('8,000 to 10,000 with six months locked: 5,100 remain, spread by season to the fen', () => {
    const locks = [800, 750, 850, 820, 830, 850].map((value) => value * ten)
    const year = plannedYear({ ...output, locks: [...locks, ...new Array(6).fill(null)] })
    if (!year.ok) throw new Error('no plan')
    expect(year.months.slice(0, 6)).toEqual(locks)
    expect(total(year.months.slice(6))).toBe(5_100 * ten)
    expect(year.months.slice(6)).toEqual(new Array(6).fill(850 * ten))
    expect(year.quarters).toEqual([2_400, 2_500, 2_550, 2_550].map((value) => value * ten))
  })
  test('locked months that exceed the year say by how much', () => {
    expect(plannedYear({ ...output, goal: 700 * ten, locks: [800 * ten, ...free.slice(1)] })).toEqual({
      ok: false,
      problem: { code: 'locked_exceed', by: 100 * ten },
    })
    expect(spread(100, [1, 1], [40, 50])).toEqual({ ok: false, problem: 'locked_short', by: 10 })
  })
  test('833 a month is called flat, with the season beside it', () => {
    const year = plannedYear({ ...output, method: 'flat' })
    expect(year).toMatchObject({ ok: true, warnings: ['flat'] })
    if (year.ok) expect(year.alternative?.[1]).toBe(750 * ten)
    expect(isFlat([800, 750, 850])).toBe(false)
    const typed = new Array<number>(12).fill(833 * ten)
    typed[11] = 837 * ten
    expect(plannedYear({ ...output, method: 'hand', locks: typed })).toMatchObject({ ok: true, warnings: ['flat'] })
    expect(plannedYear({ ...output, method: 'hand', locks: new Array(12).fill(833 * ten) })).toMatchObject({
      problem: { code: 'hand_differs', by: -4 * ten },
    })
  })
  test('half a fen is no target', () => {
    expect(plannedYear({ ...output, goal: 0.5 })).toMatchObject({ problem: { code: 'not_whole' } })
  })
  test.each([2024, 2026])(
    '10,000.00 yuan over months, weeks, days and seven children of %d sum back everywhere',
    (year) => {
      const weights = season(year).weights
      expect(total(months(year).map((month) => planWeeks(month).length))).toBe(year === 2024 ? 52 : 53)
      fc.assert(
        fc.property(
          fc.array(fc.nat(100), { minLength: 7, maxLength: 7 }),
          fc.integer({ min: 0, max: 2e9 }),
          (shares, extra) => {
            const goal = extra % 2 === 0 ? 1_000_000 : extra
            const parent = spread(goal, weights)
            const wholes = spread(goal, shares)
            if (!parent.ok || !wholes.ok) throw new Error('no plan')
            const table = spreadTable(wholes.parts, parent.parts)
            // Children then months, and months then children.
            expect(table.map(total)).toEqual(wholes.parts)
            expect(parent.parts.map((_, month) => total(table.map((row) => row[month] ?? 0)))).toEqual(parent.parts)
            let dayCount = 0
            months(year).forEach((month, index) => {
              const parts = daysOfMonth(
                month,
                parent.parts[index] ?? 0,
                'additive',
                planDayWeights(month, { profile: seasonality, newYear: newYearOf(year) }),
              )
              const weeks = weeksOfMonth(month, parts, null)
              expect(total(parts.map(({ value }) => value))).toBe(parent.parts[index])
              expect(total(weeks.map(({ value }) => value))).toBe(parent.parts[index])
              const byDay = spreadTable(
                table.map((row) => row[index] ?? 0),
                parts.map(({ value }) => value),
              )
              expect(byDay.map(total)).toEqual(table.map((row) => row[index]))
              expect(parts.map((_, day) => total(byDay.map((row) => row[day] ?? 0)))).toEqual(
                parts.map(({ value }) => value),
              )
              dayCount += parts.length
            })
            expect(dayCount).toBe(daysIn(parsePeriod(String(year)) ?? { from: '', to: '' }))
          },
        ),
        { numRuns: 15 },
      )
    },
  )
  test('rows and columns of a table are exact and never negative, however uneven', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 9 }),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }),
        (rows, shares) => {
          const columns = spread(total(rows), shares)
          if (!columns.ok) throw new Error('no columns')
          const table = spreadTable(rows, columns.parts)
          expect(table.map(total)).toEqual(rows)
          expect(columns.parts.map((_, at) => total(table.map((row) => row[at] ?? 0)))).toEqual(columns.parts)
          expect(Math.min(...table.flat())).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('the path of a level (H6.2)', () => {
  test('NPS 45 to 70 with half a year locked never falls and arrives in December', () => {
    const year = plannedYear({ ...nps, locks: [48, 50, 52, 55, 58, 60, ...new Array(6).fill(null)] })
    if (!year.ok) throw new Error('no plan')
    expect(year.months).toEqual([48, 50, 52, 55, 58, 60, 62, 64, 65, 67, 69, 70])
    expect(year.quarters).toEqual([52, 60, 65, 70])
  })
  test('FTR 88 to 95 by quarters is 90, 92, 94, 95; the first quarter 89, 90, 90 with a pause', () => {
    const ftr = { shape: 'linear', unit: 'percent' } as const
    expect(path({ ...ftr, start: 88, goal: 95, steps: 4 })).toEqual({ ok: true, values: [90, 92, 94, 95] })
    expect(path({ ...ftr, start: 88, goal: 90, steps: 3, pauses: [2] })).toEqual({ ok: true, values: [89, 90, 90] })
  })
  test('response rate 78 to 85 over the weeks of April 2024: 80, 82, 84, 85', () => {
    expect(planWeeks('2024-04').map(({ from, to }) => [Number(from.slice(8)), Number(to.slice(8))])).toEqual([
      [1, 7],
      [8, 14],
      [15, 21],
      [22, 30],
    ])
    expect(path({ start: 78, goal: 85, steps: 4, shape: 'linear', unit: 'percent' })).toEqual({
      ok: true,
      values: [80, 82, 84, 85],
    })
  })
  test('S-shaped: slow, fast, slow', () => {
    const way = path({ start: 0, goal: 100, steps: 10, shape: 's', unit: 'percent' })
    if (!way.ok) throw new Error('no path')
    expect(way.values[0]).toBeLessThan(10)
    expect(way.values[4]).toBe(50)
    expect(way.values[9]).toBe(100)
  })
  test('a score of 3.8 to 4.0 moves in hundredths', () => {
    expect(path({ start: 3.8, goal: 4, steps: 4, shape: 'linear', unit: 'score5' })).toEqual({
      ok: true,
      values: [3.85, 3.9, 3.95, 4],
    })
  })
  test('a milestone that would turn the path back is named', () => {
    expect(
      plannedYear({
        ...nps,
        milestones: [
          { step: 5, value: 60 },
          { step: 8, value: 58 },
        ],
      }),
    ).toEqual({
      ok: false,
      problem: { code: 'turns_back', step: 8, value: 58, from: 60, to: 70 },
    })
    expect(plannedYear({ ...nps, locks: [71, ...free.slice(1)] })).toMatchObject({
      problem: { code: 'turns_back', step: 0 },
    })
    expect(plannedYear({ ...nps, start: null })).toMatchObject({ problem: { code: 'start_missing' } })
    expect(plannedYear({ ...nps, goal: 40 })).toMatchObject({ ok: true, warnings: ['worse_than_start'] })
  })
  test('never turns back, stays between start and goal, rests at pauses, and arrives', () => {
    const figure = fc.integer({ min: 0, max: 1000 }).map((value) => value / 10)
    fc.assert(
      fc.property(
        figure,
        figure,
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom('linear', 's'),
        fc.uniqueArray(fc.nat(13)),
        fc.uniqueArray(fc.nat(12), { maxLength: 4 }),
        (start, goal, steps, shape, pauses, at) => {
          const milestones = at
            .filter((step) => step < steps - 1)
            .sort((a, b) => a - b)
            .map((step, index, all) => ({ step, value: start + ((goal - start) * (index + 1)) / (all.length + 1) }))
          const way = path({ start, goal, steps, shape, pauses, milestones, unit: 'percent' })
          if (!way.ok) throw new Error('no path')
          expect(way.values).toHaveLength(steps)
          const up = goal >= start ? 1 : -1
          let before = start
          way.values.forEach((value, step) => {
            expect((value - before) * up).toBeGreaterThanOrEqual(-1e-9)
            expect((goal - value) * up).toBeGreaterThanOrEqual(-1e-9)
            if (pauses.includes(step) && step < steps - 1 && !milestones.some((one) => one.step === step))
              expect(value).toBe(before)
            before = value
          })
          expect(before).toBe(goal)
          for (const { step, value } of milestones) expect(way.values[step]).toBe(value)
        },
      ),
    )
  })
})

describe('rolling (H6.4)', () => {
  test('what January missed is spread over the rest by the same weights', () => {
    const plan = [800, 750, 850, 820, 830, 850, 850, 850, 850, 850, 850, 850]
    const rolled = rollingSum({
      plan,
      actual: [700, ...free.slice(1)],
      weights: season(2024).weights,
      locked: new Array(12).fill(false),
    })
    expect(rolled).toMatchObject({ difference: -100, closed: 1, reachable: true })
    expect(rolled.months[0]).toBe(700)
    expect(total(rolled.months)).toBe(10_000)
    expect(rolled.months[1]).toBe(758)
    expect(rolled.months[11]).toBe(859)
  })
  test('ahead of the year nothing more is owed; with every open month locked it falls short', () => {
    const plan = [10, 10, 10]
    const rolled = { plan, weights: [1, 1, 1] }
    expect(rollingSum({ ...rolled, actual: [40, null, null], locked: [false, false, false] })).toEqual({
      months: [40, 0, 0],
      difference: 30,
      closed: 1,
      reachable: true,
    })
    expect(rollingSum({ ...rolled, actual: [5, null, null], locked: [false, true, true] })).toMatchObject({
      months: [5, 10, 10],
      reachable: false,
    })
  })
  test('a path goes on from where it stands', () => {
    const plan = [48, 50, 52, 55, 58, 60, 62, 64, 65, 67, 69, 70]
    const actual = [47, 49, 50, ...new Array(9).fill(null)]
    const rolled = rollingPath({ plan, actual, locked: new Array(12).fill(false) }, { shape: 'linear', unit: 'points' })
    expect(rolled).toMatchObject({ difference: -2, closed: 3, reachable: true })
    expect(rolled.months.slice(0, 4)).toEqual([47, 49, 50, 53])
    expect(rolled.months[11]).toBe(70)
  })
})

describe('across the tree (H6.5)', () => {
  const child = { id: 'S1', history: null, technicians: 0, hoursPerDay: 8, bays: null, hand: null }
  test('by history, by capacity, by hand; who is unknown gets the mean', () => {
    expect(
      childShares('history', [
        { ...child, history: 300 },
        { ...child, id: 'S2', history: 100 },
        { ...child, id: 'S3' },
      ]),
    ).toEqual({ weights: [300, 100, 200], unknown: ['S3'] })
    expect(
      childShares('capacity', [
        { ...child, technicians: 6 },
        { ...child, bays: 4 },
      ]).weights,
    ).toEqual([48, 32])
    expect(childShares('hand', [{ ...child, hand: 2 }, child])).toEqual({ weights: [2, 0], unknown: [] })
  })
  test('stores’ targets weighted by jobs give 93.2; the parent wants 95: 1.8 are missing', () => {
    const stores = [
      { id: 'S1', start: 90, weight: 600, target: 92 },
      { id: 'S2', start: 92, weight: 400, target: 95 },
    ]
    const check = ratioCheck(95, stores, { direction: 'higher', best: 100 })
    expect(check).toMatchObject({ weighted: 93.2, missing: 1.8, without: [] })
    expect(check.raises).toEqual([
      { id: 'S1', by: 3, to: 95 },
      { id: 'S2', by: 4.5, to: 99.5 },
    ])
    expect(
      ratioCheck(1, [{ id: 'S1', start: 2, weight: 1, target: 1.5 }], { direction: 'lower', best: 0 }),
    ).toMatchObject({ missing: 0.5, raises: [{ by: 0.5, to: 1 }] })
  })
  test('proposed targets of a ratio reach the parent wherever the scale allows it', () => {
    const child = fc.record({
      id: fc.constant('S'),
      start: fc.option(fc.integer({ min: 500, max: 1000 }).map((value) => value / 10)),
      weight: fc.integer({ min: 1, max: 500 }),
      target: fc.constant(null),
    })
    fc.assert(
      fc.property(
        fc.array(child, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 50, max: 100 }),
        (children, parent) => {
          const targets = ratioTargets(parent, children, { direction: 'higher', best: 100 })
          const set = children.map((one, index) => ({ ...one, target: targets[index] ?? null }))
          expect(ratioCheck(parent, set, { direction: 'higher', best: 100 }).missing).toBe(0)
          set.forEach(({ start, target }) => {
            expect(target ?? 0).toBeLessThanOrEqual(100)
            if (start !== null) expect(target ?? 0).toBeGreaterThanOrEqual(start - 1e-9)
          })
        },
      ),
    )
  })
})
