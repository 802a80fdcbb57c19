import { registerSentences } from '#foundation/failure'
import { type Reject, readRow, refuse } from '#foundation/reading'
import { booleanOf, cellText, fenOf, idOf, instantOf, minutesOfHours, minutesOfMinutes, numberOf } from './cells.ts'
import type { Readings } from './columnReading.ts'
import { type FileKind, fileFields, type Mapping } from './columns.ts'
import { naturalKeys } from './plainColumns.ts'
import { keyOf, plainFields } from './plainRow.ts'

export type FileRow = { row: number; cells: readonly string[] }

const numbered = (rows: readonly FileRow[]) => new Map(rows.map((row) => [row.row, row]))

/** How the rows of one file are read. */
export type Layout = {
  kind: FileKind
  source: string
  headings: readonly string[]
  mapping: Mapping
  readings: Readings
  /** The store of the whole file; null when a column says it. */
  store: string | null
  zoneOf: (store: string | null) => string
  /** The version of rows that bring none: the moment of the import. */
  now: Date
}

/** A fact as the file tells it, in the words of the API; `unversioned` when only its content says whether it is new. */
export type FileFact = { row: number; raw: Record<string, unknown>; unversioned: boolean }

export type GroupRead = { facts: FileFact[]; rejects: Reject[] }

export type Cells = { text: (field: string) => string | null; row: FileRow; readings: Readings }

const placesOf = new WeakMap<Layout, ReadonlyMap<string, number>>()

function cellsOf(layout: Layout): (row: FileRow) => Cells {
  let places = placesOf.get(layout)
  if (!places) {
    places = new Map(
      Object.entries(layout.mapping).map(([field, heading]) => [field, layout.headings.indexOf(heading)]),
    )
    placesOf.set(layout, places)
  }
  const place = (field: string) => places.get(field) ?? -1
  const { readings } = layout
  return (row) => ({
    row,
    readings,
    text: (field) => {
      const at = place(field)
      const text = at < 0 ? (constantOf(layout, field) ?? null) : cellText(row.cells[at])
      const values = text === null ? undefined : readings[field]?.values
      return values && text !== null && Object.hasOwn(values, text) ? values[text] || null : text
    },
  })
}

/** What is said of every row in place of a column. */
const constantOf = ({ mapping, headings }: Layout, field: string) => {
  const heading = mapping[field]
  return heading?.startsWith('=') && !headings.includes(heading) ? heading.slice(1) : undefined
}

/** The fact that a row belongs to, and its store; for gathering rows before they are read. */
export function rowKeys(layout: Layout): (row: FileRow) => { id: string | null; store: string | null } {
  const cells = cellsOf(layout)
  return (row) => {
    const { text } = cells(row)
    const natural = layout.mapping.externalId === undefined ? naturalKey(layout) : null
    return {
      id: natural
        ? keyOf(natural, (field) => (field === 'store' ? layout.store : null) ?? text(field))
        : text('externalId'),
      store: layout.store ?? text('store'),
    }
  }
}

/**
 * Reads the rows of a file that bear the same id. Of work orders they make one order, each row with a technician adding a
 * line of labour; if one of them is wrong none is taken, since an order with half its labour would pass for the whole.
 * A row that repeats another entirely is refused, and the earlier one stays. Rejects name headings, as the file does.
 */
export function groupRead(layout: Layout, rows: readonly FileRow[]): GroupRead {
  const cells = cellsOf(layout)
  const read = layout.kind === 'work-orders' ? orderRead : singlesRead
  const byNumber = numbered(rows)
  const rejects: Reject[] = []
  const fresh: Cells[] = []
  const seen = new Set<string>()
  for (const row of rows) {
    const outcome = readRow(row.row, () => {
      if (row.cells.length > layout.headings.length)
        refuse('', row.cells.slice(layout.headings.length).join(' '), 'facts.file.too_many_cells', {
          expected: layout.headings.length,
          found: row.cells.length,
        })
      const whole = JSON.stringify(row.cells)
      if (seen.has(whole)) refuse('externalId', cells(row).text('externalId'), 'row.duplicate')
      seen.add(whole)
      return cells(row)
    })
    if ('reject' in outcome) rejects.push(outcome.reject)
    else fresh.push(outcome.value)
  }
  const torn = rejects.find((reject) => reject.code === 'facts.file.too_many_cells')
  const result =
    torn && layout.kind === 'work-orders' ? { facts: [], rejects: incomplete(fresh, torn.row) } : read(layout, fresh)
  return {
    facts: result.facts,
    rejects: [...rejects, ...result.rejects].map((reject) => inFileWords(layout, reject, byNumber)),
  }
}

