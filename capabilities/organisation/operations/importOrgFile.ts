import { positions } from '#catalogue/positions'
import type { Actor, Locale } from '#foundation/actor'
import { textOfCell } from '#foundation/cell'
import { type ColumnMapping, startingColumns, type TableField } from '#foundation/columns'
import { forbidden, invalid, notFound, registerSentences } from '#foundation/failure'
import { dayAt } from '#foundation/period'
import { type Reject, readRow, textIn } from '#foundation/reading'
import type { Database } from '#platform/database'
import { openTable } from '#platform/tableFile'
import { rejectsCsv } from '#platform/tableUploads'
import { madeCode } from '../rules/madeCode.ts'
import { nodesOfFile } from '../rules/nodesFile.ts'
import { type OrgFileKind, type OwnKind, orgColumns, positionsByWord } from '../rules/orgColumns.ts'
import { codeOfRow, type FileRow, inFileWords, layoutProblem, type OrgLayout } from '../rules/orgFile.ts'
import { peopleOfFile } from '../rules/peopleFile.ts'
import { rememberColumns, rememberedColumns, seenNodes, seenPeople } from '../storage/files.ts'
import { type FollowTree, importOrganisation } from './importOrganisation.ts'

type Deps = { database: Database; followTree: FollowTree }
type Who = { actor: Actor; now: Date; locale: Locale }

export type OrgFileInput = {
  kind: OrgFileKind
  /** Columns are remembered by it; empty: not at all. */
  source: string
  file: Buffer
  /** Null: as remembered for the source, or else as the headings suggest. */
  mapping: ColumnMapping | null
  codesFrom: string | null
  makeCodes: boolean
  rowKind: OwnKind
  parent: string | null
  /** The name of a company to set up, which everything without a parent hangs under. */
  newCompany: string | null
  dryRun: boolean
}

const rowsMax = 50_000
const sampleRows = 8

async function opened(file: Buffer) {
  const { headings, rows } = await openTable(file)
  const all: FileRow[] = []
  for await (const row of rows()) {
    if (all.length === rowsMax) throw invalid('org.file.too_long', { max: rowsMax })
    all.push(row)
  }
  return { headings, rows: all }
}

/** What a file holds and how its columns would be read, before anything is done with it. */
export async function previewOrgFile(
  { database }: Deps,
  who: Who,
  input: Pick<OrgFileInput, 'kind' | 'source' | 'file'>,
) {
  const source = sourceOf(input.source)
  const { headings, rows } = await opened(input.file)
  const remembered =
    source === null ? null : await database.asActor(who.actor, (tx) => rememberedColumns(tx, input.kind, source))
  const fields: TableField[] = orgColumns[input.kind].map(({ headings: known, ...field }) => field)
  return {
    headings,
    sample: rows.slice(0, sampleRows).map(({ cells }) => [...cells]),
    rows: rows.length,
    fields,
    mapping: startingColumns(headings, orgColumns[input.kind], remembered),
    remembered: remembered !== null,
    codeColumns: headings.filter((_, index) => tellsApart(rows, index)),
  }
}

/** Whether every row has something else in this column, so that codes can be made of it. */
function tellsApart(rows: readonly FileRow[], index: number): boolean {
  const codes = rows.map(({ cells }) => textOfCell(cells[index])).filter((text) => text !== null)
  return rows.length > 0 && new Set(codes.map((text) => madeCode(text))).size === rows.length
}

