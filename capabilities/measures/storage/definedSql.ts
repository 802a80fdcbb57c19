import type { DefinedPart, DefinedSource } from '../rules/definition.ts'
import type { DefinedStream } from '../rules/fields.ts'
import type { Comparison, Condition, Filter } from '../rules/filter.ts'
import { columnOf } from './fieldColumns.ts'
import { streams } from './streams.ts'

/** Takes a value and answers with what stands for it in the text, such as `$3`: nothing that a user wrote becomes SQL. */
export type Bind = (value: unknown) => string

/** Values for a text's parameters, numbered from the first that is free. */
export function parameters(first: number): { bind: Bind; values: unknown[] } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${first + values.push(value) - 1}` }
}

const signs: Partial<Record<Comparison, string>> = { '=': '=', '<>': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

/** A filter as a condition that is true or false and never unknown. */
export function filterSql(of: DefinedStream, filter: Filter, bind: Bind): string {
  if ('all' in filter) return `(${filter.all.map((part) => filterSql(of, part, bind)).join(' AND ')})`
  if ('any' in filter) return `(${filter.any.map((part) => filterSql(of, part, bind)).join(' OR ')})`
  if ('not' in filter) return `(NOT ${filterSql(of, filter.not, bind)})`
  return conditionSql(of, filter, bind)
}

function conditionSql(of: DefinedStream, { field, is, value }: Condition, bind: Bind): string {
  const { column, cast } = columnOf(of, field)
  if (is === 'empty') return `(${column} IS NULL)`
  if (is === 'in') return `coalesce(${column} = ANY (${bind(value)}::${cast}[]), false)`
  if (is === 'between') {
    const [from, to] = value as readonly unknown[]
    return `coalesce(${column} BETWEEN ${bind(from)}::${cast} AND ${bind(to)}::${cast}, false)`
  }
  const sign = signs[is]
  if (!sign) throw new Error(`${is} is no comparison`)
  return `coalesce(${column} ${sign} ${bind(value)}::${cast}, false)`
}

const labourColumns: Readonly<Record<string, string>> = {
  billedMinutes: 'l.billed',
  actualMinutes: 'l.actual',
  outputFen: 'l.credited',
}

function amountSql(of: DefinedStream, amount: DefinedPart['amount'], byLabour: boolean): string {
  if (amount === 'count') return '1'
  if (!byLabour) return `coalesce(${columnOf(of, amount.sum).column}, 0)`
  const column = labourColumns[amount.sum]
  if (!column) throw new Error(`${amount.sum} is not booked with labour`)
  return column
}

/** What one fact adds to a defined measure, by the part that holds on its day; 0 where it does not count. */
export function definedAmount({ of, parts }: DefinedSource, bind: Bind, byLabour = false): string {
  const { alias, day } = streams[of]
  const cases = parts.map(({ from, to, amount, where }) => {
    const until = to === null ? '' : ` AND ${alias}.${day} <= ${bind(to)}::date`
    const when = where ? ` AND ${filterSql(of, where, bind)}` : ''
    return `WHEN ${alias}.${day} >= ${bind(from)}::date${until}${when} THEN ${amountSql(of, amount, byLabour)}`
  })
  return cases.length === 0 ? '0' : `(CASE ${cases.join(' ')} ELSE 0 END)`
}