/** A reject of what was read from these rows, told as one of the file: the row that it comes from, and the others that go with it. */
export function groupRejects(layout: Layout, rows: readonly FileRow[], reject: Reject): Reject[] {
  const byNumber = numbered(rows)
  if (layout.kind !== 'work-orders') return [inFileWords(layout, reject, byNumber)]
  const cells = cellsOf(layout)
  const line = /^labour\.(\d+)\./.exec(reject.field)?.[1]
  const lines = rows.filter((row) => hasLabour(cells(row)))
  const guilty = line === undefined ? reject.row : (lines[Number(line)]?.row ?? reject.row)
  const others = rows.filter((row) => row.row !== guilty).map(cells)
  return [{ ...reject, row: guilty }, ...incomplete(others, guilty)].map((one) => inFileWords(layout, one, byNumber))
}

function incomplete(cells: readonly Cells[], wrong: number): Reject[] {
  return cells.flatMap(({ row, text }) => {
    const outcome = readRow(row.row, () =>
      refuse('externalId', text('externalId'), 'facts.file.order_incomplete', { wrong }),
    )
    return 'reject' in outcome ? [outcome.reject] : []
  })
}

const naturalKey = ({ kind }: Layout) =>
  kind === 'work-orders' || kind === 'surveys' ? null : (naturalKeys[kind] ?? null)

const labourFields = ['technician', 'billedMinutes', 'billedHours', 'actualMinutes', 'actualHours']
const orderOnlyFields = fileFields('work-orders')
  .map((field) => field.id)
  .filter((id) => !labourFields.includes(id))

/** Files that name only a lead technician book the order's hours to that one. */
const technicianField = (layout: Layout) => (layout.mapping.technician === undefined ? 'leadTechnician' : 'technician')

/** A technician, or time that somebody must have spent; no technician and 0 hours is how exports write "no labour". */
const hasLabour = ({ text }: Cells) =>
  text('technician') !== null || labourFields.slice(1).some((field) => !/^0*(\.0*)?$/.test(text(field) ?? ''))

function orderRead(layout: Layout, rows: readonly Cells[]): GroupRead {
  const first = rows[0]
  if (!first) return { facts: [], rejects: [] }
  const lines: Record<string, unknown>[] = []
  const outcomes = rows.map((cells) =>
    readRow(cells.row.row, () => {
      for (const field of cells === first ? [] : orderOnlyFields)
        if (cells.text(field) !== first.text(field))
          refuse(field, cells.text(field), 'facts.file.rows_differ', {
            first: first.row.row,
            there: (first.text(field) ?? '').slice(0, 200).toWellFormed(),
          })
      if (hasLabour(cells)) lines.push(labourLine(layout, cells))
      return cells === first ? orderFields(layout, cells) : null
    }),
  )
  const wrong = outcomes.flatMap((outcome) => ('reject' in outcome ? [outcome.reject] : []))
  const [worst] = wrong
  if (worst) {
    const good = rows.filter((_, index) => 'value' in (outcomes[index] ?? {}))
    return { facts: [], rejects: [...wrong, ...incomplete(good, worst.row)] }
  }
  const [outcome] = outcomes
  const fields = outcome && 'value' in outcome ? outcome.value : null
  return {
    facts: [{ row: first.row.row, raw: { ...fields, labour: lines }, unversioned: first.text('version') === null }],
    rejects: [],
  }
}

