import fc from 'fast-check'

/** As much of JSON Schema as the OpenAPI document uses. */
export type Schema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  minLength?: number
  format?: string
}

const nested = (depth: number): unknown => {
  let inner: unknown = 'x'
  for (let level = 0; level < depth; level += 1) inner = level % 2 ? [inner] : { a: inner }
  return inner
}

/** What a program that is broken, or somebody who means ill, would send. */
const hostileTexts = [
  '',
  ' ',
  '\u0000',
  'S1\u0000',
  '\ud800',
  'x\udfff',
  '\u202e\u0645\u0631\u062d\u0628\u0627',
  '\ufeff',
  '😀'.repeat(300),
  'x'.repeat(100_000),
  "'; DROP TABLE organisation.node; --",
  "' OR '1'='1",
  '%',
  '_',
  '%00',
  '../../etc/passwd',
  '..%2f..%2f',
  '/',
  'a/b',
  '\\',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '99999999999999999999',
  '9223372036854775808',
  '2147483648',
  '-1',
  '0',
  '1.5',
  '0x10',
  '٣',
  '2024-02-30',
  '2024-13',
  '2024-W54',
  '2024-03-W9',
  '0000-00-00',
  '9999-12-31',
  '9999-12',
  '0001-01-01',
  '0001',
  '-0001-01-01',
  '+012024-01-01',
  '2024-03-10T25:00:00Z',
  '9999-12-31T23:59:59-14:00',
  '2024-04-10T12:00:00+99:99',
  '{(,)}',
  '{}',
  '[]',
  '<script>alert(1)</script>',
  '=cmd|calc!A0',
  '\r\nSet-Cookie: a=b',
  '00000000-0000-0000-0000-000000000000',
  'sum(',
  '('.repeat(5_000),
] as const

const hostileValues: readonly unknown[] = [
  ...hostileTexts,
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e15,
  [],
  {},
  [[]],
  [null],
  [{}],
  nested(400),
  Array.from({ length: 10_000 }, (_, index) => index),
  Array.from({ length: 10_000 }, () => ({})),
  Array.from({ length: 500 }, () => 'S1'),
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}'),
  { $ne: null },
  { toString: 'x', valueOf: 'x' },
]

/** Bodies that aren't even JSON, or whose JSON no serialiser would write. */
const hostileBodies = [
  '',
  '{',
  '[1,',
  'null',
  '1e309',
  '"x"',
  '[-0]',
  '{"a":1e309}',
  '{"node":"S1","node":"FARSTORE"}',
  '{"a":"\\ud800"}',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{}}}',
  '\u0000',
  '[[[[[[[[[[[[[[[[',
  '['.repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  '\ufeff{}',
  'node=S1',
] as const

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values)

/** Fitting values by the name of a field, so that enough requests reach the operation behind the schema. */
export type Known = Record<string, readonly unknown[]>

function fitting(schema: Schema, name: string, known: Known, depth = 0): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return pick(schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fitting(one, name, known, depth)))
  if (schema.type === 'object' || schema.properties) {
    const required = new Set(schema.required ?? [])
    const entries = Object.entries(schema.properties ?? {}).map(([field, inner]) => {
      const value = depth > 6 ? fc.constant(null) : fitting(inner, field, known, depth + 1)
      return [field, required.has(field) ? value : fc.option(value, { nil: undefined, freq: 2 })] as const
    })
    return fc.record(Object.fromEntries(entries)).map((made) => JSON.parse(JSON.stringify(made)))
  }
  if (schema.type === 'array') {
    const least = schema.minItems ?? 0
    return fc.array(fitting(schema.items ?? {}, name, known, depth + 1), {
      minLength: least,
      maxLength: Math.max(least, Math.min(schema.maxItems ?? 3, 3)),
    })
  }
  const usual = known[name]
  if (schema.type === 'integer' || schema.type === 'number') {
    const min = Math.max(schema.minimum ?? 0, -1e9)
    const max = Math.max(Math.min(schema.maximum ?? 1e9, 1e9), min)
    const range =
      schema.type === 'integer'
        ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
        : fc.double({ min, max, noNaN: true })
    const numbers = usual?.filter((value) => typeof value === 'number') ?? []
    return numbers.length > 0 ? fc.oneof(pick(numbers), range) : range
  }
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === undefined) return pick(hostileValues)
  if (usual) return pick(usual.map(String))
  if (schema.format === 'uuid') return fc.uuid()
  if (schema.format === 'date-time') return pick(['2024-04-10T08:00:00+08:00', '2024-04-09T23:59:59Z'])
  return fc.string({ minLength: Math.max(schema.minLength ?? 0, 10), maxLength: 30 })
}

