import { type Adoption, adoption } from '../rules/adoption.ts'
import type { CardRow, TaskRow } from '../storage/cards.ts'

type UsedCard = Pick<CardRow, 'personNo' | 'day' | 'closedAt' | 'problem' | 'problemSolved'>
type UsedTask = Pick<TaskRow, 'personNo' | 'day' | 'kind' | 'done'>

/** How these cards were used. */
export function adoptionOf(cards: readonly UsedCard[], tasks: readonly UsedTask[]): Adoption {
  const strategicOf = Map.groupBy(
    tasks.filter(({ kind }) => kind === 'strategic'),
    ({ personNo, day }) => `${personNo} ${day}`,
  )
  return adoption(
    cards.map(({ personNo, day, closedAt, problem, problemSolved }) => {
      const strategic = strategicOf.get(`${personNo} ${day}`) ?? []
      return {
        closed: closedAt !== null,
        strategic: strategic.length,
        strategicDone: strategic.filter(({ done }) => done === true).length,
        problem: problem !== '',
        problemSolved,
      }
    }),
  )
}
