import { notFound } from '#foundation/failure'
import { periodOf } from '#foundation/period'
import { businessDay } from '#organisation'
import type { Database } from '#platform/database'
import { scorePeople } from '#scorecards'
import { estimate } from '../rules/estimate.ts'
import { told } from '../rules/steps.ts'
import { nodeById, nodeByNo } from '../storage/settlements.ts'
import type { Estimate } from '../wire.ts'
import { basesByPerson, knownRule } from './calculateLines.ts'
import type { Who } from './settle.ts'

/** What the running month has brought somebody so far, by the score as it stands: for the person and whoever may see their pay. */
export async function readEstimate(
  { database }: { database: Database },
  { actor, now }: Who,
  input: { person?: string },
): Promise<Estimate> {
  const asked = await database.asActor(actor, async (tx) => {
    if (input.person !== undefined) return nodeById(tx, input.person)
    return actor.personNo === null ? null : nodeByNo(tx, actor.personNo)
  })
  if (!asked && input.person === undefined) throw notFound('incentives.person.none')
  if (asked?.kind !== 'person' || !(asked.no === actor.personNo || asked.payable))
    throw notFound('incentives.person.unknown', { person: input.person ?? '' })

  const today = await businessDay({ database }, asked.no, now)
  const period = periodOf('month', today)
  const rule = knownRule('monthlyBonus', period)
  const nothing = {
    person: asked.id,
    period: period.text,
    day: today,
    rule: rule && { id: rule.id, version: rule.version, names: rule.names },
    score: null,
    ...{ todayFen: null, weekFen: null, monthFen: null, wholeMonthFen: null },
    because: [],
  }
  if (!rule) return { ...nothing, why: 'no_rule' }
  return database.asActor(actor, async (tx) => {
    const { scores, cardless } = await scorePeople(tx, { personNos: [asked.no], period, asOf: today })
    const stretches = scores.map((one) => one.score).sort((a, b) => (a.from < b.from ? -1 : 1))
    const last = stretches.at(-1)
    if (!last) return { ...nothing, why: cardless.length > 0 ? 'no_card' : 'no_work' }
    const bases = (await basesByPerson(tx, [asked.no])).get(asked.no) ?? []
    const { total, grade, factor, measuredWeight } = last
    const score = { total, grade, factor, measuredWeight }
    const { because, ...made } = estimate({ period, week: periodOf('week', today), today, bases, stretches })
    return { ...nothing, score, because: told(because).map(({ text }) => text), why: null, ...made }
  })
}
