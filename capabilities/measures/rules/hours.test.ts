import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, type Day, weekday } from '#foundation/period'
import { basisMin, forecast } from './hourForecast.ts'
import { type DayHours, type DayKind, hoursOfDay, peakHours, profile } from './hourProfile.ts'
import { adviceText } from './hoursText.ts'
import { type Advice, advices, peopleNeeded, servedInTime, staffed } from './staffing.ts'

const plain = (): DayKind => 'plain'
const monday = '2024-03-04'
const hoursWith = (at: Record<number, number>) => Array.from({ length: hoursOfDay }, (_, hour) => at[hour] ?? 0)
const dayWith = (day: Day, at: Record<number, number>, rest: Partial<DayHours> = {}): DayHours => ({
  day,
  open: true,
  contacts: hoursWith(at),
  inTime: hoursWith({}),
  intake: null,
  ...rest,
})

describe('profile', () => {
  test('two Mondays with 12 and 8 calls from 10 to 11 make 10 on a Monday, and an open one without counts too', () => {
    const days = [
      dayWith(monday, { 10: 12, 15: 3 }, { inTime: hoursWith({ 10: 6 }) }),
      dayWith(addDays(monday, 7), { 10: 8 }, { inTime: hoursWith({ 10: 8 }) }),
    ]
    const [first] = profile(days, plain)
    expect(first).toMatchObject({ weekday: 1, days: 2, contactsOfDay: 11.5, intakeOfDay: null })
    expect(first?.hours[10]).toMatchObject({ contacts: 10, tenMinuteRate: 70, contactsCounted: 20 })
    const quiet = { day: addDays(monday, 14), open: true, contacts: null, inTime: null, intake: null }
    expect(profile([...days, quiet], plain)[0]?.hours[10]?.contacts).toBeCloseTo(20 / 3)
    // A closed day is none, and neither is one before anybody sent contacts.
    expect(profile([...days, { ...quiet, open: false }], plain)[0]?.days).toBe(2)
    expect(profile([{ ...quiet, day: addDays(monday, -7) }, ...days], plain)[0]?.days).toBe(2)
  })

  it('has hours that add up to its day', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(40), { minLength: 24, maxLength: 24 }), { minLength: 1, maxLength: 20 }),
        (list) => {
          const days = list.map((contacts, index) => dayWith(addDays(monday, index), {}, { contacts }))
          for (const { contactsOfDay, hours } of profile(days, plain)) {
            const sum = hours.reduce((total, one) => total + (one.contacts ?? 0), 0)
            expect(sum).toBeCloseTo(contactsOfDay ?? 0, 6)
          }
        },
      ),
    )
  })

  test('the peaks of the day are those that stand out', () => {
    const busy = { 8: 4, 9: 6, 10: 16, 11: 8, 13: 6, 14: 15, 15: 8, 16: 5, 17: 4 }
    expect(peakHours(profile([dayWith(monday, busy)], plain)).map((one) => one.hour)).toEqual([10, 14])
  })
})

describe('forecast', () => {
  const weeks = (count: number, at: (week: number) => Record<number, number>) =>
    Array.from({ length: count }, (_, week) => dayWith(addDays(monday, 7 * week), at(week)))
  const next = (count: number) => [{ day: addDays(monday, 7 * count), closed: false }]

  test('what has been the same for weeks stays so', () => {
    const [day] = forecast(
      weeks(8, () => ({ 10: 12, 14: 8 })),
      next(8),
      plain,
      'contacts',
    )
    expect(day).toMatchObject({ basis: 8, expected: { total: 20 } })
    expect([day?.expected?.hours[10], day?.expected?.hours[14]]).toEqual([12, 8])
  })

  test('a trend is followed by halves and never beyond a fifth', () => {
    const level = (at: (week: number) => number) =>
      forecast(
        weeks(8, (week) => ({ 10: at(week) })),
        next(8),
        plain,
        'contacts',
      )[0]?.expected?.total ?? 0
    expect(level((week) => 100 + 2 * week)).toBeGreaterThan(108)
    expect(level((week) => 100 + 2 * week)).toBeLessThan(116)
    expect(level((week) => 10 + 60 * week)).toBeLessThan(1.2 * 430)
  })

  test('under three weeks it says so, and on a closed day there is nothing to expect', () => {
    expect(
      forecast(
        weeks(basisMin - 1, () => ({ 10: 5 })),
        next(2),
        plain,
        'contacts',
      )[0],
    ).toMatchObject({
      expected: null,
      missing: 'too_few_weeks',
      basis: 2,
    })
    expect(
      forecast(
        weeks(8, () => ({ 10: 5 })),
        [{ day: addDays(monday, 56), closed: true }],
        plain,
        'contacts',
      )[0]?.missing,
    ).toBe('closed')
    expect(
      forecast(
        weeks(8, () => ({ 10: 5 })),
        next(8),
        plain,
        'intake',
      )[0]?.missing,
    ).toBe('not_recorded')
  })

  test('a make-up Saturday is a working day, and a holiday is not taken for a plain weekday', () => {
    const past = Array.from({ length: 21 }, (_, index) => {
      const day = addDays(monday, index)
      return dayWith(day, { 10: weekday(day) <= 5 ? 20 : 4 })
    })
    const saturday = addDays(monday, 26)
    const kindOf = (kind: DayKind) => (day: Day) => (day === saturday ? kind : 'plain')
    const coming = [{ day: saturday, closed: false }]
    expect(forecast(past, coming, plain, 'contacts')[0]?.expected?.total).toBe(4)
    expect(forecast(past, coming, kindOf('make-up'), 'contacts')[0]?.expected?.total).toBe(20)
    expect(forecast(past, coming, kindOf('holiday'), 'contacts')[0]?.missing).toBe('too_few_weeks')
  })

  it('has hours that add up to the day, inside its own bounds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(60), { minLength: 24, maxLength: 24 }), { minLength: 3, maxLength: 10 }),
        (list) => {
          const past = list.map((contacts, week) => dayWith(addDays(monday, 7 * week), {}, { contacts }))
          const [day] = forecast(past, next(list.length), plain, 'contacts')
          if (!day?.expected) return
          const { total, low, high, hours } = day.expected
          expect(hours.reduce((sum, one) => sum + Math.round(one * 10), 0)).toBe(Math.round(total * 10))
          expect(low).toBeLessThanOrEqual(total)
          expect(high).toBeGreaterThanOrEqual(total)
        },
      ),
    )
  })
})

