import { kpiSynonyms, outsideKpis, vagueWords } from '#catalogue/goalWords'
import { positions } from '#catalogue/positions'
import { balanceGround } from '#catalogue/scorecards'
import { dayAt } from '#foundation/period'
import { newestKpis } from '#kpis'
import type { Goal, GoalKpi, GoalVocabulary, SmartLetterVerdict } from '../rules/goal.ts'
import { smartCheck } from '../rules/smart.ts'

const influence: Readonly<Record<string, readonly string[]>> = balanceGround.influence
const answerForAll = ['general_manager', ...balanceGround.answerForAll]

/** The library as it is now, what was defined here included. */
const library = () =>
  newestKpis().map(
    ({ id, names, unit, direction, industry, excellent, accountable }): GoalKpi => ({
      id,
      names,
      synonyms: kpiSynonyms[id] ?? [],
      unit,
      direction,
      industry,
      excellent,
      movedBy: [...new Set([accountable, ...(influence[id] ?? []), ...answerForAll])],
    }),
  )
const outside = outsideKpis.map(
  (one): GoalKpi => ({ ...one, direction: 'higher', industry: null, excellent: null, movedBy: [] }),
)
const vocabularyNow = (): GoalVocabulary => ({ kpis: [...library(), ...outside], vague: vagueWords, positions })

/** The words by which goals are understood, so that a browser can check while somebody types. */
export function goalVocabulary() {
  const vocabulary = vocabularyNow()
  return {
    kpis: vocabulary.kpis.map((kpi) => ({ ...kpi, synonyms: [...kpi.synonyms], movedBy: [...kpi.movedBy] })),
    vague: vocabulary.vague.map(({ words, kpis: meant }) => ({ words: [...words], kpis: [...meant] })),
    positions: [...vocabulary.positions],
  }
}

/** Checks a goal letter by letter (H16.2). */
export function checkGoal(
  { past, ...goal }: Goal & { past: Record<string, (number | null)[]> },
  now: Date,
): {
  read: { kpi: string | null; from: number | null; to: number | null; by: string | null }
  letters: SmartLetterVerdict[]
} {
  const { read, letters } = smartCheck(goal, { vocabulary: vocabularyNow(), past, today: dayAt(now, 'Asia/Shanghai') })
  return { read: { kpi: read.kpi?.id ?? null, from: read.from, to: read.to, by: read.by }, letters }
}
