import type { Actor } from '#foundation/actor'
import type { CsvEncoding } from '#platform/csv'
import type { Database } from '#platform/database'
import { openTable } from '#platform/tableFile'
import { type ColumnProfile, type Readings, startingReadings } from '../rules/columnReading.ts'
import { type FileField, type FileKind, fileFields, type Mapping, startingMapping } from '../rules/columns.ts'
import { isPersonal, masked } from '../rules/personal.ts'
import { rememberedMapping } from '../storage/imports.ts'
import { storesNamed } from '../storage/reach.ts'
import { sourceOf } from './importFile.ts'
import { profilesOf } from './importParts.ts'

export type FilePreview = {
  kind: FileKind
  encoding: CsvEncoding | null
  sheets: string[]
  sheet: string | null
  headingRow: number
  headings: string[]
  sample: string[][]
  rows: number
  columns: ColumnProfile[]
  fields: FileField[]
  mapping: Mapping
  readings: Readings
  stores: { id: string; name: string }[]
  remembered: boolean
}

const sampleRows = 10

/** What a file holds and how its columns would be read, before anything is done with it. Customers' names are masked. */
export async function previewFile(
  { database }: { database: Database },
  who: { actor: Actor },
  input: { kind: FileKind; source: string; sheet?: string | null; file: Buffer },
): Promise<FilePreview> {
  const { kind } = input
  const source = input.source.trim() === '' ? null : sourceOf(input.source)
  const table = await openTable(input.file, { sheet: input.sheet ?? null })
  const { headings, encoding, sheets, sheet, headingRow } = table
  const { profiles, rows } = await profilesOf(table)
  const found = await database.asActor(who.actor, async (tx) => {
    const remembered = source === null ? null : await rememberedMapping(tx, kind, source)
    const mapping = startingMapping(headings, kind, remembered)
    const named = profiles.find(({ heading }) => heading === mapping.store)?.values ?? []
    return { remembered, mapping, stores: await storesNamed(tx, named) }
  })
  const { remembered, mapping, stores } = found
  const fields = fileFields(kind)
  const readings = startingReadings(fields, mapping, profiles, remembered?.readings ?? {})
  // A file that names stores as people do, rather than by their codes, is understood where the name is unmistakable.
  const unread = stores.filter(({ id, name }) => id !== name && readings.store?.values?.[name] === undefined)
  if (unread.length > 0) {
    const values = Object.fromEntries(unread.map(({ id, name }) => [name, id]))
    readings.store = { ...readings.store, values: { ...values, ...readings.store?.values } }
  }
  const personal = headings.map((heading) => isPersonal(heading, mapping))
  const sample: string[][] = []
  for await (const { cells } of table.rows()) {
    sample.push(cells.map((cell, at) => (personal[at] && cell !== '' ? masked(cell) : cell)))
    if (sample.length === sampleRows) break
  }
  return {
    kind,
    encoding,
    sheets,
    sheet,
    headingRow,
    headings,
    sample,
    rows,
    columns: profiles.map((one, at) =>
      personal[at] ? { ...one, samples: one.samples.map(masked), values: null } : one,
    ),
    fields,
    mapping,
    readings,
    stores,
    remembered: remembered !== null,
  }
}
