import { record } from '#audit'
import { positions } from '#catalogue/positions'
import type { Actor } from '#foundation/actor'
import { conflict } from '#foundation/failure'
import { type Day, dayAt } from '#foundation/period'
import { type Reject, readRow, refuse } from '#foundation/reading'
import type { Database, Transaction } from '#platform/database'
import { type NodeRow, nodeRow, type PersonRow, parentKinds, personRow } from '../rules/importRow.ts'
import {
  bonusBasesOf,
  circleAmong,
  type KnownNode,
  knownNodes,
  type MembershipOf,
  membershipsOf,
  placeMemberships,
  placeNodes,
  replaceBonusBases,
  replaceClosingDays,
  replaceMemberships,
  upsertNodes,
  visibleIds,
} from '../storage/tree.ts'

/** What an import changed that others have to follow: whose numbers, and from which day on. */
export type TreeChange = {
  /** Stores whose calendar or staff changed on these days. */
  staffed: { storeNo: number; from: Day; to: Day | null }[]
  /** Nodes that hang elsewhere from a day on, with the parent that they left. */
  moved: { nodeNo: number; from: Day; leftParentNo: number | null }[]
}

/** Follows a change of the tree in the same transaction: scopes, rollups. Given by whoever composes the product. */
export type FollowTree = (tx: Transaction, change: TreeChange) => Promise<void>

export type Imported = { accepted: number; replaced: number; ignored: number; rejected: Reject[] }

type Known = Omit<KnownNode, 'visible'>
type Read<T> = { row: number; read: T }

/** The first day that the product reckons with; a node without another beginning has always hung where it hangs. */
const always: Day = '1900-01-01'

/**
 * Upserts nodes and people by id. Wrong rows are refused, the rest goes in; rows of people count on after those of nodes.
 * A dry run does all of it and keeps nothing.
 */