/** Spoils a value somewhere inside: puts something else there, takes it away, or adds what nobody knows. */
function spoiled(value: unknown, way: readonly number[], instead: unknown, how: number): unknown {
  const [step, ...rest] = way
  if (step === undefined || value === null || typeof value !== 'object') return instead
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
  const keys = Object.keys(copy)
  const key = keys[step % Math.max(keys.length, 1)]
  const open = copy as Record<string, unknown>
  if (key === undefined || how === 0) open[['unknown', 'constructor', 'id', 'toJSON'][step % 4] as string] = instead
  else if (how === 1) Reflect.deleteProperty(open, key)
  else open[key] = spoiled(open[key], rest, instead, how)
  return copy
}

/** The text of a body for this schema: fitting, spoiled in one place, or nothing of the kind. */
export function bodies(schema: Schema, known: Known, examples: readonly unknown[]): fc.Arbitrary<string> {
  const made = fitting(schema, '', known)
  const fit = examples.length > 0 ? fc.oneof(made, { weight: 3, arbitrary: pick(examples) }) : made
  const spoil = fc
    .tuple(fit, fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }), pick(hostileValues), fc.nat(5))
    .map(([value, way, instead, how]) => spoiled(value, way, instead, how))
  return fc.oneof(
    { weight: 4, arbitrary: fit.map((value) => JSON.stringify(value)) },
    { weight: 6, arbitrary: spoil.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: pick(hostileBodies) },
  )
}

/** A value for the address. */
export function texts(name: string, schema: Schema, known: Known): fc.Arbitrary<string> {
  const usual = known[name]
  return usual ? pick(usual.map(String)) : fitting(schema, name, known).map(String)
}

export const hostileText = pick(hostileTexts)

/** In an address, where lone surrogates can't be written at all. */
export const encoded = (text: string) => encodeURIComponent(text.toWellFormed().slice(0, 3_000))

/** Files as they come: none of the known kind, cut off, in another encoding, with hostile cells. */
export const files = pick<Buffer>([
  Buffer.from('工单号,门店编码,开单时间,完工时间,工时费,配件费\n1,S1,2024-03-10 10:00,2024-03-10 12:00,100,200\n'),
  Buffer.from('组织,KPI,期间,目标值,原因\nS1,ftr,2024-05,95,试\nFARSTORE,ftr,2024-05,95,试\n'),
  Buffer.from('门店编码,门店名称,所属大区\nS1,近店,R1\nS7,七店,FARREGION\n'),
  Buffer.alloc(0),
  Buffer.from('\u0000\u0001\u0002'),
  Buffer.from('PK\u0003\u0004 no workbook'),
  Buffer.from([0xff, 0xfe, 0x41, 0x00]),
  Buffer.from([0xd6, 0xb8, 0xbb, 0xd3]),
  Buffer.from('store,month\n'),
  Buffer.from('工单号,门店,开单时间\n1,S1,2024-03-10 10:00\n2,FARSTORE,2024-13-40\n'),
  Buffer.from('node,kpi,period,value\nS1,ftr,2024-05,95\nFARSTORE,ftr,2024-05,=1+1\n'),
  Buffer.from('编号,名称,类型,上级\nS1,近店,store,R1\n__proto__,x,store,FARREGION\n'),
  Buffer.from(`"${'x'.repeat(50_000)}\n`),
  Buffer.from(`a,${',b'.repeat(2_000)}\n${',1'.repeat(2_000)}\n`),
  Buffer.from('a,a,a\n1,2,3\n'),
  Buffer.from('"never closed\n1,2'),
])
