import { oc } from '@orpc/contract'
import { z } from 'zod'
import { lights, units } from '#foundation/figure'
import { formOnly, type RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const Light = z.enum(lights)

const Target = z.object({
  node: z.string(),
  kpi: z.string(),
  period: z.string(),
  value: z.number(),
  version: z.number(),
  reason: z.string(),
  by: z.string(),
  setAt: z.string(),
})

const TargetsFile = z.file().describe('CSV (UTF-8 or GB18030) or XLSX with headings, at most 16 MiB.')
const Rejected = z.object({
  row: z.number(),
  field: z.string(),
  value: z.string().nullable(),
  reason: z.string(),
  code: z.string(),
})
const TargetChange = z.object({
  row: z.number(),
  node: z.string(),
  name: z.string(),
  kpi: z.string(),
  kpiNames: z.object({ zh: z.string(), en: z.string() }),
  unit: z.enum(units),
  period: z.string(),
  before: z.number().nullable(),
  after: z.number(),
})

export const contract = {
  importFile: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'POST',
      path: '/targets/files',
      inputStructure: 'detailed',
      spec: formOnly,
      summary: 'Set targets from a file',
      description:
        'A form. One target a row (node, KPI, period, value), or one row a node and KPI with a column for each month, or one row a node with a column for each KPI. KPIs by id or name, percent with or without its sign, money in yuan or 万元. With `dryRun=true` nothing is kept. At most 1,000 changes and rejects are listed; `rejectsFile` holds all rejected rows.',
    })
    .input(
      z.object({
        query: z.object({ dryRun: z.enum(['true', 'false']).optional() }).optional(),
        body: z.object({
          file: TargetsFile,
          mapping: z
            .string()
            .optional()
            .describe('JSON: `{ "node": "门店编码", "kpi": "指标" }`; left out: as suggested.'),
          year: z.string().optional().describe('The year of headings such as 1月 and Jan.'),
          period: z.string().optional().describe('The period of all rows, where no column says it.'),
          reason: z.string().optional().describe('The reason of rows without one.'),
        }),
      }),
    )
    .output(
      z.object({
        dryRun: z.boolean(),
        rows: z.number(),
        accepted: z.number(),
        replaced: z.number(),
        ignored: z.number(),
        changed: z.number(),
        changes: z.array(TargetChange),
        rejected: z.array(Rejected),
        rejectedRows: z.number(),
        rejectsFile: z.string().nullable(),
      }),
    ),
  previewFile: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'POST',
      path: '/targets/files/previews',
      inputStructure: 'detailed',
      spec: formOnly,
      summary: 'What a file of targets holds, and how its columns would be read',
    })
    .input(z.object({ body: z.object({ file: TargetsFile }) }))
    .output(
      z.object({
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
        mapping: z.record(z.string(), z.string()),
        remembered: z.boolean(),
        wide: z
          .array(z.object({ heading: z.string(), means: z.enum(['period', 'kpi']), what: z.string().nullable() }))
          .describe('Columns that hold the targets of a period or of a KPI.'),
      }),
    ),
  put: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'PUT',
      path: '/targets',
      summary: 'Set targets',
      description:
        'An array of `{ node, kpi, period, value, reason }`. The same value again changes nothing; another value is a new version. Wrong rows are rejected, the rest goes in.',
    })
    .input(z.array(z.unknown()))
    .output(
      z.object({
        accepted: z.number(),
        replaced: z.number(),
        ignored: z.number(),
        rejected: z.array(
          z.object({
            row: z.number(),
            field: z.string(),
            value: z.string().nullable(),
            reason: z.string(),
            code: z.string(),
          }),
        ),
      }),
    ),
  list: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets', summary: 'Targets of a node' })
    .input(z.object({ node: z.string(), period: z.string().optional(), kpi: z.string().optional() }))
    .output(z.object({ targets: z.array(Target) })),
  versions: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets/versions', summary: 'Every value that a target has had' })
    .input(z.object({ node: z.string(), kpi: z.string(), period: z.string() }))
    .output(z.object({ targets: z.array(Target) })),
}
