import { call } from '@orpc/server'
import { addUser, demonstrationPassword } from '#access'
import { type FactKind, type FollowFacts, receiveFacts } from '#facts'
import type { Actor } from '#foundation/actor'
import { isFailure } from '#foundation/failure'
import { dayAt, monthOf, months } from '#foundation/period'
import { approve, check, createSettlement } from '#incentives'
import { rollUp } from '#measures'
import { type FollowTree, importOrganisation } from '#organisation'
import type { Database } from '#platform/database'
import type { RequestContext } from '#platform/http'
import { loadMaps } from '#strategy'
import { targetRoutes } from '#targets'
import { accounts } from './accounts.ts'
import { type Batch, factBatches, type OrderRow, type SurveyRow } from './facts.ts'
import { companyId, monthAfter, type Network, network, type Size, wholeSize } from './network.ts'
import { monthTargets, type TargetRow } from './targets.ts'

type Deps = { database: Database; followFacts: FollowFacts; followTree: FollowTree }
type Who = { actor: Actor; now: Date }
type Row = OrderRow | SurveyRow
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
    'pay.read',
    'pay.settle',
    'pay.approve',
  ]),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}

/**
 * Loads the demonstration network, or what is missing of it: after an interruption the rest, and days later the facts
 * since. What users have changed meanwhile stays. Everything goes through the operations that users have.
 */
export async function loadDemonstration(
  deps: Deps,
  now: Date,
  progress: LoadProgress,
  size: Size = wholeSize,
): Promise<void> {
  const who = { actor: writer, now }
  const known = await firstMonthKnown(deps)
  const net = network({ ...size, firstMonth: known ?? monthAfter(today(now).slice(0, 7), -size.months) })
  const batches = factBatches(net, now)
  const total = batches.length + 5
  let done = 0
  const step = async (work: () => Promise<unknown>) => {
    await work()
    done += 1
    progress(done, total)
  }
  progress(0, total)
  // Targets follow the tree and are what tells that it is there: from then on the tree is the users'.
  await step(async () => known ?? (await plantTree(deps, who, net)))
  await step(() => addTargets(deps, who, net))
  await step(async () => (await hasBegun(deps, who, batches[0])) || (await addAccounts(deps, who, net)))
  for (const batch of batches) await step(() => sendMissing(deps, who, batch))
  await step(() => rollUp(deps))
  await step(() => settleMonths(deps, who, net))
}

/** Whether the network is there with all the facts that it came with, however long ago. */
export async function demonstrationLoaded(
  { database }: { database: Database },
  size: Size = wholeSize,
): Promise<boolean> {
  const firstMonth = await firstMonthKnown({ database })
  if (firstMonth === null) return false
  const end = new Date(`${monthAfter(firstMonth, size.months)}-01T00:00:00+08:00`)
  const cameWith = factBatches(network({ ...size, firstMonth }), end)
  const last = cameWith.at(-1)
  return last !== undefined && (await missingRows({ database }, { actor: writer, now: end }, last)).length === 0
}

const today = (now: Date) => dayAt(now, 'Asia/Shanghai')

/** The operations on targets, asked as their routes are: their door offers nothing else. */
function targetBook({ database }: { database: Database }, now: Date) {
  const context: RequestContext = {
    actor: writer,
    locale: 'zh',
    now,
    headers: {},
    address: '',
    setHeader: () => undefined,
  }
  const routes = targetRoutes({ database })
  return {
    of: async (node: string) => (await call(routes.list, { node }, { context })).targets,
    versions: async (node: string, kpi: string, period: string) =>
      (await call(routes.versions, { node, kpi, period }, { context })).targets,
    put: (rows: TargetRow[]) => call(routes.put, rows, { context }),
  }
}

/** The month that the network's figures begin with, as its first targets tell; null before it is loaded. */
async function firstMonthKnown(deps: { database: Database }): Promise<string | null> {
  const book = targetBook(deps, new Date(0))
  const periods = new Set((await book.of(companyId)).map((target) => target.period))
  for (const period of [...periods].filter((text) => /^\d{4}-\d{2}$/.test(text)).sort()) {
    // Somebody may have set targets of their own, even for months before.
    const versions = await book.versions(companyId, 'jobs', period)
    if (versions.some((version) => version.by === writer.name)) return period
  }
  return null
}

function noRejects(
  what: string,
  rejected: readonly { row: number; field: string; value: string | null; code: string }[],
): void {
  const [first] = rejected
  if (!first) return
  const { row, field, value, code } = first
  throw new Error(
    `${rejected.length} ${what} of the demonstration network are refused, row ${row} for ${field} ${value}: ${code}`,
  )
}

