import { useQuery } from '@tanstack/react-query'
import { type AnswerOf, callApi } from '#design/api'
import type { contract } from '../wire.ts'

export type OrgNode = AnswerOf<typeof contract.nodes>['nodes'][number]
export type Person = AnswerOf<typeof contract.people>['people'][number]
export type Received = AnswerOf<typeof contract.import>

/** A node with what hangs under it. */
export type Branch = OrgNode & { depth: number; children: Branch[] }

/** The nodes that the reader may see, people apart. */
export function useNodes(kind?: OrgNode['kind']) {
  return useQuery({
    queryKey: ['organisation', 'nodes', kind ?? null],
    queryFn: ({ signal }) =>
      callApi<AnswerOf<typeof contract.nodes>>('/org/nodes', { search: { kind }, signal }).then(({ nodes }) => nodes),
    staleTime: 60_000,
  })
}

/** The nodes as trees; whoever's parent lies outside the scope stands at the top. */
export function branches(nodes: readonly OrgNode[]): Branch[] {
  const all = new Map<string, Branch>(nodes.map((node) => [node.id, { ...node, depth: 0, children: [] }]))
  const roots: Branch[] = []
  for (const branch of all.values()) {
    const parent = branch.parent === null ? undefined : all.get(branch.parent)
    if (parent) parent.children.push(branch)
    else roots.push(branch)
  }
  const settle = (branch: Branch, depth: number) => {
    branch.depth = depth
    for (const child of branch.children) settle(child, depth + 1)
  }
  for (const root of roots) settle(root, 0)
  return roots
}

/** From the top down to a node, the node itself at the end. */
export function pathTo(nodes: readonly OrgNode[], id: string): OrgNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const path: OrgNode[] = []
  for (let at = byId.get(id); at && !path.includes(at); at = at.parent === null ? undefined : byId.get(at.parent)) {
    path.unshift(at)
  }
  return path
}

/** The tree as one list, each node after its parent. */
export function flat(roots: readonly Branch[]): Branch[] {
  return roots.flatMap((root) => [root, ...flat(root.children)])
}
