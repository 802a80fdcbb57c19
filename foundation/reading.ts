import type { Locale } from './actor.ts'
import { type FailureValues, registerSentences, sentence } from './failure.ts'
import { isCode } from './ids.ts'
import { type Day, isDay } from './period.ts'

/** A row that was refused: which one, which field, what stood there, and why. Rows count from 1. */
export type Reject = { row: number; field: string; value: string | null; code: string; named: FailureValues }

/** A reject as it is shown, with the reason in the reader's language. */
export function shownReject(reject: Reject, locale: Locale) {
  const { row, field, value, code, named } = reject
  return { row, field, value, reason: sentence(code, { ...named, field, value }, locale), code }
}

/** Thrown inside the reading of one row and caught by `readRow`; never leaves this file's callers. */
class Refusal extends Error {
  readonly field: string
  readonly value: unknown
  readonly code: string
  readonly named: FailureValues
  constructor(field: string, value: unknown, code: string, named: FailureValues) {
    super(code)
    this.field = field
    this.value = value
    this.code = code
    this.named = named
  }
}

/** Refuses the row that is being read, naming the field. */
export function refuse(field: string, value: unknown, code: string, named: FailureValues = {}): never {
  throw new Refusal(field, value, code, named)
}

/** Reads one row; the first thing wrong with it refuses the whole row. */
export function readRow<T>(row: number, read: () => T): { value: T } | { reject: Reject } {
  try {
    return { value: read() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { reject: { row, field: error.field, value: shown(error.value), code: error.code, named: error.named } }
  }
}

const longestShown = 200
function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}

export type Fields = Record<string, unknown>

export function objectOf(raw: unknown, field = ''): Fields {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) refuse(field, raw, 'row.not_object')
  return raw as Fields
}

const missing = (value: unknown) => value === undefined || value === null || value === ''

/** Text without control characters (a NUL would not even reach the database). */
export function textIn(fields: Fields, name: string, { max = 200, path = name } = {}): string {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  if (typeof value !== 'string') refuse(path, value, 'row.field.not_text')
  const text = value.trim()
  if (text === '') refuse(path, value, 'row.field.missing')
  if (text.length > max) refuse(path, value, 'row.field.too_long', { max })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) || !text.isWellFormed())
    refuse(path, value, 'row.field.unprintable')
  return text
}

export function optionalText(
  fields: Fields,
  name: string,
  options: { max?: number; path?: string } = {},
): string | null {
  return missing(fields[name]) ? null : textIn(fields, name, options)
}

export function codeIn(fields: Fields, name: string, path = name): string {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  const text = typeof value === 'number' ? String(value) : value
  if (!isCode(text)) refuse(path, value, 'row.field.not_code')
  return text
}

export function optionalCode(fields: Fields, name: string, path = name): string | null {
  return missing(fields[name]) ? null : codeIn(fields, name, path)
}

export function wholeNumber(
  fields: Fields,
  name: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER, path = name } = {},
): number {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(path, value, 'row.field.not_whole_number')
  if (value < min || value > max) refuse(path, value, 'row.field.out_of_range', { min, max })
  return value === 0 ? 0 : value
}

export function numberIn(fields: Fields, name: string, { min = -1e15, max = 1e15, path = name } = {}): number {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(path, value, 'row.field.not_number')
  if (value < min || value > max) refuse(path, value, 'row.field.out_of_range', { min, max })
  return value === 0 ? 0 : value
}

export function booleanIn(fields: Fields, name: string): boolean {
  const value = fields[name]
  if (missing(value)) refuse(name, value, 'row.field.missing')
  if (typeof value !== 'boolean') refuse(name, value, 'row.field.not_boolean')
  return value
}

export function dayIn(fields: Fields, name: string, path = name): Day {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  if (!isDay(value)) refuse(path, value, 'row.field.not_day')
  return value
}

export function optionalDay(fields: Fields, name: string, path = name): Day | null {
  return missing(fields[name]) ? null : dayIn(fields, name, path)
}

const instantForm = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** An instant with its offset, such as 2024-03-18T10:32:00+08:00. */
export function instantIn(fields: Fields, name: string, path = name): Date {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  const day = typeof value === 'string' ? instantForm.exec(value)?.[1] : undefined
  const instant = new Date(day ? (value as string) : Number.NaN)
  if (!day || !isDay(day) || Number.isNaN(instant.getTime())) refuse(path, value, 'row.field.not_instant')
  return instant
}

