import { implement } from '@orpc/server'
import { invalid, notFound } from '#foundation/failure'
import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import type { Jobs } from '#platform/jobs'
import { mappingOf } from '#platform/tableUploads'
import { deleteEvent, eventsOf, insertEvent } from '../storage/decompositions.ts'
import { type TargetRow, targetsOf, versionsOf } from '../storage/targets.ts'
import { contract } from '../wire.ts'
import { nodeNamed } from './ground.ts'
import { receivedTargets } from './httpPlain.ts'
import { previewTargetsFile } from './importTargetsFile.ts'
import { previewDecomposition, todayOf } from './planDecomposition.ts'
import { resumePlan, stopPlan } from './planWork.ts'
import { putTargets } from './putTargets.ts'
import {
  listDecompositions,
  readDecomposition,
  readParts,
  readRolling,
  readYear,
  reconcile,
} from './readDecompositions.ts'
import { approveDecomposition, proposeDecomposition, saveDecomposition } from './saveDecomposition.ts'

const shown = (row: TargetRow) => ({ ...row, setAt: row.setAt.toISOString() })

export function targetRoutes(deps: { database: Database; jobs?: Jobs }) {
  const { database } = deps
  const os = implement(contract).$context<RequestContext>().use(guard)
  return os.router({
    importFile: os.importFile.handler(async ({ context, input }) => {
      const { file, mapping, ...fields } = input.body
      return receivedTargets(deps, context, {
        file: Buffer.from(await file.arrayBuffer()),
        mapping: mappingOf(mapping),
        dryRun: input.query?.dryRun === 'true',
        fields,
      })
    }),
    previewFile: os.previewFile.handler(async ({ input }) =>
      previewTargetsFile(Buffer.from(await input.body.file.arrayBuffer())),
    ),
    put: os.put.handler(async ({ context, input }) => {
      const put = await putTargets(deps, context, input)
      return { ...put, rejected: put.rejected.map((reject) => shownReject(reject, context.locale)) }
    }),
    list: os.list.handler(async ({ context, input }) => {
      const rows = await database.asActor(context.actor, (tx) =>
        targetsOf(tx, { node: input.node, period: input.period ?? null, kpi: input.kpi ?? null }),
      )
      return { targets: rows.map(shown) }
    }),
    versions: os.versions.handler(async ({ context, input }) => {
      const rows = await database.asActor(context.actor, (tx) => versionsOf(tx, input))
      return { targets: rows.map(shown) }
    }),
    preview: os.preview.handler(({ context, input }) => previewDecomposition(deps, context, input)),
    save: os.save.handler(({ context, input }) => saveDecomposition(deps, context, input)),
    propose: os.propose.handler(({ context, input }) => proposeDecomposition(deps, context, input.no)),
    approve: os.approve.handler(({ context, input }) => approveDecomposition(deps, context, input.no)),
    stop: os.stop.handler(({ context, input }) => stopPlan(deps, context, input.no)),
    resume: os.resume.handler(({ context, input }) => resumePlan(deps, context, input.no)),
    decompositions: os.decompositions.handler(({ context, input }) => listDecompositions(deps, context, input)),
    decomposition: os.decomposition.handler(({ context, input }) => readDecomposition(deps, context, input.no)),
    rolling: os.rolling.handler(({ context, input }) => readRolling(deps, context, input.no)),
    reconciliation: os.reconciliation.handler(({ context, input }) => reconcile(deps, context, input)),
    year: os.year.handler(({ context, input }) => readYear(deps, context, input)),
    parts: os.parts.handler(({ context, input }) => readParts(deps, context, input)),
    events: os.events.handler(({ context, input }) =>
      database.asActor(context.actor, async (tx) => {
        const node = await nodeNamed(tx, input.node, todayOf(context.now))
        return { events: await eventsOf(tx, node.no, input.year) }
      }),
    ),
    addEvent: os.addEvent.handler(({ context, input }) =>
      database.asActor(context.actor, async (tx) => {
        if (input.to < input.from) throw invalid('targets.plan.event_range')
        const node = await nodeNamed(tx, input.node, todayOf(context.now))
        const { no, name } = context.actor
        return { no: await insertEvent(tx, { ...input, nodeNo: node.no }, { no, name, now: context.now }) }
      }),
    ),
    dropEvent: os.dropEvent.handler(({ context, input }) =>
      database.asActor(context.actor, async (tx) => {
        if (!(await deleteEvent(tx, input.no))) throw notFound('targets.plan.event_unknown', { no: input.no })
        return { no: input.no }
      }),
    ),
  })
}
