import type { Formula } from './formula.ts'

/** The sum of a measure over the node and the days; null or undefined when it is not known. */
export type MeasureLookup = (id: string) => number | null | undefined

/** The days and months that the measures were summed over. */
export type SpanCounts = { days: number; months: number }

/** A formula ready to be computed; null when a measure is missing or something is divided by 0. */
export type Compiled = (measure: MeasureLookup, span: SpanCounts) => number | null

/** The closure of a checked tree. A division by 0 makes the whole null and can't hide inside a min or max. */
export function compiled(tree: Formula): Compiled {
  switch (tree.kind) {
    case 'number': {
      const { value } = tree
      return () => value
    }
    case 'measure': {
      const { id } = tree
      return (measure) => measure(id) ?? null
    }
    case 'span': {
      const { name } = tree
      return (_, span) => span[name]
    }
    case 'negative': {
      const of = compiled(tree.of)
      return (measure, span) => {
        const value = of(measure, span)
        return value === null ? null : 0 - value
      }
    }
    case 'binary': {
      const left = compiled(tree.left)
      const right = compiled(tree.right)
      const apply = operations[tree.operator]
      return (measure, span) => {
        const a = left(measure, span)
        const b = right(measure, span)
        return a === null || b === null ? null : apply(a, b)
      }
    }
    case 'function': {
      const parts = tree.arguments.map(compiled)
      const choose = Math[tree.name]
      return (measure, span) => {
        const values: number[] = []
        for (const part of parts) {
          const value = part(measure, span)
          if (value === null) return null
          values.push(value)
        }
        return choose(...values)
      }
    }
  }
}

const operations = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? null : a / b),
}
