import { type Day, monthOf, nextPeriod, type Period, parsePeriod, previousPeriod } from '#foundation/period'
import { newYearRest } from './season.ts'
import type { Craft } from './stories.ts'

/** How much of the network is wanted: the whole of it, or a part for tests. */
export type Size = { stores: number; months: number }
export const wholeSize: Size = { stores: 4, months: 6 }

/** The month that the figures begin with, and how much there is: everything else follows from these and the seed. */
export type Outline = Size & { firstMonth: string }

export const companyId = 'DEMO'

export type Membership = { node: string; position: string; from: Day; to: Day | null }
export type DemonstrationPerson = {
  id: string
  name: string
  memberships: Membership[]
  bonusBases: { baseFen: number; from: Day }[]
  craft: Craft
}
export type DemonstrationNode = {
  id: string
  kind: 'company' | 'region' | 'store' | 'department'
  parent: string | null
  name: string
} & Record<string, unknown>

export type Network = {
  outline: Outline
  stores: readonly StoreSketch[]
  nodes: DemonstrationNode[]
  people: DemonstrationPerson[]
}

type Worker = { name: string; years: number; craft?: Partial<Craft> }

export type StoreSketch = {
  id: string
  region: 'EAST' | 'NORTH'
  name: string
  plate: string
  openedOn: Day
  areaSquareMetres: number
  bays: number
  manager: string
  lead: string
  technicians: Worker[]
  advisors: string[]
  partsClerk: string
}

const regions = { EAST: '华东大区', NORTH: '华北大区' } as const

const sketches: readonly StoreSketch[] = [
  {
    id: 'HZ01',
    region: 'EAST',
    name: '杭州知行钱塘店',
    plate: '浙A',
    openedOn: '2012-05-18',
    areaSquareMetres: 2600,
    bays: 12,
    manager: '陈立群',
    lead: '吴建平',
    technicians: [
      { name: '张卫东', years: 9, craft: { faults: 0.24, efficiency: 1.18, liked: 0.12, leads: 1.1 } },
      { name: '李晓峰', years: 1, craft: { faults: 2.12, efficiency: 0.85, liked: -0.2, leads: 0.7 } },
      { name: '周志强', years: 4 },
      { name: '孙浩然', years: 3, craft: { faults: 0.95 } },
    ],
    advisors: ['王思琪', '郑雅文'],
    partsClerk: '冯国梁',
  },
  {
    id: 'BJ01',
    region: 'NORTH',
    name: '北京知行望和店',
    plate: '京A',
    openedOn: '2011-09-09',
    areaSquareMetres: 3100,
    bays: 14,
    manager: '赵鹏飞',
    lead: '韩冬',
    technicians: [
      { name: '刘洋', years: 6, craft: { faults: 0.92, efficiency: 1.03 } },
      { name: '杨帆', years: 4 },
      { name: '马骏', years: 2, craft: { faults: 1.06 } },
      { name: '高磊', years: 0, craft: { faults: 1.1, efficiency: 0.97 } },
    ],
    advisors: ['宋佳', '许婷婷'],
    partsClerk: '田宏伟',
  },
  {
    id: 'SH01',
    region: 'EAST',
    name: '上海知行浦江店',
    plate: '沪A',
    openedOn: '2010-03-26',
    areaSquareMetres: 3400,
    bays: 16,
    manager: '沈慧敏',
    lead: '顾明远',
    technicians: [
      { name: '陆家骏', years: 7, craft: { faults: 0.8, efficiency: 1.03, liked: 0.03 } },
      { name: '徐文斌', years: 5 },
      { name: '朱亚军', years: 4, craft: { faults: 1.1 } },
      { name: '金宇航', years: 2, craft: { faults: 1.2, efficiency: 0.97 } },
    ],
    advisors: ['唐静怡', '蒋欣'],
    partsClerk: '潘志华',
  },
  {
    id: 'TJ01',
    region: 'NORTH',
    name: '天津知行海河店',
    plate: '津A',
    openedOn: '2015-11-06',
    areaSquareMetres: 2100,
    bays: 10,
    manager: '郭永亮',
    lead: '董海涛',
    technicians: [
      { name: '于震', years: 6, craft: { faults: 0.9 } },
      { name: '邢军', years: 3 },
      { name: '石磊', years: 2, craft: { faults: 1.15, efficiency: 0.98 } },
    ],
    advisors: ['白雪莹', '薛丽丽'],
    partsClerk: '邱建国',
  },
]

/** Who moves to another store, and who comes later; in the part of the network that has them. */
const mover = { person: 'HZ01-T4', to: 'SH01' }
const newcomer = 'BJ01-T4'

const baseFen = { technician: 300_000, technician_lead: 450_000, service_advisor: 280_000, parts_clerk: 220_000 }
const managerBaseFen = 800_000

