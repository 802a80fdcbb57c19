import { implement } from '@orpc/server'
import { dayAt } from '#foundation/period'
import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { mappingOf } from '#platform/tableUploads'
import { type ListedMembership, listNodes, listPeople } from '../storage/listing.ts'
import { bonusBasesOf } from '../storage/tree.ts'
import { contract } from '../wire.ts'
import { previewedFile, receivedFile } from './httpPlain.ts'
import { type FollowTree, importOrganisation } from './importOrganisation.ts'

export function organisationRoutes(deps: { database: Database; followTree: FollowTree }) {
  const { database } = deps
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    importFile: os.importFile.handler(async ({ context, input }) => {
      const { file, mapping, ...fields } = input.body
      return receivedFile(deps, context, {
        file: Buffer.from(await file.arrayBuffer()),
        mapping: mappingOf(mapping),
        dryRun: input.query?.dryRun === 'true',
        fields,
      })
    }),
    previewFile: os.previewFile.handler(async ({ context, input }) => {
      const { file, ...fields } = input.body
      return previewedFile(deps, context, { file: Buffer.from(await file.arrayBuffer()), fields })
    }),
    import: os.import.handler(async ({ context, input }) => {
      const imported = await importOrganisation(deps, context, { nodes: input.nodes ?? [], people: input.people ?? [] })
      return { ...imported, rejected: imported.rejected.map((reject) => shownReject(reject, context.locale)) }
    }),
    nodes: os.nodes.handler(async ({ context, input }) => {
      const today = dayAt(context.now, 'Asia/Shanghai')
      const nodes = await database.asActor(context.actor, (tx) =>
        listNodes(tx, { kind: input.kind ?? null, under: input.under ?? null, today }),
      )
      return { nodes }
    }),
    people: os.people.handler(async ({ context, input }) => {
      const today = dayAt(context.now, 'Asia/Shanghai')
      return database.asActor(context.actor, async (tx) => {
        const rows = await listPeople(tx, { under: input.node ?? null, today })
        const mayPay = context.actor.permissions.has('pay.read')
        const bases = mayPay ? await bonusBasesOf(tx, [...new Set(rows.map((row) => row.personNo))]) : null
        return { people: grouped(rows, bases) }
      })
    }),
  })
}

function grouped(rows: ListedMembership[], bases: { personNo: number; baseFen: number; from: string }[] | null) {
  const people = new Map<
    string,
    {
      id: string
      name: string
      memberships: { node: string; position: string; from: string; to: string | null }[]
      bonusBases?: { baseFen: number; from: string }[]
    }
  >()
  for (const row of rows) {
    const person = people.get(row.person) ?? {
      id: row.person,
      name: row.name,
      memberships: [],
      ...(bases
        ? {
            bonusBases: bases
              .filter((base) => base.personNo === row.personNo)
              .map(({ baseFen, from }) => ({ baseFen, from })),
          }
        : {}),
    }
    if (row.node && row.position && row.from)
      person.memberships.push({ node: row.node, position: row.position, from: row.from, to: row.to })
    people.set(row.person, person)
  }
  return [...people.values()]
}
