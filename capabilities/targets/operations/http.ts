import { implement } from '@orpc/server'
import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import { guard, type RequestContext } from '#platform/http'
import { mappingOf } from '#platform/tableUploads'
import { type TargetRow, targetsOf, versionsOf } from '../storage/targets.ts'
import { contract } from '../wire.ts'
import { receivedTargets } from './httpPlain.ts'
import { previewTargetsFile } from './importTargetsFile.ts'
import { putTargets } from './putTargets.ts'

const shown = (row: TargetRow) => ({ ...row, setAt: row.setAt.toISOString() })

export function targetRoutes(deps: { database: Database }) {
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
  })
}
