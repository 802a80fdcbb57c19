import type { Day } from '#foundation/period'
import { backOff, type Database, plannedOnce, planOnce, type Transaction, together } from '#platform/database'
import { compareAll } from '../storage/compare.ts'
import { addCustomers, countRetained, followCustomers, followMove } from '../storage/retention.ts'
import {
  computeParents,
  computeStores,
  forgetAll,
  hurryPending,
  knownDays,
  lockRolling,
  lockStores,
  markPending,
  type NodeDay,
  nextDue,
  parentsOf,
  pendingCount,
  pendingStores,
  takePending,
  tellBoards,
  tellRoller,
  withNewMonths,
} from '../storage/rollups.ts'
import type { Statements } from '../storage/statements.ts'
import { statementsNow } from './registry.ts'

/** Up to so many facts at once are on their store's board when they are acknowledged; more follow in the background. */
const atOnce = 5_000
const storeDaysAtOnce = 1_000
/** Enough for some days of the largest network, so that each day of a region or company is summed once or twice, not over and over. */
const marksAtOnce = 50_000
/** While more of the same file is to come, a day of it is computed at most every so many seconds. */
const patienceSeconds = 10
/** What comes in within so short a time goes up together, and whoever sent it has the processor to themselves meanwhile. */
const gatherMilliseconds = 50
/** How long a read waits for figures that are still on their way up to it, and from when on it does not wait any more. */
const patienceMilliseconds = 250
const busyMilliseconds = 1_000

/**
 * Lets the rollups follow facts, in the facts' own transaction. Days of stores that the writer has locked are computed
 * now; others (a return to another store) and large batches are marked for the roller.
 */
export async function followFacts(
  tx: Transaction,
  touched: {
    days: { storeNo: number; day: Day }[]
    locked: ReadonlySet<number>
    facts: number
    onlyAdded?: boolean
    part?: 'more_to_come' | 'last'
  },
): Promise<void> {
  const days = touched.days.map(({ storeNo, day }) => ({ nodeNo: storeNo, day }))
  if (touched.part === 'last') await hurryPending(tx)
  else if (days.length === 0) return
  const now = touched.facts <= atOnce ? days.filter((one) => touched.locked.has(one.nodeNo)) : []
  const later = touched.facts <= atOnce ? days.filter((one) => !touched.locked.has(one.nodeNo)) : days
  const [, texts, all] = await together(planOnce(tx), statementsNow(tx), withNewMonths(tx, now))
  await together(
    now.length > 0 ? computeStoresNow(tx, texts, now, all, touched.onlyAdded) : Promise.resolve(),
    later.length > 0
      ? markPending(tx, 'facts', later, touched.part === 'more_to_come' ? patienceSeconds : 0)
      : Promise.resolve(),
    tellRoller(tx),
  )
}

/** `all` are these days, and those that fill up a month of which there was nothing; `onlyAdded`: no fact of them has been changed. */
async function computeStoresNow(
  tx: Transaction,
  texts: Statements,
  days: readonly NodeDay[],
  all: readonly NodeDay[],
  onlyAdded = false,
): Promise<void> {
  const [emptied] = await together(
    computeStores(tx, texts, all),
    onlyAdded ? addCustomers(tx, days) : followCustomers(tx, days),
    markPending(tx, 'parents', all),
    tellBoards(
      tx,
      all.map((one) => one.nodeNo),
    ),
  )
  if (emptied.length > 0) await markPending(tx, 'parents', emptied)
}

/** Lets the rollups follow a change of the tree: calendars, staff, and stores that hang elsewhere. */
export async function followTree(
  tx: Transaction,
  change: {
    staffed: { storeNo: number; from: Day; to: Day | null }[]
    moved: { nodeNo: number; from: Day; leftParentNo: number | null }[]
  },
): Promise<void> {
  for (const { storeNo, from, to } of change.staffed)
    await markPending(tx, 'facts', await knownDays(tx, storeNo, from, to))
  for (const { nodeNo, from, leftParentNo } of change.moved) {
    await followMove(tx, { nodeNo, from, leftParentNo })
    const days = await knownDays(tx, nodeNo, from, null)
    await markPending(tx, 'parents', days)
    if (leftParentNo !== null)
      await markPending(
        tx,
        'children',
        days.map((one) => ({ nodeNo: leftParentNo, day: one.day })),
      )
  }
  await tellRoller(tx)
}

export type Progress = (left: number) => void

/**
 * Works off what is marked, stores first, then upwards level by level; one server at a time. Returns true when nothing was
 * left, false when another server holds the work or it was told to stop, which it does after the transaction that it is in.
 */