export function optionalInstant(fields: Fields, name: string): Date | null {
  return missing(fields[name]) ? null : instantIn(fields, name)
}

export function oneOf<T extends string>(fields: Fields, name: string, allowed: readonly T[], path = name): T {
  const value = fields[name]
  if (missing(value)) refuse(path, value, 'row.field.missing')
  if (!allowed.includes(value as T)) refuse(path, value, 'row.field.not_one_of', { allowed: allowed.join(', ') })
  return value as T
}

export function listIn(fields: Fields, name: string, { max = 1000 } = {}): unknown[] {
  const value = fields[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) refuse(name, value, 'row.field.not_list')
  if (value.length > max) refuse(name, null, 'row.field.too_long', { max })
  return value
}

registerSentences({
  'row.not_object': { zh: () => '这一行不是一条完整的记录。', en: () => 'This row is not a record.' },
  'row.not_json': { zh: () => '这一行不是有效的 JSON。', en: () => 'This line is not valid JSON.' },
  'row.field.missing': {
    zh: ({ field }) => `缺少“${field}”，请补上。`,
    en: ({ field }) => `"${field}" is missing; fill it in.`,
  },
  'row.field.not_text': { zh: ({ field }) => `“${field}”应为文字。`, en: ({ field }) => `"${field}" must be text.` },
  'row.field.too_long': {
    zh: ({ field, max }) => `“${field}”太长，最多 ${max}。`,
    en: ({ field, max }) => `"${field}" is too long; at most ${max}.`,
  },
  'row.field.unprintable': {
    zh: ({ field }) => `“${field}”里有无法显示的字符，请删去。`,
    en: ({ field }) => `"${field}" holds unprintable characters; remove them.`,
  },
  'row.field.not_code': {
    zh: ({ field, value }) => `“${field}”的编码“${value}”不合规：只能用字母、数字、点、横线和下划线，最长 64 位。`,
    en: ({ field, value }) =>
      `"${field}": "${value}" is no code; use letters, digits, dot, hyphen and underscore, at most 64.`,
  },
  'row.field.not_whole_number': {
    zh: ({ field, value }) => `“${field}”应为整数，现在是“${value}”。`,
    en: ({ field, value }) => `"${field}" must be a whole number, not "${value}".`,
  },
  'row.field.not_number': {
    zh: ({ field, value }) => `“${field}”应为数字，现在是“${value}”。`,
    en: ({ field, value }) => `"${field}" must be a number, not "${value}".`,
  },
  'row.field.out_of_range': {
    zh: ({ field, value, min, max }) => `“${field}”的值 ${value} 超出范围（${min} 到 ${max}）。`,
    en: ({ field, value, min, max }) => `"${field}" is ${value}; it must lie between ${min} and ${max}.`,
  },
  'row.field.not_boolean': {
    zh: ({ field, value }) => `“${field}”应为是或否，现在是“${value}”。`,
    en: ({ field, value }) => `"${field}" must be true or false, not "${value}".`,
  },
  'row.field.not_day': {
    zh: ({ field, value }) => `“${field}”的日期“${value}”无效，请写成 2024-03-18。`,
    en: ({ field, value }) => `"${field}": "${value}" is no date; write 2024-03-18.`,
  },
  'row.field.not_instant': {
    zh: ({ field, value }) => `“${field}”的时间“${value}”无效，请带时区写成 2024-03-18T10:32:00+08:00。`,
    en: ({ field, value }) => `"${field}": "${value}" is no time; write it with its offset, 2024-03-18T10:32:00+08:00.`,
  },
  'row.field.not_one_of': {
    zh: ({ field, value, allowed }) => `“${field}”的值“${value}”不认识，可用：${allowed}。`,
    en: ({ field, value, allowed }) => `"${field}": "${value}" is not known; use ${allowed}.`,
  },
  'row.field.not_list': { zh: ({ field }) => `“${field}”应为列表。`, en: ({ field }) => `"${field}" must be a list.` },
  'row.duplicate': {
    zh: ({ value }) => `“${value}”在这次请求里出现了两次，只保留了前一行。`,
    en: ({ value }) => `"${value}" stands twice in this request; the earlier row was kept.`,
  },
})
