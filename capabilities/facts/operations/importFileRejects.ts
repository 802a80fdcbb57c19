import type { Actor, Locale, Words } from '#foundation/actor'
import { notFound, registerSentences } from '#foundation/failure'
import { isCode } from '#foundation/ids'
import { shownReject } from '#foundation/reading'
import { csvLine, csvMark } from '#platform/csv'
import type { Database } from '#platform/database'
import { type ImportRow, importById, rejectsAfter } from '../storage/imports.ts'

/** The heading of the added column; it matches no field, so that the corrected file goes in as it is. */
const reasonHeading: Words = { zh: '拒收原因', en: 'Reason rejected' }

const rejectsAtOnce = 1_000

/** An import that the actor may see. */
export async function importSeen(
  { database }: { database: Database },
  who: { actor: Actor },
  id: string,
): Promise<ImportRow> {
  const found = isCode(id) ? await database.asActor(who.actor, (tx) => importById(tx, id)) : null
  if (!found) throw notFound('facts.import.unknown', { value: id })
  return found
}

/** The rejected rows of an import as a file, as they came and with the reason: to be corrected and sent again. */
export async function* rejectsFile(
  { database }: { database: Database },
  who: { actor: Actor; locale: Locale },
  id: string,
): AsyncGenerator<string> {
  const own = new Set(Object.values(reasonHeading))
  let headings: string[] | null = null
  let after = 0
  for (;;) {
    const rejects = await database.asActor(who.actor, (tx) => rejectsAfter(tx, id, after, rejectsAtOnce))
    const lines: string[] = []
    for (const { cells, ...reject } of rejects) {
      after = reject.row
      const kept = cells.filter(([heading]) => !own.has(heading))
      if (!headings) {
        headings = kept.map(([heading]) => heading).filter((heading) => heading !== '')
        lines.push(csvMark + csvLine([reasonHeading[who.locale], ...headings]))
      }
      lines.push(csvLine([shownReject(reject, who.locale).reason, ...kept.map(([, text]) => text)]))
    }
    if (lines.length > 0) yield lines.join('')
    if (rejects.length < rejectsAtOnce) break
  }
  if (!headings) yield csvMark + csvLine([reasonHeading[who.locale]])
}

registerSentences({
  'facts.import.unknown': {
    zh: ({ value }) => `找不到导入记录“${value}”。`,
    en: ({ value }) => `There is no import "${value}".`,
  },
})
