import { pyramid } from '#catalogue/pyramid'
import type { Transaction } from '#platform/database'
import type { Kpi } from '../rules/kpi.ts'
import { drawn } from '../rules/pyramid.ts'
import { kpiValue } from '../rules/value.ts'
import { windowOf } from '../rules/window.ts'
import { askedPeriod, nodeMeasures } from './explainKpi.ts'
import { newestKpi } from './library.ts'

/** The pyramid of a node and a period: every KPI of the drawing with its value, from the top down. */
export async function readPyramid(
  tx: Transaction,
  question: { node: string; period: string; asOf?: string },
  now: Date,
) {
  const { period, asOfDay } = askedPeriod(question, now)
  const shown = drawn(pyramid).flatMap((id) => newestKpi(id) ?? [])
  const values = new Map<string, number | null>()
  let node = { id: question.node, kind: '', name: '' }
  for (const window of new Set(shown.map((kpi) => kpi.window))) {
    const { from, to, span } = windowOf({ window }, period, asOfDay)
    const found = await nodeMeasures(tx, question.node, from, to)
    node = { id: found.node.id, kind: found.node.kind, name: found.node.name }
    for (const kpi of shown) {
      if (kpi.window === window) values.set(kpi.id, kpiValue(kpi, found.lookup, span, found.level).value)
    }
  }
  const card = ({ id, names, tier, unit }: Kpi) => ({ id, names, tier, unit, value: values.get(id) ?? null })
  const cards = (ids: readonly string[]) => ids.flatMap((id) => newestKpi(id) ?? []).map(card)
  return {
    node,
    period: period.text,
    top: cards([pyramid.top]),
    branches: pyramid.branches.map(({ id, names, kpi, drivers }) => {
      return { id, names, kpi: cards([kpi]), drivers: cards(drivers) }
    }),
  }
}
