import { expect, test } from 'vitest'
import { positions } from '#catalogue/positions'
import { addDays } from '#foundation/period'
import { accounts } from './accounts.ts'
import { network, staffOn } from './network.ts'
import { monthAfter, usualSeed, wholeSize } from './outline.ts'
import { dayWeight, lunarNewYear, newYearRest } from './season.ts'
import { monthTargets } from './targets.ts'

const net = network({ ...wholeSize, firstMonth: '2025-08', seed: usualSeed })

test('a company, three regions, twelve stores, about ten people in each, and every position', () => {
  const count = (kind: string) => net.nodes.filter((node) => node.kind === kind).length
  expect([count('company'), count('region'), count('store')]).toEqual([1, 3, 12])
  const every = positions.map((position) => position.id)
  for (const store of net.stores) {
    const staff = staffOn(net, store.id, every, '2026-04-01')
    expect(staff.length, store.id).toBeGreaterThanOrEqual(9)
    expect(staff.length, store.id).toBeLessThanOrEqual(13)
  }
  expect(new Set(net.people.map((person) => person.name)).size).toBe(net.people.length)
  const held = new Set(net.people.flatMap((person) => person.memberships.map((one) => one.position)))
  expect(held).toEqual(new Set(every))
})

test('one comes, one goes, and one moves in the middle of a month', () => {
  const late = net.people.filter(({ memberships }) => memberships.every(({ from }) => from >= '2025-08-01'))
  expect(late.map(({ id, memberships }) => [id, memberships[0]?.from])).toEqual([['BJ01-T4', '2026-07-08']])
  const gone = net.people.filter(({ memberships }) => memberships.at(-1)?.to)
  expect(gone.map(({ id }) => id)).toContain('BJ01-T2')
  expect(gone.length).toBe(7)
  const moved = net.people.find((person) => person.id === 'HZ01-T4')?.memberships
  expect(moved?.map(({ node, from, to }) => [node, from.slice(0, 4), to])).toEqual([
    ['HZ01-WORKSHOP', '2022', '2026-10-15'],
    ['SH01-WORKSHOP', '2026', null],
  ])
})

test('a part of the network names nothing that is outside it', () => {
  const part = network({ ...wholeSize, stores: 2, months: 1, firstMonth: '2026-01', seed: usualSeed })
  const ids = new Set(part.nodes.map((node) => node.id))
  expect(part.nodes.every((node) => node.parent === null || ids.has(node.parent))).toBe(true)
  expect(part.people.every((person) => person.memberships.every((one) => ids.has(one.node)))).toBe(true)
  expect(accounts(part).every((account) => account.grants.every((grant) => ids.has(grant.node)))).toBe(true)
  expect(accounts(net).length).toBe(10)
})

test('a larger one begins with the same stores; the others are made up, the same each time', () => {
  const large = network({ ...wholeSize, stores: 300, firstMonth: '2025-08', seed: usualSeed })
  expect(large.stores.slice(0, 12)).toEqual(net.stores)
  expect(large.stores).toHaveLength(300)
  expect(new Set(large.stores.map((store) => store.id)).size).toBe(300)
  expect(new Set(large.people.map((person) => person.id)).size).toBe(large.people.length)
  expect(large.nodes.filter((node) => node.kind === 'region').length).toBeGreaterThan(25)
  expect(network({ ...wholeSize, stores: 300, firstMonth: '2025-08', seed: usualSeed }).stores).toEqual(large.stores)
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
    expect(value('EAST', kpi) + value('NORTH', kpi) + value('SOUTH', kpi)).toBe(value('DEMO', kpi))
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
