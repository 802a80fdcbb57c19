import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { Actor } from '#foundation/actor'
import { watchDatabase } from './databaseWatch.ts'

export { sql }

/** Runs a statement whose text was made beforehand, with its values for $1, $2, …; for texts that are built once and used often. */
export async function run<Row>(tx: Transaction, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await clientOf(tx).query({ text, values: [...values] })).rows as Row[]
}

/**
 * The same for texts whose planning takes longer than their work: a connection plans each of them once, for whatever
 * values. Inside `plannedOnce`, which keeps the database from planning anew for these very values.
 */
export async function runKept<Row>(tx: Transaction, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await clientOf(tx).query({ name: nameOf(text), text, values: [...values] })).rows as Row[]
}

/** `runKept` for a query with its values in it. */
export async function kept<Row>(tx: Transaction, query: RawBuilder<Row>): Promise<Row[]> {
  const { sql: text, parameters } = query.compile(tx)
  return runKept<Row>(tx, text, parameters)
}

/** Numbers or days as the text of an array, which goes out faster than a list that is taken for anything. */
export const arrayOf = (values: readonly (number | boolean | null)[] | readonly string[]) => `{${values.join(',')}}`

/** Until the transaction ends, `runKept` uses the plans that its connection has made before. */
export async function planOnce(tx: Transaction): Promise<void> {
  await runKept(tx, "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)", [])
}

/** Work in which `runKept` uses the plans that its connection has made before; what else runs in it does as well. */
export async function plannedOnce<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  const [, result] = await together(planOnce(tx), work())
  await runKept(tx, "SELECT set_config('plan_cache_mode', 'auto', true)", [])
  return result
}

/**
 * Statements of one transaction that don't wait for each other's answers: they go out at once and are done in their order.
 * For what begins with `run`, `runKept` or `kept`; a query of Kysely's own takes a moment longer to go out. When one fails, so do those behind it, and the first failure is the one that is told, once all have been answered.
 */
