import type { Measure } from '#catalogue/measures'
import type { Words } from '#foundation/actor'
import { invalid, notFound, registerSentences } from '#foundation/failure'
import { type Day, dayAt, isDay, type Period, parsePeriod } from '#foundation/period'
import { factsOf, measuresOf as measuresOfNode, registeredMeasure } from '#measures'
import type { Transaction } from '#platform/database'
import { measuresOf } from '../rules/formula.ts'
import type { Kpi } from '../rules/kpi.ts'
import { termsOf } from '../rules/split.ts'
import { valueTrace } from '../rules/trace.ts'
import { formulaAt, kpiValue, readyAt } from '../rules/value.ts'
import { type KpiWindow, windowOf } from '../rules/window.ts'
import { kpiOn } from './library.ts'

type Question = { id: string; node: string; period: string; asOf?: string }

/** The KPI as the library shows it. */
export function shownKpi(kpi: Kpi) {
  const { basis, personBasis, from, personFormula, ...shown } = kpi
  return { ...shown, personFormula: personFormula === undefined ? kpi.formula : personFormula }
}

/** The period and the day up to which facts count, as asked. */
export function askedPeriod(
  { period, asOf }: Pick<Question, 'period' | 'asOf'>,
  now: Date,
): { period: Period; asOfDay: Day } {
  const read = parsePeriod(period)
  if (!read) throw invalid('kpis.period.unknown', { period })
  const instant = asOf === undefined ? now : new Date(isDay(asOf) ? `${asOf}T23:59:59+08:00` : asOf)
  if (Number.isNaN(instant.getTime())) throw invalid('kpis.as_of.unknown', { asOf })
  return { period: read, asOfDay: dayAt(instant, 'Asia/Shanghai') }
}

/** The KPI, the period and the days that its measures are summed over, as asked. */
export function asked(question: Question, now: Date): { kpi: Kpi; period: Period; asOfDay: Day; window: KpiWindow } {
  const { period, asOfDay } = askedPeriod(question, now)
  const kpi = kpiOn(question.id, period.to)
  if (!kpi) throw notFound('kpis.kpi.unknown', { id: question.id })
  return { kpi, period, asOfDay, window: windowOf(kpi, period, asOfDay) }
}

/** The measures of a node as the transaction's actor may see them; 404 where it may not. */
export async function nodeMeasures(tx: Transaction, node: string, from: Day, to: Day) {
  const found = await measuresOfNode(tx, node, from, to)
  if (!found) throw notFound('kpis.node.unknown', { node })
  return found
}

/** How a figure came about: the formula, the measures with their values, and the arithmetic in both languages. */
export async function traceKpi(tx: Transaction, question: Question, now: Date) {
  const { kpi, period, window } = asked(question, now)
  const { from, to, span } = window
  const { node, level, lookup } = await nodeMeasures(tx, question.node, from, to)
  const parts = readyAt(kpi, level)
  const ids = parts ? measuresOf(parts.tree) : []
  return {
    kpi: shownKpi(kpi),
    node: { id: node.id, kind: node.kind, name: node.name },
    period: period.text,
    ...kpiValue(kpi, lookup, span, level),
    formula: formulaAt(kpi, level) ?? '',
    measures: ids.map((id) => ({
      id,
      names: registeredMeasure(id)?.names ?? { zh: id, en: id },
      value: lookup(id) ?? 0,
      unit: registeredMeasure(id)?.unit ?? 'count',
    })),
    because: valueTrace(kpi, lookup, span, level, (id) => registeredMeasure(id)).map((one) => one.text),
  }
}

