import { randomBytes } from 'node:crypto'
import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { notFound, registerSentences } from '#foundation/failure'
import type { Database } from '#platform/database'
import {
  type CustomerFact,
  type Erased,
  factsOfCustomer,
  namedInThePast,
  overwriteCustomer,
} from '../storage/customers.ts'
import { lockStores } from '../storage/versions.ts'
import type { FollowFacts } from './receiveFacts.ts'

type Deps = { database: Database; followFacts: FollowFacts }
type Who = { actor: Actor; now: Date }

/** What is kept of a customer within the actor's scope, for who asks what is kept of them (H4.5); audited. */
export async function readCustomer(
  { database }: Pick<Deps, 'database'>,
  who: Who,
  customer: string,
): Promise<CustomerFact[]> {
  return database.asActor(who.actor, async (tx) => {
    const facts = await factsOfCustomer(tx, customer)
    if (facts.length === 0 && !(await namedInThePast(tx, customer))) throw notFound('facts.customer.unknown', {})
    await record(tx, who, { action: 'facts.customer_read', subject: '', details: { facts: facts.length } })
    return facts
  })
}

/**
 * Erases a customer (H4.5): name, vehicle and free text become a pseudonym in every version within the actor's scope. It is
 * the same one everywhere, so that visits still belong together and figures stay; it is drawn and not computed, so that
 * nobody finds the name by trying. The audit trail keeps the pseudonym and never the name.
 */
export async function eraseCustomer(deps: Deps, who: Who, customer: string): Promise<Erased & { pseudonym: string }> {
  const pseudonym = `erased-${randomBytes(8).toString('hex')}`
  return deps.database.asActor(who.actor, async (tx) => {
    const facts = await factsOfCustomer(tx, customer)
    if (facts.length === 0 && !(await namedInThePast(tx, customer))) throw notFound('facts.customer.unknown', {})
    await deps.database.becomeWorker(tx)
    const locked = new Set(facts.map(({ storeNo }) => storeNo))
    await lockStores(tx, [...locked])
    const erased = await overwriteCustomer(tx, customer, pseudonym)
    // Who was here in which month is known by name as well: the days are computed again.
    const days = facts.flatMap(({ storeNo, day, until }) =>
      [day, until].flatMap((one) => (one === null ? [] : [{ storeNo, day: one }])),
    )
    await deps.followFacts(tx, { days, locked, facts: facts.length })
    await record(tx, who, { action: 'facts.customer_erased', subject: pseudonym, details: erased })
    return { ...erased, pseudonym }
  })
}

registerSentences({
  'facts.customer.unknown': {
    zh: () => '您能看到的数据里没有这位客户。请按来源系统里的写法填写。',
    en: () => 'There is nothing of such a customer in what you see. Write it as the source system does.',
  },
})
