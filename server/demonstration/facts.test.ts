import { describe, expect, test } from 'vitest'
import { dayNumber, months } from '#foundation/period'
import { type Batch, factBatches, type OrderRow, type SurveyRow } from './facts.ts'
import { monthAfter, network, wholeSize } from './network.ts'

const load = (firstMonth: string, now: string) => factBatches(network({ ...wholeSize, firstMonth }), new Date(now))
const ordersOf = (batches: Batch[]): OrderRow[] =>
  batches.flatMap((batch) => (batch.kind === 'work-orders' ? batch.rows : []))
const surveysOf = (batches: Batch[]): SurveyRow[] =>
  batches.flatMap((batch) => (batch.kind === 'surveys' ? batch.rows : []))
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
const percent = (part: number, whole: number) => (100 * part) / whole

const first = '2026-05'
const batches = load(first, '2026-11-21T15:30:00+08:00')
const orders = ordersOf(batches)
const surveys = surveysOf(batches)

describe('what is known at a moment', () => {
  test('is the same whenever it is asked for', () => {
    expect(load(first, '2026-11-21T15:30:00+08:00')).toEqual(batches)
  })

  test('grows: what was final before stays, and only open orders change, to a greater version', () => {
    const earlier = ordersOf(load(first, '2026-09-03T10:05:00+08:00'))
    const later = new Map(orders.map((order) => [order.externalId, order]))
    const open = earlier.filter((order) => !order.deliveredAt)
    expect(open.length).toBeGreaterThan(0)
    for (const order of earlier) {
      if (order.deliveredAt) expect(later.get(order.externalId)).toEqual(order)
      else expect(later.get(order.externalId)?.version).toBe(later.get(order.externalId)?.deliveredAt)
    }
  })

  test('ends with the moment, in the morning as at night', () => {
    for (const now of ['2026-11-21T03:00:00+08:00', '2026-11-21T10:30:00+08:00', '2026-11-21T23:59:00+08:00']) {
      const rows = load(first, now)
      const versions = rows.flatMap((batch) => batch.rows.map((row) => row.version)).sort()
      expect(Date.parse(versions.at(-1) ?? '')).toBeLessThanOrEqual(Date.parse(now))
    }
    expect(orders.filter((order) => order.openedAt.startsWith('2026-11-21')).some((order) => !order.deliveredAt)).toBe(
      true,
    )
  })

  test('names nothing twice', () => {
    for (const rows of [orders, surveys]) expect(new Set(rows.map((row) => row.externalId)).size).toBe(rows.length)
  })
})

test('a return refers to an order of the same store that was delivered at most 30 days before, once', () => {
  const known = new Map(orders.map((order) => [order.externalId, order]))
  const returns = orders.filter((order) => order.rework)
  const originals = returns.map((order) => order.rework?.originalOrder ?? '')
  expect(new Set(originals).size).toBe(originals.length)
  for (const order of returns) {
    const original = known.get(order.rework?.originalOrder ?? '')
    expect(original?.store).toBe(order.store)
    expect(Date.parse(original?.deliveredAt ?? '')).toBeLessThan(Date.parse(order.openedAt))
    const last = (order.deliveredAt ?? order.openedAt).slice(0, 10)
    expect(dayNumber(last) - dayNumber((original?.deliveredAt ?? '').slice(0, 10))).toBeLessThanOrEqual(30)
  }
})

test('whoever works on an order is in that store on that day', () => {
  const { people } = network({ ...wholeSize, firstMonth: first })
  const at = new Map(people.map((person) => [person.id, person.memberships]))
  for (const { store, openedAt, advisor, leadTechnician, labour } of orders) {
    const day = openedAt.slice(0, 10)
    for (const person of [advisor, leadTechnician, ...labour.map((line) => line.technician)])
      expect(
        at
          .get(person ?? '')
          ?.some((one) => one.node.startsWith(store) && one.from <= day && (!one.to || one.to >= day)),
        `${person} ${day}`,
      ).toBe(true)
  }
})

type Figures = {
  jobs: number
  ftr: number
  nps: number
  ticket: number
  addOnRate: number
  appointmentRate: number
  satisfaction: number
}

function storeMonth(from: OrderRow[], answers: SurveyRow[], store: string, month: string): Figures {
  const jobs = from.filter((order) => order.store === store && order.deliveredAt?.startsWith(month))
  const given = answers.filter((survey) => survey.store === store && survey.answeredAt.startsWith(month))
  const share = (test: (order: OrderRow) => boolean) => percent(jobs.filter(test).length, jobs.length)
  const liked = given.filter((one) => (one.nps ?? 0) >= 9).length - given.filter((one) => (one.nps ?? 0) <= 6).length
  return {
    jobs: jobs.length,
    ftr: 100 - share((order) => Boolean(order.rework)),
    nps: percent(liked, given.length),
    ticket: sum(jobs.map((order) => order.labourFen + order.partsFen)) / jobs.length / 100,
    addOnRate: share((order) => order.hasAddOn),
    appointmentRate: share((order) => order.hasAppointment),
    satisfaction: sum(given.map((one) => one.score ?? (one.stars ?? 0) * 20)) / given.length,
  }
}

