import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ground, weighed } from './balance.fixture.ts'
import { balance, dimensionWeights, isRefused } from './balance.ts'

const found = (position: string | null, weights: Record<string, number>, qualityGate = true) =>
  balance({ position, items: weighed(weights), qualityGate }, ground)
const codes = (...of: Parameters<typeof found>) => found(...of).map(({ level, code }) => `${level} ${code}`)

describe('the shipped cards', () => {
  test.each([
    ['technician', { ftr: 40, technicianEfficiency: 30, satisfactionScore: 20, outputValue: 10 }],
    ['store_manager', { netMargin: 25, ftr: 20, nps: 20, dailyIntake: 15, technicianEfficiency: 10, retention: 10 }],
    [
      'service_advisor',
      { averageTicket: 30, satisfactionScore: 25, addOnRate: 20, appointmentRate: 15, complaintRate: 10 },
    ],
    ['parts_supervisor', { partsFillRate: 40, inventoryTurnover: 30, obsoleteStockRate: 20, partsGrossMargin: 10 }],
    [null, { ftr: 35, technicianEfficiency: 30, nps: 25, outputValue: 10 }],
  ])('%s: no error and no warning', (position, weights) => {
    expect(codes(position, weights)).toEqual([])
  })

  test('the quality gate is offered where there is quality to watch and it is off', () => {
    const card = { ftr: 40, technicianEfficiency: 30, satisfactionScore: 20, outputValue: 10 }
    expect(codes('technician', card, false)).toEqual(['offer balance.gate.offer'])
    const parts = { partsFillRate: 40, inventoryTurnover: 30, obsoleteStockRate: 20, partsGrossMargin: 10 }
    expect(codes('parts_supervisor', parts, false)).toEqual([])
  })
})

describe('the failure stories', () => {
  test('output alone is refused, and it says why', () => {
    const findings = found('technician', { outputValue: 100 })
    expect(findings.map(({ code }) => code)).toEqual([
      'balance.dimensions.few',
      'balance.dimension.dominates',
      'balance.output.no_counterweight',
    ])
    expect(isRefused(findings)).toBe(true)
    expect(findings[1]?.text.zh).toContain('业务占 100')
    expect(findings[1]?.why.zh).toContain('过度增项')
    expect(findings[2]?.text.en).toContain('without any KPI of quality')
  })

  test('satisfaction 80 and output 20 is refused, and it says why', () => {
    const findings = found('technician', { satisfactionScore: 80, outputValue: 20 })
    expect(findings.map(({ code }) => code)).toEqual([
      'balance.dimensions.few',
      'balance.dimension.dominates',
      'balance.output.no_counterweight',
      'balance.opinion.no_counterweight',
    ])
    expect(isRefused(findings)).toBe(true)
    expect(findings[1]?.why.zh).toContain('不接难活')
    expect(findings[3]?.text.zh).toContain('没有效率指标制约')
  })
})

test('weights sum to 100, are over 0, and a KPI counts once', () => {
  expect(codes('technician', { ftr: 50, technicianEfficiency: 30, satisfactionScore: 10 })).toEqual([
    'error balance.weights.sum',
  ])
  expect(found('technician', { ftr: 50, technicianEfficiency: 30, satisfactionScore: 10 })[0]?.values).toEqual({
    sum: 90,
    missing: 10,
  })
  expect(codes('technician', { ftr: 60, technicianEfficiency: 40, satisfactionScore: 0 })).toContain(
    'error balance.weight.not_positive',
  )
  const twice = [...weighed({ ftr: 40, technicianEfficiency: 30, satisfactionScore: 20 }), ...weighed({ ftr: 10 })]
  expect(balance({ position: 'technician', items: twice, qualityGate: true }, ground)).toMatchObject([
    { code: 'balance.kpi.twice', kpis: ['ftr'] },
  ])
})

