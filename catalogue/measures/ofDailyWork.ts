import type { Measure } from './measure.ts'

/** How the daily cards are used (H8.5): counted from the cards and sent as observations of persons. */
const ofCards = { unit: 'count', kind: 'additive', personal: true, fact: 'observations', day: 'worked' } as const

export const ofDailyWork: readonly Measure[] = [
  {
    id: 'cardsDue',
    position: 77,
    personPosition: 24,
    names: { zh: '应有日清卡', en: 'Cards due' },
    explanation: {
      zh: '为当天上班的人生成的日清卡张数，归本人。',
      en: 'Daily cards proposed for who worked that day, each for oneself.',
    },
    ...ofCards,
  },
  {
    id: 'cardsClosed',
    position: 78,
    personPosition: 25,
    names: { zh: '已日清的卡', en: 'Cards closed' },
    explanation: {
      zh: '当天的日清卡中已日清的张数，归本人。',
      en: 'Cards of the day that were closed, each for oneself.',
    },
    ...ofCards,
  },
  {
    id: 'strategicTasksDue',
    position: 79,
    personPosition: 26,
    names: { zh: '战略任务数', en: 'Strategic tasks due' },
    explanation: {
      zh: '当天日清卡上的战略任务数，归本人。',
      en: 'Strategic tasks on the cards of the day, each for oneself.',
    },
    ...ofCards,
  },
  {
    id: 'strategicTasksDone',
    position: 80,
    personPosition: 27,
    names: { zh: '完成的战略任务', en: 'Strategic tasks done' },
    explanation: {
      zh: '当天日清卡上标明完成的战略任务数，归本人。',
      en: 'Strategic tasks of the day that are ticked as done, each for oneself.',
    },
    ...ofCards,
  },
  {
    id: 'problemsRaised',
    position: 81,
    personPosition: 28,
    names: { zh: '提出的问题', en: 'Problems raised' },
    explanation: {
      zh: '日清时写下的问题数，归提出的人。',
      en: 'Problems written down at the closing, for who raised them.',
    },
    ...ofCards,
  },
  {
    id: 'problemsSolvedSameDay',
    position: 82,
    personPosition: 29,
    names: { zh: '当天解决的问题', en: 'Problems solved the same day' },
    explanation: {
      zh: '日清时写下、当天已解决的问题数，归提出的人。',
      en: 'Problems of the closing that were solved the same day, for who raised them.',
    },
    ...ofCards,
  },
]
