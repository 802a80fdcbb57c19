import { oc } from '@orpc/contract'
import { z } from 'zod'
import { lights, units } from '#foundation/figure'
import { formOnly, type RouteMeta } from '#foundation/route'
import type { ChildrenMethod } from './rules/children.ts'
import type { DecompositionMethod } from './rules/decomposition.ts'

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

const methods = ['season', 'flat', 'linear', 's', 'hand'] as const satisfies readonly DecompositionMethod[]
const sharing = ['history', 'capacity', 'hand'] as const satisfies readonly ChildrenMethod[]
const month = z.number().int().min(1).max(12)
const figure = z.number().min(-1e15).max(1e15)
const twelve = z.array(z.number()).length(12)
const Year = z.coerce.number().int().min(2000).max(2199)
const reason = z.string().trim().max(500)

/** A year's target and how it is to be taken apart; months count from 1 to 12, money is in fen. */
export const Plan = z.object({
  node: z.string().max(100),
  kpi: z.string().max(100),
  year: Year,
  goal: figure,
  start: figure.nullish(),
  method: z.enum(methods).optional(),
  locks: z.array(figure.nullable()).length(12).optional(),
  milestones: z
    .array(z.object({ month, value: figure }))
    .max(12)
    .optional(),
  pauses: z.array(month).max(12).optional(),
  events: z
    .array(z.object({ from: month, to: month, factor: z.number().positive().max(10) }))
    .max(50)
    .optional(),
  buildUp: z.object({ from: z.number().positive().max(10), to: z.number().positive().max(10) }).nullish(),
  children: z.object({ method: z.enum(sharing), hand: z.record(z.string(), figure).optional() }).nullish(),
})

