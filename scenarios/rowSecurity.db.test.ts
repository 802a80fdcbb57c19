import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Role, roleRules } from '#access'
import type { Actor } from '#foundation/actor'
import { type Database, openDatabase, sql } from '#platform/database'
import { productRouter } from '../server/router.ts'
import { exampleBodies, knownUnder, knownValues } from './attack/known.ts'
import { type Attacked, type Caller, far, mark, near, openAttacked } from './attack/network.ts'

// Who sees what, for every table and every route, from the catalog, the contract and the roles' own rules: nothing here
// names a table or a route that might as well be forgotten.
let attacked: Attacked
let database: Database
let owner: pg.Client
const actors = {} as Record<Role, Actor>
let farNumbers: number[] = []
const bounded = () => Object.values(attacked.callers).filter((caller) => !caller.inFar)

beforeAll(async () => {
  attacked = await openAttacked()
  database = openDatabase({ url: attacked.databaseUrl, connections: 4 })
  owner = new pg.Client({ connectionString: attacked.databaseUrl })
  await owner.connect()
  const found =
    await owner.query(`SELECT a.no, a.name, a.person_no AS "personNo", s.scope::text, s.pay_scope::text AS "payScope",
    s.permissions FROM access.actor a JOIN access.actor_scope s ON s.actor_no = a.no`)
  for (const row of found.rows)
    if (row.name in roleRules)
      actors[row.name as Role] = {
        ...row,
        kind: 'user',
        locale: 'zh',
        permissions: new Set(row.permissions.split(',')),
      }
  const numbers = await owner.query('SELECT no FROM organisation.node WHERE id = ANY ($1)', [Object.values(far)])
  farNumbers = numbers.rows.map(({ no }) => no)
}, 60_000)
afterAll(async () => {
  await owner?.end()
  await database?.close()
  await attacked?.close()
})

type Table = { name: string; nodeColumns: string[]; pays: boolean; readable: boolean }

/** Every table and view of the product: which of its columns name nodes, and whether it holds what somebody earns. */
async function tables(): Promise<Table[]> {
  const found = await owner.query<Table>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
      coalesce(array_agg(quote_ident(a.attname)::text) FILTER (WHERE a.atttypid = 'int4'::regtype
        AND (a.attname ~ '^(node|store|person|owner|region|company|department|technician|advisor|lead)(_technician)?_no$'
          OR c.oid = 'organisation.node'::regclass AND a.attname = 'no')), '{}') AS "nodeColumns",
      n.nspname = 'incentives' OR bool_or(a.attname = 'base_fen') AS pays,
      has_table_privilege('baton_app', c.oid, 'SELECT') AS readable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'v', 'p', 'm') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgboss') AND n.nspname NOT LIKE 'pg_%'
    GROUP BY c.oid, n.nspname, c.relname ORDER BY 1`)
  return found.rows
}

/** Rows that speak of the far region: by the number of a node of it, or by the mark in a text. */
const ofFar = ({ nodeColumns }: Table) =>
  ['r::text LIKE $1', ...nodeColumns.map((column) => `r.${column} = ANY ($2::int[])`)].join(' OR ')

async function counted(actor: Actor, statement: string): Promise<number> {
  const text = sql.raw<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${statement}`
      .replaceAll('$1', `'%${mark}%'`)
      .replaceAll('$2', `'{${farNumbers}}'`),
  )
  return database.asActor(actor, async (tx) => (await text.execute(tx)).rows[0]?.count ?? 0)
}

