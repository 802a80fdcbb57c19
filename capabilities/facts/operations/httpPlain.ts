import { Readable } from 'node:stream'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { shownReject } from '#foundation/reading'
import {
  type ActorContext,
  type App,
  type Reply,
  type Request,
  type RequestContext,
  requirePermission,
} from '#platform/http'
import { tableBytesMax } from '#platform/tableFile'
import { acceptUploads, type Upload, uploadOf } from '#platform/uploads'
import type { Readings } from '../rules/columnReading.ts'
import type { Mapping } from '../rules/columns.ts'
import { type FactKind, factKinds } from '../rules/plainKinds.ts'
import { Readings as ReadingsForm } from '../wire.ts'
import type { FactsDeps } from './http.ts'
import { importFile } from './importFile.ts'
import { importSeen, rejectsFile, rejectsWorkbook, shownWithoutNames } from './importFileRejects.ts'
import { ndjsonRows } from './ndjson.ts'
import { previewFile } from './previewFile.ts'
import { type RawRow, receiveFacts } from './receiveFacts.ts'

const bytesMax = 32 * 1024 * 1024
const fileBytesMax = tableBytesMax
const rejectsShown = 1_000

type Deps = FactsDeps & { contextOf: (request: Request, reply: Reply) => Promise<RequestContext> }

/**
 * The routes whose bodies the contract's library can't read: lines, files. Who asks is checked before a body is read.
 * Unreadable bodies and wrong types are the framework's failures: 400, 413 and 415.
 */
export function factsPlainRoutes(app: App, deps: Deps): void {
  const contexts = new WeakMap<Request, ActorContext>()
  const onRequest = async (request: Request, reply: Reply) => {
    const context = await deps.contextOf(request, reply)
    requirePermission(context.actor, 'facts.write')
    contexts.set(request, { ...context, actor: context.actor })
  }
  const contextOf = (request: Request) => contexts.get(request) as ActorContext

  app.register(async (scope) => {
    scope.removeContentTypeParser(['text/plain', 'multipart/form-data'])
    scope.addContentTypeParser(
      'application/x-ndjson',
      { parseAs: 'buffer', bodyLimit: bytesMax },
      async (_: Request, body: Buffer) => body,
    )
    scope.post('/api/v1/facts/:kind', { bodyLimit: bytesMax, onRequest }, async (request) => {
      const context = contextOf(request)
      const kind = kindOf<FactKind>((request.params as { kind: string }).kind, factKinds, notFound)
      const dryRun = flagOf((request.query as { dryRun?: unknown }).dryRun)
      const rows = rowsOf(request.body)
      const { accepted, replaced, ignored, rejected } = await receiveFacts(deps, context, {
        kind,
        rows,
        dryRun,
        via: 'api',
      })
      if (!dryRun) deps.wrote(context.actor)
      return { accepted, replaced, ignored, rejected: rejected.map((reject) => shownReject(reject, context.locale)) }
    })
  })

  app.register(async (scope) => {
    await acceptUploads(scope)
    scope.post('/api/v1/imports/previews', { onRequest }, async (request) => {
      const upload = await uploadOf(request, fileBytesMax)
      const { kind, source, file } = formOf(upload)
      const sheet = upload.fields.sheet || null
      return previewFile(deps, contextOf(request), { kind, source, sheet, file: file.content })
    })
    scope.post('/api/v1/imports', { onRequest }, async (request, reply) => {
      const context = contextOf(request)
      const upload = await uploadOf(request, fileBytesMax)
      const { kind, source, file } = formOf(upload)
      const { fields } = upload
      const dryRun = flagOf(fields.dryRun)
      const input = {
        kind,
        source,
        fileName: file.name,
        file: file.content,
        sheet: fields.sheet || null,
        mapping: mappingOf(fields.mapping),
        readings: readingsOf(fields.readings),
        store: fields.store?.trim() || null,
        dryRun,
      }
      const imported = await importFile(deps, context, input, deps.jobs)
      if (imported.state === 'waiting') void reply.status(202)
      else if (!dryRun) deps.wrote(context.actor)
      const { rejected, mapping, ...counts } = imported
      const shown = rejected
        .slice(0, rejectsShown)
        .map((reject) => shownWithoutNames(reject, mapping, context.locale))
        .map(({ personal, ...reject }) => reject)
      return { ...counts, rejected: shown, rejectedRows: rejected.length }
    })
    scope.get('/api/v1/imports/:id/rejects.csv', { onRequest }, async (request, reply) => {
      const context = contextOf(request)
      const { id } = await importSeen(deps, context, (request.params as { id: string }).id)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="rejects-${id}.csv"`)
        .header('cache-control', 'no-store')
        .send(Readable.from(rejectsFile(deps, context, id)))
    })
    scope.get('/api/v1/imports/:id/rejects.xlsx', { onRequest }, async (request, reply) => {
      const context = contextOf(request)
      const { id } = await importSeen(deps, context, (request.params as { id: string }).id)
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="rejects-${id}.xlsx"`)
        .header('cache-control', 'no-store')
        .send(await rejectsWorkbook(deps, context, id))
    })
  })
}

