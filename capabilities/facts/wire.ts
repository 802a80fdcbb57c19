import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RouteMeta } from '#foundation/route'

const route = oc.$meta<RouteMeta>({ permission: 'unset' })

/** Every kind of fact (H4.1). */
export const FactKind = z.enum([
  'work-orders',
  'surveys',
  'complaints',
  'attendance',
  'inspections',
  'observations',
  'contacts',
  'customers',
  'appointments',
  'part-requests',
  'inventory',
  'bay-usage',
  'finance',
  'staff-changes',
])

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

const ImportState = z.enum(['waiting', 'running', 'done', 'cancelled', 'failed'])

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
  state: ImportState,
  dryRun: z.boolean(),
  done: z.number().describe('Rows that went through.'),
  total: z.number().nullable(),
  failure: z.string().nullable().describe('Why it failed.'),
  stores: z.array(z.string()),
  months: z.array(z.string()),
})

const FileField = z.object({
  id: z.string(),
  names: z.object({ zh: z.string(), en: z.string() }),
  required: z.boolean(),
  example: z.string(),
  type: z.string(),
  choices: z.array(z.string()).optional(),
})

const DateOrder = z.enum(['dmy', 'mdy'])

/** How a column is read: the order of day and month, the unit, and what the file's own codes stand for. */
export const Readings = z.record(
  z.string(),
  z.object({
    dates: DateOrder.optional(),
    unit: z.enum(['yuan', 'fen', 'wan', 'minutes', 'hours']).optional(),
    values: z.record(z.string(), z.string()).optional(),
  }),
)