async function plantTree(deps: Deps, who: Who, { nodes, people }: Network): Promise<void> {
  const rows = people.map(({ craft, ...person }) => person)
  // Ahead of the map that every new company gets: this company's year is known.
  const owners = mapOwners(people)
  const followTree: FollowTree = async (tx, change) => {
    await loadMaps(tx, who.now, { company: companyId, figures: true, owners })
    await deps.followTree(tx, change)
  }
  noRejects(
    'nodes and people',
    (await importOrganisation({ ...deps, followTree }, who, { nodes, people: rows })).rejected,
  )
}

/** Who answers for the company's objectives of a position: the first who holds it, or does what it would. */
function mapOwners(people: Network['people']): Map<string, string> {
  const holder = (position: string) => people.find(({ memberships }) => memberships.at(-1)?.position === position)?.id
  const stands = {
    parts_supervisor: 'parts_clerk',
    crm_specialist: 'service_advisor',
    customer_service_agent: 'service_advisor',
  }
  const wanted = ['store_manager', 'technician_lead', 'appointment_specialist', ...Object.keys(stands)]
  return new Map(
    wanted.flatMap((position) => {
      const person = holder(position) ?? holder(stands[position as keyof typeof stands] ?? 'service_advisor')
      return person ? [[position, person] as const] : []
    }),
  )
}

/** Targets up to the coming month, so that a month begins with them; never in place of any that are there. */
async function addTargets(deps: Deps, who: Who, net: Network): Promise<void> {
  const book = targetBook(deps, who.now)
  const { firstMonth } = net.outline
  const wanted = [...months({ from: `${firstMonth}-01`, to: today(who.now) }), monthAfter(monthOf(today(who.now)), 1)]
  const rows = wanted.flatMap((month) => monthTargets(net, month))
  const there = new Set<string>()
  for (const node of new Set(rows.map((row) => row.node)))
    for (const { kpi, period } of await book.of(node)) there.add(`${node} ${kpi} ${period}`)
  const missing = rows.filter(({ node, kpi, period }) => !there.has(`${node} ${kpi} ${period}`))
  if (missing.length > 0) noRejects('targets', (await book.put(missing)).rejected)
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

/** Whether facts are there at all; accounts come before them. */
async function hasBegun(deps: Deps, who: Who, batch: Batch | undefined): Promise<boolean> {
  return batch?.rows[0] !== undefined && isKnown(deps, who, batch.kind, batch.rows[0])
}

/** Tries one row without effect: is it known, in this version or a greater one? */
async function isKnown({ database }: { database: Database }, who: Who, kind: FactKind, raw: Row): Promise<boolean> {
  const input = { kind, rows: [{ row: 1, raw }], dryRun: true, via: 'demonstration' }
  return (await receiveFacts({ database, followFacts: async () => undefined }, who, input)).ignored === 1
}

/**
 * The rows of a batch that were not there, or not in this version, when the network was last loaded. Whoever took a row
 * took, before it or together with it, all with smaller versions: so a few of them tell how far the last load came.
 */
async function missingRows(deps: { database: Database }, who: Who, { kind, rows }: Batch): Promise<Row[]> {
  const versions = [...rows].sort((a: Row, b: Row) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0))
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
  return [...rows].filter((row: Row) => row.version >= from)
}

async function sendMissing(deps: Deps, who: Who, batch: Batch): Promise<void> {
  const rows = (await missingRows(deps, who, batch)).map((raw, index) => ({ row: index + 1, raw }))
  if (rows.length === 0) return
  const received = await receiveFacts(deps, who, { kind: batch.kind, rows, dryRun: false, via: 'demonstration' })
  noRejects(batch.kind, received.rejected)
}

/** The last two whole months that the network came with are paid, so that there is pay to look at; later ones are the users' to settle. */
async function settleMonths(deps: Deps, who: Who, { outline }: Network): Promise<void> {
  const { firstMonth, months: count } = outline
  for (const month of new Set([monthAfter(firstMonth, Math.max(0, count - 2)), monthAfter(firstMonth, count - 1)])) {
    if (month >= monthOf(today(who.now))) continue
    const { settlement } = await createSettlement(deps, who, { node: companyId, period: month })
    const ours = settlement.steps.every((one) => one.by === writer.name)
    if (!ours || settlement.lines.length === 0) continue
    if (settlement.state === 'draft') await check(deps, who, settlement.id)
    if (settlement.state === 'draft' || settlement.state === 'checked') await approve(deps, who, settlement.id)
  }
}
