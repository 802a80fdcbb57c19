import { ORPCError } from '@orpc/server'
import type { Locale, Words } from '#foundation/actor'
import type { App, Reply, Request, RequestContext } from './http.ts'
import { type Cell, type Sheet, spreadsheet } from './spreadsheet.ts'

/** A column of an exported table; `format` is a number format of the spreadsheet. */
export type ExportColumn<Row> = {
  headings: Words
  width: number
  format?: string
  cell: (row: Row, locale: Locale) => Cell
}

/** A table as it leaves: the sheet, and how the file is called without its ending. */
export type Exported = { sheet: Sheet; file: string }

/** Fills a sheet in the reader's language. `total` holds the cells of a last row by their column's English heading. */
export function filledSheet<Row>(
  title: string,
  columns: readonly ExportColumn<Row>[],
  rows: readonly Row[],
  locale: Locale,
  total?: Readonly<Record<string, Cell>>,
): Sheet {
  return {
    sheet: title,
    columns: columns.map(({ headings, cell, ...rest }) => ({ ...rest, heading: headings[locale] })),
    rows: rows.values().map((row) => columns.map(({ cell }) => cell(row, locale))),
    ...(total ? { total: columns.map(({ headings }) => total[headings.en] ?? null) } : {}),
  }
}

export const moneyFormat = '#,##0.00'
export const yuan = (fen: number | null): number | null => (fen === null ? null : fen / 100)

/** What somebody's language calls an id; the id itself where no name is known. */
export function nameIn(list: readonly { id: string; names: Words }[], id: string, locale: Locale): string {
  return list.find((one) => one.id === id)?.names[locale] ?? id
}

export type ExportRoute<Answer> = {
  /** Under /api/v1, with Fastify's signs for parameters. */
  path: string
  /** The JSON route that shows the same, called with path and query: its permission, scope and checks are the export's. */
  read: (input: unknown, context: RequestContext) => Promise<Answer>
  exported: (answer: Answer, locale: Locale) => Exported
}

/** Answers with the rows of a JSON route as a workbook. */
export function exportRoute<Answer>(
  app: App,
  contextOf: (request: Request, reply: Reply) => Promise<RequestContext>,
  { path, read, exported }: ExportRoute<Answer>,
): void {
  app.get(`/api/v1${path}`, async (request, reply) => {
    const context = await contextOf(request, reply)
    const input = { ...(request.query as object), ...(request.params as object) }
    const answer = await read(input, context).catch((error: unknown) => {
      // The failure itself, which the contract's machinery has wrapped.
      throw error instanceof ORPCError ? (error.cause ?? error) : error
    })
    const { sheet, file } = exported(answer, context.locale)
    const name = `${file}.xlsx`.replace(/[\\/:*?"<>|]/g, '-')
    return reply
      .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="export.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`)
      .header('cache-control', 'no-store')
      .send(await spreadsheet(sheet))
  })
}
