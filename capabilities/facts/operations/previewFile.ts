import type { Actor } from '#foundation/actor'
import { type CsvEncoding, openCsv } from '#platform/csv'
import type { Database } from '#platform/database'
import { type FileField, type FileKind, fileFields, type Mapping, startingMapping } from '../rules/columns.ts'
import { rememberedMapping } from '../storage/imports.ts'
import { sourceOf } from './importFile.ts'

export type FilePreview = {
  kind: FileKind
  encoding: CsvEncoding
  headings: string[]
  sample: string[][]
  rows: number
  fields: FileField[]
  mapping: Mapping
  remembered: boolean
}

const sampleRows = 10

/** What a file holds and how its columns would be read, before anything is done with it. */
export async function previewFile(
  { database }: { database: Database },
  who: { actor: Actor },
  input: { kind: FileKind; source: string; file: Buffer },
): Promise<FilePreview> {
  const source = input.source.trim() === '' ? null : sourceOf(input.source)
  const { encoding, headings, rows } = await openCsv(input.file)
  const sample: string[][] = []
  let count = 0
  for await (const { cells } of rows()) {
    count += 1
    if (sample.length < sampleRows) sample.push(cells)
  }
  const remembered = source && (await database.asActor(who.actor, (tx) => rememberedMapping(tx, input.kind, source)))
  return {
    kind: input.kind,
    encoding,
    headings,
    sample,
    rows: count,
    fields: fileFields(input.kind),
    mapping: startingMapping(headings, input.kind, remembered || null),
    remembered: Boolean(remembered),
  }
}
