import type { Actor } from '#foundation/actor'
import { invalid } from '#foundation/failure'
import type { Day } from '#foundation/period'
import type { Kpi } from '#kpis'
import type { Database } from '#platform/database'
import { type NodeYear, sharedOut } from '../rules/sharedOut.ts'
import { insertLines, type Line, markComplete } from '../storage/decompositions.ts'
import { type TreeNode, treeUnder } from '../storage/tree.ts'
import { basesOf, byParent, kpiNamed, reachesPeople, sharedKpi } from './ground.ts'

export type TreeWork = {
  no: number
  node: string
  kpi: string
  year: number
  today: Day
  goal: number
  start: number | null
  months: number[]
  locked: boolean[]
  method: 'history' | 'capacity' | 'hand'
  hand: Record<string, number>
}

const storesAtOnce = 100
const isStoreOrBelow = ({ kind }: TreeNode) => kind === 'store' || kind === 'department' || kind === 'person'

/**
 * Takes a plan down its tree: first to the stores, then store by store to departments and people, a hundred stores at a
 * time, so that memory does not grow with people. May run again after an interruption: lines that are there stay.
 */
export async function fillTree(
  { database }: { database: Database },
  actor: Actor,
  work: TreeWork,
  progress: (done: number, total: number) => Promise<void> = async () => undefined,
): Promise<{ lines: number }> {
  const kpi = kpiNamed(work.kpi)
  const tree = await database.asActor(actor, (tx) => treeUnder(tx, { node: work.node, today: work.today, deep: true }))
  const below = byParent(
    reachesPeople(kpi) ? tree : tree.filter(({ kind }) => kind !== 'department' && kind !== 'person'),
  )
  const [root] = tree
  if (!root) return { lines: 0 }
  const first: NodeYear = { year: work.goal, months: work.months, start: work.start }
  const rootLine: Line = {
    nodeNo: root.no,
    parentNo: null,
    yearValue: work.goal,
    months: work.months,
    locked: work.locked,
  }
  let count = 0
  const add = async (units: readonly [TreeNode, NodeYear][], lines: Line[], stopAtStores: boolean) => {
    const nodes = units.flatMap(([unit]) => nodesUnder(unit, below, stopAtStores))
    const reached: [TreeNode, NodeYear][] = []
    await database.asActor(actor, async (tx) => {
      const { year, today, hand } = work
      const bases = await basesOf(tx, kpi, nodes, below, { year, today, hand })
      const down = (node: TreeNode, of: NodeYear) => {
        if (stopAtStores && isStoreOrBelow(node)) {
          reached.push([node, of])
          return
        }
        for (const [child, its] of childYears({ kpi, node, of, below, bases, root, work })) {
          lines.push({
            nodeNo: child.no,
            parentNo: node.no,
            yearValue: its.year,
            months: [...its.months],
            locked: unlocked,
          })
          down(child, its)
        }
      }
      for (const [node, of] of units) down(node, of)
      await insertLines(tx, work.no, lines)
    })
    count += lines.length
    return reached
  }
  const stores = await add([[root, first]], [rootLine], true)
  for (let from = 0; from < stores.length; from += storesAtOnce) {
    await progress(from, stores.length)
    await add(stores.slice(from, from + storesAtOnce), [], false)
  }
  await progress(stores.length, stores.length)
  await database.asActor(actor, (tx) => markComplete(tx, work.no))
  return { lines: count }
}

const unlocked = new Array<boolean>(12).fill(false)

/** The nodes below one, itself not included; down to stores and no further, when asked. */
function nodesUnder(node: TreeNode, below: ReadonlyMap<number, TreeNode[]>, stopAtStores: boolean): TreeNode[] {
  if (stopAtStores && isStoreOrBelow(node)) return []
  return (below.get(node.no) ?? []).flatMap((child) => [child, ...nodesUnder(child, below, stopAtStores)])
}

type Step = {
  kpi: Kpi
  node: TreeNode
  of: NodeYear
  below: ReadonlyMap<number, TreeNode[]>
  bases: Awaited<ReturnType<typeof basesOf>>
  root: TreeNode
  work: TreeWork
}

function childYears({ kpi, node, of, below, bases, root, work }: Step): [TreeNode, NodeYear][] {
  const children = below.get(node.no) ?? []
  if (children.length === 0) return []
  // What was given by hand holds for the nodes right below; further down history decides.
  const method = work.method === 'hand' && node.no !== root.no ? 'history' : work.method
  const list = children.map(({ no }) => bases.get(no)).filter((basis) => basis !== undefined)
  const shared = sharedOut(sharedKpi(kpi), of, method, list)
  if (!shared.ok) throw invalid('targets.plan.children_differ', { by: shared.by, unit: kpi.unit })
  return children.flatMap((child, index): [TreeNode, NodeYear][] => {
    const year = shared.years[index]
    return year ? [[child, year]] : []
  })
}
