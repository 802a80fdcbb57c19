import { oc } from '@orpc/contract'
import { z } from 'zod'
import { formOnly, type RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const NodeKind = z.enum(['company', 'region', 'store', 'department', 'person'])

const Rejected = z.object({
  row: z.number(),
  field: z.string(),
  value: z.string().nullable(),
  reason: z.string(),
  code: z.string(),
})
const Received = z.object({
  accepted: z.number(),
  replaced: z.number(),
  ignored: z.number(),
  rejected: z.array(Rejected),
})

const Node = z.object({
  no: z.number().describe('The number by which the audit trail names it.'),
  id: z.string(),
  kind: NodeKind,
  parent: z.string().nullable(),
  name: z.string(),
  timeZone: z.string().nullable(),
  openedOn: z.string().nullable(),
  areaSquareMetres: z.number().nullable(),
  bays: z.number().nullable(),
})

const Membership = z.object({
  node: z.string(),
  position: z.string(),
  from: z.string(),
  to: z.string().nullable(),
})

const Person = z.object({
  id: z.string(),
  name: z.string(),
  memberships: z.array(Membership),
  bonusBases: z.array(z.object({ baseFen: z.number(), from: z.string() })).optional(),
})

const Mapping = z.record(z.string(), z.string())
const FilePreview = z.object({
  headings: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  rows: z.number(),
  fields: z.array(
    z.object({
      id: z.string(),
      names: z.object({ zh: z.string(), en: z.string() }),
      required: z.boolean(),
      example: z.string(),
    }),
  ),
  mapping: Mapping,
  remembered: z.boolean(),
  codeColumns: z.array(z.string()).describe('Columns that codes can be made of where the file has none.'),
})
const FileReceived = Received.extend({
  dryRun: z.boolean(),
  rows: z.number(),
  made: z.number().describe('Regions and companies that were only named and got a code made of their name.'),
  rejectedRows: z.number(),
  rejectsFile: z
    .string()
    .nullable()
    .describe('The rejected rows as CSV with their reasons, to correct and send again.'),
})
const OrgFileForm = z.object({
  file: z.file().describe('CSV (UTF-8 or GB18030) or XLSX with headings, at most 16 MiB.'),
  kind: z.enum(['nodes', 'people']),
  source: z.string().optional().describe('The columns are remembered by it.'),
})

export const contract = {
  importFile: route
    .meta({ permission: 'org.write' })
    .route({
      method: 'POST',
      path: '/org/files',
      inputStructure: 'detailed',
      spec: formOnly,
      summary: 'Import nodes or people from a file',
      description:
        'A form. One node a row, or one position of a person a row; columns that the file lacks leave what is known as it is. With `dryRun=true` nothing is kept. At most 1,000 rejects are listed; `rejectsFile` holds all of them.',
    })
    .input(
      z.object({
        query: z.object({ dryRun: z.enum(['true', 'false']).optional() }).optional(),
        body: OrgFileForm.extend({
          mapping: z
            .string()
            .optional()
            .describe('JSON: `{ "id": "门店编码", "name": "店名" }`; left out: as suggested.'),
          codesFrom: z.string().optional().describe('The heading of the column that codes are made of.'),
          makeCodes: z.enum(['true', 'false']).optional().describe('Set up regions and companies that are only named.'),
          rowKind: z.enum(['company', 'region', 'store', 'department']).optional(),
          parent: z.string().optional().describe('The node that rows without a parent hang under or work in.'),
          newCompany: z.string().optional().describe('The name of a company to set up as that parent.'),
        }),
      }),
    )
    .output(FileReceived),
  previewFile: route
    .meta({ permission: 'org.write' })
    .route({
      method: 'POST',
      path: '/org/files/previews',
      inputStructure: 'detailed',
      spec: formOnly,
      summary: 'What a file of nodes or people holds, and how its columns would be read',
    })
    .input(z.object({ body: OrgFileForm }))
    .output(FilePreview),
  import: route
    .meta({ permission: 'org.write' })
    .route({
      method: 'POST',
      path: '/org/import',
      summary: 'Import nodes and people',
      description:
        'Upsert by id. Rows are checked one by one: a wrong row is rejected with field, value and reason, the rest goes in. Rows of `people` are numbered after those of `nodes`.',
    })
    .input(z.object({ nodes: z.array(z.unknown()).optional(), people: z.array(z.unknown()).optional() }))
    .output(Received),
  nodes: route
    .meta({ permission: 'org.read' })
    .route({ method: 'GET', path: '/org/nodes', summary: 'The nodes within the scope' })
    .input(z.object({ kind: NodeKind.optional(), under: z.string().optional() }))
    .output(z.object({ nodes: z.array(Node) })),
  people: route
    .meta({ permission: 'org.read' })
    .route({
      method: 'GET',
      path: '/org/people',
      summary: 'The people within the scope, with their memberships',
      description: 'Bonus bases are given to those who may see pay only.',
    })
    .input(z.object({ node: z.string().optional() }))
    .output(z.object({ people: z.array(Person) })),
}
