import { hole } from './source.ts'

export type Offence = { where: string; reason: string }
export type Sql = { path: string; text: string; line: number }
/** An object of a schema: `facts.work_order`. */
export type Named = { schema: string; object: string; line: number; references: boolean }

/** Takes comments away and keeps every line where it is. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '))
}

/** Empties quoted strings, so that what they say is not taken for SQL. Bodies between $$ stay. */
function withoutStrings(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, (quoted) => `'${quoted.slice(1, -1).replace(/[^\n]/g, ' ')}'`)
}

const lineAt = (text: string, offset: number, first: number) => first + text.slice(0, offset).split('\n').length - 1
const bare = (name: string) => name.replaceAll('"', '')

const kinds = 'TABLE|VIEW|MATERIALIZED\\s+VIEW|FUNCTION|PROCEDURE|AGGREGATE|TYPE|DOMAIN|SEQUENCE|FOREIGN\\s+TABLE'
const name = '(?:"[^"]+"|[\\w$]+)(?:\\.(?:"[^"]+"|[\\w$]+))?'
const created = new RegExp(
  `\\b(CREATE|ALTER|DROP)\\s+(?:OR\\s+REPLACE\\s+)?(?:UNLOGGED\\s+|RECURSIVE\\s+)?(${kinds})\\s+(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?(?:ONLY\\s+)?(${name})`,
  'gi',
)
const schemas = /\b(?:CREATE|ALTER|DROP)\s+SCHEMA\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?("?\w+"?)|\bIN\s+SCHEMA\s+("?\w+"?)/gi
const attached = new RegExp(
  `\\b(?:CREATE|ALTER|DROP)\\s+(?:UNIQUE\\s+)?(?:CONSTRAINT\\s+)?(INDEX|TRIGGER|POLICY|RULE)\\b[^;]*?\\bON\\s+(?:ONLY\\s+)?(${name})`,
  'gi',
)
const granted =
  /\b(?:GRANT|REVOKE)\s[^;]*?\bON\s+(?:TABLE\s+|FUNCTION\s+|SEQUENCE\s+|SCHEMA\s+)?(?!ALL\b)([^;]+?)\s+(?:TO|FROM)\s/gi
const written = new RegExp(
  `\\b(?:INSERT\\s+INTO|DELETE\\s+FROM|TRUNCATE(?!\\s+ON\\b)(?:\\s+TABLE)?|UPDATE(?=\\s+(?:ONLY\\s+)?${name}(?:\\s+(?:AS\\s+)?\\w+)?\\s+SET\\b))\\s+(?:ONLY\\s+)?(${name})`,
  'gi',
)

/** The tables, views, functions and types that these migrations make, as `schema.object`. */
export function objectsOf(migrations: readonly Sql[]): Set<string> {
  const objects = new Set<string>()
  for (const { text } of migrations) {
    for (const [, verb = '', , made = ''] of withoutComments(text).matchAll(created)) {
      if (/create/i.test(verb)) objects.add(bare(made))
    }
  }
  return objects
}

/** The capability that a migration's file name carries, or what is wrong with the name. */
export function ownerOf(path: string, capabilities: readonly string[]): { owner: string } | { wrong: string } {
  const file = path.split('/').at(-1) ?? ''
  const [, owner] = /^\d{4}_([a-z][A-Za-z]*)_[a-z0-9]\w*\.sql$/.exec(file) ?? []
  if (!owner) return { wrong: 'is not named NNNN_<capability>_<what>.sql' }
  return owner === 'platform' || capabilities.includes(owner)
    ? { owner }
    : { wrong: `names ${owner}, which is no capability` }
}

/** What a migration makes, changes, grants or writes outside its own schema. */
export function outsideOwnSchema(migration: Sql, owner: string): Offence[] {
  const offences: Offence[] = []
  const text = withoutStrings(withoutComments(migration.text))
  const say = (offset: number, reason: string) =>
    offences.push({ where: `${migration.path}:${lineAt(text, offset, migration.line)}`, reason })
  const check = (offset: number, verb: string, object: string) => {
    const schema = object.includes('.') ? bare(object).split('.')[0] : null
    if (schema === null) say(offset, `${verb} ${object} without its schema: write ${owner}.${object}`)
    else if (schema !== owner) say(offset, `${verb} ${object}, which belongs to ${schema}`)
  }
  for (const match of text.matchAll(created)) check(match.index, `${match[1]} ${match[2]}`, match[3] ?? '')
  for (const match of text.matchAll(attached)) check(match.index, `changes by ${match[1]}`, match[2] ?? '')
  for (const match of text.matchAll(written)) check(match.index, 'writes', match[1] ?? '')
  for (const match of text.matchAll(schemas)) {
    const schema = bare(match[1] ?? match[2] ?? '')
    if (schema !== owner) say(match.index, `changes the schema ${schema}`)
  }
  for (const match of text.matchAll(granted)) {
    for (const object of (match[1] ?? '')
      .replace(/\([^)]*\)/g, '')
      .split(',')
      .map((one) => one.trim())) {
      const schema = bare(object).split('.')[0] ?? ''
      if (!/^ALL\b/i.test(object) && schema !== owner) say(match.index, `grants on ${object}`)
    }
  }
  for (const match of text.matchAll(/\bsearch_path\s*(?:=|TO)\s*(\w+)/gi)) {
    if (match[1] !== 'pg_catalog') say(match.index, `sets search_path to ${match[1]}: names would hide their schema`)
  }
  return offences
}

