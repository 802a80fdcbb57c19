import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import type { ActorContext, App, Reply, Request, RequestContext } from '#platform/http'
import { type TableUpload, tableRoutes } from '#platform/tableUploads'
import { importTargetsFile, previewTargetsFile } from './importTargetsFile.ts'

type Deps = { database: Database }

/** The routes that take files as forms, read with a limit and after the permission was checked. */
export function targetPlainRoutes(
  app: App,
  deps: Deps & { contextOf: (request: Request, reply: Reply) => Promise<RequestContext> },
): void {
  const permission = 'targets.write'
  tableRoutes(app, deps.contextOf, [
    { path: '/targets/files', permission, answer: (context, upload) => receivedTargets(deps, context, upload) },
    { path: '/targets/files/previews', permission, answer: (_, { file }) => previewTargetsFile(file) },
  ])
}

const shownMax = 1_000
type Upload = Pick<TableUpload, 'file' | 'mapping' | 'dryRun'> & { fields: Record<string, string | undefined> }

/** Answers a file of targets with what changes, and what became of its values. */
export async function receivedTargets(deps: Deps, context: ActorContext, { file, mapping, dryRun, fields }: Upload) {
  const { rejected, changes, ...rest } = await importTargetsFile(deps, context, {
    file,
    mapping,
    year: fields.year?.trim() || null,
    period: fields.period?.trim() || null,
    reason: fields.reason?.trim().slice(0, 500) || null,
    dryRun,
  })
  return {
    ...rest,
    changes: changes.slice(0, shownMax),
    changed: changes.length,
    rejected: rejected.slice(0, shownMax).map((reject) => shownReject(reject, context.locale)),
    rejectedRows: new Set(rejected.map(({ row }) => row)).size,
  }
}