export async function rollUp(
  { database }: { database: Database },
  { progress = () => undefined, stop }: { progress?: Progress; stop?: AbortSignal } = {},
): Promise<boolean> {
  while (!stop?.aborted) {
    const done = await database.asWorker(async (tx) => {
      if (!(await lockRolling(tx))) return 'busy'
      // Whoever defines a measure marks days, too: take turns before anything is taken.
      const texts = await statementsNow(tx)
      // Stores before marks, as writers do: whoever took marks first would wait for a writer who waits for these very marks.
      const stores = await pendingStores(tx, storeDaysAtOnce)
      if (stores.length > 0) {
        await lockStores(tx, stores)
        const facts = await takePending(tx, 'facts', storeDaysAtOnce, stores)
        if (facts.length > 0)
          await plannedOnce(tx, async () => computeStoresNow(tx, texts, facts, await withNewMonths(tx, facts)))
        progress(await pendingCount(tx))
        return 'more'
      }
      const risen = await takePending(tx, 'parents', marksAtOnce)
      const left = await takePending(tx, 'children', marksAtOnce)
      const parents = [...(risen.length > 0 ? await parentsOf(tx, risen) : []), ...left]
      if (parents.length === 0) return risen.length > 0 || (await retainedCounted(tx)) ? 'more' : 'done'
      const unique = [...new Map(parents.map((one) => [`${one.nodeNo} ${one.day}`, one])).values()]
      await plannedOnce(tx, () => computeParents(tx, texts, unique))
      await markPending(tx, 'parents', unique)
      await tellBoards(
        tx,
        unique.map((one) => one.nodeNo),
      )
      return 'more'
    })
    if (done !== 'more') return done === 'done'
  }
  return false
}

/** What is worth the least haste comes last: distinct customers, for which many rows are read. */
async function retainedCounted(tx: Transaction): Promise<boolean> {
  const counted = await countRetained(tx)
  if (counted) await tellBoards(tx, counted)
  return counted !== null
}

export type Roller = {
  /** Waits until what was marked before is worked off, at most so long. */
  settled: (milliseconds: number) => Promise<void>
  /** Waits a moment for what was marked just now; not at all while a large import keeps it busy. */
  caughtUp: () => Promise<void>
  /** Leaves everything marked as it is while this goes on: whoever sends much rolls it up at the end, once. */
  hold: <Result>(work: () => Promise<Result>) => Promise<Result>
  close: () => Promise<void>
}

/** Rolls up whenever something was marked, by this server or another; looks once a minute in case a message was lost. */
export async function startRoller({
  database,
  log,
}: {
  database: Database
  log: (error: Error) => void
}): Promise<Roller> {
  let running: Promise<void> | null = null
  let runningSince = 0
  let again = false
  const closing = new AbortController()
  const stop = closing.signal
  let held = false
  let failures = 0
  const wake = async () => {
    again = true
    if (held) return
    if (!running) runningSince = performance.now()
    running ??= (async () => {
      while (again && !stop.aborted && !held) {
        again = false
        const done = await rollUp({ database }, { stop }).catch((error: Error) => {
          log(error)
          return null
        })
        if (done && !stop.aborted) await wakeWhenDue()
        failures = done === null ? failures + 1 : 0
        // Another server holds the work: look again shortly, in case it ended just before our marks were committed. A database
        // that is away is asked less and less often; once it is back, the first message from it wakes us anyway.
        const wait = done === null ? backOff(failures - 1, { first: 500, most: 10_000 }) : 200
        if (!done && !stop.aborted) setTimeout(wake, wait).unref()
      }
      running = null
    })()
    return running
  }
  const wakeWhenDue = async () => {
    const wait = await database.asWorker(nextDue).catch(() => null)
    if (wait !== null && !stop.aborted) setTimeout(wake, Math.max(50, wait)).unref()
  }
  let waking = false
  const wakeSoon = () => {
    if (waking) return
    waking = true
    const wakeNow = () => {
      waking = false
      void wake()
    }
    setTimeout(wakeNow, gatherMilliseconds).unref()
  }
  const unlisten = await database.listen('baton_pending', wakeSoon, wake)
  const timer = setInterval(wake, 60_000)
  timer.unref()
  wake()
  const settled = async (milliseconds: number) => {
    let timeout: NodeJS.Timeout | undefined
    const limit = new Promise<void>((resolve) => {
      timeout = setTimeout(resolve, milliseconds)
    })
    await Promise.race([wake(), limit])
    clearTimeout(timeout)
  }
  return {
    settled,
    caughtUp: async () => {
      if (!running || performance.now() - runningSince < busyMilliseconds) await settled(patienceMilliseconds)
    },
    hold: async (work) => {
      held = true
      try {
        return await work()
      } finally {
        held = false
        void wake()
      }
    },
    close: async () => {
      closing.abort()
      clearInterval(timer)
      await unlisten()
      await running
    },
  }
}

/** Deletes every rollup and computes all of them again from the facts; returns the number of store days. */
export async function rebuild(
  { database }: { database: Database },
  progress: Progress = () => undefined,
): Promise<number> {
  const marked = await database.asWorker((tx) => forgetAll(tx))
  while (!(await rollUp({ database }, { progress }))) await new Promise((resolve) => setTimeout(resolve, 200))
  return marked
}

/** The number of rollup rows that differ from what the facts give; changes nothing. */
export async function differences({ database }: { database: Database }): Promise<number> {
  return database.asWorker(async (tx) => compareAll(tx, await statementsNow(tx)))
}