// The stories hold whenever the network is loaded, over the lunar new year as well.
describe.each([['2026-05'], ['2025-11'], ['2026-09']])('the stories of a network that begins in %s', (from) => {
  const end = monthAfter(from, 6)
  const made = load(from, `${end}-01T00:00:00+08:00`)
  const [allOrders, allSurveys] = [ordersOf(made), surveysOf(made)]
  const all = months({ from: `${from}-01`, to: `${monthAfter(from, 5)}-01` })
  const course = (store: string) => all.map((month) => storeMonth(allOrders, allSurveys, store, month))
  const mean = (store: string, figure: keyof Figures) => sum(course(store).map((month) => month[figure])) / all.length
  const each = (store: string, figure: keyof Figures, low: number, high: number) => {
    for (const month of course(store)) {
      expect(month[figure], `${store} ${figure}`).toBeGreaterThan(low)
      expect(month[figure], `${store} ${figure}`).toBeLessThan(high)
    }
  }

  test('the good store keeps its quality, and its customers say so', () => {
    each('SH01', 'ftr', 94.8, 97.5)
    each('SH01', 'nps', 64, 80)
    expect(mean('SH01', 'nps')).toBeGreaterThan(67)
  })

  test('the ordinary store', () => {
    each('HZ01', 'ftr', 90.5, 94)
    each('HZ01', 'nps', 48, 66)
    each('HZ01', 'satisfaction', 86, 93)
  })

  test('the store that chases output: first more of everything, then the returns', () => {
    const months = course('BJ01')
    const [begin, end] = [months[0] as Figures, months[5] as Figures]
    expect(begin.ftr).toBeGreaterThan(89.5)
    expect(begin.ftr).toBeLessThan(93)
    expect(end.ftr).toBeGreaterThan(76.5)
    expect(end.ftr).toBeLessThan(80)
    months.slice(1).forEach((month, index) => {
      expect(month.ftr).toBeLessThan((months[index] as Figures).ftr)
    })
    expect(end.nps).toBeLessThan(begin.nps - 15)
    expect(months.some((month) => month.ticket > 3_675)).toBe(true)
    expect(months.some((month) => month.addOnRate > 25)).toBe(true)
  })

  test('the store that sells too little: below the ticket and the add-ons that are asked for', () => {
    each('TJ01', 'ticket', 3_000, 3_480)
    each('TJ01', 'addOnRate', 12, 19)
    each('TJ01', 'appointmentRate', 48, 55)
    each('TJ01', 'nps', 55, 72)
  })

  test('a master and a novice in one workshop', () => {
    const known = new Map(allOrders.map((order) => [order.externalId, order]))
    const of = (person: string) => {
      const led = allOrders.filter((order) => order.leadTechnician === person && order.deliveredAt)
      const charged = allOrders.filter(
        (order) => order.deliveredAt && known.get(order.rework?.originalOrder ?? '')?.leadTechnician === person,
      )
      const lines = allOrders.flatMap((order) => order.labour.filter((line) => line.technician === person))
      return {
        ftr: 100 - percent(charged.length, led.length),
        efficiency: percent(sum(lines.map((line) => line.billedMinutes)), sum(lines.map((line) => line.actualMinutes))),
      }
    }
    const [master, novice] = [of('HZ01-T1'), of('HZ01-T2')]
    expect(master.ftr).toBeGreaterThan(97)
    expect(master.efficiency).toBeGreaterThan(115)
    expect(novice.ftr).toBeGreaterThan(80)
    expect(novice.ftr).toBeLessThan(84)
    expect(novice.efficiency).toBeGreaterThan(82)
    expect(novice.efficiency).toBeLessThan(88)
  })
})

test('cars arrive most at ten and at two', () => {
  const hours = Array.from(
    { length: 24 },
    (_, hour) => orders.filter((order) => Number(order.openedAt.slice(11, 13)) === hour).length,
  )
  const busiest = hours.map((count, hour) => ({ count, hour })).sort((a, b) => b.count - a.count)
  expect(
    busiest
      .slice(0, 2)
      .map((one) => one.hour)
      .sort(),
  ).toEqual([10, 14])
})

test('about a third of the orders are answered for, a day or two after the delivery', () => {
  const known = new Map(orders.map((order) => [order.externalId, order]))
  expect(percent(surveys.length, orders.length)).toBeGreaterThan(31)
  expect(percent(surveys.length, orders.length)).toBeLessThan(35)
  for (const survey of surveys) {
    const delivered = known.get(survey.order ?? '')?.deliveredAt?.slice(0, 10) ?? ''
    expect([1, 2]).toContain(dayNumber(survey.answeredAt.slice(0, 10)) - dayNumber(delivered))
  }
})
