import { registerSentences } from '#foundation/failure'
import { refuse } from '#foundation/reading'
import type { Field, FieldType, PlainKind, Values } from './plainFact.ts'

const field = (name: string, type: FieldType, more: Omit<Partial<Field>, 'name' | 'type'> = {}): Field => ({
  name,
  type,
  required: false,
  ...more,
})
const wanted = (name: string, type: FieldType, more: Omit<Partial<Field>, 'name' | 'type'> = {}) =>
  field(name, type, { ...more, required: true })

/** The later of two moments may not lie before the earlier. */
const inOrder = (values: Values, earlier: string, later: string) => {
  const [from, to] = [values[earlier], values[later]]
  if (from instanceof Date && to instanceof Date && to < from)
    refuse(later, to.toISOString(), 'facts.field.before', { other: earlier, earlier: from.toISOString() })
}

const amount = (values: Values, name: string) => Number(values[name] ?? 0)
const minutesOfDay = 1440

export const complaints: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('openedAt', 'instant'),
    field('order', 'order'),
    field('advisor', 'person'),
    field('category', 'text'),
    field('proposedAt', 'instant'),
    field('closedAt', 'instant'),
  ],
  check: (values) => {
    inOrder(values, 'openedAt', 'proposedAt')
    inOrder(values, 'openedAt', 'closedAt')
  },
}

export const attendance: PlainKind = {
  storeFrom: 'person',
  fields: [
    wanted('person', 'person'),
    wanted('day', 'day'),
    wanted('attendedMinutes', 'minutes', { max: minutesOfDay }),
  ],
}

/** `crossRequired`: false when a self-check found no key item in the order, which then needs no cross-check. */
export const inspections: PlainKind = {
  storeFrom: 'order',
  fields: [
    wanted('order', 'order'),
    wanted('level', 'text', { choices: ['self', 'cross', 'sample'] }),
    wanted('inspector', 'person'),
    wanted('at', 'instant'),
    wanted('passed', 'boolean'),
    field('items', 'checks'),
    field('crossRequired', 'boolean'),
  ],
}

export const observations: PlainKind = {
  storeFrom: 'node',
  fields: [wanted('node', 'node'), wanted('measure', 'text'), wanted('day', 'day'), wanted('value', 'number')],
}

export const contacts: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('receivedAt', 'instant'),
    field('firstAnsweredAt', 'instant'),
    field('person', 'person'),
    field('channel', 'text'),
  ],
  check: (values) => inOrder(values, 'receivedAt', 'firstAnsweredAt'),
}

export const customers: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('createdAt', 'instant'),
    wanted('contact', 'boolean'),
    wanted('preferences', 'boolean'),
    wanted('serviceHistory', 'boolean'),
    field('completedAt', 'instant'),
    field('completedBy', 'person'),
  ],
  check: (values) => inOrder(values, 'createdAt', 'completedAt'),
}

export const appointments: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('scheduledAt', 'instant'),
    field('arrivedAt', 'instant'),
    field('cancelledAt', 'instant'),
    field('customer', 'text'),
    field('order', 'order'),
    field('person', 'person'),
  ],
}

export const partRequests: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('requestedAt', 'instant'),
    field('availableAt', 'instant'),
    wanted('availableWhenRequested', 'boolean'),
    field('order', 'order'),
    field('part', 'text'),
    field('quantity', 'count'),
  ],
  check: (values) => inOrder(values, 'requestedAt', 'availableAt'),
}

export const inventory: PlainKind = {
  storeFrom: 'store',
  fields: [wanted('day', 'day'), wanted('stockFen', 'fen'), wanted('obsoleteFen', 'fen')],
  check: (values) => {
    for (const name of ['stockFen', 'obsoleteFen']) if (amount(values, name) < 0) negative(values, name)
    if (amount(values, 'obsoleteFen') > amount(values, 'stockFen'))
      refuse('obsoleteFen', values.obsoleteFen, 'facts.inventory.more_obsolete', { stockFen: values.stockFen })
  },
}

export const bayUsage: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('day', 'day'),
    field('bay', 'text'),
    wanted('usedMinutes', 'minutes'),
    wanted('availableMinutes', 'minutes'),
  ],
}

