import fc from 'fast-check'
import { expect, test } from 'vitest'
import { behaviours } from '#catalogue/behaviours'
import { learningItems, routines } from '#catalogue/dailyWork'
import { goalReached, taskProblem } from '../rules/card.ts'
import { type ProposalInput, proposedCard } from '../rules/proposal.ts'

const of = (position: string): ProposalInput => ({
  day: '2024-04-10',
  weekTasks: [],
  actions: [],
  shortfalls: [],
  cardKpis: ['averageTicket', 'csat', 'addOnRate', 'appointmentRate', 'complaintRate'],
  behaviours: behaviours.filter(({ positions }) => positions.includes(position)),
  routines: routines.filter(({ positions }) => positions.includes(position)),
  learning: learningItems.find(({ positions }) => positions.includes(position)) ?? null,
  nameOf: (kpi) => ({ zh: kpi, en: kpi }),
  figureOf: (_, value) => ({ zh: String(value), en: String(value) }),
})
const strategic = (input: ProposalInput) => proposedCard(input).filter(({ kind }) => kind === 'strategic')

test('the advisor’s first task at eight comes from the week’s plan, and says so', () => {
  const weekTasks = [{ id: 'w1', title: '高峰时段先接电话', result: '响应率 82%', kpi: 'tenMinuteResponseRate' }]
  const [first] = proposedCard({ ...of('service_advisor'), weekTasks })
  expect(first).toMatchObject({
    kind: 'strategic',
    kpi: 'tenMinuteResponseRate',
    title: { zh: '高峰时段先接电话' },
    expected: { zh: '响应率 82%' },
    source: { kind: 'week', id: 'w1' },
    because: [{ zh: '本周计划中的任务，对应“tenMinuteResponseRate”' }],
  })
  // The standard of the position lends its steps.
  expect(first?.steps).toHaveLength(3)
})

test('then what is due, then what costs most points, then the standards of the heaviest KPIs', () => {
  const input: ProposalInput = {
    ...of('service_advisor'),
    actions: [{ id: 'a1', title: '排班', acceptance: '四人在岗', kpi: 'tenMinuteResponseRate', due: '2024-04-09' }],
    shortfalls: [
      { kpi: 'csat', target: 92, actual: 88, pointsMissing: 1.1 },
      { kpi: 'appointmentRate', target: 70, actual: 40, pointsMissing: 6.4 },
    ],
  }
  expect(strategic(input).map(({ kpi, source }) => `${source.kind} ${kpi}`)).toEqual([
    'action tenMinuteResponseRate',
    'red appointmentRate',
    'red csat',
  ])
  expect(strategic(input)[0]?.because[0]?.zh).toContain('已过期')
  expect(strategic(of('service_advisor')).map(({ kpi }) => kpi)).toEqual(['averageTicket', 'csat', 'addOnRate'])
})

test('every position of the catalogue gets three strategic tasks, routine work and something to learn', () => {
  for (const position of [
    'service_advisor',
    'technician',
    'technician_lead',
    'store_manager',
    'parts_supervisor',
    'parts_clerk',
  ]) {
    const kinds = proposedCard(of(position)).map(({ kind }) => kind)
    expect([position, kinds.filter((kind) => kind === 'strategic').length]).toEqual([position, 3])
    expect([position, kinds.includes('routine'), kinds.includes('learning')]).toEqual([position, true, true])
  }
})

test('a card never carries a fourth strategic task, none without a KPI or a reason, and none twice for a KPI', () => {
  const kpi = fc.constantFrom('csat', 'ftr', 'nps', 'jobs', 'addOnRate', 'appointmentRate')
  const text = fc.string({ minLength: 1 })
  const input = fc.record({
    weekTasks: fc.array(fc.record({ id: text, title: text, result: text, kpi }), { maxLength: 5 }),
    actions: fc.array(fc.record({ id: text, title: text, acceptance: text, kpi, due: fc.constant('2024-04-12') }), {
      maxLength: 5,
    }),
    shortfalls: fc.array(fc.record({ kpi, target: fc.integer(), actual: fc.integer(), pointsMissing: fc.nat() }), {
      maxLength: 5,
    }),
  })
  fc.assert(
    fc.property(input, fc.constantFrom('service_advisor', 'technician', 'general_manager'), (given, position) => {
      const card = proposedCard({ ...of(position), ...given })
      const first = card.filter(({ kind }) => kind === 'strategic')
      expect(first.length).toBeLessThanOrEqual(3)
      expect(new Set(first.map((task) => task.kpi)).size).toBe(first.length)
      expect(first.every((task) => task.kpi !== null && task.because.length > 0)).toBe(true)
      expect(card.slice(0, first.length)).toEqual(first)
    }),
  )
})

test('a fourth strategic task and one without a KPI can’t be put on a card', () => {
  const three = Array.from({ length: 3 }, () => ({ kind: 'strategic' as const }))
  expect(taskProblem({ kind: 'strategic', title: '第四', kpi: 'ftr' }, three)).toBe('fourth')
  expect(taskProblem({ kind: 'strategic', title: '无指标', kpi: null }, [])).toBe('without_kpi')
  expect(taskProblem({ kind: 'routine', title: '接待', kpi: null }, three)).toBeNull()
})

test('fourteen of fifteen answered in time is not yet the day’s goal', () => {
  const task = { progress: 'share' as const, goalValue: 100 }
  expect(goalReached(task, { value: (14 / 15) * 100, numerator: 14, denominator: 15 }, 'higher')).toBe(false)
  expect(goalReached(task, { value: 100, numerator: 15, denominator: 15 }, 'higher')).toBe(true)
  expect(goalReached(task, { value: null, numerator: 0, denominator: 0 }, 'higher')).toBeNull()
  expect(
    goalReached({ progress: 'count', goalValue: 10 }, { value: 80, numerator: 11, denominator: 14 }, 'higher'),
  ).toBe(true)
  expect(goalReached({ progress: null, goalValue: null }, null, 'higher')).toBeNull()
})
