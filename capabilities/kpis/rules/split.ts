import type { Formula, Operator, SpanName } from './formula.ts'

/**
 * A formula as times x numerator / (per x denominator), which is what a board shows beside a value (P5):
 * `(jobs - reworks) / jobs * 100` is 100 x (jobs - reworks) / jobs. No denominator: the value only counts something.
 */
export type Split = { times: number; per: number; numerator: Formula; denominator: Formula | null }

/** A product in the making: constants, factors above and below the line, and powers of the period's length. */
type Product = {
  times: number
  per: number
  above: Formula[]
  below: Formula[]
  spans: Record<SpanName, number>
}

const one: Formula = { kind: 'number', value: 1 }
const noSpans = { days: 0, months: 0 }

export function split(tree: Formula): Split {
  const product = productOf(tree)
  const { above, below } = linesOf(product)
  return { times: product.times, per: product.per, numerator: above ?? one, denominator: below }
}

/** The measures that a numerator adds and takes away, or null when it is more than a sum. `max(0, ...)` is looked through. */
export function termsOf(numerator: Formula): { measure: string; sign: 1 | -1 }[] | null {
  const terms: { measure: string; sign: 1 | -1 }[] = []
  const walk = (node: Formula, sign: 1 | -1): boolean => {
    if (node.kind === 'measure') return terms.push({ measure: node.id, sign }) > 0
    if (node.kind === 'negative') return walk(node.of, sign === 1 ? -1 : 1)
    if (node.kind !== 'binary') return false
    const { operator, left, right } = node
    if (operator !== '+' && operator !== '-') return false
    return walk(left, sign) && walk(right, operator === '+' ? sign : sign === 1 ? -1 : 1)
  }
  return walk(boundedFromZero(numerator) ?? numerator, 1) ? terms : null
}

/** The x of `max(0, x)` or `max(x, 0)`, or null. */
function boundedFromZero(node: Formula): Formula | null {
  if (node.kind !== 'function' || node.name !== 'max' || node.arguments.length !== 2) return null
  const zero = (part: Formula | undefined) => part?.kind === 'number' && part.value === 0
  const [first, second] = node.arguments
  return (zero(first) ? second : zero(second) ? first : null) ?? null
}

function productOf(tree: Formula): Product {
  switch (tree.kind) {
    case 'number':
      return { times: tree.value, per: 1, above: [], below: [], spans: noSpans }
    case 'span':
      return { times: 1, per: 1, above: [], below: [], spans: { ...noSpans, [tree.name]: 1 } }
    case 'negative': {
      const of = productOf(tree.of)
      return { ...of, times: 0 - of.times }
    }
    case 'binary':
      return tree.operator === '*' || tree.operator === '/'
        ? productOfFactors(tree.operator, tree.left, tree.right)
        : productOfSum(tree, tree.operator, productOf(tree.left), productOf(tree.right))
    default:
      return whole(tree)
  }
}

/** The tree as one factor. */
function whole(tree: Formula): Product {
  return { times: 1, per: 1, above: [tree], below: [], spans: noSpans }
}

function productOfFactors(operator: '*' | '/', left: Formula, right: Formula): Product {
  const a = productOf(left)
  const b = productOf(right)
  if (operator === '*')
    return {
      times: a.times * b.times,
      per: a.per * b.per,
      above: [...a.above, ...b.above],
      below: [...a.below, ...b.below],
      spans: { days: a.spans.days + b.spans.days, months: a.spans.months + b.spans.months },
    }
  // A divisor that a constant makes 0 has to stay below the line, where it is seen.
  if (b.times === 0) return { ...a, below: [...a.below, right] }
  // What divides a divisor stays with it: revenue over average headcount is not revenue times days over headcount days.
  const quotient = b.below.length > 0 ? linesOf({ ...b, times: 1, per: 1, spans: noSpans }) : null
  const divisors = quotient?.below ? [joined(quotient.above ?? one, '/', quotient.below)] : b.above
  return {
    times: a.times * b.per,
    per: a.per * b.times,
    above: a.above,
    below: [...a.below, ...divisors],
    spans: { days: a.spans.days - b.spans.days, months: a.spans.months - b.spans.months },
  }
}

/** `1 - reworks / jobs` is (jobs - reworks) / jobs; a sum over different denominators stays as it is. */
function productOfSum(tree: Formula, operator: '+' | '-', a: Product, b: Product): Product {
  const left = linesOf(a)
  const right = linesOf(b)
  const below = left.below ?? right.below
  if (!below) return whole(tree)
  if (left.below && right.below && !same(left.below, right.below)) return whole(tree)
  const raised = ({ times, per }: Product, lines: Lines): Formula =>
    scaled(times / per, lines.below ? lines.above : lines.above ? joined(lines.above, '*', below) : below)
  return { ...whole(joined(raised(a, left), operator, raised(b, right))), below: [below] }
}

function same(a: Formula, b: Formula): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

type Lines = { above: Formula | null; below: Formula | null }

/**
 * What stands above and below the line, without the constants. Days and months go below where something stands there
 * already: output / (technician days / days) / months is output over technician months.
 */
function linesOf(product: Product): Lines {
  let above = multiplied(product.above)
  let below = multiplied(product.below)
  for (const name of ['days', 'months'] as const) {
    const span: Formula = { kind: 'span', name }
    for (let power = product.spans[name]; power > 0; power--)
      if (product.below.length > 0 && below) below = joined(below, '/', span)
      else above = above ? joined(above, '*', span) : span
    for (let power = product.spans[name]; power < 0; power++) below = below ? joined(below, '*', span) : span
  }
  return { above, below }
}

function joined(left: Formula, operator: Operator, right: Formula): Formula {
  return { kind: 'binary', operator, left, right }
}

function multiplied(factors: readonly Formula[]): Formula | null {
  const [first, ...rest] = factors
  return first ? rest.reduce((left, right) => joined(left, '*', right), first) : null
}

function scaled(by: number, factor: Formula | null): Formula {
  const constant: Formula = { kind: 'number', value: by }
  return !factor ? constant : by === 1 ? factor : joined(constant, '*', factor)
}
