import { describe, expect, test } from 'vitest'
import { dayNumber } from '#foundation/period'
import { storeFacts } from './facts.ts'
import { momentAt } from './moments.ts'
import { type Network, network } from './network.ts'
import { monthAfter, type Size, wholeSize } from './outline.ts'
import { type Facts, kinds, type Row } from './rows.ts'

const first = '2025-08'
const size = (only: string[], months = 15, ordersPerDay = 11): Size => ({ ...wholeSize, months, ordersPerDay, only })
const net = (one: Size, firstMonth = first, seed = 'baton') => network({ ...one, firstMonth, seed })
const monthsUntil = (from: string, last: string) => {
  const months: string[] = []
  for (let month = from; month <= last; month = monthAfter(month, 1)) months.push(month)
  return months
}
/** The facts of one store by month. */
function told(network: Network, store: string, now: string, from = network.outline.firstMonth): Map<string, Facts> {
  const sketch = network.stores.find((one) => one.id === store)
  if (!sketch) throw new Error(store)
  const of = storeFacts(network, sketch, momentAt(new Date(now)))
  return new Map(monthsUntil(from, now.slice(0, 7)).map((month) => [month, of(month)]))
}
type Order = Extract<Row<'work-orders'>, { labour: unknown }>
type Survey = Extract<Row<'surveys'>, { answeredAt: unknown }>
const ordersOf = (facts: Facts) => facts['work-orders'].filter((row): row is Order => 'labour' in row)
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
const percent = (part: number, whole: number) => (100 * part) / whole

const pair = net(size(['HZ01', 'SH01'], 3), '2026-08')
const now = '2026-11-21T15:30:00+08:00'
const months = told(pair, 'HZ01', now)
const all = [...months.values()]
const orders = all.flatMap(ordersOf)

describe('what is known at a moment', () => {
  test('is the same whenever it is asked for, from whichever month on', () => {
    expect(told(pair, 'HZ01', now, '2026-10').get('2026-11')).toEqual(months.get('2026-11'))
    expect(told(net(size(['HZ01', 'SH01'], 3), '2026-08', 'other'), 'HZ01', now)).not.toEqual(months)
  })

  test('grows: what was final before stays, and only open orders change, to a greater version', () => {
    const earlier = [...told(pair, 'HZ01', '2026-09-03T10:35:00+08:00').values()].flatMap(ordersOf)
    const later = new Map(orders.map((order) => [order.externalId, order]))
    const open = earlier.filter((order) => !order.deliveredAt)
    expect(open.length).toBeGreaterThan(0)
    for (const order of earlier) {
      if (order.deliveredAt) expect(later.get(order.externalId)).toEqual(order)
      else expect(later.get(order.externalId)?.version).toBe(later.get(order.externalId)?.deliveredAt)
    }
  })

  test('ends with the moment, in the morning as at night', () => {
    for (const at of ['2026-11-21T03:00:00+08:00', '2026-11-21T10:30:00+08:00', '2026-11-21T23:59:00+08:00'])
      for (const facts of told(pair, 'HZ01', at).values())
        for (const kind of kinds)
          for (const row of facts[kind]) expect(row.version <= at, `${kind} ${row.externalId}`).toBe(true)
    expect(orders.some((order) => !order.deliveredAt)).toBe(true)
  })

  test('names nothing twice, but for the versions of an answer', () => {
    for (const kind of kinds) {
      const keys = all.flatMap((facts) => facts[kind].map((row) => `${row.externalId} ${row.version}`))
      expect(new Set(keys).size, kind).toBe(keys.length)
      const ids = all.flatMap((facts) => facts[kind].map((row) => row.externalId))
      if (kind !== 'surveys') expect(new Set(ids).size, kind).toBe(ids.length)
    }
  })

  test('has every kind of fact', () => {
    const whole = net(size(['BJ01', 'TJ01'], 15))
    const kindsOf = (store: string) => {
      const facts = [...told(whole, store, now).values()]
      return kinds.filter((kind) => facts.some((month) => month[kind].length > 0))
    }
    expect(new Set([...kindsOf('BJ01'), ...kindsOf('TJ01')])).toEqual(new Set(kinds))
  })
})

test('a return refers to an order of the same store that was delivered at most 30 days before, once', () => {
  const known = new Map(orders.map((order) => [order.externalId, order]))
  const returns = orders.filter((order) => order.rework)
  expect(returns.length).toBeGreaterThan(40)
  const originals = returns.map((order) => order.rework?.originalOrder ?? '')
  expect(new Set(originals).size).toBe(originals.length)
  for (const order of returns) {
    const original = known.get(order.rework?.originalOrder ?? '')
    expect(original?.customer).toBe(order.customer)
    expect((original?.deliveredAt ?? '') < order.openedAt).toBe(true)
    expect(
      dayNumber(order.openedAt.slice(0, 10)) - dayNumber((original?.deliveredAt ?? '').slice(0, 10)),
    ).toBeLessThanOrEqual(30)
  }
})

