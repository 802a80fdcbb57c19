import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { format, type Line, rowSum, rowsOf, settings, shapeOf } from './catalog.ts'

export type BackedUp = { tables: number; rows: number }

/**
 * Writes every row of the product, as it stood at one moment, into a file: gzip'd lines, readable without this program.
 * Servers go on meanwhile. The file appears under its name once it is whole. `leftOut` names tables whose rows are not
 * worth keeping.
 */
export async function backUp(
  url: string,
  file: string,
  {
    leftOut = [],
    now,
    progress = () => undefined,
  }: { leftOut?: readonly string[]; now: Date; progress?: (table: string) => void },
): Promise<BackedUp> {
  const client = new pg.Client({ connectionString: url, application_name: 'baton_backup' })
  await client.connect()
  const unfinished = `${file}.unfinished`
  try {
    const account: BackedUp = { tables: 0, rows: 0 }
    // Nobody reads it but its owner: it holds what the database holds.
    const out = createWriteStream(unfinished, { flags: 'wx', mode: 0o600 })
    try {
      await pipeline(Readable.from(lines(client, { leftOut, now, progress, account })), createGzip({ level: 6 }), out)
      await rename(unfinished, file)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') await rm(unfinished, { force: true })
      throw error
    }
    return account
  } finally {
    await client.end()
  }
}

type Work = { leftOut: readonly string[]; now: Date; progress: (table: string) => void; account: BackedUp }

async function* lines(client: pg.Client, { leftOut, now, progress, account }: Work): AsyncGenerator<string> {
  // One snapshot for all tables.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  await client.query(settings)
  const shape = await shapeOf(client, leftOut)
  yield line({ ...format, at: now.toISOString(), migrations: shape.migrations })
  for (const table of shape.tables) {
    progress(table.name)
    yield line({ table: table.name, columns: table.columns })
    const sum = rowSum()
    for await (const rows of rowsOf(client, table)) {
      for (const row of rows) sum.add(row)
      yield rows.map(line).join('')
    }
    yield line(sum.account())
    account.tables += 1
    account.rows += sum.account().rows
  }
  const sequences: Record<string, string> = {}
  for (const name of shape.sequences) {
    const { rows } = await client.query<{ at: string | null }>(
      `SELECT CASE WHEN is_called THEN last_value END::text AS at FROM ${name}`,
    )
    const at = rows[0]?.at
    if (at) sequences[name] = at
  }
  await client.query('COMMIT')
  yield line({ end: true, ...account, sequences })
}

const line = (value: Line) => `${JSON.stringify(value)}\n`
