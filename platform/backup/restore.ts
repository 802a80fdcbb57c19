import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import type { BackedUp } from './backup.ts'
import {
  BackupProblem,
  format,
  type Line,
  type RowAccount,
  rowSum,
  rowsOf,
  type Shape,
  settings,
  shapeOf,
  type TableShape,
} from './catalog.ts'

const charactersAtOnce = 1_000_000
const rowsAtOnce = 2_000

/**
 * Fills an empty, migrated database from a backup, in one transaction: all of it or nothing. Counts and checksums are
 * compared with what the file says, then with what the database gives back; references are checked by the database.
 */
export async function restore(
  url: string,
  file: string,
  {
    leftOut = [],
    progress = () => undefined,
  }: { leftOut?: readonly string[]; progress?: (table: string) => void } = {},
): Promise<BackedUp> {
  const client = new pg.Client({ connectionString: url, application_name: 'baton_restore' })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(settings)
    const shape = await shapeOf(client, leftOut)
    await requireEmpty(client, shape)
    const account = await withoutRules(client, shape, () => fill(client, shape, linesOf(file), progress))
    // Who was at work on it is gone, and with it the place in the queue.
    await client.query(`UPDATE platform.job SET state = 'waiting' WHERE state = 'running'`)
    await client.query('COMMIT')
    return account
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    await client.end()
  }
}

async function requireEmpty(client: pg.Client, { tables }: Shape) {
  for (const { name } of tables) {
    const { rowCount } = await client.query(`SELECT FROM ${name} LIMIT 1`)
    if (rowCount)
      throw new BackupProblem(
        `The database is not empty: ${name} holds rows. A backup is restored only into an empty one: name a new folder with BATON_DATA, or a new database with DATABASE_URL, where no server was ever started.`,
      )
  }
}

/**
 * Rows come back in any order and as they were: references are taken off and put back at the end, which checks them all;
 * triggers, which would note changes or refuse them, rest meanwhile.
 */
async function withoutRules<T>(client: pg.Client, { tables }: Shape, work: () => Promise<T>): Promise<T> {
  const references = await client.query<{ name: string; constraint: string; definition: string }>(
    `SELECT conrelid::regclass::text AS name, quote_ident(conname) AS constraint, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ($1::regclass[])`,
    [tables.map(({ name }) => name)],
  )
  for (const { name, constraint } of references.rows)
    await client.query(`ALTER TABLE ${name} DROP CONSTRAINT ${constraint}`)
  for (const { name } of tables) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
  const result = await work()
  for (const { name } of tables) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
  for (const { name, constraint, definition } of references.rows)
    await client.query(`ALTER TABLE ${name} ADD CONSTRAINT ${constraint} ${definition}`)
  return result
}

type Open = TableShape & { sum: ReturnType<typeof rowSum>; waiting: string[]; characters: number }

async function fill(
  client: pg.Client,
  shape: Shape,
  lines: AsyncIterable<Line>,
  progress: (table: string) => void,
): Promise<BackedUp> {
  const known = new Map(shape.tables.map((table) => [table.name, table]))
  const account: BackedUp = { tables: 0, rows: 0 }
  let open: Open | null = null
  let headed = false
  for await (const line of lines) {
    if (!headed) {
      requireVersion(line, shape)
      headed = true
    } else if (typeof line === 'string') {
      if (!open) throw damaged('a row without a table')
      open.waiting.push(line)
      open.characters += line.length
      open.sum.add(line)
      if (open.waiting.length >= rowsAtOnce || open.characters >= charactersAtOnce) await insert(client, open)
    } else if ('table' in line) {
      const table = known.get(line.table)
      if (open || !table || table.columns.join() !== line.columns.join()) throw damaged(`the table ${line.table}`)
      progress(line.table)
      open = { ...table, sum: rowSum(), waiting: [], characters: 0 }
    } else if ('sum' in line) {
      if (!open) throw damaged('an account without a table')
      await insert(client, open)
      await requireSame(client, open, line)
      account.tables += 1
      account.rows += line.rows
      open = null
    } else if ('end' in line) {
      if (open || line.tables !== account.tables || line.rows !== account.rows || account.tables !== known.size)
        throw damaged('its end')
      const sequences = new Set(shape.sequences)
      for (const [name, at] of Object.entries(line.sequences))
        if (sequences.has(name)) await client.query('SELECT setval($1::regclass, $2::bigint)', [name, at])
      return account
    }
  }
  throw damaged('its end, which is missing')
}