test('everything about an order names one that there is', () => {
  const known = new Set(orders.map((order) => order.externalId))
  for (const facts of all)
    for (const kind of ['surveys', 'complaints', 'inspections', 'appointments', 'part-requests'] as const)
      for (const row of facts[kind])
        if ('order' in row && row.order) expect(known.has(row.order), `${kind} ${row.externalId}`).toBe(true)
})

test('whoever works is in that store on that day, before and after the move', () => {
  const at = new Map(pair.people.map((person) => [person.id, person.memberships]))
  const there = (person: string | null | undefined, store: string, day: string) =>
    at.get(person ?? '')?.some((one) => one.node.startsWith(store) && one.from <= day && (!one.to || one.to >= day)) ===
    true
  for (const store of ['HZ01', 'SH01'])
    for (const facts of told(pair, store, now).values()) {
      for (const { openedAt, advisor, leadTechnician, labour } of ordersOf(facts))
        for (const person of [advisor, leadTechnician, ...labour.map((line) => line.technician)])
          expect(there(person, store, openedAt.slice(0, 10)), `${person} ${openedAt}`).toBe(true)
      for (const row of facts.attendance)
        if ('person' in row) expect(there(row.person, store, row.day), `${row.person} ${row.day}`).toBe(true)
      for (const row of facts.contacts)
        if ('person' in row && row.person) expect(there(row.person, store, row.receivedAt.slice(0, 10))).toBe(true)
    }
  const moved = told(pair, 'SH01', now).get('2026-10')
  const led = moved ? ordersOf(moved).filter((order) => order.leadTechnician === 'HZ01-T4') : []
  expect(led.length).toBeGreaterThan(10)
  expect(led.every((order) => order.openedAt >= '2026-10-16')).toBe(true)
})

test('accounts follow the orders of their month', () => {
  for (const month of ['2026-08', '2026-09', '2026-10']) {
    const facts = months.get(month) as Facts
    const output = sum(ordersOf(facts).map((order) => order.labourFen + order.partsFen))
    const [accounts] = facts.finance
    const revenue = accounts && 'revenueFen' in accounts ? accounts.revenueFen : 0
    expect(revenue / output).toBeGreaterThan(0.98)
    expect(revenue / output).toBeLessThan(1)
  }
})

test('cars and calls come most at ten and at two', () => {
  const busiest = (instants: string[]) => {
    const hours = Map.groupBy(instants, (at) => Number(at.slice(11, 13)))
    return [...hours]
      .sort((a, b) => b[1].length - a[1].length)
      .slice(0, 2)
      .map(([hour]) => hour)
      .sort()
  }
  expect(busiest(orders.map((order) => order.openedAt))).toEqual([10, 14])
  const calls = all.flatMap((facts) => facts.contacts.flatMap((row) => ('receivedAt' in row ? [row.receivedAt] : [])))
  expect(busiest(calls)).toEqual([10, 14])
})

type Figures = ReturnType<typeof figures>

function figures(facts: Facts) {
  const jobs = ordersOf(facts).filter((order) => order.deliveredAt)
  const latest = new Map(facts.surveys.map((row) => [row.externalId, row]))
  const given = [...latest.values()].filter((row): row is Survey => 'answeredAt' in row)
  const share = (test: (order: Order) => boolean) => percent(jobs.filter(test).length, jobs.length)
  const liked = given.filter((one) => (one.nps ?? 0) >= 9).length - given.filter((one) => (one.nps ?? 0) <= 6).length
  const lines = jobs.flatMap((order) => order.labour)
  const calls = facts.contacts.flatMap((row) => ('receivedAt' in row ? [row] : []))
  const inTime = calls.filter(
    (row) => row.firstAnsweredAt && Date.parse(row.firstAnsweredAt) - Date.parse(row.receivedAt) <= 600_000,
  )
  const bays = facts['bay-usage'].flatMap((row) => ('usedMinutes' in row ? [row] : []))
  const [accounts] = facts.finance.slice(-1).flatMap((row) => ('revenueFen' in row ? [row] : []))
  return {
    jobs: jobs.length,
    output: sum(jobs.map((order) => order.labourFen + order.partsFen)),
    ftr: 100 - share((order) => Boolean(order.rework)),
    nps: percent(liked, given.length),
    satisfaction: sum(given.map((one) => one.score ?? (one.stars ?? 0) * 20)) / given.length,
    efficiency: percent(sum(lines.map((line) => line.billedMinutes)), sum(lines.map((line) => line.actualMinutes))),
    complaints: percent(facts.complaints.length, jobs.length),
    response: percent(inTime.length, calls.length),
    bays: percent(sum(bays.map((row) => row.usedMinutes)), sum(bays.map((row) => row.availableMinutes))),
    margin: accounts ? percent(accounts.netProfitFen, accounts.revenueFen) : Number.NaN,
    ticket: sum(jobs.map((order) => order.labourFen + order.partsFen)) / jobs.length / 100,
    addOns: share((order) => order.hasAddOn),
  }
}