/** The month that lies `count` months after this one; before it, when negative. */
export function monthAfter(month: string, count: number): string {
  let period = parsePeriod(month) as Period
  for (let step = 0; step < Math.abs(count); step++) period = count > 0 ? nextPeriod(period) : previousPeriod(period)
  return monthOf(period.from)
}

/** The company, its two regions and its stores, with everybody who works there. */
export function network(outline: Outline): Network {
  const stores = sketches.slice(0, outline.stores)
  const people = stores.flatMap((store) => staffOf(store, outline))
  return { outline, stores, nodes: nodesOf(stores, outline), people }
}

function nodesOf(stores: readonly StoreSketch[], { firstMonth }: Outline): DemonstrationNode[] {
  const firstYear = Number(firstMonth.slice(0, 4))
  const years = Array.from({ length: 8 }, (_, index) => firstYear + index)
  const closingDays = years.flatMap((year) => newYearRest(year).map((day) => ({ day, reason: '春节放假' })))
  const used = Object.entries(regions).filter(([id]) => stores.some((store) => store.region === id))
  return [
    { id: companyId, kind: 'company', parent: null, name: '知行汽车服务', timeZone: 'Asia/Shanghai' },
    ...used.map(([id, name]) => ({ id, kind: 'region' as const, parent: companyId, name })),
    ...stores.flatMap(({ id, region, name, openedOn, areaSquareMetres, bays }): DemonstrationNode[] => [
      { id, kind: 'store', parent: region, name, openedOn, areaSquareMetres, bays, closingDays },
      { id: `${id}-WORKSHOP`, kind: 'department', parent: id, name: '机修' },
      { id: `${id}-FRONT`, kind: 'department', parent: id, name: '前台' },
      { id: `${id}-PARTS`, kind: 'department', parent: id, name: '备件' },
    ]),
  ]
}

function staffOf(store: StoreSketch, outline: Outline): DemonstrationPerson[] {
  const { id } = store
  const firstYear = Number(outline.firstMonth.slice(0, 4))
  const since = (years: number, day: string): Day => `${firstYear - years}-${day}`
  const person = (
    suffix: string,
    name: string,
    node: string,
    position: string,
    amountFen: number,
    from: Day,
  ): DemonstrationPerson => ({
    id: `${id}-${suffix}`,
    name,
    memberships: [{ node, position, from, to: null }],
    bonusBases: [{ baseFen: amountFen, from }],
    craft: { faults: 1, efficiency: 1, liked: 0, leads: 1 },
  })
  const lead = person('L', store.lead, `${id}-WORKSHOP`, 'technician_lead', baseFen.technician_lead, since(8, '04-01'))
  const technicians = store.technicians.map(({ name, years, craft }, index) => {
    const from = since(Math.max(1, years), `0${index + 2}-15`)
    const one = person(`T${index + 1}`, name, `${id}-WORKSHOP`, 'technician', baseFen.technician, from)
    return onTheMove({ ...one, craft: { ...one.craft, ...craft } }, outline)
  })
  return [
    person('M', store.manager, id, 'store_manager', managerBaseFen, since(5, '01-01')),
    { ...lead, craft: { faults: 0.7, efficiency: 1.02, liked: 0.03, leads: 0.3 } },
    ...technicians,
    ...store.advisors.map((name, index) =>
      person(
        `A${index + 1}`,
        name,
        `${id}-FRONT`,
        'service_advisor',
        baseFen.service_advisor,
        since(index + 2, '06-01'),
      ),
    ),
    person('P', store.partsClerk, `${id}-PARTS`, 'parts_clerk', baseFen.parts_clerk, since(3, '09-01')),
  ]
}

/** One changes store in the middle of the last whole month, one joins while it all goes on: pay and history must cope. */
function onTheMove(person: DemonstrationPerson, { stores, months, firstMonth }: Outline): DemonstrationPerson {
  const [membership] = person.memberships as [Membership]
  if (person.id === newcomer) {
    const from = `${monthAfter(firstMonth, Math.min(2, months - 1))}-08`
    return {
      ...person,
      memberships: [{ ...membership, from }],
      bonusBases: person.bonusBases.map((base) => ({ ...base, from })),
    }
  }
  const arrives = sketches.findIndex((store) => store.id === mover.to) < stores
  if (person.id !== mover.person || !arrives) return person
  const month = monthAfter(firstMonth, months - 1)
  return {
    ...person,
    memberships: [
      { ...membership, to: `${month}-15` },
      { ...membership, node: `${mover.to}-WORKSHOP`, from: `${month}-16` },
    ],
  }
}

/** Who works in a store on a day, in which position. */
export function staffOn(
  { people }: Network,
  store: string,
  position: readonly string[],
  day: Day,
): DemonstrationPerson[] {
  return people.filter(({ memberships }) =>
    memberships.some(
      (one) =>
        position.includes(one.position) &&
        (one.node === store || one.node.startsWith(`${store}-`)) &&
        one.from <= day &&
        (one.to === null || one.to >= day),
    ),
  )
}