const Child = z.object({
  node: z.string(),
  name: z.string(),
  kind: z.string(),
  year: z.number(),
  months: twelve,
  start: z.number().nullable(),
})
const Check = z.object({
  weighted: z.number().nullable(),
  missing: z.number(),
  raises: z.array(z.object({ node: z.string(), name: z.string(), by: z.number(), to: z.number() })),
  without: z.array(z.string()),
  sentence: z.string(),
})
const Preview = z.object({
  node: z.string(),
  kpi: z.string(),
  year: z.number(),
  goal: z.number(),
  start: z.number().nullable(),
  months: twelve,
  quarters: z.array(z.number()).length(4),
  weights: twelve,
  season: z.enum(['history', 'shipped']),
  historyMonths: z.number(),
  warnings: z.array(z.object({ code: z.enum(['flat', 'worse_than_start']), sentence: z.string() })),
  alternative: twelve.nullable(),
  children: z.array(Child).nullable(),
  unknown: z.array(z.string()),
  check: Check.nullable(),
})
const Version = z.object({
  no: z.number(),
  node: z.string(),
  kpi: z.string(),
  year: z.number(),
  version: z.number(),
  state: z.enum(['draft', 'proposed', 'approved']),
  basedOn: z.number().nullable(),
  goal: z.number(),
  start: z.number().nullable(),
  plan: Plan.partial(),
  complete: z.boolean(),
  applied: z.boolean(),
  reason: z.string(),
  by: z.string(),
  madeAt: z.string(),
  proposedAt: z.string().nullable(),
  approver: z.string().nullable(),
  approvedAt: z.string().nullable(),
  months: twelve.nullable(),
  locked: z.array(z.boolean()).nullable(),
  work: z
    .object({
      does: z.enum(['fill', 'apply']),
      state: z.enum(['waiting', 'running', 'stopped', 'failed']),
      done: z.number(),
      total: z.number().nullable(),
    })
    .nullable()
    .describe('Background work under way: filling counts stores, applying counts nodes. Null when there is none.'),
})
const Moved = z.object({
  no: z.number(),
  version: z.number(),
  state: z.enum(['draft', 'proposed', 'approved']),
  /** The background job that fills or applies a large tree; null when all is done. */
  job: z.string().nullable(),
})
const Rolling = z.object({
  no: z.number(),
  plan: twelve,
  actual: z.array(z.number().nullable()).length(12),
  proposal: twelve,
  difference: z.number(),
  closed: z.number(),
  reachable: z.boolean(),
})
const YearRow = z.object({
  kpi: z.string(),
  goal: z.number().nullable(),
  months: z.array(z.number().nullable()).length(12),
  afterClose: z.array(z.boolean()).length(12),
  locked: z.array(z.boolean()).length(12),
  lockedAt: z
    .string()
    .nullable()
    .describe('When a file said which months are locked, where that is later than the approved plan; else null.'),
  plan: z.object({ no: z.number(), version: z.number(), state: z.enum(['draft', 'proposed', 'approved']) }).nullable(),
})
const Part = z.object({ text: z.string(), from: z.string(), to: z.string(), value: z.number(), own: z.boolean() })
const Event = z.object({
  no: z.number(),
  from: z.number(),
  to: z.number(),
  factor: z.number(),
  name: z.string(),
  by: z.string(),
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
        locks: z.number().describe('Years of a node and KPI whose locked months change.'),
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
  preview: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'POST',
      path: '/targets/decompositions',
      summary: 'A year taken apart, without effect',
      description:
        'Twelve months that sum to the goal to the fen, or a path to it; locked months stay. With `children`, the years of the nodes below and whether they reach the goal. Money is in fen.',
    })
    .input(Plan)
    .output(Preview),
  save: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'PUT',
      path: '/targets/decompositions',
      summary: 'Save a year taken apart, as a draft or a proposal',
      description:
        'A new version with its reason. With `children`, over the whole tree below; a large one is filled in the background, and `job` names the work. `basedOn` marks a rolling proposal beside the plan that it goes on from.',
    })
    .input(Plan.extend({ reason, propose: z.boolean().optional(), basedOn: z.number().int().nullish() }))
    .output(Moved),
  propose: route
    .meta({ permission: 'targets.write' })
    .route({ method: 'POST', path: '/targets/decompositions/{no}/propose', summary: 'Hand a draft on for approval' })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(Moved),
  approve: route
    .meta({ permission: 'targets.approve' })
    .route({
      method: 'POST',
      path: '/targets/decompositions/{no}/approve',
      summary: 'Approve a proposal: its values become targets',
    })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(Moved),
  stop: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'POST',
      path: '/targets/decompositions/{no}/cancel',
      summary: 'Stop taking a plan down its tree',
      description: 'What is done stays, and none of it counts. 409 once an approved plan becomes targets.',
    })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(Moved),
  resume: route
    .meta({ permission: 'targets.write' })
    .route({
      method: 'POST',
      path: '/targets/decompositions/{no}/resume',
      summary: 'Let background work of a plan that was stopped or broke go on',
    })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(Moved),
  decompositions: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets/decompositions', summary: 'The plans of a node and year, newest first' })
    .input(z.object({ node: z.string(), year: Year, kpi: z.string().optional() }))
    .output(z.object({ decompositions: z.array(Version), mayApprove: z.boolean() })),
  decomposition: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets/decompositions/{no}', summary: 'A plan and the nodes right below' })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(Version.extend({ children: z.array(Child.omit({ start: true })) })),
  rolling: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/targets/decompositions/{no}/rolling',
      summary: 'What the open months would have to be now',
    })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(Rolling),
  reconciliation: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/targets/reconciliation',
      summary: 'A parent’s target against those of the nodes below',
    })
    .input(z.object({ node: z.string(), kpi: z.string(), period: z.string() }))
    .output(
      Check.extend({
        node: z.string(),
        kpi: z.string(),
        period: z.string(),
        target: z.number().nullable(),
        children: z.array(
          z.object({
            node: z.string(),
            name: z.string(),
            target: z.number().nullable(),
            value: z.number().nullable(),
            weight: z.number(),
          }),
        ),
      }),
    ),
  year: route
    .meta({ permission: 'boards.read' })
    .route({
      method: 'GET',
      path: '/targets/year',
      summary: 'The targets of a node’s year, KPI by KPI and month by month',
    })
    .input(z.object({ node: z.string(), year: Year }))
    .output(
      z.object({
        node: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
        year: z.number(),
        today: z.string(),
        mayApprove: z.boolean(),
        rows: z.array(YearRow),
      }),
    ),
  parts: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets/parts', summary: 'The plan weeks and days of a month' })
    .input(z.object({ node: z.string(), kpi: z.string(), month: z.string() }))
    .output(z.object({ target: z.number().nullable(), weeks: z.array(Part), days: z.array(Part) })),
  events: route
    .meta({ permission: 'boards.read' })
    .route({ method: 'GET', path: '/targets/events', summary: 'Marketing events of a node and year' })
    .input(z.object({ node: z.string(), year: Year }))
    .output(z.object({ events: z.array(Event) })),
  addEvent: route
    .meta({ permission: 'targets.write' })
    .route({ method: 'POST', path: '/targets/events', summary: 'Add a marketing event' })
    .input(
      z.object({
        node: z.string(),
        year: Year,
        from: month,
        to: month,
        factor: z.number().positive().max(10),
        name: z.string().trim().min(1).max(100),
      }),
    )
    .output(z.object({ no: z.number() })),
  dropEvent: route
    .meta({ permission: 'targets.write' })
    .route({ method: 'DELETE', path: '/targets/events/{no}', summary: 'Take a marketing event away' })
    .input(z.object({ no: z.coerce.number().int() }))
    .output(z.object({ no: z.number() })),
}