function labourLine(layout: Layout, { text }: Cells): Record<string, unknown> {
  const minutes = (inMinutes: string, inHours: string) => {
    const field = layout.mapping[inMinutes] === undefined ? inHours : inMinutes
    const cell = text(field)
    if (cell === null) refuse(field, null, 'row.field.missing')
    return field === inMinutes ? minutesOfMinutes(cell, field) : minutesOfHours(cell, field)
  }
  const technician = text(technicianField(layout))
  if (technician === null) refuse(technicianField(layout), null, 'row.field.missing')
  return {
    technician,
    billedMinutes: minutes('billedMinutes', 'billedHours'),
    actualMinutes: minutes('actualMinutes', 'actualHours'),
  }
}

function orderFields(layout: Layout, cells: Cells): Record<string, unknown> {
  const { text } = cells
  const head = headFields(layout, cells)
  if (head.deleted) return head
  const zone = layout.zoneOf(head.store)
  const opened = instant(cells, 'openedAt', zone)
  const delivered = instant(cells, 'deliveredAt', zone)
  const rework = optional(cells, 'isRework', booleanOf)
  const originalOrder = optional(cells, 'originalOrder', idOf)
  if (rework === false && originalOrder !== null)
    refuse('isRework', text('isRework'), 'facts.file.rework_contradicted', { original: originalOrder })
  // A day without a time begins at midnight; delivered on the day of arrival, that must not come out as before the arrival.
  const sameDay = opened && delivered && !delivered.timed && delivered.date === opened.date
  return {
    ...head,
    openedAt: opened?.at.toISOString() ?? null,
    promisedAt: instant(cells, 'promisedAt', zone)?.at.toISOString() ?? null,
    deliveredAt: (sameDay ? opened : delivered)?.at.toISOString() ?? null,
    customer: text('customer'),
    vehicle: text('vehicle'),
    advisor: text('advisor'),
    leadTechnician: text('leadTechnician'),
    labourFen: optional(cells, 'labourYuan', fenIn(cells)),
    partsFen: optional(cells, 'partsYuan', fenIn(cells)),
    hasAppointment: optional(cells, 'hasAppointment', booleanOf),
    hasAddOn: optional(cells, 'hasAddOn', booleanOf),
    rework: rework || originalOrder !== null ? { originalOrder } : null,
  }
}

/** Facts of one row each. */
function singlesRead(layout: Layout, rows: readonly Cells[]): GroupRead {
  const facts: FileFact[] = []
  const rejects: Reject[] = []
  for (const cells of rows) {
    const outcome = readRow(cells.row.row, (): FileFact => {
      const unversioned = cells.text('version') === null
      if (unversioned && facts.length > 0) refuse('externalId', cells.text('externalId'), 'row.duplicate')
      return {
        row: cells.row.row,
        raw: layout.kind === 'surveys' ? surveyFields(layout, cells) : plainFact(layout, cells),
        unversioned,
      }
    })
    if ('reject' in outcome) rejects.push(outcome.reject)
    else facts.push(outcome.value)
  }
  return { facts, rejects }
}

function plainFact(layout: Layout, cells: Cells): Record<string, unknown> {
  const { kind } = layout
  if (kind === 'work-orders' || kind === 'surveys') return surveyFields(layout, cells)
  const head = headFields(layout, cells)
  const fields = plainFields(kind, cells, layout.zoneOf(head.store))
  const natural = layout.mapping.externalId === undefined ? naturalKey(layout) : null
  const externalId = natural
    ? keyOf(natural, (field) => (field === 'store' ? head.store : String(fields[field] ?? '')))
    : head.externalId
  return { ...head, externalId, ...(head.deleted ? {} : fields) }
}

