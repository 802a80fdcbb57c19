import { registerSentences } from '#foundation/failure'
import type { Day } from '#foundation/period'
import {
  codeIn,
  dayIn,
  type Fields,
  listIn,
  numberIn,
  objectOf,
  oneOf,
  optionalCode,
  optionalDay,
  refuse,
  textIn,
  wholeNumber,
} from '#foundation/reading'

export const nodeKinds = ['company', 'region', 'store', 'department'] as const
export type NodeKind = (typeof nodeKinds)[number] | 'person'

export type NodeRow = {
  id: string
  kind: Exclude<NodeKind, 'person'>
  parent: string | null
  /** From when it hangs under this parent; null: from the beginning for a new node, from today for one that moves. */
  parentFrom: Day | null
  name: string
  timeZone: string | null
  openedOn: Day | null
  closedOn: Day | null
  areaSquareMetres: number | null
  bays: number | null
  worksOnHolidays: boolean
  /** null: leave them as they are. */
  closingDays: { day: Day; reason: string }[] | null
}

export type PersonRow = {
  id: string
  name: string
  memberships: { node: string; position: string; from: Day; to: Day | null }[]
  /** null: leave them as they are. */
  bonusBases: { baseFen: number; from: Day }[] | null
}

/** Which kinds a node of this kind may hang under. */
export const parentKinds: Record<Exclude<NodeKind, 'person'>, readonly NodeKind[]> = {
  company: [],
  region: ['company', 'region'],
  store: ['company', 'region'],
  department: ['store'],
}

const given = (fields: Fields, name: string) =>
  fields[name] !== undefined && fields[name] !== null && fields[name] !== ''

/** Reads one row of `nodes`; refuses it with the field and the reason when it does not hold together. */
export function nodeRow(raw: unknown): NodeRow {
  const fields = objectOf(raw)
  const id = codeIn(fields, 'id')
  const kind = oneOf(fields, 'kind', nodeKinds)
  const parent = optionalCode(fields, 'parent')
  if (kind === 'company' && parent !== null) refuse('parent', parent, 'org.node.company_has_no_parent')
  if (kind !== 'company' && parent === null) refuse('parent', null, 'row.field.missing')
  if (parent === id) refuse('parent', parent, 'org.node.circle')
  const openedOn = optionalDay(fields, 'openedOn')
  const closedOn = optionalDay(fields, 'closedOn')
  if (openedOn && closedOn && closedOn < openedOn) refuse('closedOn', closedOn, 'org.span.reversed', { from: openedOn })
  return {
    id,
    kind,
    parent,
    parentFrom: optionalDay(fields, 'parentFrom'),
    name: textIn(fields, 'name', { max: 100 }),
    timeZone: kind === 'company' ? timeZoneIn(fields) : null,
    openedOn,
    closedOn,
    areaSquareMetres: given(fields, 'areaSquareMetres')
      ? numberIn(fields, 'areaSquareMetres', { min: 0, max: 10_000_000 })
      : null,
    bays: given(fields, 'bays') ? wholeNumber(fields, 'bays', { max: 10_000 }) : null,
    worksOnHolidays: fields.worksOnHolidays !== false,
    closingDays:
      fields.closingDays === undefined
        ? null
        : listIn(fields, 'closingDays').map((item, index) => closingDay(item, index)),
  }
}

function closingDay(raw: unknown, index: number) {
  const fields = objectOf(raw, `closingDays.${index}`)
  return {
    day: dayIn(fields, 'day', `closingDays.${index}.day`),
    reason: textIn(fields, 'reason', { path: `closingDays.${index}.reason` }),
  }
}

function timeZoneIn(fields: Fields): string {
  if (!given(fields, 'timeZone')) return 'Asia/Shanghai'
  const zone = textIn(fields, 'timeZone', { max: 64 })
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    refuse('timeZone', zone, 'org.time_zone.unknown')
  }
  return zone
}

