import type { Day } from '#foundation/period'
import { refuse } from '#foundation/reading'
import type { Transaction } from '#platform/database'
import { type FactKind, plainKinds } from '../rules/plainKinds.ts'
import { type CodeNumber, storesOfOrders, storesOfPeople } from '../storage/versions.ts'
import { orderNamed, type ReadFact } from './factRows.ts'

/** The store of a fact that names none, and why there is none where that is so. */
export type PlaceOf = (item: ReadFact) => number

type Given = { kind: FactKind; items: readonly ReadFact[]; numbers: ReadonlyMap<string, CodeNumber> }

/** Facts of a person or an order happen in that one's store; an observation in the store that it is of, or its person's. */
export async function placing(tx: Transaction, { kind, items, numbers }: Given): Promise<PlaceOf> {
  const from = kind === 'work-orders' || kind === 'surveys' ? 'store' : plainKinds[kind].storeFrom
  const storeless = items.filter((item) => 'values' in item && item.values !== null && item.store === null)
  const people = storeless.flatMap((item) => {
    const named = personAndDay(item)
    const no = named && numbers.get(named.code)
    return no?.kind === 'person' ? [{ personNo: no.no, day: named?.day as Day }] : []
  })
  const orders = storeless.flatMap((item) => {
    const order = orderNamed(item)
    return from === 'order' && order !== null ? [{ source: item.source, order }] : []
  })
  const ofPeople = new Map(
    (people.length > 0 ? await storesOfPeople(tx, people) : []).map((one) => [
      `${one.personNo} ${one.day}`,
      one.storeNo,
    ]),
  )
  const ofOrders = new Map(
    (orders.length > 0 ? await storesOfOrders(tx, orders) : []).map((one) => [
      `${one.source} ${one.order}`,
      one.storeNo,
    ]),
  )
  return (item) => {
    if (from === 'store') refuse('store', null, 'row.field.missing')
    if (from === 'order') {
      const order = orderNamed(item)
      return ofOrders.get(`${item.source} ${order}`) ?? refuse('order', order, 'facts.order.unknown')
    }
    const { field, code, day } = personAndDay(item) ?? refuse('store', null, 'row.field.missing')
    const found = numbers.get(code)
    if (field === 'node' && found?.kind === 'store') return found.no
    if (field === 'node' && found?.kind !== 'person') refuse('node', code, 'facts.node.not_observed')
    if (found?.kind !== 'person') refuse(field, code, 'facts.person.unknown')
    return ofPeople.get(`${found.no} ${day}`) ?? refuse(field, code, 'facts.person.storeless', { day })
  }
}

function personAndDay(item: ReadFact): { field: string; code: string; day: Day } | null {
  if (!('values' in item) || !item.values) return null
  const { person, node, day } = item.values
  if (typeof day !== 'string') return null
  if (typeof node === 'string') return { field: 'node', code: node, day }
  return typeof person === 'string' ? { field: 'person', code: person, day } : null
}