describe('people at the front desk', () => {
  const times = { contactSeconds: 480, intakeSeconds: 900 }
  const level = { withinSeconds: 600, targetPercent: 90 }
  const load = fc.record({
    contacts: fc.double({ min: 0, max: 120, noNaN: true }),
    intake: fc.double({ min: 0, max: 40, noNaN: true }),
  })

  test('20 calls of 8 minutes are 2.7 people of work; three answer 47 percent in ten minutes, four 93', () => {
    const hour = { contacts: 20, intake: 0, ...times }
    expect(servedInTime(hour, 2, 600)).toBe(0)
    expect(servedInTime(hour, 3, 600)).toBeCloseTo(47.4, 1)
    expect(servedInTime(hour, 4, 600)).toBeCloseTo(92.9, 1)
    expect(peopleNeeded(hour, level)).toBe(4)
  })

  it('are never fewer for more arrivals or a higher target', () => {
    fc.assert(
      fc.property(load, load, fc.integer({ min: 50, max: 95 }), (base, more, percent) => {
        const target = { withinSeconds: 600, targetPercent: percent }
        const needed = peopleNeeded({ ...base, ...times }, target)
        const bigger = { contacts: base.contacts + more.contacts, intake: base.intake, ...times }
        expect(peopleNeeded(bigger, target)).toBeGreaterThanOrEqual(needed)
        expect(peopleNeeded({ ...base, ...times }, { ...target, targetPercent: percent + 4 })).toBeGreaterThanOrEqual(
          needed,
        )
      }),
    )
  })

  it('meet the target with as many as needed, and with one fewer do not', () => {
    fc.assert(
      fc.property(load, (base) => {
        const hour = { ...base, ...times }
        const needed = peopleNeeded(hour, level)
        expect(servedInTime(hour, needed, 600)).toBeGreaterThanOrEqual(90)
        if (needed > 1) expect(servedInTime(hour, needed - 1, 600)).toBeLessThan(90)
      }),
    )
  })

  test('two more at 10 and at 14 from Monday to Friday is said once', () => {
    const quiet = { contacts: 8, intake: 0 }
    const busy = { contacts: 32, intake: 0 }
    const hours = Array.from({ length: 10 }, (_, index) => ({
      hour: 8 + index,
      ...([2, 6].includes(index) ? busy : quiet),
    }))
    const days = Array.from({ length: 7 }, (_, index) => ({
      weekday: index + 1,
      hours: staffed(index < 5 ? hours : hours.map(({ hour }) => ({ hour, ...quiet })), times, 4, level),
    }))
    expect(advices(days)).toMatchObject([
      { hours: [10, 14], weekdays: [1, 2, 3, 4, 5], extra: 2, contacts: 32, present: 4 },
    ])
  })

  test('in a shift the worst day decides, and what the whole week lacks is said for every day', () => {
    const at = (weekday: number, contacts: number) => ({
      weekday,
      hours: staffed([{ hour: 10, contacts, intake: 0 }], times, 2, level),
    })
    // 12 an hour need 3, 20 need 4.
    const week = (weekend: number) =>
      [1, 2, 3, 4, 5].map((day) => at(day, day === 3 ? 20 : 12)).concat(at(6, weekend), at(7, weekend))
    expect(advices(week(12))).toMatchObject([
      { weekdays: [1, 2, 3, 4, 5], extra: 2 },
      { weekdays: [6, 7], extra: 1 },
    ])
    expect(advices(week(20))).toMatchObject([{ hours: [10], weekdays: [1, 2, 3, 4, 5, 6, 7], extra: 2, needed: 4 }])
    expect(adviceText(advices(week(20))[0] as Advice)).toEqual({
      zh: '每天 10–11 点加 2 人',
      en: '2 more people at 10–11, every day',
    })
  })

  test('where nobody knows who is there, nothing is advised', () => {
    expect(staffed([{ hour: 10, contacts: 30, intake: 0 }], times, null, level)).toMatchObject([
      { extra: null, servedPercent: null },
    ])
  })
})
