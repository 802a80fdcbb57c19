import type { Actor } from '#foundation/actor'
import { importOrganisation } from '#organisation'
import type { Database } from '#platform/database'
import { followTree } from './roller.ts'

type Standing = [id: string, store: 'S1' | 'S2', position: string]

/** A region of two stores, and people who have had their places in them for as long as a test looks back. */
export async function importRegion(
  database: Database,
  who: { actor: Actor; now: Date },
  { people, since, areas }: { people: Standing[]; since: string; areas?: { S1: number; S2: number } },
): Promise<void> {
  const imported = await importOrganisation({ database, followTree }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'R1', kind: 'region', parent: 'C1', name: '大区' },
      { id: 'S1', kind: 'store', parent: 'R1', name: '一店', areaSquareMetres: areas?.S1 },
      { id: 'S2', kind: 'store', parent: 'R1', name: '二店', areaSquareMetres: areas?.S2 },
    ],
    people: people.map(([id, node, position]) => ({
      id,
      name: id,
      memberships: [{ node, position, from: since, to: null }],
    })),
  })
  if (imported.rejected.length > 0) throw new Error(JSON.stringify(imported.rejected))
}
