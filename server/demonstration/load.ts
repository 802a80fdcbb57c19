import { addUser, demonstrationPassword } from '#access'
import { type FollowFacts, receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { isFailure } from '#foundation/failure'
import { addDays, type Day, monthOf } from '#foundation/period'
import { approve, check, createSettlement } from '#incentives'
import { rollUp } from '#measures'
import type { FollowTree } from '#organisation'
import type { Database } from '#platform/database'
import { accounts } from './accounts.ts'
import { liveDays } from './dailyLife.ts'
import { storeFacts } from './facts.ts'
import { instant, momentAt } from './moments.ts'
import { companyId, type Network, network } from './network.ts'
import { monthAfter, type Outline, type Size, usualSeed, wholeSize } from './outline.ts'
import { noRejects, plantTree } from './plant.ts'
import { type Facts, type Kind, kinds, noFacts, type Row } from './rows.ts'
import type { StoreSketch } from './sketches.ts'
import { outlineKnown, outlineReason, targetBook, type Who } from './targetBook.ts'
import { monthTargets, type TargetRow, targetMonths, yearTargets } from './targets.ts'

type Deps = { database: Database; followFacts: FollowFacts; followTree: FollowTree }
export type LoadProgress = (done: number, total: number) => void

/** Who writes the demonstration network: no account, the product by itself. */
const writer: Actor = {
  no: 0,
  kind: 'system',
  name: '示范网络',
  personNo: null,
  permissions: new Set([
    'org.read',
    'org.write',
    'facts.read',
    'facts.write',
    'boards.read',
    'targets.write',
    'plans.write',
    'actions.write',
    'cards.write',
    'pay.read',
    'pay.settle',
    'pay.approve',
  ]),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}

/** So many orders are sent at a time, with all that belongs to them. */
const ordersAtOnce = 6_000
const rowsAtOnce = 20_000
const storesSettled = 100

/**
 * Loads the demonstration network, or what is missing of it: after an interruption the rest, and days later the facts
 * since. What users have changed meanwhile stays. Everything goes through the operations that users have. `since` is the
 * moment of a load that ended: only what happened after it is sent, without asking what is there.
 */
export async function loadDemonstration(
  deps: Deps,
  now: Date,
  progress: LoadProgress,
  { size = wholeSize, since = null }: { size?: Size; since?: Date | null } = {},
): Promise<void> {
  const who = { actor: writer, now }
  const today = momentAt(now).day
  const known = await outlineKnown(deps, who)
  // Loaded by an earlier version of the product: it stays as it is.
  if (known === 'other') return progress(1, 1)
  const outline = known ?? { ...size, firstMonth: monthAfter(today.slice(0, 7), -size.months), seed: usualSeed }
  const net = network(outline)
  const groups = groupsOf(net)
  const total = groups.length + 12
  let done = 0
  const step = async (work: () => Promise<unknown>, weight = 1) => {
    await work()
    done += weight
    progress(done, total)
  }
  progress(0, total)
  // Targets follow the tree and are what tells that it is there: from then on the tree is the users'.
  await step(async () => known ?? (await plantTree(deps, who, net)))
  await step(() => addTargets(deps, who, net, known === null))
  await step(async () => since ?? addAccounts(deps, who, net))
  // Days are only marked, and rolled up once all of their facts are there.
  const marking: Deps = { ...deps, followFacts: (tx, touched) => deps.followFacts(tx, { ...touched, facts: Infinity }) }
  const waiting = [...groups]
  // While the database writes one group of stores, the next is made and checked.
  const lane = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const stores = group
      await step(() => sendGroup(marking, who, net, stores, since))
    }
  }
  await Promise.all([lane(), lane()])
  await step(() => rollUp(deps), 5)
  // People go on living by the day: nothing happens between two moments of one.
  await step(async () => {
    if (since && momentAt(since).day === today) return
    await liveDays(marking, who, net)
    await rollUp(deps)
  }, 2)
  await step(() => (since ? Promise.resolve() : settleMonths(deps, who, net)), 2)
}

