import { invalid, notFound } from '#foundation/failure'
import { dayAt, type Period, parsePeriod, periodOf, previousPeriod } from '#foundation/period'
import { measuresOf as measuresOfNode, registeredMeasure } from '#measures'
import type { Transaction } from '#platform/database'
import { definedKpi, type KpiDesign } from '../rules/definition.ts'
import { measuresOf } from '../rules/formula.ts'
import { kpiValue, readyAt } from '../rules/value.ts'
import { windowOf } from '../rules/window.ts'
import { ground } from './defineKpi.ts'

const monthsShown = 6

/** What a KPI in the making comes to for a node: its value now, over the last months, and the measures it is made of. Writes nothing. */
export async function previewKpi(
  tx: Transaction,
  { design, node, period: text }: { design: KpiDesign; node: string; period: string },
  now: Date,
) {
  const period = parsePeriod(text)
  if (!period) throw invalid('kpis.period.unknown', { period: text })
  const today = dayAt(now, 'Asia/Shanghai')
  const kpi = definedKpi(design, ground(), { id: 'preview', version: 1, from: '2000-01-01' })
  const over = async (part: Period) => {
    const { from, to, span } = windowOf(kpi, part, today)
    const found = await measuresOfNode(tx, node, from, to)
    if (!found) throw notFound('kpis.node.unknown', { node })
    return { ...kpiValue(kpi, found.lookup, span, found.level), level: found.level, lookup: found.lookup }
  }
  const { level, lookup, ...value } = await over(period)
  const months: Period[] = []
  let month = periodOf('month', period.to < today ? period.to : today)
  for (let count = 0; count < monthsShown; count += 1) {
    months.unshift(month)
    month = previousPeriod(month)
  }
  const trend = []
  for (const one of months) trend.push({ period: one.text, value: (await over(one)).value })
  const parts = readyAt(kpi, level)
  return {
    ...value,
    unit: kpi.unit,
    personFormula: kpi.personFormula ?? null,
    measures: (parts ? measuresOf(parts.tree) : []).map((id) => ({
      id,
      names: registeredMeasure(id)?.names ?? { zh: id, en: id },
      unit: registeredMeasure(id)?.unit ?? 'count',
      value: lookup(id) ?? null,
    })),
    trend,
  }
}