/** The objects that a text of SQL writes to, as `schema.object`, with the line of each. */
export function writtenIn(sql: Sql): { object: string; line: number }[] {
  const text = withoutComments(sql.text)
  return [...text.matchAll(written)].map((match) => ({
    object: bare(match[1] ?? ''),
    line: lineAt(text, match.index, sql.line),
  }))
}

/** Tables without row level security, views that don't run as their caller. */
export function openToAll(migrations: readonly Sql[]): Offence[] {
  const offences: Offence[] = []
  const texts = migrations.map(({ text }) => withoutStrings(withoutComments(text)))
  const all = texts.join('\n')
  const secured = new Set<string>()
  const enable = new RegExp(
    `\\bALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?(${name})\\s+ENABLE\\s+ROW\\s+LEVEL\\s+SECURITY`,
    'gi',
  )
  for (const match of all.matchAll(enable)) secured.add(bare(match[1] ?? ''))
  migrations.forEach(({ path, line }, index) => {
    const text = texts[index] ?? ''
    for (const match of text.matchAll(created)) {
      const [, verb = '', kind = '', object = ''] = match
      if (!/create/i.test(verb)) continue
      const where = `${path}:${lineAt(text, match.index, line)}`
      if (/^table$/i.test(kind) && !secured.has(bare(object))) {
        offences.push({ where, reason: `table ${object} lacks ENABLE ROW LEVEL SECURITY` })
      }
      if (/^materialized/i.test(kind)) {
        offences.push({ where, reason: `${object}: a materialized view knows no row level security` })
      }
      const head = text.slice(match.index + match[0].length).split(/\bAS\b/i)[0] ?? ''
      if (/^view$/i.test(kind) && !/security_invoker\s*=\s*(true|on)/i.test(head)) {
        offences.push({ where, reason: `view ${object} lacks WITH (security_invoker = true)` })
      }
    }
  })
  return offences
}

/** The known objects that a text names. `whole`: the text must be nothing but the name, with an alias or without. */
export function namedIn(
  sql: Sql,
  objects: ReadonlySet<string>,
  schemasKnown: readonly string[],
  whole = false,
): Named[] {
  const text = withoutComments(sql.text)
  const found: Named[] = []
  if (whole && !/^\w+\."?\w+"?(\s+(as\s+)?\w+)?$/i.test(text.trim())) return found
  const token = new RegExp(`(?<![\\w."])"?(${schemasKnown.join('|')})"?\\.(?:"(\\w+)"|(\\w+)|(${hole}))`, 'g')
  for (const match of text.matchAll(token)) {
    const schema = match[1] ?? ''
    const object = match[2] ?? match[3] ?? match[4] ?? ''
    if (object !== hole && !objects.has(`${schema}.${object}`)) continue
    const references = /\bREFERENCES\s+$/i.test(text.slice(0, match.index))
    found.push({ schema, object, line: lineAt(text, match.index, sql.line), references })
  }
  return found
}

export type Doors = Readonly<Record<string, { uses: readonly string[]; publishes: readonly string[] }>>

/** Why `owner` may not name this object; null when it may. */
export function nameRefusal(owner: string, named: Named, doors: Doors): string | null {
  const { schema, object, references } = named
  if (schema === owner || schema === 'platform') return null
  if (object === hole)
    return `puts the name after "${schema}." together at run time: write it whole, so that it can be checked`
  if (owner === 'platform') return `platform knows no business word, and names ${schema}.${object}`
  if (!doors[owner]?.uses.includes(schema)) {
    return `names ${schema}.${object}, but architecture.ts does not name ${schema} in the uses of ${owner}`
  }
  if (references || doors[schema]?.publishes.includes(object)) return null
  return `names ${schema}.${object}, which ${schema} does not publish (architecture.ts)`
}
