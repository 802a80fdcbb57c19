import { invalid, notFound, registerSentences } from '#foundation/failure'
import { parsePeriod } from '#foundation/period'
import type { Transaction } from '#platform/database'
import { checkDesign, definedSource, type MeasureDesign, unitOf } from '../rules/definition.ts'
import { factsBehind } from '../storage/behind.ts'
import { nodeSeen } from '../storage/sums.ts'

const sampleMost = 8

/** What a measure would come to for a node in a month at most, with some of its facts; reads facts and writes nothing. */
export async function previewMeasure(
  tx: Transaction,
  { design, node: id, period: text }: { design: MeasureDesign; node: string; period: string },
) {
  checkDesign(design)
  const period = parsePeriod(text)
  if (!period || period.kind === 'quarter' || period.kind === 'year')
    throw invalid('measures.preview.period', { period: text })
  const node = await nodeSeen(tx, id)
  if (!node) throw notFound('measures.preview.node', { node: id })
  const defined = definedSource([{ ...design, version: 1, from: period.from, retired: false }])
  const terms = defined ? [{ measure: 'preview', sign: 1 as const, source: { defined } }] : []
  const { from, to } = period
  const behind = await factsBehind(tx, { node, from, to, terms, after: 0, limit: sampleMost })
  return {
    value: behind.sum,
    count: behind.count,
    unit: unitOf(design),
    sample: behind.facts.map(({ kind, externalId, store, day, counts }) => ({ kind, externalId, store, day, counts })),
  }
}

registerSentences({
  'measures.preview.period': {
    zh: ({ period }) => `试算最多看一个月，请把“${period}”写成 2024-03 这样的月份。`,
    en: ({ period }) => `A preview covers a month at most; write "${period}" as a month like 2024-03.`,
  },
  'measures.preview.node': {
    zh: ({ node }) => `找不到“${node}”，或不在您的查看范围内。`,
    en: ({ node }) => `There is no "${node}" within your scope.`,
  },
})
