import type { Kpi } from '#kpis'
import { first } from './first.ts'

const ofCards = {
  ...first,
  category: 'efficiency',
  dimension: 'efficiency',
  tier: 'execution',
  perspective: 'learning',
  unit: 'percent',
  direction: 'higher',
  aggregation: 'ratio',
  // Nobody in the trade has published such figures; a full day is the best there is.
  industry: null,
  excellent: null,
  accountable: 'store_manager',
  guardBand: null,
} as const

/** How well the daily cards are used (H8.5): whether strategy reaches the day. */
export const adoption: readonly Kpi[] = [
  {
    ...ofCards,
    id: 'cardsClosedRate',
    names: { zh: '日清率', en: 'Cards closed' },
    explanation: {
      zh: '应有的日清卡中，当天写下结果、完成日清的占多少。',
      en: 'The share of daily cards that were closed with what came of the day.',
    },
    formula: 'cardsClosed / cardsDue * 100',
    basis: 'cardsDue',
  },
  {
    ...ofCards,
    id: 'strategicTaskRate',
    names: { zh: '战略任务完成率', en: 'Strategic tasks done' },
    explanation: {
      zh: '日清卡上的战略任务中，当天完成的占多少。',
      en: 'The share of the strategic tasks on daily cards that were done that day.',
    },
    formula: 'strategicTasksDone / strategicTasksDue * 100',
    basis: 'strategicTasksDue',
  },
  {
    ...ofCards,
    id: 'problemsSolvedSameDayRate',
    names: { zh: '问题当日解决率', en: 'Problems solved the same day' },
    explanation: {
      zh: '日清时提出的问题中，当天就解决的占多少。',
      en: 'The share of the problems raised at the closing that were solved the same day.',
    },
    formula: 'problemsSolvedSameDay / problemsRaised * 100',
    basis: 'problemsRaised',
  },
]
