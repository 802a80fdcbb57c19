import {
  booleanIn,
  codeIn,
  dayIn,
  type Fields,
  instantIn,
  listIn,
  numberIn,
  objectOf,
  oneOf,
  refuse,
  textIn,
  wholeNumber,
} from '#foundation/reading'
import { type FactHead, headWithoutStore } from './factHead.ts'

/** What a field of a fact holds. `person` and `node` are codes, `order` another system's id, `month` is 2024-03. */
export type FieldType =
  | 'instant'
  | 'day'
  | 'month'
  | 'person'
  | 'node'
  | 'order'
  | 'text'
  | 'fen'
  | 'minutes'
  | 'count'
  | 'number'
  | 'boolean'
  | 'checks'

export type Field = {
  name: string
  type: FieldType
  required: boolean
  /** The words that it may be. */
  choices?: readonly string[]
  max?: number
}

export type FieldValue = Date | string | number | boolean | { id: string; passed: boolean }[] | null
export type Values = Readonly<Record<string, FieldValue>>

/** A kind of fact that is a head and some fields; where its store comes from when it does not name one itself. */
export type PlainKind = {
  storeFrom: 'store' | 'person' | 'order' | 'node'
  fields: readonly Field[]
  /** Refuses what does not hold together. */
  check?: (values: Values) => void
}

/** `store` is null where the kind takes it from a person, an order or a node, or where a deletion left it out. */
export type PlainFact = Omit<FactHead, 'store'> & { store: string | null; values: Values | null }

const fenMax = 100_000_000_000_000
const missing = (value: unknown) => value === undefined || value === null || value === ''

/** Reads one fact of a plain kind; refuses it with the field and the reason when it does not hold together. */
export function plainFact(kind: PlainKind, raw: unknown): PlainFact {
  const fields = objectOf(raw)
  const head = headWithoutStore(fields)
  const store = missing(fields.store) ? null : codeIn(fields, 'store')
  if (head.deleted) return { ...head, store, values: null }
  if (kind.storeFrom === 'store' && store === null) refuse('store', null, 'row.field.missing')
  const values = Object.fromEntries(kind.fields.map((field) => [field.name, fieldValue(fields, field)]))
  kind.check?.(values)
  return { ...head, store, values }
}

function fieldValue(fields: Fields, { name, type, required, choices, max }: Field): FieldValue {
  if (!required && missing(fields[name])) return null
  switch (type) {
    case 'instant':
      return instantIn(fields, name)
    case 'day':
      return dayIn(fields, name)
    case 'month':
      return monthIn(fields, name)
    case 'person':
    case 'node':
      return codeIn(fields, name)
    case 'order':
    case 'text':
      return choices ? oneOf(fields, name, choices) : textIn(fields, name, { max: max ?? 200 })
    case 'fen':
      return wholeNumber(fields, name, { min: -fenMax, max: fenMax })
    case 'minutes':
    case 'count':
      return wholeNumber(fields, name, { max: max ?? 1_000_000 })
    case 'number':
      return numberIn(fields, name)
    case 'boolean':
      return booleanIn(fields, name)
    case 'checks':
      return checksIn(fields, name)
  }
}

function monthIn(fields: Fields, name: string): string {
  const text = textIn(fields, name)
  if (!/^\d{4}-\d{2}$/.test(text)) refuse(name, text, 'facts.field.not_month')
  const first = { [name]: `${text}-01` }
  return dayIn(first, name)
}

function checksIn(fields: Fields, name: string): { id: string; passed: boolean }[] {
  return listIn(fields, name, { max: 200 }).map((raw, index) => {
    const item = objectOf(raw, `${name}.${index}`)
    const id = textIn(item, 'id', { path: `${name}.${index}.id` })
    if (typeof item.passed !== 'boolean') refuse(`${name}.${index}.passed`, item.passed, 'row.field.not_boolean')
    return { id, passed: item.passed }
  })
}
