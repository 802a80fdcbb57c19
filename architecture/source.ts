import { parseSync } from 'vite'

export type Import = { specifier: string; line: number; typeOnly: boolean }
/**
 * A string or template of the code; `hole` stands where a template puts something in.
 * written: it is a table that a builder writes to.
 */
export type Text = { text: string; line: number; sql: boolean; written: boolean }
export type Source = {
  path: string
  lines: number
  imports: Import[]
  texts: Text[]
  exported: { name: string; line: number }[]
  /** Top-level statements that are anything but `export { a } from './b.ts'`. */
  statements: { line: number; what: string }[]
}

export const hole = '\uFFFD'

/** How a string is used: not as SQL, as SQL, as the name of a table that is written. */
type Use = 'plain' | 'sql' | 'written'

type Node = { type: string; start: number; end: number } & Record<string, unknown>
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Builder methods whose strings are names of tables. */
const tableMethods =
  /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|innerJoin|leftJoin|rightJoin|fullJoin|crossJoin|innerJoinLateral|leftJoinLateral|withSchema)$/
const writingMethods = /^(insertInto|updateTable|deleteFrom|mergeInto|replaceInto)$/
const sqlMethods = /^(raw|table|ref|id|lit)$/
const statement =
  /^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+[\s\S]+\sSET\s|DELETE\s+FROM\s|WITH\s+(RECURSIVE\s+)?\w+[\s\S]*\bAS\s*\(?|(CREATE|ALTER|DROP)\s+[A-Z]+\s|TRUNCATE\s|GRANT\s|LISTEN\s|NOTIFY\s|SET\s+LOCAL\s|COPY\s)/

/** Reads what the checks need of one TypeScript file, through the parser that also builds the web. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts', sourceType: 'module' })
  const broken = parsed.errors[0]
  if (broken) throw new Error(`${path}: ${broken.message}`)
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (offset: number) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
  const lines = text.endsWith('\n') ? starts.length - 1 : starts.length
  const source: Source = { path, lines, imports: [], texts: [], exported: [], statements: [] }
  const body = (parsed.program as unknown as { body: Node[] }).body
  for (const node of body) readStatement(node, source, lineOf(node.start))
  for (const node of body) walk(node, source, lineOf, 'plain')
  return source
}

function readStatement(node: Node, source: Source, line: number) {
  const from = isNode(node.source) ? String(node.source.value) : null
  if (node.type === 'ImportDeclaration' && from !== null) {
    source.imports.push({ specifier: from, line, typeOnly: node.importKind === 'type' })
  } else if (from !== null) {
    source.imports.push({ specifier: from, line, typeOnly: node.exportKind === 'type' })
  }
  if (node.type !== 'ExportNamedDeclaration' || from === null) {
    source.statements.push({ line, what: node.type === 'ExportAllDeclaration' ? 'export *' : 'a statement of its own' })
  }
  if (node.type !== 'ExportNamedDeclaration') return
  if (isNode(node.declaration)) {
    const declared = node.declaration
    const names = Array.isArray(declared.declarations)
      ? declared.declarations.map((one: Node) => one.id)
      : [declared.id]
    for (const name of names)
      if (isNode(name) && typeof name.name === 'string') source.exported.push({ name: name.name, line })
  }
  for (const one of (node.specifiers as Node[] | undefined) ?? []) {
    if (isNode(one.exported) && typeof one.exported.name === 'string')
      source.exported.push({ name: one.exported.name, line })
  }
}

function walk(node: Node, source: Source, lineOf: (offset: number) => number, use: Use): void {
  const line = lineOf(node.start)
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return
    case 'ImportExpression':
    case 'TSImportType': {
      const from = (node.source ?? node.argument) as Node | undefined
      const value = isNode(from) ? (isNode(from.literal) ? from.literal.value : from.value) : undefined
      const typeOnly = node.type === 'TSImportType'
      if (typeof value === 'string') source.imports.push({ specifier: value, line, typeOnly })
      return
    }
    case 'NewExpression': {
      // new URL('./worker.ts', import.meta.url): code that is loaded by its place.
      const [first] = node.arguments as Node[]
      const named = isNode(node.callee) && node.callee.name === 'URL' && isNode(first) ? first.value : undefined
      if (typeof named === 'string' && /\.tsx?$/.test(named))
        source.imports.push({ specifier: named, line, typeOnly: false })
      break
    }
    case 'TaggedTemplateExpression': {
      const tag = node.tag as Node
      const name = tag.type === 'MemberExpression' ? (tag.object as Node).name : tag.name
      for (const child of children(node)) walk(child, source, lineOf, name === 'sql' ? 'sql' : 'plain')
      return
    }
    case 'TemplateLiteral': {
      const quasis = node.quasis as { value: { cooked: string | null; raw: string } }[]
      const text = quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw).join(hole)
      source.texts.push({ text, line, sql: use !== 'plain' || statement.test(text), written: use === 'written' })
      for (const child of node.expressions as Node[]) walk(child, source, lineOf, 'plain')
      return
    }
    case 'Literal':
      if (typeof node.value !== 'string') return
      source.texts.push({
        text: node.value,
        line,
        sql: use !== 'plain' || statement.test(node.value),
        written: use === 'written',
      })
      return
    case 'CallExpression': {
      const callee = node.callee as Node
      walk(callee, source, lineOf, 'plain')
      const [first] = node.arguments as Node[]
      if (callee.name === 'require' && isNode(first) && typeof first.value === 'string')
        source.imports.push({ specifier: first.value, line, typeOnly: false })
      const called = callee.type === 'MemberExpression' ? howUsed(callee) : 'plain'
      for (const argument of node.arguments as Node[]) {
        const direct = /^(Literal|TemplateLiteral|ArrayExpression)$/.test(argument.type)
        walk(argument, source, lineOf, direct ? called : 'plain')
      }
      return
    }
  }
  for (const child of children(node)) walk(child, source, lineOf, node.type === 'ArrayExpression' ? use : 'plain')
}

function howUsed(callee: Node): Use {
  const name = isNode(callee.property) ? String(callee.property.name) : ''
  const on = isNode(callee.object) ? callee.object.name : ''
  if (writingMethods.test(name)) return 'written'
  return tableMethods.test(name) || (on === 'sql' && sqlMethods.test(name)) ? 'sql' : 'plain'
}

function children(node: Node): Node[] {
  const found: Node[] = []
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) found.push(...value.filter(isNode))
    else if (isNode(value)) found.push(value)
  }
  return found
}