/** What a file holds before anything is done with it. */
export const FilePreview = z.object({
  kind: FactKind,
  encoding: z.enum(['utf-8', 'gb18030']).nullable().describe('Null for a workbook.'),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  headingRow: z.number().describe('The line of the headings, from 1.'),
  columns: z.array(
    z.object({
      heading: z.string(),
      samples: z.array(z.string()),
      values: z.array(z.string()).nullable().describe('All that differ; null when they are many.'),
      dates: z.enum(['dmy', 'mdy', 'ambiguous']).nullable(),
    }),
  ),
  readings: Readings,
  stores: z.array(z.object({ id: z.string(), name: z.string() })).describe('Stores that the file may mean.'),
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
  state: ImportState.describe('`waiting` with status 202: the file goes in in the background.'),
  done: z.number(),
  total: z.number(),
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
  hasDoorToDoor: z.boolean().nullish().describe('Fetched from or brought back to the customer.'),
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

/** Kinds of a person or an order may leave the store out: it is the one where the person works, or the order's. */
const somewhere = { ...common, store: z.string().nullish() }
const fen = z.number().int()
const optionalFen = fen.nullish()
const minutes = z.number().int().min(0)
const day = z.string().describe('A business day: 2024-03-18.')

export const Complaint = z.object({
  ...common,
  openedAt: z.string(),
  order: z.string().nullish(),
  advisor: person.describe('Left out: the advisor of the order.'),
  category: z.string().nullish(),
  proposedAt: instant.describe('When the customer was offered a solution.'),
  closedAt: instant,
})
export const Attendance = z.object({ ...somewhere, person: z.string(), day, attendedMinutes: minutes.max(1440) })
export const Inspection = z.object({
  ...somewhere,
  order: z.string(),
  level: z.enum(['self', 'cross', 'sample']),
  inspector: z.string(),
  at: z.string(),
  passed: z.boolean(),
  items: z.array(z.object({ id: z.string(), passed: z.boolean() })).nullish(),
  crossRequired: z
    .boolean()
    .nullish()
    .describe('Of a self-check: false when the order has no key item and so needs no cross-check.'),
})
export const Observation = z.object({
  ...somewhere,
  node: z.string().describe('A store, or a person for a personal measure.'),
  measure: z.string(),
  day,
  value: z.number(),
})
export const Contact = z.object({
  ...common,
  receivedAt: z.string(),
  firstAnsweredAt: instant,
  person: person.describe('Who answered first.'),
  channel: z.string().nullish(),
})
export const Customer = z.object({
  ...common,
  createdAt: z.string(),
  contact: z.boolean(),
  preferences: z.boolean(),
  serviceHistory: z.boolean(),
  completedAt: instant.describe('From when the record is complete; left out: from its creation.'),
  completedBy: person,
})
export const Appointment = z.object({
  ...common,
  scheduledAt: z.string(),
  arrivedAt: instant,
  cancelledAt: instant,
  customer: z.string().nullish(),
  order: z.string().nullish(),
  person,
})
export const PartRequest = z.object({
  ...common,
  requestedAt: z.string(),
  availableAt: instant,
  availableWhenRequested: z.boolean(),
  order: z.string().nullish(),
  part: z.string().nullish(),
  quantity: z.number().int().min(0).nullish(),
})
export const Inventory = z.object({
  ...common,
  day: day.describe('Holds until the next one, for 31 days at most.'),
  stockFen: fen.min(0),
  obsoleteFen: fen.min(0).describe('Without an issue for 180 days.'),
})
export const BayUsage = z.object({
  ...common,
  day,
  bay: z.string().nullish(),
  usedMinutes: minutes,
  availableMinutes: minutes,
})
export const Finance = z.object({
  ...common,
  month: z.string().describe('2024-03'),
  revenueFen: fen,
  costFen: fen.describe('The cost of sales.'),
  netProfitFen: fen,
  operatingCostFen: optionalFen.describe('All cost of running the store, the cost of sales included.'),
  labourCostFen: optionalFen,
  rentFen: optionalFen,
  investmentFen: optionalFen.describe('What has been put into the store, as it stands in that month.'),
  partsRevenueFen: optionalFen,
  partsCostFen: optionalFen,
})
export const StaffChange = z.object({ ...somewhere, person: z.string(), day, change: z.enum(['joined', 'left']) })

const CustomerNamed = z.string().trim().min(1).max(500)
const CustomerFact = z.object({
  kind: FactKind,
  source: z.string(),
  externalId: z.string(),
  store: z.string(),
  day: z.string().nullable(),
  vehicle: z.string().nullable(),
  text: z.string().nullable(),
})
const Erased = z.object({
  pseudonym: z.string(),
  orders: z.number(),
  appointments: z.number(),
  surveys: z.number(),
  pastVersions: z.number(),
  rejects: z.number().describe('Rejected rows of files.'),
})

const plainFacts = [
  Complaint,
  Attendance,
  Inspection,
  Observation,
  Contact,
  Customer,
  Appointment,
  PartRequest,
  Inventory,
  BayUsage,
  Finance,
  StaffChange,
] as const

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
        items: z.array(z.union([WorkOrder, Survey, ...plainFacts])),
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
    .output(Import.extend({ rejects: z.array(Rejected.extend({ personal: z.boolean() })) })),
  cancelImport: route
    .meta({ permission: 'facts.write' })
    .route({ method: 'POST', path: '/imports/{id}/cancellations', summary: 'Stop an import; what is in stays in' })
    .input(z.object({ id: z.string() }))
    .output(Import),
  resumeImport: route
    .meta({ permission: 'facts.write' })
    .route({ method: 'POST', path: '/imports/{id}/resumptions', summary: 'Go on with a stopped import' })
    .input(z.object({ id: z.string() }))
    .output(Import),
  correctImport: route
    .meta({ permission: 'facts.write' })
    .route({
      method: 'POST',
      path: '/imports/{id}/corrections',
      summary: 'Send the rejected rows again',
      description:
        'All rejected rows, at most 5,000, as they came and with these cells corrected. It is an import of its own.',
    })
    .input(
      z.object({
        id: z.string(),
        cells: z.array(z.object({ row: z.number().int(), field: z.string(), text: z.string() })),
      }),
    )
    .output(Import),
  customer: route
    .meta({ permission: 'customers.erase' })
    .route({
      method: 'POST',
      path: '/customers/lookups',
      summary: 'What is kept of a customer',
      description:
        'By what the source gave: a name, a number, a telephone. A POST, so that the name stands in no address; audited without it.',
    })
    .input(z.object({ customer: CustomerNamed }))
    .output(z.object({ facts: z.array(CustomerFact) })),
  eraseCustomer: route
    .meta({ permission: 'customers.erase' })
    .route({
      method: 'POST',
      path: '/customers/erasures',
      summary: 'Erase a customer',
      description:
        'Name, vehicle and free text become a pseudonym in every version; figures stay. There is no way back. The source system must erase as well, or its next delivery brings the name again.',
    })
    .input(z.object({ customer: CustomerNamed }))
    .output(Erased),
}
