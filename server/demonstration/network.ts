import type { Day } from '#foundation/period'
import { madeStore, provinceName } from './madeStores.ts'
import type { Outline } from './outline.ts'
import { newYearRest } from './season.ts'
import { type StoreSketch, storyRegions, storySketches } from './sketches.ts'
import { type DemonstrationPerson, staffOf } from './staff.ts'
import { ordinary, toldStory } from './stories.ts'

export const companyId = 'DEMO'

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
  /** Everybody who works in a store at some time. */
  staff: ReadonlyMap<string, readonly DemonstrationPerson[]>
}

/** Stores with a story of their own come first; behind them as many others as are wanted. */
function storesOf({ stores, only, seed }: Outline): StoreSketch[] {
  const told = storySketches
    .slice(0, only ? undefined : stores)
    .filter((one) => only === undefined || only.includes(one.id))
    .map((sketch) => ({ ...sketch, story: toldStory(sketch.id) ?? ordinary }))
  const more = only ? 0 : Math.max(0, stores - storySketches.length)
  return [...told, ...Array.from({ length: more }, (_, index) => madeStore(seed, storySketches.length + index))]
}

/** The company, its regions and its stores, with everybody who works there. */
export function network(outline: Outline): Network {
  const stores = storesOf(outline)
  const ids = new Set(stores.map((store) => store.id))
  const director: DemonstrationPerson = {
    id: 'DEMO-GM',
    name: '周明德',
    memberships: [{ node: companyId, position: 'general_manager', from: '2018-01-01', to: null }],
    bonusBases: [{ baseFen: 1_500_000, from: '2018-01-01' }],
    craft: { faults: [[0, 1]], efficiency: 1, liked: [[0, 0]], leads: 1 },
  }
  const people = [director, ...stores.flatMap((store) => staffOf(store, outline, (id) => ids.has(id)))]
  const staff = new Map<string, DemonstrationPerson[]>()
  for (const person of people)
    for (const store of new Set(person.memberships.map(({ node }) => storeOfNode(node))))
      if (ids.has(store)) staff.set(store, [...(staff.get(store) ?? []), person])
  return { outline, stores, nodes: nodesOf(stores, outline), people, staff }
}

const storeOfNode = (node: string) => node.split('-')[0] as string

function nodesOf(stores: readonly StoreSketch[], { firstMonth }: Outline): DemonstrationNode[] {
  const firstYear = Number(firstMonth.slice(0, 4))
  const years = Array.from({ length: 8 }, (_, index) => firstYear + index)
  const closingDays = years.flatMap((year) => newYearRest(year).map((day) => ({ day, reason: '春节放假' })))
  const regions = [...new Set(stores.map((store) => store.region))]
  return [
    { id: companyId, kind: 'company', parent: null, name: '知行汽车服务', timeZone: 'Asia/Shanghai' },
    ...regions.map((id) => ({
      id,
      kind: 'region' as const,
      parent: companyId,
      name: storyRegions[id] ?? provinceName(id) ?? id,
    })),
    ...stores.flatMap(({ id, region, name, openedOn, areaSquareMetres, bays }): DemonstrationNode[] => [
      { id, kind: 'store', parent: region, name, openedOn, areaSquareMetres, bays, closingDays },
      { id: `${id}-WORKSHOP`, kind: 'department', parent: id, name: '机修' },
      { id: `${id}-FRONT`, kind: 'department', parent: id, name: '前台' },
      { id: `${id}-PARTS`, kind: 'department', parent: id, name: '备件' },
    ]),
  ]
}

/** Who works in a store on a day, in one of these positions. */
export function staffOn(
  { staff }: Pick<Network, 'staff'>,
  store: string,
  positions: readonly string[],
  day: Day,
): DemonstrationPerson[] {
  return (staff.get(store) ?? []).filter(({ memberships }) =>
    memberships.some(
      (one) =>
        positions.includes(one.position) &&
        storeOfNode(one.node) === store &&
        one.from <= day &&
        (one.to === null || one.to >= day),
    ),
  )
}