async function insert(client: pg.Client, open: Open) {
  if (open.waiting.length === 0) return
  const { name, columns, waiting } = open
  // Columns that are computed stand in the type of the row and not in the file: they are left for the table itself.
  const kind = await rowKind(client, name, columns)
  await client.query(
    `INSERT INTO ${name} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest($1::text[]::${kind}[])`,
    [waiting],
  )
  open.waiting = []
  open.characters = 0
}

/** A type whose rows read like the file's: made for the transaction, out of the kept columns in their order. */
async function rowKind(client: pg.Client, name: string, columns: readonly string[]): Promise<string> {
  const kind = `pg_temp.${pg.escapeIdentifier(name)}`
  const { rows } = await client.query('SELECT to_regclass($1) AS there', [kind])
  if (!rows[0].there)
    await client.query(`CREATE TEMP TABLE ${kind} ON COMMIT DROP AS SELECT ${columns.join(', ')} FROM ${name} LIMIT 0`)
  return kind
}

/** What was read is what had been written, and what the database now holds reads the same again. */
async function requireSame(client: pg.Client, open: Open, written: RowAccount) {
  const same = ({ rows, sum }: RowAccount) => rows === written.rows && sum === written.sum
  if (!same(open.sum.account())) throw damaged(`the rows of ${open.name}`)
  const back = rowSum()
  for await (const rows of rowsOf(client, open)) for (const row of rows) back.add(row)
  if (!same(back.account()))
    throw new BackupProblem(`${open.name} does not read back as it was written; nothing was restored.`)
}

function requireVersion(head: Line, { migrations }: Shape) {
  if (typeof head === 'string' || !('baton' in head) || head.baton !== format.baton)
    throw new BackupProblem('The file is no backup of Baton.')
  if (head.format !== format.format)
    throw new BackupProblem(`The backup has the format ${head.format}, which this version of Baton can't read.`)
  const newer = head.migrations.filter((name) => !migrations.includes(name))
  if (newer.length > 0)
    throw new BackupProblem(
      `The backup comes from a newer Baton (${newer.at(-1)}). Upgrade this one first, then restore into an empty database.`,
    )
  const older = migrations.filter((name) => !head.migrations.includes(name))
  if (older.length > 0)
    throw new BackupProblem(
      `The backup comes from an older Baton, without ${older[0]}. Restore it with the version that wrote it, then upgrade that.`,
    )
}

const damaged = (where: string) =>
  new BackupProblem(`The backup is damaged at ${where}; nothing was restored. Use another copy.`)

async function* linesOf(file: string): AsyncGenerator<Line> {
  for await (const text of textLines(file)) {
    let line: Line
    try {
      line = JSON.parse(text)
    } catch {
      throw damaged('a line that is none')
    }
    yield line
  }
}

async function* textLines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip()
  const source = createReadStream(file)
  source.on('error', (error) => unpacked.destroy(error))
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const part of source.pipe(unpacked)) {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOENT') throw new BackupProblem(`There is no file ${file}.`)
    if (code === 'EACCES') throw new BackupProblem(`The file ${file} may not be read.`)
    if (code?.startsWith('Z_')) throw damaged('its packing: it was cut off or changed, or is no backup')
    throw error
  }
  if (rest !== '') yield rest
}
