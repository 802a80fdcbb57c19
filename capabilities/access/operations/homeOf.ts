import type { Actor } from '#foundation/actor'
import { dayAt } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { type GrantRow, homePlaces } from '../storage/actors.ts'

/** The person that an actor is, and the node that its first board is of: where it is granted most, else the first company it sees. */
export async function homeOf(tx: Transaction, actor: Actor, grants: GrantRow[], now: Date) {
  const places = await homePlaces(tx, actor, dayAt(now, 'Asia/Shanghai'))
  const granted =
    grants.find((grant) => grant.node !== null && grant.role !== 'employee') ??
    grants.find((grant) => grant.node !== null)
  const home = granted?.node ? { id: granted.node, kind: granted.nodeKind } : places.company
  return {
    person: places.person,
    homeNode: home?.id ?? null,
    homeKind: home?.kind ?? null,
    demonstration: places.demonstration,
  }
}
