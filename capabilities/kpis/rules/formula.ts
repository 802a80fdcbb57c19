import jsep from 'jsep'
import { invalid } from '#foundation/failure'
import './formulaMessages.ts'
import { checkOrder, syntax, type Token, tokensOf } from './formulaTokens.ts'

export type Operator = '+' | '-' | '*' | '/'
export type FormulaFunction = 'min' | 'max'
/** What a formula may know of the period: its days, and its months (H5.5: output a month). */
export type SpanName = 'days' | 'months'

/** A formula as a checked tree (A4): nothing else can be in it, so nothing else can run. */
export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'measure'; id: string }
  | { kind: 'span'; name: SpanName }
  | { kind: 'negative'; of: Formula }
  | { kind: 'binary'; operator: Operator; left: Formula; right: Formula }
  | { kind: 'function'; name: FormulaFunction; arguments: Formula[] }

const functions: readonly string[] = ['min', 'max'] satisfies FormulaFunction[]
const spans: readonly string[] = ['days', 'months'] satisfies SpanName[]
const argumentsMin = 2

/** Names that no measure may have. */
export const reservedNames: readonly string[] = [...functions, ...spans]

/**
 * The tree of a formula over measures: numbers, measure ids, + - * /, parentheses, min, max, `days` and `months`.
 * Fails as invalid with `kpi.formula.*`; `index` (from 0) and `length` say where. Without `known` any id is accepted.
 */
export function parseFormula(text: string, known: ReadonlySet<string> | null): Formula {
  const tokens = tokensOf(text)
  checkOrder(tokens, text.length)
  let parsed: jsep.Expression
  try {
    parsed = jsep(text)
  } catch {
    throw syntax('other', 0, text)
  }
  const tree = treeOf(parsed, tokens, known)
  if (measuresOf(tree).length === 0) throw invalid('kpi.formula.no_measure', { index: 0, length: text.length })
  return tree
}

function treeOf(root: jsep.Expression, tokens: readonly Token[], known: ReadonlySet<string> | null): Formula {
  // jsep's nodes have no place. Operands and operators stand in its tree in the order of the text, so one walk pairs
  // each with its token.
  const placed = tokens.filter((token) => token.kind === 'number' || token.kind === 'name' || token.kind === 'operator')
  let next = 0
  const take = (): Token => {
    const token = placed[next++]
    if (!token) throw syntax('other', 0, '')
    return token
  }

  const walk = (expression: jsep.Expression): Formula => {
    const node = expression as jsep.CoreExpression
    switch (node.type) {
      case 'Literal':
      case 'Identifier':
      case 'ThisExpression':
        // jsep takes `true`, `null` and `this` for more than names; here they are names like any other.
        return operandOf(take(), known)
      case 'UnaryExpression': {
        const sign = take().text
        const of = walk(node.argument)
        return sign === '-' ? { kind: 'negative', of } : of
      }
      case 'BinaryExpression': {
        const left = walk(node.left)
        const operator = take()
        const right = walk(node.right)
        if (operator.text === '/' && constantOf(right) === 0)
          throw invalid('kpi.formula.division_by_zero', { index: operator.index, length: 1 })
        return { kind: 'binary', operator: operator.text as Operator, left, right }
      }
      case 'CallExpression': {
        const name = take()
        if (!functions.includes(name.text))
          throw invalid('kpi.formula.unknown_function', {
            index: name.index,
            length: name.text.length,
            function: name.text,
            allowed: functions,
          })
        const given = node.arguments.map(walk)
        if (given.length < argumentsMin) throw wrongArguments(name, given.length)
        return { kind: 'function', name: name.text as FormulaFunction, arguments: given }
      }
      default:
        throw syntax('other', placed[next]?.index ?? 0, placed[next]?.text ?? '')
    }
  }
  return walk(root)
}

function operandOf(token: Token, known: ReadonlySet<string> | null): Formula {
  const { text, index } = token
  if (token.kind === 'number') return { kind: 'number', value: Number(text) }
  if (spans.includes(text)) return { kind: 'span', name: text as SpanName }
  if (functions.includes(text)) throw wrongArguments(token, 0)
  if (known && !known.has(text))
    throw invalid('kpi.formula.unknown_measure', {
      index,
      length: text.length,
      measure: text,
      nearest: nearest(text, known),
    })
  return { kind: 'measure', id: text }
}

function wrongArguments(token: Token, given: number) {
  const { text, index } = token
  return invalid('kpi.formula.arguments', { index, length: text.length, function: text, min: argumentsMin, given })
}

/** The value of a tree in which nothing can vary, or null. */
function constantOf(tree: Formula): number | null {
  switch (tree.kind) {
    case 'number':
      return tree.value
    case 'negative': {
      const of = constantOf(tree.of)
      return of === null ? null : 0 - of
    }
    case 'binary': {
      const left = constantOf(tree.left)
      const right = constantOf(tree.right)
      if (left === null || right === null) return null
      return { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[tree.operator]
    }
    case 'function': {
      const values = tree.arguments.map(constantOf)
      if (values.some((value) => value === null)) return null
      return Math[tree.name](...values.map(Number))
    }
    default:
      return null
  }
}

/** The ids of the measures in a formula, each once, in the order of the text. */
export function measuresOf(tree: Formula): string[] {
  const found = new Set<string>()
  const walk = (node: Formula): void => {
    if (node.kind === 'measure') found.add(node.id)
    else if (node.kind === 'negative') walk(node.of)
    else if (node.kind === 'function') node.arguments.forEach(walk)
    else if (node.kind === 'binary') {
      walk(node.left)
      walk(node.right)
    }
  }
  walk(tree)
  return [...found]
}

/** The known name that a mistyped one most likely stands for, or null when none is near. */
function nearest(name: string, known: ReadonlySet<string>): string | null {
  let best: string | null = null
  let least = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const steps = editsBetween(name.toLowerCase(), candidate.toLowerCase())
    if (steps < least) {
      best = candidate
      least = steps
    }
  }
  return best
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const above = row
    row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replace, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
  }
  return row[b.length] ?? 0
}
