import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

export const FactKind = z.enum(['work-orders', 'surveys'])

export const Rejected = z.object({
  row: z.number(),
  field: z.string(),
  value: z.string().nullable(),
  reason: z.string(),
  code: z.string(),
})

export const Received = z.object({
  accepted: z.number(),
  replaced: z.number(),
  ignored: z.number(),
  rejected: z.array(Rejected),
})

const Import = z.object({
  id: z.string(),
  kind: FactKind,
  source: z.string(),
  fileName: z.string(),
  by: z.string(),
  at: z.string(),
  accepted: z.number(),
  replaced: z.number(),
  ignored: z.number(),
  rejected: z.number(),
})

const FileField = z.object({
  id: z.string(),
  names: z.object({ zh: z.string(), en: z.string() }),
  required: z.boolean(),
  example: z.string(),
})

/** What a file holds before anything is done with it. */
export const FilePreview = z.object({
  kind: FactKind,
  encoding: z.enum(['utf-8', 'gb18030']),
  headings: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  rows: z.number(),
  fields: z.array(FileField),
  mapping: z.record(z.string(), z.string()),
  remembered: z.boolean(),
})

/** Accepted, replaced and ignored count facts, for rows of one order make one fact; `rejected` holds the first thousand of `rejectedRows`. */
export const FileImported = Received.extend({
  id: z.string().nullable(),
  dryRun: z.boolean(),
  rejectedRows: z.number(),
  stores: z.array(z.string()),
  months: z.array(z.string()),
})

const common = {
  source: z.string(),
  externalId: z.string(),
  version: z.string().describe('An instant; the greater wins.'),
  store: z.string(),
  deleted: z.boolean().optional(),
}
const person = z.string().nullish()
const instant = z.string().nullish()

/** As documented; rows are checked one by one by the kind's own rules, so that a wrong one is named and the rest goes in. */
export const WorkOrder = z.object({
  ...common,
  openedAt: z.string(),
  promisedAt: instant,
  deliveredAt: instant,
  customer: z.string().nullish(),
  vehicle: z.string().nullish(),
  advisor: person,
  leadTechnician: person,
  labour: z.array(
    z.object({ technician: z.string(), billedMinutes: z.number().int(), actualMinutes: z.number().int() }),
  ),
  labourFen: z.number().int(),
  partsFen: z.number().int(),
  hasAppointment: z.boolean(),
  hasAddOn: z.boolean(),
  rework: z.object({ originalOrder: z.string().nullish() }).nullish(),
})
export const Survey = z.object({
  ...common,
  answeredAt: z.string(),
  order: z.string().nullish(),
  advisor: person,
  technician: person,
  nps: z.number().int().min(0).max(10).nullish(),
  stars: z.number().int().min(1).max(5).nullish(),
  score: z.number().min(0).max(100).nullish(),
  text: z.string().nullish(),
})

export const contract = {
  receive: route
    .meta({ permission: 'facts.write' })
    .route({
      method: 'POST',
      path: '/facts/{kind}',
      summary: 'Send facts',
      description:
        'A JSON array, `{ "items": [...] }`, or `application/x-ndjson`. With `dryRun=true` nothing is kept. Sending a fact again changes nothing, a greater version replaces it, an older one is ignored, `deleted: true` removes it. At most 32 MiB a request.',
    })
    .input(
      z.object({
        kind: FactKind,
        dryRun: z.enum(['true', 'false']).optional(),
        items: z.array(z.union([WorkOrder, Survey])),
      }),
    )
    .output(Received),
  imports: route
    .meta({ permission: 'facts.write' })
    .route({ method: 'GET', path: '/imports', summary: 'Imported files, newest first' })
    .output(z.object({ imports: z.array(Import) })),
  imported: route
    .meta({ permission: 'facts.write' })
    .route({ method: 'GET', path: '/imports/{id}', summary: 'One imported file and the rows that it rejected' })
    .input(z.object({ id: z.string() }))
    .output(Import.extend({ rejects: z.array(Rejected) })),
}
