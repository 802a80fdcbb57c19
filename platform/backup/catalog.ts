import { hash } from 'node:crypto'
import type pg from 'pg'

/** A table of the product with the columns that are kept; computed ones are computed again. */
export type TableShape = { name: string; columns: string[] }

export type Shape = { migrations: string[]; tables: TableShape[]; sequences: string[] }

/** What a backup holds beside rows: by which migrations the tables came, which they are, and which numbers go on counting. */
export async function shapeOf(client: pg.Client, leftOut: readonly string[]): Promise<Shape> {
  const migrations = await client.query<{ name: string }>('SELECT name FROM platform.migration ORDER BY name')
  const tables = await client.query<TableShape>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
       array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${ours}
       AND format('%I.%I', n.nspname, c.relname) <> ALL ($1)
     GROUP BY n.nspname, c.relname ORDER BY 1`,
    [['platform.migration', 'platform.migration_lock', ...leftOut]],
  )
  const sequences = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'S' AND ${ours} ORDER BY 1`,
  )
  return {
    migrations: migrations.rows.map(({ name }) => name),
    tables: tables.rows,
    sequences: sequences.rows.map(({ name }) => name),
  }
}

/** The queue of jobs makes its own schema at each start, and what it should do stands in `platform.job`. */
const ours = `n.nspname NOT IN ('information_schema', 'pgboss', 'public') AND n.nspname NOT LIKE 'pg\\_%'`

/** Something about a backup that its keeper has to know; the sentence is for the command line. */
export class BackupProblem extends Error {}

export const format = { baton: 'backup', format: 1 } as const

/** The lines of a backup, each one JSON: the head, for each table its rows and their account, and the end. */
export type Line =
  | (typeof format & { at: string; migrations: string[] })
  | { table: string; columns: string[] }
  | string
  | RowAccount
  | { end: true; tables: number; rows: number; sequences: Record<string, string> }

/** How many rows a table has, and a sum of them in which their order plays no part: a database gives them in any. */
export type RowAccount = { rows: number; sum: string }

/** Counts rows and adds them up, each by its SHA-256. */
export function rowSum(): { add(row: string): void; account(): RowAccount } {
  let rows = 0
  let sum = 0n
  return {
    add: (row) => {
      rows += 1
      sum = BigInt.asUintN(64, sum + hash('sha256', row, 'buffer').readBigUInt64BE())
    },
    account: () => ({ rows, sum: sum.toString(16) }),
  }
}

const rowsAtOnce = 2_000

/** All rows of a table as texts, in parts. */
export async function* rowsOf(client: pg.Client, { name, columns }: TableShape): AsyncGenerator<string[]> {
  await client.query(`DECLARE kept NO SCROLL CURSOR FOR SELECT ROW(${columns.join(', ')})::text AS row FROM ${name}`)
  for (;;) {
    const part = await client.query<{ row: string }>(`FETCH ${rowsAtOnce} FROM kept`)
    if (part.rows.length === 0) break
    yield part.rows.map(({ row }) => row)
  }
  await client.query('CLOSE kept')
}

/** Values read and written alike wherever this runs; rows that policies hide would be an error and not a gap. */
export const settings = `SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC';
  SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'`
