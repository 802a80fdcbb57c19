import { type FollowTree, importOrganisation } from '#organisation'
import type { Database } from '#platform/database'
import { loadMaps } from '#strategy'
import { companyId, type Network } from './network.ts'
import type { Who } from './targetBook.ts'

const peopleAtOnce = 5_000

/** The network comes whole or not at all: a row that is refused is a fault of its maker. */
export function noRejects(
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

/** The nodes, the people, and the company's strategy map. */
export async function plantTree(
  deps: { database: Database; followTree: FollowTree },
  who: Who,
  { nodes, people }: Network,
): Promise<void> {
  const rows = people.map(({ craft, ...person }) => person)
  // Ahead of the map that every new company gets: this company's year is known.
  const owners = mapOwners(people)
  const followTree: FollowTree = async (tx, change) => {
    await loadMaps(tx, who.now, { company: companyId, figures: true, owners })
    await deps.followTree(tx, change)
  }
  for (let from = 0; from < rows.length; from += peopleAtOnce) {
    const some = { nodes: from === 0 ? nodes : [], people: rows.slice(from, from + peopleAtOnce) }
    noRejects('nodes and people', (await importOrganisation({ ...deps, followTree }, who, some)).rejected)
  }
}

/** Who answers for the company's objectives of a position: the first who holds it. */
function mapOwners(people: Network['people']): Map<string, string> {
  const stands: Readonly<Record<string, string>> = {
    parts_supervisor: 'parts_clerk',
    crm_specialist: 'service_advisor',
    customer_service_agent: 'service_advisor',
    appointment_specialist: 'service_advisor',
  }
  const holder = (position: string) => people.find(({ memberships }) => memberships.at(-1)?.position === position)?.id
  const wanted = ['store_manager', 'technician_lead', ...Object.keys(stands)]
  return new Map(
    wanted.flatMap((position) => {
      const person = holder(position) ?? holder(stands[position] ?? 'service_advisor')
      return person ? [[position, person] as const] : []
    }),
  )
}
