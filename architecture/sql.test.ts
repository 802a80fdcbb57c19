import { describe, expect, it, test } from 'vitest'
import { circles, foreignWrites, refusedNames, strayedSql, unmatchedCapabilities, unusedUses } from './checks.ts'
import { houseOf, made } from './made.ts'
import { openToAll, outsideOwnSchema, ownerOf } from './sql.ts'

const facts = `CREATE SCHEMA facts;
CREATE TABLE facts.work_order (no integer);
CREATE TABLE facts.import (no integer);
CREATE FUNCTION facts.count_of(day date) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;`
const migration = (text: string) => ({ path: 'migrations/0002_kpis_library.sql', text, line: 1 })
const outside = (text: string) => outsideOwnSchema(migration(text), 'kpis').map(({ reason }) => reason)
const named = (path: string, text: string) =>
  refusedNames(houseOf({ 'migrations/0001_facts_kinds.sql': facts, [path]: text })).map(
    ({ where, reason }) => `${where} ${reason}`,
  )

test('the name of a migration carries its capability', () => {
  const owner = (path: string) => ownerOf(path, ['facts', 'kpis'])
  expect(owner('migrations/0001_facts_kinds.sql')).toEqual({ owner: 'facts' })
  expect(owner('migrations/0001_platform_scope.sql')).toEqual({ owner: 'platform' })
  expect(owner('migrations/0001_sales_kinds.sql')).toEqual({ wrong: expect.stringContaining('sales') })
  expect(owner('migrations/1_facts.sql')).toEqual({ wrong: expect.stringContaining('NNNN_') })
})

describe('a migration outside its own schema', () => {
  test.each([
    ['CREATE TABLE facts.a (no integer);', /CREATE TABLE facts\.a, which belongs to facts/],
    ['CREATE OR REPLACE VIEW facts.a AS SELECT 1;', /CREATE VIEW facts\.a/],
    ['CREATE TABLE a (no integer);', /without its schema/],
    ['ALTER TABLE IF EXISTS ONLY facts.import ADD no integer;', /ALTER TABLE facts\.import/],
    ['CREATE UNIQUE INDEX CONCURRENTLY a ON facts.import (no);', /INDEX facts\.import/],
    ['CREATE TRIGGER a BEFORE UPDATE ON facts.import FOR EACH ROW EXECUTE FUNCTION kpis.f();', /TRIGGER facts\.import/],
    ['CREATE POLICY a ON facts.import USING (true);', /POLICY facts\.import/],
    ['GRANT SELECT ON kpis.kpi, facts.import TO baton_app;', /grants on facts\.import/],
    ['GRANT EXECUTE ON FUNCTION facts.f(integer, text) TO baton_app;', /grants on facts\.f/],
    ['GRANT SELECT ON ALL TABLES IN SCHEMA facts TO baton_app;', /changes the schema facts/],
    ['CREATE SCHEMA facts;', /changes the schema facts/],
    ['UPDATE facts.import i SET no = 1;', /writes facts\.import/],
    ['CREATE FUNCTION kpis.f() RETURNS void LANGUAGE sql AS $$ DELETE FROM facts.import $$;', /writes facts\.import/],
    ['CREATE FUNCTION kpis.f() RETURNS void LANGUAGE sql SET search_path = facts AS $$ SELECT 1 $$;', /search_path/],
  ])('%s', (text, reason) => expect(outside(text)).toEqual([expect.stringMatching(reason)]))

  it('its own objects, comments and strings are no offence', () => {
    const text = `-- CREATE TABLE facts.a
      CREATE TABLE kpis.kpi (no integer REFERENCES facts.work_order, "note" text DEFAULT 'CREATE TABLE facts.a (');
      CREATE INDEX kpi_no ON kpis.kpi (no);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kpis.kpi EXECUTE FUNCTION platform.refuse_change();
      GRANT SELECT, UPDATE ON kpis.kpi TO baton_app;`
    expect(outside(text)).toEqual([])
  })
})