// The stories hold whenever the network is loaded, over the lunar new year as well.
describe.each([['2025-08'], ['2026-01']])('the stories of a network that begins in %s', (from) => {
  const end = monthAfter(from, 15)
  const whole = net({ ...wholeSize }, from)
  const course = (store: string): Figures[] =>
    [...told(whole, store, `${end}-06T15:30:00+08:00`).values()].slice(0, 15).map(figures)
  const mean = (of: Figures[], figure: keyof Figures) => sum(of.map((month) => month[figure])) / of.length

  test('output alone: a third more for three months, then the returns', () => {
    const bj = course('BJ01')
    const [before, boom, after] = [bj.slice(1, 6), bj.slice(9, 12), bj.slice(13)]
    const perMonth = mean(boom, 'output') / mean(before, 'output')
    expect(perMonth).toBeGreaterThan(1.25)
    expect(mean(before, 'ftr')).toBeGreaterThan(90)
    expect(mean(after, 'ftr')).toBeGreaterThan(76.5)
    expect(mean(after, 'ftr')).toBeLessThan(80)
    expect(mean(before, 'nps')).toBeGreaterThan(49)
    expect(mean(after, 'nps')).toBeLessThan(33)
    expect(mean(after, 'complaints') / mean(before, 'complaints')).toBeGreaterThan(3.3)
  })

  test('satisfaction alone: content customers, and half of the bays empty', () => {
    const sz = course('SZ01')
    const [before, after] = [sz.slice(0, 6), sz.slice(13)]
    expect(mean(before, 'satisfaction')).toBeLessThan(88)
    expect(mean(after, 'satisfaction')).toBeGreaterThan(91)
    expect(mean(after, 'efficiency')).toBeLessThan(67)
    expect(mean(before, 'bays')).toBeGreaterThan(82)
    expect(mean(after, 'bays')).toBeLessThan(56)
    expect(mean(after, 'margin')).toBeLessThan(0)
  })

  test('balanced: quality first, and everything else follows', () => {
    const sh = course('SH01')
    expect(mean(sh, 'ftr')).toBeGreaterThan(95)
    expect(mean(sh.slice(10), 'efficiency')).toBeGreaterThan(107)
    expect(mean(sh.slice(10), 'nps')).toBeGreaterThan(68)
    expect(mean(sh.slice(11, 14), 'output') / mean(sh.slice(0, 3), 'output')).toBeGreaterThan(1.12)
    expect(mean(sh.slice(13, 14), 'margin')).toBeGreaterThan(23.5)
  })

  test('padded surveys: the NPS rises, and nothing that drives it does', () => {
    const gz = course('GZ01')
    const [before, high, after] = [gz.slice(0, 5), gz.slice(10, 12), gz.slice(14)]
    expect(mean(before, 'nps')).toBeLessThan(50)
    expect(mean(high, 'nps')).toBeGreaterThan(64)
    expect(mean(after, 'nps')).toBeLessThan(41)
    for (const driver of ['response', 'complaints', 'ftr'] as const)
      expect(Math.abs(mean(high, driver) - mean(before, driver)), driver).toBeLessThan(2)
  })

  test('the telephone at peaks; too little offered', () => {
    expect(Math.abs(mean(course('QD01'), 'response') - 82)).toBeLessThan(1.5)
    expect(mean(course('TJ01'), 'ticket')).toBeLessThan(3_350)
    expect(mean(course('TJ01'), 'addOns')).toBeLessThan(16)
  })
})

test('a master and a novice in one workshop, and what standards do for the novice', () => {
  const whole = net(size(['HZ01', 'SH01']))
  const months = [...told(whole, 'HZ01', now).values()]
  const known = new Map(months.flatMap(ordersOf).map((order) => [order.externalId, order]))
  const of = (person: string, some: Facts[]) => {
    const jobs = some.flatMap(ordersOf).filter((order) => order.deliveredAt)
    const led = jobs.filter((order) => order.leadTechnician === person)
    const charged = jobs.filter((order) => known.get(order.rework?.originalOrder ?? '')?.leadTechnician === person)
    return 100 - percent(charged.length, led.length)
  }
  expect(of('HZ01-T1', months)).toBeGreaterThan(96)
  expect(of('HZ01-T2', months.slice(1, 9))).toBeLessThan(86)
  expect(of('HZ01-T2', months.slice(13))).toBeGreaterThan(88)
})

test('a well-run store keeps more than half of its customers, as head office asks, and the best one most of them', () => {
  const kept = (store: string) => {
    const visits = [...told(net(size([store])), store, '2026-10-31T20:00:00+08:00')].flatMap(([month, facts]) =>
      ordersOf(facts).map((order) => ({ month, who: order.customer })),
    )
    const before = new Set(visits.filter(({ month }) => month < '2025-11').map(({ who }) => who))
    const recent = new Set(visits.filter(({ month }) => month >= '2025-11').map(({ who }) => who))
    return percent([...before].filter((who) => recent.has(who)).length, before.size)
  }
  expect(kept('HZ01')).toBeGreaterThan(57)
  expect(kept('SH01')).toBeGreaterThan(kept('HZ01'))
  expect(kept('GZ01')).toBeLessThan(50)
})