function groupsOf({ stores, outline }: Network): StoreSketch[][] {
  const ordersOfOne = Math.max(1, outline.months * 30 * outline.ordersPerDay)
  const atOnce = Math.max(1, Math.floor(ordersAtOnce / ordersOfOne))
  return Array.from({ length: Math.ceil(stores.length / atOnce) }, (_, index) =>
    stores.slice(index * atOnce, (index + 1) * atOnce),
  )
}

/** Targets up to the coming month, so that a month begins with them; never in place of any that are there. */
async function addTargets(deps: Deps, who: Who, net: Network, all: boolean): Promise<void> {
  const book = targetBook(deps, who)
  // Set before their month, as a year's decomposition is: a target that comes after the close says so on every screen.
  const ahead = (firstDay: Day) =>
    targetBook(deps, {
      ...who,
      now: new Date(Math.min(who.now.getTime(), Date.parse(instant(decidedBefore(firstDay))))),
    })
  const months = targetMonths(net, monthAfter(monthOf(momentAt(who.now).day), 1))
  const have = new Set(all ? [] : (await book.of(companyId)).map((target) => target.period))
  for (const month of months) {
    // The company's targets are written last: where they are, the others are.
    if (have.has(month)) continue
    const rows = monthTargets(net, month)
    const there = new Set<string>()
    if (!all)
      for (const node of new Set(rows.map((row) => row.node)))
        for (const { kpi, period } of await book.of(node)) there.add(`${node} ${kpi} ${period}`)
    const missing = rows.filter(({ node, kpi, period }) => !there.has(`${node} ${kpi} ${period}`))
    await putTargets(ahead(`${month}-01`), month === months[0] ? marked(missing, net.outline) : missing)
  }
  const year = momentAt(who.now).day.slice(0, 4)
  if (!have.has(year)) await putTargets(ahead(`${year}-01-01`), yearTargets(net, year))
}

const decidedBefore = (firstDay: Day) => ({ day: addDays(firstDay, -10), minute: 10 * 60 })

/** The first of them tells later what was loaded. */
const marked = (rows: TargetRow[], outline: Outline): TargetRow[] =>
  rows.map((row) => (row.node === companyId && row.kpi === 'jobs' ? { ...row, reason: outlineReason(outline) } : row))

async function putTargets(book: ReturnType<typeof targetBook>, rows: TargetRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    noRejects('targets', (await book.put(rows.slice(from, from + rowsAtOnce))).rejected)
}

async function addAccounts(deps: Deps, { now }: Who, net: Network): Promise<void> {
  for (const account of accounts(net)) {
    try {
      await addUser(deps, { actor: null, now }, { ...account, password: demonstrationPassword, demonstration: true })
    } catch (error) {
      if (!isFailure(error) || error.code !== 'access.username.taken') throw error
    }
  }
}

/** The facts of some stores: all of them when there are none, otherwise what is missing of the last months. */
async function sendGroup(
  deps: Deps,
  who: Who,
  net: Network,
  stores: readonly StoreSketch[],
  since: Date | null,
): Promise<void> {
  const by = momentAt(who.now)
  const { firstMonth } = net.outline
  const last = monthOf(by.day)
  const facts = (from: string) => {
    const months: string[] = []
    for (let month = from < firstMonth ? firstMonth : from; month <= last; month = monthAfter(month, 1))
      months.push(month)
    return stores.flatMap((store) => months.map(storeFacts(net, store, by)))
  }
  if (since) {
    const sent = instant(momentAt(since))
    const recent = together(facts(monthAfter(monthOf(momentAt(since).day), -1)))
    for (const kind of kinds)
      await send(
        deps,
        who,
        kind,
        recent[kind].filter((row) => row.version > sent),
      )
    return
  }
  const missing = (await isEmpty(deps, who, net, stores))
    ? facts(firstMonth)
    : await missingMonths(deps, who, net, stores)
  const all = together(missing)
  for (const kind of kinds) await send(deps, who, kind, all[kind])
}

