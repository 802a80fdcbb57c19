/** Work orders of a network as a source system sends them: made from their number alone, so that every run has the same. */

export type Order = {
  source: string
  externalId: string
  version: string
  store: string
  openedAt: string
  promisedAt: string
  deliveredAt: string
  customer: string
  vehicle: string
  advisor: string
  leadTechnician: string
  labour: { technician: string; billedMinutes: number; actualMinutes: number }[]
  labourFen: number
  partsFen: number
  hasAppointment: boolean
  hasAddOn: boolean
  hasDoorToDoor: boolean
  rework: { originalOrder: string } | null
}

export type Orders = ReturnType<typeof orders>

const firstDay = Date.UTC(2024, 0, 1)
const advisors = 4
const technicians = 8
const two = (number: number) => String(number).padStart(2, '0')

export function orders({ count, stores, days }: { count: number; stores: number; days: number }) {
  const perStore = Math.ceil(count / stores)
  const perDay = Math.ceil(perStore / days)
  const customers = Math.ceil(perStore * 0.6)
  const order = (index: number): Order => {
    const store = Math.floor(index / perStore)
    const inStore = index % perStore
    const dayIndex = Math.floor(inStore / perDay)
    const day = new Date(firstDay + dayIndex * 86_400_000).toISOString().slice(0, 10)
    const chance = (salt: number, below: number) => mixed(index * 31 + salt) % below
    const hour = 8 + chance(1, 8)
    const lead = `P${store}-t${chance(2, technicians)}`
    const lines = 1 + (chance(3, 10) < 6 ? 0 : 1 + chance(4, 2))
    const rework = inStore > perDay * 3 && chance(5, 50) === 0
    const customer = chance(6, customers)
    return {
      source: 'dms',
      externalId: orderId(store, inStore),
      version: `${day}T19:${two(chance(7, 60))}:00+08:00`,
      store: `S${store}`,
      openedAt: `${day}T${two(hour)}:${two(chance(8, 60))}:00+08:00`,
      promisedAt: `${day}T18:00:00+08:00`,
      deliveredAt: `${day}T${two(hour + 1 + chance(9, 3))}:${two(30 + chance(10, 30))}:00+08:00`,
      customer: `C${store}-${String(customer).padStart(6, '0')}`,
      vehicle: `LSV${store}${String(customer).padStart(8, '0')}`,
      advisor: `P${store}-a${chance(11, advisors)}`,
      leadTechnician: lead,
      labour: Array.from({ length: lines }, (_, line) => ({
        technician: line === 0 ? lead : `P${store}-t${chance(12 + line, technicians)}`,
        billedMinutes: 30 + 15 * chance(15 + line, 10),
        actualMinutes: 25 + chance(18 + line, 150),
      })),
      labourFen: 10_000 + chance(21, 90_000),
      partsFen: chance(22, 200_000),
      hasAppointment: chance(23, 2) === 0,
      hasAddOn: chance(24, 5) === 0,
      hasDoorToDoor: chance(25, 9) === 0,
      rework: rework ? { originalOrder: orderId(store, inStore - 1 - chance(26, perDay * 2)) } : null,
    }
  }
  const people = Array.from({ length: stores }, (_, store) => [
    ...Array.from({ length: advisors }, (_, no) => person(store, `a${no}`, 'service_advisor')),
    ...Array.from({ length: technicians }, (_, no) => person(store, `t${no}`, 'technician')),
  ]).flat()
  const nodes = [
    { id: 'C', kind: 'company', parent: null, name: 'C' },
    ...Array.from({ length: 10 }, (_, no) => ({ id: `R${no}`, kind: 'region', parent: 'C', name: `R${no}` })),
    ...Array.from({ length: stores }, (_, no) => ({
      id: `S${no}`,
      kind: 'store',
      parent: `R${no % 10}`,
      name: `S${no}`,
    })),
  ]
  return {
    order,
    organisation: { nodes, people },
    bytes: (index: number) => JSON.stringify(order(index)).length,
    /** The numbers of the orders by request: in order of store and day, or shuffled, always in the same way. */
    batches(by: 'sorted' | 'random', size: number): number[][] {
      const all = Array.from({ length: count }, (_, index) => index)
      if (by === 'random')
        for (let at = count - 1; at > 0; at -= 1) {
          const other = Math.floor((mixed(at) / 2 ** 32) * (at + 1))
          const one = all[at] as number
          all[at] = all[other] as number
          all[other] = one
        }
      return Array.from({ length: Math.ceil(count / size) }, (_, batch) => all.slice(batch * size, (batch + 1) * size))
    },
    lines: (batch: readonly number[]) => Buffer.from(batch.map((index) => JSON.stringify(order(index))).join('\n')),
  }
}

const orderId = (store: number, inStore: number) => `WO-${store}-${String(inStore).padStart(7, '0')}`

const person = (store: number, code: string, position: string) => ({
  id: `P${store}-${code}`,
  name: 'P',
  memberships: [{ node: `S${store}`, position, from: '2023-01-01' }],
})

/** A number of 32 bits that looks as if it were drawn. */
function mixed(number: number): number {
  let value = (number ^ 0x9e3779b9) >>> 0
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
