import { expect, test } from 'vitest'
import { addDays } from '#foundation/period'
import { accounts } from './accounts.ts'
import { monthAfter, network, staffOn, wholeSize } from './network.ts'
import { dayWeight, lunarNewYear, newYearRest } from './season.ts'
import { monthTargets } from './targets.ts'

const net = network({ ...wholeSize, firstMonth: '2026-01' })

test('a company, two regions, four stores and about eight people in each', () => {
  const count = (kind: string) => net.nodes.filter((node) => node.kind === kind).length
  expect([count('company'), count('region'), count('store')]).toEqual([1, 2, 4])
  for (const store of net.stores) {
    const positions = ['store_manager', 'technician_lead', 'technician', 'service_advisor', 'parts_clerk']
    const staff = staffOn(net, store.id, positions, '2026-04-01')
    expect(staff.length, store.id).toBeGreaterThanOrEqual(8)
    expect(staff.length, store.id).toBeLessThanOrEqual(9)
  }
  expect(new Set(net.people.map((person) => person.name)).size).toBe(net.people.length)
})

test('everybody is there before the figures begin, apart from the newcomer; one moves in the middle of a month', () => {
  const late = net.people.filter(({ memberships }) => memberships.every(({ from }) => from >= '2026-01-01'))
  expect(late.map(({ id, memberships }) => [id, memberships[0]?.from])).toEqual([['BJ01-T4', '2026-03-08']])
  const moved = net.people.find((person) => person.id === 'HZ01-T4')?.memberships
  expect(moved?.map(({ node, from, to }) => [node, from.slice(0, 4), to])).toEqual([
    ['HZ01-WORKSHOP', '2023', '2026-06-15'],
    ['SH01-WORKSHOP', '2026', null],
  ])
})

test('a part of the network names nothing that is outside it', () => {
  const part = network({ stores: 2, months: 1, firstMonth: '2026-01' })
  const ids = new Set(part.nodes.map((node) => node.id))
  expect(part.nodes.every((node) => node.parent === null || ids.has(node.parent))).toBe(true)
  expect(part.people.every((person) => person.memberships.every((one) => ids.has(one.node)))).toBe(true)
  expect(accounts(part).every((account) => account.grants.every((grant) => ids.has(grant.node)))).toBe(true)
  expect(accounts(network({ ...wholeSize, firstMonth: '2026-01' })).length).toBe(10)
})

test('the lunar new year moves, its stores rest, and its month dips by a tenth to a fifth', () => {
  expect([lunarNewYear(2026), lunarNewYear(2027)]).toEqual(['2026-02-17', '2027-02-06'])
  expect(newYearRest(2026)).toEqual(['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'])
  const perDay = (month: string) => {
    let sum = 0
    let days = 0
    for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1), days++) sum += dayWeight(day)
    return sum / days
  }
  expect(perDay('2026-02')).toBeLessThan(0.9)
  expect(perDay('2026-02')).toBeGreaterThan(0.75)
  expect(perDay('2026-04')).toBeGreaterThan(1)
})

test('targets of counts and money add up from stores to regions and the company; ratios lie in between', () => {
  const rows = monthTargets(net, '2026-04')
  const value = (node: string, kpi: string) =>
    rows.find((row) => row.node === node && row.kpi === kpi)?.value ?? Number.NaN
  for (const kpi of ['jobs', 'outputValue']) {
    const stores = net.stores.map((store) => value(store.id, kpi))
    expect(value('EAST', kpi) + value('NORTH', kpi)).toBe(value('DEMO', kpi))
    expect(stores.reduce((sum, one) => sum + one, 0)).toBe(value('DEMO', kpi))
  }
  expect(value('HZ01', 'jobs')).toBeGreaterThan(440)
  expect(value('HZ01', 'jobs')).toBeLessThan(480)
  expect(value('EAST', 'ftr')).toBeGreaterThan(92)
  expect(value('EAST', 'ftr')).toBeLessThan(95)
})

test('months count both ways', () => {
  expect([monthAfter('2026-01', 2), monthAfter('2026-01', -2), monthAfter('2026-01', 0)]).toEqual([
    '2026-03',
    '2025-11',
    '2026-01',
  ])
})