/** Whether nothing of these stores is there: their orders come first and all at once. */
async function isEmpty(deps: Deps, who: Who, net: Network, stores: readonly StoreSketch[]): Promise<boolean> {
  const first = storeFacts(net, stores[0] as StoreSketch, momentAt(who.now))(net.outline.firstMonth)
  const [order] = first['work-orders']
  return order === undefined || !(await isKnown(deps, who, 'work-orders', order))
}

/** What is missing, by months: from the last one back to the first of which nothing is. */
async function missingMonths(deps: Deps, who: Who, net: Network, stores: readonly StoreSketch[]): Promise<Facts[]> {
  const by = momentAt(who.now)
  const missing: Facts[] = []
  for (let month = monthOf(by.day); month >= net.outline.firstMonth; month = monthAfter(month, -1)) {
    const facts = await missingOf(deps, who, together(stores.map((store) => storeFacts(net, store, by)(month))))
    // Whatever is there entirely came after all that belongs before it.
    if (facts === null) break
    missing.unshift(facts)
  }
  return missing
}

function together(parts: readonly Facts[]): Facts {
  const all = noFacts()
  for (const kind of kinds) Object.assign(all, { [kind]: parts.flatMap((part) => part[kind] as Row[]) })
  return all
}

async function send(deps: Deps, who: Who, kind: Kind, facts: readonly Row[]): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map((raw, index) => ({ row: index + 1, raw }))
  noRejects(kind, (await receiveFacts(deps, who, { kind, rows, dryRun: false, via: 'demonstration' })).rejected)
}

/** Tries one row without effect: is it known, in this version or a greater one? */
async function isKnown({ database }: { database: Database }, who: Who, kind: Kind, raw: Row): Promise<boolean> {
  const input = { kind, rows: [{ row: 1, raw }], dryRun: true, via: 'demonstration' }
  return (await receiveFacts({ database, followFacts: async () => undefined }, who, input)).ignored === 1
}

/** The rows of a month that were not there, or not in this version, when the network was last loaded; null when all are. */
async function missingOf(deps: Deps, who: Who, facts: Facts): Promise<Facts | null> {
  const missing = noFacts()
  let any = false
  for (const kind of kinds) {
    const rows = await missingRows(deps, who, kind, facts[kind])
    any ||= rows.length > 0
    Object.assign(missing, { [kind]: rows })
  }
  return any ? missing : null
}

/**
 * Whoever took a row took, before it or together with it, all with smaller versions: so a few of them tell how far the last
 * load came.
 */
async function missingRows(deps: Deps, who: Who, kind: Kind, rows: readonly Row[]): Promise<readonly Row[]> {
  const versions = [...rows].sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0))
  const known = async (index: number) => isKnown(deps, who, kind, versions[index] as Row)
  if (versions.length === 0 || (await known(versions.length - 1))) return []
  if (!(await known(0))) return rows
  let last = 0
  let missing = versions.length - 1
  while (missing - last > 1) {
    const middle = Math.floor((last + missing) / 2)
    if (await known(middle)) last = middle
    else missing = middle
  }
  const from = versions[missing]?.version ?? ''
  return rows.filter((row) => row.version >= from)
}

/** The last two whole months that the network came with are paid, so that there is pay to look at; later ones are the users' to settle. */
async function settleMonths(deps: Deps, who: Who, { outline, stores }: Network): Promise<void> {
  const { firstMonth, months: count } = outline
  if (stores.length > storesSettled) return
  for (const month of new Set([monthAfter(firstMonth, Math.max(0, count - 2)), monthAfter(firstMonth, count - 1)])) {
    if (month >= monthOf(momentAt(who.now).day)) continue
    const { settlement } = await createSettlement(deps, who, { node: companyId, period: month })
    const ours = settlement.steps.every((one) => one.by === writer.name)
    if (!ours || settlement.lines.length === 0) continue
    if (settlement.state === 'draft') await check(deps, who, settlement.id)
    if (settlement.state === 'draft' || settlement.state === 'checked') await approve(deps, who, settlement.id)
  }
}