export async function together<T extends readonly unknown[]>(
  ...statements: { [Place in keyof T]: Promise<T[Place]> }
): Promise<T> {
  const outcomes = await Promise.allSettled(statements)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = `baton_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
  names.set(text, name)
  return name
}

/** A transaction whose rows are bounded by row level security: the actor's, or all of them for the worker. */
export type Transaction = Kysely<unknown>

export type Database = {
  /** Runs work as the application role with the actor's scope; commits when it returns, rolls back when it throws. */
  asActor<T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Runs work as the worker: what the product does by itself (rolling up, signing in, checking that a code exists). */
  asWorker<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Goes on as the worker inside an actor's transaction, so that a fact and what follows from it commit together. */
  becomeWorker(tx: Transaction): Promise<void>
  /** One named statement in one round trip as the application role, no actor set: for reads that find their own actor. */
  hot<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]>
  /** The same as the worker. */
  hotAsWorker<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]>
  /** The worker's connections, for the sign-in library. */
  workerPool: pg.Pool
  /** How many connections each role has open, how many of these rest, and how many requests wait for one. */
  use(): Record<'app' | 'worker', PoolUse>
  /** Calls back for every notification on the channel, and for 'lost' when the connection broke and messages may be missing. */
  listen(channel: string, heard: (payload: string) => void, lost: () => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

export type PoolUse = { open: number; idle: number; waiting: number }

export type DatabaseOptions = { url: string; connections?: number; log?: (line: string, error: Error) => void }

const types = pgTypes()

/**
 * Opens the database. The connections' budget is shared out as two thirds for requests and one third for the worker;
 * one more listens for changes.
 */
export function openDatabase({ url, connections = 15, log = () => undefined }: DatabaseOptions): Database {
  const app = pool(url, 'baton_app', Math.ceil((connections * 2) / 3), log)
  const worker = pool(url, 'baton_worker', Math.ceil(connections / 3), log)
  const watch = watchDatabase(url, [app, worker], log)
  const attempted = <T>(attempt: () => Promise<T>) =>
    unlessInterlocked(async () => {
      watch.assertAnswers()
      return attempt()
    })
  const asked = async <Row extends object>(of: pg.Pool, name: string, text: string, values: unknown[]) => {
    watch.assertAnswers()
    // A query, and not its description: that would be copied first, property by property.
    const query: unknown = new pg.Query({ name, text, values, types })
    return (await of.query<Row>(query as pg.QueryConfig)).rows
  }
  return {
    asActor: (actor, work) =>
      attempted(() =>
        inTransaction(app, async (tx) => {
          const assumed = kept(
            tx,
            sql`SELECT platform.assume(${actor.no}, ${actor.personNo}, ${actor.scope}::int4multirange,
            ${actor.payScope}::int4multirange, ${[...actor.permissions].join(',')})`,
          )
          // The work's first statement goes out right behind it, and fails when this one did.
          const [, result] = await together(assumed, work(tx))
          return result
        }),
      ),
    asWorker: (work) => attempted(() => inTransaction(worker, work)),
    becomeWorker: async (tx) => {
      await runKept(tx, 'SET LOCAL ROLE baton_worker', [])
    },
    hot: (name, text, values) => asked(app, name, text, values),
    hotAsWorker: (name, text, values) => asked(worker, name, text, values),
    workerPool: worker,
    use: () => ({ app: useOf(app), worker: useOf(worker) }),
    listen: (channel, heard, lost) => listen({ url, channel, heard, lost, log }),
    close: async () => {
      watch.close()
      await Promise.all([app.end(), worker.end()])
    },
  }
}

/** The connections of the transactions that are open. */
const clients = new WeakMap<Transaction, pg.PoolClient>()

function clientOf(tx: Transaction): pg.PoolClient {
  const client = clients.get(tx)
  if (!client) throw new Error('the transaction has ended already')
  return client
}

/** Kysely on one connection. Its own transactions let each statement wait for the answer to the one before; this one does not. */
function kyselyOn(client: pg.PoolClient): Transaction {
  const lent = new Proxy(client, {
    get(target, name) {
      if (name === 'release') return () => undefined
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const connect = async () => {
    clientOf(tx)
    return lent
  }
  const tx: Transaction = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: { connect, options: {}, end: async () => undefined } }),
  })
  return tx
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const tx = kyselyOn(client)
  clients.set(tx, client)
  let broken: Error | undefined
  try {
    const [, result] = await together(client.query('BEGIN'), work(tx))
    const { command } = await client.query('COMMIT')
    // So the database answers to a transaction in which a statement failed that nobody minded.
    if (command === 'ROLLBACK') throw new Error('a statement of the transaction had failed, so nothing of it was kept')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    clients.delete(tx)
    client.release(broken)
  }
}

const useOf = (one: pg.Pool): PoolUse => ({ open: one.totalCount, idle: one.idleCount, waiting: one.waitingCount })

const attemptsMax = 3

/**
 * Two transactions that wait for each other are undone by the database, one of them; its work is then simply done again.
 * So what runs in a transaction may run more than once, and keeps no account outside it.
 */
async function unlessInterlocked<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt()
    } catch (error) {
      const { code } = error as { code?: string }
      if ((code !== '40P01' && code !== '40001') || attempts === attemptsMax) throw error
    }
  }
}

function pool(url: string, role: string, max: number, log: (line: string, error: Error) => void) {
  const made = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: role,
    options: `-c role=${role} -c timezone=UTC -c jit=off -c statement_timeout=60000`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // Statements that are given together go out together, instead of each waiting for the one before it.
    pipeline: true,
  })
  // An idle connection that breaks must not end the process; the next request opens a new one.
  made.on('error', (error) => log('database connection lost', error))
  // Nor may one that breaks while a transaction has it and asks nothing for the moment: its next statement fails anyway.
  made.on('connect', (client) => client.on('error', () => undefined))
  return made
}

/** How many milliseconds to wait before the next attempt, after so many that failed: doubled each time, up to a limit. */
export function backOff(attempts: number, { first, most }: { first: number; most: number }): number {
  return Math.min(most, first * 2 ** Math.min(attempts, 20))
}

/** Whether the database has no room left for what was to be written; it wrote nothing of that transaction. */
export function hasNoRoom(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === '53100'
}

type Listening = {
  url: string
  channel: string
  heard: (payload: string) => void
  lost: () => void
  log: (line: string, error: Error) => void
}

async function listen({ url, channel, heard, lost, log }: Listening) {
  let ended = false
  let client: pg.Client | null = null
  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: 'baton_listen', keepAlive: true })
    next.on('error', (error) => {
      log('listening connection lost', error)
      if (client === next) client = null
      again()
    })
    next.on('end', () => {
      if (client === next) {
        client = null
        again()
      }
    })
    next.on('notification', (note) => heard(note.payload ?? ''))
    await next.connect()
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    client = next
  }
  let waiting = false
  let attempts = 0
  const again = () => {
    if (ended || waiting) return
    waiting = true
    const wait = backOff(attempts, { first: 500, most: 4_000 })
    attempts += 1
    setTimeout(() => {
      waiting = false
      if (ended || client) return
      const connected = () => {
        attempts = 0
        lost()
      }
      connect().then(connected, (error: Error) => {
        log('listening connection refused', error)
        again()
      })
    }, wait).unref()
  }
  await connect()
  return async () => {
    ended = true
    const open = client
    client = null
    await open?.end()
  }
}

/**
 * A date stays the string it is (pg would make it an instant and, east of Greenwich, the day before); whole numbers of 8
 * bytes are numbers where they fit; arrays of floats are split without a general parser.
 */
function pgTypes(): pg.CustomTypesConfig {
  const parsers = new Map<number, (text: string) => unknown>([
    [1082, (text) => text],
    [20, wholeNumber],
    [1022, floats],
    [1016, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(wholeNumber))],
    [1182, (text) => (text === '{}' ? [] : text.slice(1, -1).split(','))],
  ])
  return {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      (format !== 'binary' && parsers.get(oid)) ||
      pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
  }
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a number holds exactly`)
  return value
}

function floats(text: string): (number | null)[] {
  if (text === '{}') return []
  const values = text.slice(1, -1).split(',')
  return values.map((value) => (value === 'NULL' ? null : Number(value)))
}
