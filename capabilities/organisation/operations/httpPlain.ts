import { invalid, registerSentences } from '#foundation/failure'
import { shownReject } from '#foundation/reading'
import type { Database } from '#platform/database'
import type { ActorContext, App, Reply, Request, RequestContext } from '#platform/http'
import { type TableUpload, tableRoutes } from '#platform/tableUploads'
import { nodeKinds } from '../rules/importRow.ts'
import { orgFileKinds } from '../rules/orgColumns.ts'
import type { FollowTree } from './importOrganisation.ts'
import { importOrgFile, previewOrgFile } from './importOrgFile.ts'

type Deps = { database: Database; followTree: FollowTree }

/** The routes that take files as forms, read with a limit and after the permission was checked. */
export function organisationPlainRoutes(
  app: App,
  deps: Deps & { contextOf: (request: Request, reply: Reply) => Promise<RequestContext> },
): void {
  const permission = 'org.write'
  tableRoutes(app, deps.contextOf, [
    { path: '/org/files', permission, answer: (context, upload) => receivedFile(deps, context, upload) },
    { path: '/org/files/previews', permission, answer: (context, upload) => previewedFile(deps, context, upload) },
  ])
}

const rejectsShown = 1_000
type Upload = Pick<TableUpload, 'file' | 'mapping' | 'dryRun'> & { fields: Record<string, string | undefined> }

/** Answers a file of nodes or people with what became of its rows. */
export async function receivedFile(deps: Deps, context: ActorContext, { file, mapping, dryRun, fields }: Upload) {
  const { rejected, ...rest } = await importOrgFile(deps, context, {
    kind: chosen('kind', fields.kind, orgFileKinds),
    source: fields.source ?? '',
    file,
    mapping,
    codesFrom: fields.codesFrom?.trim() || null,
    makeCodes: chosen('makeCodes', fields.makeCodes || 'false', ['true', 'false']) === 'true',
    rowKind: chosen('rowKind', fields.rowKind || 'store', nodeKinds),
    parent: fields.parent?.trim() || null,
    newCompany: fields.newCompany?.trim() || null,
    dryRun,
  })
  const shown = rejected.slice(0, rejectsShown).map((reject) => shownReject(reject, context.locale))
  return { ...rest, rejected: shown, rejectedRows: new Set(rejected.map(({ row }) => row)).size }
}

/** Answers a file with what it holds. */
export function previewedFile(deps: Deps, context: ActorContext, { file, fields }: Pick<Upload, 'file' | 'fields'>) {
  return previewOrgFile(deps, context, {
    kind: chosen('kind', fields.kind, orgFileKinds),
    source: fields.source ?? '',
    file,
  })
}

function chosen<Word extends string>(field: string, value: string | undefined, allowed: readonly Word[]): Word {
  if (!allowed.includes(value as Word))
    throw invalid('org.file.not_one_of', { field, value: value ?? '', allowed: allowed.join(', ') })
  return value as Word
}

registerSentences({
  'org.file.not_one_of': {
    zh: ({ field, value, allowed }) => `表单里“${field}”的值“${value}”不认识，可用：${allowed}。`,
    en: ({ field, value, allowed }) => `"${field}" of the form is "${value}"; use ${allowed}.`,
  },
})
