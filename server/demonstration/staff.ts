import type { Day } from '#foundation/period'
import { monthAfter, type Outline } from './outline.ts'
import type { StoreSketch } from './sketches.ts'
import { type Craft, usualCraft } from './stories.ts'

export type Membership = { node: string; position: string; from: Day; to: Day | null }
export type DemonstrationPerson = {
  id: string
  name: string
  memberships: Membership[]
  bonusBases: { baseFen: number; from: Day }[]
  craft: Craft
}

/** Where each position works in a store, and what its bonus is reckoned from. */
const posts: Readonly<Record<string, { department: string; letter: string; baseFen: number }>> = {
  store_manager: { department: '', letter: 'M', baseFen: 800_000 },
  technician_lead: { department: '-WORKSHOP', letter: 'L', baseFen: 450_000 },
  technician: { department: '-WORKSHOP', letter: 'T', baseFen: 300_000 },
  quality_inspector: { department: '-WORKSHOP', letter: 'Q', baseFen: 320_000 },
  service_advisor: { department: '-FRONT', letter: 'A', baseFen: 280_000 },
  department_manager: { department: '-FRONT', letter: 'D', baseFen: 500_000 },
  customer_service_agent: { department: '-FRONT', letter: 'C', baseFen: 220_000 },
  crm_specialist: { department: '-FRONT', letter: 'R', baseFen: 240_000 },
  appointment_specialist: { department: '-FRONT', letter: 'B', baseFen: 230_000 },
  parts_supervisor: { department: '-PARTS', letter: 'P', baseFen: 320_000 },
  parts_clerk: { department: '-PARTS', letter: 'K', baseFen: 220_000 },
}

/** Who moves to another store, who comes and who leaves; in the part of the network that has them. */
const mover = { person: 'HZ01-T4', to: 'SH01' }
const newcomer = 'BJ01-T4'
const leaver = 'BJ01-T2'

/** Who has left meanwhile: in which position, and how many months before the network was first shown. */
const former: Readonly<Record<string, readonly (readonly [position: string, name: string, months: number])[]>> = {
  SZ01: [
    ['service_advisor', '戚梦洁', 5],
    ['customer_service_agent', '阮小燕', 9],
  ],
  GZ01: [['service_advisor', '霍嘉敏', 7]],
  CD01: [['parts_clerk', '段志平', 3]],
  QD01: [['customer_service_agent', '单文丽', 4]],
  JN01: [['parts_clerk', '尉迟勇', 10]],
}

/** Everybody who works in a store, with all that they have been. */
export function staffOf(
  store: StoreSketch,
  outline: Outline,
  hasStore: (id: string) => boolean,
): DemonstrationPerson[] {
  const firstYear = Number(outline.firstMonth.slice(0, 4))
  const person = (position: string, place: string, name: string, since: Day, craft: Craft): DemonstrationPerson => {
    const { department, letter, baseFen } = posts[position] as (typeof posts)[string]
    return {
      id: `${store.id}-${letter}${place}`,
      name,
      memberships: [{ node: `${store.id}${department}`, position, from: since, to: null }],
      bonusBases: [{ baseFen, from: since }],
      craft,
    }
  }
  const since = (years: number, day: string): Day => {
    const from = `${firstYear - years}-${day}`
    return from < store.openedOn ? store.openedOn : from
  }
  return [
    person('store_manager', '', store.manager, since(5, '01-01'), usualCraft),
    person('technician_lead', '', store.lead, since(8, '04-01'), {
      ...usualCraft,
      faults: [[0, 0.7]],
      efficiency: 1.02,
      leads: 0.3,
    }),
    ...store.technicians.map(({ name, years, craft }, index) =>
      onTheMove(
        person('technician', `${index + 1}`, name, since(Math.max(1, years), `0${index + 2}-15`), {
          ...usualCraft,
          ...craft,
        }),
        outline,
        hasStore,
      ),
    ),
    ...store.advisors.map((name, index) =>
      person('service_advisor', `${index + 1}`, name, since(index + 2, '06-01'), usualCraft),
    ),
    ...store.others.map(([position, name], index) =>
      person(position, '', name, since((index % 4) + 2, '09-01'), usualCraft),
    ),
    ...(former[store.id] ?? []).flatMap(([position, name, months], index) => {
      if (months >= outline.months) return []
      const one = person(position, `${index + 7}`, name, since(4, '03-01'), usualCraft)
      const to = `${monthAfter(outline.firstMonth, outline.months - months)}-25`
      return [{ ...one, memberships: one.memberships.map((membership) => ({ ...membership, to })) }]
    }),
  ]
}

/** One changes store in the middle of the last whole month, one comes and one goes: pay and history must cope. */
function onTheMove(
  person: DemonstrationPerson,
  { months, firstMonth }: Outline,
  hasStore: (id: string) => boolean,
): DemonstrationPerson {
  const [membership] = person.memberships as [Membership]
  if (person.id === newcomer) {
    const from = `${monthAfter(firstMonth, Math.max(0, months - 4))}-08`
    return {
      ...person,
      memberships: [{ ...membership, from }],
      bonusBases: person.bonusBases.map((base) => ({ ...base, from })),
    }
  }
  if (person.id === leaver && months > 2)
    return { ...person, memberships: [{ ...membership, to: `${monthAfter(firstMonth, months - 2)}-20` }] }
  if (person.id !== mover.person || !hasStore(mover.to)) return person
  const month = monthAfter(firstMonth, months - 1)
  return {
    ...person,
    memberships: [
      { ...membership, to: `${month}-15` },
      { ...membership, node: `${mover.to}-WORKSHOP`, from: `${month}-16` },
    ],
  }
}