test('one dimension: 50 is fine, more a warning, 80 an error', () => {
  const rest = (share: number) => ({ technicianEfficiency: share / 2, satisfactionScore: share / 2 })
  expect(codes('technician', { ftr: 50, ...rest(50) })).toEqual([])
  expect(codes('technician', { ftr: 50.5, ...rest(49.5) })).toEqual(['warning balance.dimension.heavy'])
  expect(codes('technician', { ftr: 79, ...rest(21) })).toEqual(['warning balance.dimension.heavy'])
  expect(codes('technician', { ftr: 80, ...rest(20) })).toEqual(['error balance.dimension.dominates'])
})

test('two KPIs of one dimension are one dimension', () => {
  expect(dimensionWeights(weighed({ ftr: 20, reworkRate: 20, nps: 60 }), ground.kpis)).toEqual([
    { dimension: 'customer', weight: 60 },
    { dimension: 'quality', weight: 40 },
  ])
})

test('a counterweight of a few points is thin', () => {
  const thin = { averageTicket: 40, technicianEfficiency: 30, nps: 25, ftr: 5 }
  expect(codes(null, thin)).toEqual(['warning balance.output.thin_counterweight'])
})

test('two complements are warned about', () => {
  const both = { ftr: 20, reworkRate: 20, technicianEfficiency: 30, nps: 30 }
  expect(found(null, both)).toMatchObject([
    { level: 'warning', code: 'balance.kpi.complements', kpis: ['ftr', 'reworkRate'] },
  ])
})

test('more than ten KPIs are warned about', () => {
  const ids = Object.keys(ground.kpis).filter((id) => id !== 'reworkRate')
  const of = (count: number) => weighed(Object.fromEntries(ids.slice(0, count).map((id) => [id, 100 / count])))
  const many = (count: number) =>
    balance({ position: null, items: of(count), qualityGate: true }, ground).map(({ code }) => code)
  expect(many(10)).not.toContain('balance.items.many')
  expect(many(11)).toContain('balance.items.many')
})

describe('what a position can influence', () => {
  const withSales = { newCarSales: 20, ftr: 40, technicianEfficiency: 30, satisfactionScore: 10 }
  test('new cars sold are nothing that a technician can move', () => {
    expect(found('technician', withSales)).toMatchObject([
      { level: 'error', code: 'balance.kpi.no_influence', kpis: ['newCarSales'] },
    ])
  })
  test('who answers for the store can move all of it, and a card of nodes has nobody to ask about', () => {
    expect(codes('store_manager', withSales)).toEqual([])
    expect(codes(null, withSales)).toEqual([])
  })
  test('who answers for a KPI can move it; of an added KPI whoever has a figure of their own', () => {
    const own = { torqueMet: 40, technicianEfficiency: 30, satisfactionScore: 30 }
    expect(codes('technician', own)).toEqual([])
    expect(codes('technician', { ...own, torqueMet: 30, partsFillRate: 10 })).toEqual([
      'error balance.kpi.no_influence',
    ])
  })
})

test('a KPI that the library does not know is refused', () => {
  expect(codes('technician', { moonlight: 20, ftr: 40, technicianEfficiency: 20, satisfactionScore: 20 })).toEqual([
    'error balance.kpi.unknown',
  ])
})

test('a card without an error has weights of 100, three dimensions and none of 80', () => {
  const ids = Object.keys(ground.kpis)
  const anyCard = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 1, max: 60 }), { minKeys: 1 })
  fc.assert(
    fc.property(anyCard, (weights) => {
      const items = weighed(weights)
      const findings = balance({ position: null, items, qualityGate: true }, ground)
      if (isRefused(findings)) return
      const dimensions = dimensionWeights(items, ground.kpis)
      expect(dimensions.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
      expect(dimensions.length).toBeGreaterThanOrEqual(3)
      expect(dimensions[0]?.weight).toBeLessThan(80)
    }),
  )
})