function surveyFields(layout: Layout, cells: Cells): Record<string, unknown> {
  const { text } = cells
  const head = headFields(layout, cells)
  if (head.deleted) return head
  return {
    ...head,
    answeredAt: instant(cells, 'answeredAt', layout.zoneOf(head.store))?.at.toISOString() ?? null,
    order: optional(cells, 'order', idOf),
    advisor: text('advisor'),
    technician: text('technician'),
    nps: optional(cells, 'nps', numberOf),
    stars: optional(cells, 'stars', numberOf),
    score: optional(cells, 'score', numberOf),
    text: text('text'),
  }
}

function headFields(layout: Layout, cells: Cells) {
  const store = layout.store ?? cells.text('store')
  return {
    source: layout.source,
    externalId: optional(cells, 'externalId', idOf),
    version: (instant(cells, 'version', layout.zoneOf(store))?.at ?? layout.now).toISOString(),
    store,
    deleted: optional(cells, 'deleted', booleanOf) ?? false,
  }
}

function optional<T>({ text }: Cells, field: string, read: (cell: string, field: string) => T): T | null {
  const cell = text(field)
  return cell === null ? null : read(cell, field)
}

const fenIn =
  ({ readings }: Cells) =>
  (cell: string, field: string) => {
    const unit = readings[field]?.unit
    return fenOf(cell, field, unit === 'fen' || unit === 'wan' ? unit : 'yuan')
  }

const instant = (cells: Cells, field: string, zone: string) =>
  optional(cells, field, (cell) => instantOf(cell, field, zone, cells.readings[field]?.dates))

/** The file's field behind a field of the API. */
function fileFieldOf(layout: Layout, field: string): string {
  const last = field.split('.').at(-1) ?? field
  const mapped = (id: string, otherwise: string) => (layout.mapping[id] === undefined ? otherwise : id)
  if (field.startsWith('labour.')) {
    if (last === 'technician') return technicianField(layout)
    if (last === 'billedMinutes') return mapped('billedMinutes', 'billedHours')
    return mapped('actualMinutes', 'actualHours')
  }
  if (field === 'labour') return technicianField(layout)
  const others: Record<string, string> = {
    labourFen: 'labourYuan',
    partsFen: 'partsYuan',
    rework: 'isRework',
    'rework.originalOrder': 'originalOrder',
  }
  return others[field] ?? field
}

/** Names the heading instead of the field and shows the cell as it stands in the file, so that it is found there. */
function inFileWords(layout: Layout, reject: Reject, rows: ReadonlyMap<number, FileRow>): Reject {
  const heading = layout.mapping[fileFieldOf(layout, reject.field)]
  if (heading === undefined) return reject
  const cell = rows.get(reject.row)?.cells[layout.headings.indexOf(heading)]?.trim().slice(0, 200).toWellFormed()
  return { ...reject, field: heading, value: cell === undefined || cell === '' ? null : cell }
}

registerSentences({
  'facts.file.too_many_cells': {
    zh: ({ expected, found }) =>
      `这一行有 ${found} 个单元格，而标题只有 ${expected} 列；请检查多余的分隔符或未加引号的内容。`,
    en: ({ expected, found }) =>
      `This row has ${found} cells, but there are ${expected} headings; look for a separator too many or text without quotes.`,
  },
  'facts.file.rows_differ': {
    zh: ({ field, value, first, there }) =>
      `同一工单的“${field}”与第 ${first} 行不一致：这里是“${value ?? ''}”，那里是“${there}”。`,
    en: ({ field, value, first, there }) =>
      `"${field}" differs from row ${first} of the same order: "${value ?? ''}" here, "${there}" there.`,
  },
  'facts.file.order_incomplete': {
    zh: ({ value, wrong }) => `工单“${value}”的第 ${wrong} 行有错，整张工单未导入；改正后请把这几行一起再次上传。`,
    en: ({ value, wrong }) =>
      `Row ${wrong} of order "${value}" is wrong, so the whole order was left out; correct it and send these rows together.`,
  },
  'facts.file.rework_contradicted': {
    zh: ({ field, original }) => `“${field}”为否，却写了原工单号“${original}”，请核对。`,
    en: ({ field, original }) =>
      `"${field}" says no, but there is an original order "${original}"; check which is right.`,
  },
})
