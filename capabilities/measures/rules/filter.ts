import { invalid, registerSentences } from '#foundation/failure'
import type { FactField, FieldType } from './fields.ts'

/** What facts have to be like to count: data, checked against the fields of their kind, and turned into SQL elsewhere. */
export type Filter = Condition | { all: readonly Filter[] } | { any: readonly Filter[] } | { not: Filter }

export type Scalar = string | number | boolean
export type Condition = { field: string; is: Comparison; value?: Scalar | readonly Scalar[] }

export const comparisons = ['=', '<>', '<', '<=', '>', '>=', 'in', 'between', 'empty'] as const
export type Comparison = (typeof comparisons)[number]

const depthMax = 5
const conditionsMax = 40
const valuesMax = 100
const textMax = 200
const numberMax = 1e15

const isNumber = (type: FieldType) => type !== 'boolean' && type !== 'text' && type !== 'choice'

/** The comparisons that a field of a type allows; a text or a choice has no order. */
export function comparisonsFor(type: FieldType): readonly Comparison[] {
  if (type === 'boolean') return ['=', 'empty']
  if (type === 'text' || type === 'choice') return ['=', '<>', 'in', 'empty']
  return comparisons
}

/** Refuses a filter that the fields do not bear, with the place (`where.all.0.value`) and the reason. */
export function checkFilter(filter: Filter, fields: readonly FactField[]): void {
  const known = new Map(fields.map((field) => [field.id, field]))
  let conditions = 0
  const walk = (node: Filter, place: string, depth: number): void => {
    if (depth > depthMax) throw invalid('measures.filter.too_deep', { place, max: depthMax })
    if ('all' in node || 'any' in node) {
      const [name, parts] = 'all' in node ? ['all', node.all] : ['any', node.any]
      if (parts.length === 0) throw invalid('measures.filter.nothing', { place: `${place}.${name}` })
      parts.forEach((part, index) => {
        walk(part, `${place}.${name}.${index}`, depth + 1)
      })
    } else if ('not' in node) walk(node.not, `${place}.not`, depth + 1)
    else {
      conditions += 1
      if (conditions > conditionsMax) throw invalid('measures.filter.too_many', { place, max: conditionsMax })
      const field = known.get(node.field)
      if (!field)
        throw invalid('measures.filter.unknown_field', {
          place: `${place}.field`,
          field: node.field,
          known: [...known.keys()].join(', '),
        })
      checkCondition(node, field, place)
    }
  }
  walk(filter, 'where', 1)
}

function checkCondition({ is, value }: Condition, field: FactField, place: string): void {
  const allowed = comparisonsFor(field.type)
  if (!allowed.includes(is))
    throw invalid('measures.filter.comparison', {
      place: `${place}.is`,
      field: field.id,
      is,
      allowed: allowed.join(' '),
    })
  if (is === 'empty') {
    if (value !== undefined) throw wrongValue(place, field, 'no value')
    return
  }
  if (is === 'in' || is === 'between') {
    const [least, most] = is === 'between' ? [2, 2] : [1, valuesMax]
    if (!isList(value) || value.length < least || value.length > most)
      throw wrongValue(place, field, is === 'between' ? '2' : `1–${valuesMax}`)
    value.forEach((one, index) => {
      checkScalar(one, field, `${place}.value.${index}`)
    })
    if (is === 'between' && Number(value[0]) > Number(value[1])) throw wrongValue(place, field, 'from <= to')
    return
  }
  checkScalar(value, field, `${place}.value`)
}

const isList = (value: Condition['value']): value is readonly Scalar[] => Array.isArray(value)

function checkScalar(value: unknown, field: FactField, place: string): void {
  const { type } = field
  if (isNumber(type)) {
    if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > numberMax)
      throw wrongValue(place, field, 'number')
  } else if (type === 'boolean') {
    if (typeof value !== 'boolean') throw wrongValue(place, field, 'true / false')
  } else if (type === 'choice') {
    const choices = field.choices?.map((one) => one.value) ?? []
    if (typeof value !== 'string' || !choices.includes(value)) throw wrongValue(place, field, choices.join(' / '))
    // PostgreSQL has no character of code 0, and half a surrogate pair is none either.
  } else if (typeof value !== 'string' || value.length > textMax || value.includes('\0') || !value.isWellFormed())
    throw wrongValue(place, field, `text, 1–${textMax}`)
}

const wrongValue = (place: string, field: FactField, wanted: string) =>
  invalid('measures.filter.value', { place, field: field.id, wanted })

/**
 * Whether a fact meets a filter. What a fact does not say meets no comparison, not even `<>`, but only `empty`; so every
 * part is true or false, and `not` turns one into the other.
 */
export function meets(fact: Readonly<Record<string, Scalar | null>>, filter: Filter): boolean {
  if ('all' in filter) return filter.all.every((part) => meets(fact, part))
  if ('any' in filter) return filter.any.some((part) => meets(fact, part))
  if ('not' in filter) return !meets(fact, filter.not)
  const said = fact[filter.field] ?? null
  if (filter.is === 'empty') return said === null
  if (said === null) return false
  const { value } = filter
  if (isList(value)) {
    if (filter.is === 'in') return value.includes(said)
    const [from, to] = value
    return from !== undefined && to !== undefined && said >= from && said <= to
  }
  if (value === undefined) return false
  switch (filter.is) {
    case '=':
      return said === value
    case '<>':
      return said !== value
    case '<':
      return said < value
    case '<=':
      return said <= value
    case '>':
      return said > value
    default:
      return said >= value
  }
}

registerSentences({
  'measures.filter.too_deep': {
    zh: ({ place, max }) => `条件“${place}”嵌套过深，最多 ${max} 层。`,
    en: ({ place, max }) => `The filter is nested too deep at ${place}; at most ${max} levels.`,
  },
  'measures.filter.too_many': {
    zh: ({ max }) => `条件太多，最多 ${max} 条。`,
    en: ({ max }) => `There are too many conditions; at most ${max}.`,
  },
  'measures.filter.nothing': {
    zh: ({ place }) => `“${place}”里没有条件，请加一条或去掉这一组。`,
    en: ({ place }) => `There is no condition in ${place}; add one or take the group away.`,
  },
  'measures.filter.unknown_field': {
    zh: ({ place, field, known }) => `“${place}”：这类记录没有字段“${field}”，可用的是 ${known}。`,
    en: ({ place, field, known }) => `${place}: these facts have no field "${field}"; there are ${known}.`,
  },
  'measures.filter.comparison': {
    zh: ({ place, field, is, allowed }) => `“${place}”：字段“${field}”不能用“${is}”比较，可用 ${allowed}。`,
    en: ({ place, field, is, allowed }) => `${place}: "${field}" can't be compared by "${is}"; use ${allowed}.`,
  },
  'measures.filter.value': {
    zh: ({ place, field, wanted }) => `“${place}”：字段“${field}”的比较值不对，应为 ${wanted}。`,
    en: ({ place, field, wanted }) => `${place}: the value for "${field}" is not usable; wanted: ${wanted}.`,
  },
})
