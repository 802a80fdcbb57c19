import { expect, test } from 'vitest'
import { behaviours } from './behaviours.ts'
import { kpis } from './kpis.ts'
import { positions } from './positions.ts'
import { strategyMap } from './strategyMap.ts'

const library = kpis.map(({ id }) => id)
const named = strategyMap.flatMap((objective) => objective.kpis.map(({ kpi }) => kpi))

test('an objective names KPIs of the library, and each KPI serves one objective', () => {
  expect(named.filter((kpi) => !library.includes(kpi))).toEqual([])
  expect(named).toHaveLength(new Set(named).size)
})

test('what a position does for a KPI serves an objective: from every task one walks up (H1)', () => {
  expect(behaviours.filter(({ kpi }) => !library.includes(kpi)).map(({ id }) => id)).toEqual([])
  expect(behaviours.filter(({ kpi }) => !named.includes(kpi)).map(({ id }) => id)).toEqual([])
})

test('causes and positions that the map names are there', () => {
  const keys = strategyMap.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  for (const { key, drives, accountable } of strategyMap) {
    expect(drives.filter((one) => !keys.includes(one) || one === key)).toEqual([])
    expect(positions.map(({ id }) => id)).toContain(accountable)
  }
})