/** The facts above or below the line of a KPI; where it counts facts, `count` is the number on the board. */
export async function kpiFacts(
  tx: Transaction,
  question: Question & { part?: 'numerator' | 'denominator'; after?: string; limit?: number },
  now: Date,
) {
  const { kpi, window } = asked(question, now)
  const { from, to, span } = window
  const { node, level, lookup } = await nodeMeasures(tx, question.node, from, to)
  const parts = readyAt(kpi, level)
  const part = question.part ?? 'numerator'
  const tree = part === 'numerator' ? parts?.split.numerator : parts?.split.denominator
  const terms = tree ? termsOf(tree) : null
  const after = Number(question.after ?? 0)
  if (!Number.isInteger(after) || after < 0)
    throw invalid('request.field.invalid', { field: 'after', problem: 'not a place in the list' })
  if (!terms) return { count: 0, sum: null, items: [], next: null }
  const limit = question.limit ?? 50
  const behind = await factsOf(tx, { node, from, to, terms, after, limit })
  const counted = terms.every(({ measure }) => registeredMeasure(measure)?.unit === 'count')
  const onBoard = kpiValue(kpi, lookup, span, level)
  return {
    // A person's return visits may outnumber the jobs; the figure on the board is bounded at 0, and so is its count.
    count: counted ? (onBoard[part] ?? behind.sum) : behind.count,
    sum: counted ? null : behind.sum,
    items: behind.facts.map(shownFact),
    next: behind.more ? String(after + limit) : null,
  }
}

type Fact = Awaited<ReturnType<typeof factsOf>>['facts'][number]

function shownFact(fact: Fact) {
  const people: { id: string; name: string; as: string }[] = []
  if (fact.advisor) people.push({ id: fact.advisor, name: fact.advisorName ?? '', as: 'service_advisor' })
  if (fact.technician) people.push({ id: fact.technician, name: fact.technicianName ?? '', as: 'technician' })
  const { kind, source, externalId, store, day, counts, amountFen } = fact
  return { kind, source, externalId, store, day, counts, amountFen, people, title: titleOf(fact) }
}

/** Of every kind whose title needs no more than its name. */
const kindWords: Record<Exclude<NonNullable<Measure['fact']>, 'work-orders' | 'surveys'>, Words> = {
  complaints: { zh: '客诉', en: 'Complaint' },
  attendance: { zh: '出勤', en: 'Attendance' },
  inspections: { zh: '质检', en: 'Inspection' },
  observations: { zh: '观测值', en: 'Observation' },
  contacts: { zh: '来电', en: 'Contact' },
  customers: { zh: '客户档案', en: 'Customer record' },
  appointments: { zh: '预约', en: 'Appointment' },
  'part-requests': { zh: '备件需求', en: 'Part request' },
  inventory: { zh: '库存', en: 'Inventory' },
  'bay-usage': { zh: '工位使用', en: 'Bay usage' },
  finance: { zh: '财务报表', en: 'Accounts' },
  'staff-changes': { zh: '人员异动', en: 'Staff change' },
}

function titleOf(fact: Fact): Words {
  if (fact.kind === 'work-orders') {
    return fact.rework
      ? { zh: `返修工单 ${fact.externalId}`, en: `Return visit ${fact.externalId}` }
      : { zh: `工单 ${fact.externalId}`, en: `Work order ${fact.externalId}` }
  }
  const words: Words | undefined = kindWords[fact.kind as keyof typeof kindWords]
  if (words) return { zh: `${words.zh} ${fact.externalId}`, en: `${words.en} ${fact.externalId}` }
  const zh = [fact.nps === null ? '' : `推荐分 ${fact.nps}`, fact.points === null ? '' : `满意度 ${fact.points}`]
    .filter(Boolean)
    .join('，')
  const en = [
    fact.nps === null ? '' : `NPS answer ${fact.nps}`,
    fact.points === null ? '' : `satisfaction ${fact.points}`,
  ]
    .filter(Boolean)
    .join(', ')
  return { zh: `评价 ${fact.externalId}：${zh}`, en: `Survey ${fact.externalId}: ${en}` }
}

registerSentences({
  'kpis.kpi.unknown': { zh: ({ id }) => `没有指标“${id}”。`, en: ({ id }) => `There is no KPI "${id}".` },
  'kpis.node.unknown': {
    zh: ({ node }) => `找不到“${node}”，或不在您的查看范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
  'kpis.period.unknown': {
    zh: ({ period }) => `期间“${period}”无法识别，请写成 2024-04-10、2024-04-W2、2024-04、2024-Q2 或 2024。`,
    en: ({ period }) => `The period "${period}" is not known; write 2024-04-10, 2024-04-W2, 2024-04, 2024-Q2 or 2024.`,
  },
  'kpis.as_of.unknown': {
    zh: ({ asOf }) => `时点“${asOf}”无法识别，请带时区写成 2024-04-10T10:00:00+08:00。`,
    en: ({ asOf }) => `The moment "${asOf}" is not known; write 2024-04-10T10:00:00+08:00.`,
  },
})
