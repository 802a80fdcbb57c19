import { run, runKept, type Transaction, together } from '#platform/database'
import { quoted } from './arrays.ts'
import type { KindTable } from './kinds.ts'
import type { FactRow, Moved } from './versions.ts'

/** The first versions of facts, which need none of the care that a version over another does. */

const head: KindTable['columns'] = [
  ['source', 'text'],
  ['external_id', 'text'],
  ['version', 'timestamptz'],
  ['deleted', 'boolean'],
  ['store_no', 'int'],
]

/** Up to so many facts planning takes longer than the work; for more the plan has to suit their number. */
export const fewFacts = 100

/** So many rows in one statement: while the database takes some, the next are made ready. */
const rowsAtOnce = 2_500

/**
 * Keeps facts of which nothing was known when their stores were locked; returns the days whose numbers change with them beyond
 * their own, or null, with nothing kept, when one of them has come in since.
 */
export async function writeFresh(
  tx: Transaction,
  kind: KindTable,
  rows: readonly FactRow[],
  receivedAt: Date,
): Promise<Moved[] | null> {
  if (rows.length === 0) return []
  const { text, columns } = statementOf(kind)
  const visits = kind.kind === 'work-orders' ? returningWithin(rows) : null
  const begun = runKept(tx, 'SAVEPOINT before_fresh', [])
  const moved: Moved[] = []
  let writing: Promise<Outcome[]> | null = null
  const settle = async () => {
    for (const { store_no, day, written } of (await writing) ?? []) {
      if (store_no !== null) moved.push({ store_no, day })
      else kept += written
    }
  }
  let kept = 0
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const part = rows.slice(at, at + rowsAtOnce)
    const values = columns.map(([name, type]) => literal(part, name, type))
    if (visits) values.push(`{${visits.slice(at, at + rowsAtOnce).join(',')}}`)
    await settle()
    const write = rows.length <= fewFacts ? runKept : run
    writing = write<Outcome>(tx, text, [receivedAt, ...values])
    // It is looked at a round later; a failure must not count as unseen until then.
    writing.catch(() => undefined)
  }
  await together(begun, settle())
  if (kept === rows.length) return moved
  await runKept(tx, 'ROLLBACK TO SAVEPOINT before_fresh', [])
  return null
}

type Outcome = { store_no: number; day: string; written: 0 } | { store_no: null; day: null; written: number }

type Prepared = { text: string; columns: KindTable['columns'] }
const prepared = new Map<KindTable, Prepared>()

function statementOf(kind: KindTable): Prepared {
  const known = prepared.get(kind)
  if (known) return known
  const columns = [...head, ...kind.columns]
  const { begins = {} } = kind
  const ofOrders = kind.kind === 'work-orders'
  const sent = [
    ...columns.map(([name, type]) => [name, sentAs(type)] as const),
    ...(ofOrders ? [['returns', 'boolean'] as const] : []),
  ]
  const names = [...columns.map(([name]) => name), ...Object.keys(begins)]
  const valued = (name: string) =>
    ofOrders && name === 'returning_customer' ? returning(begins[name] ?? 'NULL') : begins[name]
  const text = `
    WITH r AS MATERIALIZED (
      SELECT ${[...columns.map(([name, type]) => `${received(name, type)} AS ${name}`), ...(ofOrders ? ['returns'] : [])].join(', ')}
      FROM unnest(${sent.map(([, type], at) => `$${at + 2}::${type}[]`).join(', ')}) AS s(${sent.map(([name]) => name).join(', ')})
    ),
    written AS (
      INSERT INTO ${kind.table} (${names.join(', ')}, received_at)
      SELECT ${names.map((name) => valued(name) ?? `r.${name}`).join(', ')}, $1::timestamptz FROM r
      ON CONFLICT DO NOTHING RETURNING 1
    )${ofOrders ? `, later AS (${laterVisits})` : ''}
    SELECT NULL::int AS store_no, NULL::date AS day, count(*)::int AS written FROM written
    ${ofOrders ? 'UNION ALL SELECT DISTINCT store_no, day, 0 FROM later' : ''}`
  const made = { text, columns }
  prepared.set(kind, made)
  return made
}

