import { record } from '#audit'
import type { Actor } from '#foundation/actor'
import { registerSentences } from '#foundation/failure'
import { dayAt, parsePeriod } from '#foundation/period'
import { codeIn, numberIn, objectOf, optionalText, type Reject, readRow, refuse, textIn } from '#foundation/reading'
import { kpiOn } from '#kpis'
import type { Database } from '#platform/database'
import { type NewTarget, setTargets, tellBoards, visibleNodes } from '../storage/targets.ts'

type Row = { node: string; kpi: string; period: string; value: number; reason: string; afterClose: boolean }

function targetRow(raw: unknown, today: string): Row {
  const fields = objectOf(raw)
  const node = codeIn(fields, 'node')
  const kpi = textIn(fields, 'kpi')
  const text = textIn(fields, 'period')
  const period = parsePeriod(text)
  if (!period) refuse('period', text, 'targets.period.unknown')
  const definition = kpiOn(kpi, period.to)
  if (!definition) refuse('kpi', kpi, 'targets.kpi.unknown')
  const value = numberIn(
    fields,
    'value',
    definition.unit === 'percent'
      ? { min: 0, max: 1000 }
      : definition.unit === 'points'
        ? { min: -100, max: 100 }
        : { min: 0 },
  )
  const reason = optionalText(fields, 'reason', { max: 500 })
  // A closed period's target is part of what people were judged by: changing it must say why (H6.6).
  if (period.to < today && reason === null) refuse('reason', null, 'targets.closed_period.reason')
  return { node, kpi, period: text, value, reason: reason ?? '', afterClose: period.to < today }
}

type Put = { accepted: number; replaced: number; ignored: number; rejected: Reject[] }

/** Rolls everything back at the end of a dry run: what it counted is exactly what would have happened. */
class DryRunEnds extends Error {
  readonly put: Put
  constructor(put: Put) {
    super('a dry run')
    this.put = put
  }
}

/**
 * Sets targets by node and period; the same value again changes nothing. Wrong rows are refused, the rest goes in. A dry
 * run does all of it and keeps nothing.
 */
export async function putTargets(
  { database }: { database: Database },
  who: { actor: Actor; now: Date },
  raws: unknown[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<Put> {
  const unreadable: Reject[] = []
  const rows: (Row & { row: number })[] = []
  const seen = new Set<string>()
  const today = dayAt(who.now, 'Asia/Shanghai')
  raws.forEach((raw, index) => {
    const outcome = readRow(index + 1, () => {
      const row = targetRow(raw, today)
      const key = `${row.node} ${row.kpi} ${row.period}`
      if (seen.has(key)) refuse('period', key, 'row.duplicate')
      seen.add(key)
      return { ...row, row: index + 1 }
    })
    if ('reject' in outcome) unreadable.push(outcome.reject)
    else rows.push(outcome.value)
  })
  const put = database.asActor(who.actor, async (tx) => {
    const rejected = [...unreadable]
    const nodes = await visibleNodes(tx, [...new Set(rows.map((row) => row.node))])
    const fitting: NewTarget[] = []
    for (const { row, node, ...target } of rows) {
      const nodeNo = nodes.get(node)
      if (nodeNo === undefined)
        rejected.push({ row, field: 'node', value: node, code: 'targets.node.unknown', named: {} })
      else fitting.push({ nodeNo, ...target })
    }
    const changed = await setTargets(tx, fitting, { actorNo: who.actor.no, actorName: who.actor.name, now: who.now })
    const accepted = changed.filter((row) => row.version === 1).length
    const replaced = changed.length - accepted
    if (changed.length > 0) {
      await tellBoards(
        tx,
        changed.map((row) => row.nodeNo),
      )
      await record(tx, who, { action: 'targets.put', subject: '', details: { accepted, replaced } })
    }
    rejected.sort((a, b) => a.row - b.row)
    const result = { accepted, replaced, ignored: fitting.length - changed.length, rejected }
    if (dryRun) throw new DryRunEnds(result)
    return result
  })
  return put.catch((error: unknown) => {
    if (error instanceof DryRunEnds) return error.put
    throw error
  })
}

registerSentences({
  'targets.kpi.unknown': {
    zh: ({ value }) => `没有指标“${value}”。`,
    en: ({ value }) => `There is no KPI "${value}".`,
  },
  'targets.node.unknown': {
    zh: ({ value }) => `找不到节点“${value}”，或不在您的范围内。`,
    en: ({ value }) => `There is no node "${value}" within your scope.`,
  },
  'targets.period.unknown': {
    zh: ({ value }) => `期间“${value}”无法识别，请写成 2024-04-10、2024-04-W2、2024-04、2024-Q2 或 2024。`,
    en: ({ value }) => `The period "${value}" is not known; write 2024-04-10, 2024-04-W2, 2024-04, 2024-Q2 or 2024.`,
  },
  'targets.closed_period.reason': {
    zh: () => '这个期间已经结束，改目标要写明原因（reason）。',
    en: () => 'This period is over; changing its target needs a reason.',
  },
})
