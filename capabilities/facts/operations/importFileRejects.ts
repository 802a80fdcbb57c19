import type { Actor, Locale, Words } from '#foundation/actor'
import { notFound, registerSentences } from '#foundation/failure'
import { isCode } from '#foundation/ids'
import { type Reject, shownReject } from '#foundation/reading'
import { csvLine, csvMark } from '#platform/csv'
import type { Database } from '#platform/database'
import { spreadsheet } from '#platform/spreadsheet'
import { isPersonal, masked } from '../rules/personal.ts'
import { type ImportWork, importWork, type KeptCells, rejectsAfter } from '../storage/imports.ts'

/** The heading of the added column; it matches no field, so that the corrected file goes in as it is. */
const reasonHeading: Words = { zh: '拒收原因', en: 'Reason rejected' }

const rejectsAtOnce = 1_000

/** An import that the actor may see. */
export async function importSeen(
  { database }: { database: Database },
  who: { actor: Actor },
  id: string,
): Promise<ImportWork> {
  const found = isCode(id) ? await database.asActor(who.actor, (tx) => importWork(tx, id)) : null
  if (!found) throw notFound('facts.import.unknown', { value: id })
  return found
}

/** A reject as a screen shows it: what belongs to a customer is masked, in the cell and in the reason. */
export function shownWithoutNames(
  reject: Reject,
  mapping: Readonly<Record<string, string>>,
  locale: Locale,
): ReturnType<typeof shownReject> & { personal: boolean } {
  const { row, field, value, code, named } = reject
  if (value === null || !isPersonal(field, mapping)) return { ...shownReject(reject, locale), personal: false }
  const there = typeof named.there === 'string' ? { there: masked(named.there) } : {}
  const hidden = { row, field, code, value: masked(value), named: { ...named, ...there } }
  return { ...shownReject(hidden, locale), personal: true }
}

type Asking = { actor: Actor; locale: Locale }

/** The rejected rows of an import with the reason before each, the headings first: to be corrected and sent again. */
async function* rejectedRows(database: Database, who: Asking, id: string): AsyncGenerator<string[]> {
  let headings: string[] | null = null
  for await (const { cells, ...reject } of keptRejects(database, who.actor, id)) {
    if (!headings) {
      headings = cells.map(([heading]) => heading).filter((heading) => heading !== '')
      yield [reasonHeading[who.locale], ...headings]
    }
    yield [shownReject(reject, who.locale).reason, ...cells.map(([, text]) => text)]
  }
  if (!headings) yield [reasonHeading[who.locale]]
}

const own = new Set(Object.values(reasonHeading))

/** Every reject of an import in the file's order, without the reason that an earlier download has added. */
export async function* keptRejects(
  database: Database,
  actor: Actor,
  id: string,
): AsyncGenerator<Reject & { cells: KeptCells }> {
  let after = 0
  for (;;) {
    const rejects = await database.asActor(actor, (tx) => rejectsAfter(tx, id, after, rejectsAtOnce))
    for (const reject of rejects) {
      after = reject.row
      yield { ...reject, cells: reject.cells.filter(([heading]) => !own.has(heading)) }
    }
    if (rejects.length < rejectsAtOnce) return
  }
}

/** The rejected rows as separated values. */
export async function* rejectsFile(
  { database }: { database: Database },
  who: Asking,
  id: string,
): AsyncGenerator<string> {
  let mark = csvMark
  for await (const cells of rejectedRows(database, who, id)) {
    yield mark + csvLine(cells)
    mark = ''
  }
}

/** The rejected rows as a workbook; every cell is text, as it stood in the file. */
export async function rejectsWorkbook({ database }: { database: Database }, who: Asking, id: string): Promise<Buffer> {
  const [headings = [], ...rows] = await Array.fromAsync(rejectedRows(database, who, id))
  const columns = headings.map((heading, at) => ({ heading, width: at === 0 ? 60 : 18, format: '@' }))
  return spreadsheet({ sheet: reasonHeading[who.locale], columns, rows })
}

registerSentences({
  'facts.import.unknown': {
    zh: ({ value }) => `找不到导入记录“${value}”。`,
    en: ({ value }) => `There is no import "${value}".`,
  },
})