export async function importOrganisation(
  deps: { database: Database; followTree: FollowTree },
  who: { actor: Actor; now: Date },
  input: { nodes: unknown[]; people: unknown[] },
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<Imported> {
  const unreadable: Reject[] = []
  const nodes = readRows(input.nodes, 1, unreadable, nodeRow)
  const people = readRows(input.people, input.nodes.length + 1, unreadable, (raw) => personRow(raw, positionIds))
  const mentioned = [
    ...nodes.flatMap(({ read }) => (read.parent ? [read.id, read.parent] : [read.id])),
    ...people.flatMap(({ read }) => [read.id, ...read.memberships.map((membership) => membership.node)]),
  ]
  const imported = deps.database.asActor(who.actor, async (tx) => {
    const rejected = [...unreadable]
    const visible = await visibleIds(tx, mentioned)
    await deps.database.becomeWorker(tx)
    const known = await knownNodes(tx, mentioned)
    const today = dayAt(who.now, 'Asia/Shanghai')
    const whole = who.actor.scope.replaceAll(' ', '') === '{(,)}'
    const result: Imported = { accepted: 0, replaced: 0, ignored: 0, rejected }
    const change: TreeChange = { staffed: [], moved: [] }
    const context = { tx, known, visible, whole, today, now: who.now, result, change }
    await importNodes(context, nodes)
    await importPeople(context, people)
    rejected.sort((a, b) => a.row - b.row)
    if (dryRun) throw new DryRunEnds(result)
    if (result.accepted + result.replaced > 0) {
      await deps.followTree(tx, change)
      const { accepted, replaced, ignored } = result
      await record(tx, who, {
        action: 'organisation.import',
        subject: '',
        details: { accepted, replaced, ignored, rejected: rejected.length },
      })
    }
    return result
  })
  return imported.catch((error: unknown) => {
    if (error instanceof DryRunEnds) return error.imported
    throw error
  })
}

/** Rolls everything back at the end of a dry run: what it counted is exactly what would have happened. */
class DryRunEnds extends Error {
  readonly imported: Imported
  constructor(imported: Imported) {
    super('a dry run')
    this.imported = imported
  }
}

const positionIds = positions.map((position) => position.id)

type Context = {
  tx: Transaction
  known: Map<string, Known>
  visible: Set<string>
  whole: boolean
  today: Day
  now: Date
  result: Imported
  change: TreeChange
}

function readRows<T extends { id: string }>(
  raws: unknown[],
  first: number,
  rejected: Reject[],
  read: (raw: unknown) => T,
): Read<T>[] {
  const seen = new Set<string>()
  return raws.flatMap((raw, index) => {
    const row = first + index
    const outcome = readRow(row, () => {
      const value = read(raw)
      if (seen.has(value.id)) refuse('id', value.id, 'row.duplicate')
      seen.add(value.id)
      return value
    })
    if ('value' in outcome) return [{ row, read: outcome.value }]
    rejected.push(outcome.reject)
    return []
  })
}

/** Rows may name parents that come later: a row waits until its parent is known, and is refused when that never happens. */
async function importNodes(context: Context, rows: Read<NodeRow>[]) {
  const { known, result } = context
  const batch: Read<NodeRow>[] = []
  const own = new Map(rows.map((row) => [row.read.id, row]))
  const settled = new Map<string, boolean>()
  const settle = (row: Read<NodeRow>, path: Set<string>): boolean => {
    const done = settled.get(row.read.id)
    if (done !== undefined) return done
    path.add(row.read.id)
    const outcome = readRow(row.row, () => {
      const { id, kind, parent } = row.read
      const there = known.get(id)
      if (there && !mayTouch(context, id)) refuse('id', id, 'org.node.unknown')
      if (there && there.kind !== kind) refuse('kind', kind, 'org.node.kind_changed', { known: there.kind })
      if (!there && parent === null && !context.whole) refuse('id', id, 'org.node.unknown')
      if (parent === null) return
      if (path.has(parent)) refuse('parent', parent, 'org.node.circle')
      const parentRow = own.get(parent)
      const parentGood = parentRow ? settle(parentRow, path) : false
      const parentKnown = parentGood
        ? parentRow?.read.kind
        : mayTouch(context, parent)
          ? known.get(parent)?.kind
          : undefined
      if (!parentKnown) refuse('parent', parent, 'org.node.unknown')
      if (!parentKinds[kind].includes(parentKnown))
        refuse('parent', parent, 'org.node.parent_kind', { kind, parentKind: parentKnown })
    })
    path.delete(row.read.id)
    if ('reject' in outcome) result.rejected.push(outcome.reject)
    else batch.push(row)
    settled.set(row.read.id, 'value' in outcome)
    return 'value' in outcome
  }
  for (const row of rows) settle(row, new Set())
  if (batch.length > 0) await keepNodes(context, batch)
}

const mayTouch = ({ visible, whole }: Context, id: string) => whole || visible.has(id)

async function keepNodes(context: Context, rows: Read<NodeRow>[]) {
  const { tx, known, today, now, result, change } = context
  const outcomes = await upsertNodes(
    tx,
    rows.map((row) => row.read),
    now,
  )
  const fresh = await knownNodes(
    tx,
    rows.map((row) => row.read.id),
  )
  for (const [id, node] of fresh)
    known.set(id, { ...node, parent: known.get(id)?.parent ?? null, parentNo: known.get(id)?.parentNo ?? null })
  const moves: { nodeNo: number; parentNo: number; from: Day }[] = []
  for (const { read } of rows) {
    const node = known.get(read.id) as Known
    const moved = read.parent !== null && node.parent !== read.parent
    const outcome = outcomes.get(read.id)?.outcome ?? (moved || read.closingDays ? 'replaced' : 'ignored')
    result[outcome] += 1
    if (moved) {
      const from = read.parentFrom ?? (node.parent === null ? always : today)
      moves.push({ nodeNo: node.no, parentNo: (known.get(read.parent as string) as Known).no, from })
      if (node.parent !== null) change.moved.push({ nodeNo: node.no, from, leftParentNo: node.parentNo })
    }
    if (read.kind === 'store' && outcome === 'replaced')
      change.staffed.push({ storeNo: node.no, from: always, to: null })
  }
  await placeNodes(tx, moves)
  const circle = await circleAmong(
    tx,
    moves.map((move) => move.nodeNo),
  )
  if (circle) throw conflict('org.node.circle', { value: circle })
  await placeMemberships(
    tx,
    moves.map((move) => move.nodeNo),
  )
  for (const { read } of rows) {
    context.visible.add(read.id)
    known.set(read.id, { ...(known.get(read.id) as Known), parent: read.parent })
  }
  const closings = rows.flatMap(({ read }) =>
    read.closingDays ? [{ nodeNo: (known.get(read.id) as Known).no, days: read.closingDays }] : [],
  )
  await replaceClosingDays(tx, closings)
}

async function importPeople(context: Context, rows: Read<PersonRow>[]) {
  const { known, result } = context
  const batch: PersonRow[] = []
  for (const row of rows) {
    const outcome = readRow(row.row, () => {
      const there = known.get(row.read.id)
      if (there && there.kind !== 'person') refuse('id', row.read.id, 'org.node.kind_changed', { known: there.kind })
      if (there && !mayTouch(context, row.read.id)) refuse('id', row.read.id, 'org.node.unknown')
      if (row.read.memberships.length === 0 && !context.whole) refuse('memberships', null, 'row.field.missing')
      row.read.memberships.forEach((membership, index) => {
        const path = `memberships.${index}.node`
        const node = known.get(membership.node)
        if (!node || !mayTouch(context, membership.node)) refuse(path, membership.node, 'org.node.unknown')
        if (node.kind === 'person') refuse(path, membership.node, 'org.membership.node_kind')
      })
    })
    if ('reject' in outcome) result.rejected.push(outcome.reject)
    else batch.push(row.read)
  }
  if (batch.length > 0) await keepPeople(context, batch)
}

async function keepPeople(context: Context, rows: PersonRow[]) {
  const { tx, known, now, result, change } = context
  const outcomes = await upsertNodes(
    tx,
    rows.map((row) => ({ id: row.id, name: row.name, kind: 'person' as const })),
    now,
  )
  const fresh = await knownNodes(
    tx,
    rows.map((row) => row.id),
  )
  const numberOf = (id: string) => (fresh.get(id) ?? (known.get(id) as Known)).no
  const nos = rows.map((row) => numberOf(row.id))
  const before = groupBy(await membershipsOf(tx, nos), (membership) => membership.personNo)
  const basesBefore = groupBy(await bonusBasesOf(tx, nos), (base) => base.personNo)
  const changed: { personNo: number; memberships: MembershipOf[] }[] = []
  const bases: { personNo: number; bases: { baseFen: number; from: Day }[] }[] = []
  for (const row of rows) {
    const personNo = numberOf(row.id)
    const memberships = row.memberships.map((membership) => ({
      personNo,
      nodeNo: numberOf(membership.node),
      position: membership.position,
      from: membership.from,
      to: membership.to,
    }))
    const sameMemberships = alike(
      before.get(personNo) ?? [],
      memberships,
      ({ nodeNo, position, from, to }) => `${from} ${nodeNo} ${position} ${to}`,
    )
    if (!sameMemberships) changed.push({ personNo, memberships })
    const sameBases =
      row.bonusBases === null ||
      alike(basesBefore.get(personNo) ?? [], row.bonusBases, ({ baseFen, from }) => `${from} ${baseFen}`)
    if (!sameBases) bases.push({ personNo, bases: row.bonusBases ?? [] })
    result[outcomes.get(row.id)?.outcome ?? (sameMemberships && sameBases ? 'ignored' : 'replaced')] += 1
  }
  await replaceMemberships(
    tx,
    changed.map((person) => person.personNo),
    changed.flatMap((person) => person.memberships),
  )
  await replaceBonusBases(tx, bases)
  const after = await membershipsOf(
    tx,
    changed.map((person) => person.personNo),
  )
  for (const membership of [...changed.flatMap((person) => before.get(person.personNo) ?? []), ...after]) {
    if (membership.storeNo !== null)
      change.staffed.push({ storeNo: membership.storeNo, from: membership.from, to: membership.to })
  }
}

function alike<A extends B, B>(known: A[], given: B[], key: (item: B) => string): boolean {
  const sorted = (items: B[]) => items.map(key).sort().join('\n')
  return sorted(known) === sorted(given)
}

function groupBy<T>(items: T[], key: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