describe('what SQL may name', () => {
  it('its own schema, platform, and what a used capability publishes', () => {
    expect(named('capabilities/kpis/storage/read.ts', 'sql`SELECT * FROM facts.work_order`')).toEqual([])
    expect(named('capabilities/facts/storage/read.ts', 'sql`SELECT * FROM facts.import`')).toEqual([])
  })

  test.each([
    ['a template', 'export const a = (tx) => sql`SELECT 1\n  FROM facts.import`', 2],
    ['a string', `export const a = "SELECT 1 FROM facts.import"`, 1],
    ['a builder', `export const a = (db) => db.selectFrom('facts.import as i')`, 1],
    ['a list of a builder', `export const a = (db) => db.selectFrom(['facts.import'])`, 1],
    ['a name alone', `export const table = 'facts.import'`, 1],
    ['a quoted name', 'sql`SELECT 1 FROM facts."import"`', 1],
    ['a fragment', `sql\`SELECT 1 FROM \${sql.raw(\`facts.import\`)}\``, 1],
  ])('an unpublished table in %s', (_, text, line) => {
    const path = 'capabilities/kpis/storage/read.ts'
    expect(named(path, text)).toEqual([
      `${path}:${line} names facts.import, which facts does not publish (architecture.ts)`,
    ])
  })

  it('a capability that is not in uses, even by a published name', () => {
    const house = houseOf(
      {
        'migrations/0001_facts_kinds.sql': facts,
        'capabilities/kpis/storage/a.ts': 'sql`SELECT 1 FROM facts.work_order`',
      },
      { capabilities: { ...made, kpis: { uses: [], publishes: [] } } },
    )
    expect(refusedNames(house)[0]?.reason).toContain('does not name facts in the uses of kpis')
  })

  it('a reference needs uses and no publication; a query in a migration needs both', () => {
    expect(
      named('migrations/0002_kpis_library.sql', 'CREATE TABLE kpis.kpi (no integer REFERENCES facts.import);'),
    ).toEqual([])
    const view = 'CREATE VIEW kpis.kpi WITH (security_invoker = true) AS SELECT * FROM facts.import;'
    expect(named('migrations/0002_kpis_library.sql', view)).toHaveLength(1)
  })

  it('a name that is put together at run time, and a business word in platform', () => {
    expect(named('capabilities/kpis/storage/a.ts', `sql.raw(\`SELECT 1 FROM facts.\${table}\`)`)[0]).toContain(
      'at run time',
    )
    expect(named('platform/jobs.ts', 'sql`SELECT 1 FROM facts.import`')[0]).toContain('platform knows no business word')
  })

  it('a permission or a failure code is no name', () => {
    expect(named('capabilities/kpis/storage/a.ts', `may('facts.write'); notFound('facts.import.unknown')`)).toEqual([])
  })
})

test.each([
  'export const a = sql`UPDATE facts.work_order SET no = 1`',
  'export const a = sql`WITH b AS (DELETE FROM facts.work_order RETURNING no) SELECT no FROM b`',
  `export const a = (db) => db.insertInto('facts.work_order').values({})`,
])('a write to a published table: %s', (text) => {
  const at = (path: string) => foreignWrites(houseOf({ [path]: text })).map(({ reason }) => reason)
  expect(at('capabilities/kpis/storage/a.ts')).toEqual(['writes facts.work_order: only facts may'])
  expect(at('capabilities/facts/storage/a.ts')).toEqual([])
})

describe('SQL in the wrong room', () => {
  test.each([
    'export const a = sql`store_no = 1`',
    `export const a = 'SELECT 1'`,
    `export const a = (db) => db.insertInto('facts.import')`,
  ])('%s', (text) => {
    expect(strayedSql(houseOf({ 'capabilities/kpis/operations/a.ts': text }))).toHaveLength(1)
    expect(strayedSql(houseOf({ 'capabilities/kpis/storage/a.ts': text }))).toEqual([])
    expect(strayedSql(houseOf({ 'capabilities/kpis/rules/a.test.ts': text }))).toEqual([])
  })

  it('prose is not taken for SQL', () => {
    const text = `export const a = ['Select a store', 'Update your target', 'With care as ever', 'CREATED']`
    expect(strayedSql(houseOf({ 'capabilities/kpis/screens/messages.ts': text }))).toEqual([])
  })
})

test('a table without row level security and a view that runs as its owner are found', () => {
  const text = `CREATE TABLE kpis.a (no integer);
CREATE TABLE kpis.b (no integer);
ALTER TABLE kpis.b ENABLE ROW LEVEL SECURITY;
CREATE VIEW kpis.c AS SELECT 1;
CREATE VIEW kpis.d WITH (security_invoker = true) AS SELECT 1;
CREATE MATERIALIZED VIEW kpis.e AS SELECT 1;`
  expect(openToAll([migration(text)]).map(({ where }) => where)).toEqual(
    [1, 4, 6].map((line) => `${migration('').path}:${line}`),
  )
})

describe('uses', () => {
  it('a circle is found and drawn', () => {
    const one = (...uses: string[]) => ({ uses, publishes: [] })
    expect(circles({ a: one('b'), b: one('c'), c: one('a') })).toEqual(['a -> b -> c -> a'])
    expect(circles({ a: one('b', 'c'), b: one('c'), c: one() })).toEqual([])
  })

  it('an entry counts as used by code or by SQL, and not by a test', () => {
    const unused = (files: Record<string, string>) =>
      unusedUses(houseOf({ 'migrations/0001_facts_kinds.sql': facts, ...files }))
    expect(unused({})[0]?.reason).toContain('kpis uses facts')
    expect(unused({ 'capabilities/kpis/rules/a.test.ts': `import type { F } from '#facts'` })).toHaveLength(1)
    expect(unused({ 'capabilities/kpis/rules/a.ts': `import type { F } from '#facts'` })).toEqual([])
    expect(
      unused({ 'migrations/0002_kpis_a.sql': 'CREATE TABLE kpis.a (no integer REFERENCES facts.import);' }),
    ).toEqual([])
  })

  it('folders, entries and published objects must agree', () => {
    const files = {
      'migrations/0001_facts_kinds.sql': facts,
      'capabilities/facts/README.md': '',
      'capabilities/boards/README.md': '',
    }
    const house = houseOf(files, { capabilities: { facts: { uses: ['sales'], publishes: ['work_order', 'survey'] } } })
    expect(unmatchedCapabilities(house).map(({ reason }) => reason)).toEqual([
      'does not name capabilities/boards',
      'facts uses sales, which is no capability',
      'facts publishes survey, which no migration makes',
    ])
  })
})
