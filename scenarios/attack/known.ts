import type { Known } from './inputs.ts'
import { type Attacked, far, near } from './network.ts'

const months = ['2024-03', '2024-04', '2024-02']
const days = ['2024-04-10', '2024-04-09', '2024-03-18']
const nodes = [near.store, near.region, near.department, near.person, 'C1', far.store, far.region, far.person]

/** Values that fit, by the name of a field, wherever it stands. */
export function knownValues({ nearIds, farIds }: Attacked): Known {
  const both = (what: keyof Attacked['nearIds']) => [nearIds[what], nearIds[what], farIds[what]]
  return {
    node: nodes,
    under: nodes,
    person: [near.person, near.colleague, far.person],
    owner: [near.person, far.person],
    concerned: [near.person, far.person],
    leadTechnician: [near.person, far.person],
    technician: [near.person, far.person],
    advisor: [near.colleague],
    store: [near.store, near.store, far.store],
    kpi: ['ftr', 'jobs', 'outputValue'],
    kpis: ['ftr', 'ftr,jobs'],
    ranking: ['ftr', 'jobs'],
    sort: ['ftr', 'name'],
    period: [...months, '2024-Q1', '2024-03-18'],
    month: [...months, 1, 4],
    months: [...months, '3', '13'],
    quarter: ['2024-Q1', '2024-Q2'],
    week: ['2024-04-W2', '2024-04-W3'],
    weeks: ['4', '8'],
    year: [2024, 2025],
    day: days,
    days: ['7', '30'],
    asOf: days,
    due: ['2024-04-20'],
    by: ['2024-12-31', '2024-06-30'],
    against: ['2024-02', '2023-03'],
    action: both('action'),
    task: both('task'),
    objective: both('objective'),
    objectives: both('objective'),
    cause: both('objective'),
    effect: both('objective'),
    settlement: both('settlement'),
    line: ['1', '2'],
    no: ['1', '2', '3'],
    password: ['0123456789-new'],
    limit: ['1', '50'],
    version: ['2024-04-09T18:00:00+08:00'],
    source: ['dms'],
    dryRun: ['true', 'false'],
    position: ['technician', 'service_advisor'],
    all: ['true', 'false'],
    locale: ['zh', 'en'],
    before: ['2024-04-10T12:00:00+08:00'],
    light: ['red', 'grey'],
    direction: ['asc', 'desc'],
    part: ['numerator', 'denominator'],
    from: ['2024-05', '2024-04-01', 1],
  }
}

const factKinds = ['work-orders', 'surveys', 'complaints', 'attendance', 'inspections', 'appointments', 'contacts']

/** The same where a name means something else under an address; the first that matches counts. */
export function knownUnder(path: string, { nearIds, farIds }: Attacked): Known {
  const ids = (what: keyof Attacked['nearIds']) => ({ id: [nearIds[what], nearIds[what], farIds[what]] })
  const known: [RegExp, Known][] = [
    [/^\/actions/, ids('action')],
    [/^\/plans\/tasks/, ids('task')],
    [/^\/plans\/actions/, ids('planAction')],
    [/^\/plans\/resources/, ids('resource')],
    [/^\/cards\/tasks/, ids('cardTask')],
    [/^\/trace\/tasks/, { task: [nearIds.cardTask, farIds.cardTask] }],
    [/^\/strategy\/objectives/, ids('objective')],
    [/^\/settlements/, ids('settlement')],
    [/^\/kpis/, { id: ['ftr', 'jobs', 'outputValue', 'nearShare'], period: months }],
    [/^\/measures/, { id: ['nearOrders', 'jobs'] }],
    [/^\/cards/, { id: ['technician', 'service_advisor'] }],
    [/^\/facts/, { kind: factKinds }],
    [/\/trend/, { to: months }],
    [/^\/hours|\/history/, { to: days }],
    [/^\/boards\/{node}\/network/, { kind: ['store'], of: ['ftr'], text: ['店'], after: ['S1'], period: months }],
    [/^\/boards|^\/org/, { kind: ['store', 'region'] }],
    [/^\/targets/, { period: months }],
    [/^\/cards\/teams|^\/my/, {}],
    [/^\/strategy\/maps/, { period: ['2024', '2025'] }],
    [/^\/scorecards|^\/ledger/, { period: months }],
  ]
  return known.find(([under]) => under.test(path))?.[1] ?? {}
}

const measure = {
  names: { zh: '近处大单', en: 'Near orders' },
  of: 'delivered',
  amount: 'count',
  where: { all: [{ field: 'outputFen', is: '>', value: 500 }] },
  credit: 'lead',
}
const kpi = {
  names: { zh: '近处占比', en: 'Near share' },
  explanation: { zh: '近处的占比。', en: 'A share.' },
  category: 'business',
  dimension: 'business',
  tier: 'operational',
  perspective: 'process',
  formula: 'jobs / jobs * 100',
  unit: 'percent',
  direction: 'higher',
  industry: null,
  excellent: 30,
  accountable: 'store_manager',
  window: 'period',
  tolerance: null,
  guardBand: null,
}
const card = {
  names: { zh: '卡', en: 'Card' },
  position: 'technician',
  items: [
    { kpi: 'ftr', weight: 60, target: 95, mode: 'proportional' },
    { kpi: 'outputValue', weight: 40, target: 20_000, mode: 'proportional' },
  ],
}
const split = { node: near.store, kpi: 'outputValue', year: 2024, goal: 1_000_000, reason: '年度' }

/** Bodies that go all the way, for routes whose schemas alone would hardly ever make one. */
export const exampleBodies: Record<string, readonly unknown[]> = {
  'POST /measures': [{ id: 'nearOrders', ...measure, from: '2024-03-01', reason: '试' }],
  'POST /measures/preview': [{ design: measure, node: near.store, period: '2024-03' }],
  'POST /measures/{id}/versions': [{ ...measure, from: '2024-04-01', reason: '试' }],
  'POST /kpis': [{ id: 'nearShare', ...kpi, from: '2024-03-01', reason: '试' }],
  'POST /kpis/preview': [{ design: kpi, node: near.store, period: '2024-03' }],
  'POST /kpis/{id}/versions': [{ ...kpi, from: '2024-04-01', reason: '试' }],
  'PUT /cards/{id}': [{ card, from: '2024-06', reason: '试' }],
  'POST /cards/checks': [card],
  'POST /cards/backtests': [{ card, node: near.store, months: ['2024-03'] }],
  'POST /targets/decompositions': [split, { ...split, method: 'linear', children: { method: 'capacity' } }],
  'PUT /targets/decompositions': [{ ...split, propose: true }, split],
  'PUT /targets': [[{ node: near.store, kpi: 'ftr', period: '2024-05', value: 95, reason: '试' }]],
  'POST /org/import': [
    {
      nodes: [{ id: 'S2', kind: 'store', parent: near.region, name: '二店', openedOn: '2020-01-01' }],
      people: [{ id: 'P2', name: '二', memberships: [{ node: 'S2', position: 'technician', from: '2023-01-01' }] }],
    },
  ],
}
