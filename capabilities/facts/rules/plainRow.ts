import {
  booleanOf,
  choiceOf,
  fenOf,
  idOf,
  instantOf,
  minutesOfHours,
  minutesOfMinutes,
  monthOf,
  numberOf,
} from './cells.ts'
import type { Cells } from './fileRow.ts'
import type { Field } from './plainFact.ts'
import { type PlainKindName, plainKinds } from './plainKinds.ts'

/** The fields of a plain kind as a row of a file has them, in the words of the API. */
export function plainFields(kind: PlainKindName, cells: Cells, zone: string): Record<string, unknown> {
  const fields: readonly Field[] = plainKinds[kind].fields
  return Object.fromEntries(
    fields.map((field) => {
      const cell = cells.text(field.name)
      return [field.name, cell === null ? null : fieldOf(field, cell, cells, zone)]
    }),
  )
}

function fieldOf({ name, type, choices }: Field, cell: string, { readings }: Cells, zone: string): unknown {
  const { dates, unit } = readings[name] ?? {}
  switch (type) {
    case 'instant':
      return instantOf(cell, name, zone, dates).at.toISOString()
    case 'day':
      return instantOf(cell, name, 'UTC', dates).date
    case 'month':
      return monthOf(cell, name, dates)
    case 'fen':
      return fenOf(cell, name, unit === 'fen' || unit === 'wan' ? unit : 'yuan')
    case 'minutes':
      return unit === 'hours' ? minutesOfHours(cell, name) : minutesOfMinutes(cell, name)
    case 'count':
    case 'number':
      return numberOf(cell, name)
    case 'boolean':
      return booleanOf(cell, name)
    case 'order':
      return idOf(cell, name)
    default:
      return choices ? choiceOf(cell) : cell
  }
}

/** One text of the values that make a fact the same fact; null where all are missing. */
export function keyOf(fields: readonly string[], textOf: (field: string) => string | null): string | null {
  const values = fields.map((field) => textOf(field) || '-')
  return values.every((value) => value === '-') ? null : values.join(' ')
}
