import { conflict, invalid, notFound, registerSentences } from '#foundation/failure'
import type { TableFile } from '#platform/tableFile'
import { importTable } from './importFile.ts'
import { importSeen, keptRejects } from './importFileRejects.ts'
import type { Deps, Who } from './importParts.ts'

type Correction = { row: number; field: string; text: string }

const rowsMax = 5_000

/**
 * Sends the rejected rows of an import again with some of their cells corrected; an import of its own, read as the first
 * one was. All of them go together, for an order is refused with all its rows. Returns its id.
 */
export async function correctImport(
  deps: Deps,
  who: Who,
  { id, cells }: { id: string; cells: readonly Correction[] },
): Promise<string> {
  const before = await importSeen(deps, who, id)
  const { settings, kind, source } = before
  if (!settings) throw conflict('facts.import.file_gone')
  if (before.rejected > rowsMax)
    throw invalid('facts.import.too_many_rejects', { found: before.rejected, max: rowsMax })
  const corrected = new Map(cells.map(({ row, field, text }) => [`${row} ${field}`, text]))
  const headings: string[] = []
  const rows: string[][] = []
  for await (const reject of keptRejects(deps.database, who.actor, id)) {
    if (headings.length === 0) headings.push(...reject.cells.map(([heading]) => heading).filter((one) => one !== ''))
    rows.push(reject.cells.map(([heading, text]) => corrected.get(`${reject.row} ${heading}`) ?? text))
  }
  if (rows.length === 0) throw notFound('facts.import.no_rejects')
  const table: TableFile = {
    kind: 'csv',
    encoding: null,
    sheets: [],
    sheet: null,
    headings,
    headingRow: 1,
    rows: async function* () {
      for (const [at, texts] of rows.entries()) yield { row: at + 1, cells: [...texts] }
    },
  }
  const asked = { kind, source, fileName: before.fileName, dryRun: false, settings, storeNo: null, rows: rows.length }
  const { id: made } = await importTable(deps, who, asked, table)
  return made as string
}

registerSentences({
  'facts.import.too_many_rejects': {
    zh: ({ found, max }) => `未通过的有 ${found} 行，屏幕上最多一次改 ${max} 行。请下载改好后再上传。`,
    en: ({ found, max }) =>
      `${found} rows were rejected; at most ${max} can be corrected here. Download them, correct them, and upload the file.`,
  },
  'facts.import.no_rejects': {
    zh: () => '这次导入没有未通过的行。',
    en: () => 'Nothing was rejected in this import.',
  },
})