/**
 * A store's accounts of a month. `costFen` is the cost of sales, `operatingCostFen` all cost of running the store, the cost of
 * sales included; `investmentFen` is what was put into the store, as it stands in that month.
 */
export const finance: PlainKind = {
  storeFrom: 'store',
  fields: [
    wanted('month', 'month'),
    wanted('revenueFen', 'fen'),
    wanted('costFen', 'fen'),
    wanted('netProfitFen', 'fen'),
    field('operatingCostFen', 'fen'),
    field('labourCostFen', 'fen'),
    field('rentFen', 'fen'),
    field('investmentFen', 'fen'),
    field('partsRevenueFen', 'fen'),
    field('partsCostFen', 'fen'),
  ],
  check: (values) => {
    // One without the other would make a margin of 100 percent, or none.
    const [revenue, cost] = [values.partsRevenueFen, values.partsCostFen]
    if ((revenue === null) !== (cost === null))
      refuse(revenue === null ? 'partsRevenueFen' : 'partsCostFen', null, 'row.field.missing')
  },
}

export const staffChanges: PlainKind = {
  storeFrom: 'person',
  fields: [wanted('person', 'person'), wanted('day', 'day'), wanted('change', 'text', { choices: ['joined', 'left'] })],
}

function negative(values: Values, name: string): never {
  refuse(name, values[name], 'row.field.out_of_range', { min: 0, max: '' })
}

/** By the name of the kind in paths of the API. */
export const plainKinds = {
  complaints,
  attendance,
  inspections,
  observations,
  contacts,
  customers,
  appointments,
  'part-requests': partRequests,
  inventory,
  'bay-usage': bayUsage,
  finance,
  'staff-changes': staffChanges,
} as const satisfies Record<string, PlainKind>

export type PlainKindName = keyof typeof plainKinds

export type FactKind = 'work-orders' | 'surveys' | PlainKindName

export const factKinds: readonly FactKind[] = [
  'work-orders',
  'surveys',
  ...(Object.keys(plainKinds) as PlainKindName[]),
]

registerSentences({
  'facts.field.not_month': {
    zh: ({ field, value }) => `“${field}”的月份“${value}”无效，请写成 2024-03。`,
    en: ({ field, value }) => `"${field}": "${value}" is no month; write 2024-03.`,
  },
  'facts.field.before': {
    zh: ({ field, value, other, earlier }) => `“${field}”的 ${value} 早于“${other}”的 ${earlier}。`,
    en: ({ field, value, other, earlier }) => `"${field}" is ${value}, before "${other}", which is ${earlier}.`,
  },
  'facts.inventory.more_obsolete': {
    zh: ({ value, stockFen }) => `呆滞库存 ${value} 多于总库存 ${stockFen}，请核对。`,
    en: ({ value, stockFen }) => `Obsolete stock is ${value}, more than the whole stock of ${stockFen}.`,
  },
  'facts.order.unknown': {
    zh: ({ value }) => `找不到工单“${value}”，请先导入工单，或写明门店。`,
    en: ({ value }) => `There is no order "${value}"; send the order first, or name the store.`,
  },
  'facts.person.storeless': {
    zh: ({ value, day }) => `“${value}”在 ${day} 前后没有任职的门店，请先导入任职，或写明门店。`,
    en: ({ value, day }) => `"${value}" works in no store around ${day}; import the membership, or name the store.`,
  },
  'facts.node.not_observed': {
    zh: ({ value }) => `“${value}”不是门店或人员；观测值只能记在门店或人员名下。`,
    en: ({ value }) => `"${value}" is no store or person; an observation is of one of these.`,
  },
  'facts.measure.unknown': {
    zh: ({ value }) => `没有度量“${value}”。`,
    en: ({ value }) => `There is no measure "${value}".`,
  },
  'facts.measure.retired': {
    zh: ({ value, until }) => `度量“${value}”已停用，只能记到 ${until} 为止的日子。`,
    en: ({ value, until }) => `The measure "${value}" is retired and counts on days up to ${until} only.`,
  },
  'facts.measure.not_personal': {
    zh: ({ value }) => `度量“${value}”只属于门店，不能记在人员名下。`,
    en: ({ value }) => `The measure "${value}" belongs to stores and not to persons.`,
  },
})