function readingsOf(text: string | undefined): Readings | null {
  if (text === undefined || text === '') return null
  try {
    const read = ReadingsForm.safeParse(JSON.parse(text))
    if (read.success) return read.data
  } catch {
    // Not even JSON: refused below.
  }
  throw invalid('facts.file.mapping_unreadable')
}

function kindOf<Kind extends FactKind>(
  text: string | undefined,
  kinds: readonly string[],
  failed: typeof notFound,
): Kind {
  if (text === undefined || !kinds.includes(text))
    throw failed('facts.kind.unknown', { value: text ?? '', allowed: kinds.join(', ') })
  return text as Kind
}

function flagOf(value: unknown): boolean {
  if (value === undefined || value === '' || value === 'false') return false
  if (value === 'true') return true
  throw invalid('facts.request.not_flag', { field: 'dryRun', value: String(value) })
}

function rowsOf(body: unknown): RawRow[] {
  if (Buffer.isBuffer(body)) return ndjsonRows(body)
  const items = Array.isArray(body) ? body : (body as { items?: unknown } | null | undefined)?.items
  if (!Array.isArray(items)) throw invalid('facts.request.not_list')
  return items.map((raw, index) => ({ row: index + 1, raw }))
}

function formOf({ file, fields }: Upload) {
  if (!file) throw invalid('facts.file.missing')
  return { kind: kindOf<FactKind>(fields.kind, factKinds, invalid), source: fields.source ?? '', file }
}

function mappingOf(text: string | undefined): Mapping | null {
  if (text === undefined || text === '') return null
  try {
    const mapping: unknown = JSON.parse(text)
    if (mapping !== null && typeof mapping === 'object' && !Array.isArray(mapping)) {
      const entries = Object.entries(mapping).filter(([, heading]) => heading !== null && heading !== '')
      if (entries.every(([, heading]) => typeof heading === 'string')) return Object.fromEntries(entries) as Mapping
    }
  } catch {
    // Not even JSON: refused below like any other shape.
  }
  throw invalid('facts.file.mapping_unreadable')
}

registerSentences({
  'facts.kind.unknown': {
    zh: ({ value, allowed }) => `没有“${value}”这种业务事实，可用：${allowed}。`,
    en: ({ value, allowed }) => `There is no kind of fact "${value}"; use ${allowed}.`,
  },
  'facts.request.not_list': {
    zh: () => '请求内容应为记录的数组，或 { "items": [...] }。',
    en: () => 'The body must be an array of records, or { "items": [...] }.',
  },
  'facts.request.not_flag': {
    zh: ({ field, value }) => `“${field}”应为 true 或 false，现在是“${value}”。`,
    en: ({ field, value }) => `"${field}" must be true or false, not "${value}".`,
  },
  'facts.file.missing': {
    zh: () => '没有收到文件，请在表单的 file 一栏附上文件。',
    en: () => 'There is no file; attach one as "file" of the form.',
  },
  'facts.file.mapping_unreadable': {
    zh: () => '列映射无法读取，应为 { "字段": "标题" } 形式的 JSON。',
    en: () => 'The column mapping can\'t be read; it must be JSON of the form { "field": "heading" }.',
  },
})