// The days are compared by their difference, so that the index by store and day, which finds far too much, is no choice.

/** A customer returns who had an order within the year before: in this request, or among those that are kept. */
const returning = (begins: string) => `CASE WHEN r.returns THEN true WHEN (${begins}) IS NULL THEN NULL ELSE (
        SELECT true FROM facts.work_order d WHERE d.store_no = r.store_no AND d.customer = r.customer AND NOT d.deleted
          AND r.delivered_day - d.delivered_day BETWEEN 1 AND 365 LIMIT 1
      ) IS TRUE END`

/** Kept orders that come after one of these become those of a customer who returned. */
const laterVisits = `
      UPDATE facts.work_order w SET returning_customer = true FROM (
        SELECT DISTINCT d.source, d.external_id FROM r CROSS JOIN LATERAL (
          SELECT d.source, d.external_id FROM facts.work_order d
          WHERE d.store_no = r.store_no AND d.customer = r.customer AND NOT d.deleted AND d.returning_customer IS NOT TRUE
            AND d.delivered_day - r.delivered_day BETWEEN 1 AND 365 OFFSET 0
        ) d WHERE r.customer IS NOT NULL AND r.delivered_day IS NOT NULL AND NOT r.deleted
      ) d WHERE w.source = d.source AND w.external_id = d.external_id RETURNING w.store_no, w.delivered_day AS day`

// unnest would flatten arrays of arrays; a moment as a number is read several times faster than as a text.
const sentAs = (type: string) =>
  type === 'timestamptz' ? 'float8' : type.endsWith('[]') || type === 'jsonb' ? 'text' : type

const received = (name: string, type: string) =>
  type === 'timestamptz' ? `to_timestamp(${name} / 1000)` : type === sentAs(type) ? name : `${name}::${type}`

/** A column of these rows as the text of an array. */
function literal(rows: readonly FactRow[], name: string, type: string): string {
  const isText = type === 'text'
  let text = '{'
  for (let at = 0; at < rows.length; at += 1) {
    if (at > 0) text += ','
    const value = (rows[at] as FactRow)[name]
    if (value === null || value === undefined) text += 'NULL'
    else if (isText) text += quoted(value as string)
    else if (typeof value === 'number' || typeof value === 'boolean') text += value
    else if (value instanceof Date) text += value.getTime()
    else if (Array.isArray(value) && type.endsWith('[]')) text += `"{${value.join(',')}}"`
    else if (type === 'jsonb') text += quoted(JSON.stringify(value))
    else text += quoted(String(value))
  }
  return `${text}}`
}

const msOfYear = 365 * 86_400_000

/** Of each order, whether its customer had one in the same store within the year before, as far as these orders say. */
function returningWithin(rows: readonly FactRow[]): boolean[] {
  const visits = new Map<string, { at: number; day: string }[]>()
  for (let at = 0; at < rows.length; at += 1) {
    const { store_no, customer, delivered_day: day, deleted } = rows[at] as FactRow
    if (typeof customer !== 'string' || typeof day !== 'string' || deleted) continue
    const key = `${store_no} ${customer}`
    const known = visits.get(key)
    if (known) known.push({ at, day })
    else visits.set(key, [{ at, day }])
  }
  const returns = new Array<boolean>(rows.length).fill(false)
  for (const all of visits.values()) {
    if (all.length === 1) continue
    all.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    let before: string | null = null
    for (let index = 1; index < all.length; index += 1) {
      const { at, day } = all[index] as { at: number; day: string }
      const last = (all[index - 1] as { day: string }).day
      if (last < day) before = last
      returns[at] = before !== null && Date.parse(day) - Date.parse(before) <= msOfYear
    }
  }
  return returns
}
