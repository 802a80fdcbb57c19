import { invalid } from '#foundation/failure'

/** A piece of a formula's text; `index` counts characters from 0. */
export type Token = { kind: 'number' | 'name' | 'operator' | 'open' | 'close' | 'comma'; text: string; index: number }

const lengthMax = 500
const depthMax = 32
const numberMax = 1e15

const pattern = /\s+|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<operator>[-+*/])|(?<sign>[(),])/y
const signs = { '(': 'open', ')': 'close', ',': 'comma' } as const

/** The tokens of a formula. Failures name the first character that no formula can hold. */
export function tokensOf(formula: string): Token[] {
  if (formula.length > lengthMax)
    throw invalid('kpi.formula.too_long', { index: lengthMax, length: formula.length - lengthMax, max: lengthMax })
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < formula.length) {
    const index = pattern.lastIndex
    const groups = pattern.exec(formula)?.groups
    if (!groups) {
      const found = String.fromCodePoint(formula.codePointAt(index) ?? 0)
      throw syntax('character', index, found)
    }
    const text = formula.slice(index, pattern.lastIndex)
    if (groups.number !== undefined) {
      const after = /^[A-Za-z0-9_.]+/.exec(formula.slice(pattern.lastIndex))?.[0] ?? ''
      if (after !== '' || Number(text) > numberMax) throw syntax('number', index, text + after)
      tokens.push({ kind: 'number', text, index })
    } else if (groups.name !== undefined) tokens.push({ kind: 'name', text, index })
    else if (groups.operator !== undefined) tokens.push({ kind: 'operator', text, index })
    else if (groups.sign !== undefined) tokens.push({ kind: signs[groups.sign as keyof typeof signs], text, index })
  }
  return tokens
}

/** Checks the order of tokens, so that whatever is wrong is named at its place and in our own words. */
export function checkOrder(tokens: readonly Token[], end: number): void {
  if (tokens.length === 0) throw syntax('empty', 0, '')
  const opened: { token: Token; call: boolean }[] = []
  let operandExpected = true
  tokens.forEach((token, position) => {
    const { kind, text, index } = token
    if (operandExpected) {
      if (kind === 'open') opened.push({ token, call: tokens[position - 1]?.kind === 'name' })
      else if (kind === 'number' || kind === 'name')
        operandExpected = tokens[position + 1]?.kind === 'open' && kind === 'name'
      else if (kind !== 'operator' || text === '*' || text === '/') throw syntax('operand_missing', index, text)
      if (opened.length > depthMax) throw invalid('kpi.formula.too_deep', { index, length: 1, max: depthMax })
    } else if (kind === 'close') {
      if (!opened.pop()) throw syntax('parenthesis_extra', index, text)
    } else if (kind === 'operator') operandExpected = true
    else if (kind === 'comma' && opened.at(-1)?.call) operandExpected = true
    else throw syntax(kind === 'comma' ? 'comma' : 'operator_missing', index, text)
  })
  if (operandExpected) throw syntax('operand_missing', end, '')
  const open = opened.at(-1)
  if (open) throw syntax('parenthesis_open', open.token.index, '(')
}

export type SyntaxReason =
  | 'empty'
  | 'character'
  | 'number'
  | 'operand_missing'
  | 'operator_missing'
  | 'parenthesis_open'
  | 'parenthesis_extra'
  | 'comma'
  | 'other'

export function syntax(reason: SyntaxReason, index: number, found: string) {
  return invalid('kpi.formula.syntax', { reason, index, length: Math.max(1, found.length), found })
}
