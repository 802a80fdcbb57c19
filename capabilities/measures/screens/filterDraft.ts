import type { Condition, Filter } from '../rules/filter.ts'
import type { StreamField } from './reads.ts'

/** A condition as it is being typed: what stands in the fields, readable or not. */
export type Row = { key: number; field: string; is: Condition['is']; value: string; to: string }
/** All groups must hold; in a group any row. */
export type Groups = Row[][]

let keys = 0
export const newRow = (field: string): Row => ({ key: ++keys, field, is: '=', value: '', to: '' })

const isMoney = (field: StreamField | undefined) => field?.type === 'fen'
const isText = (field: StreamField | undefined) => field?.type === 'text' || field?.type === 'choice'

/** A kept filter as groups of rows; null when it is more than rows can say. */
export function groupsOf(where: Filter | null, fields: readonly StreamField[]): Groups | null {
  if (where === null) return []
  const parts = 'all' in where ? where.all : [where]
  const groups: Groups = []
  for (const part of parts) {
    const rows = 'any' in part ? part.any : [part]
    const group: Row[] = []
    for (const row of rows) {
      if (!('field' in row)) return null
      group.push(rowOf(row, fields))
    }
    groups.push(group)
  }
  return groups
}

function rowOf({ field, is, value }: Condition, fields: readonly StreamField[]): Row {
  const known = fields.find((one) => one.id === field)
  const shown = (one: unknown) => String(isMoney(known) && typeof one === 'number' ? one / 100 : (one ?? ''))
  const list = Array.isArray(value) ? value : [value]
  const [first, second] = list
  const row = { ...newRow(field), is }
  if (is === 'in') return { ...row, value: list.map(shown).join(', ') }
  return { ...row, value: shown(first), to: shown(second) }
}

/** What the rows say; what can't be read is left to the server, which names the place. */
export function filterOf(groups: Groups, fields: readonly StreamField[]): Filter | null {
  const made = groups.map((group): Filter => {
    const rows = group.map((row) => conditionOf(row, fields))
    return rows.length === 1 && rows[0] ? rows[0] : { any: rows }
  })
  if (made.length === 0) return null
  return made.length === 1 && made[0] ? made[0] : { all: made }
}

function conditionOf({ field, is, value, to }: Row, fields: readonly StreamField[]): Condition {
  const known = fields.find((one) => one.id === field)
  const read = (text: string) => {
    if (known?.type === 'boolean') return text !== 'false'
    if (isText(known) || text.trim() === '') return text
    const number = Number(text.replaceAll(',', ''))
    if (Number.isNaN(number)) return text
    return isMoney(known) ? Math.round(number * 100) : number
  }
  if (is === 'empty') return { field, is }
  if (is === 'between') return { field, is, value: [read(value), read(to)] }
  if (is === 'in') return { field, is, value: value.split(/[,，]/).map((one) => read(one.trim())) }
  return { field, is, value: read(value) }
}