/** Takes nodes or people in from a file, through the same import as JSON. Rejects name the row of the file and its heading. */
export async function importOrgFile(deps: Deps, who: Who, input: OrgFileInput) {
  const { database } = deps
  const { kind, dryRun } = input
  const source = sourceOf(input.source)
  const { headings, rows } = await opened(input.file)
  const today = dayAt(who.now, 'Asia/Shanghai')
  const { remembered, seen } = await database.asActor(who.actor, async (tx) => ({
    remembered: source === null ? null : await rememberedColumns(tx, kind, source),
    seen: await seenNodes(tx, today),
  }))
  if (input.parent !== null && !seen.some(({ id }) => id === input.parent))
    throw notFound('org.file.parent_unknown', { value: input.parent })
  const company =
    input.newCompany === null || kind === 'people'
      ? null
      : { id: madeCode(input.newCompany, 'C-'), kind: 'company' as const, parent: null, name: input.newCompany }
  const whole = who.actor.scope.replaceAll(' ', '') === '{(,)}'
  if (company && !whole && !seen.some(({ id }) => id === company.id)) throw forbidden('org.file.new_company')
  const layout: OrgLayout = {
    headings,
    mapping: input.mapping ?? startingColumns(headings, orgColumns[kind], remembered),
    codesFrom: input.codesFrom,
    makeCodes: input.makeCodes,
    kind: input.rowKind,
    parent: input.parent ?? company?.id ?? null,
  }
  const problem = layoutProblem(layout, kind)
  if (problem) throw invalid(problem.code, problem.values)
  if (layout.mapping.bonusBase !== undefined && !who.actor.permissions.has('pay.read'))
    throw forbidden('org.file.pay', { heading: layout.mapping.bonusBase })

  const rejected: Reject[] = []
  let raws: { nodes: unknown[]; people: unknown[] }
  let fileRowOf: (reject: Reject) => Reject
  let made = 0
  if (kind === 'nodes') {
    const read = nodesOfFile(layout, rows, seen)
    rejected.push(...read.rejects)
    const first = company && read.rows.length > 0 ? [{ row: 0, raw: company }] : []
    const all = [...first, ...read.rows]
    made = read.made + first.length
    raws = { nodes: all.map(({ raw }) => raw), people: [] }
    fileRowOf = (reject) => ({ ...reject, row: all[reject.row - 1]?.row || 1 })
  } else {
    const people = await knownPeople(deps, who, layout, rows)
    const read = peopleOfFile(
      { layout, seen, people, positionOf: positionsByWord(positions), positionNames, today },
      rows,
    )
    rejected.push(...read.rejects)
    raws = { nodes: [], people: read.people.map(({ raw }) => raw) }
    fileRowOf = (reject) => {
      const lines = read.people[reject.row - 1]?.fileRows ?? []
      const [, index, field] = /^memberships\.(\d+)\.?(.*)$/.exec(reject.field) ?? []
      const row = (index === undefined ? undefined : lines[Number(index)]) ?? lines[0] ?? 1
      return { ...reject, row, field: field || reject.field }
    }
  }
  const { accepted, replaced, ignored, rejected: refused } = await importOrganisation(deps, who, raws, { dryRun })
  const all = [...rejected, ...refused.map(fileRowOf)]
    .map((reject) => inFileWords(layout, reject))
    .sort((a, b) => a.row - b.row)
  if (!dryRun && source !== null)
    await database.asActor(who.actor, async (tx) => {
      await database.becomeWorker(tx)
      await rememberColumns(tx, { kind, source, now: who.now }, { mapping: layout.mapping, headings })
    })
  return {
    dryRun,
    rows: rows.length,
    accepted,
    replaced,
    ignored,
    made,
    rejected: all,
    rejectsFile: rejectsCsv(headings, rows, all, who.locale),
  }
}

async function knownPeople({ database }: Deps, who: Who, layout: OrgLayout, rows: readonly FileRow[]) {
  const codeOf = codeOfRow(layout)
  const ids = [...new Set(rows.map(codeOf).filter((id) => id !== null))]
  return database.asActor(who.actor, (tx) => seenPeople(tx, ids))
}

const positionNames = {
  zh: positions.map(({ names }) => names.zh).join('、'),
  en: positions.map(({ names }) => names.en).join(', '),
}

function sourceOf(source: string): string | null {
  if (source.trim() === '') return null
  const outcome = readRow(0, () => textIn({ source }, 'source', { max: 100 }))
  if ('value' in outcome) return outcome.value
  throw invalid(outcome.reject.code, { field: 'source', value: outcome.reject.value, ...outcome.reject.named })
}

registerSentences({
  'org.file.too_long': {
    zh: ({ max }) => `文件超过 ${max} 行，请分成几个文件。`,
    en: ({ max }) => `The file has more than ${max} rows; split it.`,
  },
  'org.file.new_company': {
    zh: () => '当前账号只管理已有的公司，不能新建公司。请选择一个已有的上级。',
    en: () =>
      'This account keeps companies that are there already and can set up no other. Choose a parent among them.',
  },
  'org.file.parent_unknown': {
    zh: ({ value }) => `找不到上级“${value}”。`,
    en: ({ value }) => `There is no parent "${value}".`,
  },
  'org.file.pay': {
    zh: ({ heading }) => `“${heading}”是薪酬数据，当前账号不能查看，也不能导入。请把这一列设为“不导入”。`,
    en: ({ heading }) => `"${heading}" is pay, which this account may neither see nor import. Leave the column out.`,
  },
})