/** Reads one row of `people`. Positions are those of the catalogue. */
export function personRow(raw: unknown, positions: readonly string[]): PersonRow {
  const fields = objectOf(raw)
  const id = codeIn(fields, 'id')
  const name = textIn(fields, 'name', { max: 100 })
  const memberships = listIn(fields, 'memberships', { max: 200 }).map((item, index) => {
    const path = `memberships.${index}`
    const membership = objectOf(item, path)
    const from = dayIn(membership, 'from', `${path}.from`)
    const to = optionalDay(membership, 'to', `${path}.to`)
    if (to && to < from) refuse(`${path}.to`, to, 'org.span.reversed', { from })
    return {
      node: codeIn(membership, 'node', `${path}.node`),
      position: oneOf(membership, 'position', positions, `${path}.position`),
      from,
      to,
    }
  })
  const seen = new Set<string>()
  memberships.forEach((membership, index) => {
    const key = `${membership.from} ${membership.node} ${membership.position}`
    if (seen.has(key)) refuse(`memberships.${index}`, key, 'org.membership.twice')
    seen.add(key)
  })
  return { id, name, memberships, bonusBases: fields.bonusBases === undefined ? null : bonusBases(fields) }
}

function bonusBases(fields: Fields) {
  const seen = new Set<string>()
  return listIn(fields, 'bonusBases', { max: 200 }).map((item, index) => {
    const path = `bonusBases.${index}`
    const base = objectOf(item, path)
    const from = dayIn(base, 'from', `${path}.from`)
    if (seen.has(from)) refuse(`${path}.from`, from, 'org.bonus_base.twice')
    seen.add(from)
    return { baseFen: wholeNumber(base, 'baseFen', { max: 1_000_000_000_000, path: `${path}.baseFen` }), from }
  })
}

registerSentences({
  'org.node.company_has_no_parent': {
    zh: () => '公司是最上层，不能再有上级。',
    en: () => 'A company stands at the top and has no parent.',
  },
  'org.node.circle': {
    zh: ({ value }) => `上级“${value}”在它自己的下级里，形成了循环。`,
    en: ({ value }) => `The parent "${value}" lies below the node itself.`,
  },
  'org.node.unknown': {
    zh: ({ value }) => `找不到组织节点“${value}”。`,
    en: ({ value }) => `There is no node "${value}".`,
  },
  'org.node.kind_changed': {
    zh: ({ known, value }) => `这个编码已经是“${known}”，不能改成“${value}”。`,
    en: ({ known, value }) => `This id is a ${known} already and can't become a ${value}.`,
  },
  'org.node.parent_kind': {
    zh: ({ kind, parentKind }) => `“${kind}”不能放在“${parentKind}”下面。`,
    en: ({ kind, parentKind }) => `A ${kind} can't hang under a ${parentKind}.`,
  },
  'org.span.reversed': {
    zh: ({ value, from }) => `结束日期 ${value} 早于开始日期 ${from}。`,
    en: ({ value, from }) => `The end ${value} lies before the beginning ${from}.`,
  },
  'org.time_zone.unknown': {
    zh: ({ value }) => `时区“${value}”不认识，例如 Asia/Shanghai。`,
    en: ({ value }) => `The time zone "${value}" is not known; for example Asia/Shanghai.`,
  },
  'org.membership.twice': {
    zh: ({ value }) => `同一岗位写了两次：${value}。`,
    en: ({ value }) => `The same membership stands twice: ${value}.`,
  },
  'org.membership.node_kind': {
    zh: ({ value }) => `人员要归属到公司、大区、门店或部门，“${value}”不是。`,
    en: ({ value }) => `A person belongs to a company, region, store or department; "${value}" is none.`,
  },
  'org.bonus_base.twice': {
    zh: ({ value }) => `同一天写了两个绩效基数：${value}。`,
    en: ({ value }) => `Two bonus bases begin on ${value}.`,
  },
})
