import type { FileField } from './fileColumns.ts'

/** In which order day and month stand where the year comes last. */
export type DateOrder = 'dmy' | 'mdy'
export const units = ['yuan', 'fen', 'wan', 'minutes', 'hours'] as const
export type Unit = (typeof units)[number]

/** How the cells of a field's column are meant: the order of dates, the unit, and the file's own codes. */
export type ColumnReading = {
  dates?: DateOrder | undefined
  unit?: Unit | undefined
  values?: Record<string, string> | undefined
}

/** By field, like the mapping, and remembered with it. */
export type Readings = Record<string, ColumnReading>

/** What a column holds, seen over the whole file. `values`: all that differ, unless they are too many to be codes. */
export type ColumnProfile = {
  heading: string
  samples: string[]
  values: string[] | null
  /** Null when no cell has its year last; `ambiguous` when every cell could be read in both ways. */
  dates: DateOrder | 'ambiguous' | null
}

const valuesMax = 60
const samplesShown = 3
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?!\d)/

/** Looks through the columns of a file row by row. */
export function columnProfiles(headings: readonly string[]) {
  const seen = headings.map((heading) => ({
    heading,
    values: new Set<string>(),
    many: false,
    year: false,
    dmy: false,
    mdy: false,
  }))
  return {
    note(cells: readonly string[]): void {
      for (const [at, column] of seen.entries()) {
        const text = (cells[at] ?? '').trim()
        if (text === '') continue
        if (!column.many) {
          column.values.add(text.slice(0, 200).toWellFormed())
          column.many = column.values.size > valuesMax
        }
        const parts = yearLast.exec(text)
        if (!parts) continue
        column.year = true
        if (Number(parts[1]) > 12) column.dmy = true
        if (Number(parts[2]) > 12) column.mdy = true
      }
    },
    profiles(): ColumnProfile[] {
      return seen.map(({ heading, values, many, year, dmy, mdy }) => ({
        heading,
        samples: [...values].slice(0, samplesShown),
        values: many ? null : [...values],
        dates: year ? (dmy === mdy ? 'ambiguous' : dmy ? 'dmy' : 'mdy') : null,
      }))
    },
  }
}

const isDated = ({ type }: FileField) => type === 'instant' || type === 'day' || type === 'month'

/** The units that a field's column can be in. */
export function unitsOf({ type, id }: Pick<FileField, 'type' | 'id'>): readonly Unit[] {
  if (type === 'fen') return ['yuan', 'fen', 'wan']
  return type === 'minutes' && /^(attended|used|available)/.test(id) ? ['minutes', 'hours'] : []
}

/** The unit that a heading names, or the usual one. */
export function unitSuggested(field: Pick<FileField, 'type' | 'id'>, heading: string): Unit | undefined {
  const [usual] = unitsOf(field)
  const text = heading.normalize('NFKC').toLowerCase()
  if (usual === 'yuan') {
    if (/万/.test(text)) return 'wan'
    return /[([【_ ]分[)\]】]?$|\bfen\b|\bcents?\b/.test(text) ? 'fen' : 'yuan'
  }
  if (usual === 'minutes') return /小时|工时|hours?|\bhrs?\b|\(h\)/.test(text) ? 'hours' : 'minutes'
  return undefined
}

/** How columns are read before anybody says so: as remembered, or by their headings and what stands in them. */
export function startingReadings(
  fields: readonly FileField[],
  mapping: Readonly<Record<string, string>>,
  profiles: readonly ColumnProfile[],
  given: Readings,
): Readings {
  const readings: Readings = {}
  for (const field of fields) {
    const heading = mapping[field.id]
    if (heading === undefined) continue
    const kept = given[field.id] ?? {}
    const found = profiles.find((profile) => profile.heading === heading)?.dates
    const settled = found === 'dmy' || found === 'mdy' ? found : undefined
    const reading: ColumnReading = {
      // What the file itself proves is stronger than what was said of an earlier one.
      dates: isDated(field) ? (settled ?? kept.dates) : undefined,
      unit: kept.unit ?? unitSuggested(field, heading),
      values: kept.values,
    }
    if (Object.values(reading).some((one) => one !== undefined)) readings[field.id] = reading
  }
  return readings
}
