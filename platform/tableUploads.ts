import type { Locale, Words } from '#foundation/actor'
import { invalid, registerSentences } from '#foundation/failure'
import { type Reject, shownReject } from '#foundation/reading'
import { csvLine, csvMark } from './csv.ts'
import type { ActorContext, App, Reply, Request, RequestContext } from './http.ts'
import { requirePermission } from './http.ts'
import { acceptUploads, uploadOf } from './uploads.ts'

/** A form with a table: the file, and what was said about it. */
export type TableUpload = {
  fileName: string
  file: Buffer
  dryRun: boolean
  /** Null: as remembered or suggested. */
  mapping: Record<string, string> | null
  fields: Record<string, string>
}

export const tableBytesMax = 16 * 1024 * 1024

type TableRoute = {
  path: string
  permission: string
  answer: (context: ActorContext, upload: TableUpload) => Promise<unknown>
}

/** Routes that take a table as a form; who asks is checked before the body is read. */
export function tableRoutes(
  app: App,
  contextOf: (request: Request, reply: Reply) => Promise<RequestContext>,
  routes: readonly TableRoute[],
): void {
  app.register(async (scope) => {
    await acceptUploads(scope)
    const contexts = new WeakMap<Request, ActorContext>()
    for (const { path, permission, answer } of routes) {
      const onRequest = async (request: Request, reply: Reply) => {
        const context = await contextOf(request, reply)
        requirePermission(context.actor, permission)
        contexts.set(request, { ...context, actor: context.actor })
      }
      scope.post(`/api/v1${path}`, { onRequest }, async (request) => {
        const { file, fields } = await uploadOf(request, tableBytesMax)
        if (!file) throw invalid('table.file_missing')
        const { dryRun } = { ...fields, ...(request.query as Record<string, unknown>) }
        return answer(contexts.get(request) as ActorContext, {
          fileName: file.name,
          file: file.content,
          fields,
          dryRun: flagOf(dryRun),
          mapping: mappingOf(fields.mapping),
        })
      })
    }
  })
}

function flagOf(value: unknown): boolean {
  if (value === undefined || value === '' || value === 'false') return false
  if (value === 'true') return true
  throw invalid('table.not_flag', { field: 'dryRun', value: String(value) })
}

/** A mapping as it is sent: `{ "field": "heading" }`, an empty heading for no column; null when none was sent. */
export function mappingOf(text: string | undefined): Record<string, string> | null {
  if (text === undefined || text === '') return null
  try {
    const mapping: unknown = JSON.parse(text)
    if (mapping !== null && typeof mapping === 'object' && !Array.isArray(mapping)) {
      const entries = Object.entries(mapping).filter(([, heading]) => heading !== null && heading !== '')
      if (entries.every(([, heading]) => typeof heading === 'string')) return Object.fromEntries(entries)
    }
  } catch {
    // Not even JSON: refused below like any other shape.
  }
  throw invalid('table.mapping_unreadable')
}

type FileRow = { row: number; cells: readonly string[] }

/** The heading of the added column; it matches no field, so that the corrected file goes in as it is. */
const reasonHeading: Words = { zh: '未通过原因', en: 'Reason rejected' }

/** Rejected rows as they stood in the file, with the reasons first: to be corrected and sent again. Null when there is none. */
export function rejectsCsv(
  headings: readonly string[],
  rows: readonly FileRow[],
  rejects: readonly Reject[],
  locale: Locale,
): string | null {
  if (rejects.length === 0) return null
  const own = new Set(Object.values(reasonHeading))
  const kept = headings.flatMap((heading, index) => (own.has(heading) ? [] : [index]))
  const byRow = new Map(rows.map((row) => [row.row, row.cells]))
  const reasons = new Map<number, string[]>()
  for (const reject of rejects)
    reasons.set(reject.row, [...(reasons.get(reject.row) ?? []), shownReject(reject, locale).reason])
  const lines = [...reasons]
    .sort(([a], [b]) => a - b)
    .map(([row, why]) => csvLine([why.join(' '), ...kept.map((index) => byRow.get(row)?.[index] ?? '')]))
  return csvMark + csvLine([reasonHeading[locale], ...kept.map((index) => headings[index] ?? '')]) + lines.join('')
}

registerSentences({
  'table.file_missing': {
    zh: () => '没有收到文件，请在表单的 file 一栏附上文件。',
    en: () => 'There is no file; attach one as "file" of the form.',
  },
  'table.not_flag': {
    zh: ({ field, value }) => `“${field}”应为 true 或 false，现在是“${value}”。`,
    en: ({ field, value }) => `"${field}" must be true or false, not "${value}".`,
  },
  'table.mapping_unreadable': {
    zh: () => '列的对应无法读取，应为 { "字段": "列标题" } 形式的 JSON。',
    en: () => 'The column mapping can\'t be read; it must be JSON of the form { "field": "heading" }.',
  },
})