describe('tables', { timeout: 120_000 }, () => {
  it('show nobody a row of a region outside their scope, and head office every one', async () => {
    const wrong: string[] = []
    let held = 0
    for (const table of (await tables()).filter(({ readable }) => readable)) {
      const from = `${table.name} r WHERE ${ofFar(table)}`
      const all = await counted(actors.administrator, from)
      if (all > 0) held += 1
      for (const { role } of bounded()) {
        const seen = await counted(actors[role], from)
        if (seen > 0) wrong.push(`${role} sees ${seen} of ${all} far rows of ${table.name}`)
      }
    }
    expect(wrong).toEqual([])
    // Far rows lie in many tables: the question was not put to empty ones.
    expect(held).toBeGreaterThan(15)
  })

  it('ask for the scope in the way that the planner does not take for a needle', async () => {
    const policies = await database.asWorker((tx) =>
      sql<{ named: string }>`SELECT schemaname || '.' || tablename || ' ' || policyname AS named FROM pg_policies
        WHERE coalesce(qual, '') || coalesce(with_check, '') LIKE '%<@ ( SELECT%'`.execute(tx),
    )
    // See migration 0048: elem_contained_by_multirange(no, (SELECT platform.scope())).
    expect(policies.rows.map(({ named }) => named)).toEqual([])
  })

  it('show what others earn only to those who may see pay', async () => {
    const wrong: string[] = []
    for (const table of (await tables()).filter(({ pays, readable }) => pays && readable)) {
      if (!(await has(table.name, 'person_no'))) continue
      for (const { role } of bounded()) {
        const actor = actors[role]
        const seen = await counted(actor, `${table.name} r WHERE r.person_no IS DISTINCT FROM ${actor.personNo ?? -1}`)
        const may = roleRules[role].permissions.includes('pay.read')
        if (seen > 0 && !may) wrong.push(`${role} sees ${seen} rows of others in ${table.name}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('show an employee no figure, score, card or pay of a colleague', async () => {
    const wrong: string[] = []
    const colleague = await numberOf(near.colleague)
    for (const table of (await tables()).filter(({ readable }) => readable)) {
      // What happened in a store is the store's, whoever did it: facts are seen with their store.
      if (table.name.startsWith('facts.')) continue
      if (!(await has(table.name, 'person_no'))) continue
      const seen = await counted(actors.employee, `${table.name} r WHERE r.person_no = ${colleague}`)
      if (seen > 0) wrong.push(`${seen} rows of ${table.name}`)
    }
    expect(wrong).toEqual([])
  })

  it('show nothing at all to a connection without an actor', async () => {
    const nobody: Actor = {
      ...actors.employee,
      no: -1,
      personNo: null,
      scope: '{}',
      payScope: '{}',
      permissions: new Set(),
    }
    const wrong: string[] = []
    for (const table of (await tables()).filter(({ readable, nodeColumns }) => readable && nodeColumns.length > 0)) {
      const set = table.nodeColumns.map((column) => `r.${column} IS NOT NULL`).join(' OR ')
      const seen = await counted(nobody, `${table.name} r WHERE ${set}`)
      if (seen > 0) wrong.push(`${seen} rows of ${table.name}`)
    }
    expect(wrong).toEqual([])
  })
})

const has = async (table: string, column: string) =>
  (await owner.query('SELECT FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2', [table, column]))
    .rowCount === 1
const numberOf = async (id: string): Promise<number> =>
  (await owner.query('SELECT no FROM organisation.node WHERE id = $1', [id])).rows[0].no

type Bound = { '~orpc': { meta: { permission: string }; route: { method?: string; path?: string } } }

/** Every route that names a node, a person or something of theirs in its address. */
function routes() {
  const router = productRouter({ product: { database: {} }, running: { gate: {}, roller: {} } } as never)
  return Object.values(router).flatMap((group) =>
    Object.values(group as Record<string, Bound>).map((route) => {
      const { meta, route: address } = route['~orpc']
      return { permission: meta.permission, method: address.method ?? 'GET', path: address.path ?? '' }
    }),
  )
}
type Route = ReturnType<typeof routes>[number]

const usualQuery: Record<string, string> = {
  period: '2024-03',
  kpi: 'ftr',
  year: '2024',
  month: '2024-03',
  quarter: '2024-Q1',
  to: '2024-03',
  asOf: '2024-04-10',
}

async function ask(route: Route, values: Record<string, string>, caller: Caller) {
  const query: Record<string, string> = { ...usualQuery }
  if (/^\/(strategy|plans|trace|cards)/.test(route.path)) delete query.period
  if (/\/hours|\/history/.test(route.path)) delete query.to
  let address = route.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? query[name] ?? '1')
  if (route.method === 'GET') address += `?${new URLSearchParams({ ...query, ...values })}`
  const example = exampleBodies[`${route.method} ${route.path}`]?.[0] ?? {}
  const answer = await fetch(`${attacked.serving.address}/api/v1${address}`, {
    method: route.method,
    headers: { ...caller.headers, ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }) },
    ...(route.method === 'GET' ? {} : { body: JSON.stringify(example) }),
  })
  return { status: answer.status, text: await answer.text(), shown: `${caller.role}: ${route.method} ${address}` }
}

/** The values of an address that lie in the near region, or in the far one. */
function valuesOf(route: Route, side: 'near' | 'far'): Record<string, string> {
  const known = { ...knownValues(attacked), ...knownUnder(route.path, attacked) }
  const values: Record<string, string> = {}
  for (const [, name = ''] of route.path.matchAll(/\{(\w+)\}/g)) {
    const places = known[name] ?? ['1']
    const place = side === 'far' && name !== 'month' ? places.at(-1) : places[0]
    values[name] = String(name === 'node' ? (side === 'far' ? far.store : near.store) : place)
  }
  if (!('node' in values) && route.method === 'GET') values.node = side === 'far' ? far.store : near.store
  if ('person' in values || /ledger/.test(route.path)) values.person = side === 'far' ? far.person : near.person
  return values
}

const ofPlaces = (route: Route) => /\{(node|person|id|task|objective|cause)\}/.test(route.path)
/** Ids of definitions are everybody's; keys and accounts have no place in the near or far region. */
const ofDefinitions = (route: Route) => /^\/(kpis|measures|cards\/\{id\}|api-keys|users|imports)/.test(route.path)

describe('routes', { timeout: 120_000 }, () => {
  it('turn away who lacks the permission, and nobody else', async () => {
    const wrong: string[] = []
    for (const route of routes().filter(({ method }) => method === 'GET'))
      for (const caller of Object.values(attacked.callers)) {
        const { status, text, shown } = await ask(route, valuesOf(route, 'near'), caller)
        const may =
          ['public', 'signed-in'].includes(route.permission) ||
          roleRules[caller.role].permissions.some((permission) => permission === route.permission)
        const refused = status === 403 && text.includes('access.permission.missing')
        if (refused === may) wrong.push(`${shown} needs ${route.permission}: ${status} ${text.slice(0, 200)}`)
      }
    expect(wrong).toEqual([])
  })

  it('know nothing of a node, person or record outside the scope, and the rows there stay as they are', async () => {
    const before = await farRows()
    const wrong: string[] = []
    let refusedFar = 0
    for (const route of routes().filter((one) => ofPlaces(one) && !ofDefinitions(one)))
      for (const caller of bounded()) {
        const { status, text, shown } = await ask(route, valuesOf(route, 'far'), caller)
        // The input is looked at first: what does not fit is said without a look at the record.
        const expected = route.method === 'GET' ? [403, 404] : [403, 404, 422]
        if (!expected.includes(status) || text.includes(mark)) wrong.push(`${shown}: ${status} ${text.slice(0, 300)}`)
        if (status === 404) refusedFar += 1
      }
    expect(wrong).toEqual([])
    expect(refusedFar).toBeGreaterThan(60)
    expect(await farRows()).toEqual(before)
  })

  it('show lists and searches without what lies outside', async () => {
    const wrong: string[] = []
    for (const route of routes().filter(({ method, path }) => method === 'GET' && !/\{/.test(path)))
      for (const caller of bounded())
        for (const side of ['near', 'far'] as const) {
          const { text, shown } = await ask(route, valuesOf(route, side), caller)
          if (text.includes(mark)) wrong.push(`${shown}: ${text.slice(0, 300)}`)
        }
    expect(wrong).toEqual([])
  })
})

/** How many rows of each table speak of the far region, and what they hold. */
async function farRows(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of await tables()) {
    const text = `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(r::text, 0))::text, '') AS sum FROM ${table.name} r WHERE ${ofFar(table)}`
    const values = table.nodeColumns.length > 0 ? [`%${mark}%`, farNumbers] : [`%${mark}%`]
    found[table.name] = (await owner.query(text, values)).rows[0].sum
  }
  return found
}

describe('a store that one works in', () => {
  it('shows its facts to an employee without the colleagues behind them', async () => {
    const order = {
      source: 'dms',
      externalId: 'COLLEAGUE-1',
      version: '2024-03-19T18:00:00+08:00',
      store: near.store,
      openedAt: '2024-03-19T08:30:00+08:00',
      deliveredAt: '2024-03-19T16:00:00+08:00',
      advisor: near.colleague,
      leadTechnician: near.person,
      labour: [],
      labourFen: 100,
      partsFen: 0,
      hasAppointment: false,
      hasAddOn: false,
      rework: null,
    }
    const { address } = attacked.serving
    await fetch(`${address}/api/v1/facts/work-orders`, {
      method: 'POST',
      headers: { ...attacked.administrator, 'content-type': 'application/json' },
      body: JSON.stringify([order]),
    })
    const behind = async (headers: Record<string, string>) =>
      (await fetch(`${address}/api/v1/kpis/jobs/facts?node=${near.store}&period=2024-03`, { headers })).text()
    expect(await behind(attacked.administrator)).toMatch(new RegExp(`"${near.colleague}"`))
    const seen = await behind(attacked.callers.employee.headers)
    expect(seen).toMatch(/COLLEAGUE-1/)
    expect(seen).toMatch(new RegExp(`"${near.person}"`))
    expect(seen).not.toMatch(new RegExp(`"${near.colleague}"|近友`))
  })
})
