import { type AnswerOf, callApi } from '#design/api'
import { factKinds } from '../rules/plainKinds.ts'
import type { contract, FactKind, FileImported, FilePreview } from '../wire.ts'

export type Kind = (typeof FactKind)['_output']
export type Readings = Preview['readings']
export type ImportDetail = AnswerOf<typeof contract.imported>
export type Preview = (typeof FilePreview)['_output']
export type Imported = (typeof FileImported)['_output']
export type Reject = Imported['rejected'][number]
export type PastImport = AnswerOf<typeof contract.imports>['imports'][number]

export const kinds: readonly Kind[] = factKinds
export const megabytesMax = 64

/** What the wizard knows of a file before it has been looked into. */
export type Chosen = { file: File | null; kind: Kind; source: string; store: string | null; sheet: string | null }

type Mapping = Record<string, string>

function form({ file, kind, source, store, sheet }: Chosen, more: Record<string, string> = {}): FormData {
  const body = new FormData()
  // Fields before the file: whoever reads the body as it comes knows what the file is.
  body.set('kind', kind)
  body.set('source', source.trim())
  if (store) body.set('store', store)
  if (sheet) body.set('sheet', sheet)
  for (const [name, value] of Object.entries(more)) body.set(name, value)
  if (file) body.set('file', file)
  return body
}

export const previewOf = (chosen: Chosen) =>
  callApi<Preview>('/imports/previews', { method: 'POST', body: form(chosen) })

export const importOf = (chosen: Chosen, mapping: Mapping, readings: Readings, dryRun: boolean) =>
  callApi<Imported>('/imports', {
    method: 'POST',
    body: form(chosen, {
      mapping: JSON.stringify(mapping),
      readings: JSON.stringify(readings),
      dryRun: String(dryRun),
    }),
  })

export const importsKey = ['facts', 'imports']

const byName: readonly [Kind, RegExp][] = [
  ['complaints', /complaint|客诉|投诉/i],
  ['attendance', /attend|考勤|出勤|打卡/i],
  ['inspections', /inspect|质检|检验/i],
  ['contacts', /call|contact|来电|咨询/i],
  ['customers', /customer|客户档案/i],
  ['appointments', /appointment|booking|预约/i],
  ['part-requests', /part|备件|配件/i],
  ['inventory', /inventory|stock|库存/i],
  ['bay-usage', /\bbay|工位/i],
  ['finance', /financ|财务|利润|损益/i],
  ['staff-changes', /staff|异动|入职|离职/i],
]

export const importOfId = (id: string, signal?: AbortSignal) =>
  callApi<ImportDetail>(`/imports/${id}`, signal ? { signal } : {})

export const underWay = ({ state }: { state: PastImport['state'] }) => state === 'waiting' || state === 'running'

/** An import that ran in the background, told as one that was done at once. */
export const outcomeOf = ({ rejects, rejected, total, ...one }: ImportDetail): Imported => ({
  ...one,
  total: total ?? one.done,
  rejected: rejects.map(({ personal, ...reject }) => reject),
  rejectedRows: rejected,
})

/** What a file's name says of its content, if anything. */
export function kindByName(name: string): Kind | null {
  for (const [kind, words] of byName) if (words.test(name)) return kind
  if (/survey|nps|csat|评价|回访|满意|调查/i.test(name)) return 'surveys'
  if (/order|工单|维修|结算单|委托/i.test(name)) return 'work-orders'
  return null
}

/** Rejects of a try, which the server does not keep, as a file: row, field, value, reason. */
export function rejectsFile(rejects: readonly Reject[], headings: readonly string[]): Blob {
  const cell = (value: string | number | null) => {
    const text = String(value ?? '')
    // A cell that begins like a formula would be run by a spreadsheet.
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const rows = rejects.map(({ row, field, value, reason }) => [row, field, value, reason].map(cell).join(','))
  return new Blob([`\uFEFF${headings.map(cell).join(',')}\r\n${rows.join('\r\n')}\r\n`], { type: 'text/csv' })
}
